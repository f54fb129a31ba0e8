"""The payment state machine, pure: what a provider's answer does to a payment."""

from central.payments.base import TradeState
from contract.payment import OPEN, OVER, PaymentState

_S = PaymentState


def path(state: PaymentState, told: TradeState) -> tuple[PaymentState, ...]:
    """Return the states that a payment goes through when a provider reports `told`.

    Empty where nothing follows: an open payment stays open, and a clerk's or a
    department's decision is final.
    """
    if told is TradeState.PAID:
        if state is _S.INTENT:  # the answer to our order was lost
            return (_S.REQUESTED, _S.APPROVED)
        if state in OPEN:
            return (_S.APPROVED,)
        if state in OVER:
            return (_S.LATE_APPROVED, _S.REFUND_PENDING)
        if state is _S.LATE_APPROVED:
            return (_S.REFUND_PENDING,)
    if told in (TradeState.CLOSED, TradeState.REFUNDED) and state in OPEN:
        return (_S.CLOSED,)  # a provider may have paid back by itself
    if told is TradeState.DECLINED and state in OPEN:
        return (_S.CLOSED,) if state is _S.INTENT else (_S.DECLINED,)
    return ()


def doubt(state: PaymentState) -> tuple[PaymentState, ...]:
    """Return the states that follow where a provider does not answer in time."""
    return (_S.UNKNOWN,) if state is _S.REQUESTED else ()


def to_staff(state: PaymentState) -> tuple[PaymentState, ...]:
    """Return the states that lead to a clerk, where there is such a path."""
    if state is _S.INTENT or state is _S.REQUESTED:
        return (_S.UNKNOWN, _S.STAFF)
    if state in (_S.UNKNOWN, _S.REFUND_PENDING):
        return (_S.STAFF,)
    if state in OVER:  # money came that must not go back unseen
        return (_S.LATE_APPROVED, _S.REFUND_PENDING, _S.STAFF)
    return ()
