"""`print`: a document whole before the printer sees a byte, and never lost."""

from dataclasses import replace
from typing import Any

from support.flow import answer, both, item
from support.steps import CASE, DOCUMENT, OneStep, document

import view as seen
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
