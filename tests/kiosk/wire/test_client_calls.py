"""Every call of the contract: what is sent, and how its answer is read."""

import base64
import json
import socket
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from support.client import Client, Start, batch, failure, record
from support.flow import NAME, NUMBER, entitlement, item
from support.steps import document, payment
from support.wire import Request, answer

from contract.catalogue import Catalogue
from contract.documents import LARGEST_PDF, Collection, DocumentRequest
from contract.entitlements import EntitlementKind, Entitlements
from contract.manifest import Manifest
from contract.model import Applicant, Message
from contract.payment import PaymentRequest, PaymentState
from contract.records import NO_KEY, Record
from kiosk.errors import CentralError
from kiosk.wire import client as central_client
from kiosk.wire.client import CentralClient
from view import Trouble

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
