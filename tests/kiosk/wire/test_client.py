"""Whatever central or the network does: an answer of the contract, or CentralError."""

import base64
import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.flow import NAME, NUMBER, entitlement, item
from support.flow import answer as query_answer
from support.signing import signer
from support.steps import document, payment
from support.wire import Request, Wire, answer, read_request

from contract.catalogue import Catalogue
from contract.documents import LARGEST_PDF, Collection, DocumentRequest
from contract.entitlements import EntitlementKind, Entitlements
from contract.manifest import Manifest
from contract.model import Applicant, Message
from contract.payment import PaymentRequest, PaymentState
from contract.queries import Query
from contract.records import NO_KEY, Record
from contract.signature import Request as Wired
from contract.signature import SignatureError, verify
from kiosk.errors import CentralError
from kiosk.wire import client as central_client
from kiosk.wire.client import CentralClient
from view import Trouble

QUERY = Query(
    item="social_security.contribution_statement",
    applicant=Applicant(number=NUMBER, name=NAME),
)
GOOD = query_answer().model_dump_json().encode()

Client = Callable[..., CentralClient]
Start = Callable[..., Wire]


@pytest.fixture
def client() -> Iterator[Client]:
    clients: list[CentralClient] = []

    def make(url: str, answer_timeout_s: float = 60) -> CentralClient:
        made = CentralClient(
            url,
            signer(),
            connect_timeout_s=10,
            answer_timeout_s=answer_timeout_s,
        )
        clients.append(made)
        return made

    yield make
    for each in clients:
        each.close()


@pytest.fixture
def start() -> Iterator[Start]:
    wires: list[Wire] = []

    def make(said: bytes | Callable[[Request, socket.socket], object]) -> Wire:
        if isinstance(said, bytes):
            wires.append(Wire(lambda _, connection: connection.sendall(said)))
        else:
            wires.append(Wire(said))
        return wires[-1]

    yield make
    for wire in wires:
        wire.close()


def chain(error: BaseException) -> list[BaseException]:
    """The exception with everything chained to it, shown or not."""
    found: list[BaseException] = []
    queue: list[BaseException | None] = [error]
    while queue:
        each = queue.pop()
        if each is not None and each not in found:
            found.append(each)
            queue += [each.__cause__, each.__context__]
    return found


def failure(client: CentralClient) -> CentralError:
    """The end of a query; it must not contain the citizen's data."""
    with pytest.raises(CentralError) as caught:
        client.query(QUERY)
    for each in chain(caught.value):
        told = f"{each} {each!r} {vars(each)}"
        assert NAME not in told
        assert NUMBER not in told
    return caught.value


def record(**changes: Any) -> Record:
    values: dict[str, Any] = {
        "idempotency_key": uuid4(),
        "terminal": "demo-01",
        "install": uuid4(),
        "seq": 1,
        "item": "social_security.contribution_statement",
        "kind": "completion",
        "created_at": datetime(2026, 11, 22, tzinfo=UTC),
        "body": b"e30=",
    }
    return Record.model_validate(values | changes)


def batch(*keys: UUID) -> bytes:
    answers = [{"idempotency_key": str(key), "state": "completed"} for key in keys]
    return answer({"time": "2026-11-22T00:00:00Z", "answers": answers})


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


# -- records ----------------------------------------------------------------------


def test_records_are_answered_one_by_one(client: Client, start: Start) -> None:
    first, second = record(), record(seq=2)
    wire = start(batch(first.idempotency_key, second.idempotency_key))
    answered = client(wire.url).send([first, second])
    assert [each.state for each in answered.answers] == ["completed"] * 2
    sent = [Record.model_validate(each) for each in wire.requests[0].json["records"]]
    assert sent == [first, second]


@pytest.mark.parametrize("wrong", ["another", "fewer", "more", "order"])
def test_answers_to_other_records_are_no_answers(
    wrong: str, client: Client, start: Start
) -> None:
    first, second = record(), record(seq=2)
    keys = {
        "another": [first.idempotency_key, uuid4()],
        "fewer": [first.idempotency_key],
        "more": [first.idempotency_key, second.idempotency_key, uuid4()],
        "order": [second.idempotency_key, first.idempotency_key],
    }[wrong]
    wire = start(batch(*keys))
    with pytest.raises(CentralError) as caught:
        client(wire.url).send([first, second])
    assert caught.value.trouble is Trouble.CENTRAL


def test_an_answer_without_a_key_is_known_by_its_position(
    client: Client, start: Start
) -> None:
    first, second = record(), record(seq=2)
    wire = start(batch(NO_KEY, second.idempotency_key))
    assert len(client(wire.url).send([first, second]).answers) == 2


# -- documents, payments, and what is refreshed -----------------------------------

PERSON = Applicant(number=NUMBER, name=NAME)
PAYMENT = payment(PaymentState.REQUESTED)
DOCUMENT = document()
WANTED = DocumentRequest(
    idempotency_key=uuid4(), item=item().code, applicant=PERSON, form={"from": "x"}
)
INTENT = PaymentRequest(
    idempotency_key=PAYMENT.payment,
    case=PAYMENT.case,
    item=item().code,
    applicant=PERSON,
    amount=12_345,
    provider="sandbox",
    payment_code="281234567890123456",
)
COMING = Entitlements(
    time=PAYMENT.time, entitlements=(entitlement(EntitlementKind.DOCUMENT),)
)
MANIFEST = Manifest(time=PAYMENT.time, key=b"a2V5" * 11)
CATALOGUE = Catalogue(time=PAYMENT.time)

CALLS: list[
    tuple[str, str, Message | None, Message, Callable[[CentralClient], Any]]
] = [
    (
        "POST",
        "/v1/entitlements",
        Collection(applicant=PERSON),
        COMING,
        lambda c: c.entitlements(Collection(applicant=PERSON)),
    ),
    (
        "POST",
        "/v1/documents",
        WANTED,
        DOCUMENT,
        lambda c: c.issue_document(WANTED),
    ),
    (
        "POST",
        f"/v1/documents/{DOCUMENT.document}/collection",
        Collection(code="7KQ2-M9XD"),
        DOCUMENT,
        lambda c: c.collect_document(DOCUMENT.document, Collection(code="7KQ2-M9XD")),
    ),
    ("POST", "/v1/payments", INTENT, PAYMENT, lambda c: c.request_payment(INTENT)),
    (
        "GET",
        f"/v1/payments/{PAYMENT.payment}",
        None,
        PAYMENT,
        lambda c: c.payment(PAYMENT.payment),
    ),
    (
        "GET",
        f"/v1/payments/{PAYMENT.payment}?unlike=requested",
        None,
        PAYMENT,
        lambda c: c.payment(PAYMENT.payment, PaymentState.REQUESTED),
    ),
    (
        "POST",
        f"/v1/payments/{PAYMENT.payment}/close",
        None,
        PAYMENT,
        lambda c: c.close_payment(PAYMENT.payment),
    ),
    ("GET", "/v1/manifest", None, MANIFEST, lambda c: c.manifest()),
    ("GET", "/v1/catalogue", None, CATALOGUE, lambda c: c.catalogue()),
]


@pytest.mark.parametrize(
    ("method", "path", "sent", "told", "call"), CALLS, ids=[each[1] for each in CALLS]
)
def test_each_call_says_and_understands_what_the_contract_says(
    method: str,
    path: str,
    sent: Message | None,
    told: Message,
    call: Callable[[CentralClient], Any],
    client: Client,
    start: Start,
) -> None:
    wire = start(answer(told.model_dump_json()))
    assert call(client(wire.url)) == told
    (asked,) = wire.requests
    assert (asked.method, asked.path) == (method, path)
    assert "signature" in asked.headers
    if sent is None:
        assert asked.body == b""
    else:
        assert type(sent).model_validate_json(asked.body) == sent


def test_a_document_may_be_larger_than_any_other_answer_and_is_bounded_too(
    client: Client, start: Start
) -> None:
    encoded = base64.b64encode(b"%PDF-" + bytes(LARGEST_PDF // 2)).decode()
    said = json.loads(DOCUMENT.model_dump_json()) | {"pdf": encoded}
    wire = start(answer(json.dumps(said)))
    assert len(client(wire.url).issue_document(WANTED).pdf) == LARGEST_PDF // 2 + 5
    wire = start(answer(b" " * (central_client.LARGEST_ANSWER + 1)))
    with pytest.raises(CentralError, match="too long"):
        client(wire.url).issue_document(WANTED)


def test_a_payment_is_waited_for_longer_than_any_other_answer(
    client: Client, start: Start
) -> None:
    """Central may hold the request open for as long as the contract allows."""
    held = threading.Event()

    def hold(_request: Request, connection: socket.socket) -> None:
        held.wait(0.5)
        connection.sendall(answer(PAYMENT.model_dump_json()))

    one = client(start(hold).url, answer_timeout_s=0.25)
    with pytest.raises(CentralError):
        one.payment(PAYMENT.payment)
    assert one.payment(PAYMENT.payment, PaymentState.INTENT) == PAYMENT


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"reason":"bill_changed"}', "bill_changed"),
        (b'{"reason":"%s"}' % NAME.encode(), None),
        (b'{"reason":"Pay again, please"}', None),
        (b'{"reason":7}', None),
        (b'["bill_changed"]', None),
        (b"[" * 100_000, None),
        (b"\xff", None),
        (b"", None),
    ],
)
def test_the_word_of_a_problem_is_kept_and_never_a_sentence(
    body: bytes, reason: str | None, client: Client, start: Start
) -> None:
    error = failure(client(start(answer(body, 409)).url))
    assert (error.status, error.reason) == (409, reason)


def test_what_was_never_sent_is_known_from_what_perhaps_was(
    client: Client, start: Start
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert failure(client(f"http://127.0.0.1:{port}")).unsent
    assert not failure(client(start(b"").url)).unsent
    assert not failure(client(start(answer(b"", 500)).url)).unsent
