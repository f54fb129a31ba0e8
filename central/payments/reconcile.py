"""Reconciliation (对账): compares a day's books of provider, central and terminals.

A day is that of the calendar in Shanghai. Every movement on the provider's statement
must be one of central's payments and the other way round; what a terminal reports as
paid must be approved; what was approved must have been reported to its department, and
its citizen must have a receipt.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select

from central.payments.base import (
    LineKind,
    Provider,
    ProviderError,
    RefusedError,
    StatementLine,
)
from central.store.database import Store
from central.store.payments import KeptPayment, payments_between
from central.store.schema import CompletionRow, PaymentRow
from contract.business_day import day_begins
from contract.payment import PaymentState

PAID = (
    PaymentState.APPROVED,
    PaymentState.LATE_APPROVED,
    PaymentState.REFUND_PENDING,
    PaymentState.REFUNDED,
)
"""In these, money has come."""


class Difference(StrEnum):
    """A kind of mismatch."""

    NOT_AT_CENTRAL = "not_at_central"  # on the statement, and no payment of ours
    NOT_AT_PROVIDER = "not_at_provider"  # approved here, and not on the statement
    PAID_UNKNOWN = "paid_unknown"  # on the statement; here it is not known as paid
    AMOUNT = "amount"  # another amount here than there
    NOT_REFUNDED = "not_refunded"  # came late or was refused, and is not paid back
    REFUND_UNKNOWN = "refund_unknown"  # paid back there, and not known so here
    NOT_SETTLED = "not_settled"  # the department has not entered it yet
    NO_RECEIPT = "no_receipt"  # the citizen has no printed receipt yet
    TERMINAL_ONLY = "terminal_only"  # a terminal says paid, central does not
    TERMINAL_AMOUNT = "terminal_amount"  # a terminal says another amount


class NoStatementError(ProviderError):
    """A provider has no statement of the day; the text names it and the reason."""


@dataclass(frozen=True)
class Finding:
    """One mismatch.

    Attributes:
        amount: In fen, as central has it, or else as the other side reports it.
    """

    what: Difference
    provider: str
    reference: str
    payment: str
    amount: int

    def row(self) -> dict[str, str | int]:
        """Return the finding as JSON data."""
        return asdict(self)


def reconcile(
    store: Store, providers: Iterable[Provider], day: date
) -> tuple[Finding, ...]:
    """Compare the books of a day.

    Args:
        store: Central's.
        providers: Queried for their statements.
        day: In Shanghai.

    Raises:
        NoStatementError: A statement cannot be had.
    """
    begin = day_begins(day)
    kept = payments_between(store, begin, begin + timedelta(days=1))
    found: list[Finding] = []
    for provider in providers:
        mine = [each for each in kept if each.provider == provider.name]
        found += _books(provider.name, mine, _statement(provider, day))
    for each in kept:
        found += _ends(each)
    return (*found, *_terminals(store, kept))


def _statement(provider: Provider, day: date) -> tuple[StatementLine, ...]:
    try:
        return provider.statement(day)
    except (ProviderError, RefusedError) as error:
        raise NoStatementError(f"{provider.name}: {error}") from None


def _books(
    provider: str, kept: list[KeptPayment], lines: tuple[StatementLine, ...]
) -> list[Finding]:
    found = []
    by_reference = {each.reference: each for each in kept}
    paid: dict[str, int] = {}
    for line in lines:
        if line.kind is LineKind.PAID:  # an order that was paid twice has two lines
            paid[line.reference] = paid.get(line.reference, 0) + line.amount
    refunded = {line.reference for line in lines if line.kind is LineKind.REFUNDED}
    for reference, amount in paid.items():
        mine = by_reference.get(reference)
        if mine is None:
            found.append(
                Finding(Difference.NOT_AT_CENTRAL, provider, reference, "", amount)
            )
        elif mine.state not in PAID:
            found.append(_of(Difference.PAID_UNKNOWN, mine))
        elif mine.amount != amount:
            found.append(_of(Difference.AMOUNT, mine))
    for each in kept:
        if each.state in PAID and each.reference not in paid:
            found.append(_of(Difference.NOT_AT_PROVIDER, each))
        if each.reference in refunded and each.state is not PaymentState.REFUNDED:
            found.append(_of(Difference.REFUND_UNKNOWN, each))
    return found


def _ends(kept: KeptPayment) -> list[Finding]:
    """Return which approved or late payments are not in their final state yet."""
    if kept.state in (PaymentState.LATE_APPROVED, PaymentState.REFUND_PENDING):
        return [_of(Difference.NOT_REFUNDED, kept)]
    if kept.state is not PaymentState.APPROVED:
        return []
    found = []
    if not kept.settled:
        found.append(_of(Difference.NOT_SETTLED, kept))
    if not kept.receipt_printed:
        found.append(_of(Difference.NO_RECEIPT, kept))
    return found


def _terminals(store: Store, kept: list[KeptPayment]) -> list[Finding]:
    """Return mismatches with the terminals' reports, of the day and of no payment."""
    known = {each.id: each for each in kept}
    with store.reading() as session:
        rows = session.execute(
            select(CompletionRow.payment, CompletionRow.amount).where(
                or_(
                    CompletionRow.payment.in_(known),
                    CompletionRow.payment.not_in(select(PaymentRow.id)),
                ),
            )
        ).all()
    found = []
    for payment, amount in rows:
        if payment is None:
            continue
        mine = known.get(payment)
        if mine is None:
            found.append(_told(payment, amount))
        elif mine.state not in PAID:
            found.append(_of(Difference.TERMINAL_ONLY, mine))
        elif amount is not None and amount != mine.amount:
            found.append(_of(Difference.TERMINAL_AMOUNT, mine))
    return found


def _told(payment: UUID, amount: int | None) -> Finding:
    return Finding(Difference.TERMINAL_ONLY, "", "", str(payment), amount or 0)


def _of(what: Difference, kept: KeptPayment) -> Finding:
    return Finding(what, kept.provider, kept.reference, str(kept.id), kept.amount)


def payment_row(kept: KeptPayment) -> dict[str, str | int | None]:
    """Return a payment as `central payments --json` lists it; without a name."""
    return {
        "payment": str(kept.id),
        "terminal": kept.terminal,
        "item": kept.item,
        "state": kept.state,
        "amount": kept.amount,
        "paid": kept.paid,
        "provider": kept.provider,
        "reference": kept.reference,
        "transaction": kept.transaction,
        "created_at": f"{kept.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "settled": kept.settled,
        "receipt": kept.receipt_serial,
    }
