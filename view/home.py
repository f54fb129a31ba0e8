"""Screens before and after a visit."""

from dataclasses import dataclass

from view.words import Availability, Trouble


@dataclass(frozen=True)
class Tile:
    """A service item and its availability.

    Attributes:
        trouble: Why it is queued or closed; None if it is open.
        hotline: Phone number for help.
    """

    code: str
    name: str
    summary: str
    department: str
    availability: Availability
    trouble: Trouble | None
    hotline: str


@dataclass(frozen=True)
class Attract:
    """Shown between visits: the available items, and one button for each language."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class ChooseItem:
    """The list of service items; a closed one shows its reason and cannot be chosen."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class TakeCard:
    """The visit has ended and its data is erased; the card is still on the reader."""

    long: bool = False  # it has been there for long: a louder reminder


@dataclass(frozen=True)
class OutOfService:
    """The terminal offers nothing now; it recovers by itself."""

    troubles: tuple[Trouble, ...]
