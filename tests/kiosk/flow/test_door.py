"""A cell's door as it is followed: what is news, of which opening, and what to do."""

import pytest
from support.steps import CASE

import view as seen
from kiosk.flow.actions import StartTimer, StopTimer
from kiosk.flow.door import DoorPhase, follow
from kiosk.flow.events import (
    DoorSeen,
    Event,
    ReleaseOutcome,
    ReleaseSettled,
    Timer,
    TimerElapsed,
    Token,
)
from kiosk.flow.service.events import ClerkSettled

N = 4
NOW, BEFORE = Token(1, N), Token(1, N - 1)
every_phase = pytest.mark.parametrize("phase", list(DoorPhase))


@every_phase
def test_a_door_is_seen_to_open_once(phase: DoorPhase) -> None:
    news = follow(phase, N, DoorSeen(NOW), 30)
    opened = (DoorPhase.OPEN, (StartTimer(Timer.DOOR, N, 30),))
    assert news == (opened if phase is DoorPhase.OPENING else None)


@every_phase
def test_it_is_open_for_long_once_its_time_is_over(phase: DoorPhase) -> None:
    news = follow(phase, N, TimerElapsed(Timer.DOOR, N), 30)
    assert news == ((DoorPhase.LONG_OPEN, ()) if phase is DoorPhase.OPEN else None)


@every_phase
@pytest.mark.parametrize("outcome", list(ReleaseOutcome))
def test_however_it_ends_nothing_is_timed_any_more(
    phase: DoorPhase, outcome: ReleaseOutcome
) -> None:
    ended = (outcome, (StopTimer(Timer.DOOR),))
    for event in (
        ReleaseSettled(NOW, CASE, "S1", outcome),
        ClerkSettled(NOW, seen.Task.LOAD, outcome),
    ):
        assert follow(phase, N, event, 30) == ended


@every_phase
@pytest.mark.parametrize(
    "event",
    [
        DoorSeen(BEFORE),
        TimerElapsed(Timer.DOOR, N - 1),
        TimerElapsed(Timer.SLOW, N),
        ReleaseSettled(BEFORE, CASE, "S1", ReleaseOutcome.CLOSED),
        ClerkSettled(BEFORE, seen.Task.LOAD, ReleaseOutcome.CLOSED),
    ],
)
def test_what_an_earlier_opening_says_is_no_news(
    event: Event, phase: DoorPhase
) -> None:
    assert follow(phase, N, event, 30) is None
