"""Alipay against a fake of its documented interface, over real HTTP."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from support.fake_alipay import APP, ASKS, OURS, PLAIN, POOR, THEIRS, FakeAlipay
from support.provider_fakes import now, private_pem, public_pem, seen_of, sign
from support.wire import answer

from central.payments import alipay_gateway as module
from central.payments.alipay import Alipay
from central.payments.base import (
    LineKind,
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    Trade,
    TradeState,
)

ORDER = "20261126ABCDEFGHJK"
ENDS = datetime.now(UTC) + timedelta(seconds=110)
DAY = date(2026, 11, 26)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAlipay]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeAlipay()
    yield fake
    fake.close()


def provider(fake: FakeAlipay, private: str = OURS, app: str = APP) -> Alipay:
    notify_url = "https://pay.example/payments/alipay/notify"
    keys = private_pem(private), public_pem(THEIRS)
    return Alipay(app, *keys, notify_url, fake.gateway)


@pytest.fixture
def alipay(fake: FakeAlipay) -> Alipay:
    return provider(fake)


def ordered(alipay: Alipay) -> str:
    return alipay.order(ORDER, 4560, "自来水费", ENDS)


def paid(alipay: Alipay, fake: FakeAlipay) -> None:
    ordered(alipay)
    fake.pay(ORDER)


def test_no_trade_exists_until_the_citizen_scans(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    assert ordered(alipay).startswith("https://qr.alipay.com/")
    assert alipay.query(ORDER) == Trade(ORDER, TradeState.ABSENT)
    fake.scan(ORDER)
    trade = alipay.query(ORDER)
    assert (trade.state, trade.amount) == (TradeState.OPEN, 4560)
    fake.pay(ORDER)
    trade = alipay.query(ORDER)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert trade.transaction == fake.trades[ORDER].number
    assert trade.paid_at is not None
    assert abs(trade.paid_at - now()) < timedelta(minutes=5)


def test_the_same_order_again_is_the_same(alipay: Alipay, fake: FakeAlipay) -> None:
    assert ordered(alipay) == ordered(alipay)
    assert len(fake.codes) == 1


def test_titles_and_deadlines_are_as_the_interface_wants_them(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    ends = datetime.now(UTC) + timedelta(seconds=100)
    alipay.order(ORDER, 5, "a/b=c&d," + "费" * 300, ends)
    wish = fake.codes[ORDER]
    assert wish["subject"].startswith("a／b＝c＆d，费")
    assert wish["total_amount"] == "0.05"
    assert wish["timeout_express"] == "2m"
    alipay.order(f"{ORDER}2", 5, "费", datetime.now(UTC) - timedelta(seconds=9))
    assert fake.codes[f"{ORDER}2"]["qr_code_timeout_express"] == "1m"


def test_numbers_that_the_interface_does_not_take_are_our_mistake(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    with pytest.raises(ValueError, match="number"):
        alipay.order("short", 1, "费", ENDS)
    with pytest.raises(ValueError, match="number"):
        alipay.charge("with space", 1, "费", PLAIN)
    assert fake.asked == []


def test_a_code_that_nobody_scanned_is_cancelled(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    ordered(alipay)
    assert alipay.close(ORDER) == Trade(ORDER, TradeState.CLOSED)
    assert fake.cancelled == {ORDER}
    assert fake.asked[-2:] == ["alipay.trade.query", "alipay.trade.cancel"]


def test_a_trade_that_is_open_is_closed(alipay: Alipay, fake: FakeAlipay) -> None:
    ordered(alipay)
    fake.scan(ORDER)
    assert alipay.close(ORDER).state is TradeState.CLOSED
    assert fake.trades[ORDER].state == "TRADE_CLOSED"
    assert alipay.query(ORDER).state is TradeState.CLOSED
    assert alipay.close(ORDER).state is TradeState.CLOSED
    assert fake.cancelled == set()


def test_a_close_that_loses_the_race_says_paid_and_keeps_the_money(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    ordered(alipay)
    fake.scan(ORDER)
    fake.faults.lose_race = True
    trade = alipay.close(ORDER)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert fake.cancelled == set()


def test_what_was_paid_before_is_not_cancelled(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    paid(alipay, fake)
    assert alipay.close(ORDER).state is TradeState.PAID
    assert fake.trades[ORDER].state == "TRADE_SUCCESS"


def test_where_a_close_is_refused_it_is_cancelled(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    ordered(alipay)
    fake.scan(ORDER)
    fake.faults.refusal["alipay.trade.close"] = "40004 ACQ.INVALID_PARAMETER"
    assert alipay.close(ORDER).state is TradeState.CLOSED
    assert fake.cancelled == {ORDER}


def test_a_cancel_that_is_not_done_is_no_close(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    ordered(alipay)
    fake.faults.refusal["alipay.trade.cancel"] = "20000 isp.unknow-error"
    with pytest.raises(ProviderError, match="isp_unknow_error"):
        alipay.close(ORDER)


def test_a_payment_code_is_charged_at_once(alipay: Alipay, fake: FakeAlipay) -> None:
    trade = alipay.charge(ORDER, 4560, "自来水费", PLAIN)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert trade.transaction == fake.trades[ORDER].number
    assert trade.paid_at is not None


def test_a_charge_that_asks_for_a_password_can_be_paid_or_closed(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    assert alipay.charge(ORDER, 1, "费", ASKS).state is TradeState.PAYING
    assert alipay.close(ORDER).state is TradeState.CLOSED
    assert alipay.charge(f"{ORDER}2", 1, "费", ASKS).state is TradeState.PAYING
    fake.pay(f"{ORDER}2")
    assert alipay.query(f"{ORDER}2").state is TradeState.PAID


def test_a_charge_is_refused_and_its_code_is_nowhere(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    with pytest.raises(RefusedError, match=r"^BUYER_BALANCE_NOT_ENOUGH$") as caught:
        alipay.charge(ORDER, 1, "费", POOR)
    assert POOR not in seen_of(caught.value)
    assert POOR not in fake.wire.requests[-1].path


def test_a_charge_that_came_through_before_is_found(alipay: Alipay) -> None:
    alipay.charge(ORDER, 1, "费", PLAIN)
    assert alipay.charge(ORDER, 1, "费", PLAIN).state is TradeState.PAID


@pytest.mark.parametrize(
    "refusal",
    [
        "20000 isp.unknow-error",
        "40004 ACQ.SYSTEM_ERROR",
        "40004 aop.ACQ.SYSTEM_ERROR",
        "40005 isv.app-call-limited",
        "12345 whatever",
    ],
)
def test_answers_that_leave_it_open_are_no_refusals(
    alipay: Alipay, fake: FakeAlipay, refusal: str
) -> None:
    fake.faults.refusal["alipay.trade.pay"] = refusal
    with pytest.raises(ProviderError):
        alipay.charge(ORDER, 1, "费", PLAIN)


def test_a_refund_is_made_once(alipay: Alipay, fake: FakeAlipay) -> None:
    paid(alipay, fake)
    number = f"R{ORDER}"
    assert alipay.refund(ORDER, number, 4560, 4560) is RefundState.DONE
    assert alipay.refund(ORDER, number, 4560, 4560) is RefundState.DONE
    assert len(fake.trades[ORDER].refunds) == 1
    assert alipay.query(ORDER).state is TradeState.REFUNDED


def test_a_refund_that_takes_its_time_is_pending(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    paid(alipay, fake)
    fake.refunds_wait = True
    assert alipay.refund(ORDER, f"R{ORDER}", 4560, 4560) is RefundState.PENDING
    fake.refunds_wait = False
    assert alipay.refund(ORDER, f"R{ORDER}", 4560, 4560) is RefundState.DONE
    assert len(fake.trades[ORDER].refunds) == 1


def test_more_than_was_paid_is_not_refunded(alipay: Alipay, fake: FakeAlipay) -> None:
    paid(alipay, fake)
    with pytest.raises(RefusedError, match="REFUND_AMT_NOT_EQUAL_TOTAL"):
        alipay.refund(ORDER, f"R{ORDER}", 4561, 4560)


def test_a_genuine_notification_is_read_and_may_come_twice(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    paid(alipay, fake)
    sent_at = now() - timedelta(seconds=290)
    body = fake.notification(ORDER, sent_at=sent_at, subject="a&b=c 水+费%")
    trade = alipay.notification({}, body)
    told = (trade.reference, trade.state, trade.amount, trade.transaction)
    assert told == (ORDER, TradeState.PAID, 4560, fake.trades[ORDER].number)
    assert trade.paid_at is not None
    assert alipay.notification({}, body) == trade


def test_notifications_tell_closes_and_refunds(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    paid(alipay, fake)
    closed = fake.notification(ORDER, trade_status="TRADE_CLOSED")
    assert alipay.notification({}, closed).state is TradeState.CLOSED
    back = fake.notification(ORDER, trade_status="TRADE_CLOSED", refund_fee="45.60")
    assert alipay.notification({}, back).state is TradeState.REFUNDED


def _without(name: bytes) -> Callable[[FakeAlipay], bytes]:
    def body(fake: FakeAlipay) -> bytes:
        parts = fake.notification(ORDER).split(b"&")
        return b"&".join(part for part in parts if not part.startswith(name + b"="))

    return body


FORGERIES: dict[str, Callable[[FakeAlipay], bytes]] = {
    "unsigned": _without(b"sign"),
    "shortened": _without(b"buyer_logon_id"),
    "empty": lambda _: b"",
    "not text": lambda _: b"\xff\xfe",
    "not UTF-8": lambda fake: fake.notification(ORDER) + b"&x=%ff",
    "not a form": lambda _: b"{}",
    "changed": lambda fake: fake.notification(ORDER).replace(b"45.60", b"95.60"),
    "more": lambda fake: fake.notification(ORDER) + b"&refund_fee=1.00",
    "twice": lambda fake: fake.notification(ORDER) + b"&total_amount=45.60",
    "another key": lambda fake: fake.notification(ORDER, signer="stranger"),
    "our own key": lambda fake: fake.notification(ORDER, signer=OURS),
    "a day old": lambda fake: fake.notification(
        ORDER, sent_at=now() - timedelta(days=1)
    ),
    "302 s old": lambda fake: fake.notification(
        ORDER, sent_at=now() - timedelta(seconds=302)
    ),
    "early": lambda fake: fake.notification(
        ORDER, sent_at=now() + timedelta(minutes=15)
    ),
    "another app": lambda fake: fake.notification(ORDER, app_id="2021000000000001"),
    "no state": lambda fake: fake.notification(ORDER, trade_status="GREAT"),
    "no amount": lambda fake: fake.notification(ORDER, total_amount="much"),
    "parts of a fen": lambda fake: fake.notification(ORDER, total_amount="45.601"),
    "no time": lambda fake: fake.notification(ORDER, notify_time="now"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_not_genuine_is_refused(
    alipay: Alipay, fake: FakeAlipay, forgery: str
) -> None:
    paid(alipay, fake)
    with pytest.raises(NotGenuineError):
        alipay.notification({}, FORGERIES[forgery](fake))


def test_our_wrong_key_or_name_is_refused_by_the_interface(fake: FakeAlipay) -> None:
    with pytest.raises(RefusedError, match="invalid_signature"):
        ordered(provider(fake, private="stranger"))
    with pytest.raises(RefusedError, match="invalid_signature"):
        ordered(provider(fake, app="2021000000000001"))


def all_unusable(alipay: Alipay) -> None:
    calls: tuple[Callable[[], object], ...] = (
        lambda: alipay.order(f"{ORDER}3", 1, "费", ENDS),
        lambda: alipay.charge(f"{ORDER}2", 1, "费", PLAIN),
        lambda: alipay.query(ORDER),
        lambda: alipay.close(ORDER),
        lambda: alipay.refund(ORDER, f"R{ORDER}", 1, 4560),
        lambda: alipay.statement(DAY),
    )
    for call in calls:
        with pytest.raises(ProviderError) as caught:
            call()
        assert PLAIN not in seen_of(caught.value)


@pytest.mark.parametrize("signer", ["", "stranger"])
def test_answers_that_nobody_or_a_stranger_has_signed_are_not_believed(
    alipay: Alipay, fake: FakeAlipay, signer: str
) -> None:
    paid(alipay, fake)
    fake.make_bill(fake.bill_row(ORDER))
    fake.faults.signer, fake.faults.unsigned = signer, not signer
    all_unusable(alipay)


def test_a_refusal_that_is_not_signed_is_none(alipay: Alipay, fake: FakeAlipay) -> None:
    fake.faults.unsigned = True
    with pytest.raises(ProviderError):
        alipay.query(ORDER)  # the fake says that there is no such trade


def test_a_signed_answer_about_another_order_is_not_believed(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    paid(alipay, fake)
    fake.about = f"{ORDER}9"
    with pytest.raises(ProviderError, match="something else"):
        alipay.query(ORDER)


def test_the_signature_is_over_the_bytes_that_came(
    alipay: Alipay, fake: FakeAlipay
) -> None:
    told = (
        '{ "code":"10000",  "trade_status":"TRADE_SUCCESS","trade_no":"1",'
        f'"total_amount":"45.6\\u0030","out_trade_no":"{ORDER}"}}'
    )
    signed = sign(THEIRS, told)
    body = f'{{"sign":"{signed}", "alipay_trade_query_response" : {told}}}'
    fake.faults.raw = answer(body)
    assert alipay.query(ORDER).amount == 4560
    fake.faults.raw = answer(body.replace("  ", " "))
    with pytest.raises(ProviderError):
        alipay.query(ORDER)


def _signed(told: object) -> bytes:
    text = json.dumps(told)
    signed = sign(THEIRS, text)
    names = (
        "trade_precreate", "trade_pay", "trade_query", "trade_close", "trade_refund",
        "data_dataservice_bill_downloadurl_query",
    )  # fmt: skip
    parts = [f'"alipay_{name}_response":{text}' for name in names]
    return answer(f'{{{",".join(parts)},"sign":"{signed}"}}')


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\x01nonsense",
        answer("<html>not for you</html>", 403),
        answer("<html>here you are</html>"),
        answer(b"\xff\xfe"),
        answer("[]"),
        answer("{}"),
        answer('{"error_response":{"code":"40004"},"sign":""}'),
        answer("[" * 100_000),
        _signed([]),
        _signed({}),
        _signed({"code": "10000"}),
    ],
    ids=range(12),
)
def test_nonsense_is_no_answer(alipay: Alipay, fake: FakeAlipay, raw: bytes) -> None:
    fake.faults.raw = raw
    all_unusable(alipay)


@pytest.mark.parametrize("fault", ["silent", "dripping"])
def test_every_call_ends_though_the_answer_does_not(
    alipay: Alipay, fake: FakeAlipay, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(module, "WHOLE_S", 0.5)
    monkeypatch.setattr(module, "TIMEOUT_S", (60.0, 60.0))
    setattr(fake.faults, fault, True)
    all_unusable(alipay)


def test_a_socket_that_is_silent_is_given_up(
    alipay: Alipay, fake: FakeAlipay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT_S", (60.0, 0.2))
    monkeypatch.setattr(module, "WHOLE_S", 600.0)
    fake.faults.silent = True
    all_unusable(alipay)


def test_nobody_there_is_no_answer(alipay: Alipay, fake: FakeAlipay) -> None:
    fake.close()
    all_unusable(alipay)


def test_a_bill_is_read(alipay: Alipay, fake: FakeAlipay) -> None:
    paid(alipay, fake)
    rows = fake.bill_row(ORDER, title='水费,电费"'), fake.bill_row(ORDER, "退款")
    fake.make_bill(*rows)
    one, back = alipay.statement(DAY)
    assert (one.kind, back.kind) == (LineKind.PAID, LineKind.REFUNDED)
    assert one.reference == back.reference == ORDER
    assert one.transaction == fake.trades[ORDER].number
    assert (one.amount, back.amount) == (4560, 4560)
    assert one.at.isoformat() == "2026-11-26T10:00:09+08:00"


def test_a_day_without_movement_has_no_lines(alipay: Alipay, fake: FakeAlipay) -> None:
    assert alipay.statement(DAY) == ()
    fake.make_bill()
    assert alipay.statement(DAY) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\t,交易\t", "\t,别的\t"),
        ("2026-11-26 10:00:09", "gestern"),
        ("45.60\t,45.60", "x\t,45.60"),
        ("\t,0.00\t,0.00\t", "\t"),
    ],
)
def test_a_bill_that_cannot_be_read_is_no_empty_one(
    alipay: Alipay, fake: FakeAlipay, old: str, new: str
) -> None:
    paid(alipay, fake)
    row = fake.bill_row(ORDER)
    assert old in row
    fake.make_bill(row.replace(old, new))
    with pytest.raises(ProviderError, match="unreadable"):
        alipay.statement(DAY)


def test_a_bill_that_is_no_bill_is_not_read(alipay: Alipay, fake: FakeAlipay) -> None:
    paid(alipay, fake)
    fake.make_bill(fake.bill_row(ORDER))
    assert fake.bill is not None
    for bad in (b"", b"<html>", fake.bill[: len(fake.bill) // 2], fake.bill[:-40]):
        fake.bill = bad
        with pytest.raises(ProviderError, match="unreadable"):
            alipay.statement(DAY)


def test_keys_that_cannot_be_used_are_told_without_themselves() -> None:
    with pytest.raises(ValueError, match="key") as caught:
        Alipay(APP, "not a PEM", public_pem(THEIRS), "x")
    assert "not a PEM" not in seen_of(caught.value)
    with pytest.raises(ValueError, match="key"):
        Alipay(APP, private_pem(OURS), private_pem(THEIRS), "x")
