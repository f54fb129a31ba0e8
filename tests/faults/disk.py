"""A model of a disk that loses its power: what may remain of files, given the syncs.

A file has what was synced; later changes may all be there, or none, or some, or a part
of one down to a sector. A name (created, linked, renamed, removed) is certain only once
its folder was synced: POSIX promises no more. A failed sync has synced nothing, and
Linux may discard what it should have written: a later successful sync does not bring
that back.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""


@dataclass(frozen=True)
class Write:
    """Bytes written to a file; also to a file that is open and has no name."""

    name: str
    offset: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Resize:
    """A file truncated, or extended with zeros."""

    name: str
    size: int


@dataclass(frozen=True)
class Rename:
    """Names that change at once: the file of each name then, or None if removed.

    A name that maps to itself is a new file.
    """

    names: Mapping[str, str | None]


@dataclass(frozen=True)
class Sync:
    """A sync of a file's content, or of the folder's names where the name is empty."""

    name: str
    done: bool = True


@dataclass(frozen=True)
class Said:
    """A report to the outside: from here on, its content must survive."""

    text: str


Operation = Write | Resize | Rename | Sync | Said

Image = dict[str, bytes]
"""The files of a folder."""


@dataclass
class _File:
    kept: bytes = b""
    waiting: list[Write | Resize] = field(default_factory=list)


@dataclass(frozen=True)
class State:
    """A possible state after a power cut, and its history.

    Attributes:
        cut: Number of operations that had been done.
        how: A description, for the analysis of a failure.
    """

    cut: int
    how: str
    image: Image = field(repr=False)


class Disk:
    """One folder on a disk, operation by operation.

    Args:
        forgetful: Whether a failed sync discards what it should have written.
    """

    def __init__(self, *, forgetful: bool = False) -> None:
        self._forgetful = forgetful
        self._files: list[_File] = []
        self._kept: dict[str, int] = {}
        self._waiting: list[dict[str, int | None]] = []

    def do(self, operation: Operation) -> None:
        """Apply the next operation."""
        match operation:
            case Write() | Resize():
                number = self._names(self._waiting).get(operation.name)
                if number is not None:
                    self._files[number].waiting.append(operation)
            case Rename():
                self._rename(operation.names)
            case Sync(""):
                if operation.done:
                    self._kept = self._names(self._waiting)
                    self._waiting.clear()
            case Sync():
                number = self._names(self._waiting).get(operation.name)
                if number is not None:
                    file = self._files[number]
                    if operation.done:
                        file.kept = _written(file.kept, file.waiting)
                    if operation.done or self._forgetful:
                        file.waiting.clear()

    def _rename(self, names: Mapping[str, str | None]) -> None:
        now = self._names(self._waiting)
        changed: dict[str, int | None] = {}
        for name, what in names.items():
            if name == what:
                self._files.append(_File())
                changed[name] = len(self._files) - 1
            else:
                changed[name] = None if what is None else now[what]
        self._waiting.append(changed)

    def _names(self, waiting: Iterable[Mapping[str, int | None]]) -> dict[str, int]:
        names: dict[str, int | None] = dict(self._kept)
        for changed in waiting:
            names |= changed
        return {name: number for name, number in names.items() if number is not None}

    def has(self, name: str) -> bool:
        """Return whether the name exists while the power is on."""
        return name in self._names(self._waiting)

    def images(
        self, chance: random.Random, random_ones: int
    ) -> Iterator[tuple[str, Image]]:
        """Yield what a power cut now may leave, from the likeliest to the oddest."""
        everything = {n: f.waiting for n, f in enumerate(self._files)}
        nothing: dict[int, list[Write | Resize]] = {}
        yield "everything is there", self._image(self._waiting, everything)
        yield "nothing unsynced is there", self._image((), nothing)
        yield "no name unsynced is there", self._image((), everything)
        yield "names alone are there", self._image(self._waiting, nothing)
        for number, file in enumerate(self._files):
            if file.waiting and isinstance(last := file.waiting[-1], Write):
                torn = [*file.waiting[:-1], *_torn(last, chance)]
                yield (
                    f"the last write to {last.name} is torn",
                    self._image(self._waiting, everything | {number: torn}),
                )
        for _ in range(random_ones):
            share = chance.random()
            names = [each for each in self._waiting if chance.random() < share]
            content = {
                number: [
                    part for each in waiting for part in _some(each, chance, share)
                ]
                for number, waiting in everything.items()
            }
            yield f"a share of {share:.2f} is there", self._image(names, content)

    def _image(
        self,
        waiting: Iterable[Mapping[str, int | None]],
        changes: Mapping[int, list[Write | Resize]],
    ) -> Image:
        return {
            name: _written(self._files[number].kept, changes.get(number, ()))
            for name, number in self._names(waiting).items()
        }


def states(
    operations: list[Operation],
    seed: int,
    random_ones: int,
    *,
    forgetful: bool = False,
) -> Iterator[State]:
    """Yield all possible states after a power cut, at each point in turn.

    Args:
        operations: From an empty folder on.
        seed: With the point, the seed of the random states.
        random_ones: Number of random states at each point.
        forgetful: As of a `Disk`.
    """
    disk = Disk(forgetful=forgetful)
    for cut, operation in enumerate(operations, 1):
        disk.do(operation)
        chance = random.Random(f"{seed}:{cut}")  # noqa: S311 - a test's
        for how, image in disk.images(chance, random_ones):
            yield State(cut, how, image)


def _written(content: bytes, changes: Iterable[Write | Resize]) -> bytes:
    if not changes:
        return content
    after = bytearray(content)
    for each in changes:
        end = each.size if isinstance(each, Resize) else each.offset + len(each.data)
        if len(after) < end:
            after.extend(bytes(end - len(after)))
        if isinstance(each, Write):
            after[each.offset : end] = each.data
        else:
            del after[end:]
    return bytes(after)


def _some(
    change: Write | Resize, chance: random.Random, share: float
) -> list[Write | Resize]:
    if chance.random() >= share:
        return []
    if isinstance(change, Write) and chance.random() < 0.2:
        return list(_torn(change, chance))
    return [change]


def _torn(write: Write, chance: random.Random) -> Iterator[Write]:
    """Return some of its sectors: the first, the last, or any; never all."""
    first = write.offset // SECTOR
    count = (write.offset + len(write.data) - 1) // SECTOR + 1 - first
    at = chance.randrange(count)
    kept = chance.choice(
        (
            range(at),
            range(count - at, count),
            [each for each in range(count) if each != at and chance.random() < 0.5],
        )
    )
    for sector in kept:
        begin = max(0, (first + sector) * SECTOR - write.offset)
        end = (first + sector + 1) * SECTOR - write.offset
        yield Write(write.name, write.offset + begin, write.data[begin:end])
