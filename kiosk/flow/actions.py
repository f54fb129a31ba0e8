"""What the runtime should do: all that the state machine asks. A closed union."""

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
    """Read the next card that is put down: `CardRead` or `CardFailed`."""

    token: Token


@dataclass(frozen=True)
class GuardCard:
    """Read the next card to see whose it is: `GuardRead`, if it can be read."""

    visit: int


@dataclass(frozen=True)
class ReadCode:
    """Listen to the scanner until `StopCode`: for each code, `CodeScanned`.

    Or `CodeUnreadable`, where it could not be read.
    """

    token: Token


@dataclass(frozen=True)
class StopCode:
    """Nobody waits for a code any more."""


@dataclass(frozen=True)
class ShowCode:
    """Show a code on the display beside the screen, until `ClearCode`."""

    code: ShownCode = field(repr=False)


@dataclass(frozen=True)
class ClearCode:
    """Show nothing there any more."""


@dataclass(frozen=True)
class AskEntitlements:
    """What is still coming, here and at central: `EntitlementsAnswered`."""

    token: Token
    collection: Collection = field(repr=False)


@dataclass(frozen=True)
class QueryCentral:
    """Ask central: `QueryAnswered` or `QueryFailed`."""

    token: Token
    query: Query = field(repr=False)


@dataclass(frozen=True)
class LookUpHoldings:
    """Look into the manifest, for a person and an item: `HoldingsLooked`."""

    token: Token
    item: ServiceItem
    applicant: Applicant = field(repr=False)


@dataclass(frozen=True)
class CheckCode:
    """Check the code of a document in a cell, and count it: `CodeChecked`."""

    token: Token
    held: Held
    code: str = field(repr=False)


@dataclass(frozen=True)
class QueueRequest:
    """Accept a request: `RecordStored` or `StoreFailed`.

    The same person asking the same again, while the first waits, gets the first case.
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
    """Have a document made: `DocumentIssued` or `DocumentFailed`."""

    token: Token
    item: ServiceItem
    applicant: Applicant = field(repr=False)
    form: Answers = field(default_factory=dict, repr=False)
    case: UUID | None = None
    payment: UUID | None = None


@dataclass(frozen=True)
class CollectDocument:
    """Have a document that waits: `DocumentIssued` or `DocumentFailed`."""

    token: Token
    document: UUID
    collection: Collection = field(repr=False)


@dataclass(frozen=True)
class RequestPayment:
    """Open an order, or charge a citizen's own code.

    `PaymentAnswered`, `PaymentRefused` or `PaymentFailed`. The intent is in the
    electronic journal before anything is sent.

    Attributes:
        amount: In fen, as shown.
        case: Of the visit, where it has one already.
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
    """Tell as soon as it is not in `state` any more: `PaymentAnswered`.

    While nothing can be learned it is asked again and again, until another action for
    this payment, or the visit's end.
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
    """What a receipt says of a payment; `unclear` while it is being confirmed."""

    payment: Payment
    unclear: bool = False


@dataclass(frozen=True)
class PrintReceipt:
    """Print what the citizen takes along: `ReceiptSettled` or `StoreFailed`.

    Attributes:
        case: The key of the request or completion that the receipt is about; None
            where the case begins with this.
        entered: Whether that record is written already; else it is a completion, and
            is written with the first attempt.
        serial: Of the attempt before, or given when the completion was written.
        slip_code: Of a request, or of a document that could not be printed here.
        issued: Whether it is a document's: that one is made already.
        form: What was filled in: a bill's code stands on the slip to pay it later.
        answer: What the department said, where the receipt is all that is printed.
        chosen: References of its options that were chosen.
        paid: Where something was paid.
        documents: Title and serial of each document that was printed.
        released: What came out of a cell.
        copied: Whether 副本 COPY stands on it.
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
        case: As of a receipt: the completion is written before the first effect.
        payment: What was paid for it.
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
    """The citizen has said whether the document was taken: journal and central know.

    Attributes:
        taken: False: it did not come out, or lies there still; staff must look.
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
