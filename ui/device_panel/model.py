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
    groups: tuple[Group | Choice, ...]
    ways: tuple[tuple[Fields, Way], ...]
    paper: Sheets | None = None
