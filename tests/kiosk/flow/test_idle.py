"""The idle clock alone: when it runs, what it starts and stops, and its last second."""

from typing import Any

import pytest

import view as seen
from kiosk.flow.actions import Action, StartTimer, StopTimer
from kiosk.flow.events import CardSeen, Event, Tapped, Timer, TimerElapsed
from kiosk.flow.idle import IdleClock, follow

OTHER = CardSeen()
TAP = Tapped(seen.Tap(0, seen.Touch()))
RUNNING = IdleClock(running=True, n=4)
PROMPTING = IdleClock(running=True, n=4, left=2)
FRESH = IdleClock(running=True, n=5)
STARTS = (StopTimer(Timer.TICK), StartTimer(Timer.IDLE, 5, 60))
STOPS = (StopTimer(Timer.IDLE), StopTimer(Timer.TICK))
TICK = (StartTimer(Timer.TICK, 4, 1),)


def after(
    clock: IdleClock, event: Event, **changes: Any
) -> tuple[IdleClock, tuple[Action, ...]]:
    values: dict[str, Any] = {"runs": True, "restart": False}
    values |= {"idle_s": 60, "prompt_s": 30}
    return follow(clock, event=event, **(values | changes))


@pytest.mark.parametrize(
    ("clock", "event", "changes", "expected"),
    [
        (IdleClock(), OTHER, {"runs": False}, (IdleClock(), ())),
        (IdleClock(n=4), TAP, {"runs": False, "restart": True}, (IdleClock(n=4), ())),
        (RUNNING, OTHER, {"runs": False}, (IdleClock(n=4), STOPS)),
        (PROMPTING, OTHER, {"runs": False, "restart": True}, (IdleClock(n=4), STOPS)),
        (IdleClock(n=4), OTHER, {}, (FRESH, STARTS)),
        (RUNNING, TAP, {"restart": True}, (FRESH, STARTS)),
        (PROMPTING, TAP, {"restart": True}, (FRESH, STARTS)),
        (RUNNING, OTHER, {}, (RUNNING, ())),
        (RUNNING, TimerElapsed(Timer.IDLE, 3), {}, (RUNNING, ())),
        (RUNNING, TimerElapsed(Timer.SLOW, 4), {}, (RUNNING, ())),
        (RUNNING, TimerElapsed(Timer.TICK, 4), {}, (RUNNING, ())),
        (
            RUNNING,
            TimerElapsed(Timer.IDLE, 4),
            {},
            (IdleClock(running=True, n=4, left=30), TICK),
        ),
        (
            PROMPTING,
            TimerElapsed(Timer.TICK, 4),
            {},
            (IdleClock(running=True, n=4, left=1), TICK),
        ),
        (
            IdleClock(running=True, n=4, left=1),
            TimerElapsed(Timer.TICK, 4),
            {},
            (IdleClock(running=True, n=4, left=0), TICK),
        ),
        (
            IdleClock(running=True, n=4, left=0),
            TimerElapsed(Timer.TICK, 4),
            {},
            (IdleClock(running=True, n=4, left=0), ()),
        ),
        (PROMPTING, TimerElapsed(Timer.TICK, 3), {}, (PROMPTING, ())),
    ],
)
def test_the_clock_after(
    clock: IdleClock,
    event: Event,
    changes: dict[str, Any],
    expected: tuple[IdleClock, tuple[Action, ...]],
) -> None:
    assert after(clock, event, **changes) == expected
