"""`form`: each kind of question with its keys and lengths, and what it asks for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.flow import CHOICE_FIELD, CODE_FIELD, MONTHS, both, item
from support.steps import OneStep

import view as seen
from drivers.base import CodeKind, ScannedCode
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.form import FormStep
from kiosk.flow.visit import Face, To
from view import FieldChoice, FieldProblem, Keys, MainAction

BILL = "1234567890123456"
LETTERS = {"name": "plain", "kind": "code", "label": both("code"), "longest": 10}
AMOUNT = {
    "name": "amount",
    "kind": "amount",
    "label": both("how much"),
    "least": 500,
    "most": 10_000,
}
PLATE = {"name": "plate", "kind": "plate", "label": both("plate")}
NUMBER = {"name": "number", "kind": "citizen_number", "label": both("number")}
MONTH = {"name": "month", "kind": "month", "label": both("month")}
CODES = (CODE_FIELD, {**CODE_FIELD, "name": "second"})


def asking(*fields: dict[str, Any], **visit: Any) -> OneStep:
    about = item(identify="none", steps=("form", "fetch", "review"), form=fields)
    return OneStep(FormStep, about, **visit)


def token(n: int) -> on.Token:
    return on.Token(1, n)


def scanned(
    step: OneStep, text: str, n: int = 1, *, certificate: bool = False
) -> OneStep:
    code = ScannedCode(CodeKind.UNKNOWN, text)
    return step.tell(on.CodeScanned(token(n), code, certificate))


def typed(step: OneStep, text: str) -> OneStep:
    for each in text:
        step.tap(seen.Key(each))
    return step


INSURANCES = (
    FieldChoice("pension", "pension（中）"),
    FieldChoice("medical", "medical（中）"),
)
ALL_MONTHS = (FieldChoice("1990-01", "1990-01"), FieldChoice("2026-10", "2026-10"))


@pytest.mark.parametrize(
    ("field", "keys", "longest", "value", "options", "hint"),
    [
        (CHOICE_FIELD, Keys.CHOICE, 32, "", INSURANCES, None),
        (MONTH, Keys.MONTH, 32, "2026-10", ALL_MONTHS, None),
        (NUMBER, Keys.CITIZEN_NUMBER, 18, "", (), None),
        (PLATE, Keys.PLATE, 8, "", (), None),
        (AMOUNT, Keys.AMOUNT, 12, "", (), None),
        (LETTERS, Keys.LETTERS, 10, "", (), None),
        (CODE_FIELD, Keys.DIGITS, 20, "", (), "on the bill（中）"),
    ],
)
@pytest.mark.parametrize("scanner", [False, True])
def test_every_kind_of_question(
    field: dict[str, Any],
    keys: Keys,
    longest: int,
    value: str,
    options: tuple[FieldChoice, ...],
    hint: str | None,
    scanner: bool,
) -> None:
    step = asking(field, scanner=scanner)
    scan = scanner and field is CODE_FIELD
    content = seen.AskField(
        label=field["label"].zh_CN,
        keys=keys,
        what=seen.FieldWhat.FORM,
        hint=hint,
        value=value,
        longest=longest,
        options=options,
        scan=scan,
        problem=None,
        tries_left=None,
        limit=None,
    )
    assert step.face == Face(content, main=MainAction.NEXT, back=True, question=0)
    assert step.said == ((do.ReadCode(token(1)),) if scan else ())
    assert (step.step.clock_runs, FormStep.asks) == (True, True)


def test_the_scanner_is_let_go_with_each_question_and_listened_to_anew() -> None:
    step = asking(*CODES, scanner=True)
    scanned(step, BILL)
    assert step.said == (do.StopCode(), do.ReadCode(token(2)))
    assert step.step == FormStep(1, scanning=2)
    assert step.face.question == 1
    scanned(step, BILL, 1)  # late, for the first
    assert step.step == FormStep(1, scanning=2)
    step.tap(seen.Back())
    assert step.said == (do.StopCode(), do.ReadCode(token(3)))
    assert step.step == FormStep(0, BILL, scanning=3)
    step.tap(seen.Back())
    assert (step.said, step.to) == ((do.StopCode(),), To.BACK)


def test_the_last_answer_goes_on_and_lets_the_scanner_go() -> None:
    step = scanned(asking(CODE_FIELD, scanner=True), BILL)
    assert (step.said, step.to) == ((do.StopCode(),), To.NEXT)
    assert step.visit.form == {"bill_code": BILL}
    plain = typed(asking(CODE_FIELD), BILL).tap(seen.Main())
    assert (plain.said, plain.to) == ((), To.NEXT)


def test_two_answers_stand_under_their_own_names() -> None:
    step = asking(*CODES)
    typed(step, BILL).tap(seen.Main())
    typed(step, BILL[::-1]).tap(seen.Main())
    assert step.visit.form == {"bill_code": BILL, "second": BILL[::-1]}


@pytest.mark.parametrize(
    ("form", "index"),
    [
        ({}, 0),
        ({"bill_code": BILL}, 1),
        ({"second": BILL}, 0),
        ({"bill_code": BILL, "second": BILL}, 1),
    ],
)
def test_the_first_question_without_an_answer_is_asked(
    form: dict[str, str], index: int
) -> None:
    value = form.get("second", "") if index else ""
    assert asking(*CODES, form=form).step == FormStep(index, value)


def test_a_certificate_answers_nothing() -> None:
    step = typed(asking(CODE_FIELD, scanner=True), "12")
    scanned(step, BILL, certificate=True)
    told = FormStep(0, "12", FieldProblem.A_CERTIFICATE, scanning=1)
    assert (step.step, step.said, step.to) == (told, (), None)


@pytest.mark.parametrize(
    ("text", "kept"), [("9" * 10 + "x" * 10, True), ("9" * 11 + "x" * 10, False)]
)
def test_what_fits_the_question_is_kept_to_be_mended(text: str, kept: bool) -> None:
    step = scanned(typed(asking(CODE_FIELD, scanner=True), "12"), text)
    value = text if kept else "12"
    assert step.step == FormStep(0, value, FieldProblem.MALFORMED, scanning=1)


@pytest.mark.parametrize(
    ("text", "problem", "limit"),
    [
        ("4.99", FieldProblem.TOO_LITTLE, 500),
        ("100.01", FieldProblem.TOO_MUCH, 10_000),
        ("x", FieldProblem.EMPTY, None),
    ],
)
def test_a_limit_is_told_in_fen(
    text: str, problem: FieldProblem, limit: int | None
) -> None:
    content = typed(asking(AMOUNT), text).tap(seen.Main()).shows(seen.AskField)
    assert (content.problem, content.limit) == (problem, limit)


@pytest.mark.parametrize(("text", "fen"), [("5", "500"), ("100", "10000")])
def test_the_limits_themselves_are_taken(text: str, fen: str) -> None:
    step = typed(asking(AMOUNT), text).tap(seen.Main())
    assert (step.visit.form, step.to) == ({"amount": fen}, To.NEXT)


@pytest.mark.parametrize(("fen", "text"), [("500", "5.00"), ("10005", "100.05")])
def test_an_amount_is_shown_again_in_yuan(fen: str, text: str) -> None:
    assert asking(AMOUNT, form={"amount": fen}).step == FormStep(0, text)


@pytest.mark.parametrize(
    ("today", "ago", "begun", "last"),
    [
        (date(2026, 11, 22), 1, "2026-10", "2026-10"),
        (date(2026, 11, 1), 12, "2025-11", "2026-10"),
        (date(2026, 1, 31), 1, "2025-12", "2025-12"),
        (date(2026, 2, 1), 1, "2026-01", "2026-01"),
        (date(2026, 1, 1), 13, "2024-12", "2025-12"),
        (date(1991, 1, 1), 24, "1990-01", "1990-12"),
        (date.min, 1, "1990-01", "1990-01"),
    ],
)
def test_months_are_counted_back_from_today(
    today: date, ago: int, begun: str, last: str
) -> None:
    step = asking({**MONTH, "months_ago": ago}, today=today)
    content = step.shows(seen.AskField)
    assert content.value == begun
    assert [each.value for each in content.options] == ["1990-01", last]


def test_a_month_begins_no_earlier_than_the_one_before() -> None:
    form = {"insurance": "pension", "from": "2026-10"}
    content = asking(*MONTHS, form=form).shows(seen.AskField)
    assert (content.value, content.options[0].value) == ("2026-10", "2026-10")
    late = ({**MONTH, "name": "from"}, {**MONTHS[2], "months_ago": 12})
    content = asking(*late, form={"from": "2026-05"}).shows(seen.AskField)
    assert content.value == "2026-05"
    step = asking(*late, form={"to": "2026-05"})
    step.step = FormStep(1)
    assert step.shows(seen.AskField).options[0].value == "1990-01"


def test_a_tap_that_is_no_answer_changes_nothing() -> None:
    step = asking(CHOICE_FIELD).tap(seen.PickOption("medical"))
    step.step = replace(FormStep(0, "medical"), problem=FieldProblem.EMPTY)
    before = step.step
    for intent in (seen.PickOption("life"), seen.Key("x"), seen.Touch()):
        assert step.tap(intent).step == before
    assert step.tap(seen.PickOption("pension")).step == FormStep(0, "pension")
    month = asking(MONTH).tap(seen.PickOption("2031-01"))
    assert month.step == FormStep(0, "2031-01")
    assert month.tap(seen.Main()).step == FormStep(0, "2031-01", FieldProblem.TOO_LATE)


def test_it_applies_where_something_is_asked() -> None:
    visit = asking(CODE_FIELD).visit
    assert FormStep.applies(visit)
    assert not FormStep.applies(replace(visit, item=item()))


def test_a_code_that_cannot_be_read_is_told() -> None:
    step = typed(asking(CODE_FIELD, scanner=True), "12")
    step.tell(on.CodeUnreadable(token(2)))
    assert step.step == FormStep(0, "12", scanning=1)
    step.tell(on.CodeUnreadable(token(1)))
    told = FormStep(0, "12", FieldProblem.UNREADABLE, scanning=1)
    assert (step.step, step.said, step.to) == (told, (), None)
