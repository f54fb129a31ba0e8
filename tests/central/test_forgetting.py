"""A citizen's matter from its beginning until central knows nothing of the citizen."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from faults.canaries import forms, traces
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from support.central import CHEN, LI_NA, central_app, central_store, eventually, record
from support.documents import NOW, PAPER, RECEIPT, PaperOffice, answer, office
from support.finished import END, document, payment, request, result
from support.money import BillDepartment, FakeProvider

from central.cases.collection import COLLECT
from central.departments.base import Settled, Settlement
from central.documents.keys import open_keys
from central.documents.verify import NotGenuineError, verify_serial
from central.settings import RetentionSettings
from central.store.database import Store
from central.store.ledger import ledger
from central.store.retention import sweep
from central.store.schema import (
    DocumentRow,
    OutcomeRow,
    PaymentRow,
    RecordRow,
    ResultRow,
)
from contract.documents import IssuedDocument
from contract.payment import PaymentState
from contract.records import PaperKind, RecordKind, RecordState
from contract.verification import short_code

DAYS = RetentionSettings()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def days(self, number: int) -> None:
        self.now += timedelta(days=number)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def department() -> PaperOffice:
    return PaperOffice()


@pytest.fixture
def client(
    store: Store, department: PaperOffice, clock: Clock, tmp_path: Path
) -> Iterator[httpx.Client]:
    with central_app(store, department, now=clock, **office(tmp_path)) as client:
        yield client


@pytest.fixture
def forget(store: Store, clock: Clock) -> Callable[[], dict[str, int]]:
    """What central does each day; gives how many rows of each rule it was."""

    def forget() -> dict[str, int]:
        counts: dict[str, int] = {}
        for rule, number in sweep(store, DAYS, clock()):
            counts[rule] = counts.get(rule, 0) + number
        assert store.scrub()
        return {rule: number for rule, number in counts.items() if number}

    return forget


def send(client: httpx.Client, one: dict[str, object]) -> dict[str, Any]:
    answered = client.post("/v1/records", json={"records": [one]})
    assert answered.status_code == 200, answered.text
    (told,) = answered.json()["answers"]
    return dict(told)


def collected(client: httpx.Client, **who: object) -> bool:
    answered = client.post("/v1/queries", json={"item": COLLECT, **who})
    assert answered.status_code == 200, answered.text
    return bool(answered.json()["found"])


def test_a_request_and_its_result(
    client: httpx.Client,
    store: Store,
    department: PaperOffice,
    clock: Clock,
    forget: Callable[[], dict[str, int]],
) -> None:
    body = {"applicant": CHEN, "slip_code": "7KQ2M9XD", "language": "zh_CN"}
    wanted = record(1, RecordKind.REQUEST, body, item=RECEIPT)
    first = send(client, wanted)
    assert first["state"] == "pending"

    def ready() -> bool:
        return [each.state for each in ledger(store)] == [RecordState.READY]

    eventually(ready, "the department has answered")
    clock.days(1000)
    assert forget() == {}, "nobody has collected it"
    assert collected(client, code="7KQ2-M9XD")
    clock.days(DAYS.result_days - 1)
    assert forget() == {}
    assert collected(client, applicant=CHEN), "a second time, of which no clock starts"
    clock.days(1)
    assert forget() == {"results": 1, "requests": 1}
    for who in ({"code": "7KQ2-M9XD"}, {"applicant": CHEN}):
        assert not collected(client, **who)

    asked = department.asked
    assert send(client, wanted) == first
    other = record(1, RecordKind.REQUEST, body | {"language": "en"}, item=RECEIPT)
    other["idempotency_key"] = wanted["idempotency_key"]
    assert send(client, other)["reason"] == "key_reused"
    assert ready()
    assert department.asked == asked
    with store.reading() as session:
        assert session.scalars(select(ResultRow)).all() == []


def test_a_document(
    client: httpx.Client,
    store: Store,
    department: PaperOffice,
    clock: Clock,
    forget: Callable[[], dict[str, int]],
    tmp_path: Path,
) -> None:
    wish = {"idempotency_key": str(uuid4()), "item": PAPER, "applicant": LI_NA}
    made = IssuedDocument.model_validate_json(
        client.post("/v1/documents", json=wish).content
    )
    outcome = {
        "about": wish["idempotency_key"],
        "serial": made.serial,
        "paper": "printed",
        "kind": str(PaperKind.DOCUMENT),
        "document": str(made.document),
    }
    perhaps = record(1, RecordKind.OUTCOME, outcome | {"paper": "uncertain"})
    printed = record(2, RecordKind.OUTCOME, outcome)
    clock.days(1000)
    assert forget() == {}, "it was not printed"
    send(client, perhaps)
    clock.days(1000)
    assert forget() == {}, "nobody knows whether it was"
    assert send(client, printed)["state"] == "recorded"

    def collect(**who: object) -> int:
        path = f"/v1/documents/{made.document}/collection"
        return client.post(path, json=who).status_code

    def verified() -> bool:
        public = open_keys(tmp_path / "keys", demonstration=True).public
        code = short_code(made.verification)
        try:
            return bool(verify_serial(made.serial, code, store, public))
        except NotGenuineError:
            return False

    clock.days(DAYS.document_days - 1)
    assert forget() == {}
    assert collect(applicant=LI_NA) == collect(code=made.code) == 200
    clock.days(1)
    assert forget() == {"documents": 1}
    for who in ({"applicant": LI_NA}, {"code": made.code}, {"code": "-"}):
        assert collect(**who) == 404
    assert verified()
    clock.days(DAYS.verification_days - DAYS.document_days)
    assert forget() == {"verifications": 1}
    assert not verified()

    asked = department.asked
    gone = client.post("/v1/documents", json=wish)
    assert (gone.status_code, gone.json()["reason"]) == (410, "document_deleted")
    reused = client.post("/v1/documents", json=wish | {"applicant": CHEN})
    assert (reused.status_code, reused.json()["reason"]) == (422, "key_reused")
    assert send(client, printed)["state"] == "recorded"
    assert department.asked == asked
    with store.reading() as session:
        assert session.scalars(select(DocumentRow.serial)).all() == [made.serial]
        assert len(session.scalars(select(OutcomeRow)).all()) == 2


PAYMENT: dict[str, Any] = {
    "item": "one_stop.bill_payment",
    "applicant": LI_NA,
    "form": {"bill_code": "51041120260000010018"},
    "amount": BillDepartment().amount,
    "provider": "sandbox",
    "payment_code": "plain",
}


class Books(BillDepartment):
    """May not enter payments yet, though it answers."""

    closed = False

    def settle(self, settlement: Settlement, now: datetime) -> Settled:
        if self.closed:
            raise ConnectionError
        return super().settle(settlement, now)


def settled(store: Store) -> bool:
    with store.reading() as session:
        return session.scalars(select(PaymentRow.settled)).all() == ["entered"]


def receipt_printed(client: httpx.Client, payment: str) -> None:
    done = record(1, content={"serial": "R-1", "payment": payment})
    send(client, done)
    about = {"about": done["idempotency_key"], "serial": "R-1", "paper": "printed"}
    send(client, record(2, RecordKind.OUTCOME, about))


def test_a_payment(
    store: Store, clock: Clock, forget: Callable[[], dict[str, int]]
) -> None:
    provider, bills = FakeProvider(), Books()
    wish = PAYMENT | {"idempotency_key": str(uuid4()), "case": str(uuid4())}
    providers = {"sandbox": provider}
    with central_app(store, bills, now=clock, providers=providers) as client:

        def pay(**changes: object) -> httpx.Response:
            return client.post("/v1/payments", json=wish | changes)

        first = pay().json()
        assert first["state"] == "approved"
        eventually(lambda: settled(store), "the department was told")
        clock.days(1000)
        assert forget() == {}, "the citizen has no receipt"
        receipt_printed(client, first["payment"])
        clock.days(DAYS.payment_days - 1)
        assert forget() == {}
        clock.days(1)
        assert forget() == {"payments": 1}

        again = pay().json()
        assert {**again, "time": first["time"]} == first
        reused = pay(amount=1)
        assert (reused.status_code, reused.json()["reason"]) == (422, "key_reused")
        key = str(uuid4())
        assert pay(idempotency_key=key).json()["reason"] == "bill_paid"
    assert len(bills.settled) == len(provider.ever_paid) == 1
    with store.reading() as session:
        (kept,) = session.scalars(select(PaymentRow))
        assert (kept.amount, kept.state) == (bills.amount, PaymentState.APPROVED)
        assert (kept.person, kept.settlement) == (None, None)


def test_a_payment_counts_from_when_its_department_was_told(
    store: Store, clock: Clock, forget: Callable[[], dict[str, int]]
) -> None:
    bills = Books()
    bills.closed = True
    wish = PAYMENT | {"idempotency_key": str(uuid4()), "case": str(uuid4())}
    providers = {"sandbox": FakeProvider()}
    with central_app(store, bills, now=clock, providers=providers) as client:
        first = client.post("/v1/payments", json=wish).json()
        receipt_printed(client, first["payment"])
        clock.days(1000)
        assert forget() == {}, "the department does not know of it"
        bills.closed = False
        clock.days(1)
        eventually(lambda: settled(store), "the department was told")
        assert forget() == {}
        clock.days(DAYS.payment_days)
        assert forget() == {"payments": 1}


NAME, NUMBER = "陈𬱖", "510411198511223175"


def test_the_raw_database_holds_nothing_of_a_citizen_whose_time_is_over(
    tmp_path: Path,
) -> None:
    """In every form, between rows of others that stay, and while it is open."""
    everything = b" ".join(form for each in (NAME, NUMBER) for _, form in forms(each))
    texts = " ".join((NAME, NUMBER, everything.decode("latin-1")))
    numbers = count()

    def live(session: Session, said: str, raw: bytes, ended: datetime | None) -> None:
        """All that there is of one person, of sizes from a cell to many pages."""
        more = "x" * (37 * next(numbers) % 9000)
        key = request(session, RecordState.PENDING, body=raw + more.encode())
        done = update(RecordRow).where(RecordRow.idempotency_key == key)
        session.execute(done.values(state=RecordState.READY, body=None))
        result(session, answer=said + more, collected_at=ended)
        document(
            session,
            idempotency_key=key,
            content=said + more,
            pdf=raw * 20 + more.encode(),
            verification=said,
            printed_at=ended,
        )
        state = PaymentState.CLOSED if ended else PaymentState.STAFF
        payment(session, state, settlement=more + said)

    with central_store(tmp_path) as store:
        for _ in range(60):
            with store.writing() as session:
                live(session, texts, everything, END)
                live(session, answer().model_dump_json(), b"%PDF", None)
        files = [tmp_path / "central.db", tmp_path / "central.db-wal"]
        assert {trace.canary for trace in traces(files, (NAME, NUMBER))} == {0, 1}
        forever = END + timedelta(days=40_000)
        changed = sum(number for _, number in sweep(store, DAYS, forever))
        assert changed == 60 * 6
        assert store.scrub()
        assert traces(sorted(tmp_path.glob("central.db*")), (NAME, NUMBER)) == []
        with store.reading() as session:
            stay = ResultRow.answer.contains("Certificate of participation")
            assert len(session.scalars(select(ResultRow).where(stay)).all()) == 60
