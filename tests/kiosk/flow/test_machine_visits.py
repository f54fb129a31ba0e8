"""The machine around a visit: how it begins, how it ends, and who may end it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from support.flow import (
    NUMBER,
    TODAY,
    Stage,
    answer,
    entitlement,
    item,
    reading,
    setting_of,
    shape,
)
from support.steps import PERSON

import view as seen
from contract.entitlements import EntitlementKind
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.events import Timer
from kiosk.flow.machine import Mode, State, initial
from kiosk.flow.visit import Visit
from view import Trouble

OTHER = "330382195806151095"
READER = frozenset({Trouble.NETWORK})
DROPPED = (
    do.StopTimer(Timer.SLOW),
    do.StopTimer(Timer.PAY),
    do.StopTimer(Timer.DOOR),
    do.StopCode(),
    do.ClearCode(),
)
"""What stops with a visit, before it is dropped itself."""
CLOCK_STOPS = (do.StopTimer(Timer.IDLE), do.StopTimer(Timer.TICK))
HOME = (do.StopTimer(Timer.CARD_LEFT),)


def ended(visit: int) -> tuple[do.Action, ...]:
    return (*DROPPED, do.DropVisit(visit))


def clock(n: int, seconds: float = 60) -> tuple[do.Action, ...]:
    return (do.StopTimer(Timer.TICK), do.StartTimer(Timer.IDLE, n, seconds))


def card_left(stage: int, seconds: float = 20) -> do.StartTimer:
    return do.StartTimer(Timer.CARD_LEFT, stage, seconds)


def told(stage: Stage, event: on.Event) -> tuple[do.Action, ...]:
    """What comes of one event."""
    stage.actions.clear()
    stage.tell(event)
    return tuple(stage.actions)


def tapped(stage: Stage, intent: seen.Intent) -> tuple[do.Action, ...]:
    return told(stage, on.Tapped(seen.Tap(stage.state.stage, intent)))


# -- beginning ----------------------------------------------------------------------


def test_a_terminal_begins_in_its_own_language_and_knows_nothing() -> None:
    setting = setting_of(language="en")
    assert initial(setting) == State(setting, "en")
    assert initial(setting).troubles == {Trouble.STARTING}


def test_a_visit_begins_with_all_that_is_known_of_the_terminal() -> None:
    stage = Stage(troubles=READER).tap(seen.Begin("en"))
    stage.tell(on.CardSeen())
    assert tapped(stage, seen.Choose(item().code)) == (
        do.ReadCard(on.Token(1, 1)),
        *clock(2),
    )
    assert stage.visit == Visit(
        number=1,
        item=item(),
        language="en",
        setting=stage.state.setting,
        troubles=READER,
        card_lying=True,
        n=1,
        today=TODAY,
    )
    assert stage.state.mode is Mode.SERVING


def test_the_second_visit_has_another_number_and_nothing_of_the_first() -> None:
    stage = Stage().identify().answered().tell(on.CardLifted()).tap(seen.Cancel())
    stage.choose()
    assert stage.last(do.ReadCard).token == on.Token(2, 1)
    visit = stage.visit
    assert (visit.number, visit.n, visit.answer, visit.applicant) == (2, 1, None, None)
    stage.put_card(OTHER).tap(seen.Main()).coming()
    assert stage.last(do.QueryCentral).token.visit == 2


def test_what_is_not_offered_or_closed_begins_nothing() -> None:
    for code, troubles in (
        ("social_security.other", frozenset[Trouble]()),
        (item().code, frozenset({Trouble.PAPER})),
    ):
        stage = Stage().tap(seen.Begin("en")).tell(on.TroublesChanged(troubles))
        tapped(stage, seen.Choose(code))
        assert (stage.state.mode, stage.state.visits) == (Mode.CHOOSING, 0)
        assert stage.count(do.ReadCard) == 0


def test_nothing_is_chosen_from_the_attract_screen_and_nothing_begun_twice() -> None:
    stage = Stage().tap(seen.Choose(item().code))
    assert stage.state.mode is Mode.ATTRACT
    stage.choose().tap(seen.Choose(item().code)).tap(seen.Begin("en"))
    assert (stage.state.visits, stage.view.language) == (1, "zh_CN")
    choosing = Stage().tap(seen.Begin("zh_CN")).tap(seen.Begin("en"))
    assert choosing.view.language == "zh_CN"


def test_a_step_that_does_not_apply_is_left_out_forward_and_back() -> None:
    stage = Stage(shape("contribution")).identify().answered()
    stage.tap(seen.Main())  # no bill: straight to the receipt
    assert stage.shows(seen.Printing).paper is seen.Leaving.RECEIPT
    progress = stage.view.progress
    assert progress == seen.Progress("contribution（中）", 5, 6)


# -- what concerns a visit ----------------------------------------------------------


def test_whatever_changes_is_known_to_the_visit_at_once() -> None:
    stage = Stage().identify().answered()
    stage.troubles(Trouble.DOCUMENT_PRINTER).tap(seen.SwitchLanguage("en"))
    stage.tell(on.CardLifted())
    visit = stage.visit
    assert visit.troubles == {Trouble.DOCUMENT_PRINTER}
    assert (visit.language, visit.card_lying) == ("en", False)
    assert stage.view.language == "en"


def test_a_step_that_asks_again_knows_the_troubles_of_now() -> None:
    stage = Stage().identify().answered()
    stage.troubles(Trouble.NETWORK).tap(seen.Back()).tap(seen.Main())
    stage.shows(seen.OfferQueue)


def test_a_new_day_and_a_new_catalogue_wait_for_the_next_visit() -> None:
    stage = Stage().choose()
    stage.tell(on.DayBegan(date(2026, 11, 23)))
    renewed = (item(version=2),)
    stage.tell(on.CatalogueRenewed(renewed))
    assert stage.visit.today == TODAY
    assert stage.state.setting.catalogue == (item(),)
    stage.tap(seen.Back())
    stage.shows(seen.ChooseItem)
    assert stage.state.setting.catalogue == (item(),)
    stage.tap(seen.Back())
    assert stage.state.setting.catalogue == renewed
    assert stage.state.renewed is None
    stage.choose()
    assert stage.visit.today == date(2026, 11, 23)
    assert stage.visit.item == renewed[0]


def test_a_new_catalogue_is_in_use_at_once_while_nobody_is_here() -> None:
    stage = Stage().tell(on.CatalogueRenewed((item(version=2),)))
    assert stage.state.setting.catalogue == (item(version=2),)
    assert stage.state.renewed is None


def test_an_answer_of_another_visit_or_to_nobody_is_dropped() -> None:
    stage = Stage().identify()
    late = stage.last(do.QueryCentral).token
    for other in (replace(late, visit=late.visit + 1), replace(late, visit=0)):
        before = stage.state
        stage.tell(on.QueryAnswered(other, answer()))
        assert stage.state is before
    stage.tell(on.TimerElapsed(Timer.SLOW, late.n)).tap(seen.Cancel())
    before = stage.state
    stage.tell(on.QueryAnswered(late, answer()))
    assert stage.state is before
    stage.tell(on.GuardRead(late.visit, NUMBER))
    assert stage.state is before


def test_a_guard_of_another_number_is_dropped() -> None:
    stage = Stage().identify().answered().tell(on.CardLifted())
    before = stage.state
    stage.tell(on.GuardRead(stage.visit.number + 1, OTHER))
    assert stage.state is before


def test_a_tap_of_another_question_is_dropped_but_not_a_touch() -> None:
    stage = Stage().identify().answered()
    now = stage.state.stage
    for stale in (now - 1, now + 1):
        stage.tell(on.Tapped(seen.Tap(stale, seen.Main())))
        stage.shows(seen.Review)
    stage.tell(on.Tapped(seen.Tap(now - 1, seen.SwitchLanguage("en"))))
    assert stage.view.language == "en"
    n = stage.state.idle.n
    stage.tell(on.Tapped(seen.Tap(now - 1, seen.Touch())))
    assert stage.state.idle.n == n + 1
    stage.tell(on.Tapped(seen.Tap(now - 1, seen.Main())))
    assert stage.state.idle.n == n + 1


# -- ending -------------------------------------------------------------------------


def test_a_cancelled_visit_stops_all_that_ran_for_it() -> None:
    stage = Stage().identify().answered().tell(on.CardLifted())
    ended_actions = tapped(stage, seen.Cancel())
    assert ended_actions == (*ended(1), *HOME, *CLOCK_STOPS)
    state = stage.state
    assert (state.mode, state.serving, state.card_left) == (Mode.ATTRACT, None, False)


def test_a_card_that_lies_there_is_asked_for_at_the_end() -> None:
    stage = Stage(card_left_s=25).identify().answered()
    number = stage.state.stage
    assert tapped(stage, seen.Cancel()) == (
        *ended(1),
        card_left(number, 25),
        *CLOCK_STOPS,
    )
    assert stage.content() == seen.TakeCard(long=False)
    assert stage.view.cancel is False
    told(stage, on.TimerElapsed(Timer.CARD_LEFT, number))
    assert stage.content() == seen.TakeCard(long=True)
    assert told(stage, on.CardLifted()) == HOME
    assert stage.state.card_left is False
    stage.tell(on.CardSeen())
    assert stage.content() == seen.TakeCard(long=False)


def test_a_card_seen_while_nobody_is_here_is_asked_for() -> None:
    stage = Stage()
    assert told(stage, on.CardSeen()) == (card_left(stage.state.stage - 1),)
    stage = Stage().tap(seen.Begin("en")).tell(on.CardSeen())
    stage.shows(seen.ChooseItem)
    assert stage.state.card_lying


def test_the_end_of_a_step_ends_the_visit_after_what_it_asked_for() -> None:
    stage = Stage().identify().answered(found=False).tell(on.CardLifted())
    assert tapped(stage, seen.Main()) == (*ended(1), *HOME, *CLOCK_STOPS)
    rated = Stage().reviewed().printed().tell(on.CardLifted())
    assert tapped(rated, seen.Main()) == (*ended(1), *HOME, *CLOCK_STOPS)


def test_back_from_the_first_question_drops_the_visit_and_keeps_the_language() -> None:
    stage = Stage().choose().tap(seen.SwitchLanguage("en"))
    assert tapped(stage, seen.Back())[: len(ended(1))] == ended(1)
    stage.shows(seen.ChooseItem)
    assert (stage.state.mode, stage.view.language) == (Mode.CHOOSING, "en")
    assert stage.view.back
    tapped(stage, seen.Back())
    assert (stage.state.mode, stage.view.language) == (Mode.ATTRACT, "zh_CN")


def reviewing() -> Stage:
    return Stage().identify().answered().tell(on.CardLifted())


def telling() -> Stage:
    coming = entitlement(EntitlementKind.DOCUMENT)
    return Stage().identify(coming).tell(on.CardLifted())


def choosing() -> Stage:
    return Stage().tap(seen.Begin("zh_CN"))


def message() -> Stage:
    stage = Stage(item(offline="refuse")).identify()
    token = stage.last(do.QueryCentral).token
    stage.tell(on.QueryFailed(token, Trouble.CENTRAL))
    assert not stage.view.cancel
    return stage.tell(on.CardLifted())


@pytest.mark.parametrize("begun", [reviewing, telling, choosing, message])
def test_cancel_under_the_idle_question_ends_the_visit(
    begun: Callable[[], Stage],
) -> None:
    stage = begun().idle()
    assert stage.view.idle_left == 30
    tapped(stage, seen.Cancel())
    stage.shows(seen.Attract)
    assert stage.state.serving is None
    assert stage.view.idle_left is None


@pytest.mark.parametrize(
    "intent", [seen.Touch(), seen.Main(), seen.Back(), seen.Begin("en")]
)
def test_any_other_tap_under_the_idle_question_only_gives_more_time(
    intent: seen.Intent,
) -> None:
    stage = reviewing().idle()
    n = stage.state.idle.n
    assert tapped(stage, intent) == clock(n + 1)
    assert stage.view.idle_left is None
    stage.shows(seen.Review)


def test_the_language_under_the_idle_question_gives_more_time_only() -> None:
    stage = reviewing().idle().tap(seen.SwitchLanguage("en"))
    assert (stage.view.idle_left, stage.view.language) == (None, "zh_CN")


@pytest.mark.parametrize("begun", [reviewing, choosing])
def test_when_time_is_up_it_ends_as_if_cancelled(begun: Callable[[], Stage]) -> None:
    stage = begun().idle()
    for _ in range(29):
        stage.tick()
    before = stage.state.stage
    n = stage.state.idle.n
    actions = told(stage, on.TimerElapsed(Timer.TICK, n))
    served = ended(1) if begun is reviewing else ()
    assert actions == (do.StartTimer(Timer.TICK, n, 1), *served, *HOME)
    assert stage.state.stage == before + 1
    assert (stage.state.idle.running, stage.view.idle_left) == (False, None)
    stage.tap(seen.Begin("en")).shows(seen.ChooseItem)


def test_a_cancel_that_is_not_offered_does_nothing() -> None:
    stage = Stage().reviewed()
    assert tapped(stage, seen.Cancel()) == ()
    stage.shows(seen.Printing)
    assert Stage().tap(seen.Cancel()).state.mode is Mode.ATTRACT


def test_patience_is_the_settings() -> None:
    stage = Stage(idle_s=50, prompt_s=20).tap(seen.Begin("en"))
    assert stage.actions[-2:] == [*clock(1, 50)]
    assert stage.idle().view.idle_left == 20


# -- another card -------------------------------------------------------------------


def test_somebody_elses_card_ends_it_and_its_screen_is_timed() -> None:
    stage = reviewing()
    n = stage.state.idle.n
    stage.actions.clear()
    stage.tell(on.GuardRead(1, OTHER))
    assert tuple(stage.actions) == (*ended(1), *clock(n + 1))
    assert stage.state.mode is Mode.ANOTHER_CARD
    assert not stage.state.intruded
    assert (stage.view.main, stage.view.cancel) == (seen.MainAction.FINISH, False)
    stage.tap(seen.Cancel())
    assert stage.state.mode is Mode.ANOTHER_CARD
    number = stage.state.stage
    assert tapped(stage, seen.Main()) == (card_left(number), *CLOCK_STOPS)


def test_ones_own_card_lies_there_again() -> None:
    stage = reviewing().put_card()
    assert stage.state.card_lying
    assert not stage.state.intruded
    stage.tap(seen.Cancel()).shows(seen.TakeCard)


def test_a_guard_is_asked_after_what_the_step_asks() -> None:
    stage = Stage().identify().answered()
    assert told(stage, on.CardLifted()) == (do.GuardCard(1),)
    code = Stage(shape("collect")).choose().tap(seen.UseCode()).type("7K3M9QXA")
    code.tap(seen.Main()).answered(holder=PERSON)
    assert told(code, on.CardLifted()) == ()


def test_a_card_that_comes_once_nobody_is_known_intrudes_on_none() -> None:
    stage = reviewing()
    stage.tap(seen.Back()).tap(seen.Back()).shows(seen.PutCard)
    stage.tell(on.GuardRead(1, OTHER))
    assert not stage.state.intruded
    stage.shows(seen.PutCard)


def test_a_card_that_was_read_lies_there() -> None:
    stage = Stage().choose()
    assert not stage.state.card_lying
    stage.tell(on.CardRead(stage.last(do.ReadCard).token, reading()))
    assert stage.state.card_lying
