"""The receipt: what is asked for, whole; and what is said where no paper came."""

from dataclasses import replace
from typing import Any

import pytest
from support.flow import answer, item
from support.steps import CASE, HELD, PERSON, OneStep, payment

import view as seen
from contract.payment import PaymentState
from contract.records import Paper
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.receipt import ReceiptStep
from kiosk.flow.visit import Face, To
from view import Leaving, MainAction, PayStage, Problem, Trouble

ITEM = item()
ANSWER = answer()
FORM = {"months": "2"}
DOCUMENTS = (("paper", "SS-1"),)
SLIP = "7K3M-9QXA"
PAYMENT = payment(PaymentState.APPROVED, receipt_url="http://receipt/1")
UNCLEAR = payment(PaymentState.UNKNOWN)


def printing(**visit: Any) -> OneStep:
    return OneStep(ReceiptStep, ITEM, **({"answer": ANSWER} | visit))


def receipt(n: int = 1, **changes: Any) -> do.PrintReceipt:
    values: dict[str, Any] = {
        "token": on.Token(1, n),
        "item": ITEM,
        "language": "zh_CN",
        "applicant": PERSON,
        "case": None,
        "entered": False,
        "serial": None,
        "slip_code": None,
        "issued": False,
        "form": {},
        "answer": ANSWER,
        "chosen": (),
        "paid": None,
        "documents": (),
        "released": None,
        "copied": False,
    }
    return do.PrintReceipt(**(values | changes))


def settled(
    step: OneStep, paper: Paper = Paper.PRINTED, trouble: Trouble | None = None
) -> OneStep:
    now = on.Token(1, step.visit.n)
    return step.tell(on.ReceiptSettled(now, CASE, "S7", paper, trouble))


def lost(step: OneStep) -> OneStep:
    return step.tell(on.StoreFailed(on.Token(1, step.visit.n), Trouble.STORAGE))


@pytest.mark.parametrize(
    ("visit", "changes"),
    [
        ({}, {}),
        ({"applicant": None, "language": "en"}, {"applicant": None, "language": "en"}),
        (
            {"case": CASE, "entered": True, "serial": "S1"},
            {"case": CASE, "entered": True, "serial": "S1"},
        ),
        (
            {"slip_code": SLIP, "issued": True, "form": FORM},
            {"slip_code": SLIP, "issued": True, "form": FORM, "answer": None},
        ),
        ({"documents": DOCUMENTS}, {"documents": DOCUMENTS, "answer": None}),
        ({"chosen": ("V1", "V2")}, {"chosen": ("V1", "V2")}),
        ({"payment": PAYMENT}, {"paid": do.Paid(PAYMENT, unclear=False)}),
        (
            {"payment": UNCLEAR, "unclear": True},
            {"paid": do.Paid(UNCLEAR, unclear=True)},
        ),
        (
            {"released": HELD, "copied": True, "answer": None},
            {"released": HELD, "copied": True, "answer": None},
        ),
    ],
)
def test_it_says_all_that_the_visit_came_to(
    visit: dict[str, Any], changes: dict[str, Any]
) -> None:
    step = printing(**visit)
    assert step.said == (receipt(**changes),)
    assert step.step == ReceiptStep()


@pytest.mark.parametrize(
    ("visit", "applies"),
    [
        ({}, True),
        ({"answer": None}, False),
        ({"answer": answer(found=False)}, False),
        ({"answer": None, "case": CASE}, True),
        ({"answer": None, "payment": PAYMENT}, True),
    ],
)
def test_where_it_applies(visit: dict[str, Any], applies: bool) -> None:
    assert ReceiptStep.applies(replace(printing().visit, **visit)) is applies


def test_paper_that_came_is_kept_in_mind_with_case_and_serial() -> None:
    step = settled(printing())
    assert (step.to, step.said, step.step) == (To.NEXT, (), ReceiptStep())
    visit = step.visit
    assert (visit.case, visit.serial, visit.entered) == (CASE, "S7", True)
    assert visit.paper_came


@pytest.mark.parametrize("before", [False, True])
def test_a_document_that_came_before_is_paper_too(before: bool) -> None:
    step = settled(printing(paper_came=before), Paper.NOT_PRINTED, Trouble.PAPER)
    assert step.visit.paper_came is before


def test_what_did_not_come_out_is_printed_again_under_its_serial() -> None:
    step = settled(printing(), Paper.NOT_PRINTED, Trouble.PAPER)
    assert (step.to, step.said) == (None, ())
    step.tap(seen.Main())
    assert step.said == (receipt(2, case=CASE, serial="S7", entered=True),)
    assert step.step == ReceiptStep()
    # The first attempt's word comes again, late: the second is waited for.
    step.tell(on.ReceiptSettled(on.Token(1, 1), CASE, "S7", Paper.PRINTED, None))
    step.tell(on.StoreFailed(on.Token(1, 1), Trouble.STORAGE))
    step.tap(seen.Main())
    assert (step.to, step.step, step.said) == (None, ReceiptStep(), ())
    assert settled(step).to is To.NEXT


def test_a_retry_that_meets_an_outage_prints_nothing_and_ends() -> None:
    step = settled(printing(), Paper.NOT_PRINTED, Trouble.PAPER).tap(seen.Main())
    assert lost(step).step == ReceiptStep(lost=Trouble.STORAGE)
    assert step.tap(seen.Main()).to is To.END
    assert step.said == ()


def test_what_may_have_come_out_goes_on() -> None:
    step = settled(printing(), Paper.UNCERTAIN, Trouble.PRINTER)
    step.tap(seen.Main())
    assert (step.to, step.said) == (To.NEXT, ())
    assert not step.visit.paper_came


def unclear(**visit: Any) -> OneStep:
    return printing(**({"payment": UNCLEAR, "unclear": True} | visit))


@pytest.mark.parametrize("paper", [Paper.PRINTED, Paper.UNCERTAIN])
def test_what_is_unclear_is_said_once_more_before_the_end(paper: Paper) -> None:
    step = settled(unclear(), paper)
    if paper is Paper.UNCERTAIN:
        step.tap(seen.Main())
    assert (step.step, step.to) == (ReceiptStep(telling=True), None)
    assert step.tap(seen.Main()).to is To.END


def test_what_is_unclear_is_said_even_where_no_slip_could_be_written() -> None:
    step = lost(unclear()).tap(seen.Main())
    assert (step.step, step.to) == (ReceiptStep(telling=True), None)
    assert step.tap(seen.Main()).to is To.END


def message(problem: Problem, main: MainAction) -> Face:
    content = seen.Message(problem, Trouble.STORAGE, "12333")
    return Face(content, main=main, cancel=False)


def trouble(paper: seen.Paper, why: Trouble, serial: str, **changes: Any) -> Face:
    retry = changes.get("can_retry", False)
    values = {
        "paper": paper,
        "trouble": why,
        "serial": serial,
        "slip_code": None,
        "can_retry": False,
        "kind": Leaving.RECEIPT,
        "receipt_url": None,
    }
    cancel = changes.pop("cancel", True)
    content = seen.PaperTrouble(**(values | changes))
    main = MainAction.RETRY if retry else MainAction.CONTINUE
    return Face(content, main=main, cancel=cancel, staff_code=serial or None)


def event(paper: Paper, why: Trouble | None) -> on.ReceiptSettled:
    return on.ReceiptSettled(on.Token(1, 1), CASE, "S7", paper, why)


NOT_PRINTED = ReceiptStep(event(Paper.NOT_PRINTED, Trouble.PAPER))
UNCERTAIN = ReceiptStep(event(Paper.UNCERTAIN, None))
LOST = ReceiptStep(lost=Trouble.STORAGE)
TELLING = ReceiptStep(telling=True)


def told(code: str | None) -> Face:
    pay = seen.Pay(PayStage.UNCLEAR, "statement（中）", 12_345)
    return Face(pay, MainAction.FINISH, cancel=False, staff_code=code)


def on_its_way(paper: Leaving) -> Face:
    return Face(seen.Printing(paper, making=False, number=1, of=1), cancel=False)


@pytest.mark.parametrize(
    ("step", "visit", "face", "clock"),
    [
        (ReceiptStep(), {}, on_its_way(Leaving.RECEIPT), False),
        (ReceiptStep(), {"slip_code": SLIP}, on_its_way(Leaving.SLIP), False),
        (ReceiptStep(), {"unclear": True}, on_its_way(Leaving.SLIP), False),
        (
            NOT_PRINTED,
            {},
            trouble(seen.Paper.NOT_PRINTED, Trouble.PAPER, "S7", can_retry=True),
            True,
        ),
        (
            UNCERTAIN,
            {},
            trouble(seen.Paper.UNCERTAIN, Trouble.PRINTER, "S7"),
            True,
        ),
        (
            UNCERTAIN,
            {"slip_code": SLIP},
            trouble(
                seen.Paper.UNCERTAIN,
                Trouble.PRINTER,
                "S7",
                slip_code=SLIP,
                kind=Leaving.SLIP,
            ),
            True,
        ),
        (
            UNCERTAIN,
            {"payment": PAYMENT},
            trouble(
                seen.Paper.UNCERTAIN,
                Trouble.PRINTER,
                "S7",
                receipt_url="http://receipt/1",
            ),
            True,
        ),
        (
            UNCERTAIN,
            {"payment": UNCLEAR, "unclear": True},
            trouble(seen.Paper.UNCERTAIN, Trouble.PRINTER, "S7", cancel=False),
            True,
        ),
        (LOST, {}, message(Problem.CANNOT_STORE, MainAction.FINISH), True),
        (
            LOST,
            {"slip_code": SLIP},
            trouble(
                seen.Paper.NOT_PRINTED,
                Trouble.STORAGE,
                "",
                slip_code=SLIP,
                kind=Leaving.SLIP,
            ),
            True,
        ),
        (
            LOST,
            {"payment": PAYMENT},
            trouble(
                seen.Paper.NOT_PRINTED,
                Trouble.STORAGE,
                "",
                receipt_url="http://receipt/1",
            ),
            True,
        ),
        (TELLING, {"payment": UNCLEAR, "serial": "S7"}, told("R-1"), True),
        (
            TELLING,
            {
                "payment": payment(PaymentState.UNKNOWN, reference=""),
                "serial": "S7",
            },
            told("S7"),
            True,
        ),
    ],
)
def test_every_screen(
    step: ReceiptStep, visit: dict[str, Any], face: Face, clock: bool
) -> None:
    at = printing(**visit)
    at.step = step
    assert at.face == face
    assert step.clock_runs is clock


def test_no_tap_but_the_main_button_does_anything() -> None:
    for step in (ReceiptStep(), NOT_PRINTED, LOST, TELLING):
        at = printing()
        at.step = step
        at.tap(seen.Back()).tap(seen.Touch())
        assert (at.step, at.to, at.said) == (step, None, ())
