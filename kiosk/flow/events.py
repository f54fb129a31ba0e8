"""What has happened: all that the state machine is told. A closed union.

`visit` and `n` say which action of which visit an answer belongs to; an answer of
another visit is dropped by the machine, one that a step no longer waits for by the
step.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from contract.documents import IssuedDocument
from contract.entitlements import Entitlement
from contract.manifest import HoldingState
from contract.model import Applicant, Bilingual
from contract.payment import Payment
from contract.queries import QueryAnswer
from contract.records import Paper
from contract.service_item import ServiceItem
from drivers.base import CardReading, ScannedCode
from kiosk.flow.service.events import ServiceEvent
from kiosk.flow.tokens import ReleaseOutcome as ReleaseOutcome
from kiosk.flow.tokens import Token as Token
from view import CardProblem, Tap, Trouble


class Timer(StrEnum):
    """What is being timed; starting one again replaces it."""

    IDLE = "idle"  # nobody has touched the screen
    TICK = "tick"  # a second of the countdown has gone
    SLOW = "slow"  # an answer takes so long that a way out is due
    CARD_LEFT = "card_left"  # the card still lies there
    PAY = "pay"  # a second of the time to pay has gone
    DOOR = "door"  # a cell's door has stood open for long


@dataclass(frozen=True)
class Tapped:
    """The citizen said something."""

    tap: Tap


@dataclass(frozen=True)
class TroublesChanged:
    """What is wrong at this terminal, whole."""

    troubles: frozenset[Trouble]


@dataclass(frozen=True)
class CatalogueRenewed:
    """Central has published other service items, or another version of them."""

    items: tuple[ServiceItem, ...] = field(repr=False)


@dataclass(frozen=True)
class DayBegan:
    """It is this day in Shanghai; told at the start and at each midnight."""

    today: date


@dataclass(frozen=True)
class CardSeen:
    """A card lies on the reader, read or not."""


@dataclass(frozen=True)
class CardLifted:
    """The reader has seen that no card lies on it."""


@dataclass(frozen=True)
class CardRead:
    """A card was read whole, and is valid today."""

    token: Token
    reading: CardReading


@dataclass(frozen=True)
class CardFailed:
    """A card was put down and could not be read or used; the reader tries on."""

    token: Token
    problem: CardProblem


@dataclass(frozen=True)
class GuardRead:
    """The card that was put down in place of a citizen's own was read."""

    visit: int
    number: str = field(repr=False)


@dataclass(frozen=True)
class CodeScanned:
    """The scanner has read a code.

    Attributes:
        certificate: Whether its signature says that it is a document's own code.
    """

    token: Token
    code: ScannedCode
    certificate: bool = False


@dataclass(frozen=True)
class CodeUnreadable:
    """A code was held to the scanner, and could not be read; it goes on listening."""

    token: Token


@dataclass(frozen=True)
class EntitlementsAnswered:
    """What is still coming, as far as it could be learned.

    Attributes:
        reached: Whether central has answered; else only this terminal has.
        holder: Who it is, where a code was given.
    """

    token: Token
    entitlements: tuple[Entitlement, ...] = field(repr=False)
    reached: bool
    holder: Applicant | None = field(default=None, repr=False)


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
class Held:
    """A document in a cell, as the manifest has it.

    Attributes:
        overdue: Its time is over: a clerk takes it back.
        tries_left: Wrong codes that are still allowed; at 0 staff must help.
    """

    holding: UUID
    title: Bilingual
    cell: int | None
    state: HoldingState
    overdue: bool = False
    tries_left: int = 5


@dataclass(frozen=True)
class HoldingsLooked:
    """What lies here for this person, or did: released, taken back or unclear."""

    token: Token
    held: tuple[Held, ...]


@dataclass(frozen=True)
class CodeChecked:
    """The code was right or wrong; a wrong one is counted on the disk."""

    token: Token
    right: bool
    tries_left: int


@dataclass(frozen=True)
class RecordStored:
    """The record and its journal entry are on the disk, in one commit.

    Attributes:
        again: The same was asked before and still waits: it is that case.
    """

    token: Token
    case: UUID
    slip_code: str | None = field(repr=False)
    again: bool = False


@dataclass(frozen=True)
class StoreFailed:
    """Nothing was written, and so nothing was accepted or started."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class DocumentIssued:
    """The document is here, whole, and its seal is right."""

    token: Token
    case: UUID
    document: IssuedDocument = field(repr=False)


@dataclass(frozen=True)
class DocumentFailed:
    """There is no document."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class PaymentAnswered:
    """How the payment stands at central."""

    token: Token
    payment: Payment


class PayRefusal(StrEnum):
    """Why no order was opened; nothing was paid."""

    BILL_CHANGED = "bill_changed"
    BILL_PAID = "bill_paid"
    PAYMENT_UNCLEAR = "payment_unclear"
    AMOUNT_REFUSED = "amount_refused"


@dataclass(frozen=True)
class PaymentRefused:
    """Central did not open an order."""

    token: Token
    why: PayRefusal


@dataclass(frozen=True)
class PaymentFailed:
    """Central could not be asked, or did not answer sensibly."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class DoorSeen:
    """The cell's door is open, by its sensor."""

    token: Token


@dataclass(frozen=True)
class ReleaseSettled:
    """The sensors have spoken, and the journal has it."""

    token: Token
    case: UUID
    serial: str
    outcome: ReleaseOutcome


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
class DocumentSettled:
    """The printer of documents has spoken, and the journal has it.

    Attributes:
        serial: Reserved for the receipt, as the completion says.
    """

    token: Token
    case: UUID
    serial: str
    document: UUID
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
    | CodeScanned
    | CodeUnreadable
    | EntitlementsAnswered
    | QueryAnswered
    | QueryFailed
    | HoldingsLooked
    | CodeChecked
    | RecordStored
    | StoreFailed
    | DocumentIssued
    | DocumentFailed
    | PaymentAnswered
    | PaymentRefused
    | PaymentFailed
    | DoorSeen
    | ReleaseSettled
    | ReceiptSettled
    | DocumentSettled
)
"""Events that answer an action of a visit."""

Event = (
    Tapped
    | TroublesChanged
    | CatalogueRenewed
    | DayBegan
    | CardSeen
    | CardLifted
    | GuardRead
    | TimerElapsed
    | StepEvent
    | ServiceEvent
)
