"""The idle clock: without a touch, more time is offered, then the visit ends.

It is stopped while a device or central is being waited for.
"""

from dataclasses import dataclass, replace

from kiosk.flow.actions import Action, StartTimer, StopTimer
from kiosk.flow.events import Event, Timer, TimerElapsed


@dataclass(frozen=True)
class IdleClock:
    """The idle clock: `n` of the running timer, `left` seconds of the countdown."""

    running: bool = False
    n: int = 0
    left: int | None = None

    def stopped(self) -> "IdleClock":
        """Return the clock stopped, without a countdown on the screen."""
        return replace(self, running=False, left=None)


def follow(
    clock: IdleClock,
    *,
    runs: bool,
    restart: bool,
    event: Event,
    idle_s: float,
    prompt_s: int,
) -> tuple[IdleClock, tuple[Action, ...]]:
    """Return the clock after an event; at `left == 0` the visit must end.

    Args:
        clock: The clock before the event.
        runs: Whether the terminal is waiting for the citizen.
        restart: Whether the screen was touched, or shows another question.
        event: The event.
        idle_s: Seconds without a touch until more time is offered.
        prompt_s: Seconds that the offer of more time counts down.
    """
    if not runs:
        if not clock.running:
            return clock, ()
        return clock.stopped(), (StopTimer(Timer.IDLE), StopTimer(Timer.TICK))
    if restart or not clock.running:
        fresh = IdleClock(running=True, n=clock.n + 1)
        start = StartTimer(Timer.IDLE, fresh.n, idle_s)
        return fresh, (StopTimer(Timer.TICK), start)
    match event:
        case TimerElapsed(Timer.IDLE, n) if n == clock.n:
            prompting = replace(clock, left=prompt_s)
            return prompting, (StartTimer(Timer.TICK, clock.n, 1),)
        case TimerElapsed(Timer.TICK, n) if n == clock.n and clock.left:
            ticked = replace(clock, left=clock.left - 1)
            return ticked, (StartTimer(Timer.TICK, clock.n, 1),)
    return clock, ()
