"""The View: everything that the screen shows at one moment."""

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
    """What the main button, at the right, does."""

    CONFIRM = "confirm"  # it is me
    PRINT = "print"
    NEXT = "next"
    PAY = "pay"
    DECLARE = "declare"  # I have read it and accept it
    GOT_IT = "got_it"  # I have taken it, and the door is closed
    GO_ON = "go_on"  # continue the chosen item, collect the rest later
    ACCEPT = "accept"  # take my request now, finish it later
    RETRY = "retry"
    CONTINUE = "continue"
    SEND_RATING = "send_rating"
    SKIP_RATING = "skip_rating"
    FINISH = "finish"
    OPEN_CELL = "open_cell"  # for a clerk


@dataclass(frozen=True)
class Progress:
    """The position within an item: "step 2 of 5"; `step` counts from 1."""

    item: str
    step: int
    steps: int


@dataclass(frozen=True)
class View:
    """Everything that the screen shows.

    Attributes:
        stage: Changes with every new question on the screen. A tap carries the stage
            on which it was made, and is dropped if the stage has changed.
        idle_left: Seconds until the visit is ended because of inactivity, while the
            question "do you need more time?" is shown; None otherwise.
        staff_code: The visit's id in the electronic journal, in small print for staff.
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
