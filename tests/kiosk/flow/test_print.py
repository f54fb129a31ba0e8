"""`print`: a document whole before the printer sees a byte, and never lost."""

from dataclasses import replace
from typing import Any

from support.flow import answer, both, item
from support.steps import CASE, DOCUMENT, OneStep, document, pay_answer, payment

import view as seen
from contract.payment import PaymentState
from contract.queries import WaitingDocument
from contract.records import Paper
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.print import PrintStep
from kiosk.flow.visit import To

PRINTING = item(steps=("identify", "fetch", "review", "print", "rate"))
WAITING = WaitingDocument(document=DOCUMENT, item=PRINTING.code, title=both("paper"))


def printing(**visit: Any) -> OneStep:
    return OneStep(PrintStep, PRINTING, **({"answer": answer()} | visit))


def issued(step: OneStep) -> OneStep:
    asked = (do.IssueDocument, do.CollectDocument)
    action = next(a for a in reversed(step.actions) if isinstance(a, asked))
    return step.tell(on.DocumentIssued(action.token, CASE, document()))


def settled(step: OneStep, paper: Paper) -> OneStep:
    token = step.last(do.PrintDocument).token
    trouble = None if paper is Paper.PRINTED else seen.Trouble.DOCUMENT_PRINTER
    return step.tell(on.DocumentSettled(token, CASE, "S1", DOCUMENT, paper, trouble))


def test_it_is_fetched_and_then_printed() -> None:
    step = printing()
    assert step.shows(seen.Printing).making
    assert step.count(do.PrintDocument) == 0
    issued(step)
    assert not step.shows(seen.Printing).making
    settled(step, Paper.PRINTED)
    assert step.to is To.NEXT
    assert step.visit.documents == (("statement（中）", "SS-1"),)
    assert (step.visit.case, step.visit.serial, step.visit.entered) == (
        CASE,
        "S1",
        True,
    )


def test_with_the_printer_away_it_is_offered_by_its_code_and_nothing_printed() -> None:
    step = issued(printing().troubled(seen.Trouble.DOCUMENT_PRINTER))
    trouble = step.shows(seen.PaperTrouble)
    assert (trouble.slip_code, trouble.can_retry) == ("7KQ2-M9XD", False)
    assert step.count(do.PrintDocument) == 0
    assert step.tap(seen.Main()).to is To.NEXT
    assert step.visit.slip_code == "7KQ2-M9XD"


def test_only_what_provably_did_not_come_out_is_printed_again() -> None:
    step = settled(issued(printing()), Paper.NOT_PRINTED)
    assert step.shows(seen.PaperTrouble).can_retry
    step.tap(seen.Main())
    assert step.count(do.PrintDocument) == 2
    settled(step, Paper.NOT_PRINTED)
    assert not step.shows(seen.PaperTrouble).can_retry
    uncertain = settled(issued(printing()), Paper.UNCERTAIN)
    assert not uncertain.shows(seen.PaperTrouble).can_retry
    assert uncertain.tap(seen.Main()).count(do.PrintDocument) == 1


def test_without_network_it_is_queued_for_later() -> None:
    step = printing()
    token = step.last(do.IssueDocument).token
    step.tell(on.DocumentFailed(token, seen.Trouble.NETWORK))
    step.shows(seen.OfferQueue)
    step.tap(seen.Main())
    queued = step.last(do.QueueRequest).token
    step.tell(on.RecordStored(queued, CASE, "7K2M-9QPX"))
    assert step.to is To.NEXT
    assert step.visit.slip_code == "7K2M-9QPX"


def test_waiting_documents_are_collected_one_after_the_other() -> None:
    step = printing(collecting=(WAITING, WAITING))
    for number in (1, 2):
        assert step.shows(seen.Printing).number == number
        settled(issued(step), Paper.PRINTED)
    assert step.to is To.NEXT
    assert step.count(do.CollectDocument) == 2
    assert step.count(do.IssueDocument) == 0


def test_what_was_only_asked_for_with_a_code_is_never_made_anew() -> None:
    step = printing()
    collecting = replace(
        step.visit, item=item(identify="optional", steps=PRINTING.steps)
    )
    assert not PrintStep.applies(collecting)


def paid_for(**visit: Any) -> OneStep:
    """Of an item that nobody may queue, paid before the document is made."""
    refusing = item(
        steps=("identify", "fetch", "review", "pay", "print"), offline="refuse"
    )
    approved = payment(PaymentState.APPROVED)
    values = {"answer": pay_answer(), "payment": approved} | visit
    return OneStep(PrintStep, refusing, **values)


def failed(step: OneStep) -> OneStep:
    token = step.last(do.IssueDocument).token
    return step.tell(on.DocumentFailed(token, seen.Trouble.NETWORK))


def test_what_is_paid_for_is_asked_for_at_once_when_it_cannot_be_made_now() -> None:
    step = failed(paid_for())
    request = step.last(do.QueueRequest)
    assert request.payment == payment(PaymentState.APPROVED).payment
    assert step.shows(seen.Message).problem is seen.Problem.PAID_LATER
    assert step.main is None, "not before it is written down"
    step.tell(on.RecordStored(request.token, CASE, "7K3M-9QXA"))
    assert step.main is seen.MainAction.CONTINUE
    assert step.tap(seen.Main()).to is To.NEXT
    assert (step.visit.case, step.visit.slip_code) == (CASE, "7K3M-9QXA")
    assert step.count(do.QueueRequest) == 1


def test_what_is_paid_has_a_receipt_even_where_nothing_can_be_written_down() -> None:
    step = failed(paid_for())
    token = step.last(do.QueueRequest).token
    step.tell(on.StoreFailed(token, seen.Trouble.STORAGE))
    assert step.shows(seen.Message).problem is seen.Problem.PAID_NOT_STORED
    assert step.tap(seen.Main()).to is To.NEXT


def test_a_payment_that_did_not_come_queues_nothing() -> None:
    closed = payment(PaymentState.CLOSED)
    step = failed(paid_for(payment=closed))
    assert step.count(do.QueueRequest) == 0
    assert step.shows(seen.Message).problem is seen.Problem.NO_ANSWER
    assert step.tap(seen.Main()).to is To.END


def test_what_waits_at_central_is_not_asked_for_again_and_is_on_the_receipt() -> None:
    printed = (("paper", "SS-0"),)
    step = paid_for(collecting=(WAITING,), documents=printed, entered=True, case=CASE)
    token = step.last(do.CollectDocument).token
    step.tell(on.DocumentFailed(token, seen.Trouble.NETWORK))
    assert step.count(do.QueueRequest) == 0
    assert step.tap(seen.Main()).to is To.NEXT
