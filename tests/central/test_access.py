"""Promise 13: only terminals speak as terminals; every doubt refuses.

One module, so that every way in that is known stands in one list.
"""

import gzip
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSigner,
    MappingKeyResolver,
)
from http_message_signatures.algorithms import ED25519
from sqlalchemy import select
from support.central import (
    LI_NA,
    STATEMENT,
    central_app,
    central_store,
    heartbeat,
    record,
)
from support.signing import STRANGER_KEY, Signing, signer

from central.store.database import Store
from central.store.ledger import ledger
from central.store.schema import TerminalRow
from central.store.terminals import add_terminal, revoke_terminal
from contract.signature import COVERED, TAG, Request, Signer
from kiosk.wire.client import CentralClient

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)

PATHS = [
    ("POST", "/v1/queries"),
    ("POST", "/v1/records"),
    ("PUT", "/v1/terminals/demo-01/heartbeat"),
    ("GET", "/v1/records"),
    ("GET", "/v1/there-is-no-such-path"),
]
BATCH = b'{"records":[]}'
POST = ("POST", "/v1/records")
REFUSED = (401, "not_a_terminal")

Headers = list[tuple[str, str | bytes]]
Make = Callable[[], Headers]


@pytest.fixture
def bare(shared_client: httpx.Client) -> Iterator[httpx.Client]:
    """A client that signs nothing by itself."""
    own, shared_client.auth = shared_client.auth, httpx.Auth()
    yield shared_client
    shared_client.auth = own or httpx.Auth()


def send(
    client: httpx.Client,
    headers: Headers | dict[str, str],
    body: bytes = BATCH,
    asked: tuple[str, str] = POST,
) -> tuple[int, str | None]:
    """Send just this; returns the status, and the problem's reason."""
    method, path = asked
    url = client.base_url.join(path)
    given: Headers = [*headers.items()] if isinstance(headers, dict) else headers
    request = httpx.Request(method, url, headers=raw(given), content=body)
    answer = client.send(request)
    return answer.status_code, answer.json().get("reason")


def raw(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [
        (name.encode(), value.encode() if isinstance(value, str) else value)
        for name, value in headers
    ]


def signed(
    body: bytes = BATCH,
    asked: tuple[str, str] = POST,
    who: Signer | None = None,
    at: datetime | None = None,
    encoding: str | None = None,
) -> dict[str, str]:
    """The headers of a request as a terminal sends it."""
    method, path = asked
    now = at or datetime.now(UTC)
    url = f"http://central{path}"
    whole = (who or signer()).headers(method, url, body, now, encoding)
    return {"Content-Type": "application/json"} | whole


def without(name: str) -> Make:
    return lambda: [(key, value) for key, value in signed().items() if key != name]


def instead(name: str, old: str, new: str | bytes) -> Make:
    """Something else within a header that was signed."""

    def made() -> Headers:
        headers = signed()
        value = headers.pop(name).encode()
        assert old.encode() in value
        other = new if isinstance(new, bytes) else new.encode()
        return [*headers.items(), (name, value.replace(old.encode(), other, 1))]

    return made


def weakly(*components: str, **parameters: Any) -> Make:
    """A true signature of the terminal, over less than it must be."""

    def made() -> Headers:
        headers = {"Content-Digest": ContentDigest.create(BATCH)}
        request = Request("POST", "http://central/v1/records", headers)
        keys = MappingKeyResolver(
            public_keys={}, private_keys={"demo-01": signer().key}
        )
        how = {"nonce": "n" * 22, "tag": TAG, "key_id": "demo-01"} | parameters
        HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys).sign(
            request,
            covered_component_ids=components or COVERED,
            use_existing_digest=True,
            **how,
        )
        return [*headers.items()]

    return made


def foreign() -> Headers:
    return [*signed(who=signer(STRANGER_KEY)).items()]


def unknown() -> Headers:
    return [*signed(who=signer(STRANGER_KEY, "hall-99")).items()]


def twice() -> Headers:
    headers = signed()
    return [*headers.items(), ("Signature", headers["Signature"])]


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        list,
        lambda: [("Authorization", "Bearer onetrip-demo-terminal-not-secret")],
        lambda: [("Signature", ""), ("Signature-Input", "")],
        lambda: [("Signature", b"\xff\xfe"), ("Signature-Input", b"\xff\xfe")],
        lambda: [("Signature", "terminal=:AAAA:"), ("Signature-Input", "terminal=()")],
        foreign,
        unknown,
        twice,
    ],
    ids=range(8),
)
def test_without_a_terminals_signature_nothing_more_is_said(
    bare: httpx.Client, method: str, path: str, headers: Make
) -> None:
    url = bare.base_url.join(path)
    request = httpx.Request(method, url, headers=raw(headers()), content=b"[not JSON")
    answer = bare.send(request)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Signature")
    assert TAG in answer.headers["accept-signature"]
    assert answer.json()["reason"] == "not_a_terminal"


def test_what_is_signed_is_let_in_once(bare: httpx.Client) -> None:
    headers = signed()
    assert send(bare, headers) == (200, None)
    assert send(bare, headers) == (401, "replayed")
    assert send(bare, signed()) == (200, None)


@pytest.mark.parametrize(
    "headers",
    [
        without("Content-Digest"),
        without("Signature"),
        without("Signature-Input"),
        instead("Signature-Input", 'keyid="demo-01"', 'keyid="hall-01"'),
        instead("Signature-Input", 'alg="ed25519"', 'alg="hmac-sha256"'),
        instead("Signature-Input", "created=", "created=1"),
        instead("Signature-Input", ";created", ";expires"),
        instead("Signature-Input", 'nonce="', 'nonce="x'),
        instead("Signature-Input", '"@path" ', ""),
        instead("Signature-Input", f'tag="{TAG}"', 'tag="another"'),
        instead("Signature", "=:", "=:AAAA"),
        instead("Signature", "terminal=", "another="),
        instead("Content-Digest", "=:", b"=:\xff"),
        weakly("@method", "@path", "@query"),
        weakly("@method", "@path", "content-digest"),
        weakly("@method", "@query", "content-digest"),
        weakly("@path", "@query", "content-digest"),
        weakly(tag="another"),
        weakly(tag=None),
        weakly(nonce=None),
        weakly(nonce="short"),
        weakly(nonce="x" * 65),
        weakly(nonce="with other signs ;"),
        lambda: [*signed().items(), ("Content-Encoding", "gzip")],
        lambda: [*signed(asked=("PUT", "/v1/records")).items()],
        lambda: [*signed(asked=("POST", "/v1/queries")).items()],
        lambda: [*signed(asked=("POST", "/v1/records?a=1")).items()],
    ],
    ids=range(27),
)
def test_what_was_altered_or_covers_too_little_is_refused(
    bare: httpx.Client, headers: Make
) -> None:
    assert send(bare, headers()) == REFUSED


def test_a_whole_signature_is_what_the_weak_ones_lack(bare: httpx.Client) -> None:
    """Else they could have been refused for any reason."""
    whole = [*weakly()(), ("Content-Type", "application/json")]
    assert send(bare, whole) == (200, None)


def test_another_body_than_was_signed_is_refused(bare: httpx.Client) -> None:
    altered = (401, "body_altered")
    one = json.dumps({"records": [record(1)]}).encode()
    assert send(bare, signed(), one) == altered
    assert send(bare, signed(), b"") == altered
    packed = gzip.compress(BATCH, mtime=0)
    headers = signed(packed, encoding="gzip")
    assert send(bare, headers, gzip.compress(BATCH, mtime=9)) == altered
    assert send(bare, signed(packed, encoding="gzip"), packed) == (200, None)
    headers = signed(packed, encoding="gzip")
    bared = {k: v for k, v in headers.items() if k.lower() != "content-encoding"}
    assert len(bared) == len(headers) - 1
    assert send(bare, bared, packed) == REFUSED, "how it is packed is signed as well"


@pytest.mark.parametrize("off", [310, -310, 86_400, -86_400, 3652 * 86_400])
def test_what_was_signed_at_another_time_is_refused(
    bare: httpx.Client, off: int
) -> None:
    at = datetime.now(UTC) + timedelta(seconds=off)
    assert send(bare, signed(at=at)) == (401, "clock_off")


@pytest.mark.parametrize("off", [-200, 290])
def test_a_clock_may_be_a_little_off(bare: httpx.Client, off: int) -> None:
    at = datetime.now(UTC) + timedelta(seconds=off)
    assert send(bare, signed(at=at)) == (200, None)


def test_a_terminal_whose_clock_is_wrong_by_years_signs_again_by_centrals(
    client: httpx.Client,
) -> None:
    years = timedelta(days=3652)
    for off in (years, -years, timedelta(seconds=400)):
        terminal = CentralClient(
            str(client.base_url),
            signer(),
            connect_timeout_s=60,
            answer_timeout_s=60,
            clock=lambda off=off: datetime.now(UTC) + off,  # type: ignore[misc]
        )
        assert terminal.send([]).answers == ()
        terminal.close()


def ledger_is_empty(store: Store) -> bool:
    return list(ledger(store)) == []


def test_an_added_terminal_speaks_for_itself_alone(
    client: httpx.Client, store: Store
) -> None:
    key = add_terminal(store, "hall-02", NOW)
    client.auth = Signing(signer(key, "hall-02"))
    path = "/v1/terminals/{}/heartbeat"
    assert client.put(path.format("hall-02"), json=heartbeat()).status_code == 200
    refused = client.put(path.format("demo-01"), json=heartbeat())
    assert refused.status_code == 403
    assert refused.json()["reason"] == "another_terminal"
    client.auth = Signing(signer(key, "demo-01"))
    assert client.put(path.format("demo-01"), json=heartbeat()).status_code == 401


def test_the_private_key_is_kept_nowhere(tmp_path: Path) -> None:
    with central_store(tmp_path) as store:
        key = add_terminal(store, "hall-02", NOW)
        with store.reading() as session:
            row = session.scalars(select(TerminalRow)).one()
            public = row.public_key
        assert public == signer(key).key.public_key().public_bytes_raw()
    for file in tmp_path.iterdir():
        held = file.read_bytes()
        assert key.encode() not in held
        assert bytes.fromhex(key) not in held


def test_a_terminal_that_was_revoked_is_refused_at_once(
    client: httpx.Client, store: Store
) -> None:
    client.auth = httpx.Auth()
    own = signer(add_terminal(store, "hall-02", NOW), "hall-02")
    assert send(client, signed(who=own)) == (200, None)
    revoke_terminal(store, "hall-02", NOW)
    assert send(client, signed(who=own)) == (401, "revoked")
    assert send(client, signed(who=signer(STRANGER_KEY, "hall-02"))) == REFUSED
    new = signer(add_terminal(store, "hall-02", NOW), "hall-02")
    assert send(client, signed(who=own)) == REFUSED, "its old key is none any more"
    assert send(client, signed(who=new)) == (200, None)


def test_nobody_is_let_in_while_terminals_cannot_be_looked_up(
    client: httpx.Client, store: Store, away: Callable[[], AbstractContextManager[None]]
) -> None:
    key = add_terminal(store, "hall-02", NOW)
    for who in (None, signer(key, "hall-02"), signer(STRANGER_KEY, "hall-02")):
        client.auth = Signing(who)
        with away():
            # The department would answer without the store.
            asked = {"item": STATEMENT, "applicant": LI_NA}
            query = client.post("/v1/queries", json=asked)
            records = client.post("/v1/records", json={"records": [record(1)]})
        for answer in (query, records):
            assert answer.status_code == 503
            assert answer.json()["reason"] == "store_unavailable"
    assert ledger_is_empty(store)


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
            + "".join(f"{k}: {v}\r\n" for k, v in signed().items()).encode()
            + b"\r\n{"
        )
        assert line.recv(100).startswith(b"HTTP/1.1 408")
