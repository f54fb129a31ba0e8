"""What a device's column consists of: frozen data, which `profiles` fills in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ui.device_panel.wire import Way

Fields = Mapping[str, Any]
"""Of a command, a state or an event of the control protocol."""


def has(message: Fields, wanted: Fields) -> bool:
    """Whether a state or an event has all of these fields, with these values."""
    return all(
        name in message and message[name] == value for name, value in wanted.items()
    )


@dataclass(frozen=True)
class Button:
    """One thing that can be done to a device.

    Attributes:
        label: What stands on it, in English.
        request: What it sends: `do`, and the command's fields.
        lit: It looks pressed while the state has all of these; never, if there are
            none.
        only: It can be pressed while the state has all of these.
    """

    label: str
    request: Fields
    lit: Fields
    only: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Buttons under a title, so many in a row; the first is how it should be."""

    title: str
    buttons: tuple[Button, ...]
    across: int = 2


@dataclass(frozen=True)
class Choice:
    """A group whose buttons the device itself names: `[{"name": …, "label": …}, …]`.

    Attributes:
        ask: The command that lists them, and the field of its answer.
        do: The command that takes one.
        field: The command's field, and the state's, that holds the chosen name. One
            can be chosen while it is null.
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
    """A grid of numbered cells, each one of a few ways: a cabinet's doors.

    Attributes:
        field: The state's, that holds number (as text) to how the cell is.
        argument: The commands' field for the number.
        clicks: How a cell is, to the command that a click then sends.
        marked: The state's field that holds the numbers of cells with a trouble.
        mark: The command that marks a cell, or with `on` false unmarks it.
        marking: The toggle under which a click marks instead, in English.
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
    """A display's lines of text, which the state has in `field`."""

    field: str


@dataclass(frozen=True)
class Files:
    """Documents that a printer put out: how many, and the newest one's name.

    Attributes:
        ask: The command that lists them, oldest first, and the field of its answer;
            each has `file`, `pages` and `whole`.
        event: The event that tells of a new one.
    """

    title: str
    ask: str
    event: str


@dataclass(frozen=True)
class Lines:
    """A list in the state, newest first: some words of each entry.

    Attributes:
        field: The state's.
        words: The entry's fields that are shown, in this order.
        none: What stands there while the list is empty.
        most: Entries that are shown.
    """

    title: str
    field: str
    words: tuple[str, ...]
    none: str
    most: int = 4


Part = Group | Choice | Cells | Glass | Files | Lines


@dataclass(frozen=True)
class Sheets:
    """Pictures of what a printer put out, each a message with the field `file`.

    Attributes:
        ask: The command that lists them, oldest first, and the field of its answer.
        events: The events that tell of a new one.
    """

    ask: str
    events: frozenset[str]


@dataclass(frozen=True)
class Profile:
    """A device's column.

    Attributes:
        groups: From top to bottom.
        ways: Which way events go in the log, by fields that they have; the first
            that fits counts, and what fits none happened at the device.
        paper: For printers.
    """

    title: str
    groups: tuple[Part, ...]
    ways: tuple[tuple[Fields, Way], ...]
    paper: Sheets | None = None
