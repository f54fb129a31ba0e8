"""The records that central has taken in, without personal data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from central.store.database import Store
from central.store.schema import OutcomeRow, RecordRow
from contract.records import LedgerEntry, Paper, RecordState


def ledger(store: Store) -> Iterator[LedgerEntry]:
    """Return every record taken in, in the order of receipt."""
    with store.reading() as session:
        rows = session.execute(
            select(
                RecordRow.idempotency_key,
                RecordRow.terminal,
                RecordRow.install,
                RecordRow.seq,
                RecordRow.item,
                RecordRow.state,
                RecordRow.received_at,
            )
            .order_by(RecordRow.id)
            .execution_options(yield_per=1000)
        )
        for row in rows:
            yield LedgerEntry.model_validate(row._asdict())


@dataclass(frozen=True)
class LedgerLine:
    """An entry as the console shows it; `paper` is the state of its receipt."""

    terminal: str
    seq: int
    item: str
    kind: str
    state: RecordState
    paper: Paper | None
    received_at: datetime


def latest(store: Store, limit: int) -> list[LedgerLine]:
    """Return the last entries, newest first."""
    told = aliased(RecordRow)
    paper = (
        select(OutcomeRow.paper)
        .join(told, told.idempotency_key == OutcomeRow.record)
        .where(OutcomeRow.about == RecordRow.idempotency_key)
        .order_by(told.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    with store.reading() as session:
        rows = session.execute(
            select(RecordRow, paper).order_by(RecordRow.id.desc()).limit(limit)
        ).all()
    return [
        LedgerLine(
            terminal=row.terminal,
            seq=row.seq,
            item=row.item,
            kind=row.kind,
            state=RecordState(row.state),
            paper=Paper(word) if word else None,
            received_at=row.received_at,
        )
        for row, word in rows
    ]


def pending_count(store: Store) -> int:
    """Return the number of requests that wait for their department."""
    with store.reading() as session:
        return (
            session.scalar(
                select(func.count()).where(RecordRow.state == RecordState.PENDING)
            )
            or 0
        )
