"""Both real providers, set up for their fakes."""

from datetime import UTC, date, datetime, timedelta

from central.payments.alipay import Alipay
from central.payments.wechat import WeChat
from central.payments.wire import MOST_FEN
from support import fake_alipay, fake_wechat
from support.provider_fakes import private_pem, public_pem

ORDER = "20261126ABCDEFGHJK"
ENDS = datetime.now(UTC) + timedelta(seconds=110)
DAY = date(2026, 11, 26)

ODD_YUAN = [
    "", " ", "much", "1E+999999", "1e3", "1E-2", "NaN", "-NaN", "sNaN", "Infinity",
    "-Infinity", "inf", "-0.01", "-80.00", "+80.00", "80.001", "80.000", "80.", ".80",
    "8_0.00", "1,000.00", "80,00", "0x50", "８０.００", "٨٠", "80.00\n1", "80 .00",
    "¥80", "9" * 30, "0." + "0" * 30, "9" * 5000, "10000000000.01", "None", "True",
    "80.00.00",
]  # fmt: skip
"""None of these is a plain decimal of yuan that anybody pays."""

ODD_FEN: list[object] = [
    None, True, "8000", "", 80.0, 1e300, float("nan"), float("inf"), float("-inf"),
    -1, -8000, MOST_FEN + 1, 10**30, [], {}, [8000],
]  # fmt: skip
"""Nor is any of these an amount of fen."""


def alipay_of(
    fake: fake_alipay.FakeAlipay,
    private: str = fake_alipay.OURS,
    app: str = fake_alipay.APP,
) -> Alipay:
    notify_url = "https://pay.example/payments/alipay/notify"
    keys = private_pem(private), public_pem(fake_alipay.THEIRS)
    return Alipay(app, *keys, notify_url, fake.gateway)


def wechat_of(
    fake: fake_wechat.FakeWeChat,
    *,
    private: str = fake_wechat.OURS,
    app: str = fake_wechat.APP,
) -> WeChat:
    return WeChat(
        fake_wechat.MERCHANT,
        app,
        fake_wechat.SERIAL,
        private_pem(private),
        fake_wechat.API_V3_KEY,
        public_pem(fake_wechat.THEIRS),
        fake_wechat.PUBLIC_KEY_ID,
        "https://pay.example/payments/wechat/notify",
        fake.wire.url,
    )


def paid_at_alipay(alipay: Alipay, fake: fake_alipay.FakeAlipay) -> None:
    alipay.order(ORDER, 4560, "自来水费", ENDS)
    fake.pay(ORDER)
