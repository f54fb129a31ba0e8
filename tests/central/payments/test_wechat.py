"""WeChat Pay against a fake of its documented interface, over real HTTP."""

import json
from collections.abc import Callable
from datetime import datetime

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
    UNSURE,
    FakeWeChat,
)
from support.provider_fakes import private_pem, public_pem, seen_of
from support.providers import DAY, ENDS, ODD_FEN, ORDER, wechat_of
from support.wire import answer

from central.payments import wechat as module
from central.payments.base import (
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    Trade,
    TradeState,
)
from central.payments.wechat import WeChat


def ordered(wechat: WeChat) -> str:
    return wechat.order(ORDER, 4560, "自来水费", ENDS)


def test_an_order_is_open_then_paid(wechat: WeChat, fake_wechat: FakeWeChat) -> None:
    assert ordered(wechat).startswith("weixin://")
    assert wechat.query(ORDER) == Trade(ORDER, TradeState.OPEN, None, 4560)
    fake_wechat.pay(ORDER)
    trade = wechat.query(ORDER)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert trade.transaction == fake_wechat.orders[ORDER].transaction
    assert trade.paid_at == datetime.fromisoformat(fake_wechat.orders[ORDER].paid_at)


def test_the_same_order_again_is_the_same_and_another_one_is_refused(
    wechat: WeChat,
) -> None:
    assert ordered(wechat) == ordered(wechat)
    with pytest.raises(RefusedError, match=r"^OUT_TRADE_NO_USED$"):
        wechat.order(ORDER, 4561, "自来水费", ENDS)


def test_a_long_title_is_cut(wechat: WeChat, fake_wechat: FakeWeChat) -> None:
    wechat.order(ORDER, 1, "费" * 200, ENDS)
    assert fake_wechat.orders[ORDER].wish["description"] == "费" * 127


@pytest.mark.parametrize("reference", ["short", "x" * 33, "with space", "..%2F..%2Fx"])
def test_numbers_that_the_interface_does_not_take_are_our_mistake(
    wechat: WeChat, fake_wechat: FakeWeChat, reference: str
) -> None:
    with pytest.raises(ValueError, match="number"):
        wechat.order(reference, 1, "费", ENDS)
    with pytest.raises(ValueError, match="number"):
        wechat.charge(reference, 1, "费", PLAIN)
    assert fake_wechat.asked == []


def test_an_order_that_never_arrived_is_absent_and_nothing_is_to_be_closed(
    wechat: WeChat,
) -> None:
    assert wechat.query(ORDER) == Trade(ORDER, TradeState.ABSENT)
    assert wechat.close(ORDER) == Trade(ORDER, TradeState.ABSENT)


def test_an_open_order_is_closed(wechat: WeChat, fake_wechat: FakeWeChat) -> None:
    ordered(wechat)
    assert wechat.close(ORDER).state is TradeState.CLOSED
    assert fake_wechat.orders[ORDER].state == "CLOSED"
    assert wechat.close(ORDER).state is TradeState.CLOSED


def test_a_close_that_loses_the_race_says_paid(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    ordered(wechat)
    fake_wechat.faults.lose_race = True
    trade = wechat.close(ORDER)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)


def test_a_close_that_is_refused_while_it_is_open_is_no_close(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    ordered(wechat)
    fake_wechat.faults.refusal["close"] = "403 RULE_LIMIT"
    with pytest.raises(RefusedError, match=r"^RULE_LIMIT$"):
        wechat.close(ORDER)


def test_a_payment_code_is_charged_at_once(wechat: WeChat) -> None:
    trade = wechat.charge(ORDER, 4560, "自来水费", PLAIN)
    assert (trade.state, trade.amount) == (TradeState.PAID, 4560)
    assert trade.transaction is not None


def test_a_charge_that_asks_for_a_password_can_be_paid_or_reversed(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    assert wechat.charge(ORDER, 1, "费", ASKS).state is TradeState.PAYING
    assert wechat.query(ORDER).state is TradeState.PAYING
    assert wechat.close(ORDER).state is TradeState.CLOSED
    assert "reverse" in fake_wechat.asked
    assert wechat.charge(f"{ORDER}2", 1, "费", ASKS).state is TradeState.PAYING
    fake_wechat.pay(f"{ORDER}2")
    assert wechat.query(f"{ORDER}2").state is TradeState.PAID
    assert wechat.close(f"{ORDER}2").state is TradeState.PAID


def test_a_reversal_that_did_nothing_is_not_believed(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    wechat.charge(ORDER, 1, "费", ASKS)
    fake_wechat.reverse_works = False
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
    wechat: WeChat, fake_wechat: FakeWeChat, refusal: str
) -> None:
    fake_wechat.faults.refusal["codepay"] = refusal
    with pytest.raises(ProviderError):
        wechat.charge(ORDER, 1, "费", PLAIN)


def test_a_charge_that_was_accepted_waits_for_a_password(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    assert wechat.charge(ORDER, 1, "费", ASKS) == Trade(ORDER, TradeState.PAYING)
    fake_wechat.faults.refusal["codepay"] = "400 USERPAYING"  # as it once was said
    assert wechat.charge(f"{ORDER}2", 1, "费", ASKS).state is TradeState.PAYING


@pytest.mark.parametrize("code", ["SYSTEM_ERROR", "NOT_ENOUGH", "ORDERPAID", "X"])
@pytest.mark.parametrize("status", [200, 202])
def test_what_was_accepted_is_no_refusal_whatever_its_code(
    wechat: WeChat, fake_wechat: FakeWeChat, code: str, status: int
) -> None:
    fake_wechat.faults.refusal["codepay"] = f"{status} {code}"
    with pytest.raises(ProviderError, match=f"^{code}$"):
        wechat.charge(ORDER, 1, "费", PLAIN)


def test_a_charge_of_which_nobody_is_sure_can_be_paid(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    with pytest.raises(ProviderError, match=r"^SYSTEM_ERROR$"):
        wechat.charge(ORDER, 1, "费", UNSURE)
    assert wechat.query(ORDER).state is TradeState.PAYING
    fake_wechat.pay(ORDER)
    assert wechat.query(ORDER).state is TradeState.PAID


def test_a_charge_that_came_through_is_not_refused_with_the_question(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    wechat.charge(ORDER, 1, "费", PLAIN)
    fake_wechat.faults.refusal["query"] = "403 RULE_LIMIT"
    with pytest.raises(ProviderError, match=r"^RULE_LIMIT$"):
        wechat.charge(ORDER, 1, "费", PLAIN)


@pytest.mark.parametrize(
    "amount",
    [
        *({"total": total} for total in ODD_FEN if total is not None),
        {}, {"total": None}, {"total": 4560, "currency": "USD"}, None, [], "4560", 4560,
    ],
    ids=repr,
)  # fmt: skip
def test_an_odd_amount_is_no_answer_and_no_notification(
    wechat: WeChat, fake_wechat: FakeWeChat, amount: object
) -> None:
    ordered(wechat)
    fake_wechat.pay(ORDER)
    with pytest.raises(NotGenuineError):
        wechat.notification(*fake_wechat.notification(ORDER, amount=amount))
    fake_wechat.changes = {"amount": amount}
    with pytest.raises(ProviderError, match="nonsense"):
        wechat.query(ORDER)


def test_a_transaction_is_a_word(wechat: WeChat, fake_wechat: FakeWeChat) -> None:
    ordered(wechat)
    fake_wechat.pay(ORDER)
    for odd in ("", None, 7, ["x"]):
        fake_wechat.changes = {"transaction_id": odd}
        with pytest.raises(ProviderError, match="nonsense"):
            wechat.query(ORDER)


def test_a_refund_is_made_once_and_ends(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    ordered(wechat)
    fake_wechat.pay(ORDER)
    number = f"R{ORDER}"
    assert wechat.refund(ORDER, number, 4560, 4560) is RefundState.PENDING
    assert wechat.refund(ORDER, number, 4560, 4560) is RefundState.PENDING
    assert len(fake_wechat.orders[ORDER].refunds) == 1
    assert wechat.query(ORDER).state is TradeState.REFUNDED
    for status, state in (
        ("SUCCESS", RefundState.DONE),
        ("ABNORMAL", RefundState.FAILED),
        ("CLOSED", RefundState.FAILED),
    ):
        fake_wechat.orders[ORDER].refunds[number]["status"] = status
        assert wechat.refund(ORDER, number, 4560, 4560) is state


def test_more_than_was_paid_is_not_refunded(
    wechat: WeChat, fake_wechat: FakeWeChat
) -> None:
    ordered(wechat)
    fake_wechat.pay(ORDER)
    with pytest.raises(RefusedError, match=r"^INVALID_REQUEST$"):
        wechat.refund(ORDER, f"R{ORDER}", 4561, 4560)


def test_our_wrong_key_is_refused_by_the_interface(fake_wechat: FakeWeChat) -> None:
    with pytest.raises(RefusedError, match=r"^SIGN_ERROR$"):
        ordered(wechat_of(fake_wechat, private="stranger"))


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
    wechat: WeChat, fake_wechat: FakeWeChat, signer: str
) -> None:
    ordered(wechat)
    fake_wechat.pay(ORDER)
    fake_wechat.make_bill()
    fake_wechat.faults.signer, fake_wechat.faults.unsigned = signer, not signer
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
def test_nonsense_is_no_answer(
    wechat: WeChat, fake_wechat: FakeWeChat, raw: bytes
) -> None:
    fake_wechat.faults.raw = raw
    all_unusable(wechat)


@pytest.mark.parametrize("fault", ["silent", "dripping"])
def test_every_call_ends_though_the_answer_does_not(
    fake_wechat: FakeWeChat, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(module, "WHOLE_S", 0.5)
    monkeypatch.setattr(module, "TIMEOUT_S", (60.0, 60.0))
    setattr(fake_wechat.faults, fault, True)
    all_unusable(wechat_of(fake_wechat))


def test_a_socket_that_is_silent_is_given_up(
    fake_wechat: FakeWeChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT_S", (60.0, 0.2))
    monkeypatch.setattr(module, "WHOLE_S", 600.0)
    fake_wechat.faults.silent = True
    all_unusable(wechat_of(fake_wechat))


def test_nobody_there_is_no_answer(fake_wechat: FakeWeChat) -> None:
    wechat = wechat_of(fake_wechat)
    fake_wechat.close()
    all_unusable(wechat)


def test_an_order_of_another_app_is_not_ours(fake_wechat: FakeWeChat) -> None:
    ordered(wechat_of(fake_wechat))
    with pytest.raises(ProviderError):
        wechat_of(fake_wechat, app="wx0").query(ORDER)


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
