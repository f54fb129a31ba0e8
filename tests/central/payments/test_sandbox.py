"""The demonstration's provider as central speaks to it, against any answer."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.wire import Request, Wire, answer

from central.payments.base import (
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    Trade,
    TradeState,
)
from central.payments.sandbox import Sandbox, signature

KEY = "sandbox-key"
PATH = "/payments/sandbox/notify"
TRADE = {
    "reference": "order-1",
    "state": "paid",
    "transaction": "T1",
    "amount": 8000,
    "paid_at": "2026-11-26T02:00:00+00:00",
}
PAID = Trade(
    "order-1", TradeState.PAID, "T1", 8000, datetime(2026, 11, 26, 2, tzinfo=UTC)
)
ODD: list[object] = ["8000", None, True, 80.0, -1, 10**30, [], {}]
ODD_JSON = ["NaN", "Infinity", "-Infinity", "1E+999999", "-0.01", "9" * 4000]


class Answers:
    """A provider that says one thing, whatever is asked."""

    def __init__(self) -> None:
        self.says: bytes = b""
        self.asked: list[Request] = []
        self.wire = Wire(self._serve)

    def _serve(self, request: Request, connection: socket.socket) -> None:
        self.asked.append(request)
        connection.sendall(self.says)


@pytest.fixture
def answers() -> Iterator[Answers]:
    answers = Answers()
    yield answers
    answers.wire.close()


@pytest.fixture
def sandbox(answers: Answers) -> Sandbox:
    return Sandbox(answers.wire.url, KEY, f"http://central.test{PATH}")


def calls(sandbox: Sandbox) -> dict[str, Callable[[], object]]:
    until = datetime(2026, 11, 26, 3, tzinfo=UTC)
    return {
        "order": lambda: sandbox.order("order-1", 8000, "费", until),
        "charge": lambda: sandbox.charge("order-1", 8000, "费", "1346"),
        "query": lambda: sandbox.query("order-1"),
        "close": lambda: sandbox.close("order-1"),
        "refund": lambda: sandbox.refund("order-1", "R1", 8000, 8000),
        "statement": lambda: sandbox.statement(date(2026, 11, 26)),
    }


def test_what_is_asked_is_signed_and_read(sandbox: Sandbox, answers: Answers) -> None:
    answers.says = answer({"code_url": "http://pay/1"})
    assert calls(sandbox)["order"]() == "http://pay/1"
    asked = answers.asked[-1]
    wish = json.loads(asked.body)
    assert (asked.method, asked.path) == ("POST", "/v1/orders")
    assert (wish["reference"], wish["amount"], wish["title"]) == ("order-1", 8000, "费")
    assert wish["notify_url"] == f"http://central.test{PATH}"
    assert wish["expires_at"] == "2026-11-26T03:00:00+00:00"
    at = asked.headers["x-sandbox-time"]
    right = signature(KEY, "POST", "/v1/orders", at, asked.body)
    assert asked.headers["x-sandbox-signature"] == right
    answers.says = answer(TRADE)
    for what, path in (("charge", "s"), ("query", ""), ("close", "")):
        assert calls(sandbox)[what]() == PAID, path
    assert json.loads(answers.asked[-3].body)["payment_code"] == "1346"
    assert [each.path for each in answers.asked[-3:]] == [
        "/v1/charges",
        "/v1/orders/order-1",
        "/v1/orders/order-1/close",
    ]
    answers.says = answer({"state": "pending"})
    assert calls(sandbox)["refund"]() is RefundState.PENDING
    wish = json.loads(answers.asked[-1].body)
    assert (wish["refund_reference"], wish["amount"]) == ("R1", 8000)


def test_a_charge_may_wait_for_a_password(sandbox: Sandbox, answers: Answers) -> None:
    answers.says = answer({"code": "USERPAYING"}, 202)
    assert calls(sandbox)["charge"]() == Trade("order-1", TradeState.PAYING)


def test_a_failure_is_no_answer_and_carries_its_code(
    sandbox: Sandbox, answers: Answers
) -> None:
    answers.says = answer({"code": "SYSTEM_ERROR"}, 500)
    for call in calls(sandbox).values():
        with pytest.raises(ProviderError, match=r"^SYSTEM_ERROR$"):
            call()
    answers.says = answer({}, 503)
    with pytest.raises(ProviderError, match=r"^status 503$"):
        calls(sandbox)["query"]()


def test_a_refusal_is_one_and_an_unknown_order_is_absent(
    sandbox: Sandbox, answers: Answers
) -> None:
    answers.says = answer({"code": "NOT_ENOUGH"}, 402)
    for call in calls(sandbox).values():
        with pytest.raises(RefusedError, match=r"^NOT_ENOUGH$"):
            call()
    answers.says = answer({"code": "ORDER_NOT_EXIST"}, 404)
    absent = Trade("order-1", TradeState.ABSENT)
    assert sandbox.query("order-1") == sandbox.close("order-1") == absent
    with pytest.raises(RefusedError):
        calls(sandbox)["refund"]()


@pytest.mark.parametrize("amount", ODD, ids=repr)
def test_an_answer_with_an_odd_amount_is_none(
    sandbox: Sandbox, answers: Answers, amount: object
) -> None:
    answers.says = answer(TRADE | {"amount": amount})
    for what in ("charge", "query", "close"):
        with pytest.raises(ProviderError, match="nonsense"):
            calls(sandbox)[what]()
    line = {"kind": "paid", "at": "2026-11-26T02:00:00+00:00"} | TRADE
    answers.says = answer({"lines": [line, line | {"amount": amount}]})
    with pytest.raises(ProviderError, match="nonsense"):
        calls(sandbox)["statement"]()


@pytest.mark.parametrize("raw", ODD_JSON, ids=lambda raw: raw[:12])
def test_numbers_that_json_should_not_have_are_no_amounts(
    sandbox: Sandbox, answers: Answers, raw: str
) -> None:
    text = json.dumps(TRADE | {"amount": 8000}).replace("8000", raw)
    answers.says = answer(text)
    for what in ("charge", "query", "close"):
        with pytest.raises(ProviderError):
            calls(sandbox)[what]()
    with pytest.raises(NotGenuineError):
        sandbox.notification(*called_back(text.encode()))


@pytest.mark.parametrize(
    "says",
    [
        b"",
        answer("nonsense"),
        answer("[]"),
        answer("null"),
        answer("[]", 402),
        answer({}),
    ],
    ids=range(6),
)
def test_nonsense_is_no_answer(sandbox: Sandbox, answers: Answers, says: bytes) -> None:
    answers.says = says
    for call in calls(sandbox).values():
        with pytest.raises(ProviderError):
            call()


def called_back(
    body: bytes, at: float | str | None = None, key: str = KEY, path: str = PATH
) -> tuple[dict[str, str], bytes]:
    stamp = at if isinstance(at, str) else str(int(time.time() if at is None else at))
    signed = signature(key, "POST", path, stamp, body)
    return {"X-Sandbox-Time": stamp, "X-Sandbox-Signature": signed}, body


def test_a_callback_is_read(sandbox: Sandbox) -> None:
    body = json.dumps(TRADE).encode()
    assert sandbox.notification(*called_back(body)) == PAID
    assert sandbox.notification(*called_back(body, time.time() - 290)) == PAID
    unpaid = TRADE | {"state": "declined", "transaction": None, "paid_at": None}
    trade = sandbox.notification(*called_back(json.dumps(unpaid).encode()))
    assert trade == Trade("order-1", TradeState.DECLINED, None, 8000)


@pytest.mark.parametrize(
    "changes",
    [*({"amount": amount} for amount in ODD), {"state": "great"}, {"paid_at": "now"}],
    ids=repr,
)
def test_a_callback_with_odd_content_is_not_believed(
    sandbox: Sandbox, changes: dict[str, Any]
) -> None:
    with pytest.raises(NotGenuineError, match="nonsense"):
        sandbox.notification(*called_back(json.dumps(TRADE | changes).encode()))


def test_a_callback_of_somebody_else_is_not_believed(sandbox: Sandbox) -> None:
    body = json.dumps(TRADE).encode()
    bad = [
        called_back(body, key="another"),
        called_back(body, path="/payments/other/notify"),
        called_back(body, time.time() - 302),
        called_back(body, time.time() + 302),
        called_back(body, "nan"),
        called_back(body, ""),
        (called_back(body)[0], body.replace(b"8000", b"9000")),
        (called_back(body)[0] | {"X-Sandbox-Signature": "é"}, body),
        ({}, body),
        called_back(b"[]"),
        called_back(b"\xff"),
    ]
    for headers, content in bad:
        with pytest.raises(NotGenuineError):
            sandbox.notification(headers, content)
