"""`form`: one question a screen, checked before the next is asked."""

from typing import Any

import pytest
from support.flow import both, item
from support.steps import OneStep

from drivers.base import CodeKind, ScannedCode
from kiosk import view as seen
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.form import Form
from kiosk.flow.visit import To

MONTHS = (
    {"name": "first", "kind": "month", "label": both("from"), "months_ago": 12},
    {"name": "last", "kind": "month", "label": both("to"), "not_before": "first"},
)
CODE = (
    {
        "name": "bill",
        "kind": "code",
        "label": both("bill"),
        "digits_only": True,
        "shortest": 4,
        "longest": 6,
        "scan": True,
    },
)


def form(*fields: dict[str, Any], **visit: Any) -> OneStep:
    steps = ("identify", "form", "fetch", "review", "rate")
    return OneStep(Form, item(steps=steps, form=fields), **visit)


def type_in(step: OneStep, text: str) -> OneStep:
    for character in text:
        step.tap(seen.Key(character))
    return step


def test_months_stand_there_already_and_two_taps_take_them() -> None:
    step = form(*MONTHS)
    shown = step.shows(seen.AskField)
    assert (shown.value, shown.options[1].value) == ("2025-11", "2026-10")
    step.tap(seen.Main()).tap(seen.Main())
    assert step.to is To.NEXT
    assert step.visit.form == {"first": "2025-11", "last": "2026-10"}


def test_a_month_before_the_first_is_told_and_kept_to_be_mended() -> None:
    step = form(*MONTHS).tap(seen.PickOption("2026-03")).tap(seen.Main())
    assert step.shows(seen.AskField).options[0].value == "2026-03"
    step.tap(seen.PickOption("2026-02")).tap(seen.Main())
    shown = step.shows(seen.AskField)
    assert (shown.problem, shown.value) == (seen.FieldProblem.TOO_EARLY, "2026-02")
    step.tap(seen.PickOption("2026-04")).tap(seen.Main())
    assert step.to is To.NEXT


def test_back_goes_to_the_question_before_with_its_answer() -> None:
    step = form(*MONTHS).tap(seen.PickOption("2026-01")).tap(seen.Main())
    step.tap(seen.Back())
    assert step.shows(seen.AskField).value == "2026-01"
    assert step.tap(seen.Back()).to is To.BACK


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("", seen.FieldProblem.EMPTY), ("123", seen.FieldProblem.TOO_SHORT)],
)
def test_what_cannot_be_taken_says_why(typed: str, problem: seen.FieldProblem) -> None:
    step = type_in(form(*CODE), typed).tap(seen.Main())
    assert step.shows(seen.AskField).problem is problem
    assert step.visit.form == {}
    assert type_in(step, "9").shows(seen.AskField).problem is None


def test_keys_stop_at_the_longest_and_can_be_taken_back() -> None:
    step = type_in(form(*CODE), "12345678")
    assert step.shows(seen.AskField).value == "123456"
    step.tap(seen.Erase())
    assert step.shows(seen.AskField).value == "12345"
    step.tap(seen.Erase(everything=True))
    assert step.shows(seen.AskField).value == ""


def test_a_scanned_code_is_an_answer_and_the_scanner_is_let_go() -> None:
    step = form(*CODE, scanner=True)
    assert step.shows(seen.AskField).scan
    token = step.last(do.ReadCode).token
    step.tell(on.CodeScanned(token, ScannedCode(CodeKind.BILL_CODE, "424242")))
    assert step.to is To.NEXT
    assert step.visit.form == {"bill": "424242"}
    assert step.count(do.StopCode) == 1


def test_a_payment_code_is_no_answer_and_without_a_scanner_none_is_asked() -> None:
    step = form(*CODE, scanner=True)
    token = step.last(do.ReadCode).token
    step.tell(on.CodeScanned(token, ScannedCode(CodeKind.PAYMENT_CODE, "424242")))
    assert step.shows(seen.AskField).value == ""
    assert form(*CODE).count(do.ReadCode) == 0
