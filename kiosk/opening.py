"""The first screen of a start: as the last run left it, while all else is imported.

The screen keeps what its attract screen says in a file beside the cache: no citizen's
data, nothing secret. The next start shows that before it has read its settings, and
says of each item that it is getting ready, which is true. A tap is answered by what
this module knows, and is kept; the state machine is told it again when it takes over.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from view import (
    Attract,
    Availability,
    Back,
    Begin,
    Cancel,
    ChooseItem,
    Language,
    OpenService,
    SwitchLanguage,
    Tap,
    Tile,
    Trouble,
    View,
)

LARGEST = 1_000_000
"""Bytes of a file that is read: hundreds of items need less."""

Texts = dict[Language, str]


@dataclass(frozen=True)
class Item:
    """What the first screens say of a service item."""

    code: str
    name: Texts
    summary: Texts
    department: Texts
    hotline: str


@dataclass(frozen=True)
class Snapshot:
    """All that the first screens say, and where their window stands.

    Attributes:
        language: Of the attract screen.
        fullscreen: Whether the window takes the whole screen; else its size counts.
    """

    terminal: str
    place: Texts
    language: Language
    fullscreen: bool
    width: int
    height: int
    items: tuple[Item, ...]


def beside(cache: Path) -> Path:
    """Where the snapshot of a terminal with this cache lies."""
    return cache.with_name(f"{cache.name}.opening.json")


def read(path: Path) -> Snapshot | None:
    """What the last run left; None where it left nothing that can be used."""
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(LARGEST))
        items = tuple(_item(each) for each in said.pop("items"))
        snapshot = Snapshot(**_checked(said, Snapshot), items=items)
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ):
        return None
    return snapshot


def keep(path: Path, snapshot: Snapshot) -> None:
    """Leave it for the next start, if it is other than what lies there.

    Raises:
        OSError: It cannot be written; the next start shows less.
    """
    if read(path) == snapshot:
        return
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(asdict(snapshot), ensure_ascii=False), "utf-8")
    fresh.replace(path)


class Opening:
    """Answers taps as the state machine would that has just been started.

    Args:
        snapshot: What it shows.
        show: Told each new View.

    Attributes:
        snapshot: The same.
        taps: What was said so far, for the machine that takes over.
    """

    def __init__(self, snapshot: Snapshot, show: Callable[[View], None]) -> None:
        self.snapshot = snapshot
        self.taps: tuple[Tap, ...] = ()
        self._show = show
        self._language = snapshot.language
        self._choosing = False
        self._clerk = False
        self._stage = 0
        show(self.view())

    def tap(self, tap: Tap) -> None:
        """Answer what was said, if it can be answered; keep it in any case."""
        self.taps += (tap,)
        if self._clerk:
            return  # who waits for the service mode, which only the machine opens
        match tap.intent:
            case SwitchLanguage(language):
                self._language = language
            case _ if tap.stage != self._stage:
                return
            case Begin(language) if not self._choosing:
                self._language = language
                self._go(choosing=True)
            case Back() | Cancel() if self._choosing:
                self._language = self.snapshot.language
                self._go(choosing=False)
            case OpenService() if not self._choosing:
                self._clerk = True
        self._show(self.view())

    def view(self) -> View:
        """What is shown now."""
        spoken = self._language
        tiles = tuple(
            Tile(
                code=item.code,
                name=item.name[spoken],
                summary=item.summary[spoken],
                department=item.department[spoken],
                availability=Availability.CLOSED,
                trouble=Trouble.STARTING,
                hotline=item.hotline,
            )
            for item in self.snapshot.items
        )
        return View(
            stage=self._stage,
            language=spoken,
            place=self.snapshot.place[spoken],
            terminal=self.snapshot.terminal,
            content=ChooseItem(tiles) if self._choosing else Attract(tiles),
            back=self._choosing,
            cancel=self._choosing,
        )

    def _go(self, *, choosing: bool) -> None:
        self._choosing = choosing
        self._stage += 1


def _is_text(said: object) -> bool:
    return isinstance(said, str)


_KINDS: dict[str, Callable[[object], bool]] = {
    "language": lambda said: said in ("zh_CN", "en"),
    "fullscreen": lambda said: isinstance(said, bool),
    **dict.fromkeys(
        ("width", "height"),
        lambda said: isinstance(said, int) and 1 <= said <= 1 << 14,
    ),
    **dict.fromkeys(
        ("place", "name", "summary", "department"),
        lambda said: (
            isinstance(said, dict)
            and said.keys() == {"zh_CN", "en"}
            and all(isinstance(text, str) for text in said.values())
        ),
    ),
}
"""What each word of the file may be; a text where nothing else is said."""


def _checked(said: dict[str, Any], kind: type) -> dict[str, Any]:
    for key, value in said.items():
        if not _KINDS.get(key, _is_text)(value):
            raise ValueError(f"{kind.__name__} has no such {key}")
    return said


def _item(said: dict[str, Any]) -> Item:
    return Item(**_checked(said, Item))
