"""Odd amounts at central's own doors: a clear refusal, and never a fault of ours."""

import json
import time
from collections.abc import Iterator

import httpx
import pytest
from support.central import central_app
from support.paying import Paying

from central.payments.sandbox import Sandbox, signature

ODD = [
    '"48000"', '"1E+999999"', '"480.00"', "48000.0", "48000.5", "4.8e4", "1e999999",
    "-1e999999", "NaN", "Infinity", "-Infinity", "true", "null", "[48000]", "{}",
    "9" * 30, "-" + "9" * 30, "9" * 5000, str(2**53 + 1),
]  # fmt: skip
KEY = "k"
PATH = "/payments/sandbox/notify"


@pytest.fixture
def client(paying: Paying) -> Iterator[httpx.Client]:
    sandbox = Sandbox("http://127.0.0.1:9", KEY, f"http://central.test{PATH}")
    providers = {"sandbox": sandbox}
    with central_app(paying.store, paying.department, providers=providers) as client:
        yield client


def test_a_request_with_an_odd_amount_is_refused(
    client: httpx.Client, paying: Paying
) -> None:
    wish = paying.wish().model_dump_json()
    assert '"amount":48000' in wish
    headers = {"Content-Type": "application/json"}
    for odd in ODD:
        content = wish.replace('"amount":48000', f'"amount":{odd}')
        answer = client.post("/v1/payments", content=content, headers=headers)
        assert answer.status_code in (400, 422), (odd[:20], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
    assert paying.holds() == set()
    answer = client.post("/v1/payments", content=wish, headers=headers)
    assert answer.json()["reason"] == "provider_away"  # as far as the provider, then


def test_a_callback_with_an_odd_amount_is_refused(
    client: httpx.Client, paying: Paying
) -> None:
    begun = paying.asks()
    trade = {
        "reference": begun.reference,
        "state": "paid",
        "transaction": "T1",
        "amount": 48_000,
        "paid_at": None,
    }
    for odd in [*ODD, "-48000"]:
        body = json.dumps(trade).replace("48000", odd).encode()
        at = str(int(time.time()))
        headers = {
            "X-Sandbox-Time": at,
            "X-Sandbox-Signature": signature(KEY, "POST", PATH, at, body),
        }
        answer = client.post(PATH, content=body, headers=headers)
        assert answer.status_code == 401, (odd[:20], answer.text)
    moves = paying.causes(begun.payment)
    assert {"approved", "staff"}.isdisjoint(state for state, _ in moves)
