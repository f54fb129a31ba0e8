"""The contents of a device's column: frozen data, filled in by `profiles`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ui.device_panel.wire import Way

Fields = Mapping[str, Any]
"""The fields of a command, a state or an event of the control protocol."""


def has(message: Fields, wanted: Fields) -> bool:
    """Return whether a state or an event has all of these fields with these values."""
    return all(
        name in message and message[name] == value for name, value in wanted.items()
    )


@dataclass(frozen=True)
class Button:
    """One action on a device.

    Attributes:
        label: The label, in English.
        request: The message it sends: `do`, and the command's fields.
        lit: The state's fields and values that light it; empty if it is never lit.
        only: The state's fields and values that enable it.
    """

    label: str
    request: Fields
    lit: Fields
    only: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Buttons under a title, `across` in a row; the first is the normal state."""

    title: str
    buttons: tuple[Button, ...]
    across: int = 2


@dataclass(frozen=True)
class Choice:
    """A group whose buttons the device itself lists: `[{"name": …, "label": …}, …]`.

    Attributes:
        ask: The command that lists them, also the field of its answer.
        do: The command that chooses one.
        field: The field of command and state for the chosen name. One can be chosen
            while it is null.
        nothing: The button that makes it null again.
    """

    title: str
    ask: str
    do: str
    field: str
    nothing: Button
    across: int = 1


@dataclass(frozen=True)
class Cells:
    """A grid of numbered cells with a state each: a cabinet's doors.

    Attributes:
        field: The state's field that maps numbers (as text) to the cells' states.
        argument: The commands' field for the number.
        clicks: The command that a click sends in each state of a cell.
        marked: The state's field for the numbers of cells with a trouble.
        mark: The command that marks a cell, or with `on` false unmarks it.
        marking: The label of the toggle that makes clicks mark cells, in English.
    """

    title: str
    field: str
    argument: str
    clicks: Mapping[str, Fields]
    marked: str
    mark: Fields
    marking: str


@dataclass(frozen=True)
class Glass:
    """A display's lines of text, from the state's `field`."""

    field: str


@dataclass(frozen=True)
class Files:
    """The documents that a printer printed: the newest one's name.

    Attributes:
        ask: The command that lists them, oldest first, also the field of its answer;
            each has `file`, `pages` and `whole`.
        event: The event that reports a new one.
    """

    title: str
    ask: str
    event: str


@dataclass(frozen=True)
class Lines:
    """A list in the state, newest first: some fields of each entry.

    Attributes:
        field: The state's field.
        words: The entry's fields that are shown, in this order.
        none: The text shown while the list is empty.
        most: The most entries shown.
    """

    title: str
    field: str
    words: tuple[str, ...]
    none: str
    most: int = 4


Part = Group | Choice | Cells | Glass | Files | Lines


@dataclass(frozen=True)
class Sheets:
    """Pictures of printed papers, each a message with the field `file`.

    Attributes:
        ask: The command that lists them, oldest first, also the field of its answer.
        events: The events that report a new one.
    """

    ask: str
    events: frozenset[str]


@dataclass(frozen=True)
class Profile:
    """A device's column.

    Attributes:
        groups: The column's parts, from top to bottom.
        ways: Directions of events in the log by their fields; the first match counts,
            and other events happened at the device.
        paper: The printed papers, for printers.
    """

    title: str
    groups: tuple[Part, ...]
    ways: tuple[tuple[Fields, Way], ...]
    paper: Sheets | None = None
