"""The simulated provider's books: what a payment code comes to."""

from typing import Any

import pytest

from drivers.simulators.payment_till import CODES, RefusedError, Till, UnsureError


def wish(code: str) -> dict[str, Any]:
    return {
        "reference": "order-1",
        "amount": 8000,
        "title": "费",
        "notify_url": "http://central.test/notify",
        "payment_code": code,
    }


@pytest.mark.parametrize(("code", "state"), [("plain", "paid"), ("asks", "paying")])
def test_a_code_is_charged_at_once_or_after_a_password(code: str, state: str) -> None:
    till = Till()
    order = till.charge(wish(CODES[code]))
    assert (order.state, order.amount) == (state, 8000)
    assert till.charge(wish(CODES[code])) is order


@pytest.mark.parametrize("code", [CODES["poor"], "130000000000000000"])
def test_a_code_without_money_or_of_nobody_leaves_nothing(code: str) -> None:
    till = Till()
    with pytest.raises(RefusedError):
        till.charge(wish(code))
    assert till.orders == {}


def test_a_charge_may_be_begun_though_the_system_fails() -> None:
    till = Till()
    with pytest.raises(UnsureError, match=r"^SYSTEM_ERROR$") as caught:
        till.charge(wish(CODES["unsure"]))
    order = till.orders["order-1"]
    assert caught.value.order is order
    assert order.state == "paying"
    till.paid(order)
    assert order.state == "paid"
