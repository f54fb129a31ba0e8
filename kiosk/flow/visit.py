"""A citizen's visit, and the protocol of its steps.

The visit is the only place that keeps a citizen's data while the machine works; once
the machine drops it, the data is gone.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import UUID

from contract.entitlements import Entitlement
from contract.model import Answers, Applicant
from contract.payment import Payment, PaymentState
from contract.queries import QueryAnswer, WaitingDocument
from contract.service_item import ServiceItem
from kiosk.flow.events import Event, Held, Token
from kiosk.flow.masking import mask_name
from kiosk.flow.move import Move
from kiosk.flow.setting import Setting
from view import Content, Language, MainAction, Trouble


@dataclass(frozen=True)
class Visit:
    """The data of the visit so far.

    Attributes:
        setting: The terminal's setting, with its catalogue, when the visit began.
        n: The number of the last action that expects an answer.
        today: The day in Shanghai when the visit began.
        code: The collection code that was given instead of a card.
        missed: Whether the previous code matched nothing.
        coming: The citizen's entitlements when they were looked up; None until then.
        form: The form's answers.
        chosen: References of the options that were chosen.
        held: The document in a cell that the visit is about.
        case: Idempotency key of the request or completion, once there is one.
        entered: Whether that record is stored.
        serial: The receipt's serial, once it is reserved.
        payment: The payment as last reported by central.
        unclear: Whether the payment is still being confirmed.
        collecting: Documents that central made earlier, to be printed.
        documents: Title and serial of each document that was printed.
        released: The document that was taken from a cell.
        copied: Whether the receipt is a copy of an earlier one.
        issued: Whether the code is a document's, to be collected elsewhere.
        paper_came: Whether a receipt was printed and should be taken.
        card_lying: Whether a card is on the reader.
    """

    number: int
    item: ServiceItem
    language: Language
    setting: Setting = field(repr=False)
    troubles: frozenset[Trouble]
    card_lying: bool
    n: int = 0
    applicant: Applicant | None = field(default=None, repr=False)
    today: date = date.min
    code: str | None = field(default=None, repr=False)
    missed: bool = False
    coming: tuple[Entitlement, ...] | None = field(default=None, repr=False)
    form: Answers = field(default_factory=dict, repr=False)
    answer: QueryAnswer | None = field(default=None, repr=False)
    chosen: tuple[str, ...] = field(default=(), repr=False)
    held: Held | None = None
    case: UUID | None = None
    entered: bool = False
    serial: str | None = None
    payment: Payment | None = field(default=None, repr=False)
    unclear: bool = False
    collecting: tuple[WaitingDocument, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    released: Held | None = None
    copied: bool = False
    slip_code: str | None = field(default=None, repr=False)
    issued: bool = False
    paper_came: bool = False

    def asking(self) -> "tuple[Visit, Token]":
        """Count one more action; return the visit and the action's token."""
        visit = replace(self, n=self.n + 1)
        return visit, Token(visit.number, visit.n)

    @property
    def person(self) -> Applicant:
        """The applicant, if an earlier step has identified one."""
        if self.applicant is None:
            raise LookupError("the item asks for a person before it has identified one")
        return self.applicant

    @property
    def paid(self) -> bool:
        """Whether this visit is paid: it then has a receipt, whatever follows."""
        payment = self.payment
        return payment is not None and payment.state is PaymentState.APPROVED

    @property
    def holder(self) -> str:
        """The applicant's name, masked; empty without an applicant."""
        return mask_name(self.applicant.name) if self.applicant else ""


class To(StrEnum):
    """Where the machine goes after a step."""

    NEXT = "next"
    BACK = "back"
    END = "end"


@dataclass(frozen=True)
class Onto:
    """Continue with a different list of steps, after the first of `steps`."""

    steps: "tuple[type[Step], ...]"


VisitMove = Move[Visit, "Step", To | Onto]
"""A step's answer to an event."""


@dataclass(frozen=True)
class Face:
    """What a step shows, and which of the three buttons it has.

    Attributes:
        question: Distinguishes questions of the same form, such as two fields: a second
            tap on one must not answer the other.
    """

    content: Content
    main: MainAction | None = None
    back: bool = False
    cancel: bool = True
    staff_code: str | None = None
    question: int = 0


class Step(Protocol):
    """A kind of step: a frozen dataclass that holds only its own state.

    Attributes:
        asks: Whether Back from a later step may lead to this step.
    """

    asks: ClassVar[bool]

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether this visit goes through the step."""

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Begin the step."""

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle an event; one that does not concern the step changes nothing."""

    def face(self, visit: Visit) -> Face:
        """Return what the citizen sees."""

    @property
    def clock_runs(self) -> bool:
        """Whether the step is waiting for the citizen, not for a device."""
