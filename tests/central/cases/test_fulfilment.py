"""What was accepted offline becomes a document or a result, once."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from support.central import (
    CHEN,
    LI_NA,
    central_app,
    eventually,
    record,
    request_body,
)
from support.documents import NOW, PAPER, RECEIPT, PaperOffice, answer, both, office

from central.cases import fulfilment
from central.departments.desk import Desk
from central.documents.keys import open_keys
from central.documents.office import Documents
from central.store import pending
from central.store.database import Store
from central.store.ledger import ledger
from central.store.schema import DocumentRow, RecordRow, ResultRow
from contract.documents import DocumentRequest, IssuedDocument
from contract.model import Applicant
from contract.records import RecordKind


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def department() -> PaperOffice:
    return PaperOffice()


@pytest.fixture
def client(
    store: Store, department: PaperOffice, folder: Path
) -> Iterator[httpx.Client]:
    with central_app(store, department, now=lambda: NOW, **office(folder)) as client:
        yield client


def send(client: httpx.Client, *records: dict[str, object]) -> None:
    assert client.post("/v1/records", json={"records": records}).status_code == 200


def all_ready(store: Store) -> None:
    eventually(
        lambda: {str(entry.state) for entry in ledger(store)} == {"ready"},
        "all requests are ready",
    )


def documents(store: Store) -> list[DocumentRow]:
    with store.reading() as session:
        return list(session.scalars(select(DocumentRow).order_by(DocumentRow.serial)))


def test_a_paper_is_made_with_the_code_of_the_slip(
    client: httpx.Client, store: Store
) -> None:
    request = record(1, RecordKind.REQUEST, request_body(), item=PAPER)
    send(client, request)
    all_ready(store)
    (made,) = documents(store)
    assert str(made.idempotency_key) == request["idempotency_key"]
    assert (made.slip_code, made.terminal) == ("7KQ2M9XD", "demo-01")
    with store.reading() as session:
        assert session.scalars(select(ResultRow)).all() == []
        assert session.scalars(select(RecordRow.body)).all() == [None]
    who = {"applicant": CHEN}
    collected = client.post(f"/v1/documents/{made.id}/collection", json=who)
    assert collected.json()["copy_of"] is False


def test_what_has_no_paper_and_whom_nothing_is_known_of_get_an_answer(
    client: httpx.Client, store: Store, department: PaperOffice
) -> None:
    send(client, record(1, RecordKind.REQUEST, request_body(), item=RECEIPT))
    all_ready(store)
    department.says = answer(found=False, facts=(), table=None)
    send(client, record(2, RecordKind.REQUEST, request_body(LI_NA), item=PAPER))
    all_ready(store)
    assert documents(store) == []
    with store.reading() as session:
        assert len(session.scalars(select(ResultRow)).all()) == 2


def test_a_stop_between_the_paper_and_its_entry_makes_no_second_one(
    client: httpx.Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops = iter([OperationalError("UPDATE", {}, ValueError())])

    def stop_once(*arguments: object) -> None:
        for stop in stops:
            raise stop
        pending.make_ready(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(fulfilment, "make_ready", stop_once)
    send(client, record(1, RecordKind.REQUEST, request_body(), item=PAPER))
    all_ready(store)
    assert len(documents(store)) == 1


def test_two_centrals_that_do_the_same_make_one_paper(
    store: Store, folder: Path, department: PaperOffice
) -> None:
    settings = office(folder)
    desk = Desk([department], 60, lambda: NOW, settings["items"].get)
    two = [
        Documents(
            store,
            desk,
            open_keys(folder / "keys", demonstration=True),
            settings["items"].get,
            demonstration=True,
        )
        for _ in range(2)
    ]
    wish = DocumentRequest(
        idempotency_key=UUID(int=7),
        item=PAPER,
        applicant=Applicant.model_validate(CHEN),
    )

    async def at_once() -> list[IssuedDocument]:
        making = [
            each.issue(wish, "demo-01", slip_code="7KQ2M9XD", now=NOW) for each in two
        ]
        return await asyncio.gather(*making)

    one, again = asyncio.run(at_once())
    assert (again.document, again.pdf) == (one.document, one.pdf)
    assert len(documents(store)) == 1


@pytest.mark.parametrize("title", ["\0", "长" * 500], ids=["NUL", "long"])
def test_a_request_whose_paper_cannot_be_made_does_not_hold_up_the_others(
    client: httpx.Client, store: Store, department: PaperOffice, title: str
) -> None:
    department.says = answer(title=both(title))
    send(client, record(1, RecordKind.REQUEST, request_body(), item=PAPER))
    eventually(lambda: department.asked > 0, "it was asked")
    send(client, record(2, RecordKind.REQUEST, request_body(LI_NA), item=RECEIPT))
    eventually(lambda: list(ledger(store))[-1].state == "ready", "the other is ready")
    assert client.get("/healthz").status_code == 200
    department.says = answer(title=both("长" * 210))
    all_ready(store)
    assert len(documents(store)) == 1
