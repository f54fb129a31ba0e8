"""Exactly-once intake of records.

Key, fingerprint, effect and answer are written in one transaction, under the unique
constraints of the key and of (terminal, install, seq).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Table, and_, insert, select, update
from sqlalchemy.orm import Session

from central.store.base import Base
from central.store.database import Store
from central.store.pending import slip_hash
from central.store.persons import Persons
from central.store.schema import (
    CompletionRow,
    DocumentRow,
    HoldingRow,
    OutcomeRow,
    PaymentRow,
    RatingRow,
    RecordRow,
)
from contract.manifest import HoldingState
from contract.model import Message
from contract.records import (
    CompletionBody,
    HoldingBody,
    OutcomeBody,
    Paper,
    PaperKind,
    RatingBody,
    Record,
    RecordAnswer,
    RecordKind,
    RecordState,
    Refusal,
    RequestBody,
)

log = structlog.get_logger()

STATE_AT_INTAKE = {
    RecordKind.REQUEST: RecordState.PENDING,
    RecordKind.COMPLETION: RecordState.COMPLETED,
    RecordKind.OUTCOME: RecordState.RECORDED,
    RecordKind.HOLDING: RecordState.RECORDED,
    RecordKind.RATING: RecordState.RECORDED,
}


@dataclass(frozen=True)
class Arrival:
    """A validated record, with its body as its kind's model.

    Attributes:
        content: That body's JSON, unsealed.
    """

    record: Record
    body: Message
    content: bytes


def take_in(
    store: Store, arrivals: Sequence[Arrival], now: datetime, persons: Persons
) -> list[RecordAnswer]:
    """Take in new records, and answer known ones again.

    Args:
        store: The database.
        arrivals: Of one terminal.
        now: Central's time, stored as the time of receipt.
        persons: Computes the hash by which a card finds its request.

    Returns:
        One answer for each arrival, in the same order; the transaction has been
        committed.

    Raises:
        OperationalError: The database is unreachable or its disk is full; nothing of
            the whole batch was taken in.
    """
    if not arrivals:
        return []
    return store.write(
        lambda session: _Intake(session, arrivals, now, persons).answers()
    )


@dataclass(frozen=True)
class _Known:
    """What is stored of a record that was taken in."""

    number: tuple[str, UUID, int]
    item: str
    kind: str
    fingerprint: str
    answered: str


class _Intake:
    """One transaction: looks up earlier records, then decides about each arrival."""

    def __init__(
        self,
        session: Session,
        arrivals: Sequence[Arrival],
        now: datetime,
        persons: Persons,
    ) -> None:
        self._session = session
        self._persons = persons
        self._arrivals = arrivals
        self._now = now
        self._rows: list[dict[str, object]] = []
        self._completions: list[dict[str, object]] = []
        self._outcomes: list[dict[str, object]] = []
        self._ratings: list[dict[str, object]] = []
        self._papers: list[OutcomeBody] = []
        records = [arrival.record for arrival in arrivals]
        same_key = RecordRow.idempotency_key.in_({r.idempotency_key for r in records})
        same_number = and_(
            RecordRow.terminal.in_({r.terminal for r in records}),
            RecordRow.install.in_({r.install for r in records}),
            RecordRow.seq.in_({r.seq for r in records}),
        )
        self._known: dict[UUID, _Known] = {}
        for condition in (same_key, same_number):
            for row in session.execute(select(*_REMEMBERED).where(condition)):
                self._known[row.idempotency_key] = _Known(
                    (row.terminal, row.install, row.seq),
                    row.item,
                    row.kind,
                    row.fingerprint,
                    row.answered,
                )
        self._numbers = {known.number for known in self._known.values()}

    def answers(self) -> list[RecordAnswer]:
        answers = [self._answer(arrival) for arrival in self._arrivals]
        for table, rows in (
            (RecordRow, self._rows),
            (CompletionRow, self._completions),
            (OutcomeRow, self._outcomes),
            (RatingRow, self._ratings),
        ):
            if rows:
                # Through the table: going through a class's rows would be slower.
                self._session.execute(insert(_table(table)), rows)
        receipts = self._overtaken()
        for paper in self._papers:
            if paper.kind is PaperKind.RECEIPT:
                receipts.append(paper)
            else:
                self._document(paper)
        self._receipts(receipts)
        return answers

    def _answer(self, arrival: Arrival) -> RecordAnswer:
        record = arrival.record
        known = self._known.get(record.idempotency_key)
        if known is None:
            if _number(record) in self._numbers:
                return _refusal(record, Refusal.SEQUENCE_REUSED)
            known = self._enter(arrival)
        elif not _same(known, record):
            return _refusal(record, Refusal.KEY_REUSED)
        return RecordAnswer(
            idempotency_key=record.idempotency_key, state=RecordState(known.answered)
        )

    def _enter(self, arrival: Arrival) -> _Known:
        record, body = arrival.record, arrival.body
        state = STATE_AT_INTAKE[record.kind]
        self._rows.append(
            {
                "idempotency_key": record.idempotency_key,
                "terminal": record.terminal,
                "install": record.install,
                "seq": record.seq,
                "item": record.item,
                "kind": record.kind,
                "fingerprint": record.fingerprint,
                "answered": state,
                "state": state,
                "created_at": record.created_at,
                "received_at": self._now,
                # Only a request still has to be handled; the others need no person.
                "body": arrival.content if state is RecordState.PENDING else None,
                "attempts": 0,
                **self._found_by(body),
            }
        )
        if isinstance(body, CompletionBody):
            self._completions.append(
                {
                    "record": record.idempotency_key,
                    **body.model_dump(exclude={"applicant"}),
                }
            )
        elif isinstance(body, HoldingBody):
            self._hold(record, body)
        elif isinstance(body, OutcomeBody):
            self._outcomes.append(
                {"record": record.idempotency_key, **body.model_dump()}
            )
            self._papers.append(body)
        elif isinstance(body, RatingBody):
            self._ratings.append(
                {
                    "record": record.idempotency_key,
                    "about": body.about,
                    "grade": body.grade,
                    "reasons": ",".join(body.reasons),
                }
            )
        known = _Known(
            _number(record), record.item, record.kind, record.fingerprint, state
        )
        self._known[record.idempotency_key] = known
        self._numbers.add(known.number)
        return known

    def _found_by(self, body: Message) -> dict[str, str | None]:
        """Return the hash of the card, or of the slip's code, that finds a request."""
        if not isinstance(body, RequestBody):
            return {"person": None, "slip_hash": None}
        who = body.applicant
        return {
            "person": None if who is None else self._persons.hash(who.number),
            "slip_hash": slip_hash(body.slip_code),
        }

    def _document(self, paper: OutcomeBody) -> None:
        """Store the outcome of a document; a report of printing is never revoked."""
        worse = ("", Paper.NOT_PRINTED, Paper.UNCERTAIN, Paper.PRINTED)
        self._session.execute(
            update(DocumentRow)
            .where(
                DocumentRow.id == paper.document,
                DocumentRow.printed.in_(worse[: worse.index(paper.paper)]),
            )
            .values(
                printed=paper.paper,
                printed_at=self._now if paper.paper is Paper.PRINTED else None,
            )
        )

    def _overtaken(self) -> list[OutcomeBody]:
        """Apply receipts that were reported before their cases."""
        paid = [row["record"] for row in self._completions if row["payment"]]
        if not paid:
            return []
        rows = self._session.scalars(
            select(OutcomeRow).where(
                OutcomeRow.about.in_(paid), OutcomeRow.kind == PaperKind.RECEIPT
            )
        )
        return [
            OutcomeBody(about=row.about, serial=row.serial, paper=Paper(row.paper))
            for row in rows
        ]

    def _receipts(self, papers: Sequence[OutcomeBody]) -> None:
        """Store the outcome of payments' receipts, of cases that have paid."""
        if not papers:
            return
        paid = self._session.execute(
            select(CompletionRow.record, CompletionRow.payment).where(
                CompletionRow.record.in_({paper.about for paper in papers}),
                CompletionRow.payment.is_not(None),
            )
        )
        payments = {row.record: row.payment for row in paid}
        for paper in papers:
            if paper.about not in payments:
                continue
            changes: dict[str, object] = {
                "receipt_serial": paper.serial,
                "changed_at": self._now,
            }
            if paper.paper is Paper.PRINTED:
                changes["receipt_printed"] = True
            self._session.execute(
                update(PaymentRow)
                .where(PaymentRow.id == payments[paper.about])
                .values(**changes)
            )

    def _hold(self, record: Record, body: HoldingBody) -> None:
        """Store a terminal's report about a cell; the latest sequence number counts."""
        row = self._session.get(HoldingRow, body.holding, with_for_update=True)
        if row is None:
            row = HoldingRow(id=body.holding, told=False)
            self._session.add(row)
        elif row.install == record.install and row.seq > record.seq:
            return
        elif row.terminal != record.terminal and body.state is not HoldingState.LOADED:
            # It has been loaded elsewhere meanwhile: that terminal's report counts.
            log.warning(
                "a terminal speaks of what lies in another one",
                holding=str(body.holding),
                terminal=record.terminal,
                lies_at=row.terminal,
            )
            return
        if body.state is not HoldingState.LOADED or row.state != HoldingState.LOADED:
            row.told = body.state is not HoldingState.LOADED
        row.terminal, row.item = record.terminal, record.item
        row.install, row.seq = record.install, record.seq
        row.state, row.cell, row.changed_at = body.state, body.cell, self._now


def _table(of: type[Base]) -> Table:
    return Base.metadata.tables[of.__tablename__]


_REMEMBERED = (
    RecordRow.idempotency_key,
    RecordRow.terminal,
    RecordRow.install,
    RecordRow.seq,
    RecordRow.item,
    RecordRow.kind,
    RecordRow.fingerprint,
    RecordRow.answered,
)


def _number(record: Record) -> tuple[str, UUID, int]:
    return record.terminal, record.install, record.seq


def _same(known: _Known, record: Record) -> bool:
    """Return whether this is the record that was taken in, sent again."""
    return (
        known.fingerprint == record.fingerprint
        and known.number == _number(record)
        and known.item == record.item
        and known.kind == record.kind
    )


def _refusal(record: Record, reason: Refusal) -> RecordAnswer:
    log.error(
        "alarm: a record contradicts one taken in before",
        reason=reason,
        idempotency_key=str(record.idempotency_key),
        terminal=record.terminal,
        install=str(record.install),
        seq=record.seq,
    )
    return RecordAnswer(
        idempotency_key=record.idempotency_key,
        state=RecordState.REFUSED,
        reason=reason,
    )
