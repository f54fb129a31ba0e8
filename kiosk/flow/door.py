"""A cell's door as the machine follows it, for citizens and clerks alike."""

from enum import StrEnum

from kiosk.flow.actions import Action, StartTimer, StopTimer
from kiosk.flow.events import DoorSeen, Event, ReleaseSettled, Timer, TimerElapsed
from kiosk.flow.service.events import ClerkSettled
from kiosk.flow.tokens import ReleaseOutcome


class DoorPhase(StrEnum):
    """A door that is being followed."""

    OPENING = "opening"
    OPEN = "open"
    LONG_OPEN = "long_open"  # for so long that it is asked for more loudly


def follow(
    phase: DoorPhase, n: int, event: Event, long_s: float
) -> tuple[DoorPhase | ReleaseOutcome, tuple[Action, ...]] | None:
    """Return how the door is after an event, and what to do; None if it is no news.

    Args:
        phase: How the door was.
        n: Of the action that opened it.
        event: What has happened.
        long_s: Seconds after which a door has been open for long.
    """
    match event:
        case DoorSeen(token) if token.n == n and phase is DoorPhase.OPENING:
            return DoorPhase.OPEN, (StartTimer(Timer.DOOR, n, long_s),)
        case TimerElapsed(Timer.DOOR, timed) if timed == n and phase is DoorPhase.OPEN:
            return DoorPhase.LONG_OPEN, ()
        case ReleaseSettled() | ClerkSettled() if event.token.n == n:
            return event.outcome, (StopTimer(Timer.DOOR),)
    return None
