"""What the runtime should do: all that the state machine asks. A closed union."""

from dataclasses import dataclass, field
from uuid import UUID

from central.contract.queries import Query, QueryAnswer
from central.contract.records import Applicant, RatingBody
from central.contract.service_item import ServiceItem
from kiosk.flow.events import Timer, Token
from kiosk.view import Language


@dataclass(frozen=True)
class ReadCard:
    """Read the next card that is put down: `CardRead` or `CardFailed`."""

    token: Token


@dataclass(frozen=True)
class QueryCentral:
    """Ask central: `QueryAnswered` or `QueryFailed`."""

    token: Token
    query: Query = field(repr=False)


@dataclass(frozen=True)
class QueueRequest:
    """Accept a request for later: `RecordStored` or `StoreFailed`."""

    token: Token
    item: ServiceItem
    language: Language
    applicant: Applicant = field(repr=False)


@dataclass(frozen=True)
class PrintReceipt:
    """Print what the citizen takes along: `ReceiptSettled` or `StoreFailed`.

    Attributes:
        case: The key of the request that the slip is about, or, when an attempt is
            made again, of the completion; None where the case begins with this.
        serial: Of the attempt before, which a further one keeps.
        slip_code: For the slip of a queued request.
        answer: For a statement.
    """

    token: Token
    item: ServiceItem
    language: Language
    applicant: Applicant = field(repr=False)
    case: UUID | None
    serial: str | None
    slip_code: str | None
    answer: QueryAnswer | None = field(repr=False)


@dataclass(frozen=True)
class StoreRating:
    """Queue a rating: `RecordStored` or `StoreFailed`."""

    token: Token
    item: ServiceItem
    rating: RatingBody


@dataclass(frozen=True)
class StartTimer:
    """Start, or start again: `TimerElapsed(timer, n)` after `seconds`."""

    timer: Timer
    n: int
    seconds: float


@dataclass(frozen=True)
class StopTimer:
    """Stop, if it runs."""

    timer: Timer


@dataclass(frozen=True)
class DropVisit:
    """The visit is over: forget everything of it, and stop what runs for it."""

    visit: int


Action = (
    ReadCard
    | QueryCentral
    | QueueRequest
    | PrintReceipt
    | StoreRating
    | StartTimer
    | StopTimer
    | DropVisit
)
