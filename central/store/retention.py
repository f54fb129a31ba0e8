"""How long central keeps personal data: one rule for each kind of it.

A rule's clock starts when the matter is finished. Unfinished matters (a request that is
pending, a paper or receipt that is not printed, a payment that is unclear or not
refunded, a result that was not collected) have no clock, and are kept whatever their
age.

The rest of each row is what exactly-once and the books need: key, fingerprint, state,
answer and amounts. Keys are never pruned by age: a terminal that sends a record again
after years gets the same answer, and nothing is done twice.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Delete,
    Update,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from central.settings import RetentionSettings
from central.store.base import Base
from central.store.database import Store
from central.store.schema import (
    DocumentRow,
    PaymentRow,
    RecordRow,
    ResultRow,
    WrongCodesRow,
)
from contract.business_day import business_day, day_begins
from contract.payment import FREE, PaymentState
from contract.records import Paper, RecordState

BATCH = 50
"""Rows in one transaction, for which other writers wait some 100 ms at most."""

PAUSE_S = 0.1
"""Between two batches, in which other writers come in."""

Cutoffs = Mapping[str, datetime]
"""By the setting that says how many days: what ended before this is due."""


@dataclass(frozen=True)
class Rule:
    """What happens to one kind of personal data.

    Attributes:
        days: The setting in `RetentionSettings` for the number of days.
        since: What starts the clock.
        erased: What is deleted.
        kept: What is not.
        key: Of the rows.
        due: Selects the rows, given when the clock must have started.
        values: Replace the deleted ones; None where the row is deleted.
    """

    name: str
    days: str
    since: str
    erased: str
    kept: str
    table: type[Base]
    key: InstrumentedAttribute[Any]
    due: Callable[[Cutoffs], ColumnElement[bool]]
    values: Mapping[str, object] | None = None


def _payment_over(cutoffs: Cutoffs) -> ColumnElement[bool]:
    approved = and_(
        PaymentRow.state == PaymentState.APPROVED,
        PaymentRow.settled != "",
        PaymentRow.receipt_printed,
    )
    unprinted = exists().where(
        DocumentRow.payment == PaymentRow.id, DocumentRow.printed != Paper.PRINTED
    )
    pending = exists().where(
        RecordRow.idempotency_key == PaymentRow.case,
        RecordRow.state == RecordState.PENDING,
    )
    return and_(
        PaymentRow.changed_at < cutoffs["payment_days"],
        or_(PaymentRow.person.is_not(None), PaymentRow.settlement.is_not(None)),
        or_(PaymentRow.state.in_(FREE), approved),
        PaymentRow.look_at.is_(None),
        ~unprinted,
        ~pending,
    )


def _request_over(cutoffs: Cutoffs) -> ColumnElement[bool]:
    result, document = cutoffs["result_days"], cutoffs["document_days"]
    result_stays = exists().where(
        ResultRow.record == RecordRow.idempotency_key,
        or_(ResultRow.collected_at.is_(None), ResultRow.collected_at >= result),
    )
    document_stays = exists().where(
        DocumentRow.idempotency_key == RecordRow.idempotency_key,
        or_(DocumentRow.printed_at.is_(None), DocumentRow.printed_at >= document),
    )
    return and_(
        RecordRow.slip_hash.is_not(None),
        RecordRow.state == RecordState.READY,
        ~result_stays,
        ~document_stays,
    )


RULES = (
    Rule(
        name="results",
        days="result_days",
        since="a terminal first fetched it for the citizen",
        erased="the department's answer to a request",
        kept="nothing",
        table=ResultRow,
        key=ResultRow.record,
        due=lambda cutoffs: ResultRow.collected_at < cutoffs["result_days"],
    ),
    Rule(
        name="documents",
        days="document_days",
        since="a terminal reported that it was printed",
        erased="the PDF, what it says, the holder's hash, and the collection code",
        kept="key, fingerprint, item, title, serial, SHA-256, terminal, payment, time",
        table=DocumentRow,
        key=DocumentRow.id,
        due=lambda cutoffs: and_(
            DocumentRow.printed_at < cutoffs["document_days"], DocumentRow.person != ""
        ),
        values={
            "person": "",
            "slip_hash": "",
            "slip_code": "",
            "content": "",
            "pdf": b"",
        },
    ),
    Rule(
        name="verifications",
        days="verification_days",
        since="a terminal reported that it was printed",
        erased="the text of the document's QR code, by which `/verify` finds a serial",
        kept="as of documents; the code on the paper itself stays valid",
        table=DocumentRow,
        key=DocumentRow.id,
        due=lambda cutoffs: and_(
            DocumentRow.printed_at < cutoffs["verification_days"],
            DocumentRow.verification != "",
        ),
        values={"verification": ""},
    ),
    Rule(
        name="payments",
        days="payment_days",
        since="it was closed or paid back, or settled and its receipt printed",
        erased="the payer's hash, and the report to the department",
        kept="amount, state and its moves, bill, provider's numbers, receipt's serial",
        table=PaymentRow,
        key=PaymentRow.id,
        due=_payment_over,
        values={"person": None, "settlement": None},
    ),
    Rule(
        name="requests",
        days="result_days",
        since="nothing of its result or document is left to keep",
        erased="the applicant's hash, and that of the slip's code",
        kept="key, number, fingerprint, item, answer, state, times",
        table=RecordRow,
        key=RecordRow.id,
        due=_request_over,
        values={"person": None, "slip_hash": None},
    ),
    Rule(
        name="wrong_codes",
        days="try_days",
        since="a terminal tried the last one",
        erased="the hashes of collection codes that do not exist",
        kept="nothing",
        table=WrongCodesRow,
        key=WrongCodesRow.terminal,
        due=lambda cutoffs: WrongCodesRow.last_at < cutoffs["try_days"],
    ),
)

NO_RULE = {
    "bill_hold": "a department's number of a bill: without it, it could be paid twice",
    "checkpoint": "hashes of terminals' journals",
    "completion": "serial and amount of a receipt: the books",
    "heartbeat": "how a terminal is",
    "holding": "which cell a document lay in, by the department's number",
    "known_key": "digests of central's own keys",
    "manifest_key": "keys of terminals",
    "nonce": "nonces of recent requests; deleted when they expire",
    "outcome": "what became of a paper, by its serial",
    "payment_move": "states of payments, and when",
    "published": "service items",
    "rating": "a grade and chosen reasons, by the case",
    "terminal": "public keys of terminals",
}
"""The other tables, which name nobody: what they hold."""


def due(store: Store, days: RetentionSettings, now: datetime) -> dict[str, int]:
    """Return how many rows each rule would change now; changes nothing."""
    cutoffs = _cutoffs(days, now)
    with store.reading() as session:
        return {
            rule.name: session.scalar(
                select(func.count()).select_from(rule.table).where(rule.due(cutoffs))
            )
            or 0
            for rule in RULES
        }


def sweep(
    store: Store, days: RetentionSettings, now: datetime
) -> Iterator[tuple[str, int]]:
    """Delete what is due, a batch at each step; call `Store.scrub` afterwards.

    Args:
        store: The database.
        days: The days for which each kind is kept.
        now: Central's time; its day in Shanghai counts.

    Yields:
        A rule's name, and how many rows it has changed; first 0 for each.
    """
    cutoffs = _cutoffs(days, now)
    for rule in RULES:
        yield rule.name, 0
        condition = rule.due(cutoffs)
        with store.reading() as session:
            keys = session.scalars(select(rule.key).where(condition)).all()
        for start in range(0, len(keys), BATCH):
            if start:
                time.sleep(PAUSE_S)
            batch = rule.key.in_(keys[start : start + BATCH])
            # A row that was due may no longer be.
            yield rule.name, _erase(store, rule, and_(batch, condition))


def _erase(store: Store, rule: Rule, rows: ColumnElement[bool]) -> int:
    change: Delete | Update = delete(rule.table).where(rows)
    if rule.values is not None:
        change = update(rule.table).where(rows).values(**rule.values)

    def work(session: Session) -> int:
        done = session.execute(change, execution_options={"synchronize_session": False})
        assert isinstance(done, CursorResult)  # noqa: S101 - for mypy
        return done.rowcount

    return store.write(work)


def _cutoffs(days: RetentionSettings, now: datetime) -> Cutoffs:
    """A matter that ended on a day is due that many days later."""
    today = business_day(now)
    return {
        setting: day_begins(today - timedelta(days=count - 1))
        for setting, count in days.model_dump().items()
    }
