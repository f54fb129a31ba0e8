"""What has happened: all that the state machine is told. A closed union.

`visit` and `n` say which action of which visit an answer belongs to; an answer of
another visit is dropped by the machine, one that a step no longer waits for by the
step.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from central.contract.queries import QueryAnswer
from central.contract.records import Paper
from drivers.base import CardReading
from kiosk.view import CardProblem, Tap, Trouble


@dataclass(frozen=True)
class Token:
    """Which action of which visit."""

    visit: int
    n: int


class Timer(StrEnum):
    """What is being timed; starting one again replaces it."""

    IDLE = "idle"  # nobody has touched the screen
    TICK = "tick"  # a second of the countdown has gone
    SLOW = "slow"  # an answer takes so long that a way out is due
    CARD_LEFT = "card_left"  # the card still lies there


@dataclass(frozen=True)
class Tapped:
    """The citizen said something."""

    tap: Tap


@dataclass(frozen=True)
class TroublesChanged:
    """What is wrong at this terminal, whole."""

    troubles: frozenset[Trouble]


@dataclass(frozen=True)
class CardSeen:
    """A card lies on the reader, read or not."""


@dataclass(frozen=True)
class CardLifted:
    """The reader has seen that no card lies on it."""


@dataclass(frozen=True)
class CardRead:
    """A card was read whole."""

    token: Token
    reading: CardReading


@dataclass(frozen=True)
class CardFailed:
    """A card was put down and could not be read; the reader tries on."""

    token: Token
    problem: CardProblem


@dataclass(frozen=True)
class QueryAnswered:
    """Central has answered."""

    token: Token
    answer: QueryAnswer


@dataclass(frozen=True)
class QueryFailed:
    """Central has not answered, or not sensibly."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class RecordStored:
    """The record and its journal entry are on the disk, in one commit."""

    token: Token
    case: UUID
    slip_code: str | None


@dataclass(frozen=True)
class StoreFailed:
    """Nothing was written, and so nothing was accepted or started."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class ReceiptSettled:
    """A sensor or status has spoken about the paper, and the journal has it.

    Attributes:
        trouble: What went wrong; None when it was printed.
    """

    token: Token
    case: UUID
    serial: str
    paper: Paper
    trouble: Trouble | None


@dataclass(frozen=True)
class TimerElapsed:
    """A timer ran out; `n` tells it from an earlier one of the same name."""

    timer: Timer
    n: int


StepEvent = (
    CardRead
    | CardFailed
    | QueryAnswered
    | QueryFailed
    | RecordStored
    | StoreFailed
    | ReceiptSettled
)
"""Events that answer an action of a visit."""

Event = Tapped | TroublesChanged | CardSeen | CardLifted | TimerElapsed | StepEvent
