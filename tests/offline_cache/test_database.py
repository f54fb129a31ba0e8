import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlcipher3
from support.cache import NOON, enqueue, open_cache, rolled_back

from offline_cache import cipher
from offline_cache.database import Cache
from offline_cache.errors import (
    CacheBusyError,
    CacheCorruptError,
    CacheError,
    CacheMisuseError,
    DiskError,
)
from offline_cache.journal import Journal
from offline_cache.outbox import Outbox


def test_what_makes_a_commit_durable_is_in_force(cache: Cache) -> None:
    assert cache.rows("PRAGMA synchronous") == [{"synchronous": 3}]
    assert cache.rows("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert cache.rows("PRAGMA cipher_use_hmac") == [{"cipher_use_hmac": "1"}]
    assert cache.rows("PRAGMA foreign_keys") == [{"foreign_keys": 1}]
    assert cache.rows("PRAGMA busy_timeout") == [{"timeout": 5000}]
    assert cache.rows("PRAGMA temp_store") == [{"temp_store": 2}]
    assert cache.rows("PRAGMA secure_delete") == [{"secure_delete": 1}]


def test_extra_is_set_before_the_step_to_wal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    connect = sqlcipher3.connect

    def traced(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(ran.append)
        return connection

    monkeypatch.setattr(sqlcipher3, "connect", traced)
    open_cache(tmp_path).close()
    extra = ran.index("PRAGMA synchronous = EXTRA")
    assert extra < ran.index("PRAGMA journal_mode = WAL")
    assert not [sql for sql in ran[:extra] if sql.startswith(("CREATE", "INSERT"))]


def test_all_files_are_for_their_owner_alone(tmp_path: Path, cache: Cache) -> None:
    enqueue(cache, Outbox(cache))
    files = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {"cache.db", "cache.db-wal", "cache.db-shm", "cache.key"} <= files.keys()
    assert set(files.values()) == {0o600}


def test_the_install_lives_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with open_cache(tmp_path) as first, open_cache(tmp_path / "other") as other:
        assert first.install != other.install
    with open_cache(tmp_path) as again:
        assert again.install == first.install


def test_a_transaction_is_one_commit(tmp_path: Path, cache: Cache) -> None:
    outbox, journal = Outbox(cache), Journal(cache)
    with open_cache(tmp_path) as other:
        with cache.transaction():
            enqueue(cache, outbox)
            journal.append("accepted")
            cache.db.table("status").insert(
                {"name": "n", "value": "1", "updated_at": "", "boot": "", "seconds": 0}
            )
            assert Outbox(other).counts().queued == 0
            assert list(Journal(other).entries()) == []
            assert other.rows("SELECT * FROM status") == []
        assert Outbox(other).counts().queued == 1
        assert len(list(Journal(other).entries())) == 1
        assert len(other.rows("SELECT * FROM status")) == 1


def test_an_error_rolls_all_of_it_back(cache: Cache) -> None:
    outbox, journal = Outbox(cache), Journal(cache)
    with rolled_back(cache):
        enqueue(cache, outbox)
        journal.append("accepted")
    assert outbox.records() == []
    assert list(journal.entries()) == []
    enqueue(cache, outbox)


def test_a_transaction_within_one_is_undone_alone(cache: Cache) -> None:
    journal = Journal(cache)
    with cache.transaction():
        journal.append("kept")
        with rolled_back(cache):
            journal.append("undone")
    assert [entry.kind for entry in journal.entries()] == ["kept"]


def test_what_belongs_to_an_intent_cannot_be_written_alone(cache: Cache) -> None:
    journal = Journal(cache)
    with pytest.raises(CacheMisuseError):
        journal.append("accepted")
    with pytest.raises(CacheMisuseError):
        Outbox(cache).enqueue(uuid4(), "a.b", "request", b"x", NOON)
    with pytest.raises(CacheMisuseError):
        journal.next_serial("receipt")
    assert list(journal.entries()) == []
    assert Outbox(cache).records() == []


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_swallowed_error_cannot_split_a_transaction(
    cache: Cache, goes_on: bool
) -> None:
    journal = Journal(cache)
    cache.rows("CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK)")
    cache.rows("INSERT INTO t VALUES (1)")

    def careless() -> None:
        with cache.transaction():
            journal.append("first")
            with suppress(CacheMisuseError):
                cache.rows("INSERT INTO t VALUES (1)")
            if goes_on:
                journal.append("second")

    with pytest.raises(CacheMisuseError, match="rolled"):
        careless()
    assert list(journal.entries()) == []


def test_another_thread_is_refused(cache: Cache) -> None:
    caught: list[BaseException] = []

    def use() -> None:
        try:
            with cache.transaction():
                pass
        except CacheMisuseError as error:
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(caught) == 1
    enqueue(cache, Outbox(cache))


def test_a_lock_that_is_never_freed_is_told(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "BUSY_TIMEOUT", 0.05)
    with open_cache(tmp_path) as impatient, cache.transaction():
        with pytest.raises(CacheBusyError):
            enqueue(impatient, Outbox(impatient))
        assert Outbox(impatient).counts().queued == 0  # reading needs no lock


def test_a_changed_page_is_noticed(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        for _ in range(50):
            enqueue(cache, Outbox(cache), b"x" * 600)
    path = tmp_path / "cache.db"
    pages = bytearray(path.read_bytes())
    pages[-2000] ^= 1
    path.write_bytes(pages)
    with open_cache(tmp_path) as cache, pytest.raises(CacheCorruptError):
        Outbox(cache).records(limit=100)


@contextmanager
def unreadable(cache: Cache) -> Iterator[None]:
    """All pages but the first are not what was written."""
    cache.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    cache.rows("PRAGMA shrink_memory")
    written = cache.path.read_bytes()
    cache.path.write_bytes(written[:4096] + bytes(len(written) - 4096))
    with pytest.raises(CacheCorruptError):
        cache.rows("SELECT * FROM outbox")
    yield
    cache.path.write_bytes(written)


def test_a_cache_that_could_not_be_read_is_used_again_once_it_can_be(
    cache: Cache,
) -> None:
    outbox = Outbox(cache)
    enqueue(cache, outbox)
    with unreadable(cache), pytest.raises(CacheError):
        enqueue(cache, outbox)
    assert enqueue(cache, outbox).seq == 2
    assert [record.seq for record in outbox.records()] == [1, 2]


def test_a_cache_that_is_away_is_not_made_anew(cache: Cache) -> None:
    away = cache.path.with_name("away")
    with unreadable(cache):
        cache.path.rename(away)
        for _ in range(2):
            with pytest.raises(DiskError):
                Outbox(cache).records()
        assert not cache.path.exists()
        away.rename(cache.path)
    assert Outbox(cache).records() == []


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        Cache.open(tmp_path / "not-mounted" / "cache.db", bytes(32))
    assert list(tmp_path.iterdir()) == []


def test_closing_twice_does_no_harm(cache: Cache) -> None:
    cache.close()
    cache.close()
    with pytest.raises(CacheMisuseError):
        cache.rows("SELECT 1")


def test_what_is_said_again_is_not_prepared_again(tmp_path: Path) -> None:
    """Not even on the connection that has made all the tables."""
    with open_cache(tmp_path) as cache:
        outbox, journal = Outbox(cache), Journal(cache)

        def write() -> None:
            with cache.transaction():
                outbox.enqueue(uuid4(), "a.b", "request", b"x", NOON)
                journal.append("visit_began")

        write()
        write()
        prepared: list[object] = []

        def seen(*said: object) -> int:
            prepared.append(said)
            return 0

        cache.db.conn.set_authorizer(seen)
        write()  # the authorizer makes all of them anew, once
        prepared.clear()
        write()
        assert prepared == []
