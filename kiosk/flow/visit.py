"""One citizen's visit, and what a step says when something has happened.

A visit is the only place where anything of a citizen is kept while the machine
works; when the machine lets go of it, it is gone.
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
    """What is known of the visit so far.

    Attributes:
        setting: Of the terminal when the visit began, with the catalogue of then.
        n: Of the last action that expects an answer.
        today: The day in Shanghai when the visit began.
        code: The collection code that was given in place of a card.
        missed: Whether nothing waited under the code that was given before.
        coming: What was still coming when it was asked; None until then.
        form: What was filled in.
        chosen: References of the options that were chosen.
        held: The document in a cell that the visit is about.
        case: Idempotency key of the request or completion, once it has one.
        entered: Whether that record is written down.
        serial: Of the receipt, once it is given.
        payment: As central last said it stands.
        unclear: Whether the payment is still being confirmed.
        collecting: Documents that central made before, to be printed.
        documents: Title and serial of each document that was printed.
        released: What came out of a cell.
        copied: Whether the receipt is a copy of one that was written before.
        issued: Whether the code is a document's, to be collected elsewhere.
        paper_came: Whether a receipt was printed and should be taken.
        card_lying: Whether a card lies on the reader.
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
        """The visit with one more action asked, and that action's token."""
        visit = replace(self, n=self.n + 1)
        return visit, Token(visit.number, visit.n)

    @property
    def person(self) -> Applicant:
        """The applicant, where an earlier step has made sure that there is one."""
        if self.applicant is None:
            raise LookupError("the item asks for a person before it has identified one")
        return self.applicant

    @property
    def paid(self) -> bool:
        """Whether money has come for this visit: it has a receipt, whatever follows."""
        payment = self.payment
        return payment is not None and payment.state is PaymentState.APPROVED

    @property
    def holder(self) -> str:
        """The applicant's name, masked; empty where there is none."""
        return mask_name(self.applicant.name) if self.applicant else ""


class To(StrEnum):
    """Where the machine goes after a step has spoken."""

    NEXT = "next"
    BACK = "back"
    END = "end"


@dataclass(frozen=True)
class Onto:
    """The visit has become another one: on to what follows the first of `steps`."""

    steps: "tuple[type[Step], ...]"


VisitMove = Move[Visit, "Step", To | Onto]
"""A step's answer."""


@dataclass(frozen=True)
class Face:
    """What a step shows, and which of the three buttons it has.

    Attributes:
        question: Tells apart questions that look alike, as two fields of a form: a
            second tap on the one must not answer the other.
    """

    content: Content
    main: MainAction | None = None
    back: bool = False
    cancel: bool = True
    staff_code: str | None = None
    question: int = 0


class Step(Protocol):
    """A kind of step; each is a frozen dataclass that holds only its own state.

    Attributes:
        asks: Whether Back from a later step may lead here.
    """

    asks: ClassVar[bool]

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Whether this visit goes through the step at all."""

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Begin the step."""

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Answer to what has happened; what does not concern it changes nothing."""

    def face(self, visit: Visit) -> Face:
        """What the citizen sees."""

    @property
    def clock_runs(self) -> bool:
        """Whether the citizen is being waited for, rather than a device."""
