"""The terminal's copy of payments: the intent first, then the states of central."""

from uuid import uuid4

from pydantic import ValidationError

from contract.entitlements import Entitlement, EntitlementKind
from contract.model import Applicant, Bilingual
from contract.payment import MOVES, Payment, PaymentRequest, PaymentState
from kiosk.effects.ledger import Ledger
from kiosk.flow.actions import RequestPayment
from kiosk.flow.events import Token
from offline_cache import words
from offline_cache.entitlements import BegunPayment
from offline_cache.words import Kind

_NOTHING_COMES = (PaymentState.DECLINED, PaymentState.CLOSED, PaymentState.REFUNDED)
"""States after which no receipt will ever be printed here."""


def _reachable(state: PaymentState) -> frozenset[PaymentState]:
    found: set[PaymentState] = set()
    ahead = set(MOVES[state])
    while ahead:
        found |= ahead
        ahead = {after for each in ahead for after in MOVES[each]} - found
    return frozenset(found)


_AFTER = {state: _reachable(state) - {state} for state in PaymentState}
"""The states that each state may have reached meanwhile, in one or more steps."""

_WORDS = {
    PaymentState.INTENT: words.Payment.INTENT,
    PaymentState.REQUESTED: words.Payment.REQUESTED,
    PaymentState.APPROVED: words.Payment.APPROVED,
    PaymentState.DECLINED: words.Payment.DECLINED,
    PaymentState.CLOSED: words.Payment.CLOSED,
    PaymentState.UNKNOWN: words.Payment.UNKNOWN,
    PaymentState.STAFF: words.Payment.STAFF,
    PaymentState.LATE_APPROVED: words.Payment.LATE_APPROVED,
    PaymentState.REFUND_PENDING: words.Payment.REFUND_PENDING,
    PaymentState.REFUNDED: words.Payment.REFUNDED,
}
_STATES = {word: state for state, word in _WORDS.items()}


class Payments:
    """Mirrors central's payments, so that a paid one survives a power cut."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def intend_payment(self, action: RequestPayment) -> PaymentRequest:
        """Record an intent to pay; the request returned may be sent repeatedly.

        A citizen's own payment code is part of the request and is stored nowhere.
        """
        request = PaymentRequest(
            idempotency_key=uuid4(),
            case=action.case or uuid4(),
            item=action.item.code,
            applicant=action.applicant,
            form=action.form,
            options=action.options,
            amount=action.amount,
            provider=action.provider,
            payment_code=action.payment_code,
        )
        name = action.item.name
        with self._ledger.cache.transaction():
            self._ledger.entitlements.begin_payment(
                request.idempotency_key,
                request.case,
                person=self._ledger.person(action.applicant),
                item=action.item.code,
                title=(name.zh_CN, name.en),
                state=words.Payment.INTENT,
            )
            self._ledger.journal.append(
                Kind.PAYMENT_INTENT,
                visit=self._ledger.visit_label(action.token),
                item=action.item.code,
                detail={
                    "case": str(request.case),
                    "payment": str(request.idempotency_key),
                    "amount": request.amount,
                    "provider": request.provider,
                },
            )
        return request

    def payment_changed(self, token: Token, item: str, payment: Payment) -> None:
        """Record a payment's state if it is new."""
        known = self._ledger.entitlements.payment(payment.payment)
        if known is None or payment.state not in _AFTER[_read(known.state)]:
            return  # not new, or an answer overtaken by a later one
        with self._ledger.cache.transaction():
            if payment.state in _NOTHING_COMES:
                self._ledger.entitlements.payment_over(payment.payment)
            else:
                # The code to be paid is not kept: it is no longer needed.
                kept = payment.model_copy(
                    update={"code_url": None, "seconds_left": None}
                )
                self._ledger.entitlements.payment_is(
                    payment.payment, _WORDS[payment.state], kept.model_dump_json()
                )
            self._ledger.journal.append(
                Kind.PAYMENT,
                visit=self._ledger.visit_label(token),
                item=item,
                detail={
                    "case": str(payment.case),
                    "payment": str(payment.payment),
                    "state": _WORDS[payment.state],
                    "reference": payment.reference,
                },
            )

    def coming(self, applicant: Applicant) -> tuple[Entitlement, ...]:
        """Return the paid payments here whose receipt this person has not received."""
        person = self._ledger.person(applicant)
        if person is None:
            return ()
        paid = self._ledger.entitlements.payments_of(person, words.Payment.APPROVED)
        return tuple(each for each in map(_receipt, paid) if each is not None)


def _read(word: str) -> PaymentState:
    """Return the stored state; a word of another version reads as `UNKNOWN`."""
    known = words.read(words.Payment, word)
    return PaymentState.UNKNOWN if known is None else _STATES[known]


def _receipt(begun: BegunPayment) -> Entitlement | None:
    """Return the entitlement to a receipt, or None if another version stored it."""
    try:
        payment = Payment.model_validate_json(begun.detail or "")
    except ValidationError:
        words.report_unknown("payment", str(begun.payment))
        return None  # central knows of it as well
    return Entitlement(
        kind=EntitlementKind.RECEIPT,
        case=begun.case,
        item=begun.item,
        title=Bilingual(zh_CN=begun.title_zh, en=begun.title_en),
        since=begun.begun_at,
        payment=payment,
        serial=begun.serial,
    )
