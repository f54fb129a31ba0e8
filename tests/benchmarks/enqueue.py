"""A durable enqueue, sealed and encrypted, against queues that are neither.

Each record is one commit of 700 bytes, on the same disk, with WAL and
`synchronous = FULL` or better (read back before anything is measured). Rounds alternate
in an order drawn by lot. Aims: at least 65 % of raw sqlite3, and nobody ahead at p99.
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
from offline_cache.key import load_or_make_key
from offline_cache.outbox import Outbox

ROUNDS = 9
RECORDS = 200
BODY = secrets.token_bytes(700)
FULL = 2
AIM = 0.65

Put = Callable[[bytes], object]


def durable(run: Callable[[str], Any], name: str) -> None:
    """Insist that a connection is as durable as ours."""
    ((mode,),) = run("PRAGMA journal_mode")
    ((level,),) = run("PRAGMA synchronous")
    if mode != "wal" or int(level) < FULL:
        raise SystemExit(f"{name}: {mode}, synchronous {level}: not as durable")


@contextmanager
def ours(folder: Path) -> Iterator[Put]:
    """As the terminal writes a record: sealed, into the encrypted cache."""
    path = folder / "cache.db"
    key_bytes = load_or_make_key(folder / "cache.key", path)
    Cache.open(path, key_bytes).close()  # the start that makes it is not every start
    with Cache.open(path, key_bytes) as cache:
        outbox, key = Outbox(cache), sealing.key_id(DEMO_SEALING_KEY)
        durable(lambda sql: [tuple(r.values()) for r in cache.rows(sql)], "ours")

        def put(body: bytes) -> None:
            with cache.transaction():
                sealed = sealing.seal(body, DEMO_SEALING_KEY)
                outbox.enqueue(uuid4(), "a.b", "rating", sealed, datetime.now(UTC), key)

        yield put


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
    """It ships with NORMAL, which can lose what it has acknowledged."""
    queue = litequeue.LiteQueue(str(folder / "lite.db"))
    queue.conn.execute("PRAGMA synchronous = FULL")
    durable(lambda sql: queue.conn.execute(sql).fetchall(), "litequeue")
    yield lambda body: queue.put(body.hex()[: len(body)])
    queue.close()


@contextmanager
def with_persist_queue(folder: Path) -> Iterator[Put]:
    """Its queue with acknowledgement."""
    queue = persistqueue.SQLiteAckQueue(str(folder / "persist"), auto_commit=True)
    writer: Any = queue._putter
    writer.execute("PRAGMA synchronous = FULL")
    durable(lambda sql: writer.execute(sql).fetchall(), "persist-queue")
    yield queue.put
    queue.close()


@contextmanager
def with_huey(folder: Path) -> Iterator[Put]:
    """Where huey keeps its tasks."""
    storage = SqliteStorage(filename=str(folder / "huey.db"), fsync=True)
    durable(lambda sql: storage.conn.execute(sql).fetchall(), "huey")
    yield storage.enqueue
    storage.close()


WRITERS = {
    "ours_sealed_and_encrypted": ours,
    "sqlite3": raw_sqlite3,
    "sqlite_utils": with_sqlite_utils,
    "litequeue": with_litequeue,
    "persist_queue": with_persist_queue,
    "huey": with_huey,
}


def one_round(put: Put) -> tuple[float, float]:
    """Records a second, and the 99th percentile of one in milliseconds."""
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
        }
        for name in WRITERS
    }
    report.write("enqueue", {"aim_of_sqlite3": AIM, **figures})


if __name__ == "__main__":
    main()
