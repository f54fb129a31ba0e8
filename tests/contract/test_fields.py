"""Answers to forms: the normal form of what is right, the reason of what is not."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.fields import FieldError, FieldFault, check
from contract.service_item import FieldKind, FormField

TODAY = date(2026, 11, 22)
WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
"""Full-width, as a Chinese keyboard writes them."""
LABEL = {"zh_CN": "问", "en": "question"}
CHOICES = ({"value": "pension", "label": LABEL}, {"value": "medical", "label": LABEL})
KINDS: dict[str, dict[str, Any]] = {
    "choice": {"options": CHOICES},
    "code": {"digits_only": True, "shortest": 16, "longest": 20},
    "amount": {"most": 1_000_000},
}


def field(kind: str, **changes: Any) -> FormField:
    values = {"name": "x", "kind": kind, "label": LABEL, **KINDS.get(kind, {})}
    return FormField.model_validate(values | changes)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("choice", "medical", "medical"),
        ("month", "2026-10", "2026-10"),
        ("citizen_number", "110105 19491231 002x", "11010519491231002X"),
        (
            "citizen_number",
            "510411198511223175".translate(WIDE),
            "510411198511223175",
        ),
        ("plate", "川d12345", "川D12345"),
        ("plate", "川AAB123", "川AAB123"),
        ("plate", "京AD12345", "京AD12345"),  # new energy
        ("plate", "京A12345D", "京A12345D"),
        ("plate", "京A1234警", "京A1234警"),
        ("plate", "粤Z1234港", "粤Z1234港"),
        ("plate", "使·123456", "使123456"),
        ("plate", "京x1234应急", "京X1234应急"),
        ("amount", "12", "1200"),
        ("amount", "12.5", "1250"),
        ("amount", "1,234.50", "123450"),
        ("amount", "0.01", "1"),
        ("code", "1234 5678 9012 3456", "1234567890123456"),
    ],
)
def test_what_is_right_has_one_form(kind: str, text: str, value: str) -> None:
    assert check(field(kind), text, {}, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        *((kind, "", FieldFault.EMPTY) for kind in FieldKind),
        ("code", "   ", FieldFault.EMPTY),
        ("choice", "life", FieldFault.MALFORMED),
        ("month", "2026-13", FieldFault.MALFORMED),
        ("month", "1989-12", FieldFault.TOO_EARLY),
        ("month", "2026-11", FieldFault.TOO_LATE),
        ("citizen_number", "5104111985", FieldFault.TOO_SHORT),
        ("citizen_number", "510411198511223174", FieldFault.WRONG_CHECK),
        ("citizen_number", "510411198513223175", FieldFault.NO_SUCH_DATE),
        ("citizen_number", "5104111985112231755", FieldFault.MALFORMED),
        ("plate", "川D123", FieldFault.TOO_SHORT),
        ("plate", "川D1234I", FieldFault.MALFORMED),
        ("plate", "川IA1234", FieldFault.MALFORMED),
        ("plate", "川DABC12", FieldFault.MALFORMED),  # three letters
        ("plate", "们D12345", FieldFault.MALFORMED),
        ("amount", "0", FieldFault.TOO_LITTLE),
        ("amount", "-5", FieldFault.MALFORMED),
        ("amount", "1.234", FieldFault.MALFORMED),
        ("amount", "1,23", FieldFault.MALFORMED),
        ("amount", "10000.01", FieldFault.TOO_MUCH),
        ("code", "123456789012345", FieldFault.TOO_SHORT),
        ("code", "1" * 21, FieldFault.MALFORMED),
        ("code", "123456789012345A", FieldFault.MALFORMED),
    ],
)
def test_what_is_wrong_has_a_reason(kind: str, text: str, why: FieldFault) -> None:
    with pytest.raises(FieldError) as caught:
        check(field(kind), text, {}, TODAY)
    assert caught.value.reason is why
    assert not text.strip() or text not in str(caught.value)


def test_a_month_does_not_stand_before_the_one_it_follows() -> None:
    later = field("month", not_before="from")
    assert check(later, "2026-03", {"from": "2026-03"}, TODAY) == "2026-03"
    with pytest.raises(FieldError) as caught:
        check(later, "2026-02", {"from": "2026-03"}, TODAY)
    assert caught.value.reason is FieldFault.TOO_EARLY


def test_in_january_the_last_whole_month_is_of_the_year_before() -> None:
    new_year = date(2027, 1, 1)
    assert check(field("month"), "2026-12", {}, new_year) == "2026-12"
    with pytest.raises(FieldError):
        check(field("month"), "2027-01", {}, new_year)


@given(kind=st.sampled_from(list(FieldKind)), text=st.text(max_size=60))
def test_any_text_has_a_normal_form_that_stays_or_a_reason(
    kind: FieldKind, text: str
) -> None:
    try:
        value = check(field(kind), text, {}, TODAY)
    except FieldError:
        return
    assert len(value) <= 64
    if kind is not FieldKind.AMOUNT:  # which is typed in yuan and kept in fen
        assert check(field(kind), value, {}, TODAY) == value


@given(fen=st.integers(1, 1_000_000))
def test_every_amount_in_yuan_is_the_same_in_fen(fen: int) -> None:
    yuan = f"{fen // 100:,}.{fen % 100:02d}"
    assert check(field("amount"), yuan, {}, TODAY) == str(fen)
