"""Requests that were accepted offline, from `pending` to `ready`."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, select, update

from central.store.database import Store
from central.store.schema import RecordRow, ResultRow
from contract.codes import plain_code
from contract.queries import Query, QueryAnswer
from contract.records import RecordState, RequestBody


@dataclass(frozen=True, repr=False)
class PendingRequest:
    """A request that the department has not answered yet.

    Attributes:
        body: As it was taken in, perhaps by an older version of central.
    """

    key: UUID
    terminal: str
    item: str
    body: bytes

    def read(self) -> tuple[Query, RequestBody]:
        """Return the parsed request; raise `ValidationError` if it is unreadable."""
        body = RequestBody.model_validate_json(self.body)
        return Query(item=self.item, applicant=body.applicant, form=body.form), body


def slip_hash(code: str) -> str:
    """Return the hash that finds a result; it hides the code, not the result."""
    return hashlib.sha256(plain_code(code).encode()).hexdigest()


def pending_requests(store: Store, limit: int) -> list[PendingRequest]:
    """Return the next requests: those tried least often first, then the oldest."""
    with store.reading() as session:
        rows = session.execute(
            select(
                RecordRow.idempotency_key,
                RecordRow.terminal,
                RecordRow.item,
                RecordRow.body,
            )
            .where(RecordRow.state == RecordState.PENDING)
            .order_by(RecordRow.attempts, RecordRow.id)
            .limit(limit)
        ).all()
    return [
        PendingRequest(row.idempotency_key, row.terminal, row.item, row.body or b"")
        for row in rows
    ]


def make_ready(
    store: Store, key: UUID, answer: QueryAnswer | None, now: datetime
) -> None:
    """Store the result and delete the request's body, in one transaction.

    Does nothing if another process of central has done it already.

    Args:
        store: The database.
        key: Of the request.
        answer: The department's; None where a document was made of it.
        now: Central's time.
    """
    with store.writing() as session:
        changed = session.execute(
            update(RecordRow)
            .where(
                RecordRow.idempotency_key == key,
                RecordRow.state == RecordState.PENDING,
            )
            .values(state=RecordState.READY, body=None)
        )
        assert isinstance(changed, CursorResult)  # noqa: S101 - for mypy
        if changed.rowcount and answer is not None:
            session.add(
                ResultRow(
                    record=key,
                    answer=answer.model_dump_json(exclude_none=True),
                    ready_at=now,
                )
            )


def count_attempt(store: Store, key: UUID) -> None:
    """Count a failed query, so that others go first."""
    with store.writing() as session:
        session.execute(
            update(RecordRow)
            .where(RecordRow.idempotency_key == key)
            .values(attempts=RecordRow.attempts + 1)
        )
