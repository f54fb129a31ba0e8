"""A row that is read to be changed is locked: who waited for it sees what was written.

On PostgreSQL, since SQLite lets one write at a time. One process holds the row; another
one comes, and is seen to wait; the first one writes and lets go; the second one must
judge by what it finds then, not by what it would have read before.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from support.central import INSTALL, eventually, record
from support.postgres import PostgresServer

from central.store import published
from central.store.checkpoints import keep_checkpoint
from central.store.database import Store, open_store
from central.store.intake import Arrival, take_in
from central.store.pending import slip_hash
from central.store.persons import Persons
from central.store.published import Published
from central.store.schema import (
    CheckpointRow,
    HoldingRow,
    PublishedRow,
    WrongCodesRow,
)
from central.store.tries import MOST, may_try
from contract.checkpoint import JournalHead, Place, SeenPlace
from contract.manifest import HoldingState
from contract.records import HoldingBody, Record, RecordKind

T = TypeVar("T")

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)


@pytest.fixture
def stores(postgres_server: PostgresServer) -> Iterator[tuple[Store, Store]]:
    """Two processes of one central."""
    with (
        postgres_server.database() as url,
        open_store(url) as one,
        open_store(url) as other,
    ):
        yield one, other


def overtaken(
    stores: tuple[Store, Store],
    writes: Callable[[Session], None],
    comes: Callable[[Store], T],
) -> T:
    """What `comes` makes of it, having waited for what `writes` has written."""
    one, other = stores
    with ThreadPoolExecutor(1) as pool:
        with one.writing() as session:
            writes(session)
            session.flush()
            second = pool.submit(comes, other)
            eventually(lambda: _waits(one), "somebody who waits")
        return second.result(60)


def _waits(store: Store) -> bool:
    # In a transaction of its own each time: within one, the answer stays the same.
    with store.reading() as session:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(session.scalar(text(waiting)))


def test_the_last_try_is_had_once(stores: tuple[Store, Store]) -> None:
    for number in range(MOST - 1):
        assert may_try(stores[0], "hall-01", f"GUESS{number:03}", NOW)

    def writes(session: Session) -> None:
        row = session.get_one(WrongCodesRow, "hall-01")
        row.tried = row.tried | {slip_hash("THELAST1"): NOW.timestamp()}

    assert not overtaken(
        stores, writes, lambda other: may_try(other, "hall-01", "ONEMORE1", NOW)
    )


def test_an_older_version_is_not_published_over_a_newer_one(
    stores: tuple[Store, Store],
) -> None:
    published.enter(stores[0], "a.b", Published(1, "one"))

    def writes(session: Session) -> None:
        row = session.get_one(PublishedRow, "a.b")
        row.version, row.toml = 3, "three"

    new = Published(2, "two")
    holds = overtaken(stores, writes, lambda other: published.enter(other, "a.b", new))
    assert holds == Published(3, "three")


def head(last: int, before: int, mark: str) -> JournalHead:
    return JournalHead.model_construct(
        install=INSTALL,
        last=Place.model_construct(seq=last, hash=mark * 64),
        before=SeenPlace.model_construct(
            seq=before, hash="a" * 64, signature=bytes(64)
        ),
        signature=bytes(64),
    )


def test_a_journal_that_was_restored_does_not_go_over_its_successor(
    stores: tuple[Store, Store],
) -> None:
    first = head(5, 0, "a").model_copy(update={"before": None})
    assert keep_checkpoint(stores[0], "demo-01", first, NOW)

    def writes(session: Session) -> None:
        row = session.get_one(CheckpointRow, ("demo-01", INSTALL))
        row.seq, row.hash = 9, "c" * 64

    other = head(7, 5, "b")
    assert not overtaken(
        stores, writes, lambda store: keep_checkpoint(store, "demo-01", other, NOW)
    )


def test_an_older_word_on_a_cell_does_not_go_over_a_newer_one(
    stores: tuple[Store, Store],
) -> None:
    about = UUID(int=7)

    def said(store: Store, seq: int, state: HoldingState) -> None:
        content = {"holding": str(about), "state": state, "cell": 3}
        raw = record(seq, RecordKind.HOLDING, content)
        arrival = Arrival(
            Record.model_validate(raw), HoldingBody.model_validate(content), b"{}"
        )
        (answer,) = take_in(store, [arrival], NOW, Persons(bytes(32)))
        assert answer.state is not None

    said(stores[0], 1, HoldingState.LOADED)

    def writes(session: Session) -> None:
        row = session.get_one(HoldingRow, about)
        row.seq, row.state = 9, HoldingState.RELEASED

    overtaken(stores, writes, lambda store: said(store, 2, HoldingState.LOADED))
    with stores[0].reading() as session:
        row = session.get_one(HoldingRow, about)
        assert (row.seq, row.state) == (9, HoldingState.RELEASED)
