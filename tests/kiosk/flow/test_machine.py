"""A visit from the first touch to the card in the citizen's hand, and its detours."""

from dataclasses import replace

import pytest
from support.flow import CASE, NAME, NUMBER, Stage, answer, item, reading
from support.reachable import texts

import view as seen
from contract.records import Paper
from kiosk.flow.actions import (
    DropVisit,
    PrintReceipt,
    QueryCentral,
    QueueRequest,
    ReadCard,
    StartTimer,
    StoreRating,
)
from kiosk.flow.events import (
    CardFailed,
    CardLifted,
    CardRead,
    CardSeen,
    CatalogueRenewed,
    QueryAnswered,
    QueryFailed,
    RecordStored,
    StoreFailed,
    Tapped,
    Timer,
    TimerElapsed,
    Token,
    TroublesChanged,
)


def queued(stage: Stage) -> Stage:
    token = stage.tap(seen.Main()).last(QueueRequest).token
    return stage.tell(RecordStored(token, CASE, "7K3M-9QXA"))


def test_a_visit_goes_from_the_card_to_the_paper_and_leaves_nothing() -> None:
    stage = Stage()
    stage.shows(seen.Attract)
    stage.tap(seen.Begin("en"))
    stage.shows(seen.ChooseItem)
    stage.tap(seen.Choose("social_security.contribution_statement"))
    assert stage.content() == seen.PutCard()
    stage.put_card()
    assert stage.content() == seen.ConfirmPerson(NAME, "510411********3175")
    stage.tap(seen.Main()).coming()
    stage.shows(seen.Waiting)
    applicant = stage.last(QueryCentral).query.applicant
    assert applicant is not None
    assert applicant.number == NUMBER
    stage.answered()
    stage.shows(seen.Review)
    assert stage.shows(seen.Review).title == "statement (en)"
    assert stage.shows(seen.Review).holder == "陈*"
    stage.tap(seen.Main())
    assert stage.content() == seen.Printing(seen.Leaving.RECEIPT)
    stage.printed()
    assert stage.content() == seen.RateVisit(paper=True, slip_code=None)
    stage.tap(seen.Rate(seen.Grade.SATISFIED))
    rating = stage.last(StoreRating)
    assert rating.rating.about == CASE
    stage.tell(RecordStored(rating.token, CASE, None))
    assert stage.content() == seen.TakeCard()
    assert NUMBER not in {*texts(stage.state)}
    assert stage.state.serving is None
    stage.tell(CardLifted()).shows(seen.Attract)
    assert stage.view.language == "zh_CN"


def test_without_network_the_tile_says_so_first_and_the_request_is_queued() -> None:
    stage = Stage().troubles(seen.Trouble.NETWORK).tap(seen.Begin("zh_CN"))
    stage.shows(seen.ChooseItem)
    (tile,) = stage.shows(seen.ChooseItem).tiles
    assert tile.availability is seen.Availability.QUEUED
    assert tile.trouble is seen.Trouble.NETWORK
    stage.tap(seen.Choose(tile.code)).put_card().tap(seen.Main()).coming()
    assert stage.content() == seen.OfferQueue(seen.Trouble.NETWORK, "陈*")
    queued(stage)
    assert stage.count(QueryCentral) == 0
    assert stage.content() == seen.Printing(seen.Leaving.SLIP)
    assert stage.last(PrintReceipt).slip_code == "7K3M-9QXA"
    stage.printed()
    assert stage.content() == seen.RateVisit(paper=True, slip_code="7K3M-9QXA")


@pytest.mark.parametrize("trouble", [seen.Trouble.NETWORK, seen.Trouble.CENTRAL])
def test_no_answer_offers_the_queue(trouble: seen.Trouble) -> None:
    stage = Stage().identify()
    stage.tell(QueryFailed(stage.last(QueryCentral).token, trouble))
    assert stage.content() == seen.OfferQueue(trouble, "陈*")
    assert stage.view.main is seen.MainAction.ACCEPT


def test_no_answer_where_the_item_cannot_be_queued_says_what_to_do() -> None:
    stage = Stage(item(offline="refuse")).identify()
    stage.tell(QueryFailed(stage.last(QueryCentral).token, seen.Trouble.CENTRAL))
    assert stage.content() == seen.Message(
        seen.Problem.NO_ANSWER, seen.Trouble.CENTRAL, "12333"
    )
    stage.tap(seen.Main()).shows(seen.TakeCard)


def test_what_cannot_be_written_down_is_not_accepted() -> None:
    stage = Stage().troubles(seen.Trouble.NETWORK).identify().tap(seen.Main())
    stage.tell(StoreFailed(stage.last(QueueRequest).token, seen.Trouble.STORAGE))
    stage.shows(seen.Message)
    assert stage.shows(seen.Message).problem is seen.Problem.CANNOT_STORE
    assert stage.count(PrintReceipt) == 0


def test_a_late_answer_for_an_earlier_visit_is_dropped() -> None:
    stage = Stage().identify()
    late = stage.last(QueryCentral).token
    stage.tell(TimerElapsed(Timer.SLOW, late.n)).tap(seen.Cancel())
    stage.tell(CardLifted()).choose()
    before = stage.state
    stage.tell(QueryAnswered(late, answer()))
    assert stage.state == before
    stage.put_card().tap(seen.Main()).coming()
    stage.tell(QueryAnswered(late, answer()))
    stage.shows(seen.Waiting)


def test_a_late_card_of_an_earlier_question_is_not_taken() -> None:
    stage = Stage().choose()
    first = stage.last(ReadCard).token
    stage.put_card().tap(seen.Back())
    assert stage.content() == seen.PutCard(seen.CardProblem.LIFT_FIRST)
    stage.tell(CardRead(first, reading()))
    stage.shows(seen.PutCard)


@pytest.mark.parametrize("problem", list(seen.CardProblem))
def test_a_card_that_cannot_be_read_says_why_and_is_tried_again(
    problem: seen.CardProblem,
) -> None:
    stage = Stage().choose()
    stage.tell(CardFailed(stage.last(ReadCard).token, problem))
    assert stage.content() == seen.PutCard(problem)
    stage.put_card().shows(seen.ConfirmPerson)


def test_a_reader_that_goes_away_is_told_and_comes_back_by_itself() -> None:
    stage = Stage().choose().troubles(seen.Trouble.READER)
    stage.shows(seen.Message)
    assert stage.shows(seen.Message).problem is seen.Problem.READER_LOST
    asked = stage.count(ReadCard)
    stage.troubles()
    assert stage.content() == seen.PutCard()
    assert stage.count(ReadCard) == asked + 1
    stage.put_card().shows(seen.ConfirmPerson)


def test_paper_that_did_not_come_is_tried_again_under_its_serial() -> None:
    stage = Stage().reviewed().printed(Paper.NOT_PRINTED, seen.Trouble.PAPER)
    stage.shows(seen.PaperTrouble)
    assert stage.shows(seen.PaperTrouble).can_retry
    serial = stage.shows(seen.PaperTrouble).serial
    stage.tap(seen.Main())
    again = stage.last(PrintReceipt)
    assert (again.serial, again.case) == (serial, CASE)
    stage.printed().shows(seen.RateVisit)


def test_paper_that_may_have_come_is_never_printed_again() -> None:
    stage = Stage().reviewed().printed(Paper.UNCERTAIN, seen.Trouble.PAPER)
    stage.shows(seen.PaperTrouble)
    assert not stage.shows(seen.PaperTrouble).can_retry
    stage.tap(seen.Main())
    assert stage.count(PrintReceipt) == 1
    assert stage.content() == seen.RateVisit(paper=False, slip_code=None)


def test_a_person_without_data_is_told_so_and_gets_no_paper() -> None:
    stage = Stage().identify().answered(found=False)
    stage.shows(seen.Review)
    assert stage.view.main is seen.MainAction.CONTINUE
    stage.tap(seen.Main()).shows(seen.TakeCard)
    assert stage.count(PrintReceipt) == 0


def test_the_idle_citizen_is_asked_and_then_the_visit_ends() -> None:
    stage = Stage().identify().answered().idle()
    assert stage.view.idle_left == 30
    for _ in range(29):
        stage.tick()
    assert stage.view.idle_left == 1
    stage.tick()
    stage.shows(seen.TakeCard)
    assert stage.count(DropVisit) == 1


def test_a_tap_that_wakes_does_nothing_else() -> None:
    stage = Stage().identify().answered().idle()
    stage.tap(seen.Main())
    assert stage.view.idle_left is None
    stage.shows(seen.Review)
    stage.tap(seen.Main())
    stage.shows(seen.Printing)


def test_the_idle_clock_stands_still_while_something_is_waited_for() -> None:
    stage = Stage().identify()
    assert not stage.state.idle.running
    stage.idle()
    assert stage.view.idle_left is None
    stage.answered()
    assert stage.state.idle.running
    stage.tap(seen.Main())
    assert not stage.state.idle.running


def test_a_stale_timer_of_an_earlier_question_does_nothing() -> None:
    stage = Stage().tap(seen.Begin("zh_CN"))
    n = stage.state.idle.n
    stage.tap(seen.Choose("social_security.contribution_statement"))
    stage.tell(TimerElapsed(Timer.IDLE, n))
    assert stage.view.idle_left is None


def test_a_tap_made_on_an_earlier_question_is_dropped() -> None:
    stage = Stage().choose().put_card()
    tap = seen.Tap(stage.state.stage, seen.Main())
    stage.tell(Tapped(tap)).coming().answered()
    stage.shows(seen.Review)
    stage.tell(Tapped(tap))  # the finger's second tap, a moment too late
    stage.shows(seen.Review)


def test_no_visit_begins_while_a_card_lies_on_the_reader() -> None:
    stage = Stage().tell(CardSeen())  # after a restart: whose card is it?
    stage.shows(seen.TakeCard)
    stage.tap(seen.Begin("zh_CN"))
    stage.shows(seen.TakeCard)
    stage.tell(TimerElapsed(Timer.CARD_LEFT, 0))
    assert stage.content() == seen.TakeCard(long=True)
    stage.troubles(seen.Trouble.READER)  # nobody has seen it lifted
    stage.shows(seen.TakeCard)
    stage.troubles().shows(seen.TakeCard)
    stage.tell(CardLifted()).shows(seen.Attract)


def test_a_card_lifted_during_the_visit_is_not_asked_for_at_its_end() -> None:
    stage = Stage().identify().answered().tell(CardLifted()).tap(seen.Cancel())
    stage.shows(seen.Attract)


def test_back_leads_to_the_question_before() -> None:
    stage = Stage().identify().answered().tap(seen.Back())
    stage.shows(seen.ConfirmPerson)
    stage.tap(seen.Back())
    stage.shows(seen.PutCard)
    assert stage.state.serving is not None
    assert stage.state.serving.visit.applicant is None
    stage.tap(seen.Back())
    stage.shows(seen.ChooseItem)
    stage.tap(seen.Back())
    stage.shows(seen.TakeCard)


def test_the_way_out_of_a_slow_answer_comes_after_a_while() -> None:
    stage = Stage().identify()
    assert not stage.view.cancel
    stage.tap(seen.Cancel())
    stage.shows(seen.Waiting)
    timer = stage.last(StartTimer)
    assert (timer.timer, timer.seconds) == (Timer.SLOW, 5)
    stage.tell(TimerElapsed(Timer.SLOW, timer.n))
    assert stage.view.cancel
    stage.tap(seen.Cancel()).shows(seen.TakeCard)


def test_nothing_can_be_cancelled_while_the_printer_works() -> None:
    stage = Stage().reviewed()
    assert not stage.view.cancel
    stage.tap(seen.Cancel())
    stage.shows(seen.Printing)


def test_language_changes_in_the_middle_and_is_reset_at_the_end() -> None:
    stage = Stage().identify().answered()
    stage.tap(seen.SwitchLanguage("en"))
    stage.shows(seen.Review)
    assert stage.shows(seen.Review).title == "statement (en)"
    stage.tap(seen.Main())
    assert stage.last(PrintReceipt).language == "en"


def test_out_of_service_says_why_and_comes_back_by_itself() -> None:
    stage = Stage().troubles(seen.Trouble.STORAGE)
    assert stage.content() == seen.OutOfService((seen.Trouble.STORAGE,))
    stage.tap(seen.Begin("zh_CN"))
    stage.shows(seen.OutOfService)
    stage.troubles().shows(seen.Attract)


def test_poor_grades_ask_for_reasons() -> None:
    stage = Stage().reviewed().printed()
    stage.tap(seen.Rate(seen.Grade.DISSATISFIED))
    stage.tap(seen.ToggleReason(seen.RatingReason.TOO_SLOW))
    stage.tap(seen.ToggleReason(seen.RatingReason.OTHER))
    stage.tap(seen.ToggleReason(seen.RatingReason.OTHER))
    stage.tap(seen.Main())
    assert [*stage.last(StoreRating).rating.reasons] == ["too_slow"]


def test_a_rating_may_be_skipped_and_may_fail() -> None:
    stage = Stage().reviewed().printed().tap(seen.Main())
    stage.shows(seen.TakeCard)
    stage = Stage().reviewed().printed().tap(seen.Rate(seen.Grade.SATISFIED))
    token = stage.last(StoreRating).token
    stage.tell(StoreFailed(token, seen.Trouble.STORAGE))
    stage.shows(seen.TakeCard)


def test_an_answer_with_another_number_is_not_the_one_waited_for() -> None:
    stage = Stage().identify()
    token = stage.last(QueryCentral).token
    stage.tell(QueryAnswered(Token(token.visit, token.n - 1), answer()))
    stage.shows(seen.Waiting)
    stage.tell(QueryAnswered(replace(token, visit=token.visit + 1), answer()))
    stage.shows(seen.Waiting)


STARTING = frozenset({seen.Trouble.STARTING})


def test_while_the_devices_start_items_are_shown_and_none_can_be_begun() -> None:
    stage = Stage()
    stage.tell(TroublesChanged(STARTING))
    assert all(
        tile.trouble is seen.Trouble.STARTING
        for tile in stage.shows(seen.Attract).tiles
    )
    stage.tap(seen.Begin("en"))
    stage.tap(seen.Choose("social_security.contribution_statement"))
    tiles = stage.shows(seen.ChooseItem).tiles
    assert [tile.availability for tile in tiles] == [seen.Availability.CLOSED]
    stage.tell(TroublesChanged(frozenset()))
    tiles = stage.shows(seen.ChooseItem).tiles
    assert [tile.availability for tile in tiles] == [seen.Availability.OPEN]
    stage.tap(seen.Choose("social_security.contribution_statement"))
    stage.shows(seen.PutCard)


def test_what_is_broken_at_the_start_is_out_of_service() -> None:
    stage = Stage()
    stage.tell(TroublesChanged(STARTING | {seen.Trouble.PAPER}))
    assert stage.shows(seen.OutOfService).troubles == (seen.Trouble.PAPER,)


@pytest.mark.parametrize("starting", [True, False])
def test_a_card_that_was_left_is_asked_for_before_anybody_chooses(
    starting: bool,
) -> None:
    stage = Stage()
    stage.tell(TroublesChanged(STARTING if starting else frozenset()))
    stage.tap(seen.Begin("en")).tell(CardSeen())
    # While all serves, it is the card of whoever is choosing.
    stage.shows(seen.TakeCard if starting else seen.ChooseItem)


@pytest.mark.parametrize("starting", [True, False])
def test_a_catalogue_that_comes_at_the_start_is_what_is_chosen_from(
    starting: bool,
) -> None:
    stage = Stage()
    stage.tell(TroublesChanged(STARTING if starting else frozenset()))
    stage.tap(seen.Begin("en"))
    stage.tell(CatalogueRenewed((item(code="social_security.other"),)))
    codes = [tile.code for tile in stage.shows(seen.ChooseItem).tiles]
    assert (codes == ["social_security.other"]) is starting
