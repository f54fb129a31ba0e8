"""What a form takes, and why it does not take the rest."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.contract.fields import FieldError, FieldFault, check, check_form
from central.contract.service_item import FormField

TODAY = date(2026, 11, 26)
LABEL = {"zh_CN": "问", "en": "question"}


def field(kind: str, **changes: Any) -> FormField:
    if kind == "choice":
        changes |= {"options": [{"value": "a", "label": LABEL}]}
    values = {"name": "f", "kind": kind, "label": LABEL}
    return FormField.model_validate(values | changes)


@pytest.mark.parametrize(
    ("kind", "text", "normal"),
    [
        ("choice", "a", "a"),
        ("month", "2026-10", "2026-10"),
        ("citizen_number", "11010519491231002x", "11010519491231002X"),
        ("plate", "川d12345", "川D12345"),
        ("plate", "川DD12345", "川DD12345"),
        ("plate", "川D12345F", "川D12345F"),
        ("plate", "粤Z1234港", "粤Z1234港"),
        ("plate", "川A·8A2X7", "川A8A2X7"),
        ("amount", "1,234.5", "123450"),
        ("amount", "12", "1200"),
        ("amount", "０.０１", "1"),
        ("code", "7k2m-9qpx", "7K2M9QPX"),
    ],
)
def test_an_answer_in_its_normal_form(kind: str, text: str, normal: str) -> None:
    assert check(field(kind), text, {}, TODAY) == normal
    assert check(field(kind), normal if kind != "amount" else text, {}, TODAY) == normal


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("choice", "b", FieldFault.MALFORMED),
        ("month", "2026-11", FieldFault.TOO_LATE),
        ("month", "1989-12", FieldFault.TOO_EARLY),
        ("month", "2026-13", FieldFault.MALFORMED),
        ("citizen_number", "110105194912310021", FieldFault.WRONG_CHECK),
        ("citizen_number", "11010519491331002X", FieldFault.NO_SUCH_DATE),
        ("citizen_number", "110105", FieldFault.TOO_SHORT),
        ("plate", "川I12345", None),
        ("plate", "川DI2345", FieldFault.MALFORMED),
        ("plate", "川DABC45", FieldFault.MALFORMED),
        ("plate", "AD12345", FieldFault.MALFORMED),
        ("plate", "川D123", FieldFault.TOO_SHORT),
        ("amount", "0", FieldFault.TOO_LITTLE),
        ("amount", "-5", FieldFault.MALFORMED),
        ("amount", "1.234", FieldFault.MALFORMED),
        ("amount", "999999999", FieldFault.TOO_MUCH),
        ("code", " ", FieldFault.EMPTY),
        ("code", "编号", FieldFault.MALFORMED),
    ],
)
def test_why_an_answer_is_not_taken(
    kind: str, text: str, fault: FieldFault | None
) -> None:
    if fault is None:
        assert check(field(kind), text, {}, TODAY)
        return
    with pytest.raises(FieldError) as caught:
        check(field(kind), text, {}, TODAY)
    assert caught.value.reason is fault


def test_a_month_may_not_stand_before_the_first() -> None:
    last = field("month", not_before="first")
    assert check(last, "2026-03", {"first": "2026-03"}, TODAY)
    with pytest.raises(FieldError) as caught:
        check(last, "2026-02", {"first": "2026-03"}, TODAY)
    assert caught.value.reason is FieldFault.TOO_EARLY


def test_a_whole_form_is_all_of_its_answers_in_their_normal_form() -> None:
    fields = (field("month"),)
    assert check_form(fields, {"f": "2026-01"}, TODAY) == {"f": "2026-01"}
    for wrong in ({}, {"f": "2026-01", "g": "x"}, {"f": " 2026-01"}):
        with pytest.raises(FieldError):
            check_form(fields, wrong, TODAY)


@given(st.text(max_size=80), st.sampled_from(["month", "plate", "amount", "code"]))
def test_whatever_is_typed_is_taken_or_refused_with_a_word(
    text: str, kind: str
) -> None:
    asked = field(kind)
    said = ""
    try:
        said = check(asked, text, {}, TODAY)
    except FieldError as error:
        said = error.reason
    assert said
