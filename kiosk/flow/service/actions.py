"""The actions that the service mode asks of the runtime."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.flow.service.events import CellDocument
from kiosk.flow.tokens import Token
from view.service import Task


@dataclass(frozen=True)
class AskPin:
    """Find whether there is a PIN and whether it may be tried: `PinStands`."""

    token: Token


@dataclass(frozen=True)
class CheckPin:
    """Check the PIN and count the try: `PinChecked`."""

    token: Token
    pin: str = field(repr=False)


@dataclass(frozen=True)
class CountCells:
    """Count the documents of each task and the free cells: `CellsCounted`."""

    token: Token
    cells: int


@dataclass(frozen=True)
class LookUpLabel:
    """Find a document to be loaded, and a free cell for it: `LabelLooked`.

    Attributes:
        cells: The number of cells in this cabinet.
        passed: Cells that the clerk did not use; they are not offered again.
    """

    token: Token
    label: str
    cells: int
    passed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ListCells:
    """List the documents that a task concerns: `CellsListed`."""

    token: Token
    task: Task


@dataclass(frozen=True)
class OpenForClerk:
    """Open a cell and follow its door: `DoorSeen`, `ClerkSettled`, `StoreFailed`."""

    token: Token
    task: Task
    document: CellDocument


class ClerkAnswer(StrEnum):
    """A clerk's answer after the door is closed."""

    YES = "yes"  # it is loaded, taken out, or still in the cell
    NO = "no"
    UNSURE = "unsure"  # no answer: the cell must be checked


@dataclass(frozen=True)
class ConfirmClerk:
    """Record the clerk's answer in journal and manifest and queue it, in one commit."""

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
