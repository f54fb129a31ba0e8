"""WeChat Pay against a fake of its documented interface, over real HTTP."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from support.fake_wechat import (
    API_V3_KEY,
    APP,
    ASKS,
    MERCHANT,
    OURS,
    PLAIN,
    POOR,
    PUBLIC_KEY_ID,
    SERIAL,
    THEIRS,
    FakeWeChat,
)
from support.provider_fakes import now, private_pem, public_pem, seen_of
from support.wire import answer

from central.payments import wechat as module
from central.payments.base import (
    LineKind,
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    Trade,
    TradeState,
)
from central.payments.wechat import WeChat

ORDER = "20261126ABCDEFGHJK"
ENDS = datetime.now(UTC) + timedelta(seconds=120)
DAY = date(2026, 11, 26)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWeChat]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeWeChat()
    yield fake
    fake.close()


def provider(
    fake: FakeWeChat,
    *,
    private: str = OURS,
    app: str = APP,
) -> WeChat:
    return WeChat(
        MERCHANT,
        app,
        SERIAL,
        private_pem(private),
        API_V3_KEY,
        public_pem(THEIRS),
        PUBLIC_KEY_ID,
        "https://pay.example/payments/wechat/notify",
        fake.wire.url,
    )


@pytest.fixture
def wechat(fake: FakeWeChat) -> WeChat:
    return provider(fake)


def ordered(wechat: WeChat) -> str:
    return wechat.order(ORDER, 4560, "自来水费", ENDS)


def test_an_order_is_open_then_paid(wechat: WeChat, fake: FakeWeChat) -> None:
    assert ordered(wechat).startswith("weixin://")
    assert wechat.query(ORDER) == Trade(ORDER, TradeState.OPEN, None, 4560)
    fake.pay(ORDER)
    trade = wechat.query(ORDER)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert trade.transaction == fake.orders[ORDER].transaction
    assert trade.paid_at == datetime.fromisoformat(fake.orders[ORDER].paid_at)


def test_the_same_order_again_is_the_same_and_another_one_is_refused(
    wechat: WeChat,
) -> None:
    assert ordered(wechat) == ordered(wechat)
    with pytest.raises(RefusedError, match=r"^OUT_TRADE_NO_USED$"):
        wechat.order(ORDER, 4561, "自来水费", ENDS)


def test_a_long_title_is_cut(wechat: WeChat, fake: FakeWeChat) -> None:
    wechat.order(ORDER, 1, "费" * 200, ENDS)
    assert fake.orders[ORDER].wish["description"] == "费" * 127


@pytest.mark.parametrize("reference", ["short", "x" * 33, "with space", "..%2F..%2Fx"])
def test_numbers_that_the_interface_does_not_take_are_our_mistake(
    wechat: WeChat, fake: FakeWeChat, reference: str
) -> None:
    with pytest.raises(ValueError, match="number"):
        wechat.order(reference, 1, "费", ENDS)
    with pytest.raises(ValueError, match="number"):
        wechat.charge(reference, 1, "费", PLAIN)
    assert fake.asked == []


def test_an_order_that_never_arrived_is_absent_and_nothing_is_to_be_closed(
    wechat: WeChat,
) -> None:
    assert wechat.query(ORDER) == Trade(ORDER, TradeState.ABSENT)
    assert wechat.close(ORDER) == Trade(ORDER, TradeState.ABSENT)


def test_an_open_order_is_closed(wechat: WeChat, fake: FakeWeChat) -> None:
    ordered(wechat)
    assert wechat.close(ORDER).state is TradeState.CLOSED
    assert fake.orders[ORDER].state == "CLOSED"
    assert wechat.close(ORDER).state is TradeState.CLOSED


def test_a_close_that_loses_the_race_says_paid(
    wechat: WeChat, fake: FakeWeChat
) -> None:
    ordered(wechat)
    fake.faults.lose_race = True
    trade = wechat.close(ORDER)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)


def test_a_close_that_is_refused_while_it_is_open_is_no_close(
    wechat: WeChat, fake: FakeWeChat
) -> None:
    ordered(wechat)
    fake.faults.refusal["close"] = "403 RULE_LIMIT"
    with pytest.raises(RefusedError, match=r"^RULE_LIMIT$"):
        wechat.close(ORDER)


def test_a_payment_code_is_charged_at_once(wechat: WeChat) -> None:
    trade = wechat.charge(ORDER, 4560, "自来水费", PLAIN)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert trade.transaction is not None


def test_a_charge_that_asks_for_a_password_can_be_paid_or_reversed(
    wechat: WeChat, fake: FakeWeChat
) -> None:
    assert wechat.charge(ORDER, 1, "费", ASKS).state is TradeState.PAYING
    assert wechat.query(ORDER).state is TradeState.PAYING
    assert wechat.close(ORDER).state is TradeState.CLOSED
    assert "reverse" in fake.asked
    assert wechat.charge(f"{ORDER}2", 1, "费", ASKS).state is TradeState.PAYING
    fake.pay(f"{ORDER}2")
    assert wechat.query(f"{ORDER}2").state is TradeState.PAID
    assert wechat.close(f"{ORDER}2").state is TradeState.PAID


def test_a_reversal_that_did_nothing_is_not_believed(
    wechat: WeChat, fake: FakeWeChat
) -> None:
    wechat.charge(ORDER, 1, "费", ASKS)
    fake.reverse_works = False
    assert wechat.close(ORDER).state is TradeState.PAYING


def test_a_charge_is_refused_and_its_code_is_nowhere(wechat: WeChat) -> None:
    with pytest.raises(RefusedError, match=r"^NOT_ENOUGH$") as caught:
        wechat.charge(ORDER, 1, "费", POOR)
    assert POOR not in seen_of(caught.value)


def test_a_charge_that_came_through_before_is_found(wechat: WeChat) -> None:
    wechat.charge(ORDER, 1, "费", PLAIN)
    assert wechat.charge(ORDER, 1, "费", PLAIN).state is TradeState.PAID


@pytest.mark.parametrize(
    "refusal", ["500 SYSTEM_ERROR", "403 BANK_ERROR", "429 FREQUENCY_LIMITED"]
)
def test_answers_that_leave_it_open_are_no_refusals(
    wechat: WeChat, fake: FakeWeChat, refusal: str
) -> None:
    fake.faults.refusal["codepay"] = refusal
    with pytest.raises(ProviderError):
        wechat.charge(ORDER, 1, "费", PLAIN)


def test_a_refund_is_made_once_and_ends(wechat: WeChat, fake: FakeWeChat) -> None:
    ordered(wechat)
    fake.pay(ORDER)
    number = f"R{ORDER}"
    assert wechat.refund(ORDER, number, 4560, 4560) is RefundState.PENDING
    assert wechat.refund(ORDER, number, 4560, 4560) is RefundState.PENDING
    assert len(fake.orders[ORDER].refunds) == 1
    assert wechat.query(ORDER).state is TradeState.REFUNDED
    for status, state in (
        ("SUCCESS", RefundState.DONE),
        ("ABNORMAL", RefundState.FAILED),
        ("CLOSED", RefundState.FAILED),
    ):
        fake.orders[ORDER].refunds[number]["status"] = status
        assert wechat.refund(ORDER, number, 4560, 4560) is state


def test_more_than_was_paid_is_not_refunded(wechat: WeChat, fake: FakeWeChat) -> None:
    ordered(wechat)
    fake.pay(ORDER)
    with pytest.raises(RefusedError, match=r"^INVALID_REQUEST$"):
        wechat.refund(ORDER, f"R{ORDER}", 4561, 4560)


def test_a_genuine_notification_is_read_and_may_come_twice(
    wechat: WeChat, fake: FakeWeChat
) -> None:
    ordered(wechat)
    fake.pay(ORDER)
    headers, body = fake.notification(ORDER, at=now().timestamp() - 290)
    trade = wechat.notification(headers, body)
    told = (trade.reference, trade.state, trade.amount)
    assert told == (ORDER, TradeState.PAID, 4560)
    lower = {name.lower(): value for name, value in headers.items()}
    assert wechat.notification(lower, body) == trade


_Callback = tuple[dict[str, str], bytes]


def _unsigned(fake: FakeWeChat) -> _Callback:
    headers, body = fake.notification(ORDER)
    del headers["Wechatpay-Signature"]
    return headers, body


def _changed(fake: FakeWeChat) -> _Callback:
    headers, body = fake.notification(ORDER)
    return headers, body.replace(b"EV-2018", b"EV-2019")


def _restamped(fake: FakeWeChat) -> _Callback:
    headers, body = fake.notification(ORDER, at=now().timestamp() - 86400)
    return headers | {"Wechatpay-Timestamp": str(int(now().timestamp()))}, body


FORGERIES: dict[str, Callable[[FakeWeChat], _Callback]] = {
    "unsigned": _unsigned,
    "changed": _changed,
    "restamped": _restamped,
    "no headers": lambda fake: ({}, fake.notification(ORDER)[1]),
    "not text": lambda fake: (fake.notification(ORDER)[0], b"\xff\xfe"),
    "another key": lambda fake: fake.notification(ORDER, signer="stranger"),
    "another serial": lambda fake: fake.notification(ORDER, serial="3A5F"),
    "a day old": lambda fake: fake.notification(ORDER, at=now().timestamp() - 86400),
    "301 s old": lambda fake: fake.notification(ORDER, at=now().timestamp() - 301),
    "early": lambda fake: fake.notification(ORDER, at=now().timestamp() + 900),
    "another AES key": lambda fake: fake.notification(ORDER, aes_key="x" * 32),
    "another merchant": lambda fake: fake.notification(ORDER, mchid="1900000110"),
    "another app": lambda fake: fake.notification(ORDER, appid="wx0"),
    "another event": lambda fake: fake.notification(ORDER, event="REFUND.SUCCESS"),
    "no reference": lambda fake: fake.notification(ORDER, out_trade_no=None),
    "no state": lambda fake: fake.notification(ORDER, trade_state="GREAT"),
    "no amount": lambda fake: fake.notification(ORDER, amount={}),
    "odd amount": lambda fake: fake.notification(ORDER, amount={"total": "4560"}),
    "dollars": lambda fake: fake.notification(
        ORDER, amount={"total": 4560, "currency": "USD"}
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_not_genuine_is_refused_and_asks_nobody(
    wechat: WeChat, fake: FakeWeChat, forgery: str
) -> None:
    ordered(wechat)
    fake.pay(ORDER)
    headers, body = FORGERIES[forgery](fake)
    asked = len(fake.wire.requests)
    with pytest.raises(NotGenuineError):
        wechat.notification(headers, body)
    assert len(fake.wire.requests) == asked


def test_our_wrong_key_is_refused_by_the_interface(fake: FakeWeChat) -> None:
    with pytest.raises(RefusedError, match=r"^SIGN_ERROR$"):
        ordered(provider(fake, private="stranger"))


def all_unusable(wechat: WeChat) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: ordered(wechat),
        lambda: wechat.charge(f"{ORDER}2", 1, "费", PLAIN),
        lambda: wechat.query(ORDER),
        lambda: wechat.close(ORDER),
        lambda: wechat.refund(ORDER, f"R{ORDER}", 1, 4560),
        lambda: wechat.statement(DAY),
    )
    for call in calls:
        with pytest.raises(ProviderError) as caught:
            call()
        assert PLAIN not in seen_of(caught.value)


@pytest.mark.parametrize("signer", ["", "stranger"])
def test_answers_that_nobody_or_a_stranger_has_signed_are_not_believed(
    wechat: WeChat, fake: FakeWeChat, signer: str
) -> None:
    bill(wechat, fake)
    fake.faults.signer, fake.faults.unsigned = signer, not signer
    for call in (
        lambda: wechat.order(f"{ORDER}3", 1, "费", ENDS),
        lambda: wechat.charge(f"{ORDER}2", 1, "费", PLAIN),
        lambda: wechat.query(ORDER),
        lambda: wechat.close(ORDER),
        lambda: wechat.refund(ORDER, f"R{ORDER}", 1, 4560),
        lambda: wechat.statement(DAY),
    ):
        with pytest.raises(ProviderError):
            call()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\x01nonsense",
        answer("<html>not for you</html>", 403, content_type="text/html"),
        answer("<html>where is it</html>", 404, content_type="text/html"),
        answer({"message": "no code"}, 404),
        answer("[]", 400),
        answer({"code": "ORDER_NOT_EXIST"}, 503),
    ],
    ids=["cut", "bytes", "html 403", "html 404", "no code", "list", "503"],
)
def test_nonsense_is_no_answer(wechat: WeChat, fake: FakeWeChat, raw: bytes) -> None:
    fake.faults.raw = raw
    all_unusable(wechat)


@pytest.mark.parametrize("fault", ["silent", "dripping"])
def test_every_call_ends_though_the_answer_does_not(
    fake: FakeWeChat, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(module, "WHOLE_S", 0.5)
    monkeypatch.setattr(module, "TIMEOUT_S", (60.0, 60.0))
    setattr(fake.faults, fault, True)
    all_unusable(provider(fake))


def test_a_socket_that_is_silent_is_given_up(
    fake: FakeWeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT_S", (60.0, 0.2))
    monkeypatch.setattr(module, "WHOLE_S", 600.0)
    fake.faults.silent = True
    all_unusable(provider(fake))


def test_nobody_there_is_no_answer(fake: FakeWeChat) -> None:
    wechat = provider(fake)
    fake.close()
    all_unusable(wechat)


def test_an_order_of_another_app_is_not_ours(fake: FakeWeChat) -> None:
    ordered(provider(fake))
    with pytest.raises(ProviderError):
        provider(fake, app="wx0").query(ORDER)


def bill(wechat: WeChat, fake: FakeWeChat, title: str = "水费") -> None:
    wechat.order(ORDER, 4560, title, ENDS)
    fake.pay(ORDER)
    fake.make_bill(fake.bill_row(ORDER), fake.bill_row(ORDER, "REFUND"))


@pytest.mark.parametrize("packed", [True, False])
def test_a_bill_is_read(wechat: WeChat, fake: FakeWeChat, packed: bool) -> None:
    bill(wechat, fake, title='水费,电费`"，气费')
    fake.packed = packed
    paid, back = wechat.statement(DAY)
    assert (paid.kind, back.kind) == (LineKind.PAID, LineKind.REFUNDED)
    assert paid.reference == back.reference == ORDER
    assert paid.transaction == fake.orders[ORDER].transaction
    assert (paid.amount, back.amount) == (4560, 4560)
    assert paid.at.isoformat() == "2026-11-26T10:00:09+08:00"


def test_a_charge_that_was_reversed_stands_there_both_ways(
    wechat: WeChat, fake: FakeWeChat
) -> None:
    bill(wechat, fake)
    fake.make_bill(fake.bill_row(ORDER), fake.bill_row(ORDER, "REVOKED"))
    kinds = [line.kind for line in wechat.statement(DAY)]
    assert kinds == [LineKind.PAID, LineKind.REFUNDED]


def test_a_day_without_movement_has_no_lines(wechat: WeChat, fake: FakeWeChat) -> None:
    assert wechat.statement(DAY) == ()
    fake.make_bill()
    assert wechat.statement(DAY) == ()


def test_a_bill_that_is_being_made_is_asked_for_again(
    wechat: WeChat, fake: FakeWeChat
) -> None:
    fake.faults.refusal["tradebill"] = "400 STATEMENT_CREATING"
    with pytest.raises(ProviderError):
        wechat.statement(DAY)


@pytest.mark.parametrize("packed", [True, False])
def test_a_bill_that_is_not_what_was_promised_is_not_read(
    wechat: WeChat, fake: FakeWeChat, packed: bool
) -> None:
    bill(wechat, fake)
    fake.packed = packed
    fake.damaged = True
    with pytest.raises(ProviderError, match="damaged"):
        wechat.statement(DAY)


def test_a_bill_is_fetched_from_the_gateway_alone(
    wechat: WeChat, fake: FakeWeChat
) -> None:
    bill(wechat, fake)
    fake.bill_host = "https://elsewhere.example"
    with pytest.raises(ProviderError, match="nonsense"):
        wechat.statement(DAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [("`SUCCESS,", "`GREAT,"), ("`45.60", "`x"), ("`2026-11-26", "`x"), (",`CNY", "")],
)
def test_a_bill_that_cannot_be_read_is_no_empty_one(
    wechat: WeChat, fake: FakeWeChat, old: str, new: str
) -> None:
    bill(wechat, fake)
    assert fake.bill is not None
    fake.bill = fake.bill.replace(old, new)
    with pytest.raises(ProviderError, match="unreadable"):
        wechat.statement(DAY)


def test_keys_that_cannot_be_used_are_told_without_themselves() -> None:
    good = private_pem(OURS), API_V3_KEY, public_pem(THEIRS)
    for place, bad in ((0, "not a PEM"), (1, "short"), (2, "not a PEM")):
        keys = list(good)
        keys[place] = bad
        private, v3, public = keys
        with pytest.raises(ValueError, match="key") as caught:
            WeChat(MERCHANT, APP, SERIAL, private, v3, public, PUBLIC_KEY_ID, "x")
        assert bad not in seen_of(caught.value)


def test_nothing_secret_is_shown_of_it(wechat: WeChat) -> None:
    shown = repr(wechat) + str(wechat)
    assert API_V3_KEY not in shown
    assert json.dumps(private_pem(OURS))[40:80] not in shown
