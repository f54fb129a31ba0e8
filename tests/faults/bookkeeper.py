"""A process that uses a cache as the program does, and reports what is durable.

`python -m faults.bookkeeper TASK FOLDER SEED COUNT`. Before each commit it reports the
hash of the contents to come, and afterwards that they are durable: from that report on
the data must survive. An error is reported by its name, and the commit is retried a few
times.
"""

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from support.cache import NOON, StandingClock, open_cache, rolled_back

from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.journal import EffectState, Journal
from offline_cache.key import rekey
from offline_cache.outbox import Outbox, OutboxState

TRYING, KEPT, REFUSED = "trying", "kept", "refused"
TRIES = 20
TABLES = ("outbox", "acknowledged", "journal", "counter", "status", "terminal")


def contents(cache: Cache) -> str:
    """Return the hash of all that must not be lost."""
    tables = [cache.rows(f"SELECT * FROM {each}") for each in TABLES]  # noqa: S608 - ours
    return hashlib.sha256(repr(tables).encode()).hexdigest()


def say(word: str, what: str) -> None:
    os.writev(1, [f"{word} {what}\n".encode()])


class Bookkeeper:
    """Random commits of every kind, on one connection."""

    def __init__(self, cache: Cache, seed: str) -> None:
        self._cache = cache
        self._outbox = Outbox(cache, StandingClock())
        self._journal = Journal(cache, lambda: NOON)
        self._chance = random.Random(seed)  # noqa: S311 - a test's

    def work(self, commits: int) -> bool:
        """Make so many commits, or as many as succeed; each is retried unchanged."""
        return all(self._done(self._chance.getstate()) for _ in range(commits))

    def _done(self, drawn: object) -> bool:
        for _ in range(TRIES):
            self._chance.setstate(drawn)  # type: ignore[arg-type]  # its own
            if told(self._one):
                say(KEPT, contents(self._cache))
                return True
        return False

    def _one(self) -> None:
        if self._chance.random() < 0.1:
            with rolled_back(self._cache):
                self._accept()
            return
        with self._cache.transaction():
            self._chance.choice(
                (self._accept, self._accept, self._settle, self._send)
            )()
            say(TRYING, contents(self._cache))

    def _accept(self) -> None:
        key, effect = self._key(), self._key()
        body = self._chance.randbytes(self._chance.choice((90, 800, 2500)))
        record = self._outbox.enqueue(key, "a.b", "completion", body, NOON)
        serial = str(self._journal.next_serial("receipt"))
        detail = {"record": record.seq}
        self._journal.arm(effect, "receipt", serial=serial, detail=detail)

    def _settle(self) -> None:
        for armed in self._journal.unsettled()[:1]:
            assert armed.effect is not None
            self._journal.settle(armed.effect, EffectState.CONFIRMED)

    def _send(self) -> None:
        if leased := self._outbox.records(OutboxState.LEASED):
            self._outbox.acknowledge({leased[0].idempotency_key: "completed"})
        else:
            self._outbox.lease("agent", seconds=600, limit=2)

    def _key(self) -> UUID:
        return UUID(int=self._chance.getrandbits(128), version=4)


def told(what: Callable[[], object]) -> bool:
    """Do it; return whether it succeeded, and report an error by its name."""
    try:
        what()
    except CacheError as error:
        say(REFUSED, type(error).__name__)
        return False
    return True


def keep(folder: Path, seed: str, commits: int) -> None:
    """Work in one connection, reopened as often as needed."""

    def work() -> None:
        with open_cache(folder) as cache:
            say(KEPT, contents(cache))
            Bookkeeper(cache, seed).work(commits)

    for _ in range(TRIES):
        if told(work):
            break


def keep_together(folder: Path, seed: str, commits: int) -> None:
    """Screen and agent in turn, a WAL that restarts at its beginning, and a restart.

    Each syncs its files in a different order.
    """
    with open_cache(folder) as cache:
        say(KEPT, contents(cache))
        keeper = Bookkeeper(cache, seed)
        keeper.work(commits)
        other = [sys.executable, "-m", __spec__.name, "keep", str(folder)]
        subprocess.run([*other, f"{seed} too", str(commits)], check=True)  # noqa: S603
        keeper.work(commits)
        cache.rows("PRAGMA wal_checkpoint(RESTART)")
        keeper.work(commits)
    keep(folder, f"{seed} again", commits)


def keep_under_another_key(folder: Path, seed: str, commits: int) -> None:
    """Work, change the key, and continue."""
    keep(folder, seed, commits)
    told(lambda: rekey(folder / "cache.key", folder / "cache.db"))
    keep(folder, f"{seed} again", commits)


TASKS = {
    "keep": keep,
    "keep_together": keep_together,
    "keep_under_another_key": keep_under_another_key,
}

if __name__ == "__main__":
    task = TASKS[sys.argv[1]]
    task(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
