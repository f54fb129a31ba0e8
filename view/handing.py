"""Screens of payment, printing, release from a cell, and rating."""

from dataclasses import dataclass, field
from enum import StrEnum

from view.asking import FieldChoice
from view.words import Trouble


class PayStage(StrEnum):
    """The progress of a payment."""

    CHOOSE_METHOD = "choose_method"  # `PickOption(provider)`
    OPENING = "opening"  # the bill is queried again, and an order is opened
    SCAN = "scan"  # waiting for the citizen's phone to scan the code
    CHARGING = "charging"  # the citizen's own code was scanned
    CLOSING = "closing"  # the order is being closed: do not pay any more
    DECLINED = "declined"  # nothing was paid; it may be tried again
    CLOSED = "closed"  # timed out or cancelled; nothing was paid
    CHANGED = "changed"  # the bill differs from the one shown: check it again
    PAID_BEFORE = "paid_before"  # already paid by someone
    REFUSED = "refused"  # the amount cannot be paid here
    UNCLEAR = "unclear"  # being confirmed, do not pay again (支付确认中，请勿重复支付)
    NO_ANSWER = "no_answer"  # no order was opened; nothing was paid


class PayCodeProblem(StrEnum):
    """Why the scanned code cannot be charged."""

    UNREADABLE = "unreadable"
    NOT_FOR_PAYING = "not_for_paying"  # not the format of a payment code


@dataclass(frozen=True)
class Pay:
    """A payment.

    Attributes:
        amount: In fen.
        methods: The ways to pay; later only the chosen one.
        code_url: Content of the QR code, while it is shown here.
        seconds_left: Until the order is closed.
        own_code: Whether the citizen may scan their own payment code instead.
        elsewhere: Whether the code is on a separate display beside this screen.
        problem: What is wrong with the last scanned code.
    """

    stage: PayStage
    title: str
    amount: int
    methods: tuple[FieldChoice, ...] = ()
    code_url: str | None = field(default=None, repr=False)
    seconds_left: int | None = None
    own_code: bool = False
    elsewhere: bool = False
    problem: PayCodeProblem | None = None


class Leaving(StrEnum):
    """The kind of paper that is being printed."""

    RECEIPT = "receipt"
    SLIP = "slip"  # of an accepted request that is finished later
    DOCUMENT = "document"


@dataclass(frozen=True)
class Printing:
    """Paper is being printed.

    Attributes:
        making: Whether central is still issuing the document.
        number: Number of this document among `of` documents.
    """

    paper: Leaving
    making: bool = False
    number: int = 1
    of: int = 1


class DoorStage(StrEnum):
    """The progress of the release of a document."""

    OPENING = "opening"
    TAKE = "take"  # the door is open: take it and close the door
    CLOSE = "close"  # the door has been open for a long time
    STUCK = "stuck"  # it did not open: nothing was released; it may be tried again
    TAKEN = "taken"  # closed: have you got it? `Main` yes, `Back` opens it again
    ASK_CLOSED = "ask_closed"  # no sensor: have you got it, and is the door closed?
    LEFT_OPEN = "left_open"  # open for too long: staff have been alerted
    UNCLEAR = "unclear"  # not known whether it was taken: staff must check
    ANOTHER_OPEN = "another_open"  # another door is open: close it first


@dataclass(frozen=True)
class Release:
    """A cell is opened, and its door monitored.

    Attributes:
        cells: Number of cells of the cabinet, for the drawing.
    """

    stage: DoorStage
    title: str
    cell: int
    cells: int


class Paper(StrEnum):
    """The result of printing."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"  # certainly nothing came out
    UNCERTAIN = "uncertain"  # possibly partly printed


@dataclass(frozen=True)
class PaperTrouble:
    """Printing failed; the screen shows what the paper would have said.

    Attributes:
        slip_code: For a queued request that was accepted all the same, or a document
            that can be collected at any terminal.
        serial: Serial of the paper.
        can_retry: Whether the main action prints again (nothing came out before).
        kind: The kind of paper.
        receipt_url: For a payment whose receipt is offered as a code for a phone.
    """

    paper: Paper
    trouble: Trouble
    serial: str
    slip_code: str | None = field(repr=False)
    can_retry: bool
    kind: Leaving = Leaving.RECEIPT
    receipt_url: str | None = field(default=None, repr=False)


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
    """Asks for a rating, and for reasons once one of the two worst grades is chosen.

    Attributes:
        paper: Whether the screen reminds the citizen to take the paper.
        slip_code: For a queued request, repeated in large type.
    """

    paper: bool
    slip_code: str | None = field(repr=False)
    grade: Grade | None = None
    reasons: frozenset[RatingReason] = frozenset()
