"""The machine around a clerk's session: who gets in, and that it ends whole."""

from collections.abc import Callable

import pytest
from support.clerk import Counter
from support.flow import Stage, reading

import view as seen
from kiosk.flow import actions as do
from kiosk.flow.events import (
    CardLifted,
    CardRead,
    CardSeen,
    CatalogueRenewed,
    ReleaseOutcome,
    Tapped,
    Timer,
    TimerElapsed,
    Token,
)
from kiosk.flow.machine import Mode
from kiosk.flow.service.actions import (
    AskPin,
    ClerkAnswer,
    ConfirmClerk,
    CountCells,
    OpenForClerk,
)
from kiosk.flow.service.base import ClerkSession
from kiosk.flow.service.events import CellsCounted

ENDED = (do.StopTimer(Timer.DOOR), do.StopCode(), do.DropVisit(1))
CLOCK_STOPS = (do.StopTimer(Timer.IDLE), do.StopTimer(Timer.TICK))
HOME = (do.StopTimer(Timer.CARD_LEFT),)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def tapped(stage: Counter, intent: seen.Intent) -> tuple[do.Action, ...]:
    stage.actions.clear()
    stage.tap(intent)
    return tuple(stage.actions)


def test_a_pressed_name_begins_a_session_that_is_timed(counter: Counter) -> None:
    counter.tap(seen.Begin("en")).tap(seen.Back())
    n = counter.state.idle.n
    assert tapped(counter, seen.OpenService()) == (
        AskPin(Token(1, 1)),
        do.StopTimer(Timer.TICK),
        do.StartTimer(Timer.IDLE, n + 1, 90),
    )
    assert (counter.state.mode, counter.state.visits) == (Mode.SERVICE, 1)
    service = counter.state.service
    assert service is not None
    assert service.session == ClerkSession(1, "zh_CN", counter.state.setting, n=1)
    assert counter.view.progress is None


@pytest.mark.parametrize(
    "come",
    [
        lambda stage: stage.tap(seen.Begin("en")),
        lambda stage: stage.choose(),
        lambda stage: stage.identify(),
        lambda stage: stage.reviewed(),
        lambda stage: stage.tell(CardSeen()),
        lambda stage: (
            stage.identify()
            .tell(CardLifted())
            .tell(
                CardRead(Token(stage.visit.number, -1), reading("330382195806151095"))
            )
        ),
        lambda stage: (
            stage.identify()
            .answered()
            .tell(CardLifted())
            .put_card("330382195806151095")
        ),
    ],
    ids=["choosing", "card", "query", "printing", "card_lies", "card_read", "another"],
)
def test_no_citizens_screen_leads_there(come: Callable[[Stage], Stage]) -> None:
    stage = Stage()
    come(stage)
    before = stage.content()
    stage.tap(seen.OpenService())
    assert stage.content() == before
    assert stage.state.mode is not Mode.SERVICE
    assert stage.count(AskPin) == 0


def test_no_tap_of_a_citizen_is_taken_while_staff_are_there(counter: Counter) -> None:
    counter.enter()
    for intent in (seen.Begin("en"), seen.Choose("x"), seen.Cancel(), seen.Back()):
        counter.tap(intent).shows(seen.ServiceMenu)
    counter.tell(CardSeen()).shows(seen.ServiceMenu)
    assert counter.state.serving is None
    assert counter.state.card_lying


def test_whoever_leaves_stops_all_that_ran(counter: Counter) -> None:
    counter.enter()
    assert tapped(counter, seen.Main()) == (*ENDED, *HOME, *CLOCK_STOPS)
    assert (counter.state.service, counter.state.mode) == (None, Mode.ATTRACT)
    counter.identify()
    assert counter.visit.number == 2


def test_the_pin_may_be_left_by_cancel(counter: Counter) -> None:
    counter.knock()
    assert tapped(counter, seen.Cancel()) == (*ENDED, *HOME, *CLOCK_STOPS)
    counter.shows(seen.Attract)


def test_a_scanner_that_is_listened_to_is_let_go(counter: Counter) -> None:
    counter.enter().tap(seen.ChooseTask(seen.Task.LOAD)).idle()
    assert counter.view.idle_left == 30
    assert tapped(counter, seen.Cancel()) == (
        do.StopCode(),
        *ENDED,
        *HOME,
        *CLOCK_STOPS,
    )


def test_a_question_that_nobody_answered_is_recorded_first(counter: Counter) -> None:
    counter.open_door(seen.Task.LOAD).settle().idle()
    opened = counter.last(OpenForClerk)
    unsure = ConfirmClerk(
        Token(1, opened.token.n + 1), opened.task, opened.document, ClerkAnswer.UNSURE
    )
    assert tapped(counter, seen.Cancel()) == (unsure, *ENDED, *HOME, *CLOCK_STOPS)


def test_a_clerk_who_has_gone_is_left_after_two_minutes(counter: Counter) -> None:
    counter.enter()
    started = counter.last(do.StartTimer)
    assert started == do.StartTimer(Timer.IDLE, counter.state.idle.n, 90)
    counter.idle()
    assert counter.view.idle_left == 30
    for _ in range(30):
        counter.tick()
    counter.shows(seen.Attract)
    assert counter.state.service is None


def test_a_door_that_is_open_stops_the_clock(counter: Counter) -> None:
    counter.open_door(seen.Task.LOAD)
    assert not counter.state.idle.running
    before = len(counter.actions)
    counter.settle(ReleaseOutcome.LEFT_OPEN)
    stop = do.StopTimer(Timer.DOOR)
    assert tuple(counter.actions[before:]) == (stop, *ENDED, *HOME)


def test_a_card_that_lies_there_is_taken_before_the_next_visit(
    counter: Counter,
) -> None:
    counter.enter().tell(CardSeen()).tap(seen.Main()).shows(seen.TakeCard)
    counter.tell(CardLifted()).shows(seen.Attract)


def test_an_answer_to_a_session_before_is_dropped(counter: Counter) -> None:
    counter.knock().enter_pin()
    late = counter.last(CountCells).token
    counter.tap(seen.Main()).knock().enter_pin()
    before = counter.state
    counter.tell(CellsCounted(late, 9, 9, 9, 9))
    assert counter.state is before
    assert counter.shows(seen.ServiceMenu).free == 0


def test_a_late_tap_on_the_screen_before_is_dropped(counter: Counter) -> None:
    counter.enter()
    stale = Tapped(seen.Tap(counter.state.stage - 1, seen.Main()))
    counter.tell(stale).shows(seen.ServiceMenu)
    counter.tell(TimerElapsed(Timer.CARD_LEFT, 0)).shows(seen.ServiceMenu)


def test_the_language_is_the_sessions_until_it_ends(counter: Counter) -> None:
    counter.enter().tap(seen.SwitchLanguage("en"))
    service = counter.state.service
    assert service is not None
    assert (service.session.language, counter.view.language) == ("en", "en")
    counter.tap(seen.Main())
    assert counter.view.language == "zh_CN"


def test_a_catalogue_waits_until_the_clerk_has_gone(counter: Counter) -> None:
    counter.enter().tell(CatalogueRenewed(()))
    assert counter.state.setting.catalogue != ()
    counter.tap(seen.Main())
    assert counter.state.setting.catalogue == ()
