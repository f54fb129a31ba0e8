"""The database: its schema, its durability, and what is wrong with it in words."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command as alembic
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from support.central import central_store, command, heartbeat
from support.finished import document, request
from support.postgres import EMPTY, PostgresServer
from support.signing import signer

from central.store.base import Base
from central.store.database import Store, alembic_config, open_store
from central.store.errors import (
    ConflictError,
    DatabaseUrlError,
    NameTakenError,
    NoDatabaseError,
    NoSuchTerminalError,
    StoreError,
    WrongSchemaError,
)
from central.store.schema import (
    DocumentRow,
    HeartbeatRow,
    NonceRow,
    OutcomeRow,
    TerminalRow,
)
from central.store.terminals import (
    Terminals,
    add_terminal,
    credentials,
    keep_heartbeat,
    revoke_terminal,
    terminal_reports,
)
from contract.heartbeat import Heartbeat
from contract.records import RecordState
from contract.signature import WINDOW

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    with central_store(tmp_path) as store:
        yield store


def test_migrations_give_the_schema_that_the_code_has(store: Store) -> None:
    with store.reading() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"compare_type": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    store.require_schema()


def test_migrating_again_changes_nothing(store: Store) -> None:
    add_terminal(store, "hall-02", NOW)
    store.migrate()
    assert [report.name for report in terminal_reports(store)] == ["hall-02"]


def test_migrations_can_be_undone(store: Store) -> None:
    with store.writing() as session:
        alembic.downgrade(alembic_config(session.connection()), "base")
    with store.reading() as session:
        names = inspect(session.connection()).get_table_names()
    assert names == ["alembic_version"]


def test_documents_that_were_printed_before_count_from_then(store: Store) -> None:
    told = NOW - timedelta(days=100)
    with store.writing() as session:
        waits = document(session, "")
        printed = document(session, printed_at=NOW)
        for paper, at in (("uncertain", told - timedelta(days=1)), ("printed", told)):
            record = request(session, RecordState.RECORDED, received_at=at)
            session.add(
                OutcomeRow(
                    record=record,
                    about=record,
                    serial="PO-1",
                    paper=paper,
                    kind="document",
                    document=printed,
                )
            )
    with store.writing() as session:
        alembic.downgrade(alembic_config(session.connection()), "0004")
    store.migrate()
    with store.reading() as session:
        rows = session.execute(select(DocumentRow.id, DocumentRow.printed_at)).all()
    assert dict(rows) == {waits: None, printed: told}


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'central.db'}") as store:
        with store.writing() as session:
            session.execute(text("CREATE TABLE terminal (other)"))
        with pytest.raises((OperationalError, WrongSchemaError)):
            store.migrate()
        with store.reading() as session:
            names = inspect(session.connection()).get_table_names()
        assert names == ["terminal"]


def test_a_newer_database_is_left_alone(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WrongSchemaError, match="newer version"):
        store.migrate()
    with pytest.raises(WrongSchemaError, match="another version"):
        store.require_schema()


def test_what_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear central, " * 1000)
    with (
        open_store(f"sqlite:///{path}") as store,
        pytest.raises(WrongSchemaError, match="not a database"),
    ):
        store.migrate()
    assert path.read_text().startswith("Dear central")


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+nothing://x",
        "oracle://u:hunter2@h/d",
    ],
)
def test_a_url_that_opens_nothing_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(DatabaseUrlError) as raised:
        open_store(url)
    assert "hunter2" not in str(raised.value)


def test_a_database_that_is_not_there_is_made_only_where_that_is_meant(
    tmp_path: Path,
) -> None:
    path = tmp_path / "new" / "central.db"
    with pytest.raises(NoDatabaseError, match="central run"):
        open_store(f"sqlite:///{path}", create=False)
    assert not path.parent.exists()
    with open_store(f"sqlite:///{path}"):
        assert path.stat().st_mode & 0o077 == 0, "others may read it"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot make"):
        open_store(f"sqlite:///{tmp_path}/file/central.db")


def test_each_connection_is_durable(sqlite: Store) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 3,  # EXTRA
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
    }
    with sqlite.reading() as one, sqlite.reading() as two:
        for session in (one, two):
            for pragma, value in expected.items():
                assert session.scalar(text(f"PRAGMA {pragma}")) == value, pragma


def test_the_sqlite_in_use_has_no_wal_reset_bug(sqlite: Store) -> None:
    with sqlite.reading() as session:
        version = str(session.scalar(text("SELECT sqlite_version()")))
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


def test_an_exception_undoes_the_transaction(store: Store) -> None:
    def fail(session: Session) -> None:
        session.add(TerminalRow(name="x", public_key=b"y", added_at=NOW))
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(fail)
    assert terminal_reports(store) == []


def test_a_writer_does_not_stop_readers(store: Store) -> None:
    with store.writing() as writing, store.reading() as reading:
        writing.execute(text("DELETE FROM heartbeat"))
        assert reading.scalar(text("SELECT count(*) FROM terminal")) == 0


def test_who_loses_a_race_for_a_key_tries_again(store: Store) -> None:
    tries: list[int] = []

    def lose_twice(_: Session) -> str:
        tries.append(1)
        if len(tries) < 3:
            raise IntegrityError("INSERT", {}, ValueError())
        return "won"

    def lose(_: Session) -> None:
        raise IntegrityError("INSERT", {}, ValueError())

    assert store.write(lose_twice) == "won"
    with pytest.raises(ConflictError):
        store.write(lose)


def test_two_that_want_each_others_rows_both_get_through(
    postgres_server: PostgresServer,
) -> None:
    change = text("UPDATE terminal SET public_key = :by WHERE name = :name")
    each_has_one = Barrier(2)

    def write(store: Store, order: tuple[str, str]) -> None:
        tries: list[int] = []

        def work(session: Session) -> None:
            tries.append(1)
            for name in order:
                session.execute(change, {"by": order[0].encode(), "name": name})
                if len(tries) == 1 and name == order[0]:
                    each_has_one.wait(timeout=60)

        store.write(work)

    with postgres_server.database() as url, open_store(url) as store:
        for name in ("hall-01", "hall-02"):
            add_terminal(store, name, NOW)
        with ThreadPoolExecutor(2) as pool:
            orders = ("hall-01", "hall-02"), ("hall-02", "hall-01")
            list(pool.map(partial(write, store), orders))


def test_what_is_read_at_once_is_of_one_moment(store: Store) -> None:
    """Else a request could be pending no more, and its document not there yet."""
    count = text("SELECT count(*) FROM terminal")
    with store.reading() as session:
        assert session.scalar(count) == 0
        add_terminal(store, "hall-02", NOW)
        assert session.scalar(count) == 0
    with store.reading() as session:
        assert session.scalar(count) == 1


def test_several_that_start_at_once_make_one_schema(
    postgres_server: PostgresServer,
) -> None:
    with postgres_server.database(EMPTY) as url, ThreadPoolExecutor(4) as pool:
        names = [f"hall-0{number}" for number in range(1, 5)]
        done = pool.map(
            lambda name: command("terminal", "add", name, "--database", url), names
        )
        assert [each.returncode for each in done] == [0] * 4
        with open_store(url) as store:
            store.require_schema()
            assert [report.name for report in terminal_reports(store)] == names


def test_connections_that_broke_off_are_replaced(
    postgres_server: PostgresServer,
) -> None:
    with postgres_server.database() as url, open_store(url) as store:
        store.ping()
        with postgres_server.away(url), pytest.raises(OperationalError) as raised:
            store.ping()
        assert "postgres@" not in str(raised.value)
        store.ping()


def test_a_name_is_given_once(store: Store) -> None:
    key = add_terminal(store, "hall-02", NOW)
    with pytest.raises(NameTakenError, match="hall-02"):
        add_terminal(store, "hall-02", NOW)
    assert known(store, "hall-02") == public(key)
    revoke_terminal(store, "hall-02", NOW)
    revoke_terminal(store, "hall-02", NOW + timedelta(days=1))
    assert credentials(store) == [("hall-02", NOW, NOW)]
    again = add_terminal(store, "hall-02", NOW + timedelta(days=2))
    assert known(store, "hall-02") == public(again) != public(key)
    with pytest.raises(NoSuchTerminalError, match="hall-03"):
        revoke_terminal(store, "hall-03", NOW)


def known(store: Store, name: str) -> bytes | None:
    credential = Terminals(store).credential(name)
    return None if credential is None else credential.public_key.public_bytes_raw()


def public(key: str) -> bytes:
    return signer(key).key.public_key().public_bytes_raw()


def test_a_nonce_is_good_once_and_is_forgotten_when_nothing_signed_with_it_is(
    store: Store,
) -> None:
    terminals = Terminals(store)
    assert terminals.spend("hall-02", "n" * 22, NOW)
    assert terminals.spend("hall-03", "n" * 22, NOW), "each terminal has its own"
    good = NOW + 2 * WINDOW  # as old as what was signed by a clock that is ahead
    assert terminals.spend("hall-02", "k" * 22, good), "and the old ones go"
    assert not terminals.spend("hall-02", "n" * 22, good)
    assert terminals.spend("hall-02", "m" * 22, good + timedelta(minutes=2))
    with store.reading() as session:
        kept = {row.nonce for row in session.scalars(select(NonceRow))}
    assert kept == {"k" * 22, "m" * 22}


def test_the_same_nonce_at_once_is_good_once(store: Store) -> None:
    terminals, together = Terminals(store), Barrier(8)

    def spend(_: int) -> bool:
        together.wait(60)
        return terminals.spend("hall-02", "n" * 22, NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(spend, range(8))) == [False] * 7 + [True]


def test_moments_come_back_in_utc(store: Store) -> None:
    shanghai = timezone(timedelta(hours=8))
    beat = Heartbeat.model_validate(heartbeat())
    keep_heartbeat(store, "demo-01", beat, NOW.astimezone(shanghai))
    (report,) = terminal_reports(store)
    assert report.received_at == NOW
    assert report.received_at.utcoffset() == timedelta(0)
    assert report.heartbeat == beat


def test_a_moment_without_its_zone_is_not_stored(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(Exception, match="without its zone"), store.writing() as session:
        session.add(HeartbeatRow(terminal="x", received_at=naive, body=""))


def test_only_the_latest_heartbeat_is_kept(store: Store) -> None:
    for screen in ("attract", "review"):
        beat = Heartbeat.model_validate(heartbeat(screen=screen))
        keep_heartbeat(store, "demo-01", beat, NOW)
    (report,) = terminal_reports(store)
    assert report.heartbeat is not None
    assert report.heartbeat.screen == "review"
