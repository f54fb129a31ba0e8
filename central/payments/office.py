"""Handles the payment requests of terminals and phones."""

import asyncio
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from starlette.concurrency import run_in_threadpool

from central.departments.base import Settlement
from central.departments.desk import Desk
from central.departments.layout import text
from central.payments.base import (
    NotGenuineError,
    Provider,
    ProviderError,
    RefusedError,
)
from central.payments.errors import (
    AmountRefusedError,
    BillChangedError,
    BillPaidError,
    NoSuchPaymentError,
    NotPayableError,
    PaymentKeyReusedError,
    PaymentUnclearError,
    ProviderAwayError,
)
from central.payments.followup import SETTLEMENT, Followup
from central.payments.teller import Teller
from central.settings import PaymentSettings
from central.store.database import Store
from central.store.payments import (
    BillHeldError,
    KeptPayment,
    begin,
    payment_of_reference,
    payment_of_token,
)
from central.store.persons import Persons
from contract.business_day import business_day
from contract.codes import CODE_ALPHABET
from contract.payment import (
    LONGEST_WAIT_S,
    Payment,
    PaymentRequest,
    PaymentState,
)
from contract.queries import PaymentMethod, Query, QueryAnswer
from contract.service_item import ServiceItem, StepKind

log = structlog.get_logger()

NAMES = {
    "wechat": text("微信支付", "WeChat Pay"),
    "alipay": text("支付宝", "Alipay"),
    "sandbox": text("演示支付", "Demonstration pay"),
}

WAIT_S = 1.0
"""For a change that another process of central makes."""

_DEFAULTS = PaymentSettings()


@dataclass(frozen=True)
class PaymentRules:
    """The rules for payments.

    Attributes:
        limit: In fen; more is not accepted at a terminal.
        deadline_s: How long an order can be paid, in seconds.
        public_url: Under which phones and providers reach central.
    """

    limit: int = _DEFAULTS.limit
    deadline_s: float = _DEFAULTS.deadline_s
    public_url: str = ""


class Payments:
    """Takes payments for bills, each once.

    Args:
        store: Where payments are stored.
        desk: Queried for bills; takes the reports of what was paid.
        persons: Computes the hash by which a card finds its payments.
        items: The definition in use of an item, by its code.
        providers: By the word in rows and URLs.
        now: Central's clock, in UTC.
        rules: Limit, deadline and address.

    Attributes:
        followup: The background task.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        persons: Persons,
        items: Callable[[str], ServiceItem | None],
        providers: Mapping[str, Provider],
        now: Callable[[], datetime],
        rules: PaymentRules,
    ) -> None:
        self._store = store
        self._desk = desk
        self._persons = persons
        self._items = items
        self._providers = providers
        self._now = now
        self._rules = rules
        self._teller = Teller(store, providers, now)
        self.followup = Followup(self._teller, desk)

    def with_methods(self, answer: QueryAnswer) -> QueryAnswer:
        """Return an answer whose bill lists the ways to pay."""
        if answer.bill is None:
            return answer
        methods = tuple(
            PaymentMethod(provider=name, name=NAMES[name]) for name in self._providers
        )
        bill = answer.bill.model_copy(update={"methods": methods})
        return answer.model_copy(update={"bill": bill})

    async def request(self, request: PaymentRequest, terminal: str) -> Payment:
        """Open an order, or charge the citizen's own code.

        The same request returns the same payment, and is charged once.

        Raises:
            PaymentError: None is begun; see `payments.errors`.
            DepartmentError: The department has not answered.
        """
        fingerprint = _fingerprint(request)
        kept = await self._teller.get(request.idempotency_key)
        if kept is None:
            kept = await self._begun(request, fingerprint, terminal)
        elif kept.fingerprint != fingerprint or kept.terminal != terminal:
            raise PaymentKeyReusedError(request.item)
        if kept.state is PaymentState.INTENT:
            kept = await self._ordered(kept, request.payment_code)
        return self.told(kept)

    async def get(
        self, payment: UUID, terminal: str, unlike: PaymentState | None
    ) -> Payment:
        """Return its state; wait for a while as long as it is in state `unlike`.

        Raises:
            NoSuchPaymentError: There is none, or it is another terminal's.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + LONGEST_WAIT_S
        while True:
            kept = await self._mine(payment, terminal)
            left = until - loop.time()
            if kept.state is not unlike or left <= 0:
                return self.told(kept)
            await self._teller.changes(payment, min(left, WAIT_S))

    async def close(self, payment: UUID, terminal: str) -> Payment:
        """Close it at the provider; approved if the payment arrived first.

        Raises:
            NoSuchPaymentError: There is none, or it is another terminal's.
        """
        kept = await self._mine(payment, terminal)
        return self.told(await self._teller.close(kept))

    async def notified(
        self, provider: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Handle a provider's notification, which may arrive many times.

        Raises:
            NotGenuineError: It is not the provider's, or there is no such payment.
        """
        known = self._providers.get(provider)
        if known is None:
            raise NotGenuineError("no such provider")
        trade = await run_in_threadpool(known.notification, headers, body)
        kept = await run_in_threadpool(
            payment_of_reference, self._store, provider, trade.reference
        )
        if kept is None:
            log.error("alarm: a callback for no payment of ours", provider=provider)
            return
        await self._teller.told(kept, trade, "callback")

    async def receipt(self, token: str) -> KeptPayment | None:
        """Return the payment whose receipt a phone requests."""
        return await run_in_threadpool(payment_of_token, self._store, token)

    def told(self, kept: KeptPayment) -> Payment:
        """Return a payment as it is sent to a terminal."""
        now = self._now()
        payable = kept.state is PaymentState.REQUESTED
        left = max(0, round((kept.deadline_at - now).total_seconds()))
        approved = kept.state is PaymentState.APPROVED
        return Payment(
            time=now,
            payment=kept.id,
            case=kept.case,
            state=kept.state,
            amount=kept.amount,
            provider=kept.provider,
            reference=kept.reference,
            transaction=kept.transaction,
            code_url=kept.code_url if payable else None,
            seconds_left=left if payable else None,
            approved_at=kept.approved_at if approved else None,
            receipt_url=(
                f"{self._rules.public_url}/receipt/{kept.receipt_token}"
                if approved
                else None
            ),
        )

    async def _mine(self, payment: UUID, terminal: str) -> KeptPayment:
        kept = await self._teller.get(payment)
        if kept is None or kept.terminal != terminal:
            raise NoSuchPaymentError("not this terminal's")
        return kept

    async def _begun(
        self, request: PaymentRequest, fingerprint: str, terminal: str
    ) -> KeptPayment:
        """Query the bill once more, and record the intent."""
        item = self._items(request.item)
        provider = self._providers.get(request.provider)
        if item is None or StepKind.PAY not in item.steps or provider is None:
            raise NotPayableError(request.provider)
        if request.payment_code is not None and not provider.accepts_codes:
            raise NotPayableError(request.provider)
        if not 0 < request.amount <= self._rules.limit:
            raise AmountRefusedError(request.item)
        answer = await self._desk.ask(
            Query(item=request.item, applicant=request.applicant, form=request.form)
        )
        bill = _bill(request, answer)
        now = self._now()
        deadline = now + timedelta(seconds=self._rules.deadline_s)
        settlement = Settlement(
            payment=request.idempotency_key,
            item=request.item,
            reference=bill,
            options=request.options,
            amount=request.amount,
            applicant=request.applicant,
            form=request.form,
        )
        who = request.applicant
        kept = KeptPayment(
            id=request.idempotency_key,
            fingerprint=fingerprint,
            terminal=terminal,
            case=request.case,
            item=request.item,
            title_zh=item.name.zh_CN,
            title_en=item.name.en,
            person=None if who is None else self._persons.hash(who.number),
            provider=request.provider,
            reference=_reference(request.idempotency_key, now),
            amount=request.amount,
            state=PaymentState.INTENT,
            settlement=SETTLEMENT.dump_json(settlement).decode(),
            created_at=now,
            deadline_at=deadline,
            changed_at=now,
            look_at=deadline,
            receipt_token=secrets.token_urlsafe(16),
        )
        bills = request.options or (bill,)
        try:
            await run_in_threadpool(
                begin, self._store, kept, item.department.code, bills
            )
        except BillHeldError as error:
            again = await self._teller.get(request.idempotency_key)
            if again is not None:  # the same request was quicker
                return again
            if error.paid:
                raise BillPaidError(request.item) from None
            raise PaymentUnclearError(request.item) from None
        return kept

    async def _ordered(self, kept: KeptPayment, code: str | None) -> KeptPayment:
        provider = self._providers.get(kept.provider)
        if provider is None:  # it was there when this was begun
            raise NotPayableError(kept.provider)
        if code is not None:
            return await self._charged(kept, provider, code)
        try:
            url = await run_in_threadpool(
                provider.order,
                kept.reference,
                kept.amount,
                kept.title_zh,
                kept.deadline_at,
            )
        except ProviderError as error:
            log.warning("no order", payment=str(kept.id), error=str(error))
            # Nobody has seen a code: it is closed by and by, unless asked for again.
            raise ProviderAwayError(kept.provider) from None
        except RefusedError as error:
            log.warning("order refused", payment=str(kept.id), code=error.code)
            return await self._teller.move(kept, (PaymentState.CLOSED,), "refused")
        return await self._teller.move(
            kept, (PaymentState.REQUESTED,), "ordered", code_url=url
        )

    async def _charged(
        self, kept: KeptPayment, provider: Provider, code: str
    ) -> KeptPayment:
        """Charge once: from here on it may have been charged, even if central stops.

        Where the provider does not report the outcome, as while it asks for a password,
        it is queried until the deadline, and then the charge is reversed.
        """
        asked = await self._teller.take(kept, (PaymentState.REQUESTED,), "charging")
        if asked is None:  # somebody else charges it
            return await self._teller.get(kept.id) or kept
        try:
            trade = await run_in_threadpool(
                provider.charge, kept.reference, kept.amount, kept.title_zh, code
            )
        except RefusedError as error:
            log.warning("charge refused", payment=str(kept.id), code=error.code)
            return await self._teller.move(asked, (PaymentState.DECLINED,), "refused")
        except ProviderError as error:
            log.warning("charge unanswered", payment=str(kept.id), error=str(error))
            return asked
        return await self._teller.told(asked, trade, "charged")


def _reference(key: UUID, now: datetime) -> str:
    """Return our order number at the provider: short enough to read to a clerk."""
    number = "".join(CODE_ALPHABET[byte & 31] for byte in key.bytes[-10:])
    return f"{business_day(now):%Y%m%d}{number}"


def _bill(request: PaymentRequest, answer: QueryAnswer) -> str:
    """Return the department's bill number, if the citizen was shown this bill."""
    if not answer.found or answer.bill is None:
        raise BillPaidError(request.item)
    if answer.bill.amount is not None:
        if request.options or answer.bill.amount != request.amount:
            raise BillChangedError(request.item)
        return answer.bill.reference
    open_ones = {each.reference: each for each in answer.options if not each.closed}
    chosen = set(request.options)
    if not chosen or len(chosen) != len(request.options):
        raise BillChangedError(request.item)
    if not chosen <= set(open_ones):
        raise BillPaidError(request.item)
    if sum(open_ones[each].amount for each in chosen) != request.amount:
        raise BillChangedError(request.item)
    return answer.bill.reference


def _fingerprint(request: PaymentRequest) -> str:
    asked = request.model_dump(mode="json", exclude={"idempotency_key", "payment_code"})
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
