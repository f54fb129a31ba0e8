"""The phone against the real provider: orders to pay, and messages received."""

from datetime import UTC, datetime, timedelta

import pytest
from support.panel import Control, Hands, Show, Start
from support.processes import Simulator

from central.payments.base import ProviderError, TradeState
from central.payments.sandbox import Sandbox
from ui.device_panel.entries import Entries
from ui.device_panel.readers import CODES

KEY = "panel"


def provider(simulator: Simulator) -> Sandbox:
    return Sandbox(simulator.url, KEY, "http://127.0.0.1:9/payments/sandbox/notify")


def order(sandbox: Sandbox, reference: str) -> None:
    until = datetime.now(UTC) + timedelta(minutes=2)
    sandbox.order(reference, 35_000, "交通违法处理缴款", until)


def shown(hands: Hands) -> list[str]:
    return [entries.text.text() for entries in hands.window.findChildren(Entries)]


def test_orders_are_shown_and_paid_by_a_click(show: Show, start: Start) -> None:
    simulator = start("payment_provider", "--key", KEY)
    hands = show(payment_provider=simulator.control)
    hands.until(lambda: hands.label("state") != "")
    assert not hands.button("Pay").isEnabled()
    sandbox = provider(simulator)
    order(sandbox, "order-1")
    hands.until(lambda: "¥ 350.00  to be paid  交通违法处理缴款" in shown(hands)[0])
    hands.press("Pay")
    hands.until(lambda: "¥ 350.00  paid" in shown(hands)[0])
    assert sandbox.query("order-1").state is TradeState.PAID
    hands.press("Tell it twice more")
    order(sandbox, "order-2")
    hands.press("Refuse")
    hands.until(lambda: "declined" in shown(hands)[0].splitlines()[0])
    assert sandbox.query("order-2").state is TradeState.DECLINED


def test_money_that_comes_late_or_is_quicker(
    show: Show, start: Start, control: Control
) -> None:
    simulator = start("payment_provider", "--key", KEY)
    hands = show(payment_provider=simulator.control)
    sandbox = provider(simulator)
    hand = control(simulator)
    hands.press("Money comes after it")
    hands.until(lambda: hand.do("state")["state"]["armed"] == ["pay_late"])
    order(sandbox, "order-1")
    assert sandbox.close("order-1").state is TradeState.CLOSED
    assert sandbox.query("order-1").state is TradeState.PAID
    hands.press("Money is quicker")
    hands.until(lambda: hand.do("state")["state"]["armed"] == ["lose_race"])
    order(sandbox, "order-2")
    assert sandbox.close("order-2").state is TradeState.PAID


def test_a_departments_message_is_read_on_the_phone(show: Show, start: Start) -> None:
    simulator = start("payment_provider", "--key", KEY)
    hands = show(payment_provider=simulator.control)
    provider(simulator).send("510411199003074526", "取证码 472913")
    hands.until(lambda: "取证码 472913" in shown(hands)[1])


def test_a_silent_provider_is_seen(show: Show, start: Start, control: Control) -> None:
    simulator = start("payment_provider", "--key", KEY)
    hands = show(payment_provider=simulator.control)
    hand = control(simulator)
    hands.press("Is silent")
    hands.until(lambda: hand.do("state")["state"]["silent"] is True)
    hands.press("Answers")
    hands.until(lambda: hand.do("state")["state"]["silent"] is False)


def test_a_charge_that_is_unclear_is_paid_by_a_click(show: Show, start: Start) -> None:
    simulator = start("payment_provider", "--key", KEY)
    hands = show(payment_provider=simulator.control)
    sandbox = provider(simulator)
    assert charge(sandbox, "order-1", "… asks for a password") is TradeState.PAYING
    with pytest.raises(ProviderError, match="SYSTEM_ERROR"):
        charge(sandbox, "order-2", "… provider unsure")
    assert sandbox.query("order-2").state is TradeState.PAYING
    hands.press("Pay")  # the newest
    hands.until(lambda: sandbox.query("order-2").state is TradeState.PAID)
    assert sandbox.query("order-1").state is TradeState.PAYING


def charge(sandbox: Sandbox, reference: str, label: str) -> TradeState:
    return sandbox.charge(reference, 8000, "费", CODES[label]).state
