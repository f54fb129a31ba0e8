"""The actions that the state machine asks of the runtime, a closed union."""

from dataclasses import dataclass, field
from uuid import UUID

from contract.documents import Collection, IssuedDocument
from contract.model import Answers, Applicant
from contract.payment import Payment, PaymentState
from contract.queries import Query, QueryAnswer
from contract.records import RatingBody
from contract.service_item import ServiceItem
from drivers.base import ShownCode
from kiosk.flow.events import Held, Timer, Token
from kiosk.flow.service.actions import ServiceAction
from view import Language


@dataclass(frozen=True)
class ReadCard:
    """Read the next card put on the reader: `CardRead` or `CardFailed`."""

    token: Token


@dataclass(frozen=True)
class GuardCard:
    """Read the next card to check whose it is: `GuardRead`, if it can be read."""

    visit: int


@dataclass(frozen=True)
class ReadCode:
    """Read codes with the scanner until `StopCode`: `CodeScanned` for each code.

    Or `CodeUnreadable`, if a code could not be read.
    """

    token: Token


@dataclass(frozen=True)
class StopCode:
    """Stop reading codes."""


@dataclass(frozen=True)
class ShowCode:
    """Show a code on the display beside the screen until `ClearCode`."""

    code: ShownCode = field(repr=False)


@dataclass(frozen=True)
class ClearCode:
    """Clear the display beside the screen."""


@dataclass(frozen=True)
class AskEntitlements:
    """Find the citizen's entitlements, here and at central: `EntitlementsAnswered`."""

    token: Token
    collection: Collection = field(repr=False)


@dataclass(frozen=True)
class QueryCentral:
    """Send a query to central: `QueryAnswered` or `QueryFailed`."""

    token: Token
    query: Query = field(repr=False)


@dataclass(frozen=True)
class LookUpHoldings:
    """Find a person's documents for an item in the manifest: `HoldingsLooked`."""

    token: Token
    item: ServiceItem
    applicant: Applicant = field(repr=False)


@dataclass(frozen=True)
class CheckCode:
    """Check the code of a document in a cell and count the try: `CodeChecked`."""

    token: Token
    held: Held
    code: str = field(repr=False)


@dataclass(frozen=True)
class QueueRequest:
    """Accept a request: `RecordStored` or `StoreFailed`.

    If the same person makes the same request while the first is queued, the answer is
    the first case.
    """

    token: Token
    item: ServiceItem
    language: Language
    applicant: Applicant | None = field(repr=False)
    form: Answers = field(default_factory=dict, repr=False)
    options: tuple[str, ...] = field(default=(), repr=False)
    payment: UUID | None = None


@dataclass(frozen=True)
class IssueDocument:
    """Have central make a document: `DocumentIssued` or `DocumentFailed`."""

    token: Token
    item: ServiceItem
    applicant: Applicant = field(repr=False)
    form: Answers = field(default_factory=dict, repr=False)
    case: UUID | None = None
    payment: UUID | None = None


@dataclass(frozen=True)
class CollectDocument:
    """Fetch a document that waits at central: `DocumentIssued` or `DocumentFailed`."""

    token: Token
    document: UUID
    collection: Collection = field(repr=False)


@dataclass(frozen=True)
class RequestPayment:
    """Open an order, or charge a citizen's own payment code.

    Answered by `PaymentAnswered`, `PaymentRefused` or `PaymentFailed`. The intent is
    recorded in the electronic journal before anything is sent.

    Attributes:
        amount: In fen, as shown on the screen.
        case: The visit's case, if it has one already.
    """

    token: Token
    item: ServiceItem
    applicant: Applicant | None = field(repr=False)
    form: Answers = field(repr=False)
    options: tuple[str, ...] = field(repr=False)
    amount: int
    provider: str
    payment_code: str | None = field(repr=False)
    case: UUID | None = None


@dataclass(frozen=True)
class FollowPayment:
    """Report when a payment leaves `state`: `PaymentAnswered`.

    While no answer can be had, the query is repeated until another action for this
    payment or the visit's end.
    """

    token: Token
    payment: UUID
    state: PaymentState


@dataclass(frozen=True)
class ClosePayment:
    """Close the order: `PaymentAnswered` or `PaymentFailed`."""

    token: Token
    payment: UUID


@dataclass(frozen=True)
class Paid:
    """The payment on a receipt; `unclear` while it is being confirmed."""

    payment: Payment
    unclear: bool = False


@dataclass(frozen=True)
class PrintReceipt:
    """Print the receipt or slip for the citizen: `ReceiptSettled` or `StoreFailed`.

    Attributes:
        case: The key of the request or completion that the receipt is about; None if
            the case begins with this action.
        entered: Whether that record is stored already; otherwise it is a completion,
            stored with the first attempt.
        serial: The previous attempt's serial, or the one reserved with the completion.
        slip_code: The code of a request, or of a document that could not be printed
            here.
        issued: Whether the code is for a document that has already been made.
        form: The form's answers: a bill's code is printed so that it can be paid later.
        answer: The department's answer, if the receipt is all that is printed.
        chosen: References of the options that were chosen.
        paid: The payment, if something was paid.
        documents: Title and serial of each document that was printed.
        released: The document that was taken from a cell.
        copied: Whether 副本 COPY is printed on it.
    """

    token: Token
    item: ServiceItem
    language: Language
    applicant: Applicant | None = field(repr=False)
    case: UUID | None
    entered: bool
    serial: str | None
    slip_code: str | None = field(default=None, repr=False)
    issued: bool = False
    form: Answers = field(default_factory=dict, repr=False)
    answer: QueryAnswer | None = field(default=None, repr=False)
    chosen: tuple[str, ...] = field(default=(), repr=False)
    paid: Paid | None = field(default=None, repr=False)
    documents: tuple[tuple[str, str], ...] = ()
    released: Held | None = None
    copied: bool = False


@dataclass(frozen=True)
class PrintDocument:
    """Print a document: `DocumentSettled` or `StoreFailed`.

    Attributes:
        case: As for a receipt: the completion is stored before the first effect.
        payment: The payment for it, if any.
    """

    token: Token
    item: ServiceItem
    applicant: Applicant | None = field(repr=False)
    document: IssuedDocument = field(repr=False)
    case: UUID | None
    entered: bool
    serial: str | None
    payment: Payment | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ReleaseCell:
    """Open a cell and follow its door: `DoorSeen`, `ReleaseSettled`, `StoreFailed`."""

    token: Token
    item: ServiceItem
    applicant: Applicant = field(repr=False)
    held: Held
    case: UUID | None
    entered: bool
    serial: str | None


@dataclass(frozen=True)
class ConfirmRelease:
    """Record the citizen's answer whether the document was taken, and queue it.

    Attributes:
        taken: False if it did not come out or is still in the cell; staff must check.
    """

    token: Token
    item: ServiceItem
    held: Held
    case: UUID
    taken: bool


@dataclass(frozen=True)
class StoreRating:
    """Queue a rating: `RecordStored` or `StoreFailed`."""

    token: Token
    item: ServiceItem
    rating: RatingBody


@dataclass(frozen=True)
class StartTimer:
    """Start or restart a timer: `TimerElapsed(timer, n)` after `seconds`."""

    timer: Timer
    n: int
    seconds: float


@dataclass(frozen=True)
class StopTimer:
    """Stop a timer, if it runs."""

    timer: Timer


@dataclass(frozen=True)
class DropVisit:
    """End the visit: drop all of its data and stop what runs for it."""

    visit: int


Action = (
    ReadCard
    | GuardCard
    | ReadCode
    | StopCode
    | ShowCode
    | ClearCode
    | AskEntitlements
    | QueryCentral
    | LookUpHoldings
    | CheckCode
    | QueueRequest
    | IssueDocument
    | CollectDocument
    | RequestPayment
    | FollowPayment
    | ClosePayment
    | PrintReceipt
    | PrintDocument
    | ReleaseCell
    | ConfirmRelease
    | StoreRating
    | StartTimer
    | StopTimer
    | DropVisit
    | ServiceAction
)
