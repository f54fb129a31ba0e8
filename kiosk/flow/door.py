"""Following a cell's door in the state machine, for citizens and clerks."""

from enum import StrEnum

from kiosk.flow.actions import Action, StartTimer, StopTimer
from kiosk.flow.events import DoorSeen, Event, ReleaseSettled, Timer, TimerElapsed
from kiosk.flow.service.events import ClerkSettled
from kiosk.flow.tokens import ReleaseOutcome


class DoorPhase(StrEnum):
    """The phases of a door that is being followed."""

    OPENING = "opening"
    OPEN = "open"
    LONG_OPEN = "long_open"  # so long that the screen asks for it more urgently


def follow(
    phase: DoorPhase, n: int, event: Event, long_s: float
) -> tuple[DoorPhase | ReleaseOutcome, tuple[Action, ...]] | None:
    """Return the door's phase or outcome, and actions.

    None if the event changes neither.

    Args:
        phase: The door's phase so far.
        n: The number of the action that opened it.
        event: The event.
        long_s: Seconds after which a door counts as open for long.
    """
    match event:
        case DoorSeen(token) if token.n == n and phase is DoorPhase.OPENING:
            return DoorPhase.OPEN, (StartTimer(Timer.DOOR, n, long_s),)
        case TimerElapsed(Timer.DOOR, timed) if timed == n and phase is DoorPhase.OPEN:
            return DoorPhase.LONG_OPEN, ()
        case ReleaseSettled() | ClerkSettled() if event.token.n == n:
            return event.outcome, (StopTimer(Timer.DOOR),)
    return None
