"""How many requests a terminal may send."""

from datetime import UTC, datetime

import httpx
import pytest
from support.signing import STRANGER_KEY, Signing, signer

from central.api.rates import PER_S, Rates
from central.store.database import Store
from central.store.terminals import add_terminal

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def test_who_asks_without_end_is_told_to_wait_and_holds_up_nobody_else(
    client: httpx.Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.api.rates.BURST", 3.0)
    monkeypatch.setattr("central.api.rates.PER_S", 1e-6)

    def ask() -> httpx.Response:
        return client.post("/v1/records", json={"records": []})

    client.auth = Signing(signer(add_terminal(store, "hall-02", NOW), "hall-02"))
    for _ in range(3):
        assert ask().status_code == 200
    refused = ask()
    assert refused.status_code == 429
    assert refused.json()["reason"] == "too_many_requests"
    assert int(refused.headers["retry-after"]) > 0
    client.auth = Signing(signer(STRANGER_KEY, "demo-01"))
    for _ in range(9):  # nobody can use up another one's
        assert ask().status_code == 401
    client.auth = Signing()
    assert ask().status_code == 200


def test_the_rate_grows_back() -> None:
    now = [0.0]
    rates = Rates(lambda: now[0])
    while (wait_s := rates.wait_s("hall-02")) == 0:
        pass
    assert 0 < wait_s <= 1 / PER_S
    now[0] += 1 / PER_S
    assert rates.wait_s("hall-02") == 0
    assert rates.wait_s("hall-02") > 0
