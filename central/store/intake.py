"""Taking records in exactly once.

Key, fingerprint, effect and answer are written in one transaction, under the unique
constraints of the key and of (terminal, install, seq).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import and_, insert, select
from sqlalchemy.orm import Session

from central.contract.manifest import HoldingState
from central.contract.model import Message
from central.contract.records import (
    CompletionBody,
    HoldingBody,
    OutcomeBody,
    RatingBody,
    Record,
    RecordAnswer,
    RecordKind,
    RecordState,
    Refusal,
)
from central.store.database import Store
from central.store.schema import (
    CompletionRow,
    HoldingRow,
    OutcomeRow,
    RatingRow,
    RecordRow,
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
    """A record that was checked, with its body as its kind's model."""

    record: Record
    body: Message


def take_in(
    store: Store, arrivals: Sequence[Arrival], now: datetime
) -> list[RecordAnswer]:
    """Take in what is new, and answer again what came before.

    Args:
        store: The database.
        arrivals: Of one terminal.
        now: Central's time, entered as the time of receipt.

    Returns:
        One answer for each arrival, in the same order; valid once returned, since
        the transaction was committed.

    Raises:
        OperationalError: The database is away or its disk is full; nothing of the
            whole batch was taken in.
    """
    if not arrivals:
        return []
    return store.write(lambda session: _Intake(session, arrivals, now).answers())


@dataclass(frozen=True)
class _Known:
    """What is remembered of a record that was taken in."""

    number: tuple[str, UUID, int]
    item: str
    kind: str
    fingerprint: str
    answered: str


class _Intake:
    """One transaction: what was here before, then one decision for each arrival."""

    def __init__(
        self, session: Session, arrivals: Sequence[Arrival], now: datetime
    ) -> None:
        self._session = session
        self._arrivals = arrivals
        self._now = now
        self._rows: list[dict[str, object]] = []
        self._completions: list[dict[str, object]] = []
        self._outcomes: list[dict[str, object]] = []
        self._ratings: list[dict[str, object]] = []
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
                self._session.execute(insert(table), rows)
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
                # Only a request still has to be acted on; the rest needs no names.
                "body": record.body if state is RecordState.PENDING else None,
                "attempts": 0,
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

    def _hold(self, record: Record, body: HoldingBody) -> None:
        """Enter what a terminal says of a cell; an old word changes nothing newer."""
        row = self._session.get(HoldingRow, body.holding)
        if row is None:
            row = HoldingRow(
                id=body.holding,
                terminal=record.terminal,
                item=record.item,
                state=HoldingState.EXPECTED,
                cell=None,
                changed_at=self._now,
                told=False,
            )
            self._session.add(row)
        if _RANK[body.state] >= _RANK[HoldingState(row.state)]:
            row.terminal, row.state = record.terminal, body.state
            row.cell, row.changed_at = body.cell, self._now


_RANK = {
    HoldingState.EXPECTED: 0,
    HoldingState.LOADED: 1,
    HoldingState.UNCLEAR: 2,
    HoldingState.RECALLED: 3,
    HoldingState.RELEASED: 3,
}
"""Records of a terminal may come in any order; a document goes one way."""

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
    """Whether this is the record that was taken in, come again."""
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
