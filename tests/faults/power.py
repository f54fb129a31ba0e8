"""Power cuts: a recording of what processes did to a cache, cut at every point.

No state needs a real disk: `faults.disk` computes what a real one may lose.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from faults import bookkeeper, strace
from faults.disk import Image, Operation, Said, State, states
from support.cache import enqueue, open_cache

from offline_cache.errors import CacheError
from offline_cache.journal import Journal
from offline_cache.outbox import Outbox

MEMORY = Path("/dev/shm")  # noqa: S108 - it is there for everybody, and syncs at once


class LostError(Exception):
    """A power cut would lose or damage acknowledged data."""


@dataclass(frozen=True)
class Told:
    """What has been reported so far.

    Attributes:
        kept: What is durable; None where nothing was reported yet.
        trying: What was under way.
    """

    kept: str | None = None
    trying: str | None = None

    def hear(self, said: str) -> "Told":
        word, _, what = said.partition(" ")
        if word == bookkeeper.KEPT:
            return Told(what, self.trying)
        return Told(self.kept, what) if word == bookkeeper.TRYING else self


@dataclass(frozen=True)
class Recording:
    """What was done to a folder, starting empty.

    Attributes:
        known: What had been reported after so many operations.
    """

    operations: list[Operation]
    known: list[Told]
    traced: strace.Traced


def record(folder: Path, task: str, *arguments: object, fault: str = "") -> Recording:
    """Record a bookkeeper's work.

    Args:
        folder: An empty one.
        task: The bookkeeper's, with its arguments.
        fault: To be injected, in strace's syntax.
    """
    disk, log = folder / "disk", folder / "log"
    disk.mkdir()
    inject = ("-e", f"inject={fault}") if fault else ()
    under = (*strace.record(log), *inject)
    traced = strace.run("faults.bookkeeper", task, disk, *arguments, strace=under)
    operations = strace.operations(log, disk)
    said = [each.text for each in operations if isinstance(each, Said)]
    assert said == traced.said, traced.errors
    known = [Told()]
    for each in operations:
        known.append(known[-1].hear(each.text) if isinstance(each, Said) else known[-1])
    return Recording(operations, known, traced)


def survived(
    recording: Recording, seed: int, random_ones: int, *, forgetful: bool = False
) -> int:
    """Restart from all states that power cuts may leave; return their number.

    Args:
        recording: What is cut.
        seed: See `faults.disk.states`, as for the others.

    Raises:
        LostError: At the first state that breaks the promise.
    """
    seen = set[bytes]()
    with _memory() as folder:
        for state in states(
            recording.operations, seed, random_ones, forgetful=forgetful
        ):
            told = recording.known[state.cut]
            mark = _fingerprint(state.image, told)
            if mark in seen:
                continue
            seen.add(mark)
            try:
                _start_again(folder, state, told)
            except (AssertionError, CacheError) as error:
                last = recording.operations[state.cut - 1]
                raise LostError(f"{state} and {last}: {error!r}") from error
    return len(seen)


def _start_again(folder: Path, state: State, told: Told) -> None:
    for name, content in state.image.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    try:
        look(folder, told)
    finally:
        for each in folder.iterdir():
            each.unlink()


def look(folder: Path, told: Told) -> None:
    """Check that the terminal has all that it reported, undamaged, and continues."""
    with open_cache(folder) as cache:
        assert cache.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        # The next check reads the file alone; what is torn there is complete in the
        # WAL.
        cache.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        assert cache.rows("PRAGMA cipher_integrity_check") == [], "a page is damaged"
        broken = Journal(cache).verify()
        assert broken is None, broken
        if told.kept is None:
            assert Outbox(cache).records() == [], "written before it was open"
        else:
            found = bookkeeper.contents(cache)
            assert found in (told.kept, told.trying), "what was said is not there"
        enqueue(cache, Outbox(cache))


@contextmanager
def _memory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def _fingerprint(image: Image, told: Told) -> bytes:
    found = hashlib.blake2b(repr(told).encode())
    for name, content in sorted(image.items()):
        found.update(f"{name} {len(content)} ".encode())
        found.update(content)
    return found.digest()
