"""`print`: every screen of it, whole, and when the citizen's patience counts."""

from typing import Any
from uuid import UUID

import pytest
from support.flow import both, item
from support.steps import OneStep, document, pay_answer, payment

import view as seen
from contract.payment import PaymentState
from contract.queries import WaitingDocument
from contract.records import Paper
from contract.service_item import ServiceItem
from kiosk.flow.steps.print import PrintStep
from kiosk.flow.visit import Face
from view import Leaving, MainAction, Problem, Trouble

PRINTING = item(steps=("identify", "fetch", "review", "print", "rate"))
REFUSING = item(steps=("identify", "fetch", "review", "pay", "print"), offline="refuse")
PAID = {"payment": payment(PaymentState.APPROVED)}
WAITING = tuple(
    WaitingDocument(document=UUID(int=n), item=PRINTING.code, title=both("paper"))
    for n in range(3)
)
NETWORK, STORAGE = Trouble.NETWORK, Trouble.STORAGE
PAPER, PRINTER = Trouble.PAPER, Trouble.DOCUMENT_PRINTER
HERE = document()


def message(problem: Problem, trouble: Trouble, main: MainAction | None) -> Face:
    return Face(seen.Message(problem, trouble, "12333"), main=main, cancel=False)


def trouble(paper: seen.Paper, why: Trouble, *, retry: bool) -> Face:
    told = seen.PaperTrouble(
        paper=paper,
        trouble=why,
        serial="SS-1",
        slip_code="7KQ2-M9XD",
        can_retry=retry,
        kind=Leaving.DOCUMENT,
        receipt_url=None,
    )
    main = MainAction.RETRY if retry else MainAction.CONTINUE
    return Face(told, main=main, cancel=False, staff_code="SS-1")


def under_way(number: int = 1, of: int = 1, *, making: bool = False) -> seen.Printing:
    return seen.Printing(Leaving.DOCUMENT, making, number, of)


OFFER = seen.OfferQueue(NETWORK, "陈*", pay_later=False)


@pytest.mark.parametrize(
    ("step", "face", "clock"),
    [
        (PrintStep(), Face(under_way(making=True), cancel=False), False),
        (PrintStep(slow=True), Face(under_way(making=True), cancel=True), False),
        (PrintStep(document=HERE), Face(under_way(), cancel=False), False),
        (PrintStep(document=HERE, slow=True), Face(under_way(), cancel=False), False),
        (
            PrintStep(WAITING, 1, document=HERE),
            Face(under_way(2, 3), cancel=False),
            False,
        ),
        (
            PrintStep(document=HERE, settled=Paper.NOT_PRINTED, tries=1),
            trouble(seen.Paper.NOT_PRINTED, PRINTER, retry=True),
            True,
        ),
        (
            PrintStep(document=HERE, settled=Paper.NOT_PRINTED, tries=1, trouble=PAPER),
            trouble(seen.Paper.NOT_PRINTED, PAPER, retry=True),
            True,
        ),
        (
            PrintStep(document=HERE, settled=Paper.NOT_PRINTED, tries=2),
            trouble(seen.Paper.NOT_PRINTED, PRINTER, retry=False),
            True,
        ),
        (
            PrintStep(document=HERE, settled=Paper.UNCERTAIN, tries=1),
            trouble(seen.Paper.UNCERTAIN, PRINTER, retry=False),
            True,
        ),
        (
            PrintStep(failed=NETWORK),
            Face(OFFER, main=MainAction.ACCEPT, cancel=True),
            True,
        ),
        (
            PrintStep(failed=NETWORK, storing=True),
            Face(OFFER, main=MainAction.ACCEPT, cancel=False),
            False,
        ),
        (
            PrintStep(WAITING, failed=NETWORK),
            message(Problem.NO_ANSWER, NETWORK, MainAction.FINISH),
            True,
        ),
        (
            PrintStep(failed=NETWORK, lost=STORAGE),
            message(Problem.CANNOT_STORE, STORAGE, MainAction.FINISH),
            True,
        ),
        (
            PrintStep(document=HERE, lost=STORAGE),
            message(Problem.CANNOT_STORE, STORAGE, MainAction.FINISH),
            True,
        ),
    ],
)
def test_every_screen(step: PrintStep, face: Face, clock: bool) -> None:
    at = OneStep(PrintStep, PRINTING, answer=pay_answer())
    at.step = step
    assert at.face == face
    assert step.clock_runs is clock


def test_nothing_is_retried_while_the_printer_is_away() -> None:
    at = OneStep(PrintStep, PRINTING, answer=pay_answer()).troubled(PRINTER)
    at.step = PrintStep(document=HERE, settled=Paper.NOT_PRINTED, tries=1)
    assert at.face == trouble(seen.Paper.NOT_PRINTED, PRINTER, retry=False)
    assert at.tap(seen.Main()).visit.issued


@pytest.mark.parametrize(
    ("about", "visit", "step", "face"),
    [
        (
            REFUSING,
            PAID,
            PrintStep(failed=NETWORK, storing=True),
            message(Problem.PAID_LATER, NETWORK, None),
        ),
        (
            REFUSING,
            PAID,
            PrintStep(failed=NETWORK),
            message(Problem.PAID_LATER, NETWORK, MainAction.CONTINUE),
        ),
        (
            REFUSING,
            PAID,
            PrintStep(failed=NETWORK, lost=STORAGE),
            message(Problem.PAID_NOT_STORED, STORAGE, MainAction.CONTINUE),
        ),
        (
            REFUSING,
            {"payment": payment(PaymentState.CLOSED)},
            PrintStep(failed=NETWORK),
            message(Problem.NO_ANSWER, NETWORK, MainAction.FINISH),
        ),
        (
            PRINTING,
            {"entered": True},
            PrintStep(failed=NETWORK),
            message(Problem.NO_ANSWER, NETWORK, MainAction.FINISH),
        ),
    ],
)
def test_what_is_paid_or_entered_is_told_otherwise(
    about: ServiceItem, visit: dict[str, Any], step: PrintStep, face: Face
) -> None:
    at = OneStep(PrintStep, about, **({"answer": pay_answer()} | visit))
    at.step = step
    assert at.face == face
