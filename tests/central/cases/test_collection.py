"""What a citizen still has coming, found by the card or by a slip's code."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy.orm import Session
from support.central import CHEN, LI_NA, central_app, eventually, record, request_body
from support.documents import AS_OF, NOW, PAPER, RECEIPT, PaperOffice, answer, office
from support.signing import Signing, signer

from central.cases.collection import COLLECT, NOTHING, STILL_PENDING
from central.documents.keys import open_keys
from central.store.database import Store
from central.store.persons import Persons
from central.store.schema import PaymentRow
from central.store.terminals import add_terminal
from contract.documents import IssuedDocument
from contract.entitlements import Entitlement, EntitlementKind, Entitlements
from contract.payment import PaymentState
from contract.queries import QueryAnswer
from contract.records import PaperKind, RecordKind

COMING = {PaymentState.APPROVED: EntitlementKind.RECEIPT} | dict.fromkeys(
    (PaymentState.UNKNOWN, PaymentState.STAFF), EntitlementKind.UNCLEAR_PAYMENT
)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def persons(folder: Path) -> Persons:
    return Persons(open_keys(folder / "keys", demonstration=True).people)


@pytest.fixture
def department() -> PaperOffice:
    return PaperOffice()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(
    store: Store, department: PaperOffice, folder: Path, clock: Clock
) -> Iterator[httpx.Client]:
    with central_app(store, department, now=clock, **office(folder)) as client:
        yield client


def issue(client: httpx.Client, case: UUID | None = None) -> IssuedDocument:
    wish = {"idempotency_key": str(case or uuid4()), "item": PAPER, "applicant": LI_NA}
    answered = client.post("/v1/documents", json=wish)
    assert answered.status_code == 200, answered.text
    return IssuedDocument.model_validate_json(answered.content)


def collect(client: httpx.Client, **who: object) -> QueryAnswer:
    answered = client.post("/v1/queries", json={"item": COLLECT, **who})
    assert answered.status_code == 200, answered.text
    return QueryAnswer.model_validate_json(answered.content)


def coming(client: httpx.Client, **who: object) -> list[Entitlement]:
    return list(told(client, **who).entitlements)


def told(client: httpx.Client, **who: object) -> Entitlements:
    answered = client.post("/v1/entitlements", json=who)
    assert answered.status_code == 200, answered.text
    return Entitlements.model_validate_json(answered.content)


def send(client: httpx.Client, *records: dict[str, object]) -> None:
    answered = client.post("/v1/records", json={"records": records})
    assert answered.status_code == 200, answered.text
    for one in answered.json()["answers"]:
        assert one["state"] != "refused", one


def became(client: httpx.Client, document: UUID, *papers: str) -> None:
    """What a terminal tells of a document, one after the other."""
    for number, paper in enumerate(papers, 1):
        outcome = {
            "about": str(uuid4()),
            "serial": "PO-1",
            "paper": paper,
            "kind": str(PaperKind.DOCUMENT),
            "document": str(document),
        }
        install = str(uuid4())
        send(client, record(number, RecordKind.OUTCOME, outcome, install=install))


def pay(store: Store, person: str, state: PaymentState, **changes: object) -> UUID:
    """A payment that has come so far."""
    payment = uuid4()
    values: dict[str, Any] = {
        "id": payment,
        "fingerprint": "f",
        "terminal": "demo-01",
        "case": uuid4(),
        "item": RECEIPT,
        "title_zh": "缴费",
        "title_en": "Payment",
        "person": person,
        "provider": "sandbox",
        "reference": payment.hex,
        "amount": 12_00,
        "state": state,
        "created_at": NOW,
        "deadline_at": NOW,
        "changed_at": NOW,
        "receipt_token": payment.hex,
    }

    def keep(session: Session) -> None:
        session.add(PaymentRow(**values | changes))

    store.write(keep)
    return payment


def test_a_document_waits_for_its_card_and_for_its_code(client: httpx.Client) -> None:
    case = uuid4()
    made = issue(client, case)
    by_card = collect(client, applicant=LI_NA)
    by_code = collect(client, code=made.code.lower().replace("-", " "))
    for found in (by_card, by_code):
        assert found.found is True
        assert [each.document for each in found.documents] == [made.document]
        assert made.serial in found.facts[0].value.zh_CN
    assert by_card.holder is None
    assert by_code.holder is not None
    assert by_code.holder.model_dump() == LI_NA
    (entitlement,) = coming(client, applicant=LI_NA)
    assert (entitlement.kind, entitlement.case) == (EntitlementKind.DOCUMENT, case)
    assert entitlement.document is not None
    assert entitlement.document.document == made.document
    by_code_too = told(client, code=made.code)
    assert by_code_too.entitlements == (entitlement,)
    assert by_code_too.holder == by_code.holder


def test_nothing_of_it_is_told_to_anybody_else(client: httpx.Client) -> None:
    issue(client)
    for who in ({"applicant": CHEN}, {"code": "7KQ2M9XD"}):
        nothing = collect(client, **who)
        assert (nothing.found, nothing.note, nothing.facts) == (False, NOTHING, ())
        assert nothing.holder is None
        assert told(client, **who).model_dump(exclude={"time"}) == {
            "holder": None,
            "entitlements": (),
        }


def test_who_shows_neither_card_nor_code_is_told_nothing(client: httpx.Client) -> None:
    issue(client)
    assert collect(client).found is False


@pytest.mark.parametrize(
    ("papers", "waits"),
    [
        (["printed"], False),
        (["not_printed"], True),
        (["uncertain"], True),
        (["not_printed", "printed"], False),
        (["uncertain", "printed"], False),
        (["printed", "not_printed"], False),
        (["printed", "uncertain"], False),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_what_was_printed_waits_no_more_whatever_is_told_later(
    client: httpx.Client, papers: list[str], *, waits: bool
) -> None:
    made = issue(client)
    became(client, made.document, *papers)
    assert collect(client, applicant=LI_NA).found is waits
    assert collect(client, code=made.code).found is waits
    assert bool(coming(client, applicant=LI_NA)) is waits


@pytest.mark.parametrize("state", list(PaymentState))
def test_of_payments_those_are_coming_that_are_not_over(
    client: httpx.Client, store: Store, persons: Persons, state: PaymentState
) -> None:
    payment = pay(store, persons.hash(LI_NA["number"]), state)
    found = coming(client, applicant=LI_NA)
    assert [each.kind for each in found] == ([COMING[state]] if state in COMING else [])
    for each in found:
        assert each.payment is not None
        assert (each.payment.payment, each.payment.state) == (payment, state)
    assert coming(client, applicant=CHEN) == []


@pytest.mark.parametrize("paper", ["printed", "not_printed", "uncertain"])
def test_a_receipt_is_coming_until_it_was_printed_and_keeps_its_serial(
    client: httpx.Client, store: Store, persons: Persons, paper: str
) -> None:
    person = persons.hash(LI_NA["number"])
    payment = pay(store, person, PaymentState.APPROVED)
    other = pay(store, person, PaymentState.APPROVED)
    body = {"applicant": LI_NA, "serial": "R-77", "payment": str(payment)}
    done = record(1, RecordKind.COMPLETION, body | {"amount": 1200})
    about = {"about": done["idempotency_key"], "serial": "R-77", "paper": paper}
    send(client, done, record(2, RecordKind.OUTCOME, about))
    found = {
        each.payment.payment: each.serial
        for each in coming(client, applicant=LI_NA)
        if each.payment is not None
    }
    expected: dict[UUID, str | None] = {other: None}
    assert found == (expected if paper == "printed" else expected | {payment: "R-77"})


def test_a_receipt_that_was_told_of_before_its_case_is_not_coming_either(
    client: httpx.Client, store: Store, persons: Persons
) -> None:
    payment = pay(store, persons.hash(LI_NA["number"]), PaymentState.APPROVED)
    done = record(1, content={"serial": "R-77", "payment": str(payment)})
    about = {"about": done["idempotency_key"], "serial": "R-77", "paper": "printed"}
    send(client, record(2, RecordKind.OUTCOME, about))
    send(client, done)
    assert coming(client, applicant=LI_NA) == []


def test_a_documents_outcome_says_nothing_of_the_receipt_of_its_case(
    client: httpx.Client, store: Store, persons: Persons
) -> None:
    payment = pay(store, persons.hash(LI_NA["number"]), PaymentState.APPROVED)
    done = record(1, content={"serial": "R-77", "payment": str(payment)})
    outcome = {
        "about": done["idempotency_key"],
        "serial": "PO-1",
        "paper": "printed",
        "kind": "document",
    }
    send(client, done, record(2, RecordKind.OUTCOME, outcome))
    assert len(coming(client, applicant=LI_NA)) == 1


def test_oldest_first_and_a_slips_code_finds_no_payment(
    client: httpx.Client, store: Store, persons: Persons
) -> None:
    person = persons.hash(LI_NA["number"])
    made = issue(client)
    for days, state in ((1, PaymentState.UNKNOWN), (-1, PaymentState.APPROVED)):
        pay(store, person, state, created_at=NOW + timedelta(days=days))
    kinds = [each.kind for each in coming(client, applicant=LI_NA)]
    assert kinds == ["receipt", "document", "unclear_payment"]
    assert [each.kind for each in coming(client, code=made.code)] == ["document"]


def test_a_request_is_told_to_be_pending_and_then_its_result(
    client: httpx.Client, department: PaperOffice
) -> None:
    department.away = True
    send(client, record(1, RecordKind.REQUEST, request_body(), item=RECEIPT))
    for who in ({"applicant": CHEN}, {"code": "7kq2-m9xd"}):
        pending = collect(client, **who)
        assert (pending.found, pending.note) == (False, STILL_PENDING)
    department.away = False
    eventually(lambda: collect(client, applicant=CHEN).found, "the result is there")
    for who in ({"applicant": CHEN}, {"code": "7kq2-m9xd"}):
        result = collect(client, **who)
        assert result.documents == ()
        assert result.facts[0].label == answer().title
        assert result.facts[1:] == answer().facts
    assert collect(client, applicant=LI_NA).found is False
    assert coming(client, applicant=CHEN) == []


def test_a_result_that_there_is_nothing_is_a_result(
    client: httpx.Client, department: PaperOffice
) -> None:
    department.says = QueryAnswer(
        time=NOW,
        found=False,
        department=answer().department,
        title=answer().title,
        as_of=AS_OF,
        note=answer().note,
    )
    send(client, record(1, RecordKind.REQUEST, request_body(), item=PAPER))
    eventually(lambda: collect(client, applicant=CHEN).found, "the result is there")
    (fact,) = collect(client, applicant=CHEN).facts
    assert (fact.label, fact.value) == (answer().title, answer().note)


def codes(client: httpx.Client, path: str, *tried: str) -> list[int]:
    body: dict[str, object] = {"item": COLLECT} if path == "/v1/queries" else {}
    return [client.post(path, json=body | {"code": code}).status_code for code in tried]


@pytest.mark.parametrize("path", ["/v1/queries", "/v1/entitlements"])
def test_codes_cannot_be_guessed(
    client: httpx.Client, store: Store, clock: Clock, path: str
) -> None:
    made = issue(client)
    guesses = [f"GUESS{number:03}" for number in range(10)]
    assert codes(client, path, *guesses) == [200] * 10
    for other in ("/v1/queries", "/v1/entitlements"):
        assert codes(client, other, "GUESS010", made.code) == [429, 429]
    body: dict[str, object] = {"item": COLLECT, "code": made.code}
    refused = client.post("/v1/queries", json=body)
    assert refused.json()["reason"] == "too_many_tries"
    assert int(refused.headers["retry-after"]) > 0
    assert collect(client, applicant=LI_NA).found is True
    own = client.auth
    client.auth = Signing(
        signer(add_terminal(store, "hall-02", NOW), "hall-02"), lambda: clock.now
    )
    assert collect(client, code=made.code).found is True
    client.auth = own or Signing()
    clock.now += timedelta(minutes=11)
    assert collect(client, code=made.code).found is True


def test_who_mistypes_twice_the_same_or_comes_too_early_does_not_guess(
    client: httpx.Client, department: PaperOffice
) -> None:
    made = issue(client)
    became(client, made.document, "printed")
    department.away = True
    send(client, record(1, RecordKind.REQUEST, request_body()))
    for code in ("7KQ2M9XE", "7KQ2M9XD", made.code):
        assert codes(client, "/v1/queries", *[code] * 20) == [200] * 20
