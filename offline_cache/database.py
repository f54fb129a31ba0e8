"""The encrypted SQLite database: opening it safely, and transactions.

`sqlite_utils.Database` wraps a connection of `sqlcipher3`:

* The connection begins no transaction by itself (`isolation_level=None`), so that
  everything within `Cache.transaction` is one commit: transactions of sqlite-utils
  become savepoints in it.
* sqlite-utils catches `sqlite3` exceptions, which sqlcipher3's are not. Its `query()`
  therefore fails on `… RETURNING`; use `Cache.rows`.
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
"""Bytes: with less free space, an input/output error means that the disk is full.

SQLite reports "full" for the database and the WAL only, not for the WAL's index.
"""

MAX_ROWS = 50
"""Rows that one transaction of the agent may touch, so that the screen never waits."""

_SETTINGS = (
    # The default, but essential: a page that was changed on the disk must be detected.
    "PRAGMA cipher_use_hmac = ON",
    # EXTRA before WAL: switching to WAL is the last commit with a rollback journal,
    # and with FULL a power cut could bring that journal back and undo it.
    "PRAGMA synchronous = EXTRA",
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    # Deleted bodies must be erased, even for a reader who has the key.
    "PRAGMA secure_delete = ON",
    # A sort that spills to a temporary file would write clear text.
    "PRAGMA temp_store = MEMORY",
)

Row = dict[str, Any]


class Cache:
    """One connection to the database, for the one thread that opened it.

    Every thread opens its own; a call from another thread is refused. SQLite allows
    any number of readers while one writes; writers wait up to `BUSY_TIMEOUT`.

    Attributes:
        path: The database file.
        db: The same connection through sqlite-utils, for inspection.
        install: Id of this installation, created with the file, by which central
            recognises a new disk.
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
        """Open the database, and create or migrate it if necessary.

        Waits while another living process creates or migrates it.

        Args:
            path: The database; its folder must exist (see `load_or_make_key`).
            key: The result of `load_or_make_key`.

        Raises:
            CacheKeyError: The key does not fit. Nothing was changed.
            SchemaTooNewError: A later version of the program wrote the file.
            CacheError: It is damaged or busy, or the disk is full or failing.
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
                # Ignore plug-ins that are installed for sqlite-utils.
                self.db = Database(connection, execute_plugins=False)
                try:
                    self._set_up()
                    # SQLite does it too, but continues if it fails; then a power cut
                    # could remove the name of the WAL, and with it the records.
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
        """Replace a connection on which a page could not be read.

        SQLCipher reads nothing more on it, even if the disk error was transient. It is
        closed last: a connection that opens alone reads the WAL from its beginning,
        and would find a commit there that we have reported as failed.
        """
        with file_errors("the database"):
            self.path.stat()  # never create it here: its disk may be unmounted
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
        """Run a block as one transaction, rolled back on any error.

        Within another transaction it is a savepoint of that one.

        Raises:
            CacheError: Nothing of it is stored. Only if a sync has failed and the
                process dies before it writes again, all of it may reappear.
            CacheMisuseError: The block suppressed an error that ended the transaction.
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
            if self.db.conn.in_transaction:  # a full disk has already ended it
                for statement in undo:
                    self.rows(statement)
            raise
        finally:
            self._depth -= 1

    def require_transaction(self) -> None:
        """Require a transaction, without which each write would be its own commit.

        Raises:
            CacheMisuseError: There is none, or an error has already ended it.
        """
        if not self._depth:
            raise CacheMisuseError("this belongs inside `with cache.transaction():`")
        if not self.db.conn.in_transaction:
            raise CacheMisuseError("an earlier error has rolled the transaction back")

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Run one statement and fetch all its rows.

        Raises:
            CacheError: See the tree in `errors`.
            CacheMisuseError: The statement is wrong, or violates a constraint.
        """
        if self._unreadable and not self._depth:
            self._open_again()
        try:
            # Not through sqlite-utils, which parses each statement; that takes longer
            # than many of them.
            cursor = self.db.conn.execute(sql, values)
            if cursor.description is None:
                return []
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except sqlcipher3.Error as error:
            fault = database_error(error)
            if isinstance(fault, (CacheCorruptError, CacheKeyError)):
                self._unreadable = True
            raise fault from error

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
