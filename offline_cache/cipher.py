"""Low-level access with SQLCipher: the lock, connections, and the check of a key."""

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
may take a second or two. A longer wait is a fault and must be reported.
"""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Allow one process at a time to create, migrate or rekey the database.

    The kernel releases the lock when the process ends.
    """
    with file_errors("the database's folder"):
        lock = os.open(
            path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600
        )
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with file_errors("the database"):
            # SQLite would make it readable by all; its WAL gets this mode too.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        yield
    finally:
        os.close(lock)


_STATEMENTS = 512
"""Prepared statements kept by each connection; more than the program has.

With the default of 128, the migrations fill the cache, and every later statement is
prepared again at each call, which takes half the time of an enqueue.
"""


def connect(path: Path, mode: str, key: bytes) -> Any:
    """Open a connection of sqlcipher3; a wrong key is detected at its first read.

    Args:
        path: Absolute path of the database.
        mode: Mode of SQLite's URI, `ro` or `rw`.
        key: 32 bytes.
    """
    connection = sqlcipher3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT,
        isolation_level=None,
        cached_statements=_STATEMENTS,
    )
    # SQLCipher would print on standard error what our exceptions report.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def require_key(path: Path, key: bytes) -> None:
    """Check that a key fits, if that is possible.

    It is not for an empty file, nor beside a rollback journal. That exists only if the
    power failed while the file was created, before any record, or rekeyed; a writer
    must roll it back.

    Raises:
        CacheKeyError: The key does not fit. Nothing was changed.
        sqlcipher3.Error: The file cannot be read.
    """
    if path.stat().st_size and not rollback_journal(path).exists():
        read_first_page(path, key)


def read_first_page(path: Path, key: bytes) -> None:
    """Read the first page through a read-only connection.

    A writable one would, even with a wrong key, copy a crashed process's WAL into the
    file when it is closed.

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
    """Return the path of SQLite's rollback journal, used while not in WAL mode."""
    return path.with_name(f"{path.name}-journal")
