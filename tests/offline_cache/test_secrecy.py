"""A stolen disk tells nothing: the raw files are searched for invented people."""

import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest
from support.cache import NOON, Worker, open_cache

from offline_cache.database import Cache
from offline_cache.journal import Journal
from offline_cache.outbox import Outbox
from offline_cache.status import Status

CANARY = "欧阳𬱖䶮"
CODECS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def found(folder: Path) -> list[tuple[str, str]]:
    """File and codec of each place where the canary stands in clear."""
    return [
        (path.name, codec)
        for path in folder.iterdir()
        if path.is_file()
        for codec in CODECS
        if CANARY.encode(codec) in path.read_bytes()
        or CANARY.encode(codec).hex().encode() in path.read_bytes().lower()
    ]


def write_canary(cache: Cache) -> None:
    with cache.transaction():
        for codec in CODECS:
            Outbox(cache).enqueue(
                uuid4(), "a.b", "request", CANARY.encode(codec) * 50, NOON
            )
        Journal(cache).append("mistake", detail={"name": CANARY})
    Status(cache).put("mistake", CANARY)


def test_the_search_finds_what_a_plain_file_holds(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE t (a)")
    with plain:
        for codec in CODECS:
            plain.execute("INSERT INTO t VALUES (?)", [CANARY.encode(codec)])
    plain.close()
    assert found(tmp_path) == [("plain.db", codec) for codec in CODECS]


def test_no_file_holds_a_name_in_clear(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        write_canary(cache)
        assert {"cache.db-wal", "cache.db-shm"} <= {p.name for p in tmp_path.iterdir()}
        assert found(tmp_path) == []
        cache.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        assert found(tmp_path) == []
    assert found(tmp_path) == []


def test_a_crash_leaves_no_name_in_clear(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        write_canary(cache)
        worker = Worker("half", tmp_path)
        worker.line()
        worker.kill()
        assert found(tmp_path) == []


def test_plain_sqlite_cannot_open_it(tmp_path: Path) -> None:
    with open_cache(tmp_path) as cache:
        write_canary(cache)
    assert (tmp_path / "cache.db").read_bytes()[:16] != b"SQLite format 3\0"
    plain = sqlite3.connect(tmp_path / "cache.db")
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_schema").fetchall()
    plain.close()
