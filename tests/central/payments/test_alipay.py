"""Alipay against a fake of its documented interface, over real HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from support.fake_alipay import ASKS, OURS, PLAIN, POOR, FakeAlipay
from support.provider_fakes import now, seen_of
from support.providers import ENDS, ODD_YUAN, ORDER, paid_at_alipay

from central.payments.alipay import Alipay
from central.payments.base import (
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    Trade,
    TradeState,
)


def ordered(alipay: Alipay) -> str:
    return alipay.order(ORDER, 4560, "自来水费", ENDS)


def test_no_trade_exists_until_the_citizen_scans(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    assert ordered(alipay).startswith("https://qr.alipay.com/")
    assert alipay.query(ORDER) == Trade(ORDER, TradeState.ABSENT)
    fake_alipay.scan(ORDER)
    trade = alipay.query(ORDER)
    assert (trade.state, trade.amount) == (TradeState.OPEN, 4560)
    fake_alipay.pay(ORDER)
    trade = alipay.query(ORDER)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert trade.transaction == fake_alipay.trades[ORDER].number
    assert trade.paid_at is not None
    assert abs(trade.paid_at - now()) < timedelta(minutes=5)


def test_the_same_order_again_is_the_same(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    assert ordered(alipay) == ordered(alipay)
    assert len(fake_alipay.codes) == 1


def test_titles_and_deadlines_are_as_the_interface_wants_them(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    ends = datetime.now(UTC) + timedelta(seconds=100)
    alipay.order(ORDER, 5, "a/b=c&d," + "费" * 300, ends)
    wish = fake_alipay.codes[ORDER]
    assert wish["subject"].startswith("a／b＝c＆d，费")
    assert wish["total_amount"] == "0.05"
    assert wish["timeout_express"] == "2m"
    alipay.order(f"{ORDER}2", 5, "费", datetime.now(UTC) - timedelta(seconds=9))
    assert fake_alipay.codes[f"{ORDER}2"]["qr_code_timeout_express"] == "1m"


def test_numbers_that_the_interface_does_not_take_are_our_mistake(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    with pytest.raises(ValueError, match="number"):
        alipay.order("short", 1, "费", ENDS)
    with pytest.raises(ValueError, match="number"):
        alipay.charge("with space", 1, "费", PLAIN)
    assert fake_alipay.asked == []


def test_a_code_that_nobody_scanned_is_cancelled(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    ordered(alipay)
    assert alipay.close(ORDER) == Trade(ORDER, TradeState.CLOSED)
    assert fake_alipay.cancelled == {ORDER}
    assert fake_alipay.asked[-2:] == ["alipay.trade.query", "alipay.trade.cancel"]


def test_a_trade_that_is_open_is_closed(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    ordered(alipay)
    fake_alipay.scan(ORDER)
    assert alipay.close(ORDER).state is TradeState.CLOSED
    assert fake_alipay.trades[ORDER].state == "TRADE_CLOSED"
    assert alipay.query(ORDER).state is TradeState.CLOSED
    assert alipay.close(ORDER).state is TradeState.CLOSED
    assert fake_alipay.cancelled == set()


def test_a_close_that_loses_the_race_says_paid_and_keeps_the_money(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    ordered(alipay)
    fake_alipay.scan(ORDER)
    fake_alipay.faults.lose_race = True
    trade = alipay.close(ORDER)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert fake_alipay.cancelled == set()


def test_what_was_paid_before_is_not_cancelled(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    assert alipay.close(ORDER).state is TradeState.PAID
    assert fake_alipay.trades[ORDER].state == "TRADE_SUCCESS"


def test_where_a_close_is_refused_it_is_cancelled(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    ordered(alipay)
    fake_alipay.scan(ORDER)
    fake_alipay.faults.refusal["alipay.trade.close"] = "40004 ACQ.INVALID_PARAMETER"
    assert alipay.close(ORDER).state is TradeState.CLOSED
    assert fake_alipay.cancelled == {ORDER}


def test_a_cancel_that_is_not_done_is_no_close(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    ordered(alipay)
    fake_alipay.faults.refusal["alipay.trade.cancel"] = "20000 isp.unknow-error"
    with pytest.raises(ProviderError, match="isp_unknow_error"):
        alipay.close(ORDER)


def test_a_payment_code_is_charged_at_once(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    trade = alipay.charge(ORDER, 4560, "自来水费", PLAIN)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert trade.transaction == fake_alipay.trades[ORDER].number
    assert trade.paid_at is not None


def test_a_charge_that_asks_for_a_password_can_be_paid_or_closed(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    assert alipay.charge(ORDER, 1, "费", ASKS).state is TradeState.PAYING
    assert alipay.close(ORDER).state is TradeState.CLOSED
    assert alipay.charge(f"{ORDER}2", 1, "费", ASKS).state is TradeState.PAYING
    fake_alipay.pay(f"{ORDER}2")
    assert alipay.query(f"{ORDER}2").state is TradeState.PAID


def test_a_charge_is_refused_and_its_code_is_nowhere(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    with pytest.raises(RefusedError, match=r"^BUYER_BALANCE_NOT_ENOUGH$") as caught:
        alipay.charge(ORDER, 1, "费", POOR)
    assert POOR not in seen_of(caught.value)
    assert POOR not in fake_alipay.wire.requests[-1].path


def test_a_charge_that_came_through_before_is_found(alipay: Alipay) -> None:
    alipay.charge(ORDER, 1, "费", PLAIN)
    assert alipay.charge(ORDER, 1, "费", PLAIN).state is TradeState.PAID


def test_a_refund_is_made_once(alipay: Alipay, fake_alipay: FakeAlipay) -> None:
    paid_at_alipay(alipay, fake_alipay)
    number = f"R{ORDER}"
    assert alipay.refund(ORDER, number, 4560, 4560) is RefundState.DONE
    assert alipay.refund(ORDER, number, 4560, 4560) is RefundState.DONE
    assert len(fake_alipay.trades[ORDER].refunds) == 1
    assert alipay.query(ORDER).state is TradeState.REFUNDED


def test_a_refund_that_takes_its_time_is_pending(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    fake_alipay.refunds_wait = True
    assert alipay.refund(ORDER, f"R{ORDER}", 4560, 4560) is RefundState.PENDING
    fake_alipay.refunds_wait = False
    assert alipay.refund(ORDER, f"R{ORDER}", 4560, 4560) is RefundState.DONE
    assert len(fake_alipay.trades[ORDER].refunds) == 1


def test_more_than_was_paid_is_not_refunded(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    with pytest.raises(RefusedError, match="REFUND_AMT_NOT_EQUAL_TOTAL"):
        alipay.refund(ORDER, f"R{ORDER}", 4561, 4560)


def test_a_genuine_notification_is_read_and_may_come_twice(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    sent_at = now() - timedelta(seconds=290)
    body = fake_alipay.notification(ORDER, sent_at=sent_at, subject="a&b=c 水+费%")
    trade = alipay.notification({}, body)
    told = (trade.reference, trade.state, trade.amount, trade.transaction)
    assert told == (ORDER, TradeState.PAID, 4560, fake_alipay.trades[ORDER].number)
    assert trade.paid_at is not None
    assert alipay.notification({}, body) == trade


def test_notifications_tell_closes_and_refunds(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    closed = fake_alipay.notification(ORDER, trade_status="TRADE_CLOSED")
    assert alipay.notification({}, closed).state is TradeState.CLOSED
    back = fake_alipay.notification(
        ORDER, trade_status="TRADE_CLOSED", refund_fee="45.60"
    )
    assert alipay.notification({}, back).state is TradeState.REFUNDED


def _without(name: bytes) -> Callable[[FakeAlipay], bytes]:
    def body(fake_alipay: FakeAlipay) -> bytes:
        parts = fake_alipay.notification(ORDER).split(b"&")
        return b"&".join(part for part in parts if not part.startswith(name + b"="))

    return body


FORGERIES: dict[str, Callable[[FakeAlipay], bytes]] = {
    "unsigned": _without(b"sign"),
    "shortened": _without(b"buyer_logon_id"),
    "empty": lambda _: b"",
    "not text": lambda _: b"\xff\xfe",
    "not UTF-8": lambda fake_alipay: fake_alipay.notification(ORDER) + b"&x=%ff",
    "not a form": lambda _: b"{}",
    "changed": lambda fake_alipay: fake_alipay.notification(ORDER).replace(
        b"45.60", b"95.60"
    ),
    "more": lambda fake_alipay: fake_alipay.notification(ORDER) + b"&refund_fee=1.00",
    "twice": lambda fake_alipay: (
        fake_alipay.notification(ORDER) + b"&total_amount=45.60"
    ),
    "another key": lambda fake_alipay: fake_alipay.notification(
        ORDER, signer="stranger"
    ),
    "our own key": lambda fake_alipay: fake_alipay.notification(ORDER, signer=OURS),
    "a day old": lambda fake_alipay: fake_alipay.notification(
        ORDER, sent_at=now() - timedelta(days=1)
    ),
    "302 s old": lambda fake_alipay: fake_alipay.notification(
        ORDER, sent_at=now() - timedelta(seconds=302)
    ),
    "early": lambda fake_alipay: fake_alipay.notification(
        ORDER, sent_at=now() + timedelta(minutes=15)
    ),
    "another app": lambda fake_alipay: fake_alipay.notification(
        ORDER, app_id="2021000000000001"
    ),
    "no state": lambda fake_alipay: fake_alipay.notification(
        ORDER, trade_status="GREAT"
    ),
    "no amount": lambda fake_alipay: fake_alipay.notification(
        ORDER, total_amount="much"
    ),
    "parts of a fen": lambda fake_alipay: fake_alipay.notification(
        ORDER, total_amount="45.601"
    ),
    "no time": lambda fake_alipay: fake_alipay.notification(ORDER, notify_time="now"),
}


@pytest.mark.parametrize("amount", ODD_YUAN)
def test_a_notification_of_an_odd_amount_is_refused(
    alipay: Alipay, fake_alipay: FakeAlipay, amount: str
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    with pytest.raises(NotGenuineError, match="content"):
        alipay.notification({}, fake_alipay.notification(ORDER, total_amount=amount))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_not_genuine_is_refused(
    alipay: Alipay, fake_alipay: FakeAlipay, forgery: str
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    with pytest.raises(NotGenuineError):
        alipay.notification({}, FORGERIES[forgery](fake_alipay))
