"""Opening central's database: engine, durability, transactions, migrations."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    OperationalError,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool, QueuePool

from central.store.errors import (
    ConflictError,
    DatabaseUrlError,
    NoDatabaseError,
    StoreError,
    WrongSchemaError,
)

MIGRATIONS = Path(__file__).with_name("migrations")

BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another; a batch of 50 takes some 10 ms."""

SCRUB_TIMEOUT_MS = 1_000

WRITE_ATTEMPTS = 5

LAST_TRANSACTION_S = 10.0
"""How long closing waits for transactions; most take some milliseconds."""

POSTGRESQL = "postgresql"

DEADLOCK = "40P01"
"""PostgreSQL's `deadlock_detected`; the other transaction has gone on."""

MIGRATION_LOCK = 8600_0001
"""Of PostgreSQL's advisory locks, which are numbers; any that nobody else takes."""

_LOCK = text("SELECT pg_advisory_xact_lock(:number)")

_WRITES = "central_writes"

T = TypeVar("T")


class Store:
    """The database, with a read and a write transaction.

    Args:
        engine: As `open_store` makes it.
    """

    def __init__(self, engine: Engine) -> None:
        self._reading = engine
        if engine.dialect.name == POSTGRESQL:
            # All reads of one transaction see one snapshot, as they do on SQLite.
            self._reading = engine.execution_options(isolation_level="REPEATABLE READ")
        # SQLite must know from the start that a transaction will write: one that turns
        # from reading to writing fails at once if another wrote meanwhile.
        self._writing = engine.execution_options(**{_WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that changes nothing."""
        with Session(self._reading) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that is committed at its end; exceptions roll it back."""
        with Session(self._writing) as session, session.begin():
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Do `work` in a transaction; retry if another one took its unique keys first.

        SQLite admits one writer at a time. Elsewhere two can insert the same key at
        once; the loser finds the other's row when it retries. On a deadlock, the
        database chooses the loser.

        Raises:
            ConflictError: It lost five times.
        """
        lost: DatabaseError | None = None
        for _ in range(WRITE_ATTEMPTS):
            try:
                with self.writing() as session:
                    return work(session)
            except IntegrityError as error:
                lost = error
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != DEADLOCK:
                    raise
                lost = error
        raise ConflictError("others kept writing the same keys") from lost

    def ping(self) -> None:
        """Run an empty query; raise `OperationalError` without a database."""
        with self.reading() as session:
            session.execute(text("SELECT 1"))

    def migrate(self) -> None:
        """Migrate the schema to this version, in one transaction.

        Raises:
            WrongSchemaError: A newer version made it, or it is not central's database.
        """
        try:
            with self._writing.begin() as connection:
                if connection.dialect.name == POSTGRESQL:
                    # Two processes that start at once would both make the same tables.
                    connection.execute(_LOCK, {"number": MIGRATION_LOCK})
                command.upgrade(alembic_config(connection), "head")
        except CommandError as error:
            raise WrongSchemaError(
                "the database was made by a newer version of OneTrip "
                "({why}): install that version, or name another database",
                why=error,
            ) from error
        except OperationalError:
            raise
        except DatabaseError as error:
            raise WrongSchemaError(
                "not a database of ours: {why}", why=error.orig
            ) from error

    def require_schema(self) -> None:
        """Check that the schema is the current one, without changing it.

        Raises:
            WrongSchemaError: It is older or newer than this version's.
        """
        try:
            with self._reading.connect() as connection:
                config = alembic_config(connection)
                there = MigrationContext.configure(connection).get_current_revision()
        except OperationalError:
            raise
        except DatabaseError as error:
            raise WrongSchemaError(
                "not a database of ours: {why}", why=error.orig
            ) from error
        if there != ScriptDirectory.from_config(config).get_current_head():
            raise WrongSchemaError(
                "the database belongs to another version of OneTrip, or none yet: "
                "`python -m central run` of this version brings an older one up to date"
            )

    def scrub(self) -> bool:
        """Remove deleted data from SQLite's write-ahead log.

        The database file contains none of it (`secure_delete`). PostgreSQL reuses the
        space by itself (autovacuum).

        Returns:
            False where a reader was active, or the disk failed: to be retried.
        """
        if self._reading.dialect.name == POSTGRESQL:
            return True
        # Not through SQLAlchemy, which would begin a transaction.
        connection = self._reading.raw_connection()
        try:
            cursor = connection.cursor()
            # Writers wait as long as this does.
            cursor.execute(f"PRAGMA busy_timeout = {SCRUB_TIMEOUT_MS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone() or (1,)
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        except sqlcipher3.dbapi2.Error:
            connection.invalidate()
            return False
        finally:
            connection.close()
        return not busy

    def close(self) -> None:
        """Close every connection, once the running transactions have ended.

        A background task that was cancelled may have one in a thread, which cannot be
        cancelled.
        """
        deadline = time.monotonic() + LAST_TRANSACTION_S
        while _in_use(self._reading.pool) and time.monotonic() < deadline:
            time.sleep(0.01)
        self._reading.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for one connection, without an alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def open_store(url: str, *, create: bool = True) -> Store:
    """Open a database, without migrating it.

    Args:
        url: SQLAlchemy's, as `sqlite:////var/lib/onetrip/central.sqlite3`.
        create: Whether to create a SQLite file that does not exist.

    Raises:
        DatabaseUrlError: The URL cannot be opened.
        NoDatabaseError: There is no such file, and `create` is false.
        StoreError: The file or its folder cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return Store(_sqlite_engine(parsed, create=create))
        return Store(create_engine(parsed, hide_parameters=True, pool_pre_ping=True))
    except (ArgumentError, ImportError) as error:
        # Not the URL itself, which may contain a password.
        raise DatabaseUrlError(
            "cannot open this database URL ({why}); "
            "it reads like sqlite:////var/lib/onetrip/central.sqlite3",
            why=type(error).__name__,
        ) from error


def _in_use(pool: Pool) -> bool:
    return isinstance(pool, QueuePool) and pool.checkedout() > 0


def _sqlite_engine(url: URL, *, create: bool) -> Engine:
    if not url.database or url.database == ":memory:":
        raise DatabaseUrlError(
            "central's database must be a file: what is in memory alone "
            "would not survive, and central promises that it does"
        )
    path = Path(url.database)
    if not path.exists():
        if not create:
            raise NoDatabaseError(
                "no database at {path}: run `python -m central run`", path=path
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # It contains personal data: no other user of this machine may read it.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(
                "cannot make {path}: {why}", path=path, why=error.strerror
            ) from error
    # sqlcipher3 for its recent SQLite: the system's 3.40 can corrupt a WAL that several
    # connections share (fixed in 3.51.3). No key: a plain file.
    engine = create_engine(
        url,
        module=sqlcipher3.dbapi2,
        hide_parameters=True,
        pool_size=10,
        max_overflow=40,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # only `_begin_sqlite` begins transactions
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        # Before WAL: the switch itself and the schema must be durable as well.
        "synchronous = EXTRA",
        "journal_mode = WAL",
        "foreign_keys = ON",
        "secure_delete = ON",  # overwrite deleted bodies with zeros
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
