"""A document is made once for each case, and handed to its holder alone."""

import base64
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import structlog
from sqlalchemy import func, select, update
from support.central import CHEN, LI_NA, central_app
from support.documents import (
    NOW,
    PAID_PAPER,
    PAPER,
    RECEIPT,
    PaperOffice,
    answer,
    office,
    text_of,
)

from central.documents.keys import Keys, open_keys
from central.documents.verify import verify_pdf
from central.store.database import Store
from central.store.pending import slip_hash
from central.store.schema import DocumentRow, PaymentRow
from contract.documents import IssuedDocument
from contract.payment import PaymentState
from contract.queries import WaitingDocument
from contract.records import Paper
from contract.verification import read


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def keys(folder: Path) -> Keys:
    return open_keys(folder / "keys", demonstration=True)


@pytest.fixture
def department() -> PaperOffice:
    return PaperOffice()


@pytest.fixture
def client(
    store: Store, department: PaperOffice, folder: Path
) -> Iterator[httpx.Client]:
    with central_app(store, department, now=lambda: NOW, **office(folder)) as client:
        yield client


def wish(key: UUID | None = None, **changes: object) -> dict[str, Any]:
    return {
        "idempotency_key": str(key or uuid4()),
        "item": PAPER,
        "applicant": LI_NA,
    } | changes


def issue(client: httpx.Client, body: dict[str, Any]) -> IssuedDocument:
    answered = client.post("/v1/documents", json=body)
    assert answered.status_code == 200, answered.text
    return IssuedDocument.model_validate_json(answered.content)


def refusal(client: httpx.Client, body: dict[str, Any]) -> tuple[int, str]:
    answered = client.post("/v1/documents", json=body)
    return answered.status_code, answered.json()["reason"]


def collect(
    client: httpx.Client, document: UUID, **who: object
) -> IssuedDocument | tuple[int, str]:
    answered = client.post(f"/v1/documents/{document}/collection", json=who)
    if answered.status_code == 200:
        return IssuedDocument.model_validate_json(answered.content)
    return answered.status_code, answered.json()["reason"]


def became(store: Store, document: UUID, printed: str) -> None:
    with store.writing() as session:
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == document)
            .values(printed=printed)
        )


def kept(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(DocumentRow)) or 0


def test_a_document_is_made_signed_and_whole(client: httpx.Client, keys: Keys) -> None:
    made = issue(client, wish())
    assert made.sha256 == hashlib.sha256(made.pdf).hexdigest()
    claims = read(made.verification, keys.public.codes)
    assert verify_pdf(made.pdf, keys.public) == claims
    assert (claims.serial, claims.item) == (made.serial, PAPER)
    assert (claims.name, claims.number) == ("李娜", "510411********4526")
    assert (made.pages, made.copy_of) == (1, False)
    assert made.title == answer().title
    assert "李娜" in text_of(made.pdf)


def test_the_pdf_travels_as_plain_base64(client: httpx.Client) -> None:
    raw = client.post("/v1/documents", json=wish()).json()
    pdf = base64.b64decode(raw["pdf"])
    assert pdf.startswith(b"%PDF-")
    assert hashlib.sha256(pdf).hexdigest() == raw["sha256"]


def test_the_same_wish_again_gives_the_same_even_while_the_department_is_away(
    client: httpx.Client, department: PaperOffice, store: Store
) -> None:
    body = wish()
    first = issue(client, body)
    department.away = True
    assert issue(client, body) == first
    assert issue(client, body | {"form": {}}) == first
    assert kept(store) == department.asked == 1


def test_the_same_key_with_another_wish_is_refused(
    client: httpx.Client, store: Store
) -> None:
    body = wish()
    issue(client, body)
    for other in ({"applicant": CHEN}, {"form": {"month": "2026-10"}}):
        assert refusal(client, body | other) == (422, "key_reused")
    assert kept(store) == 1


def test_the_same_wish_at_the_same_moment_is_one_document(
    client: httpx.Client, store: Store
) -> None:
    body = wish()
    with ThreadPoolExecutor(4) as at_once:
        made = list(at_once.map(lambda _: issue(client, body), range(4)))
    assert {one.serial for one in made} == {made[0].serial}
    assert {one.sha256 for one in made} == {made[0].sha256}
    assert kept(store) == 1


def test_serials_count_within_a_day_of_shanghai(
    store: Store, department: PaperOffice, folder: Path
) -> None:
    now = datetime.fromisoformat("2026-11-26T15:59:00Z")
    with central_app(store, department, now=lambda: now, **office(folder)) as client:
        assert issue(client, wish()).serial == "PO-20261126-000001"
        assert issue(client, wish()).serial == "PO-20261126-000002"
        now += timedelta(minutes=2)  # past midnight there
        assert issue(client, wish()).serial == "PO-20261127-000001"
    with central_app(store, department, now=lambda: now, **office(folder)) as again:
        assert issue(again, wish()).serial == "PO-20261127-000002"


def test_two_centrals_on_one_database_never_give_a_serial_twice(
    store: Store, department: PaperOffice, folder: Path
) -> None:
    def make(client: httpx.Client) -> str:
        return issue(client, wish()).serial

    with (
        central_app(store, department, **office(folder)) as one,
        central_app(store, department, **office(folder)) as other,
        ThreadPoolExecutor(4) as at_once,
    ):
        serials = list(at_once.map(make, [one, other] * 4))
    assert len(set(serials)) == 8


def test_a_code_for_collecting_is_made_and_kept_only_as_it_is_needed(
    client: httpx.Client, store: Store
) -> None:
    made = issue(client, wish())
    assert len(made.code) == 9
    assert made.code[4] == "-"
    assert not set(made.code) & set("ILOU")
    with store.reading() as session:
        row = session.scalars(select(DocumentRow)).one()
    assert row.slip_hash == slip_hash(made.code)
    assert LI_NA["number"] not in row.person
    assert len(row.person) == 64


def test_nothing_is_made_of_nothing(
    client: httpx.Client, department: PaperOffice, store: Store
) -> None:
    department.says = answer(found=False)
    assert refusal(client, wish()) == (404, "nothing_found")
    department.says = answer(
        documents=(WaitingDocument(document=uuid4(), item=PAPER, title=answer().title),)
    )
    assert refusal(client, wish()) == (422, "not_a_document")
    assert refusal(client, wish(item=RECEIPT)) == (422, "not_a_document")
    assert refusal(client, wish(item="paper_office.none")) == (422, "not_a_document")
    department.away = True
    assert refusal(client, wish()) == (502, "department_failed")
    assert kept(store) == 0


def test_a_name_that_no_font_has_is_refused_and_told_to_operators(
    client: httpx.Client, store: Store
) -> None:
    nobody = {"number": LI_NA["number"], "name": "李\ue863娜"}
    with structlog.testing.capture_logs() as logs:
        refused = refusal(client, wish(applicant=nobody))
    assert refused == (422, "unprintable_character")
    alarm = next(one for one in logs if one["event"].startswith("alarm"))
    assert alarm["missing"] == ("U+E863",)
    assert "李" not in str(logs)
    assert kept(store) == 0


def payment(store: Store, state: PaymentState, item: str = PAID_PAPER) -> str:
    key = uuid4()
    with store.writing() as session:
        session.add(
            PaymentRow(
                id=key,
                fingerprint="",
                terminal="demo-01",
                case=uuid4(),
                item=item,
                title_zh="费",
                title_en="fee",
                provider="sandbox",
                reference=key.hex,
                amount=1000,
                state=state,
                created_at=NOW,
                deadline_at=NOW,
                changed_at=NOW,
                receipt_token=key.hex,
            )
        )
    return str(key)


@pytest.mark.parametrize("state", sorted(set(PaymentState) - {PaymentState.APPROVED}))
def test_nothing_is_handed_out_unless_it_is_paid(
    state: PaymentState, client: httpx.Client, store: Store
) -> None:
    body = wish(item=PAID_PAPER, payment=payment(store, state))
    assert refusal(client, body) == (409, "payment_missing")
    assert kept(store) == 0


def test_a_payment_pays_for_one_document_of_its_item(
    client: httpx.Client, store: Store
) -> None:
    assert refusal(client, wish(item=PAID_PAPER)) == (409, "payment_missing")
    assert refusal(client, wish(item=PAID_PAPER, payment=str(uuid4()))) == (
        409,
        "payment_missing",
    )
    other = payment(store, PaymentState.APPROVED, PAPER)
    assert refusal(client, wish(item=PAID_PAPER, payment=other)) == (
        409,
        "payment_missing",
    )
    paid = payment(store, PaymentState.APPROVED)
    body = wish(item=PAID_PAPER, payment=paid)
    assert issue(client, body) == issue(client, body)
    again = wish(item=PAID_PAPER, payment=paid)
    assert refusal(client, again) == (409, "payment_missing")


def test_the_same_card_collects_the_same_bytes(client: httpx.Client) -> None:
    made = issue(client, wish())
    assert collect(client, made.document, applicant=LI_NA) == made


@pytest.mark.parametrize("typed", ["{}", " {} ", "small", "no-hyphen"])
def test_a_code_collects_it_as_people_type_it(typed: str, client: httpx.Client) -> None:
    made = issue(client, wish())
    code = {"small": made.code.lower(), "no-hyphen": made.code.replace("-", "")}
    given = code.get(typed) or typed.format(made.code)
    assert collect(client, made.document, code=given) == made


def test_nobody_else_collects_it(client: httpx.Client) -> None:
    made = issue(client, wish())
    unknown = (404, "document_unknown")
    wrong = made.code[:-1] + ("0" if made.code[-1] != "0" else "1")
    assert collect(client, made.document, applicant=CHEN) == unknown
    assert collect(client, made.document, code=wrong) == unknown
    assert collect(client, made.document, code="") == unknown
    assert collect(client, made.document, code="证明") == unknown
    assert collect(client, uuid4(), applicant=LI_NA) == unknown
    invalid = (422, "body_invalid")
    assert collect(client, made.document) == invalid
    assert collect(client, made.document, code=made.code, applicant=LI_NA) == invalid


@pytest.mark.parametrize("paper", [Paper.PRINTED, Paper.UNCERTAIN])
def test_what_was_printed_or_may_have_been_is_a_copy(
    paper: Paper, client: httpx.Client, store: Store, keys: Keys
) -> None:
    made = issue(client, wish())
    became(store, made.document, paper)
    copy = collect(client, made.document, applicant=LI_NA)
    assert isinstance(copy, IssuedDocument)
    assert copy.copy_of
    assert copy.serial == made.serial
    assert copy.verification == made.verification
    assert copy.sha256 == hashlib.sha256(copy.pdf).hexdigest() != made.sha256
    assert "副本 COPY" in text_of(copy.pdf)
    assert verify_pdf(copy.pdf, keys.public).serial == made.serial
    with store.reading() as session:
        assert session.scalars(select(DocumentRow.copies)).one() == 1


def test_what_provably_did_not_come_out_is_no_copy(
    client: httpx.Client, store: Store
) -> None:
    made = issue(client, wish())
    became(store, made.document, Paper.NOT_PRINTED)
    assert collect(client, made.document, applicant=LI_NA) == made
    with store.reading() as session:
        assert session.scalars(select(DocumentRow.copies)).one() == 0


def test_without_keys_it_says_so(store: Store, department: PaperOffice) -> None:
    with central_app(store, department) as client:
        assert refusal(client, wish()) == (503, "documents_not_configured")


@pytest.mark.parametrize(
    "path", ["/v1/documents", f"/v1/documents/{UUID(int=7)}/collection"]
)
def test_only_terminals_have_documents_made(path: str, client: httpx.Client) -> None:
    answered = httpx.post(str(client.base_url) + path, json=wish(), trust_env=False)
    assert answered.status_code == 401
