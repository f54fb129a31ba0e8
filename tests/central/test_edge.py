"""A mistake of ours, or a database that is away, is answered and logged well."""

import gzip
import json
import logging
import threading
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from structlog.testing import capture_logs
from support.central import (
    central_app,
    eventually,
    heartbeat,
    record,
)

from central import background
from central.api.logs import configure_logs, frames_alone
from central.background import Loop
from central.store.database import Store

HEARTBEAT = "/v1/terminals/demo-01/heartbeat"
CANARY = "金丝雀110105194912310021"


def personal_error() -> ValueError:
    with pytest.raises(ValueError, match=CANARY) as raised:
        int(CANARY)
    return raised.value


def test_a_bug_is_answered_without_its_words(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("central.api.paths.keep_heartbeat", fail)
    with capture_logs() as logs:
        answer = client.put(HEARTBEAT, json=heartbeat())
        assert client.get("/healthz").status_code == 200
        # A line is written once its answer has gone out.
        eventually(lambda: {"event": "request"}.items() <= logs[-1].items(), "logged")
    assert answer.status_code == 500
    body = answer.json()
    assert body["reason"] == "internal_error"
    assert CANARY not in answer.text
    assert CANARY not in str(logs)
    (bug,) = [line for line in logs if line["event"] == "bug"]
    assert bug["error"] == "RuntimeError"
    assert "test_edge.py" in bug["at"][-1]
    assert answer.headers["x-request-id"] == body["request_id"]


def test_a_database_that_is_away_is_told_and_comes_back(
    client: httpx.Client, away: Callable[[], AbstractContextManager[None]]
) -> None:
    with away():
        answer = client.post("/v1/records", json={"records": [record(1)]})
    assert answer.status_code == 503
    assert answer.json()["reason"] == "store_unavailable"
    assert int(answer.headers["retry-after"]) > 0
    answer = client.post("/v1/records", json={"records": [record(1)]})
    assert answer.json()["answers"][0]["state"] == "completed"


@pytest.mark.parametrize("failing", ["fulfilment", "payments", "retention"])
def test_central_names_the_background_work_that_keeps_failing(
    store: Store, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    right, broken = Loop.round, threading.Event()

    async def wrong() -> bool:
        raise PoolTimeoutError("a pool that is empty")

    async def round_of(loop: Loop) -> float:
        if loop.name == failing and broken.is_set():
            real = loop._work
            loop._work = wrong
            try:
                return await right(loop)
            finally:
                loop._work = real
        return await right(loop)

    monkeypatch.setattr(background, "FIRST_RETRY_S", 0.01)
    monkeypatch.setattr("central.retention.LOOK_S", 0.01)
    monkeypatch.setattr("central.cases.fulfilment.LONGEST_PAUSE_S", 0.01)
    monkeypatch.setattr(Loop, "round", round_of)
    broken.set()
    with central_app(store) as client:
        eventually(lambda: client.get("/healthz").status_code == 503, "unwell")
        problem = client.get("/healthz").json()
        assert problem["reason"] == "background_failing"
        assert problem["detail"].endswith(f": {failing}")
        broken.clear()
        eventually(lambda: client.get("/healthz").status_code == 200, "well again")


def test_an_exception_is_logged_as_type_and_place() -> None:
    error = personal_error()
    for exc_info in ((type(error), error, error.__traceback__), error):
        line = frames_alone(None, "", {"event": "x", "exc_info": exc_info})
        assert line["error"] == "ValueError"
        assert CANARY not in str(line)
    assert frames_alone(None, "", {"event": "x"}) == {"event": "x"}


@pytest.mark.parametrize("exc_info", [True, False])
def test_libraries_log_in_the_same_format(
    capsys: pytest.CaptureFixture[str],
    restored_logs: None,
    *,
    exc_info: bool,
) -> None:
    configure_logs("json")
    error = personal_error() if exc_info else None
    logging.getLogger("library").error("it failed", exc_info=error)
    said = capsys.readouterr()
    assert said.out == ""
    line = json.loads(said.err)
    assert (line["event"], line["level"]) == ("it failed", "error")
    assert CANARY not in said.err
    assert ("error" in line) is exc_info


def packed(client: httpx.Client, content: bytes, encoding: str = "gzip") -> Any:
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    return client.post("/v1/records", content=content, headers=headers)


def test_a_compressed_batch_is_taken_like_any_other(client: httpx.Client) -> None:
    batch = {"records": [record(seq) for seq in range(1, 51)]}
    content = gzip.compress(json.dumps(batch).encode())
    told = packed(client, content)
    assert told.status_code == 200
    assert {each["state"] for each in told.json()["answers"]} == {"completed"}


def test_a_small_body_that_unpacks_to_a_large_one_is_refused(
    client: httpx.Client,
) -> None:
    bomb = gzip.compress(b" " * 100_000_000)
    assert len(bomb) < 1_000_000
    assert packed(client, bomb).status_code == 413


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        gzip.compress(b"{}")[:-3],
        gzip.compress(b"{}") + b"more",
        zlib.compress(b"{}"),
    ],
    # Without names these would be the bytes, in which the time of day is one.
    ids=["empty", "plain", "broken off", "more behind it", "another format"],
)
def test_what_is_not_compressed_as_it_says_is_refused(
    client: httpx.Client, content: bytes
) -> None:
    told = packed(client, content)
    assert (told.status_code, told.json()["reason"]) == (400, "bad_request")


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "nonsense"])
def test_an_encoding_that_central_does_not_know_is_named(
    client: httpx.Client, encoding: str
) -> None:
    told = packed(client, gzip.compress(b"{}"), encoding)
    assert (told.status_code, told.json()["reason"]) == (415, "encoding_unknown")
