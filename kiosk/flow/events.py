"""The events that the state machine receives, a closed union.

`visit` and `n` state which action of which visit an answer belongs to. The machine
drops an answer of another visit, and a step one it no longer waits for.
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
    """What a timer measures; starting a timer again replaces it."""

    IDLE = "idle"  # no touch on the screen
    TICK = "tick"  # one second of the countdown has passed
    SLOW = "slow"  # an answer takes so long that a way out is shown
    CARD_LEFT = "card_left"  # the card is still on the reader
    PAY = "pay"  # one second of the time to pay has passed
    DOOR = "door"  # a cell's door has been open for long


@dataclass(frozen=True)
class Tapped:
    """The citizen has tapped the screen."""

    tap: Tap


@dataclass(frozen=True)
class TroublesChanged:
    """The terminal's troubles have changed; holds all of them."""

    troubles: frozenset[Trouble]


@dataclass(frozen=True)
class CatalogueRenewed:
    """Central has published other service items, or another version of them."""

    items: tuple[ServiceItem, ...] = field(repr=False)


@dataclass(frozen=True)
class DayBegan:
    """The date in Shanghai; sent at the start and at each midnight."""

    today: date


@dataclass(frozen=True)
class CardSeen:
    """A card is on the reader, whether it can be read or not."""


@dataclass(frozen=True)
class CardLifted:
    """The reader reports that no card is on it."""


@dataclass(frozen=True)
class CardRead:
    """A card was read completely and is valid today."""

    token: Token
    reading: CardReading


@dataclass(frozen=True)
class CardFailed:
    """A card could not be read or used; the reader keeps trying."""

    token: Token
    problem: CardProblem


@dataclass(frozen=True)
class GuardRead:
    """A card put down after the citizen's own was lifted has been read."""

    visit: int
    number: str = field(repr=False)


@dataclass(frozen=True)
class CodeScanned:
    """The scanner has read a code.

    Attributes:
        certificate: Whether its signature shows that it is a document's own code.
    """

    token: Token
    code: ScannedCode
    certificate: bool = False


@dataclass(frozen=True)
class CodeUnreadable:
    """A code at the scanner could not be read; the scanner keeps reading."""

    token: Token


@dataclass(frozen=True)
class EntitlementsAnswered:
    """The citizen's entitlements, as far as they could be found.

    Attributes:
        holder: The person's identity, if a code was given.
    """

    token: Token
    entitlements: tuple[Entitlement, ...] = field(repr=False)
    holder: Applicant | None = field(default=None, repr=False)


@dataclass(frozen=True)
class QueryAnswered:
    """Central has answered a query."""

    token: Token
    answer: QueryAnswer


@dataclass(frozen=True)
class QueryFailed:
    """Central has not answered a query, or sent an invalid answer."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class Held:
    """A document in a cell, as recorded in the manifest.

    Attributes:
        overdue: Whether its time to be collected is over: a clerk takes it back.
        tries_left: Wrong codes still allowed; at 0 staff must help.
    """

    holding: UUID
    title: Bilingual
    cell: int | None
    state: HoldingState
    overdue: bool = False
    tries_left: int = 5


@dataclass(frozen=True)
class HoldingsLooked:
    """A person's documents here: loaded, released, taken back or unclear."""

    token: Token
    held: tuple[Held, ...]


@dataclass(frozen=True)
class CodeChecked:
    """A collection code was right or wrong; a wrong one has been counted on disk."""

    token: Token
    right: bool
    tries_left: int


@dataclass(frozen=True)
class RecordStored:
    """A record and its journal entry have been committed together.

    Attributes:
        again: Whether the same request is queued already; the answer is that case.
    """

    token: Token
    case: UUID
    slip_code: str | None = field(repr=False)
    again: bool = False


@dataclass(frozen=True)
class StoreFailed:
    """Nothing was stored, so nothing was accepted or started."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class DocumentIssued:
    """A document has arrived complete, with a valid seal."""

    token: Token
    case: UUID
    document: IssuedDocument = field(repr=False)


@dataclass(frozen=True)
class DocumentFailed:
    """A document could not be had."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class PaymentAnswered:
    """A payment's state at central."""

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
    """Central could not be reached, or sent an invalid answer."""

    token: Token
    trouble: Trouble


@dataclass(frozen=True)
class DoorSeen:
    """The sensor reports the cell's door open."""

    token: Token


@dataclass(frozen=True)
class ReleaseSettled:
    """A release has ended according to the sensors; its outcome is in the journal."""

    token: Token
    case: UUID
    serial: str
    outcome: ReleaseOutcome


@dataclass(frozen=True)
class ReceiptSettled:
    """A receipt has ended according to a sensor or status.

    The journal holds its outcome.

    Attributes:
        trouble: What went wrong; None if it was printed.
    """

    token: Token
    case: UUID
    serial: str
    paper: Paper
    trouble: Trouble | None


@dataclass(frozen=True)
class DocumentSettled:
    """The document printer has finished; the outcome is in the journal.

    Attributes:
        serial: The serial reserved for the receipt, as in the completion.
    """

    token: Token
    case: UUID
    serial: str
    document: UUID
    paper: Paper
    trouble: Trouble | None


@dataclass(frozen=True)
class TimerElapsed:
    """A timer has elapsed.

    `n` distinguishes it from an earlier one of the same name.
    """

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
