"""The encrypted SQLite file: opening it safely, and transactions that are one commit.

`sqlite_utils.Database` wraps a connection of `sqlcipher3`. Three things to know:

* The connection begins no transaction by itself (`isolation_level=None`), so that the
  only one is ours, and everything within it is one commit: what sqlite-utils would
  commit by itself becomes a savepoint there.
* sqlite-utils catches `sqlite3` exceptions, and sqlcipher3's are not those. Its
  `query()` therefore fails on `… RETURNING`; use `Cache.rows`.
* Rows are always fetched at once: an unfinished reader would keep the WAL growing.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import sqlcipher3
from sqlite_utils import Database

from offline_cache.cipher import alone, connect, require_key
from offline_cache.errors import (
    CacheCorruptError,
    CacheKeyError,
    CacheMisuseError,
    DiskError,
    DiskFullError,
    database_error,
    database_errors,
    file_errors,
)
from offline_cache.key import KEY_BYTES, sync_folder
from offline_cache.migrations import migrate

_SPACE_TO_OPEN = 1 << 20
"""Bytes: with less, an input/output error means that the disk is full.

SQLite says "full" of the database and the WAL only, not of the index beside them.
"""

MAX_ROWS = 50
"""Rows that one transaction of the agent may touch, so that the screen never waits."""

_SETTINGS = (
    # On by default; written down, as a page changed on the disk must be noticed.
    "PRAGMA cipher_use_hmac = ON",
    # EXTRA before WAL: the step to WAL is the last commit with a rollback journal,
    # and with FULL a power cut could bring that journal back and undo it.
    "PRAGMA synchronous = EXTRA",
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    # Bodies that are dropped shall be gone, also for a reader who has the key.
    "PRAGMA secure_delete = ON",
    # A sort that spills to a temporary file would write it in clear.
    "PRAGMA temp_store = MEMORY",
)

Row = dict[str, Any]


class Cache:
    """One connection to the cache file, for the one thread that opened it.

    Every thread opens its own; a call from another thread is refused. SQLite lets any
    number read while one writes, and writers wait for each other `BUSY_TIMEOUT`.

    Attributes:
        path: The database file.
        db: The same connection through sqlite-utils, for looking at it.
        install: Made with the file, so that central can tell a new disk from an old.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._depth = 0
        self._unreadable = False
        self.db: Database
        self.install: UUID

    @classmethod
    def open(cls, path: Path, key: bytes) -> Self:
        """Open the file, made and migrated where needed; both processes may at once.

        Waits for as long as another living process makes or migrates it.

        Args:
            path: The database; its folder must exist (see `load_or_make_key`).
            key: From `load_or_make_key`.

        Raises:
            CacheKeyError: The key does not fit. Nothing was changed.
            SchemaTooNewError: A later version of the program wrote the file.
            CacheError: It is damaged, busy, or the disk is full or fails.
        """
        if len(key) != KEY_BYTES:
            raise CacheKeyError(f"the key must have {KEY_BYTES} bytes")
        cache = cls(path.absolute(), key)
        cache._open()
        return cache

    def _open(self) -> None:
        folder = self.path.parent
        try:
            with alone(self.path), database_errors():
                require_key(self.path, self._key)
                connection = connect(self.path, "rw", self._key)
                # Plug-ins of whoever installed sqlite-utils have no business here.
                self.db = Database(connection, execute_plugins=False)
                try:
                    self._set_up()
                    # SQLite does so too, but goes on where that fails, and then the
                    # power could take the WAL away, name and records.
                    with file_errors("the database's folder"):
                        sync_folder(folder)
                except BaseException:
                    self.close()
                    raise
        except DiskError as error:
            if _is_full(folder):
                raise DiskFullError(f"too little space to begin: {error}") from error
            raise

    def _open_again(self) -> None:
        """Leave a connection on which a page could not be read.

        SQLCipher reads nothing more on it, though it was the disk and is over. It is
        left last: who opens alone reads the WAL from its beginning, and would find a
        commit there of which we have said that it failed.
        """
        with file_errors("the database"):
            self.path.stat()  # which is not made anew: its disk may be away
        left = self.db
        self._unreadable = False
        try:
            self._open()
        except BaseException:
            self.db, self._unreadable = left, True
            raise
        with database_errors():
            left.close()

    def _set_up(self) -> None:
        for setting in _SETTINGS:
            self.rows(setting)
        if self.rows("PRAGMA journal_mode") != [{"journal_mode": "wal"}]:
            raise DiskError("the file system has no shared memory, which WAL needs")
        with self.transaction():
            migrate(self.db)
        self.install = UUID(self.rows("SELECT install FROM terminal")[0]["install"])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing: BEGIN IMMEDIATE … COMMIT; rolled back on any error.

        Within another transaction it is a savepoint of that one.

        Raises:
            CacheError: Nothing of it is there. If a sync has failed and the process
                dies before it writes again, all of it may come back.
            CacheMisuseError: An error that ended the transaction was swallowed in it.
        """
        if self._depth:
            self.require_transaction()
            begin, end = "SAVEPOINT inner", "RELEASE inner"
            undo = ["ROLLBACK TO inner", end]
        else:
            begin, end, undo = "BEGIN IMMEDIATE", "COMMIT", ["ROLLBACK"]
        self.rows(begin)
        self._depth += 1
        try:
            yield
            self.require_transaction()
            self.rows(end)
        except BaseException:
            if self.db.conn.in_transaction:  # a full disk has ended it already
                for statement in undo:
                    self.rows(statement)
            raise
        finally:
            self._depth -= 1

    def require_transaction(self) -> None:
        """Refuse to go on outside `transaction`, where each write would stand alone.

        Raises:
            CacheMisuseError: There is none, or an error has already ended it.
        """
        if not self._depth:
            raise CacheMisuseError("this belongs inside `with cache.transaction():`")
        if not self.db.conn.in_transaction:
            raise CacheMisuseError("an earlier error has rolled the transaction back")

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Run one statement and fetch all it returns.

        Raises:
            CacheError: As the tree in `errors` says.
            CacheMisuseError: The statement is wrong, or breaks a rule of its table.
        """
        if self._unreadable and not self._depth:
            self._open_again()
        try:
            # By the connection itself: sqlite-utils looks each statement over, which
            # takes longer than many of them do.
            cursor = self.db.conn.execute(sql, values)
            if cursor.description is None:
                return []
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except sqlcipher3.Error as error:
            told = database_error(error)
            if isinstance(told, (CacheCorruptError, CacheKeyError)):
                self._unreadable = True
            raise told from error

    def close(self) -> None:
        """Close the connection; may be called twice."""
        with database_errors():
            self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _is_full(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize < _SPACE_TO_OPEN
