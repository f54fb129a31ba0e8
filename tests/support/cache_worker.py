"""Tasks of other processes on a cache: `-m support.cache_worker TASK FOLDER …`."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from offline_cache.journal import Journal
from offline_cache.migrations import MIGRATIONS
from offline_cache.outbox import Outbox
from support.cache import NOON, open_cache


def say(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write(folder: Path, count: int) -> None:
    """Commit records, each with a journal entry, and print each number once durable."""
    with open_cache(folder) as cache:
        outbox, journal = Outbox(cache), Journal(cache)
        for _ in range(count):
            with cache.transaction():
                key = uuid4()
                record = outbox.enqueue(key, "a.b", "request", b"x" * 600, NOON)
                journal.append("accepted", detail={"seq": record.seq})
            say(f"{record.seq} {key}")


def half(folder: Path) -> None:
    """Write a record and a journal entry, and stop before the commit."""
    with open_cache(folder) as cache, cache.transaction():
        Outbox(cache).enqueue(uuid4(), "a.b", "request", b"x", NOON)
        Journal(cache).append("accepted")
        say("inside")
        sys.stdin.read()


def send(folder: Path, total: int) -> None:
    """Lease and acknowledge until `total` are acknowledged, by any process."""
    with open_cache(folder) as cache:
        outbox = Outbox(cache)
        while outbox.counts().acknowledged < total:
            records = outbox.lease("worker", seconds=600, limit=7)
            outbox.acknowledge({r.idempotency_key: "completed" for r in records})
            for record in records:
                say(record.idempotency_key)
            if not records:
                time.sleep(0.01)  # nothing to do: let the writer write


def open_at_once(folder: Path) -> None:
    """Wait for a line, open the cache, and print the settings in force."""
    say("waiting")
    sys.stdin.read()
    with open_cache(folder) as cache:
        applied = [migration.name for migration in MIGRATIONS.applied(cache.db)]
        say(f"{cache.install} {','.join(applied)}")


TASKS: dict[str, Callable[..., None]] = {
    "write": write,
    "half": half,
    "send": send,
    "open_at_once": open_at_once,
}

if __name__ == "__main__":
    TASKS[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:]))
