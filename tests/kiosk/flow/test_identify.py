"""`identify`: a card or a code, the citizen's yes, and what is still coming."""

import pytest
from support.flow import NAME, NUMBER, Stage, entitlement, item, shape

import view as seen
from contract.entitlements import Entitlement, EntitlementKind
from contract.model import Applicant
from contract.payment import Payment
from kiosk.flow import actions as do
from kiosk.flow import events as on

DOCUMENT = entitlement(EntitlementKind.DOCUMENT)
RECEIPT = entitlement(EntitlementKind.RECEIPT, serial="S7")
UNCLEAR = entitlement(EntitlementKind.UNCLEAR_PAYMENT)


def collecting(*, scanner: bool = False) -> Stage:
    return Stage(shape("collect"), scanner=scanner).choose()


def typing() -> Stage:
    return collecting().tap(seen.UseCode())


def problem(stage: Stage) -> seen.FieldProblem | None:
    ask = stage.shows(seen.AskField)
    assert ask.what is seen.FieldWhat.COLLECTION_CODE
    return ask.problem


def test_a_card_may_be_given_where_a_code_would_do() -> None:
    stage = collecting()
    assert stage.content() == seen.PutCard(code_instead=True)
    stage.put_card().tap(seen.Main())
    query = stage.last(do.QueryCentral).query
    assert query.applicant == Applicant(number=NUMBER, name=NAME)
    assert query.code is None
    assert stage.count(do.AskEntitlements) == 0  # the item itself is about them


@pytest.mark.parametrize("text", ["7K3M9QXA", "7k3m9qxa", "7K3M9QX" + "A"])
def test_a_code_is_typed_and_sent_as_slips_have_it(text: str) -> None:
    stage = typing().type(text).tap(seen.Main())
    query = stage.last(do.QueryCentral).query
    assert (query.applicant, query.code) == (None, "7K3M-9QXA")


def test_letters_that_codes_do_not_have_are_taken_for_their_digits() -> None:
    stage = typing().type("OIL23456").tap(seen.Main())
    assert stage.last(do.QueryCentral).query.code == "0112-3456"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", seen.FieldProblem.EMPTY),
        ("7K3M", seen.FieldProblem.TOO_SHORT),
        ("7K3MUUUU", seen.FieldProblem.MALFORMED),
    ],
)
def test_a_typed_code_that_is_none_is_told(text: str, why: seen.FieldProblem) -> None:
    stage = typing().type(text).tap(seen.Main())
    assert problem(stage) is why
    assert stage.shows(seen.AskField).value == text
    assert stage.count(do.QueryCentral) == 0
    stage.tap(seen.Erase(everything=True)).type("7K3M9QXA").tap(seen.Main())
    assert stage.count(do.QueryCentral) == 1


def test_a_code_is_scanned_and_the_scanner_is_let_go() -> None:
    stage = collecting(scanner=True).scan("7K3M-9QXA")
    assert stage.last(do.QueryCentral).query.code == "7K3M-9QXA"
    assert stage.count(do.StopCode) == 1


def test_without_a_scanner_nobody_listens_to_one() -> None:
    assert collecting().count(do.ReadCode) == 0


def test_a_certificates_code_is_nobodys_identity() -> None:
    stage = collecting(scanner=True).scan("OT1:XYZ", certificate=True)
    assert problem(stage) is seen.FieldProblem.A_CERTIFICATE
    assert stage.count(do.QueryCentral) == 0
    assert stage.visit.applicant is None


def test_a_code_that_could_not_be_read_is_said_and_can_be_typed() -> None:
    stage = collecting(scanner=True)
    token = stage.last(do.ReadCode).token
    stage.tell(on.CodeUnreadable(token))
    assert problem(stage) is seen.FieldProblem.UNREADABLE
    assert stage.count(do.StopCode) == 0, "it may be held there again"
    stage.type("7K3M9QXA").tap(seen.Main())
    assert stage.last(do.QueryCentral).query.code == "7K3M-9QXA"
    stage.tell(on.CodeUnreadable(token))
    assert stage.count(do.QueryCentral) == 1


def test_a_scanned_text_that_is_no_code_does_not_come_onto_the_screen() -> None:
    stage = collecting(scanner=True).scan("http://somewhere/" * 50)
    assert problem(stage) is seen.FieldProblem.MALFORMED
    assert stage.shows(seen.AskField).value == ""


def test_a_code_that_nothing_waits_under_is_asked_for_again() -> None:
    stage = typing().type("7K3M9QXA").tap(seen.Main()).answered(found=False)
    assert problem(stage) is seen.FieldProblem.NOT_FOUND
    stage.type("7K3M9QXB").tap(seen.Main())
    assert stage.last(do.QueryCentral).query.code == "7K3M-9QXB"


def test_who_a_code_belongs_to_comes_with_the_answer() -> None:
    stage = typing().type("7K3M9QXA").tap(seen.Main())
    stage.answered(holder=Applicant(number=NUMBER, name=NAME))
    assert stage.shows(seen.Review).holder == "陈*"


def test_a_card_that_is_put_down_while_a_code_is_typed_is_read() -> None:
    typing().type("7K").put_card().shows(seen.ConfirmPerson)


def test_back_from_the_code_asks_for_the_card_again() -> None:
    stage = typing().type("7K").tap(seen.Back())
    assert stage.content() == seen.PutCard(code_instead=True)
    assert typing().shows(seen.AskField).value == ""


def test_where_the_reader_is_away_the_code_still_serves() -> None:
    stage = collecting().troubles(seen.Trouble.READER)
    assert problem(stage) is None
    stage.type("7K3M9QXA").tap(seen.Main())
    assert stage.count(do.QueryCentral) == 1
    away = Stage(shape("collect"), troubles=frozenset({seen.Trouble.READER}))
    away.choose().shows(seen.AskField)


def test_an_item_that_needs_a_card_offers_no_code() -> None:
    stage = Stage().choose().tap(seen.UseCode())
    assert stage.content() == seen.PutCard()


def test_what_is_coming_is_asked_once_the_citizen_has_said_yes() -> None:
    stage = Stage().choose().put_card()
    assert stage.count(do.AskEntitlements) == 0
    stage.tap(seen.Main())
    asked = stage.last(do.AskEntitlements).collection
    assert asked.applicant == Applicant(number=NUMBER, name=NAME)
    stage.shows(seen.ConfirmPerson)
    assert (stage.view.main, stage.view.back, stage.view.cancel) == (None, False, False)


def test_a_slow_answer_to_that_offers_a_way_out() -> None:
    stage = Stage().choose().put_card().tap(seen.Main())
    timer = stage.last(do.StartTimer)
    stage.tell(on.TimerElapsed(timer.timer, timer.n))
    assert stage.view.cancel
    stage.tap(seen.Cancel()).shows(seen.TakeCard)


def test_no_answer_to_that_holds_nobody_up() -> None:
    asking = Stage().choose().put_card().tap(seen.Main())
    asking.coming().shows(seen.Waiting)
    failing = Stage().choose().put_card().tap(seen.Main())
    token = failing.last(do.AskEntitlements).token
    failing.tell(on.QueryFailed(token, seen.Trouble.NETWORK)).shows(seen.Waiting)


def test_what_is_coming_is_told_and_may_wait() -> None:
    stage = Stage().identify(DOCUMENT, RECEIPT, UNCLEAR)
    coming = stage.shows(seen.StillComing)
    assert coming.holder == "陈*"
    assert coming.lines == (
        seen.ComingLine("document（中）", "2026-11-22"),
        seen.ComingLine("receipt（中）", "2026-11-22", receipt=True),
        seen.ComingLine("unclear_payment（中）", "2026-11-22", unclear=True),
    )
    assert stage.view.main is seen.MainAction.GO_ON
    stage.tap(seen.Main()).shows(seen.Waiting)


def test_it_is_asked_once_in_a_visit_and_shown_again_after_back() -> None:
    stage = Stage().identify(DOCUMENT).tap(seen.Main()).answered()
    stage.tap(seen.Back()).shows(seen.ConfirmPerson)
    stage.tap(seen.Main()).shows(seen.StillComing)
    assert stage.count(do.AskEntitlements) == 1


def test_it_is_asked_again_for_somebody_else() -> None:
    stage = Stage().identify(DOCUMENT)
    stage.tap(seen.Back()).tap(seen.Back()).shows(seen.PutCard)
    stage.put_card("330382195806151095").tap(seen.Main())
    assert stage.count(do.AskEntitlements) == 2
    assert stage.visit.coming is None


def test_a_document_that_is_coming_is_collected_in_a_case_of_its_own() -> None:
    certificate = shape("certificate")
    stage = Stage(item(), certificate).identify(DOCUMENT).tap(seen.Collect(0))
    assert DOCUMENT.document is not None
    collect = stage.last(do.CollectDocument)
    assert collect.document == DOCUMENT.document.document
    assert collect.collection.applicant == Applicant(number=NUMBER, name=NAME)
    assert stage.visit.item == certificate
    assert stage.visit.case is None
    assert stage.count(do.QueryCentral) == 0
    progress = stage.view.progress
    assert progress is not None
    assert (progress.step, progress.steps) == (2, 4)


def test_a_document_of_an_item_that_is_not_in_the_catalogue_is_collected_too() -> None:
    stage = Stage().identify(DOCUMENT).tap(seen.Collect(0))
    stage.shows(seen.Printing)
    assert stage.visit.item == item()


def test_a_receipt_that_is_coming_keeps_its_serial_and_is_a_copy() -> None:
    stage = Stage().identify(RECEIPT).tap(seen.Collect(0))
    receipt = stage.last(do.PrintReceipt)
    assert (receipt.serial, receipt.copied, receipt.entered) == ("S7", True, False)
    assert receipt.case is None
    assert receipt.paid == do.Paid(payment_of(RECEIPT))
    stage.printed().shows(seen.RateVisit)


def test_a_receipt_that_was_never_written_is_no_copy() -> None:
    stage = Stage().identify(entitlement(EntitlementKind.RECEIPT))
    receipt = stage.tap(seen.Collect(0)).last(do.PrintReceipt)
    assert (receipt.serial, receipt.copied) == (None, False)


def test_an_unclear_payment_can_only_be_read_about() -> None:
    stage = Stage().identify(UNCLEAR)
    before = stage.state.serving
    stage.tap(seen.Collect(0)).tap(seen.Collect(1)).tap(seen.Collect(-1))
    assert stage.state.serving == before
    assert stage.count(do.PrintReceipt) == 0


def payment_of(coming: Entitlement) -> Payment:
    assert coming.payment is not None
    return coming.payment
