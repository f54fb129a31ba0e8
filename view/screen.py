"""Everything that the screen shows at one moment."""

from dataclasses import dataclass
from enum import StrEnum

from view.answers import Message, OfferQueue, Review, Submitting, Waiting
from view.asking import (
    AskField,
    ChooseOptions,
    ConfirmPerson,
    Declare,
    PutCard,
    StillComing,
)
from view.handing import PaperTrouble, Pay, Printing, RateVisit, Release
from view.home import Attract, ChooseItem, OutOfService, TakeCard
from view.service import (
    ServiceDoor,
    ServiceList,
    ServiceMenu,
    ServiceMessage,
    ServicePin,
    ServiceScan,
)
from view.words import Language

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
    | ServicePin
    | ServiceMenu
    | ServiceScan
    | ServiceList
    | ServiceDoor
    | ServiceMessage
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
    OPEN_CELL = "open_cell"  # of a clerk


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
