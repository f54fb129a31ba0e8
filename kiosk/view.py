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


@dataclass(frozen=True)
class PutCard:
    """Asking for the card; `problem` says what went wrong with the last try."""

    problem: CardProblem | None = None


@dataclass(frozen=True)
class ConfirmPerson:
    """Is it you? The name in full, the number masked."""

    name: str
    masked_number: str


@dataclass(frozen=True)
class Waiting:
    """A department is being asked; `slow` once the way out is offered."""

    department: str
    slow: bool = False


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


@dataclass(frozen=True)
class Printing:
    """Paper is on its way; `slip` where it is the slip of a queued request."""

    slip: bool


class Paper(StrEnum):
    """What became of the paper."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"  # provably nothing came out
    UNCERTAIN = "uncertain"  # perhaps half of it


@dataclass(frozen=True)
class PaperTrouble:
    """The paper did not come out well; what it would have said stands here.

    Attributes:
        slip_code: Of a queued request that was accepted all the same.
        serial: Of the receipt.
        can_retry: Whether the main action prints again (nothing came out before).
    """

    paper: Paper
    trouble: Trouble
    serial: str
    slip_code: str | None
    can_retry: bool


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
    | Waiting
    | Review
    | OfferQueue
    | Printing
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
    Begin | SwitchLanguage | Choose | Main | Back | Cancel | Rate | ToggleReason | Touch
)


@dataclass(frozen=True)
class Tap:
    """An intent, and the stage of the View that it was made on."""

    stage: int
    intent: Intent
