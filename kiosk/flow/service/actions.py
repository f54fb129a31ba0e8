"""What the service mode asks of the runtime."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.flow.service.events import CellDocument
from kiosk.flow.tokens import Token
from view.service import Task


@dataclass(frozen=True)
class AskPin:
    """Whether there is a PIN, and whether it may be tried: `PinStands`."""

    token: Token


@dataclass(frozen=True)
class CheckPin:
    """Check the PIN, and count it: `PinChecked`."""

    token: Token
    pin: str = field(repr=False)


@dataclass(frozen=True)
class CountCells:
    """Count what there is to do: `CellsCounted`."""

    token: Token
    cells: int


@dataclass(frozen=True)
class LookUpLabel:
    """Find a document to be put in, and a free cell for it: `LabelLooked`.

    Attributes:
        cells: How many this cabinet has.
        passed: Cells that the clerk did not use, and that are not offered again.
    """

    token: Token
    label: str
    cells: int
    passed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ListCells:
    """The documents that a task is about: `CellsListed`."""

    token: Token
    task: Task


@dataclass(frozen=True)
class OpenForClerk:
    """Open a cell and follow its door: `DoorSeen`, `ClerkSettled`, `StoreFailed`."""

    token: Token
    task: Task
    document: CellDocument


class ClerkAnswer(StrEnum):
    """What a clerk says once the door is closed."""

    YES = "yes"  # it is in, it is out, it is there
    NO = "no"
    UNSURE = "unsure"  # nobody has answered: the cell needs a look


@dataclass(frozen=True)
class ConfirmClerk:
    """The clerk has answered: journal, manifest and central know, in one commit."""

    token: Token
    task: Task
    document: CellDocument
    answer: ClerkAnswer


ServiceAction = (
    AskPin
    | CheckPin
    | CountCells
    | LookUpLabel
    | ListCells
    | OpenForClerk
    | ConfirmClerk
)
