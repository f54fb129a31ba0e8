"""What the screen shows, and what a citizen can say back: all that `ui` knows.

A screen is a function of the View: frozen data, complete, without callbacks. Texts of
items and answers come in the citizen's language; everything else is a word of an enum
that `ui` translates, so that no text for citizens is written outside `ui`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Language = Literal["zh_CN", "en"]


class Trouble(StrEnum):
    """What is wrong, as far as a citizen is concerned."""

    READER = "reader"  # the card reader does not work
    PRINTER = "printer"  # the printer does not work
    PAPER = "paper"  # it has no paper
    DOCUMENT_PRINTER = "document_printer"  # the printer of documents does not work
    LOCKER = "locker"  # the cabinet does not work, or a door of it stands open
    MANIFEST = "manifest"  # what lies in the cells is not known here yet
    NETWORK = "network"  # there is no network
    CENTRAL = "central"  # the department's system does not answer, or wrongly
    STORAGE = "storage"  # nothing can be written down safely
    QUEUE_FULL = "queue_full"  # as much waits for the network as may wait
    STARTING = "starting"  # devices are still being greeted


class Availability(StrEnum):
    """Whether an item can be done here and now."""

    OPEN = "open"
    QUEUED = "queued"  # accepted now, finished when the network is back
    CLOSED = "closed"


@dataclass(frozen=True)
class Tile:
    """An item, with what stands in its way.

    Attributes:
        trouble: Why it is queued or closed; None where it is open.
        hotline: Whom to call instead.
    """

    code: str
    name: str
    summary: str
    department: str
    availability: Availability
    trouble: Trouble | None
    hotline: str


@dataclass(frozen=True)
class Attract:
    """Nobody is here: what this terminal can do now, and a button a language."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class ChooseItem:
    """The service items; a closed one shows its reason and cannot be chosen."""

    tiles: tuple[Tile, ...]


class CardProblem(StrEnum):
    """Why the card that was put down could not be used."""

    LIFTED = "lifted"  # taken away before it was read
    UNREADABLE = "unreadable"  # lift it and put it back
    NOT_AUTHENTIC = "not_authentic"
    NOT_ACCEPTED = "not_accepted"  # another kind of card than the item needs
    LIFT_FIRST = "lift_first"  # it was read already: lift it, then put it down again
    EXPIRED = "expired"  # no longer valid


@dataclass(frozen=True)
class PutCard:
    """Asking for the card; `problem` says what went wrong with the last try.

    Attributes:
        code_instead: Whether a collection code serves as well, scanned or typed:
            `UseCode` goes to where it is typed.
    """

    problem: CardProblem | None = None
    code_instead: bool = False


@dataclass(frozen=True)
class ConfirmPerson:
    """Is it you? The name in full, the number masked."""

    name: str
    masked_number: str


@dataclass(frozen=True)
class ComingLine:
    """Something that this citizen still has coming; `Collect(index)` takes it.

    Attributes:
        since: The day it began, `YYYY-MM-DD`.
        unclear: A payment that is still being confirmed: it can only be read.
        receipt: It is the receipt of a payment, no document.
    """

    title: str
    since: str
    receipt: bool = False
    unclear: bool = False


@dataclass(frozen=True)
class StillComing:
    """What an earlier visit has left open, here or elsewhere; or go on as chosen."""

    holder: str
    lines: tuple[ComingLine, ...]


@dataclass(frozen=True)
class Waiting:
    """A department is being asked; `slow` once the way out is offered."""

    department: str
    slow: bool = False


class Keys(StrEnum):
    """With what an answer is given."""

    CHOICE = "choice"  # one of `AskField.options`, by `PickOption`
    MONTH = "month"  # a year and a month, by `PickOption("2026-03")`
    DIGITS = "digits"
    CITIZEN_NUMBER = "citizen_number"  # digits and X
    AMOUNT = "amount"  # digits and a decimal point
    LETTERS = "letters"  # digits and capital letters
    PLATE = "plate"  # first a province's character, then digits and capital letters


class FieldProblem(StrEnum):
    """Why an answer cannot be taken."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    WRONG_CHECK = "wrong_check"  # a digit was mistyped: the check character says so
    NO_SUCH_DATE = "no_such_date"
    MALFORMED = "malformed"
    TOO_EARLY = "too_early"  # before the month that stands first
    TOO_LATE = "too_late"  # after the last whole month
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    WRONG_CODE = "wrong_code"  # a pick-up code that does not fit
    NOT_FOUND = "not_found"  # a collection code that nothing waits under
    A_CERTIFICATE = "a_certificate"  # the code of a document, which collects nothing


@dataclass(frozen=True)
class FieldChoice:
    """One of the answers to a choice, or one of the months to choose from."""

    value: str
    label: str


@dataclass(frozen=True)
class AskField:
    """One question of a form, or a code.

    Attributes:
        label: The question.
        hint: Where the answer is found.
        value: As far as it is typed or chosen. It may be a citizen's.
        secret: Whether it is shown as dots.
        longest: Characters that can be typed.
        options: Of a choice; of a month the first and the last that may be chosen.
        scan: Whether it may be scanned instead.
        tries_left: Of a code that is counted, once it was wrong.
        limit: What a `TOO_LITTLE` or `TOO_MUCH` amount must keep, in fen.
    """

    label: str
    keys: Keys
    hint: str | None = None
    value: str = ""
    secret: bool = False
    longest: int = 32
    options: tuple[FieldChoice, ...] = ()
    scan: bool = False
    problem: FieldProblem | None = None
    tries_left: int | None = None
    limit: int | None = None


@dataclass(frozen=True)
class OptionLine:
    """One of several things to choose from; `ToggleOption(reference)`.

    Attributes:
        amount: In fen; 0 costs nothing.
        closed: Why it cannot be done here; None if it can.
    """

    reference: str
    title: str
    facts: tuple["FactLine", ...]
    amount: int
    chosen: bool = False
    closed: str | None = None


@dataclass(frozen=True)
class ChooseOptions:
    """Choose some of these; `total` in fen is what the chosen ones cost."""

    title: str
    holder: str
    lines: tuple[OptionLine, ...]
    total: int


@dataclass(frozen=True)
class Declare:
    """Read this, and accept it."""

    title: str
    text: str
    holder: str


@dataclass(frozen=True)
class FactLine:
    """A label and its value."""

    label: str
    value: str
    emphasised: bool = False


@dataclass(frozen=True)
class TableView:
    """A table; `right` holds the index of each column aligned at the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Review:
    """What the department knows, to be read and then printed.

    Attributes:
        found: False where there is nothing on this person; `note` says what to do.
        as_of: The day up to which the data is complete, `YYYY-MM-DD`.
        holder: The name, masked.
    """

    found: bool
    title: str
    department: str
    holder: str
    as_of: str
    facts: tuple[FactLine, ...]
    table: TableView | None
    note: str | None


@dataclass(frozen=True)
class OfferQueue:
    """No answer can be had now: may the request be accepted and finished later?"""

    trouble: Trouble
    holder: str


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


@dataclass(frozen=True)
class Pay:
    """Paying.

    Attributes:
        amount: In fen.
        methods: To choose from.
        code_url: What the QR code holds, while it is to be scanned here.
        seconds_left: Until the order is closed.
        own_code: Whether the citizen's own payment code may be held to the scanner.
        elsewhere: Whether the code is on a screen of its own beside this one.
    """

    stage: PayStage
    title: str
    amount: int
    methods: tuple[FieldChoice, ...] = ()
    code_url: str | None = None
    seconds_left: int | None = None
    own_code: bool = False
    elsewhere: bool = False


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
    STUCK = (
        "stuck"  # the door did not open; nothing was released; it may be tried again
    )
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
        seconds_left: Until staff are told that the door stands open.
    """

    stage: DoorStage
    title: str
    cell: int
    cells: int
    seconds_left: int | None = None


@dataclass(frozen=True)
class Submitting:
    """An application is being written down."""

    department: str


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


@dataclass(frozen=True)
class TakeCard:
    """The visit is over and its data gone; the card still lies on the reader."""

    long: bool = False  # it has lain there for long: say it louder


class Problem(StrEnum):
    """Why a visit ends early."""

    READER_LOST = "reader_lost"
    NO_ANSWER = "no_answer"  # central did not answer, and the item cannot be queued
    CANNOT_STORE = "cannot_store"  # the request could not be written down: not accepted
    NOTHING_THERE = "nothing_there"  # nothing lies here for this person
    CODE_LOCKED = "code_locked"  # a wrong code too often: ask at a counter
    ANOTHER_CARD = "another_card"  # somebody else's card came: the visit has ended
    TAKEN_BACK = "taken_back"  # overdue: it lies at the counter
    RELEASE_UNCLEAR = "release_unclear"  # a door was opened before: staff must look
    ALREADY_OUT = "already_out"  # it was picked up already


@dataclass(frozen=True)
class Message:
    """What happened, that nothing is lost, and what to do now."""

    problem: Problem
    trouble: Trouble
    hotline: str


@dataclass(frozen=True)
class OutOfService:
    """Nothing can be done here now; it comes back by itself."""

    troubles: tuple[Trouble, ...]


Content = (
    Attract
    | ChooseItem
    | PutCard
    | ConfirmPerson
    | StillComing
    | AskField
    | Waiting
    | ChooseOptions
    | Review
    | Declare
    | OfferQueue
    | Pay
    | Printing
    | Release
    | Submitting
    | PaperTrouble
    | RateVisit
    | TakeCard
    | Message
    | OutOfService
)


class MainAction(StrEnum):
    """What the one main button at the right does."""

    CONFIRM = "confirm"  # it is me
    PRINT = "print"
    NEXT = "next"
    PAY = "pay"
    DECLARE = "declare"  # I have read it and accept it
    GOT_IT = "got_it"  # I have taken it, and the door is closed
    GO_ON = "go_on"  # with what was chosen, leaving what is coming for later
    ACCEPT = "accept"  # take my request now, finish it later
    RETRY = "retry"
    CONTINUE = "continue"
    SEND_RATING = "send_rating"
    SKIP_RATING = "skip_rating"
    FINISH = "finish"


@dataclass(frozen=True)
class Progress:
    """Where the citizen is: "step 2 of 5" of an item; `step` counts from 1."""

    item: str
    step: int
    steps: int


@dataclass(frozen=True)
class View:
    """Everything that the screen shows.

    Attributes:
        stage: Changes whenever another question is on the screen; a tap carries the
            stage it was made on, and one for a stage that has gone is dropped.
        idle_left: Seconds until the visit is ended for want of touches, while the
            question "do you need more time?" is shown; None otherwise.
        staff_code: For staff, in small print: what the electronic journal calls it.
    """

    stage: int
    language: Language
    place: str
    terminal: str
    content: Content
    progress: Progress | None = None
    back: bool = False
    cancel: bool = False
    main: MainAction | None = None
    idle_left: int | None = None
    staff_code: str | None = None


@dataclass(frozen=True)
class Begin:
    """A language's button on the attract screen."""

    language: Language


@dataclass(frozen=True)
class SwitchLanguage:
    """The language button in the bar, at any time."""

    language: Language


@dataclass(frozen=True)
class Choose:
    """A tile."""

    code: str


@dataclass(frozen=True)
class Key:
    """A key of the keyboard on the screen: one character."""

    character: str


@dataclass(frozen=True)
class Erase:
    """Take back the last character; with `everything`, all of them."""

    everything: bool = False


@dataclass(frozen=True)
class PickOption:
    """The answer to a choice, a month, or a way to pay."""

    value: str


@dataclass(frozen=True)
class ToggleOption:
    """One of several things, chosen or taken back."""

    reference: str


@dataclass(frozen=True)
class UseCode:
    """No card at hand: type a collection code."""


@dataclass(frozen=True)
class Collect:
    """Take what is still coming; index of `StillComing.lines`."""

    index: int


@dataclass(frozen=True)
class Main:
    """The main button."""


@dataclass(frozen=True)
class Back:
    """The left button."""


@dataclass(frozen=True)
class Cancel:
    """The middle button."""


@dataclass(frozen=True)
class Rate:
    """One of the five grades."""

    grade: Grade


@dataclass(frozen=True)
class ToggleReason:
    """One of the reasons for a poor grade, chosen or taken back."""

    reason: RatingReason


@dataclass(frozen=True)
class Touch:
    """Anywhere: somebody is there; also "yes, more time"."""


Intent = (
    Begin
    | SwitchLanguage
    | Choose
    | Key
    | Erase
    | PickOption
    | ToggleOption
    | UseCode
    | Collect
    | Main
    | Back
    | Cancel
    | Rate
    | ToggleReason
    | Touch
)


@dataclass(frozen=True)
class Tap:
    """An intent, and the stage of the View that it was made on."""

    stage: int
    intent: Intent
