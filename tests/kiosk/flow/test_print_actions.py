"""`print`: each thing it asks for, whole; two documents; exact limits of tries."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from support.flow import answer, both, item
from support.steps import CASE, DOCUMENT, PERSON, OneStep, document, payment

import view as seen
from contract.documents import Collection
from contract.payment import PaymentState
from contract.queries import WaitingDocument
from contract.records import Paper
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.print import PrintStep
from kiosk.flow.visit import To
from view import Trouble

PRINTING = item(steps=("identify", "fetch", "review", "print", "rate"))
COLLECTING = item(identify="optional", steps=PRINTING.steps, offline="refuse")
REFUSING = item(steps=("identify", "fetch", "review", "pay", "print"), offline="refuse")
PAID = payment(PaymentState.APPROVED)
FORM = {"months": "2"}
FIRST, SECOND = (
    WaitingDocument(document=UUID(int=n), item=PRINTING.code, title=both("paper"))
    for n in (1, 2)
)
OTHER_CASE = UUID(int=0xCA5E2)
STOP = do.StopTimer(on.Timer.SLOW)
NETWORK, PRINTER = Trouble.NETWORK, Trouble.DOCUMENT_PRINTER


def printing(about: Any = PRINTING, **visit: Any) -> OneStep:
    return OneStep(PrintStep, about, **({"answer": answer(), "form": FORM} | visit))


def token(n: int) -> on.Token:
    return on.Token(1, n)


def slow(n: int, seconds: float = 5) -> do.StartTimer:
    return do.StartTimer(on.Timer.SLOW, n, seconds)


def issued(step: OneStep, **changes: Any) -> OneStep:
    here = document().model_copy(update=changes)
    return step.tell(on.DocumentIssued(token(step.visit.n), CASE, here))


def failed(step: OneStep) -> OneStep:
    return step.tell(on.DocumentFailed(token(step.visit.n), NETWORK))


def settled(
    step: OneStep, paper: Paper = Paper.PRINTED, trouble: Trouble | None = None
) -> OneStep:
    now = token(step.visit.n)
    return step.tell(on.DocumentSettled(now, CASE, "S1", DOCUMENT, paper, trouble))


def stored(step: OneStep, *, again: bool = False) -> OneStep:
    now = token(step.visit.n)
    return step.tell(on.RecordStored(now, OTHER_CASE, "7K2M-9QPX", again))


def lost(step: OneStep) -> OneStep:
    return step.tell(on.StoreFailed(token(step.visit.n), Trouble.STORAGE))


# -- having it made, or handed over -------------------------------------------------


def test_a_document_is_made_of_all_that_the_visit_knows() -> None:
    issue = do.IssueDocument(token(1), PRINTING, PERSON, FORM, None, None)
    assert printing().said == (issue, slow(1))
    step = printing(case=OTHER_CASE, payment=PAID, way_out_s=7)
    issue = do.IssueDocument(token(1), PRINTING, PERSON, FORM, OTHER_CASE, PAID.payment)
    assert step.said == (issue, slow(1, 7))


def test_what_waits_is_collected_by_who_gave_the_card_or_the_code() -> None:
    by_card = do.CollectDocument(token(1), FIRST.document, Collection(applicant=PERSON))
    assert printing(collecting=(FIRST,)).said == (by_card, slow(1))
    coded = printing(COLLECTING, answer=answer(documents=(SECOND,)), code="7K3M-9QXA")
    by_code = do.CollectDocument(
        token(1), SECOND.document, Collection(code="7K3M-9QXA")
    )
    assert coded.said == (by_code, slow(1))


def test_what_is_coming_comes_before_what_the_answer_has() -> None:
    step = printing(collecting=(FIRST,), answer=answer(documents=(SECOND,)))
    assert step.last(do.CollectDocument).document == FIRST.document
    without = printing(collecting=(FIRST,), answer=None)
    assert without.last(do.CollectDocument).document == FIRST.document


def test_it_is_printed_with_all_that_is_written_down_of_it() -> None:
    step = issued(printing(payment=PAID, serial="S0", entered=True))
    asked = do.PrintDocument(
        token(2), PRINTING, PERSON, document(), CASE, True, "S0", PAID
    )
    assert step.said == (STOP, asked)
    assert step.step == PrintStep(document=document(), tries=1)
    plain = issued(printing(case=OTHER_CASE))
    asked = do.PrintDocument(
        token(2), PRINTING, PERSON, document(), OTHER_CASE, False, None, None
    )
    assert plain.said == (STOP, asked)


def test_two_documents_are_printed_in_their_order_and_told_together() -> None:
    step = printing(collecting=(FIRST, SECOND))
    step.tell(on.TimerElapsed(on.Timer.SLOW, 1))
    issued(step, serial="SS-1")
    assert settled(step).said == (
        do.CollectDocument(token(3), SECOND.document, Collection(applicant=PERSON)),
        slow(3),
    )
    assert step.step == PrintStep((FIRST, SECOND), 1)
    assert step.visit.paper_came
    issued(step, serial="SS-2")
    second = step.last(do.PrintDocument)
    assert (second.document.serial, second.serial, second.entered, second.case) == (
        "SS-2",
        "S1",
        True,
        CASE,
    )
    assert settled(step).to is To.NEXT
    title = "statement（中）"
    assert step.visit.documents == ((title, "SS-1"), (title, "SS-2"))


def test_titles_are_in_the_citizens_language() -> None:
    step = settled(issued(printing(language="en")))
    assert step.visit.documents == (("statement (en)", "SS-1"),)
    assert step.visit.paper_came


def test_an_answer_to_an_earlier_question_changes_nothing() -> None:
    step = issued(printing())
    before = step.step
    old = token(1)
    step.tell(on.DocumentIssued(old, CASE, document()))
    step.tell(on.DocumentFailed(old, NETWORK))
    step.tell(on.DocumentSettled(old, CASE, "S", DOCUMENT, Paper.PRINTED, None))
    step.tell(on.RecordStored(old, CASE, "7K2M-9QPX"))
    step.tell(on.StoreFailed(old, Trouble.STORAGE))
    step.tell(on.TimerElapsed(on.Timer.SLOW, 1))
    step.tell(on.TimerElapsed(on.Timer.SLOW, 2))
    step.tap(seen.Main())
    step.tap(seen.Back())
    assert (step.step, step.to, step.said) == (before, None, ())


def test_what_is_here_or_failed_is_not_waited_for() -> None:
    step = failed(printing())
    before = step.step
    issued(step)
    step.tell(on.TimerElapsed(on.Timer.SLOW, 1))
    assert step.step == before
    other = printing().tell(on.DocumentIssued(token(9), CASE, document()))
    assert other.step == PrintStep()
    assert other.tell(on.TimerElapsed(on.Timer.PAY, 1)).step == PrintStep()


# -- the paper ----------------------------------------------------------------------


def test_what_did_not_come_out_is_printed_once_more_and_no_more() -> None:
    step = settled(issued(printing()), Paper.NOT_PRINTED, Trouble.PAPER)
    assert step.said == ()
    assert not step.visit.paper_came
    step.tap(seen.Main())
    again = do.PrintDocument(
        token(3), PRINTING, PERSON, document(), CASE, True, "S1", None
    )
    assert step.said == (again,)
    assert step.step == PrintStep(document=document(), tries=2)
    settled(step, Paper.NOT_PRINTED, Trouble.PAPER)
    step.tap(seen.Main())
    assert (step.said, step.to) == ((), To.NEXT)
    assert (step.visit.slip_code, step.visit.issued) == ("7KQ2-M9XD", True)
    assert step.visit.documents == ()


def test_each_document_has_its_own_tries() -> None:
    step = settled(issued(printing(collecting=(FIRST, SECOND))), Paper.NOT_PRINTED)
    settled(step.tap(seen.Main()))
    settled(issued(step), Paper.NOT_PRINTED)
    assert step.main is seen.MainAction.RETRY


def test_nothing_is_printed_while_the_printer_is_away_and_the_next_one_follows() -> (
    None
):
    step = printing(collecting=(FIRST, SECOND)).troubled(PRINTER)
    issued(step, code="AAAA-1111")
    assert step.said == (STOP,)
    away = PrintStep(
        (FIRST, SECOND),
        document=document().model_copy(update={"code": "AAAA-1111"}),
        settled=Paper.NOT_PRINTED,
        trouble=PRINTER,
    )
    assert step.step == away
    step.tap(seen.Main())
    assert step.last(do.CollectDocument).document == SECOND.document
    issued(step, code="BBBB-2222")
    assert step.tap(seen.Main()).to is To.NEXT
    assert step.visit.slip_code == "AAAA-1111"  # the first: one slip for one visit


def test_a_printer_that_is_back_prints_what_was_held_back() -> None:
    step = issued(printing().troubled(PRINTER)).troubled()
    assert step.main is seen.MainAction.RETRY
    assert step.tap(seen.Main()).count(do.PrintDocument) == 1


# -- later --------------------------------------------------------------------------


def test_what_cannot_be_made_is_asked_for_with_all_that_was_said() -> None:
    step = failed(printing())
    assert step.said == (STOP,)
    assert step.step == PrintStep(failed=NETWORK)
    step.tap(seen.Main())
    request = do.QueueRequest(token(2), PRINTING, "zh_CN", PERSON, FORM, (), None)
    assert step.said == (request,)
    assert step.tap(seen.Main()).said == ()
    stored(step, again=True)
    visit = step.visit
    assert (visit.case, visit.slip_code) == (OTHER_CASE, "7K2M-9QPX")
    assert (visit.entered, visit.copied, step.to) == (True, True, To.NEXT)
    assert not stored(failed(printing()).tap(seen.Main())).visit.copied


def test_what_is_paid_for_is_asked_for_in_the_same_breath() -> None:
    step = failed(printing(REFUSING, payment=PAID, language="en"))
    request = do.QueueRequest(token(2), REFUSING, "en", PERSON, FORM, (), PAID.payment)
    assert step.said == (STOP, request)
    assert step.step == PrintStep(failed=NETWORK, storing=True)
    stored(step)
    assert (step.to, step.step) == (None, PrintStep(failed=NETWORK))
    assert step.tap(seen.Main()).to is To.NEXT


@pytest.mark.parametrize(
    ("visit", "to"),
    [
        ({}, To.END),
        ({"payment": PAID}, To.NEXT),
        ({"documents": (("paper", "SS-0"),)}, To.NEXT),
    ],
)
def test_what_could_not_be_written_down_ends_with_what_is_there_already(
    visit: dict[str, Any], to: To
) -> None:
    step = lost(issued(printing(**visit)))
    assert step.step == PrintStep(document=document(), tries=1, lost=Trouble.STORAGE)
    assert step.step.clock_runs
    assert step.tap(seen.Main()).to is to
    queued = printing(**visit)
    failed(queued)
    lost(queued if visit.get("payment") else queued.tap(seen.Main()))
    assert queued.step == PrintStep(failed=NETWORK, lost=Trouble.STORAGE)
    assert queued.tap(seen.Main()).to is to


@pytest.mark.parametrize(
    ("visit", "to"),
    [({}, To.END), ({"documents": (("paper", "SS-0"),)}, To.NEXT)],
)
def test_what_may_not_be_queued_ends(visit: dict[str, Any], to: To) -> None:
    for step in (
        printing(REFUSING, **visit),
        printing(collecting=(FIRST,), **visit),
        printing(entered=True, **visit),
    ):
        assert failed(step).tap(seen.Main()).to is to
        assert step.count(do.QueueRequest) == 0


# -- where it applies ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("visit", "applies"),
    [
        ({}, True),
        ({"answer": None}, False),
        ({"answer": answer(found=False)}, False),
        ({"slip_code": "7K3M-9QXA"}, False),
        ({"unclear": True}, False),
        ({"item": COLLECTING}, False),
        ({"item": COLLECTING, "answer": answer(documents=(FIRST,))}, True),
        ({"answer": None, "collecting": (FIRST,)}, True),
        ({"slip_code": "7K3M-9QXA", "collecting": (FIRST,)}, True),
    ],
)
def test_where_it_applies(visit: dict[str, Any], applies: bool) -> None:
    assert PrintStep.applies(replace(printing().visit, **visit)) is applies


def test_no_document_can_be_printed_or_settled_before_it_is_here() -> None:
    step = printing()
    with pytest.raises(LookupError):
        settled(step)
    with pytest.raises(LookupError):
        PrintStep()._print(step.visit)
