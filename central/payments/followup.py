"""Brings every payment to a final state: queries, closes, settles and refunds.

Pending work is in the database, with the time at which it is due, so that a restart of
central loses nothing.
"""

import asyncio

import structlog
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool

from central.background import Loop
from central.departments.base import Settled, Settlement
from central.departments.desk import Desk
from central.departments.errors import DepartmentError
from central.payments import machine
from central.payments.base import ProviderError, RefundState, RefusedError
from central.payments.teller import LATE_LOOKS_S, LOOK_S, MOST_PAUSE_S, Teller
from central.store.payments import KeptPayment, due, note
from contract.payment import OPEN, OVER, PaymentState

log = structlog.get_logger()

SETTLEMENT: TypeAdapter[Settlement] = TypeAdapter(Settlement)
"""As JSON, until the department has heard it."""

AT_ONCE = 16
ROUND_S = 0.5
"""Between two looks at what is due."""

MOST_LOOKS = 12
"""At a payment that nobody knows of, before a clerk must: some seven minutes."""


class Followup:
    """Handles every payment that is due.

    Args:
        teller: Moves payments.
        desk: Takes the reports of what was paid.
    """

    def __init__(self, teller: Teller, desk: Desk) -> None:
        self._teller = teller
        self._desk = desk
        self.loop = Loop("payments", self.round, pause_s=ROUND_S)

    async def round(self) -> bool:
        """Do what is due; return whether there was anything."""
        teller = self._teller
        found = await run_in_threadpool(due, teller.store, teller.now(), AT_ONCE)
        await asyncio.gather(*(self._look(kept) for kept in found))
        return bool(found)

    async def _look(self, kept: KeptPayment) -> None:
        state = kept.state
        if state in OPEN:
            await self._open(kept)
        elif state in OVER:
            await self._over(kept)
        elif state is PaymentState.APPROVED:
            await self._settle(kept)
        elif state is PaymentState.REFUND_PENDING:
            await self._refund(kept)
        else:
            await self._teller.later(kept, None)

    async def _open(self, kept: KeptPayment) -> None:
        """Query; close after the deadline; hand over to a clerk after many queries."""
        teller = self._teller
        told = await self._asked(kept)
        if told is not None:
            kept = told
        if kept.state not in OPEN:
            return
        if kept.state is PaymentState.UNKNOWN and kept.looks >= MOST_LOOKS:
            await teller.move(kept, machine.to_staff(kept.state), "nobody_knows")
        elif kept.state is not PaymentState.REQUESTED or (
            teller.now() >= kept.deadline_at
        ):
            closed = await teller.close(kept)
            if closed.state in OPEN:
                await teller.again(kept)
        elif told is None:
            await teller.again(kept)
        else:
            await teller.later(kept, LOOK_S)

    async def _over(self, kept: KeptPayment) -> None:
        """Check whether money has arrived after all."""
        told = await self._asked(kept)
        if told is not None and told.state not in OVER:
            return
        if told is None:  # an outage takes none of the looks away
            await self._teller.later(kept, MOST_PAUSE_S, kept.looks)
            return
        looks = kept.looks + 1
        pause = LATE_LOOKS_S[looks] if looks < len(LATE_LOOKS_S) else None
        await self._teller.later(kept, pause)

    async def _asked(self, kept: KeptPayment) -> KeptPayment | None:
        """Return the payment after a query; None where the provider did not answer."""
        provider = self._teller.providers.get(kept.provider)
        if provider is None:
            return None
        try:
            trade = await run_in_threadpool(provider.query, kept.reference)
        except (ProviderError, RefusedError) as error:
            log.warning("not asked", payment=str(kept.id), error=str(error))
            return None
        return await self._teller.told(kept, trade, "asked")

    async def _settle(self, kept: KeptPayment) -> None:
        """Report to the department, until it has answered."""
        teller = self._teller
        if kept.settled or kept.settlement is None:
            await teller.later(kept, None)
            return
        settlement = SETTLEMENT.validate_json(kept.settlement)
        try:
            settled = await self._desk.settle(settlement)
        except DepartmentError as error:
            log.warning(
                "not settled yet", payment=str(kept.id), error=type(error).__name__
            )
            await teller.again(kept)
            return
        told: dict[str, object] = {"settled": str(settled), "settlement": None}
        if settled is Settled.ENTERED:
            told |= {"look_at": None, "changed_at": teller.now()}
            await run_in_threadpool(note, teller.store, kept.id, **told)
        else:
            states = (PaymentState.REFUND_PENDING,)
            await teller.move(kept, states, str(settled), **told)

    async def _refund(self, kept: KeptPayment) -> None:
        """Refund, under the same refund number for every try."""
        teller = self._teller
        provider = teller.providers.get(kept.provider)
        if provider is None or kept.looks >= MOST_LOOKS:
            await teller.move(kept, (PaymentState.STAFF,), "not_refunded")
            return
        came = kept.amount if kept.paid is None else kept.paid
        number = kept.refund_reference
        if number is None:
            number = f"R{kept.reference}"[:32]
            await run_in_threadpool(
                note, teller.store, kept.id, refund_reference=number
            )
        try:
            trade = await run_in_threadpool(
                provider.refund, kept.reference, number, came, came
            )
        except ProviderError as error:
            log.warning("not refunded yet", payment=str(kept.id), error=str(error))
            await teller.again(kept)
        except RefusedError as error:
            log.warning("refund refused", payment=str(kept.id), code=error.code)
            await teller.move(kept, (PaymentState.STAFF,), "refund_refused")
        else:
            await self._refunded(kept, trade)

    async def _refunded(self, kept: KeptPayment, said: RefundState) -> None:
        if said is RefundState.DONE:
            await self._teller.move(kept, (PaymentState.REFUNDED,), "refunded")
        elif said is RefundState.FAILED:
            await self._teller.move(kept, (PaymentState.STAFF,), "refund_failed")
        else:
            await self._teller.again(kept)
