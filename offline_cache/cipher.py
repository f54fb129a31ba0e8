"""The encrypted file as SQLCipher sees it: who may be at it, and whether a key fits."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3

from offline_cache.errors import CacheKeyError, file_errors

BUSY_TIMEOUT = 5.0
"""Seconds to wait for the other process's write lock.

Its transactions touch at most 50 rows and take milliseconds; on a worn disk one sync
may take a second or two. Whoever waits longer has met a fault and must say so.
"""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time makes, migrates or rekeys it; the kernel frees the lock."""
    with file_errors("the database's folder"):
        lock = os.open(
            path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600
        )
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with file_errors("the database"):
            # SQLite would make it readable for all; its WAL takes over this mode.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        yield
    finally:
        os.close(lock)


_STATEMENTS = 512
"""Kept prepared by each connection; all that the program knows are fewer.

With the usual 128, the steps that make the tables fill it, and all that follows is
prepared anew at each call, which takes half the time of an enqueue.
"""


def connect(path: Path, mode: str, key: bytes) -> Any:
    """A bare connection of sqlcipher3; whether the key fits, its first read tells.

    Args:
        path: Absolute.
        mode: Of SQLite's addresses, `ro` or `rw`.
        key: 32 bytes.
    """
    connection = sqlcipher3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT,
        isolation_level=None,
        cached_statements=_STATEMENTS,
    )
    # SQLCipher would print on standard error what our exceptions say.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def require_key(path: Path, key: bytes) -> None:
    """See that a key fits, where that can be seen.

    A file that is empty says nothing. A rollback journal is there only if the power
    went while the file was first made, before any record, or given another key; it has
    to be rolled back by a writer.

    Raises:
        CacheKeyError: The key does not fit. Nothing was changed.
        sqlcipher3.Error: The file cannot be read.
    """
    if path.stat().st_size and not rollback_journal(path).exists():
        read_first_page(path, key)


def read_first_page(path: Path, key: bytes) -> None:
    """Read it through a connection that cannot write.

    One that can would, with whatever key, copy a crashed process's WAL into the file
    when it is closed.

    Raises:
        CacheKeyError: The key does not fit.
        sqlcipher3.Error: The file cannot be read.
    """
    connection = connect(path, "ro", key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except sqlcipher3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        raise CacheKeyError(
            "the key does not fit this database, or its first page is damaged; "
            "nothing was changed"
        ) from error
    finally:
        connection.close()


def rollback_journal(path: Path) -> Path:
    """Where one is while the database is not in WAL mode and is written to."""
    return path.with_name(f"{path.name}-journal")
