"""Money on its way back, and charges from their beginning to their end."""

from collections.abc import Callable

import pytest
from structlog.testing import capture_logs
from support.money import BEGAN
from support.paying import Paying

from central.payments.base import ProviderError, RefundState, TradeState
from contract.payment import PaymentState

S = PaymentState


# -- back ---------------------------------------------------------------------------


def going_back(paying: Paying, paid: int | None = None, **changes: object) -> None:
    kept = paying.pays(paid)
    paying.run(paying.teller.take(kept, (S.REFUND_PENDING,), "clerk", **changes))


def refunds(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[object, ...]]:
    """What the provider is asked for, in order."""
    asked: list[tuple[object, ...]] = []
    refund = paying.provider.refund

    def recorded(*arguments: object) -> RefundState:
        asked.append(arguments)
        return refund(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(paying.provider, "refund", recorded)
    return asked


@pytest.mark.parametrize("paid", [47_999, 48_001, 1])
def test_what_was_paid_goes_back_and_not_what_was_due(
    paying: Paying, monkeypatch: pytest.MonkeyPatch, paid: int
) -> None:
    asked = refunds(paying, monkeypatch)
    going_back(paying, paid)
    after = paying.look()
    assert after.state is S.REFUNDED
    assert asked == [(after.reference, f"R{after.reference}", paid, paid)]
    assert paying.causes(after.id)[-1] == ("refunded", "refunded")


def test_an_amount_that_was_never_said_is_what_was_due(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = refunds(paying, monkeypatch)
    going_back(paying, paid=None)
    with paying.store.writing() as session:
        session.connection().exec_driver_sql("UPDATE payment SET paid = NULL")
    paying.look()
    assert asked[0][2:] == (48_000, 48_000)


def test_a_refund_is_tried_again_under_one_number(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = refunds(paying, monkeypatch)
    going_back(paying)
    paying.provider.silent = True
    with capture_logs() as logs:
        first = paying.look()
    assert first.state is S.REFUND_PENDING
    assert first.refund_reference == f"R{first.reference}"
    assert "timeout" in [each.get("error") for each in logs]
    assert paying.due_in(first) == 3
    paying.provider.silent = False
    assert paying.look(3).state is S.REFUNDED
    assert len(set(asked)) == 1
    assert len(paying.provider.refunds) == 1


def test_the_number_of_a_refund_is_kept_before_it_is_asked_for(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_back(paying)
    seen: list[str | None] = []

    def refund(*_: object) -> RefundState:
        seen.append(paying.only().refund_reference)
        return RefundState.DONE

    monkeypatch.setattr(paying.provider, "refund", refund)
    paying.look()
    assert seen == [f"R{paying.only().reference}"]


def test_a_number_that_was_given_before_is_used_again(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = refunds(paying, monkeypatch)
    going_back(paying, refund_reference="R-before")
    paying.look()
    assert [each[1] for each in asked] == ["R-before"]


def test_a_refused_refund_goes_to_a_clerk_and_is_not_tried_again(
    paying: Paying,
) -> None:
    going_back(paying)
    paying.provider.refuse_refunds = True
    with capture_logs() as logs:
        after = paying.look()
    assert after.state is S.STAFF
    assert paying.causes(after.id)[-1] == ("staff", "refund_refused")
    assert "NO_MONEY" in [each.get("code") for each in logs]
    paying.look(9999)
    assert paying.did("refund") == 1


@pytest.mark.parametrize(
    ("says", "state", "cause"),
    [
        (RefundState.FAILED, S.STAFF, "refund_failed"),
        (RefundState.PENDING, S.REFUND_PENDING, "clerk"),
        (RefundState.ABSENT, S.REFUND_PENDING, "clerk"),
        (RefundState.DONE, S.REFUNDED, "refunded"),
    ],
)
def test_a_refund_goes_as_the_provider_says(
    paying: Paying, says: RefundState, state: S, cause: str
) -> None:
    going_back(paying)
    paying.provider.refund_says = says
    after = paying.look()
    assert (after.state, paying.causes(after.id)[-1][1]) == (state, cause)
    assert paying.due_in(after) == (3 if state is S.REFUND_PENDING else None)


@pytest.mark.parametrize(("looks", "staff"), [(11, False), (12, True), (13, True)])
def test_a_refund_that_does_not_end_goes_to_a_clerk(
    paying: Paying, looks: int, staff: bool
) -> None:
    kept = paying.pays()
    paying.in_place(kept, state=S.REFUND_PENDING, looks=looks, look_at=BEGAN)
    paying.provider.refund_says = RefundState.PENDING
    after = paying.look()
    assert after.state is (S.STAFF if staff else S.REFUND_PENDING)
    assert paying.did("refund") == (0 if staff else 1)
    if staff:
        assert paying.causes(after.id)[-1] == ("staff", "not_refunded")


def test_a_refund_whose_provider_is_gone_goes_to_a_clerk(paying: Paying) -> None:
    going_back(paying)
    paying.without_provider()
    assert paying.look().state is S.STAFF


# -- the citizen's own code, from its charge to its end -----------------------------

CHARGES: dict[str, Callable[[Paying], None]] = {
    "asks for a password": lambda _: None,
    "system error": lambda paying: paying.provider.raises.update(
        charge=ProviderError("SYSTEM_ERROR")
    ),
    "20000": lambda paying: paying.provider.raises.update(
        charge=ProviderError("isp_unknow_error")
    ),
}


@pytest.mark.parametrize("how", CHARGES)
def test_a_charge_that_is_unclear_is_asked_for_while_the_citizen_waits(
    paying: Paying, how: str
) -> None:
    CHARGES[how](paying)
    begun = paying.asks(payment_code="asks")
    assert (begun.state, begun.seconds_left) == (S.REQUESTED, 120)
    for _ in range(10):
        assert paying.look(3).state is S.REQUESTED
    assert paying.did("query") == 10
    paying.provider.pay(begun.reference)
    assert paying.look(3).state is S.APPROVED
    assert (paying.did("charge"), paying.did("close")) == (1, 0)


@pytest.mark.parametrize("how", CHARGES)
def test_it_is_closed_when_it_stays_unclear(paying: Paying, how: str) -> None:
    CHARGES[how](paying)
    paying.asks(payment_code="asks")
    assert paying.look(120).state is S.CLOSED
    assert paying.did("close") == 1


@pytest.mark.parametrize("how", CHARGES)
def test_only_what_cannot_be_closed_either_is_unknown(paying: Paying, how: str) -> None:
    CHARGES[how](paying)
    begun = paying.asks(payment_code="asks")
    paying.provider.silent = True
    assert paying.look(119).state is S.REQUESTED
    assert paying.look(1).state is S.REQUESTED  # it was asked for a second ago
    assert paying.look(2).state is S.UNKNOWN
    paying.provider.silent = False
    paying.provider.raises.clear()
    paying.provider.pay(begun.reference)
    assert paying.look(60).state is S.APPROVED


def test_a_charge_that_never_arrived_is_closed_and_the_bill_is_free(
    paying: Paying,
) -> None:
    paying.provider.deaf = True
    begun = paying.asks(payment_code="plain")
    paying.provider.deaf = False
    assert begun.state is S.REQUESTED
    assert paying.look(3).state is S.REQUESTED
    assert paying.look(120).state is S.CLOSED
    assert paying.asks().state is S.REQUESTED
    assert TradeState.PAID not in {
        each.state for each in paying.provider.trades.values()
    }
