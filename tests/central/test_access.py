"""Only terminals speak as terminals; every doubt refuses."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import select
from support.central import central_app, heartbeat, record

from central.settings import DEMO_TOKEN
from central.store.database import Store
from central.store.schema import TerminalRow
from central.store.terminals import add_terminal

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)

PATHS = [
    ("POST", "/v1/queries"),
    ("POST", "/v1/records"),
    ("PUT", "/v1/terminals/demo-01/heartbeat"),
    ("GET", "/v1/records"),
    ("GET", "/v1/there-is-no-such-path"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "")],
        [("Authorization", "Bearer")],
        [("Authorization", "Bearer wrong")],
        [("Authorization", f"Bearer {DEMO_TOKEN}x")],
        [("Authorization", f"Bearer  {DEMO_TOKEN}")],
        [("Authorization", f"Basic {DEMO_TOKEN}")],
        [("Authorization", DEMO_TOKEN)],
        [("Authorization", b"Bearer \xff\xfe")],
        [
            ("Authorization", f"Bearer {DEMO_TOKEN}"),
            ("Authorization", f"Bearer {DEMO_TOKEN}"),
        ],
    ],
    ids=range(10),
)
def test_without_a_terminals_token_nothing_more_is_said(
    shared_client: httpx.Client,
    method: str,
    path: str,
    headers: list[tuple[str, str]],
) -> None:
    bare = httpx.Request(
        method, shared_client.base_url.join(path), headers=headers, content=b"[not JSON"
    )
    answer = shared_client.send(bare)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["reason"] == "not_a_terminal"


def test_an_added_terminal_speaks_for_itself_alone(
    client: httpx.Client, store: Store
) -> None:
    token = add_terminal(store, "hall-02", NOW)
    client.headers["Authorization"] = f"Bearer {token}"
    path = "/v1/terminals/{}/heartbeat"
    assert client.put(path.format("hall-02"), json=heartbeat()).status_code == 200
    refused = client.put(path.format("demo-01"), json=heartbeat())
    assert refused.status_code == 403
    assert refused.json()["reason"] == "another_terminal"


def test_the_token_itself_is_kept_nowhere(store: Store) -> None:
    token = add_terminal(store, "hall-02", NOW)
    with store.reading() as session:
        row = session.scalars(select(TerminalRow)).one()
    assert token not in (row.name, row.token_hash)
    assert len(row.token_hash) == 64


def test_a_terminal_that_was_removed_is_refused(
    client: httpx.Client, store: Store
) -> None:
    token = add_terminal(store, "hall-02", NOW)
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.post("/v1/records", json={"records": []}).status_code == 200
    with store.writing() as session:
        session.delete(session.get(TerminalRow, "hall-02"))
    assert client.post("/v1/records", json={"records": []}).status_code == 401


def test_nobody_is_let_in_while_tokens_cannot_be_looked_up(
    client: httpx.Client, away: Callable[[], AbstractContextManager[None]]
) -> None:
    client.headers["Authorization"] = "Bearer unknown"
    with away():
        answer = client.post("/v1/records", json={"records": [record(1)]})
    assert answer.status_code == 503
    assert answer.json()["reason"] == "store_unavailable"


def test_the_demonstration_does_not_outlive_its_setting(store: Store) -> None:
    with central_app(store) as client:
        assert client.post("/v1/records", json={"records": []}).status_code == 200
    with central_app(store, demonstration=False) as client:
        assert client.post("/v1/records", json={"records": []}).status_code == 401


@pytest.mark.parametrize("size", [1_000_001, 50_000_000])
@pytest.mark.parametrize("declared", [True, False])
def test_a_body_too_large_is_refused_unread(
    client: httpx.Client, size: int, *, declared: bool
) -> None:
    chunk = b" " * 100_000
    parts = iter([*[chunk] * (size // len(chunk)), chunk[: size % len(chunk)]])
    headers = {"Content-Type": "application/json"}
    if declared:
        headers["Content-Length"] = str(size)
    try:
        answer = client.post("/v1/records", content=parts, headers=headers)
    except httpx.WriteError:
        return  # central had hung up while the rest was still being sent
    assert answer.status_code == 413
    assert answer.json()["reason"] == "body_too_large"


def test_a_body_that_dribbles_is_given_up(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.api.edge.BODY_TIME_S", 0.05)
    host, port = client.base_url.host, client.base_url.port
    assert port
    with socket.create_connection((host, port), 60) as line:
        line.sendall(
            b"POST /v1/records HTTP/1.1\r\nHost: central\r\nContent-Length: 100\r\n"
            b"Authorization: Bearer " + DEMO_TOKEN.encode() + b"\r\n\r\n{"
        )
        assert line.recv(100).startswith(b"HTTP/1.1 408")
