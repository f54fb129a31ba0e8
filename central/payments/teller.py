"""Changes payments' states by providers' reports, and wakes the waiting requests."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from weakref import WeakValueDictionary

import structlog
from starlette.concurrency import run_in_threadpool

from central.payments import machine
from central.payments.base import (
    Provider,
    ProviderError,
    RefusedError,
    Trade,
    TradeState,
)
from central.store.database import Store
from central.store.payments import KeptPayment, move, note, payment_of_id
from contract.payment import OPEN, OVER, PaymentState

log = structlog.get_logger()

LOOK_S = 3.0
"""Between two questions about an order that can be paid."""

LATE_LOOKS_S = (10.0, 60.0, 600.0, 3600.0, 86_400.0)
"""When an order that is over is looked at again: a close can lose its race."""

MOST_PAUSE_S = 60.0
"""Up to which the pause doubles while nobody answers."""


class Teller:
    """The only place where the state of a payment changes.

    Args:
        store: The database.
        providers: By the word in rows and URLs.
        now: Central's clock, in UTC.
    """

    def __init__(
        self,
        store: Store,
        providers: Mapping[str, Provider],
        now: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.providers = providers
        self.now = now
        # An event is there for as long as somebody waits for it.
        self._changed: WeakValueDictionary[UUID, asyncio.Event] = WeakValueDictionary()

    async def get(self, payment: UUID) -> KeptPayment | None:
        """Return the payment as stored."""
        return await run_in_threadpool(payment_of_id, self.store, payment)

    async def move(
        self,
        kept: KeptPayment,
        states: tuple[PaymentState, ...],
        cause: str,
        **changes: object,
    ) -> KeptPayment:
        """Go through `states`, unless another process has already moved it.

        Returns:
            The payment as it is then, in any case.
        """
        if not states:
            return kept
        moved = await self.take(kept, states, cause, **changes)
        return moved or await self.get(kept.id) or kept

    async def take(
        self,
        kept: KeptPayment,
        states: tuple[PaymentState, ...],
        cause: str,
        **changes: object,
    ) -> KeptPayment | None:
        """Go through `states`; return None where another process has moved it."""
        now = self.now()
        last = states[-1]
        changes.setdefault("look_at", _first_look(last, now))
        if last is PaymentState.APPROVED:
            changes.setdefault("approved_at", now)
        way = (kept.state, *states)
        moved = await run_in_threadpool(
            move, self.store, kept.id, way, cause, now, **changes
        )
        if moved is None:
            return None
        log.info(
            "payment", payment=str(kept.id), before=kept.state, after=last, cause=cause
        )
        if last is PaymentState.STAFF:
            log.error("alarm: a payment needs a clerk", payment=str(kept.id))
        self._tell(kept.id)
        return moved

    async def told(self, kept: KeptPayment, trade: Trade, cause: str) -> KeptPayment:
        """Apply a provider's report about an order."""
        states = machine.path(kept.state, trade.state)
        changes: dict[str, object] = {}
        if trade.transaction is not None:
            changes["transaction"] = trade.transaction
        paid = states and states[-1] in (
            PaymentState.APPROVED,
            PaymentState.REFUND_PENDING,
        )
        if paid and trade.amount is not None:
            changes["paid"] = trade.amount
        if paid and trade.amount not in (None, kept.amount):
            log.error("alarm: another amount was paid", payment=str(kept.id))
            return await self.move(
                kept, machine.to_staff(kept.state), "amount_differs", **changes
            )
        if paid and states[-1] is PaymentState.APPROVED and trade.paid_at is not None:
            changes["approved_at"] = trade.paid_at
        return await self.move(kept, states, cause, **changes)

    async def close(self, kept: KeptPayment) -> KeptPayment:
        """Close an order at the provider before it is reported as closed.

        The payment may arrive first: then it is returned as approved. Where the
        provider does not answer, the outcome is unknown.
        """
        if kept.state not in OPEN:
            return kept
        provider = self.providers.get(kept.provider)
        if provider is None:  # it was there when this was begun
            return await self.move(kept, machine.doubt(kept.state), "no_provider")
        try:
            trade = await run_in_threadpool(provider.close, kept.reference)
        except (ProviderError, RefusedError) as error:
            log.warning("not closed", payment=str(kept.id), error=str(error))
            return await self.move(kept, machine.doubt(kept.state), "close_unanswered")
        if trade.state is TradeState.ABSENT:  # there is nothing that could be paid
            trade = replace(trade, state=TradeState.CLOSED)
        if trade.state in (TradeState.OPEN, TradeState.PAYING):  # it still can be
            return await self.move(kept, machine.doubt(kept.state), "not_closed")
        return await self.told(kept, trade, "closed")

    async def again(self, kept: KeptPayment) -> None:
        """Schedule another query after no answer, with a growing pause."""
        pause = min(LOOK_S * 2.0 ** min(kept.looks, 16), MOST_PAUSE_S)
        await self.later(kept, pause)

    async def later(
        self, kept: KeptPayment, pause_s: float | None, looks: int | None = None
    ) -> None:
        """Schedule the next query after `pause_s`, or none; count this one.

        Args:
            kept: The payment.
            pause_s: In seconds.
            looks: The number of queries so far, where this one does not count.
        """
        at = None if pause_s is None else self.now() + timedelta(seconds=pause_s)
        looks = kept.looks + 1 if looks is None else looks
        await run_in_threadpool(note, self.store, kept.id, look_at=at, looks=looks)

    async def changes(self, payment: UUID, timeout_s: float) -> None:
        """Wait until this process moves the payment, or the time is up."""
        event = self._changed.setdefault(payment, asyncio.Event())
        try:
            await asyncio.wait_for(event.wait(), timeout_s)
        except TimeoutError:
            return

    def _tell(self, payment: UUID) -> None:
        event = self._changed.pop(payment, None)
        if event is not None:
            event.set()


def _first_look(state: PaymentState, now: datetime) -> datetime | None:
    """Return when a payment that has entered a state is due."""
    if state is PaymentState.REQUESTED:
        return now + timedelta(seconds=LOOK_S)
    if state in OVER:
        return now + timedelta(seconds=LATE_LOOKS_S[0])
    if state in (PaymentState.STAFF, PaymentState.REFUNDED):
        return None
    return now
