"""The events that answer the service mode's actions."""

from dataclasses import dataclass
from uuid import UUID

from contract.model import Bilingual
from kiosk.flow.tokens import ReleaseOutcome, Token
from view.service import LabelProblem, Task


@dataclass(frozen=True)
class CellDocument:
    """A document, and the cell that it is in or is to be put into."""

    holding: UUID
    item: str
    label: str
    title: Bilingual
    cell: int


@dataclass(frozen=True)
class PinStands:
    """Whether the service mode can be entered now.

    Attributes:
        usable: Whether this terminal has a usable PIN.
        locked_s: Seconds until the PIN may be tried again; 0 if it may be now.
    """

    token: Token
    usable: bool
    locked_s: float


@dataclass(frozen=True)
class PinChecked:
    """A PIN was right or wrong; a wrong one has been counted on disk."""

    token: Token
    right: bool
    tries_left: int
    locked_s: float


@dataclass(frozen=True)
class CellsCounted:
    """The documents of each task and the free cells have been counted."""

    token: Token
    expected: int
    free: int
    overdue: int
    unclear: int


@dataclass(frozen=True)
class LabelLooked:
    """The manifest's entry for a label.

    Attributes:
        document: The document with a free cell for it; None if there is a `problem`.
        cell: The cell that the document is in, if that is the problem.
    """

    token: Token
    document: CellDocument | None
    problem: LabelProblem | None = None
    cell: int | None = None


@dataclass(frozen=True)
class CellsListed:
    """The documents that a task concerns, by cell."""

    token: Token
    documents: tuple[CellDocument, ...]


@dataclass(frozen=True)
class ClerkSettled:
    """A clerk's cell has settled according to the sensors."""

    token: Token
    task: Task
    outcome: ReleaseOutcome


ServiceEvent = (
    PinStands | PinChecked | CellsCounted | LabelLooked | CellsListed | ClerkSettled
)
