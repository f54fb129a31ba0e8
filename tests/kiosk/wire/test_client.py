"""Whatever central or the network does: an answer of the contract, or CentralError."""

import gzip
import json
import socket
import threading
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from support.client import GOOD, QUERY, Client, Start, chain, failure
from support.flow import NAME, NUMBER
from support.flow import answer as query_answer
from support.signing import signer
from support.steps import payment
from support.wire import Request, answer, read_request

from contract.payment import PaymentState
from contract.signature import Request as Wired
from contract.signature import SignatureError, verify
from kiosk.wire import client as central_client
from view import Trouble

# -- what goes well ---------------------------------------------------------------


def test_a_query_is_posted_signed_and_its_answer_understood(
    client: Client, start: Start
) -> None:
    wire = start(answer(GOOD))
    assert client(wire.url).query(QUERY) == query_answer()
    (asked,) = wire.requests
    assert (asked.method, asked.path) == ("POST", "/v1/queries")
    assert asked.json == QUERY.model_dump()
    signed = verify(
        Wired(asked.method, f"http://central{asked.path}", asked.headers),
        lambda name: signer().key.public_key() if name == "demo-01" else None,
    )
    assert signed.fits_digest(asked.body)
    assert signed.is_timely(datetime.now(UTC))


@pytest.mark.parametrize("path", ["/onetrip", "/a/b", "/onetrip/"])
def test_a_proxy_may_take_the_path_of_the_address_away(
    client: Client, start: Start, path: str
) -> None:
    paid = payment(PaymentState.APPROVED).model_dump_json().encode()
    wire = start(answer(paid))
    client(wire.url + path).payment(UUID(int=7), unlike=PaymentState.REQUESTED)
    (asked,) = wire.requests
    prefix = path.rstrip("/")
    assert asked.path == f"{prefix}/v1/payments/{UUID(int=7)}?unlike=requested"
    passed_on = asked.path.removeprefix(prefix)
    signed = verify(
        Wired(asked.method, f"http://elsewhere:8600{passed_on}", asked.headers),
        lambda _: signer().key.public_key(),
    )
    assert signed.terminal == "demo-01"
    altered = Wired(asked.method, f"http://elsewhere{passed_on}&a=1", asked.headers)
    with pytest.raises(SignatureError):
        verify(altered, lambda _: signer().key.public_key())


def test_a_compressed_answer_is_understood(client: Client, start: Start) -> None:
    wire = start(answer(gzip.compress(GOOD), content_encoding="gzip"))
    assert client(wire.url).query(QUERY) == query_answer()


def test_an_answer_in_chunks_is_understood(client: Client, start: Start) -> None:
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(piece), piece)
        for piece in (GOOD[:7], GOOD[7:100], GOOD[100:], b"")
    )
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    wire = start(head + chunks)
    assert client(wire.url).query(QUERY) == query_answer()


def test_one_connection_serves_many_calls(client: Client, start: Start) -> None:
    """A time-out used up by an earlier answer must not affect the next."""

    def keep(_request: Request, connection: socket.socket) -> None:
        kept = answer(GOOD, connection="keep-alive")
        connection.sendall(kept)
        while read_request(connection):
            connection.sendall(kept)

    wire = start(keep)
    one = client(wire.url)
    for _ in range(3):
        assert one.query(QUERY) == query_answer()
    assert len(wire.requests) == 1, "of the first connection"
    one.close()


def test_threads_may_share_a_client(client: Client, start: Start) -> None:
    together = threading.Barrier(4, timeout=60)

    def serve(_request: Request, connection: socket.socket) -> None:
        together.wait()
        connection.sendall(answer(GOOD))

    wire, found = start(serve), []
    shared = client(wire.url)
    threads = [
        threading.Thread(target=lambda: found.append(shared.query(QUERY)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [query_answer()] * 4


# -- the network ------------------------------------------------------------------


def test_nobody_there(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = failure(client(f"http://127.0.0.1:{port}"))
    assert error.trouble is Trouble.NETWORK
    assert error.detail == "ConnectionRefusedError", "a technician can tell"


def test_silence(client: Client, start: Start) -> None:
    over = threading.Event()
    wire = start(lambda _, __: over.wait(60))
    error = failure(client(wire.url, answer_timeout_s=0.3))
    over.set()
    assert (error.trouble, error.detail) == (Trouble.NETWORK, "TimeoutError")


@pytest.mark.parametrize("where", ["headers", "body", "chunks", "compressed"])
def test_a_trickle_ends_at_the_deadline(
    where: str, client: Client, start: Start
) -> None:
    """A byte now and then, each well within any time-out of a socket."""
    headers: dict[str, Any] = {}
    if where == "chunks":
        headers = {"transfer_encoding": "chunked", "x": "y"}
    elif where == "compressed":
        headers = {"content_encoding": "gzip"}
    whole = answer(gzip.compress(GOOD, 0) if where == "compressed" else GOOD, **headers)
    if where == "chunks":
        whole = whole.replace(b"content-length", b"x-length")
        head, body = whole.split(b"\r\n\r\n", 1)
        pieces = b"".join(b"1\r\n%c\r\n" % byte for byte in body)
        whole = head + b"\r\n\r\n" + pieces + b"0\r\n\r\n"
    at_once = 0 if where == "headers" else whole.index(b"\r\n\r\n") + 4

    def trickle(_request: Request, connection: socket.socket) -> None:
        connection.sendall(whole[:at_once])
        for at in range(at_once, len(whole)):
            connection.sendall(whole[at : at + 1])
            if wire.closed.wait(0.1):
                return

    wire = start(trickle)
    error = failure(client(wire.url, answer_timeout_s=1))
    assert (error.trouble, error.detail) == (Trouble.NETWORK, "TimeoutError")


@pytest.mark.parametrize("chunked", [False, True])
def test_cut_in_the_middle(chunked: bool, client: Client, start: Start) -> None:
    whole = answer(GOOD)
    if chunked:
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        whole = head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD)
    error = failure(client(start(whole[: len(whole) // 2]).url))
    assert error.trouble is Trouble.NETWORK


def test_cut_before_a_word(client: Client, start: Start) -> None:
    error = failure(client(start(b"").url))
    assert error.trouble is Trouble.NETWORK


# -- central, or what stands in its place -----------------------------------------


@pytest.mark.parametrize("status", [201, 204, 301, 400, 401, 403, 404, 422, 500, 503])
def test_any_other_status(status: int, client: Client, start: Start) -> None:
    body = b"" if status == 204 else GOOD
    error = failure(client(start(answer(body, status)).url))
    assert (error.trouble, error.status) == (Trouble.CENTRAL, status)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in to the hotel's network</html>",
        b'{"time":',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"null",
        b'"' + NAME.encode() + b'"',
        json.dumps({"name": NAME, "number": NUMBER}).encode(),
        GOOD.replace(b'"found":true', b'"found":"' + NAME.encode() + b'"'),
        GOOD.replace(b"2026-11-22T00:00:00Z", NAME.encode()),
        b'{"time": "\\ud800"}',
    ],
    ids=range(11),
)
def test_an_answer_that_is_not_of_the_contract(
    body: bytes, client: Client, start: Start
) -> None:
    error = failure(client(start(answer(body)).url))
    assert error.trouble is Trouble.CENTRAL
    assert len(chain(error)) == 1, "nothing stands behind it that could quote it"


def test_an_endless_answer(client: Client, start: Start) -> None:
    def endless(_request: Request, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not wire.closed.is_set():
            connection.sendall(b" " * 65536)

    wire = start(endless)
    error = failure(client(wire.url))
    assert (error.trouble, error.detail) == (Trouble.CENTRAL, "the answer is too long")


def test_an_answer_that_unpacks_without_end(client: Client, start: Start) -> None:
    bomb = gzip.compress(b" " * 50 * central_client.ANSWER_LIMIT)
    wire = start(answer(bomb, content_encoding="gzip"))
    error = failure(client(wire.url))
    assert (error.trouble, error.detail) == (Trouble.CENTRAL, "the answer is too long")


def test_an_answer_that_does_not_unpack(client: Client, start: Start) -> None:
    wire = start(answer(GOOD, content_encoding="gzip"))
    assert failure(client(wire.url)).trouble is Trouble.CENTRAL


def test_a_redirect_is_not_followed_and_its_body_is_bounded(
    client: Client, start: Start
) -> None:
    """The citizen's data go to central and nowhere else."""
    elsewhere = start(answer(GOOD))

    def endless(_request: Request, connection: socket.socket) -> None:
        head = f"HTTP/1.1 307 Go\r\nLocation: {elsewhere.url}/v1/queries\r\n\r\n"
        connection.sendall(head.encode())
        while not wire.closed.is_set():
            connection.sendall(b" " * 65536)

    wire = start(endless)
    assert failure(client(wire.url)).trouble is Trouble.CENTRAL
    assert elsewhere.requests == []


def test_what_is_no_http_at_all(client: Client, start: Start) -> None:
    wire = start(b"SSH-2.0-OpenSSH_9.2\r\n")
    assert failure(client(wire.url)).trouble is Trouble.NETWORK


def test_no_cookie_goes_from_one_citizen_to_the_next(
    client: Client, start: Start
) -> None:
    wire = start(answer(GOOD, set_cookie="who=1; Path=/"))
    one = client(wire.url)
    one.query(QUERY)
    one.query(QUERY)
    assert all("cookie" not in request.headers for request in wire.requests)


def test_the_environment_does_not_redirect_a_citizens_data(
    client: Client, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, wire = start(answer(GOOD)), start(answer(GOOD))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    client(wire.url).query(QUERY)
    assert proxy.requests == []


def test_nothing_is_said_in_clear_to_one_who_cannot_prove_to_be_central(
    client: Client,
) -> None:
    heard: list[bytes] = []

    def listen() -> None:
        connection, _ = server.accept()
        with connection:
            heard.append(connection.recv(65536))
            connection.sendall(answer(GOOD))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen)
        thread.start()
        error = failure(client(f"https://127.0.0.1:{server.getsockname()[1]}"))
        thread.join(60)
    assert error.trouble is Trouble.NETWORK
    assert b"ignature" not in heard[0]
