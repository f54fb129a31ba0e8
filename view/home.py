"""What is shown while nobody is served."""

from dataclasses import dataclass

from view.words import Availability, Trouble


@dataclass(frozen=True)
class Tile:
    """An item, with what stands in its way.

    Attributes:
        trouble: Why it is queued or closed; None where it is open.
        hotline: Whom to call instead.
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
    """Nobody is here: what this terminal can do now, and a button a language."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class ChooseItem:
    """The service items; a closed one shows its reason and cannot be chosen."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class TakeCard:
    """The visit is over and its data gone; the card still lies on the reader."""

    long: bool = False  # it has lain there for long: say it louder


@dataclass(frozen=True)
class OutOfService:
    """Nothing can be done here now; it comes back by itself."""

    troubles: tuple[Trouble, ...]
