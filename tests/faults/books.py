"""Reads central's database directly: the records taken in, and their effects."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from central.store.database import open_store
from central.store.schema import CompletionRow, OutcomeRow, RatingRow, RecordRow
from contract.records import RecordKind
from offline_cache.database import Cache
from offline_cache.outbox import Outbox, OutboxState

EFFECTS = {
    RecordKind.COMPLETION: CompletionRow.record,
    RecordKind.OUTCOME: OutcomeRow.record,
    RecordKind.RATING: RatingRow.record,
}


@dataclass(frozen=True)
class Taken:
    """One record that central has taken in."""

    seq: int
    key: UUID
    kind: str


@contextmanager
def open_books(database: str) -> Iterator[Session]:
    """Open it for reading."""
    with open_store(database) as store, store.reading() as session:
        yield session


def taken(database: str) -> list[Taken]:
    """Return all records in the order of arrival; each must have its one effect.

    Args:
        database: Central's, as it was started with; of one terminal and one install.
    """
    with open_books(database) as session:
        rows = session.execute(
            select(RecordRow.seq, RecordRow.idempotency_key, RecordRow.kind).order_by(
                RecordRow.id
            )
        )
        found = [Taken(*row) for row in rows]
        for kind, column in EFFECTS.items():
            entered = sorted(session.scalars(select(column)))
            assert entered == sorted(each.key for each in found if each.kind == kind)
    return found


def sent(cache: Cache) -> dict[int, UUID]:
    """Return number and key of every record; central has acknowledged them all."""
    found: dict[int, UUID] = {}
    while page := Outbox(cache).records(None, 5000, max(found, default=0)):
        assert {each.state for each in page} == {OutboxState.ACKNOWLEDGED}
        found |= {each.seq: each.idempotency_key for each in page}
    assert sorted(found) == list(range(1, len(found) + 1)), "a number is missing"
    return found


def arrived(cache: Cache, database: str) -> list[int]:
    """Check that every record is at central once; return the numbers as received."""
    told, came = sent(cache), taken(database)
    assert {each.seq: each.key for each in came} == told
    assert len(came) == len(told)
    return [each.seq for each in came]
