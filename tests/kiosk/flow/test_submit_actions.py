"""`submit`, `declare` and `review`: what is asked, whole; every screen and button."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from support.flow import answer, bill, both, item, shape
from support.steps import CASE, PERSON, OneStep, payment

import view as seen
from contract.payment import PaymentState
from contract.queries import Column, DataTable, Fact, WaitingDocument
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.declare import DeclareStep
from kiosk.flow.steps.review import ReviewStep
from kiosk.flow.steps.submit import SubmitStep
from kiosk.flow.visit import Face, To
from view import Language, MainAction, Problem, Trouble

SUBMITTING = shape("application")
PAID = payment(PaymentState.APPROVED)
NOT_PAID = payment(PaymentState.CLOSED)
FORM = {"insurance": "pension"}
SLIP = "7K3M-9QXA"


def token(n: int) -> on.Token:
    return on.Token(1, n)


# -- submit -------------------------------------------------------------------------


def submitting(**visit: Any) -> OneStep:
    return OneStep(SubmitStep, SUBMITTING, **({"form": FORM} | visit))


@pytest.mark.parametrize(
    ("visit", "options", "paid"),
    [
        ({}, (), None),
        ({"chosen": ("V1", "V2")}, ("V1", "V2"), None),
        ({"payment": PAID}, (), PAID.payment),
    ],
)
def test_an_application_goes_with_all_that_was_said_and_paid(
    visit: dict[str, Any], options: tuple[str, ...], paid: UUID | None
) -> None:
    request = do.QueueRequest(
        token(1), SUBMITTING, "zh_CN", PERSON, FORM, options, paid
    )
    assert submitting(**visit).said == (request,)


@pytest.mark.parametrize("again", [False, True])
def test_what_was_handed_in_has_its_case_and_its_code(again: bool) -> None:
    step = submitting(language="en")
    step.tell(on.RecordStored(token(2), CASE, SLIP, again))
    step.tell(on.StoreFailed(token(2), Trouble.STORAGE))
    step.tap(seen.Main()).tap(seen.Back())
    assert (step.step, step.to, step.said) == (SubmitStep(), None, ())
    step.tell(on.RecordStored(token(1), CASE, SLIP, again))
    visit = step.visit
    assert (visit.case, visit.slip_code, visit.copied) == (CASE, SLIP, again)
    assert (visit.entered, step.to) == (True, To.NEXT)


@pytest.mark.parametrize(
    ("visit", "problem", "main", "to"),
    [
        ({}, Problem.CANNOT_STORE, MainAction.FINISH, To.END),
        ({"payment": NOT_PAID}, Problem.CANNOT_STORE, MainAction.FINISH, To.END),
        ({"payment": PAID}, Problem.PAID_NOT_STORED, MainAction.CONTINUE, To.NEXT),
    ],
)
def test_what_was_not_handed_in_is_told(
    visit: dict[str, Any], problem: Problem, main: MainAction, to: To
) -> None:
    step = submitting(**visit)
    waiting = Face(seen.Submitting("social security（中）"), cancel=False)
    assert (step.face, step.step.clock_runs) == (waiting, False)
    step.tell(on.StoreFailed(token(1), Trouble.QUEUE_FULL))
    assert step.step == SubmitStep(lost=Trouble.QUEUE_FULL)
    assert step.step.clock_runs
    message = seen.Message(problem, Trouble.QUEUE_FULL, "12333")
    assert step.face == Face(message, main=main, cancel=False)
    assert step.tap(seen.Back()).to is None
    assert step.tap(seen.Main()).to is to


def test_it_applies_where_nothing_was_queued_and_nothing_is_unclear() -> None:
    visit = submitting().visit
    assert SubmitStep.applies(visit)
    assert not SubmitStep.applies(replace(visit, slip_code=SLIP))
    assert not SubmitStep.applies(replace(visit, unclear=True))
    assert not SubmitStep.asks


# -- declare ------------------------------------------------------------------------


def test_what_is_declared_is_read_whole() -> None:
    step = OneStep(DeclareStep, SUBMITTING, language="en")
    content = seen.Declare("declare (en)", "I accept (en)", "陈*")
    assert step.face == Face(content, main=MainAction.DECLARE, back=True)
    assert (step.step.clock_runs, DeclareStep.asks) == (True, True)
    step.tap(seen.Touch())
    assert step.to is None
    assert step.tap(seen.Main()).to is To.NEXT
    assert OneStep(DeclareStep, SUBMITTING).tap(seen.Back()).to is To.BACK


def test_it_applies_where_there_is_something_to_declare() -> None:
    visit = OneStep(DeclareStep, SUBMITTING).visit
    assert DeclareStep.applies(visit)
    assert not DeclareStep.applies(replace(visit, slip_code=SLIP))
    nothing = replace(visit, item=item())
    assert not DeclareStep.applies(nothing)
    with pytest.raises(LookupError):
        DeclareStep().face(nothing)


# -- review -------------------------------------------------------------------------

TABLE = DataTable(
    columns=(
        Column(heading=both("month")),
        Column(heading=both("amount"), align="right"),
    ),
    rows=((both("2026-09"), both("400")), (both("2026-10"), both("410"))),
)
FACTS = (
    Fact(label=both("months"), value=both("132")),
    Fact(label=both("total"), value=both("9"), emphasised=True),
)


def reviewing(about: Any = None, **visit: Any) -> OneStep:
    return OneStep(ReviewStep, about or item(), **({"answer": answer()} | visit))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_answer_is_shown_whole_in_the_citizens_language(language: Language) -> None:
    def said(text: str) -> str:
        return both(text).within(language)

    full = answer(
        facts=FACTS,
        table=TABLE,
        note=both("ask"),
        as_of=datetime(2026, 10, 31, 16, tzinfo=UTC),
    )
    content = seen.Review(
        found=True,
        title=said("statement"),
        department=said("social security"),
        holder="陈*",
        as_of="2026-11-01",
        facts=(
            seen.FactLine(said("months"), said("132"), emphasised=False),
            seen.FactLine(said("total"), said("9"), emphasised=True),
        ),
        table=seen.TableView(
            (said("month"), said("amount")),
            ((said("2026-09"), said("400")), (said("2026-10"), said("410"))),
            frozenset({1}),
        ),
        note=said("ask"),
    )
    step = reviewing(answer=full, language=language)
    assert step.face == Face(content, main=MainAction.PRINT, back=True)
    assert (step.step.clock_runs, ReviewStep.asks) == (True, True)


def test_an_answer_of_nothing_is_read_and_ends() -> None:
    step = reviewing(answer=answer(found=False))
    content = step.shows(seen.Review)
    assert (content.found, content.table, content.facts) == (False, None, ())
    assert step.main is MainAction.CONTINUE
    step.tap(seen.Touch())
    assert step.to is None
    assert step.tap(seen.Main()).to is To.END
    assert reviewing().tap(seen.Main()).to is To.NEXT
    assert reviewing().tap(seen.Back()).to is To.BACK


def test_it_applies_where_there_is_an_answer() -> None:
    visit = reviewing().visit
    assert ReviewStep.applies(visit)
    nothing = replace(visit, answer=None)
    assert not ReviewStep.applies(nothing)
    with pytest.raises(LookupError):
        ReviewStep().face(nothing)


ASK = ("identify", "fetch", "review")
WAITING = WaitingDocument(document=UUID(int=1), item=item().code, title=both("paper"))


@pytest.mark.parametrize(
    ("about", "visit", "main"),
    [
        (item(steps=(*ASK, "rate")), {}, MainAction.PRINT),
        (item(steps=ASK), {}, MainAction.PRINT),
        (item(steps=(*ASK, "pay")), {"answer": answer(bill=bill())}, MainAction.PAY),
        (item(steps=(*ASK, "pay")), {}, MainAction.CONTINUE),
        (item(steps=(*ASK, "print")), {}, MainAction.PRINT),
        (
            item(steps=(*ASK, "print")),
            {"answer": answer(bill=bill())},
            MainAction.PRINT,
        ),
        (item(steps=(*ASK, "submit")), {}, MainAction.CONTINUE),
        (
            item(steps=(*ASK, "submit")),
            {"answer": answer(bill=bill())},
            MainAction.CONTINUE,
        ),
        (shape("collect"), {}, MainAction.CONTINUE),
        (
            shape("collect"),
            {"answer": answer(documents=(WAITING,))},
            MainAction.PRINT,
        ),
    ],
)
def test_the_main_button_says_what_comes_next(
    about: Any, visit: dict[str, Any], main: MainAction
) -> None:
    assert reviewing(about, **visit).main is main
