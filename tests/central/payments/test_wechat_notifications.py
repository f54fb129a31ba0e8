"""WeChat Pay calls back: only what it has signed, for us, just now, is believed."""

from collections.abc import Callable

import pytest
from support.fake_wechat import (
    FakeWeChat,
)
from support.provider_fakes import now
from support.providers import ENDS, ORDER

from central.payments.base import (
    NotGenuineError,
    TradeState,
)
from central.payments.wechat import WeChat


def ordered(wechat: WeChat) -> str:
    return wechat.order(ORDER, 4560, "自来水费", ENDS)


def test_a_genuine_notification_is_read_and_may_come_twice(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    ordered(wechat)
    fake_wechat.pay(ORDER)
    headers, body = fake_wechat.notification(ORDER, at=now().timestamp() - 290)
    trade = wechat.notification(headers, body)
    told = (trade.reference, trade.state, trade.amount)
    assert told == (ORDER, TradeState.PAID, 4560)
    lower = {name.lower(): value for name, value in headers.items()}
    assert wechat.notification(lower, body) == trade


_Callback = tuple[dict[str, str], bytes]


def _unsigned(fake_wechat: FakeWeChat) -> _Callback:
    headers, body = fake_wechat.notification(ORDER)
    del headers["Wechatpay-Signature"]
    return headers, body


def _changed(fake_wechat: FakeWeChat) -> _Callback:
    headers, body = fake_wechat.notification(ORDER)
    return headers, body.replace(b"EV-2018", b"EV-2019")


def _restamped(fake_wechat: FakeWeChat) -> _Callback:
    headers, body = fake_wechat.notification(ORDER, at=now().timestamp() - 86400)
    return headers | {"Wechatpay-Timestamp": str(int(now().timestamp()))}, body


FORGERIES: dict[str, Callable[[FakeWeChat], _Callback]] = {
    "unsigned": _unsigned,
    "changed": _changed,
    "restamped": _restamped,
    "no headers": lambda fake_wechat: ({}, fake_wechat.notification(ORDER)[1]),
    "not text": lambda fake_wechat: (fake_wechat.notification(ORDER)[0], b"\xff\xfe"),
    "another key": lambda fake_wechat: fake_wechat.notification(
        ORDER, signer="stranger"
    ),
    "another serial": lambda fake_wechat: fake_wechat.notification(
        ORDER, serial="3A5F"
    ),
    "a day old": lambda fake_wechat: fake_wechat.notification(
        ORDER, at=now().timestamp() - 86400
    ),
    "301 s old": lambda fake_wechat: fake_wechat.notification(
        ORDER, at=now().timestamp() - 301
    ),
    "early": lambda fake_wechat: fake_wechat.notification(
        ORDER, at=now().timestamp() + 900
    ),
    "another AES key": lambda fake_wechat: fake_wechat.notification(
        ORDER, aes_key="x" * 32
    ),
    "another merchant": lambda fake_wechat: fake_wechat.notification(
        ORDER, mchid="1900000110"
    ),
    "another app": lambda fake_wechat: fake_wechat.notification(ORDER, appid="wx0"),
    "another event": lambda fake_wechat: fake_wechat.notification(
        ORDER, event="REFUND.SUCCESS"
    ),
    "no reference": lambda fake_wechat: fake_wechat.notification(
        ORDER, out_trade_no=None
    ),
    "no state": lambda fake_wechat: fake_wechat.notification(
        ORDER, trade_state="GREAT"
    ),
    "no amount": lambda fake_wechat: fake_wechat.notification(ORDER, amount={}),
    "odd amount": lambda fake_wechat: fake_wechat.notification(
        ORDER, amount={"total": "4560"}
    ),
    "dollars": lambda fake_wechat: fake_wechat.notification(
        ORDER, amount={"total": 4560, "currency": "USD"}
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_not_genuine_is_refused_and_asks_nobody(
    wechat: WeChat, fake_wechat: FakeWeChat, forgery: str
) -> None:
    ordered(wechat)
    fake_wechat.pay(ORDER)
    headers, body = FORGERIES[forgery](fake_wechat)
    asked = len(fake_wechat.wire.requests)
    with pytest.raises(NotGenuineError):
        wechat.notification(headers, body)
    assert len(fake_wechat.wire.requests) == asked
