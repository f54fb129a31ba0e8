"""Looks up what is waiting for a citizen, by the card or by a slip's code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from central.store.database import Store
from central.store.pending import slip_hash
from central.store.persons import Persons
from central.store.schema import DocumentRow, RecordRow, ResultRow
from contract.documents import Collection
from contract.model import Bilingual
from contract.queries import QueryAnswer
from contract.records import Paper, RecordState

MOST = 20
"""Of each kind: what a screen can list."""


@dataclass(frozen=True)
class Waiting:
    """A document that was made and is not known to be printed.

    Attributes:
        key: Of the case that it was made for.
        content: JSON of its content.
    """

    id: UUID
    key: UUID
    item: str
    title: Bilingual
    serial: str
    issued_at: datetime
    content: str


@dataclass(frozen=True)
class Found:
    """Everything that is waiting.

    Attributes:
        results: Answers to requests that have no document, oldest first.
        uncollected: Keys of those requests whose results were not handed out yet.
        pending: Item codes of the requests that are not done yet.
    """

    documents: tuple[Waiting, ...]
    results: tuple[QueryAnswer, ...]
    uncollected: tuple[UUID, ...]
    pending: tuple[str, ...]


def collect(store: Store, persons: Persons, by: Collection) -> Found:
    """Look up what is waiting for a card or a code."""
    with store.reading() as session:
        of = _by(persons, by)
        results = session.scalars(
            select(ResultRow)
            .join(RecordRow, RecordRow.idempotency_key == ResultRow.record)
            .where(of(RecordRow.person, RecordRow.slip_hash))
            .order_by(ResultRow.ready_at.desc())
            .limit(MOST)
        ).all()[::-1]
        return Found(
            documents_of(session, of(DocumentRow.person, DocumentRow.slip_hash)),
            tuple(QueryAnswer.model_validate_json(each.answer) for each in results),
            tuple(each.record for each in results if each.collected_at is None),
            tuple(
                session.scalars(
                    select(RecordRow.item)
                    .where(
                        of(RecordRow.person, RecordRow.slip_hash),
                        RecordRow.state == RecordState.PENDING,
                    )
                    .order_by(RecordRow.id)
                    .limit(MOST)
                )
            ),
        )


def note_collected(store: Store, results: Sequence[UUID], now: datetime) -> None:
    """Record that results were sent to a terminal for the first time."""
    if not results:
        return
    with store.writing() as session:
        session.execute(
            update(ResultRow)
            .where(ResultRow.record.in_(results))
            .values(collected_at=now)
        )


def documents_of(session: Session, whose: ColumnElement[bool]) -> tuple[Waiting, ...]:
    """Return documents that are not known to be printed, oldest first."""
    rows = session.execute(
        select(
            DocumentRow.id,
            DocumentRow.idempotency_key,
            DocumentRow.item,
            DocumentRow.title_zh,
            DocumentRow.title_en,
            DocumentRow.serial,
            DocumentRow.issued_at,
            DocumentRow.content,
        )
        .where(whose, DocumentRow.printed != Paper.PRINTED)
        .order_by(DocumentRow.issued_at.desc())
        .limit(MOST)
    ).all()
    return tuple(
        Waiting(
            row.id,
            row.idempotency_key,
            row.item,
            Bilingual(zh_CN=row.title_zh, en=row.title_en),
            row.serial,
            row.issued_at,
            row.content,
        )
        for row in reversed(rows)
    )


Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def _by(
    persons: Persons, by: Collection
) -> Callable[[Column, Column], ColumnElement[bool]]:
    def condition(person: Column, slip: Column) -> ColumnElement[bool]:
        if by.applicant is not None:
            return person == persons.hash(by.applicant.number)
        return slip == slip_hash(by.code or "")

    return condition
