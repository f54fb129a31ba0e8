import fcntl
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
import sqlcipher3
from sqlite_utils import Database
from support.cache import NOON, Worker, enqueue, open_cache

from offline_cache import database
from offline_cache.clock import to_label
from offline_cache.database import Cache
from offline_cache.errors import SchemaTooNewError
from offline_cache.journal import Journal
from offline_cache.key import load_or_make_key
from offline_cache.mailbox import Mailbox
from offline_cache.migrations import MIGRATIONS, STEPS
from offline_cache.outbox import Outbox, OutboxState
from offline_cache.status import Status


def schema(cache: Cache) -> list[tuple[str, str]]:
    rows = cache.rows("SELECT name, sql FROM sqlite_schema ORDER BY name")
    return [(row["name"], row["sql"]) for row in rows]


FULL = 80
"""Records and entries: more than the agent handles at once."""

OLD_STATES = {
    "seq % 5 = 1": "state = 'acknowledged', body = NULL, answer = 'completed'",
    "seq % 5 = 2": "state = 'leased', lease_owner = 'o', due_boot = 'b', due_at = 1",
    "seq % 5 = 3": "state = 'quarantined', last_error = 'malformed', attempts = 3",
}


def make_old(folder: Path, stop_before: str) -> None:
    """A file as a program left it that did not know `stop_before` yet."""
    key = load_or_make_key(folder / "cache.key", folder / "cache.db")
    connection = sqlcipher3.connect(str(folder / "cache.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    MIGRATIONS.apply(Database(connection), stop_before=stop_before)
    if stop_before > "0003":
        for number in range(FULL):
            connection.execute(
                "INSERT INTO outbox (idempotency_key, item, kind, created_at, body)"
                " VALUES (?, 'a.b', 'request', ?, ?)",
                (str(uuid4()), to_label(NOON), f"record {number}".encode()),
            )
        for condition, change in OLD_STATES.items():
            connection.execute(f"UPDATE outbox SET {change} WHERE {condition}")  # noqa: S608
    if "0004" < stop_before < "0012_":
        for number in range(FULL):
            connection.execute(
                "INSERT INTO journal (at, visit, kind, detail)"
                " VALUES (?, ?, 'x', '{}')",
                (to_label(NOON), f"v{number}"),
            )
    connection.close()


@pytest.mark.parametrize("stop_before", list(STEPS))
def test_every_earlier_version_becomes_todays(tmp_path: Path, stop_before: str) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "old").mkdir()
    make_old(tmp_path / "old", stop_before)
    with (
        open_cache(tmp_path / "new") as new,
        open_cache(tmp_path / "old") as old,
    ):
        assert schema(old) == schema(new)
        expected = FULL if stop_before > "0003" else 0
        records = Outbox(old).records(limit=2 * FULL)
        assert [each.seq for each in records] == list(range(1, expected + 1))
        for number, each in enumerate(records):
            there = each.state is not OutboxState.ACKNOWLEDGED
            assert each.body == (f"record {number}".encode() if there else b"")
            assert each.key_id is None
        states = Counter(each.state for each in records)
        assert len(states) == (len(OutboxState) if expected else 0)
        assert enqueue(old, Outbox(old)).seq == expected + 1
        visits = [entry.visit for entry in Journal(old).entries()]
        written = FULL if "0004" < stop_before < "0012_" else 0
        assert visits == [f"v{number}" for number in range(written)]
        with old.transaction():
            Journal(old).append("migrated")
        assert Journal(old).verify() is None
        Status(old).put("screen", "attract")
        Mailbox(old).post("screen", "restart", {}, seconds=60)


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        enqueue(cache, Outbox(cache))
        cache.db.table("_sqlite_migrations").insert(
            {"migration_set": "offline_cache", "name": "9999_x", "applied_at": ""}
        )
    before = (tmp_path / "cache.db").read_bytes()
    with pytest.raises(SchemaTooNewError, match="9999_x"):
        open_cache(tmp_path)
    assert (tmp_path / "cache.db").read_bytes() == before


def test_a_step_that_fails_leaves_nothing_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def broken(db: Database) -> None:
        MIGRATIONS.apply(db, stop_before=list(STEPS)[2])
        db.execute("CREATE TABLE half (a)")
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(database, "migrate", broken)
        with pytest.raises(ZeroDivisionError):
            open_cache(tmp_path)
    with open_cache(tmp_path) as cache:
        assert "half" not in dict(schema(cache))
        enqueue(cache, Outbox(cache))


def test_who_makes_or_migrates_the_file_is_waited_for(tmp_path: Path) -> None:
    worker = Worker("open_at_once", tmp_path)
    assert worker.line() == "waiting"
    with (tmp_path / "cache.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        worker.go()
        wait_until(lambda: waits_for_a_lock(worker.process.pid))
        assert not (tmp_path / "cache.db").exists()
    assert len(worker.finish()) == 1


def waits_for_a_lock(pid: int) -> bool:
    lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    return any("->" in line and str(pid) in line.split() for line in lines)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    workers = [Worker("open_at_once", tmp_path) for _ in range(4)]
    assert [worker.line() for worker in workers] == ["waiting"] * 4
    for worker in workers:
        worker.go()
    answers = {worker.finish()[0] for worker in workers}
    assert len(answers) == 1
    install, applied = answers.pop().split()
    assert applied.split(",") == list(STEPS)
    with open_cache(tmp_path) as cache:
        assert str(cache.install) == install
