"""`identify`: each thing it asks for, whole; a second person; every limit of a code."""

from dataclasses import replace
from typing import Any

import pytest
from support.flow import NAME, NUMBER, answer, entitlement, item, reading, shape
from support.steps import CASE, HELD, PERSON, OneStep

import view as seen
from contract.documents import Collection
from contract.entitlements import Entitlement, EntitlementKind
from contract.model import Applicant
from drivers.base import CardReading, CardType, CodeKind, ScannedCode
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.identify import IdentifyStep
from kiosk.flow.steps.print import PrintStep
from kiosk.flow.steps.rate import RateStep
from kiosk.flow.steps.receipt import ReceiptStep
from kiosk.flow.visit import Onto, To
from view import CardProblem, FieldProblem, Trouble

CARD = item()
CODE = shape("collect")
DOCUMENT = entitlement(EntitlementKind.DOCUMENT)
RECEIPT = entitlement(EntitlementKind.RECEIPT, serial="S7")
UNCLEAR = entitlement(EntitlementKind.UNCLEAR_PAYMENT)
STOP = do.StopTimer(on.Timer.SLOW)
READER = frozenset({Trouble.READER})


def token(n: int) -> on.Token:
    return on.Token(1, n)


def identifying(about: Any = CARD, **visit: Any) -> OneStep:
    values = {"applicant": None, "card_lying": False} | visit
    return OneStep(IdentifyStep, about, **values)


def known(about: Any = CARD, **visit: Any) -> OneStep:
    """A card was read."""
    return identifying(about, **visit).tell(on.CardRead(token(1), reading()))


def asked(**visit: Any) -> OneStep:
    return known(**visit).tap(seen.Main())


def coming(*found: Entitlement) -> OneStep:
    step = asked()
    return step.tell(on.EntitlementsAnswered(token(2), found))


def typed(step: OneStep, text: str) -> OneStep:
    for each in text:
        step.tap(seen.Key(each))
    return step


def scanned(step: OneStep, text: str, *, certificate: bool = False) -> OneStep:
    code = ScannedCode(CodeKind.UNKNOWN, text)
    return step.tell(on.CodeScanned(token(2), code, certificate))


# -- the reader and the scanner -----------------------------------------------------


def test_a_card_is_read_and_a_code_only_where_it_serves() -> None:
    step = identifying()
    assert (step.said, step.step) == ((do.ReadCard(token(1)),), IdentifyStep(reading=1))
    assert identifying(scanner=True).said == (do.ReadCard(token(1)),)
    assert identifying(CODE).said == (do.ReadCard(token(1)),)
    both = identifying(CODE, scanner=True)
    assert both.said == (do.ReadCard(token(1)), do.ReadCode(token(2)))
    assert both.step == IdentifyStep(reading=1, scanning=2)


def test_a_card_that_lies_there_already_is_lifted_first() -> None:
    step = identifying(card_lying=True)
    assert step.step == IdentifyStep(problem=CardProblem.LIFT_FIRST, reading=1)
    assert step.tell(on.CardLifted()).step == IdentifyStep(reading=1)
    other = step.tell(on.CardFailed(token(1), CardProblem.EXPIRED))
    before = other.step
    assert other.tell(on.CardLifted()).step == before


@pytest.mark.parametrize(
    ("about", "typing"),
    [(CARD, False), (CODE, True)],
)
def test_a_reader_that_is_away_leaves_the_code(about: Any, typing: bool) -> None:
    step = identifying(about, troubles=READER)
    away = IdentifyStep(reader_lost=True, reading=1, typing=typing)
    assert step.step == away
    assert step.said == (do.ReadCard(token(1)),)


def test_a_reader_that_comes_back_reads_anew() -> None:
    step = identifying().tell(on.TroublesChanged(READER))
    assert (step.step, step.said) == (IdentifyStep(reader_lost=True, reading=1), ())
    step.tell(on.TroublesChanged(READER))
    assert step.said == ()
    step.tell(on.TroublesChanged(frozenset({Trouble.PAPER})))
    assert step.said == (do.ReadCard(token(2)),)
    assert step.step == IdentifyStep(reading=2)
    step.tell(on.TroublesChanged(frozenset()))
    assert step.said == ()
    step.tell(on.CardRead(token(1), reading()))
    assert step.visit.applicant is None


def test_where_a_code_serves_the_reader_may_come_and_go() -> None:
    step = typed(identifying(CODE).tap(seen.UseCode()), "7K")
    typing = IdentifyStep(reading=1, typing=True, value="7K")
    step.tell(on.TroublesChanged(READER))
    assert step.step == replace(typing, reader_lost=True)
    assert step.tell(on.TroublesChanged(frozenset())).step == typing
    card = identifying(CODE).tell(on.TroublesChanged(frozenset()))
    assert card.step == IdentifyStep(reading=1)
    card.tell(on.TroublesChanged(READER))
    assert card.step == IdentifyStep(reading=1, reader_lost=True, typing=True)
    assert card.said == ()


def test_who_is_known_is_not_asked_again_when_the_reader_comes_and_goes() -> None:
    step = known().tell(on.TroublesChanged(READER))
    assert (step.step, step.said) == (IdentifyStep(), ())


def test_a_card_says_who_it_is_and_ends_the_scanning() -> None:
    step = known()
    assert (step.visit.applicant, step.step, step.said) == (PERSON, IdentifyStep(), ())
    scanning = identifying(CODE, scanner=True)
    scanning.tell(on.CardRead(token(1), reading()))
    assert scanning.said == (do.StopCode(),)


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ({"name": NAME, "english_name": "CHEN"}, NAME),
        ({"english_name": "CHEN"}, "CHEN"),
        ({}, ""),
    ],
)
def test_a_foreigners_name_is_taken_where_there_is_no_other(
    names: dict[str, Any], name: str
) -> None:
    card = CardReading(card_type=CardType.RESIDENT, number=NUMBER, **names)
    step = identifying().tell(on.CardRead(token(1), card))
    assert step.visit.applicant == Applicant(number=NUMBER, name=name)


def test_a_card_that_fails_is_said_where_the_card_is_asked_for() -> None:
    step = typed(identifying(CODE).tap(seen.UseCode()), "7K")
    step.tell(on.CardFailed(token(2), CardProblem.EXPIRED))
    assert step.step == IdentifyStep(reading=1, typing=True, value="7K")
    step.tell(on.CardFailed(token(1), CardProblem.EXPIRED))
    assert step.step == IdentifyStep(CardProblem.EXPIRED, reading=1, value="7K")
    assert step.tap(seen.UseCode()).step == IdentifyStep(
        CardProblem.EXPIRED, reading=1, typing=True
    )


def test_what_is_not_waited_for_any_more_is_not_taken() -> None:
    step = known(CODE, scanner=True)
    other = CardReading(card_type=CardType.RESIDENT, number="x", name="y")
    step.tell(on.CardRead(token(1), other))
    step.tell(on.CardFailed(token(1), CardProblem.EXPIRED))
    scanned(step, "7K3M9QXA")
    step.tell(on.EntitlementsAnswered(token(1), (DOCUMENT,)))
    step.tell(on.QueryFailed(token(1), Trouble.NETWORK))
    step.tell(on.TimerElapsed(on.Timer.SLOW, 1))
    visit = step.visit
    assert (visit.applicant, visit.code, visit.coming) == (PERSON, None, None)
    assert (step.step, step.to) == (IdentifyStep(), None)


# -- nobody any more ----------------------------------------------------------------


def test_whoever_was_known_has_left_nothing_to_the_next() -> None:
    step = known()
    step.visit = replace(
        step.visit,
        coming=(DOCUMENT,),
        form={"months": "2"},
        answer=answer(),
        chosen=("V1",),
        held=HELD,
        case=CASE,  # of a payment that was declined
    )
    fresh = identifying(card_lying=False).visit
    step.tap(seen.Back())
    assert step.visit == replace(fresh, n=2)
    assert step.said == (do.ReadCard(token(2)),)
    assert step.step == IdentifyStep(reading=2)


def test_whoever_gave_a_code_is_asked_anew_and_keeps_nothing() -> None:
    fresh = identifying(CODE).visit
    again = identifying(CODE, code="7K3M-9QXA", applicant=PERSON, form={"a": "b"})
    assert again.visit == fresh
    missed = identifying(CODE, missed=True, scanner=True)
    assert missed.step == IdentifyStep(
        reading=1, scanning=2, typing=True, fault=FieldProblem.NOT_FOUND
    )
    assert not missed.visit.missed


def test_who_comes_back_with_a_card_is_asked_again_but_not_read() -> None:
    step = identifying(applicant=PERSON, coming=(DOCUMENT,))
    assert (step.said, step.step) == ((), IdentifyStep())
    assert step.visit.coming == (DOCUMENT,)
    assert IdentifyStep.applies(step.visit)
    assert IdentifyStep.asks


# -- a code -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7K3M9QXA", "7K3M-9QXA"),
        (" 7k3m 9qxa\t", "7K3M-9QXA"),
        ("7K3M-9QXA", "7K3M-9QXA"),
        ("O1IL-2345", "0111-2345"),
    ],
)
def test_a_code_is_sent_as_slips_have_it(text: str, code: str) -> None:
    step = scanned(identifying(CODE, scanner=True), text)
    assert (step.visit.code, step.to) == (code, To.NEXT)
    assert step.said == (do.StopCode(),)


@pytest.mark.parametrize(
    ("text", "fault", "value"),
    [
        ("", FieldProblem.EMPTY, ""),
        (" - ", FieldProblem.EMPTY, " - "),
        ("7", FieldProblem.TOO_SHORT, "7"),
        ("7K3M9QX", FieldProblem.TOO_SHORT, "7K3M9QX"),
        ("7K3M9QXAB", FieldProblem.MALFORMED, "12"),
        ("7K3M9QXU", FieldProblem.MALFORMED, "12"),
        ("张", FieldProblem.MALFORMED, "12"),
    ],
)
def test_a_text_that_is_no_code_is_told(
    text: str, fault: FieldProblem, value: str
) -> None:
    step = typed(identifying(CODE, scanner=True).tap(seen.UseCode()), "12")
    scanned(step, text)
    told = IdentifyStep(reading=1, scanning=2, typing=True, value=value, fault=fault)
    assert (step.step, step.said, step.to) == (told, (), None)
    assert step.visit.code is None


def test_a_certificate_is_told_and_the_scanner_goes_on() -> None:
    step = scanned(identifying(CODE, scanner=True), "7K3M9QXA", certificate=True)
    fault = FieldProblem.A_CERTIFICATE
    told = IdentifyStep(reading=1, scanning=2, typing=True, fault=fault)
    assert (step.step, step.said, step.to) == (told, (), None)
    assert typed(step, "7").step == replace(told, value="7", fault=None)


def test_a_code_that_cannot_be_read_is_told() -> None:
    step = identifying(CODE, scanner=True).tell(on.CodeUnreadable(token(1)))
    assert step.step == IdentifyStep(reading=1, scanning=2)
    step.tell(on.CodeUnreadable(token(2)))
    fault = FieldProblem.UNREADABLE
    told = IdentifyStep(reading=1, scanning=2, typing=True, fault=fault)
    assert (step.step, step.said, step.to) == (told, (), None)


def test_the_keys_of_a_code() -> None:
    step = typed(identifying(CODE).tap(seen.UseCode()), "7k3m9-qxa1")
    typing = IdentifyStep(reading=1, typing=True, value="7K3M9QXA")
    assert step.step == typing
    assert step.tap(seen.Erase()).step == replace(typing, value="7K3M9QX")
    assert step.tap(seen.Touch()).step == replace(typing, value="7K3M9QX")
    assert step.tap(seen.Back()).step == IdentifyStep(reading=1)
    assert step.tap(seen.Back()).to is To.BACK


def test_back_from_the_code_ends_it_where_there_is_no_reader() -> None:
    step = identifying(CODE, scanner=True, troubles=READER).tap(seen.Back())
    assert (step.said, step.to) == ((do.StopCode(),), To.BACK)


def test_the_buttons_where_a_card_is_asked_for() -> None:
    step = identifying(CODE, scanner=True).tap(seen.Main())
    assert step.to is None
    assert step.tap(seen.Back()).said == (do.StopCode(),)
    assert step.to is To.BACK
    assert identifying().tap(seen.UseCode()).step == IdentifyStep(reading=1)
    away = identifying(troubles=READER)
    assert away.tap(seen.Main()).to is To.END


# -- what is coming -----------------------------------------------------------------


def test_what_is_coming_is_asked_for_the_person_who_said_yes() -> None:
    step = asked(way_out_s=7)
    question = do.AskEntitlements(token(2), Collection(applicant=PERSON))
    slow = do.StartTimer(on.Timer.SLOW, 2, 7)
    assert step.said == (question, slow)
    assert step.step == IdentifyStep(asking=2)
    for intent in (seen.Main(), seen.Back(), seen.Collect(0)):
        assert step.tap(intent).said == ()
    assert step.step == IdentifyStep(asking=2)
    step.tell(on.TimerElapsed(on.Timer.SLOW, 1))
    step.tell(on.TimerElapsed(on.Timer.PAY, 2))
    assert step.step == IdentifyStep(asking=2)
    step.tell(on.TimerElapsed(on.Timer.SLOW, 2))
    assert step.step == IdentifyStep(asking=2, slow=True)


def test_no_answer_and_nothing_coming_go_on() -> None:
    for event in (
        on.EntitlementsAnswered(token(2), ()),
        on.QueryFailed(token(2), Trouble.NETWORK),
    ):
        step = asked().tell(event)
        assert (step.said, step.to, step.visit.coming) == ((STOP,), To.NEXT, ())
        assert step.step == IdentifyStep()


def test_what_is_coming_is_told_first() -> None:
    step = coming(DOCUMENT, RECEIPT)
    assert (step.said, step.to) == ((STOP,), None)
    assert step.step == IdentifyStep(telling=True)
    assert step.visit.coming == (DOCUMENT, RECEIPT)
    assert step.tap(seen.Back()).step == IdentifyStep()
    assert step.tap(seen.Main()).step == IdentifyStep(telling=True)
    assert step.tap(seen.Main()).to is To.NEXT
    assert step.count(do.AskEntitlements) == 1


def test_once_nothing_was_coming_it_is_not_asked_again() -> None:
    step = identifying(applicant=PERSON, coming=()).tap(seen.Main())
    assert (step.said, step.to) == ((), To.NEXT)
    code = known(CODE).tap(seen.Main())
    assert (code.said, code.to) == ((), To.NEXT)


END = (ReceiptStep, RateStep)


def test_the_second_that_is_coming_is_taken_by_its_own_number() -> None:
    other = shape("certificate")
    step = known(catalogue=(CARD, other)).tap(seen.Main())
    step.tell(on.EntitlementsAnswered(token(2), (RECEIPT, DOCUMENT)))
    step.tap(seen.Collect(1))
    visit = step.visit
    assert step.to == Onto((IdentifyStep, PrintStep, *END))
    assert visit.collecting == (DOCUMENT.document,)
    assert (visit.item, visit.payment, visit.case) == (other, None, None)


def test_a_receipt_is_taken_with_its_payment_and_serial() -> None:
    step = coming(DOCUMENT, RECEIPT).tap(seen.Collect(1))
    visit = step.visit
    assert step.to == Onto((IdentifyStep, *END))
    assert (visit.payment, visit.serial, visit.copied) == (RECEIPT.payment, "S7", True)
    assert (visit.collecting, visit.item) == ((), CARD)
    first = coming(entitlement(EntitlementKind.RECEIPT)).tap(seen.Collect(0))
    assert (first.visit.serial, first.visit.copied) == (None, False)


@pytest.mark.parametrize("index", [-2, -1, 2, 3])
def test_what_is_not_in_the_list_cannot_be_taken(index: int) -> None:
    step = coming(DOCUMENT, RECEIPT).tap(seen.Collect(index))
    assert (step.to, step.said, step.visit.collecting) == (None, (), ())


def test_what_is_being_confirmed_or_holds_nothing_is_only_read() -> None:
    empty = DOCUMENT.model_copy(update={"document": None})
    unpaid = RECEIPT.model_copy(update={"payment": None})
    for index in range(3):
        step = coming(UNCLEAR, empty, unpaid)
        before = step.visit
        assert step.tap(seen.Collect(index)).visit == before
        assert step.to is None


def test_nothing_is_taken_before_it_is_told() -> None:
    step = identifying(applicant=PERSON, coming=(DOCUMENT,)).tap(seen.Collect(0))
    assert (step.to, step.step) == (None, IdentifyStep())
