"""What answers an action of the service mode."""

from dataclasses import dataclass
from uuid import UUID

from contract.model import Bilingual
from kiosk.flow.tokens import ReleaseOutcome, Token
from view.service import LabelProblem, Task


@dataclass(frozen=True)
class CellDocument:
    """A document, and the cell that it lies in or is to be put into."""

    holding: UUID
    item: str
    label: str
    title: Bilingual
    cell: int


@dataclass(frozen=True)
class PinStands:
    """Whether the service mode can be entered now.

    Attributes:
        usable: Whether this terminal has a PIN.
        tries_left: Wrong ones that are still allowed.
        locked_s: Seconds until it may be tried again; 0 where it may.
    """

    token: Token
    usable: bool
    tries_left: int
    locked_s: float


@dataclass(frozen=True)
class PinChecked:
    """The PIN was right or wrong; a wrong one is counted on the disk."""

    token: Token
    right: bool
    tries_left: int
    locked_s: float


@dataclass(frozen=True)
class CellsCounted:
    """What there is to do at the cells."""

    token: Token
    expected: int
    free: int
    overdue: int
    unclear: int


@dataclass(frozen=True)
class LabelLooked:
    """What the manifest has under a label.

    Attributes:
        document: With the cell that is free for it; None where `problem` says why.
        cell: Where it lies, if the problem is that it lies somewhere.
    """

    token: Token
    document: CellDocument | None
    problem: LabelProblem | None = None
    cell: int | None = None


@dataclass(frozen=True)
class CellsListed:
    """The documents that a task is about, by cell."""

    token: Token
    documents: tuple[CellDocument, ...]


@dataclass(frozen=True)
class ClerkSettled:
    """The sensors have spoken of a clerk's cell."""

    token: Token
    task: Task
    outcome: ReleaseOutcome


ServiceEvent = (
    PinStands | PinChecked | CellsCounted | LabelLooked | CellsListed | ClerkSettled
)
