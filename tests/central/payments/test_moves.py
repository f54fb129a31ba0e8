"""The payment machine: what each word of a provider makes of each state."""

from itertools import pairwise, product

import pytest

from central.payments.base import TradeState
from central.payments.machine import doubt, path, to_staff
from central.store.errors import NotAllowedError
from central.store.payments import check
from contract.payment import MOVES, PaymentState

S, T = PaymentState, TradeState

PATHS = {
    (S.INTENT, T.PAID): (S.REQUESTED, S.APPROVED),
    (S.REQUESTED, T.PAID): (S.APPROVED,),
    (S.UNKNOWN, T.PAID): (S.APPROVED,),
    (S.DECLINED, T.PAID): (S.LATE_APPROVED, S.REFUND_PENDING),
    (S.CLOSED, T.PAID): (S.LATE_APPROVED, S.REFUND_PENDING),
    (S.LATE_APPROVED, T.PAID): (S.REFUND_PENDING,),
    (S.INTENT, T.CLOSED): (S.CLOSED,),
    (S.REQUESTED, T.CLOSED): (S.CLOSED,),
    (S.UNKNOWN, T.CLOSED): (S.CLOSED,),
    (S.INTENT, T.REFUNDED): (S.CLOSED,),
    (S.REQUESTED, T.REFUNDED): (S.CLOSED,),
    (S.UNKNOWN, T.REFUNDED): (S.CLOSED,),
    (S.INTENT, T.DECLINED): (S.CLOSED,),
    (S.REQUESTED, T.DECLINED): (S.DECLINED,),
    (S.UNKNOWN, T.DECLINED): (S.DECLINED,),
}
"""All that follows; every other pair changes nothing."""

STAFF = {
    S.INTENT: (S.UNKNOWN, S.STAFF),
    S.REQUESTED: (S.UNKNOWN, S.STAFF),
    S.UNKNOWN: (S.STAFF,),
    S.REFUND_PENDING: (S.STAFF,),
    S.DECLINED: (S.LATE_APPROVED, S.REFUND_PENDING, S.STAFF),
    S.CLOSED: (S.LATE_APPROVED, S.REFUND_PENDING, S.STAFF),
}


@pytest.mark.parametrize(("state", "told"), list(product(S, T)))
def test_what_a_provider_says_leads_one_way(
    state: PaymentState, told: TradeState
) -> None:
    assert path(state, told) == PATHS.get((state, told), ())


@pytest.mark.parametrize("state", S)
def test_doubt_and_clerks_have_their_ways(state: PaymentState) -> None:
    assert doubt(state) == ((S.UNKNOWN,) if state is S.REQUESTED else ())
    assert to_staff(state) == STAFF.get(state, ())


def test_every_way_is_made_of_moves_that_are_allowed() -> None:
    ways = [(state, *way) for (state, _), way in PATHS.items()]
    ways += [(state, *way) for state, way in STAFF.items()]
    for way in ways:
        for before, after in pairwise(way):
            check(before, after)


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_what_is_no_move_is_refused(before: PaymentState, after: PaymentState) -> None:
    if after in MOVES[before]:
        check(before, after)
        return
    with pytest.raises(NotAllowedError, match=f"^{before} to {after}$"):
        check(before, after)
