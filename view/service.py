"""What the service mode shows: a clerk at the cells. No PIN, and nothing of a citizen.

An envelope's label says nothing of a person, and neither does a document's title.
"""

from dataclasses import dataclass
from enum import StrEnum


class PinProblem(StrEnum):
    """Why the service mode stays shut."""

    TOO_SHORT = "too_short"
    WRONG = "wrong"
    LOCKED = "locked"  # wrong too often: nothing can be typed for a while


@dataclass(frozen=True)
class ServicePin:
    """The PIN is typed.

    Attributes:
        typed: How many digits; which ones, no View knows.
        tries_left: Once one was wrong.
        minutes: Until it may be tried again, while it is locked.
    """

    typed: int = 0
    problem: PinProblem | None = None
    tries_left: int | None = None
    minutes: int | None = None


class Task(StrEnum):
    """What a clerk does at the cells."""

    LOAD = "load"  # put documents in
    TAKE_BACK = "take_back"  # take overdue ones out
    LOOK = "look"  # nobody knows what is in the cell: open it and look


@dataclass(frozen=True)
class ServiceMenu:
    """What there is to do: `ChooseTask`, or `Main` to leave.

    Attributes:
        expected: Documents that are to be put in.
        free: Cells that are free for them.
        overdue: Documents to be taken back.
        unclear: Cells that need a look.
    """

    expected: int
    free: int
    overdue: int
    unclear: int


class LabelProblem(StrEnum):
    """Why this document is not put in."""

    EMPTY = "empty"  # nothing was scanned or typed yet
    UNKNOWN = "unknown"  # not on this terminal's list: it belongs elsewhere
    ALREADY_LOADED = "already_loaded"  # says the list: it lies in a cell
    HANDED_OUT = "handed_out"  # says the list: the citizen has it
    MUST_LOOK = "must_look"  # its cell needs a look first
    OVERDUE = "overdue"  # its time is over: it goes back
    NO_FREE_CELL = "no_free_cell"
    UNREADABLE = "unreadable"  # a code that was held to the scanner


@dataclass(frozen=True)
class ServiceLine:
    """A document and its cell.

    Attributes:
        reference: Chooses it: `PickOption`.
    """

    reference: str
    title: str
    label: str
    cell: int


@dataclass(frozen=True)
class ServiceScan:
    """Scan an envelope's label, or type it.

    Attributes:
        value: As far as it is typed.
        scan: Whether there is a scanner.
        cell: Of a problem that is about one.
        stored: What was put in just before.
    """

    value: str = ""
    scan: bool = False
    problem: LabelProblem | None = None
    cell: int | None = None
    stored: ServiceLine | None = None


@dataclass(frozen=True)
class ServiceList:
    """Cells to choose one from: `PickOption`."""

    task: Task
    lines: tuple[ServiceLine, ...]


class ClerkStage(StrEnum):
    """How far a clerk's cell has come."""

    CONFIRM = "confirm"  # this document, this cell: `Main` opens it
    OPENING = "opening"
    OPEN = "open"  # do it, and close the door
    CLOSE = "close"  # the door has been open for long
    STUCK = "stuck"  # it did not open; it may be tried again
    DOOR_OPEN = "door_open"  # a door stands open: close it first
    ASK = "ask"  # closed: is it done? `Main` yes, `Back` no
    ASK_CLOSED = "ask_closed"  # no sensor: is it done, and is the door closed?
    UNCLEAR = "unclear"  # the cabinet failed: the cell needs a look


@dataclass(frozen=True)
class ServiceDoor:
    """A cell is opened for a clerk, and its door followed.

    Attributes:
        cells: How many there are, for the drawing.
    """

    task: Task
    stage: ClerkStage
    title: str
    label: str
    cell: int
    cells: int


class ServiceProblem(StrEnum):
    """Why the service mode can do nothing."""

    NO_PIN = "no_pin"  # none was set for this terminal
    NO_CELLS = "no_cells"  # this cabinet has none
    CANNOT_STORE = "cannot_store"  # nothing can be written down, so nothing is opened
    CHANGED = "changed"  # the list has changed meanwhile: begin again


@dataclass(frozen=True)
class ServiceMessage:
    """What is in the way, and what to do."""

    problem: ServiceProblem
