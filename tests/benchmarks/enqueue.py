"""A durable enqueue, sealed and encrypted, against queues that are neither.

Each record is one commit of 700 bytes, on the same disk, with WAL and
`synchronous = FULL` or better (read back before the measurement). Rounds alternate in a
random order. The pages of the WAL written for each record are counted too. Aims: at
least 55 % of raw sqlite3 with the record's journal entry in the same commit, and a p99
of 2 ms.
"""

import random
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import litequeue
import persistqueue
import sqlite_utils
from benchmarks import report
from huey.storage import SqliteStorage

from config.settings import DEMO_SEALING_KEY
from contract import sealing
from offline_cache.database import Cache
from offline_cache.journal import Journal
from offline_cache.key import load_or_make_key
from offline_cache.outbox import Outbox, OutboxRecord
from offline_cache.words import Kind

ROUNDS = 25
RECORDS = 200
BODY = secrets.token_bytes(700)
FULL = 2
PAGES_OF = 100
FRAME = 4096 + 24
"""Bytes of a page in the WAL."""
AIM = 0.55
AIM_P99_MS = 2.0

Put = Callable[[bytes], object]


def durable(run: Callable[[str], Any], name: str) -> None:
    """Check that a connection is as durable as ours."""
    ((mode,),) = run("PRAGMA journal_mode")
    ((level,),) = run("PRAGMA synchronous")
    if mode != "wal" or int(level) < FULL:
        raise SystemExit(f"{name}: {mode}, synchronous {level}: not as durable")


@contextmanager
def ours(folder: Path) -> Iterator[Put]:
    """As the terminal writes a record: sealed, into the encrypted cache."""
    with opened(folder) as (cache, enqueue, _):

        def put(body: bytes) -> None:
            with cache.transaction():
                enqueue(body)

        yield put


@contextmanager
def ours_with_its_entry(folder: Path) -> Iterator[Put]:
    """The same, with an entry of the journal in the same commit."""
    with opened(folder) as (cache, enqueue, journal):

        def put(body: bytes) -> None:
            with cache.transaction():
                record = enqueue(body)
                journal.append(
                    Kind.REQUEST_ACCEPTED,
                    visit="0123abcd-7",
                    item="a.b",
                    detail={"case": str(record.idempotency_key)},
                )

        yield put


@contextmanager
def opened(
    folder: Path,
) -> Iterator[tuple[Cache, Callable[[bytes], OutboxRecord], Journal]]:
    """Yield a cache, a function that writes a sealed record into it, its journal."""
    path = folder / "cache.db"
    key_bytes = load_or_make_key(folder / "cache.key", path)
    with Cache.open(path, key_bytes) as cache:
        outbox, key = Outbox(cache), sealing.key_id(DEMO_SEALING_KEY)
        durable(lambda sql: [tuple(r.values()) for r in cache.rows(sql)], "ours")

        def enqueue(body: bytes) -> OutboxRecord:
            sealed = sealing.seal(body, DEMO_SEALING_KEY)
            now = datetime.now(UTC)
            return outbox.enqueue(uuid4(), "a.b", "request", sealed, now, key)

        yield cache, enqueue, Journal(cache)


def pages(folder: Path, put: Put) -> float | None:
    """Return the pages of one commit, on average, as the WAL of a fresh file grows."""
    for _ in range(PAGES_OF // 2):  # the first commit also writes the first pages
        put(BODY)
    files = list(folder.glob("**/*-wal"))
    before = sum(file.stat().st_size for file in files)
    for _ in range(PAGES_OF):
        put(BODY)
    if not before:
        return None
    grown = sum(file.stat().st_size for file in files) - before
    return round(grown / FRAME / PAGES_OF, 2)


@contextmanager
def raw_sqlite3(folder: Path) -> Iterator[Put]:
    """A table with a key and a body."""
    with closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute(
            "CREATE TABLE q (id INTEGER PRIMARY KEY, key TEXT UNIQUE, body BLOB)"
        )
        durable(lambda sql: db.execute(sql).fetchall(), "sqlite3")
        insert = "INSERT INTO q (key, body) VALUES (?, ?)"
        yield lambda body: db.execute(insert, (str(uuid4()), body))


@contextmanager
def with_sqlite_utils(folder: Path) -> Iterator[Put]:
    """The same through sqlite-utils."""
    db = sqlite_utils.Database(str(folder / "utils.db"))
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    durable(lambda sql: db.execute(sql).fetchall(), "sqlite-utils")
    table = db.table("q", pk="key")
    yield lambda body: table.insert({"key": str(uuid4()), "body": body})
    db.close()


@contextmanager
def with_litequeue(folder: Path) -> Iterator[Put]:
    """litequeue; by default it uses NORMAL, which can lose what it has acknowledged."""
    queue = litequeue.LiteQueue(str(folder / "lite.db"))
    queue.conn.execute("PRAGMA synchronous = FULL")
    durable(lambda sql: queue.conn.execute(sql).fetchall(), "litequeue")
    yield lambda body: queue.put(body.hex()[: len(body)])
    queue.close()


@contextmanager
def with_persist_queue(folder: Path) -> Iterator[Put]:
    """persist-queue, its queue with acknowledgement."""
    queue = persistqueue.SQLiteAckQueue(str(folder / "persist"), auto_commit=True)
    writer: Any = queue._putter
    writer.execute("PRAGMA synchronous = FULL")
    durable(lambda sql: writer.execute(sql).fetchall(), "persist-queue")
    yield queue.put
    queue.close()


@contextmanager
def with_huey(folder: Path) -> Iterator[Put]:
    """huey's storage of tasks."""
    storage = SqliteStorage(filename=str(folder / "huey.db"), fsync=True)
    durable(lambda sql: storage.conn.execute(sql).fetchall(), "huey")
    yield storage.enqueue
    storage.close()


WRITERS = {
    "ours_sealed_and_encrypted": ours,
    "ours_with_its_journal_entry": ours_with_its_entry,
    "sqlite3": raw_sqlite3,
    "sqlite_utils": with_sqlite_utils,
    "litequeue": with_litequeue,
    "persist_queue": with_persist_queue,
    "huey": with_huey,
}


def one_round(put: Put) -> tuple[float, float]:
    """Return records a second, and the 99th percentile of one in milliseconds."""
    spent = []
    for _ in range(RECORDS):
        before = time.perf_counter()
        put(BODY)
        spent.append(time.perf_counter() - before)
    return RECORDS / sum(spent), statistics.quantiles(spent, n=100)[98] * 1000


def main() -> None:
    """Measure and report."""
    rates: dict[str, list[float]] = {name: [] for name in WRITERS}
    worst: dict[str, list[float]] = {name: [] for name in WRITERS}
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as home, ExitStack() as stack:
        puts = {}
        for name, writer in WRITERS.items():
            folder = Path(home) / name
            folder.mkdir()
            puts[name] = stack.enter_context(writer(folder))
        written = {name: pages(Path(home) / name, put) for name, put in puts.items()}
        for put in puts.values():
            one_round(put)
        for _ in range(ROUNDS):
            for name in random.sample(list(puts), len(puts)):
                rate, p99 = one_round(puts[name])
                rates[name].append(rate)
                worst[name].append(p99)
    raw = statistics.median(rates["sqlite3"])
    figures: dict[str, Any] = {
        name: {
            "records_per_s": report.spread(rates[name]),
            "p99_ms": report.spread(worst[name]),
            "of_sqlite3": round(statistics.median(rates[name]) / raw, 3),
            "pages_each": written[name],
        }
        for name in WRITERS
    }
    aims = {"aim_of_sqlite3": AIM, "aim_p99_ms": AIM_P99_MS}
    report.write("enqueue", aims | figures)


if __name__ == "__main__":
    main()
