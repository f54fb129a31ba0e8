"""Screens of the service mode, for a clerk at the cells. They never show the PIN.

They show no personal data: neither labels of envelopes nor titles hold any.
"""

from dataclasses import dataclass
from enum import StrEnum


class PinProblem(StrEnum):
    """Why the service mode does not open."""

    TOO_SHORT = "too_short"
    WRONG = "wrong"
    LOCKED = "locked"  # too many wrong PINs: no input for a while


@dataclass(frozen=True)
class ServicePin:
    """Asks for the PIN.

    Attributes:
        typed: Number of digits typed; the digits are not in the View.
        tries_left: After a wrong PIN.
        minutes: Until the lock ends.
    """

    typed: int = 0
    problem: PinProblem | None = None
    tries_left: int | None = None
    minutes: int | None = None


class Task(StrEnum):
    """The tasks of a clerk at the cells."""

    LOAD = "load"  # put documents in
    TAKE_BACK = "take_back"  # take overdue ones out
    LOOK = "look"  # the content of a cell is not known: open it and check


@dataclass(frozen=True)
class ServiceMenu:
    """The menu: `ChooseTask`, or `Main` to leave.

    Attributes:
        expected: Number of documents to be loaded.
        free: Number of free cells.
        overdue: Number of documents to be taken back.
        unclear: Number of cells to be checked.
    """

    expected: int
    free: int
    overdue: int
    unclear: int


class LabelProblem(StrEnum):
    """Why a document cannot be loaded."""

    EMPTY = "empty"  # nothing was scanned or typed yet
    UNKNOWN = "unknown"  # not on this terminal's manifest: it belongs elsewhere
    ALREADY_LOADED = "already_loaded"  # according to the manifest
    HANDED_OUT = "handed_out"  # according to the manifest, the citizen has it
    MUST_LOOK = "must_look"  # its cell must be checked first
    OVERDUE = "overdue"  # its time is over: it goes back
    NO_FREE_CELL = "no_free_cell"
    UNREADABLE = "unreadable"  # an unreadable code at the scanner


@dataclass(frozen=True)
class ServiceLine:
    """A document and its cell.

    Attributes:
        reference: Value of the `PickOption` that chooses it.
    """

    reference: str
    title: str
    label: str
    cell: int


@dataclass(frozen=True)
class ServiceScan:
    """Asks for an envelope's label, scanned or typed.

    Attributes:
        value: The text typed so far.
        scan: Whether there is a scanner.
        cell: Cell that the problem concerns.
        stored: The document that was loaded just before.
    """

    value: str = ""
    scan: bool = False
    problem: LabelProblem | None = None
    cell: int | None = None
    stored: ServiceLine | None = None


@dataclass(frozen=True)
class ServiceList:
    """Cells, one of which is chosen with `PickOption`."""

    task: Task
    lines: tuple[ServiceLine, ...]


class ClerkStage(StrEnum):
    """The progress of a clerk's work at a cell."""

    CONFIRM = "confirm"  # this document, this cell: `Main` opens it
    OPENING = "opening"
    OPEN = "open"  # do the work, and close the door
    CLOSE = "close"  # the door has been open for a long time
    STUCK = "stuck"  # it did not open; it may be tried again
    DOOR_OPEN = "door_open"  # another door is open: close it first
    ASK = "ask"  # closed: is it done? `Main` yes, `Back` no
    ASK_CLOSED = "ask_closed"  # no sensor: is it done, and is the door closed?
    UNCLEAR = "unclear"  # the cabinet failed: the cell must be checked


@dataclass(frozen=True)
class ServiceDoor:
    """A cell is opened for a clerk, and its door monitored.

    Attributes:
        cells: Number of cells of the cabinet, for the drawing.
    """

    task: Task
    stage: ClerkStage
    title: str
    label: str
    cell: int
    cells: int


class ServiceProblem(StrEnum):
    """Why the service mode cannot be used."""

    NO_PIN = "no_pin"  # no PIN is set for this terminal
    NO_CELLS = "no_cells"  # the terminal has no cells
    CANNOT_STORE = "cannot_store"  # nothing can be recorded, so no cell is opened
    CHANGED = "changed"  # the manifest has changed: begin again


@dataclass(frozen=True)
class ServiceMessage:
    """A problem, and what to do about it."""

    problem: ServiceProblem
