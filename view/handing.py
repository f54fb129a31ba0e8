"""What is handed over: money, paper, documents from a cell, and an opinion."""

from dataclasses import dataclass
from enum import StrEnum

from view.asking import FieldChoice
from view.words import Trouble


class PayStage(StrEnum):
    """How far a payment has come."""

    CHOOSE_METHOD = "choose_method"  # `PickOption(provider)`
    OPENING = "opening"  # the bill is asked again, and an order is opened
    SCAN = "scan"  # the code is to be scanned by the citizen's phone
    CHARGING = "charging"  # the citizen's own code was scanned
    CLOSING = "closing"  # the order is being closed: do not pay any more
    DECLINED = "declined"  # nothing was paid; it may be tried again
    CLOSED = "closed"  # time was up or the citizen did not want to; nothing was paid
    CHANGED = "changed"  # the bill is another one than was shown: look again
    PAID_BEFORE = "paid_before"  # somebody has paid it meanwhile
    REFUSED = "refused"  # an amount that cannot be paid here
    UNCLEAR = "unclear"  # being confirmed, do not pay again (支付确认中，请勿重复支付)
    NO_ANSWER = "no_answer"  # no order came about; nothing was paid


class PayCodeProblem(StrEnum):
    """Why the code that was held to the scanner pays nothing."""

    UNREADABLE = "unreadable"
    NOT_FOR_PAYING = "not_for_paying"  # by its form, nobody's payment code


@dataclass(frozen=True)
class Pay:
    """Paying.

    Attributes:
        amount: In fen.
        methods: To choose from; later the one that was chosen.
        code_url: What the QR code holds, while it is to be scanned here.
        seconds_left: Until the order is closed.
        own_code: Whether the citizen's own payment code may be held to the scanner.
        elsewhere: Whether the code is on a screen of its own beside this one.
        problem: What is wrong with the code that was held to the scanner last.
    """

    stage: PayStage
    title: str
    amount: int
    methods: tuple[FieldChoice, ...] = ()
    code_url: str | None = None
    seconds_left: int | None = None
    own_code: bool = False
    elsewhere: bool = False
    problem: PayCodeProblem | None = None


class Leaving(StrEnum):
    """Which paper is on its way."""

    RECEIPT = "receipt"
    SLIP = "slip"  # of a request that was accepted, to be finished later
    DOCUMENT = "document"


@dataclass(frozen=True)
class Printing:
    """Paper is on its way.

    Attributes:
        making: The document is still being made at central.
        number: Which of `of` documents.
    """

    paper: Leaving
    making: bool = False
    number: int = 1
    of: int = 1


class DoorStage(StrEnum):
    """How far the release of a document has come."""

    OPENING = "opening"
    TAKE = "take"  # the door is open: take it and close the door
    CLOSE = "close"  # the door has been open for long
    STUCK = "stuck"  # it did not open: nothing was released; it may be tried again
    TAKEN = "taken"  # closed: have you got it? `Main` yes, `Back` opens it again
    ASK_CLOSED = "ask_closed"  # no sensor: have you got it, and is the door closed?
    LEFT_OPEN = "left_open"  # for too long: staff have been told
    UNCLEAR = "unclear"  # nobody knows whether it came out: staff must look
    ANOTHER_OPEN = "another_open"  # another door stands open: close it first


@dataclass(frozen=True)
class Release:
    """A cell is opened, and its door followed.

    Attributes:
        cells: How many there are, for the drawing.
    """

    stage: DoorStage
    title: str
    cell: int
    cells: int


class Paper(StrEnum):
    """What became of the paper."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"  # provably nothing came out
    UNCERTAIN = "uncertain"  # perhaps half of it


@dataclass(frozen=True)
class PaperTrouble:
    """The paper did not come out well; what it would have said stands here.

    Attributes:
        slip_code: Of a queued request that was accepted all the same, or of a document
            that can be collected at any terminal.
        serial: Of the paper.
        can_retry: Whether the main action prints again (nothing came out before).
        kind: Which paper.
        receipt_url: Of a payment whose receipt is offered as a code for a phone.
    """

    paper: Paper
    trouble: Trouble
    serial: str
    slip_code: str | None
    can_retry: bool
    kind: Leaving = Leaving.RECEIPT
    receipt_url: str | None = None


class Grade(StrEnum):
    """The five grades of 好差评, from best to worst."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    MOSTLY_SATISFIED = "mostly_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class RatingReason(StrEnum):
    """Why a citizen was not satisfied."""

    HARD_TO_USE = "hard_to_use"
    TOO_SLOW = "too_slow"
    DEVICE_FAULT = "device_fault"
    WRONG_INFORMATION = "wrong_information"
    OTHER = "other"


@dataclass(frozen=True)
class RateVisit:
    """How was it? With reasons once one of the two worst grades was chosen.

    Attributes:
        paper: Whether "take your paper" is said here.
        slip_code: Of a queued request, said again in large type.
    """

    paper: bool
    slip_code: str | None
    grade: Grade | None = None
    reasons: frozenset[RatingReason] = frozenset()
