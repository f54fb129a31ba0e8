"""Stored payments: every change is one transaction with its move."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from central.store.database import Store
from central.store.errors import NotAllowedError
from central.store.schema import BillHoldRow, PaymentMoveRow, PaymentRow
from contract.payment import FREE, MOVES, PaymentState


class BillHeldError(Exception):
    """Another payment has this bill.

    Args:
        paid: Whether it has paid the bill; else its outcome is still unknown.
    """

    def __init__(self, *, paid: bool) -> None:
        super().__init__("paid" if paid else "unclear")
        self.paid = paid


@dataclass(frozen=True, repr=False)
class KeptPayment:
    """One payment; see `schema.PaymentRow`."""

    id: UUID
    fingerprint: str
    terminal: str
    case: UUID
    item: str
    title_zh: str
    title_en: str
    person: str | None
    provider: str
    reference: str
    amount: int
    state: PaymentState
    settlement: str | None
    created_at: datetime
    deadline_at: datetime
    changed_at: datetime
    look_at: datetime | None
    receipt_token: str
    transaction: str | None = None
    settled: str = ""
    code_url: str | None = None
    approved_at: datetime | None = None
    looks: int = 0
    refund_reference: str | None = None
    receipt_serial: str | None = None
    receipt_printed: bool = False
    paid: int | None = None


def begin(
    store: Store, payment: KeptPayment, department: str, bills: Sequence[str]
) -> None:
    """Store a new intent, which from now on has its bills.

    Raises:
        BillHeldError: Another payment has one of them.
    """
    values = {name: getattr(payment, name) for name in _NAMES}

    def work(session: Session) -> None:
        for bill in bills:
            held = session.scalar(
                select(PaymentRow.state)
                .join(BillHoldRow, BillHoldRow.payment == PaymentRow.id)
                .where(
                    BillHoldRow.department == department, BillHoldRow.reference == bill
                )
            )
            if held is not None:
                raise BillHeldError(paid=held == PaymentState.APPROVED)
        session.add(PaymentRow(**values))
        session.flush()  # the rows that refer to it come after it
        session.add_all(
            BillHoldRow(department=department, reference=bill, payment=payment.id)
            for bill in sorted(bills)  # in one order, to avoid deadlocks
        )
        session.add(_moved(payment.id, payment.created_at, "", payment.state, "asked"))

    store.write(work)


def payment_of_id(store: Store, payment: UUID) -> KeptPayment | None:
    """Return the payment of a terminal's id."""
    with store.reading() as session:
        return _one(session, PaymentRow.id == payment)


def payment_of_reference(
    store: Store, provider: str, reference: str
) -> KeptPayment | None:
    """Return the payment of a provider's reference."""
    with store.reading() as session:
        return _one(
            session,
            (PaymentRow.provider == provider) & (PaymentRow.reference == reference),
        )


def payment_of_token(store: Store, token: str) -> KeptPayment | None:
    """Return the payment of a receipt's token, as phones use it."""
    with store.reading() as session:
        return _one(session, PaymentRow.receipt_token == token)


def move(
    store: Store,
    payment: UUID,
    states: Sequence[PaymentState],
    cause: str,
    now: datetime,
    **changes: object,
) -> KeptPayment | None:
    """Go from the first of `states` through the others, if it is still there.

    Args:
        store: The database.
        payment: Its id.
        states: Where it should be, and where it goes.
        cause: Why, in a word.
        now: Central's time.
        changes: Other columns.

    Returns:
        The payment as it is then; None where another process had moved it.

    Raises:
        NotAllowedError: `MOVES` has no such move.
    """
    for before, after in pairwise(states):
        check(before, after)
    with store.writing() as session:
        done = session.execute(
            update(PaymentRow)
            .where(PaymentRow.id == payment, PaymentRow.state == states[0])
            .values(state=states[-1], changed_at=now, looks=0, **changes)
        )
        assert isinstance(done, CursorResult)  # noqa: S101 - for mypy
        if not done.rowcount:
            return None
        for before, after in pairwise(states):
            session.add(_moved(payment, now, before, after, cause))
        if states[-1] in FREE:
            session.execute(delete(BillHoldRow).where(BillHoldRow.payment == payment))
        return _one(session, PaymentRow.id == payment)


def check(before: PaymentState, after: PaymentState) -> None:
    """Refuse a move that is not among `MOVES`.

    Raises:
        NotAllowedError: It is not.
    """
    if after not in MOVES[before]:
        raise NotAllowedError(f"{before} to {after}")


def note(store: Store, payment: UUID, **changes: object) -> None:
    """Change columns other than the state: when it is due, what was settled."""
    with store.writing() as session:
        session.execute(
            update(PaymentRow).where(PaymentRow.id == payment).values(**changes)
        )


def due(store: Store, now: datetime, limit: int) -> list[KeptPayment]:
    """Return the payments that are due now, longest due first."""
    with store.reading() as session:
        rows = session.scalars(
            select(PaymentRow)
            .where(PaymentRow.look_at <= now)
            .order_by(PaymentRow.look_at)
            .limit(limit)
        )
        return [_kept(row) for row in rows]


def in_state(store: Store, *states: PaymentState) -> list[KeptPayment]:
    """Return all in these states, oldest first."""
    with store.reading() as session:
        rows = session.scalars(
            select(PaymentRow)
            .where(PaymentRow.state.in_(states))
            .order_by(PaymentRow.created_at)
        )
        return [_kept(row) for row in rows]


def payments_between(store: Store, begin: datetime, end: datetime) -> list[KeptPayment]:
    """Return payments whose money arrived, or that began, in a period, oldest first.

    An approved one belongs to the time of its money, as on the provider's statement.
    """
    at = func.coalesce(PaymentRow.approved_at, PaymentRow.created_at)
    with store.reading() as session:
        rows = session.scalars(
            select(PaymentRow)
            .where(at >= begin, at < end)
            .order_by(PaymentRow.created_at)
        )
        return [_kept(row) for row in rows]


def payments_of(store: Store, person: str) -> list[KeptPayment]:
    """Return all of one person, oldest first."""
    with store.reading() as session:
        rows = session.scalars(
            select(PaymentRow)
            .where(PaymentRow.person == person)
            .order_by(PaymentRow.created_at)
        )
        return [_kept(row) for row in rows]


def paid_bills(store: Store, department: str) -> dict[str, UUID]:
    """Return a department's bills that are paid, and the payment of each."""
    with store.reading() as session:
        rows = session.execute(
            select(BillHoldRow.reference, BillHoldRow.payment)
            .join(PaymentRow, PaymentRow.id == BillHoldRow.payment)
            .where(
                BillHoldRow.department == department,
                PaymentRow.state == PaymentState.APPROVED,
            )
        )
        return {row.reference: row.payment for row in rows}


_NAMES = tuple(field.name for field in fields(KeptPayment))


def _one(session: Session, condition: ColumnElement[bool]) -> KeptPayment | None:
    row = session.scalar(
        select(PaymentRow).where(condition).execution_options(populate_existing=True)
    )
    return None if row is None else _kept(row)


def _kept(row: PaymentRow) -> KeptPayment:
    values: dict[str, Any] = {name: getattr(row, name) for name in _NAMES}
    return KeptPayment(**values | {"state": PaymentState(row.state)})


def _moved(
    payment: UUID, at: datetime, before: str, after: str, cause: str
) -> PaymentMoveRow:
    return PaymentMoveRow(
        payment=payment, at=at, before=before, after=after, cause=cause
    )
