"""Only what Alipay has signed is believed, and every call ends."""

import json
from collections.abc import Callable

import pytest
from support.fake_alipay import APP, OURS, PLAIN, THEIRS, FakeAlipay
from support.provider_fakes import private_pem, public_pem, seen_of, sign
from support.providers import DAY, ENDS, ODD_YUAN, ORDER, alipay_of, paid_at_alipay
from support.wire import answer

from central.payments import alipay_gateway as module
from central.payments.alipay import Alipay
from central.payments.base import (
    ProviderError,
    RefusedError,
)


def ordered(alipay: Alipay) -> str:
    return alipay.order(ORDER, 4560, "自来水费", ENDS)


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
    alipay: Alipay, fake_alipay: FakeAlipay, refusal: str
) -> None:
    fake_alipay.faults.refusal["alipay.trade.pay"] = refusal
    with pytest.raises(ProviderError):
        alipay.charge(ORDER, 1, "费", PLAIN)


def test_our_wrong_key_or_name_is_refused_by_the_interface(
    fake_alipay: FakeAlipay,
) -> None:
    with pytest.raises(RefusedError, match="invalid_signature"):
        ordered(alipay_of(fake_alipay, private="stranger"))
    with pytest.raises(RefusedError, match="invalid_signature"):
        ordered(alipay_of(fake_alipay, app="2021000000000001"))


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
    alipay: Alipay, fake_alipay: FakeAlipay, signer: str
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    fake_alipay.make_bill(fake_alipay.bill_row(ORDER))
    fake_alipay.faults.signer, fake_alipay.faults.unsigned = signer, not signer
    all_unusable(alipay)


def test_a_refusal_that_is_not_signed_is_none(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    fake_alipay.faults.unsigned = True
    with pytest.raises(ProviderError):
        alipay.query(ORDER)  # the fake says that there is no such trade


def _refused(codes: dict[str, object], name: str, signer: str | None) -> bytes:
    text = json.dumps(codes | {"msg": "Invalid Arguments"})
    signed = "" if signer is None else f',"sign":"{sign(signer, text)}"'
    return answer(f'{{"{name}":{text}{signed}}}')


NAMES = ("alipay_trade_pay_response", "error_response")
NO_APP: dict[str, object] = {"code": "40002", "sub_code": "isv.invalid-app-id"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("signer", [None, "stranger"])
def test_a_refusal_without_a_signature_is_no_refusal_but_its_codes_are_told(
    alipay: Alipay, fake_alipay: FakeAlipay, name: str, signer: str | None
) -> None:
    fake_alipay.faults.raw = _refused(NO_APP, name, signer)
    with pytest.raises(ProviderError, match=r"^not signed 40002 isv\.invalid-app-id$"):
        alipay.charge(ORDER, 1, "费", PLAIN)


@pytest.mark.parametrize("name", NAMES)
def test_a_refusal_that_is_signed_is_one(
    alipay: Alipay, fake_alipay: FakeAlipay, name: str
) -> None:
    fake_alipay.faults.raw = _refused(NO_APP, name, THEIRS)
    with pytest.raises(RefusedError, match=r"^isv_invalid_app_id$"):
        alipay.charge(ORDER, 1, "费", PLAIN)


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ({"code": "20000"}, "not signed 20000"),
        ({"sub_code": "isp.unknow-error"}, "not signed isp.unknow-error"),
        ({}, "not signed"),
        ({"code": 7, "sub_code": None}, "not signed 7 None"),
        ({"code": "4\n0 x", "sub_code": "a" * 99}, f"not signed 4_0_x {'a' * 64}"),
        ({"code": {"deep": []}}, "not signed _deep_"),
    ],
)
def test_codes_that_nobody_vouches_for_are_told_as_words(
    alipay: Alipay, fake_alipay: FakeAlipay, codes: dict[str, object], told: str
) -> None:
    fake_alipay.faults.raw = _refused(codes, NAMES[0], None)
    with pytest.raises(ProviderError) as caught:
        alipay.charge(ORDER, 1, "费", PLAIN)
    assert str(caught.value).startswith(told)
    assert "\n" not in str(caught.value)


def test_a_refusal_about_another_question_is_no_answer(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    fake_alipay.faults.raw = _refused(NO_APP, "alipay_trade_close_response", THEIRS)
    with pytest.raises(ProviderError):
        alipay.query(ORDER)


def test_a_signed_answer_about_another_order_is_not_believed(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    paid_at_alipay(alipay, fake_alipay)
    fake_alipay.about = f"{ORDER}9"
    with pytest.raises(ProviderError, match="something else"):
        alipay.query(ORDER)


def test_the_signature_is_over_the_bytes_that_came(
    alipay: Alipay, fake_alipay: FakeAlipay
) -> None:
    told = (
        '{ "code":"10000",  "trade_status":"TRADE_SUCCESS","trade_no":"1",'
        f'"total_amount":"45.6\\u0030","out_trade_no":"{ORDER}"}}'
    )
    signed = sign(THEIRS, told)
    body = f'{{"sign":"{signed}", "alipay_trade_query_response" : {told}}}'
    fake_alipay.faults.raw = answer(body)
    assert alipay.query(ORDER).amount == 4560
    fake_alipay.faults.raw = answer(body.replace("  ", " "))
    with pytest.raises(ProviderError):
        alipay.query(ORDER)


@pytest.mark.parametrize("amount", ODD_YUAN)
def test_an_order_with_an_odd_amount_is_no_answer(
    alipay: Alipay, fake_alipay: FakeAlipay, amount: str
) -> None:
    told = {
        "code": "10000", "trade_status": "TRADE_SUCCESS", "trade_no": "1",
        "total_amount": amount, "out_trade_no": ORDER,
    }  # fmt: skip
    fake_alipay.faults.raw = _signed(told)
    with pytest.raises(ProviderError, match="nonsense"):
        alipay.query(ORDER)
    with pytest.raises(ProviderError, match="nonsense"):
        alipay.charge(ORDER, 1, "费", PLAIN)


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
def test_nonsense_is_no_answer(
    alipay: Alipay, fake_alipay: FakeAlipay, raw: bytes
) -> None:
    fake_alipay.faults.raw = raw
    all_unusable(alipay)


@pytest.mark.parametrize("fault", ["silent", "dripping"])
def test_every_call_ends_though_the_answer_does_not(
    alipay: Alipay, fake_alipay: FakeAlipay, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(module, "WHOLE_S", 0.5)
    monkeypatch.setattr(module, "TIMEOUT_S", (60.0, 60.0))
    setattr(fake_alipay.faults, fault, True)
    all_unusable(alipay)


def test_a_socket_that_is_silent_is_given_up(
    alipay: Alipay, fake_alipay: FakeAlipay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT_S", (60.0, 0.2))
    monkeypatch.setattr(module, "WHOLE_S", 600.0)
    fake_alipay.faults.silent = True
    all_unusable(alipay)


def test_nobody_there_is_no_answer(alipay: Alipay, fake_alipay: FakeAlipay) -> None:
    fake_alipay.close()
    all_unusable(alipay)


def test_keys_that_cannot_be_used_are_told_without_themselves() -> None:
    with pytest.raises(ValueError, match="key") as caught:
        Alipay(APP, "not a PEM", public_pem(THEIRS), "x")
    assert "not a PEM" not in seen_of(caught.value)
    with pytest.raises(ValueError, match="key"):
        Alipay(APP, private_pem(OURS), private_pem(THEIRS), "x")
