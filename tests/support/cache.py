"""Caches for tests, clocks that stand still, and processes that share a cache."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from offline_cache.clock import BootTime
from offline_cache.database import Cache
from offline_cache.key import load_or_make_key
from offline_cache.outbox import Outbox, OutboxRecord
from support.processes import ROOT

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""An instant for labels: noon in Shanghai."""


class StandingClock:
    """A boot clock that moves only when a test sets it."""

    def __init__(self) -> None:
        self.now = BootTime("boot 1", 1000.0)
        self._boots = 1

    def __call__(self) -> BootTime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now = self.now.later(seconds)

    def reboot(self) -> None:
        """Restart the clock, nearly from zero."""
        self._boots += 1
        self.now = BootTime(f"boot {self._boots}", 1.0)


def open_cache(folder: Path) -> Cache:
    """Open the cache `cache.db` in a folder, with its key beside it."""
    database = folder / "cache.db"
    return Cache.open(database, load_or_make_key(folder / "cache.key", database))


def enqueue(
    cache: Cache, outbox: Outbox, body: bytes = b"{}", at: datetime = NOON
) -> OutboxRecord:
    """Enqueue one record in a commit of its own."""
    with cache.transaction():
        return outbox.enqueue(uuid4(), "social_security.x", "request", body, at)


class GivenUpError(Exception):
    """Ends a transaction in `rolled_back`."""


@contextmanager
def rolled_back(cache: Cache) -> Iterator[None]:
    """A transaction that an error ends after everything has been written."""
    with suppress(GivenUpError), cache.transaction():
        yield
        raise GivenUpError


class Worker:
    """A process that runs one task of `support.cache_worker` on a folder's cache."""

    def __init__(self, task: str, folder: Path, *arguments: object) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "support.cache_worker", task, str(folder)]
            + [str(argument) for argument in arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        """Return its next line of output; fail if it ended instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the worker ended"
        return line.strip()

    def go(self) -> None:
        """Let a waiting worker continue."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def kill(self) -> list[str]:
        """Send SIGKILL; return the lines that it had still written."""
        self.process.kill()
        return self._rest(expected=-9)

    def finish(self) -> list[str]:
        """Wait for its end; return the lines that were not read yet."""
        return self._rest(expected=0)

    def _rest(self, expected: int) -> list[str]:
        assert self.process.stdout is not None
        assert self.process.stdin is not None
        with self.process.stdout as stdout:
            lines = stdout.read().split("\n")[:-1]  # a truncated line does not count
        self.process.stdin.close()
        assert self.process.wait(60) == expected
        return lines
