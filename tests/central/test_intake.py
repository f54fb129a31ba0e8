"""Each record is taken in once, and costs only itself."""

import json
import uuid
from base64 import b64encode
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs
from support.central import (
    central_app,
    completion_body,
    eventually,
    record,
    request_body,
)
from support.signing import Signing

from central.demo.social_security import DemoAccounts
from central.departments.social_security import SocialSecurity
from central.store.database import Store
from central.store.ledger import latest, ledger
from central.store.schema import RatingRow, RecordRow, ResultRow
from central.store.terminals import add_terminal
from contract.records import BATCH_LIMIT, NO_KEY, RecordKind

ABOUT = "1d1c7a53-8a4e-4a3a-9d55-0f8e6a3d5b11"


def send(client: httpx.Client, *records: object) -> list[dict[str, str]]:
    # Lone surrogates, which JSON can say and UTF-8 cannot, must reach central.
    content = json.dumps({"records": records})
    answer = client.post(
        "/v1/records", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["time"].endswith("Z")
    answers: list[dict[str, str]] = answer.json()["answers"]
    assert len(answers) == len(records)
    return answers


def states(store: Store) -> list[str]:
    return [str(entry.state) for entry in ledger(store)]


def test_each_kind_comes_to_its_own_state(client: httpx.Client, store: Store) -> None:
    case = record(1)
    about = {"about": case["idempotency_key"]}
    kinds = [
        case,
        record(2, RecordKind.OUTCOME, {**about, "serial": "R-1", "paper": "printed"}),
        record(3, RecordKind.RATING, {**about, "grade": "satisfied"}),
    ]
    answers = send(client, *kinds)
    assert [answer["state"] for answer in answers] == [
        "completed",
        "recorded",
        "recorded",
    ]
    assert [a["idempotency_key"] for a in answers] == [
        one["idempotency_key"] for one in kinds
    ]
    assert latest(store, 5)[-1].paper == "printed"


def test_a_rating_is_kept_without_a_name(client: httpx.Client, store: Store) -> None:
    about = uuid.uuid4()
    rating = {
        "about": str(about),
        "grade": "dissatisfied",
        "reasons": ["too_slow", "other"],
    }
    send(client, record(1, RecordKind.RATING, rating))
    with store.reading() as session:
        row = session.scalars(select(RatingRow)).one()
    assert (row.about, row.grade, row.reasons) == (
        about,
        "dissatisfied",
        "too_slow,other",
    )


def test_the_same_record_gets_the_same_answer_and_has_one_effect(store: Store) -> None:
    # Without a department, so that the request stays pending.
    with central_app(store) as client:
        sent = [record(1), record(2, RecordKind.REQUEST)]
        first = send(client, *sent)
        assert send(client, *sent, *sent) == first + first
    assert states(store) == ["completed", "pending"]


def test_the_answer_stays_the_same_once_the_request_is_ready(
    client: httpx.Client, store: Store
) -> None:
    request = record(1, RecordKind.REQUEST)
    first = send(client, request)
    eventually(lambda: states(store) == ["ready"], "the request is ready")
    assert send(client, request) == first


@pytest.mark.parametrize(
    "changes",
    [
        {"body": record(1, content=completion_body("R-9"))["body"]},
        {"seq": 2},
        {"install": str(uuid.uuid4())},
        {"item": "social_security.other"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_same_key_with_something_else_is_refused(
    client: httpx.Client, store: Store, changes: dict[str, object]
) -> None:
    first = record(1)
    send(client, first)
    with capture_logs() as logs:
        (answer,) = send(client, first | changes)
    assert (answer["state"], answer["reason"]) == ("refused", "key_reused")
    assert any("alarm" in line["event"] for line in logs)
    assert len(states(store)) == 1
    assert send(client, first)[0]["state"] == "completed"


def test_a_reused_number_is_refused_and_raises_an_alarm(
    client: httpx.Client, store: Store
) -> None:
    send(client, record(7))
    with capture_logs() as logs:
        (answer,) = send(client, record(7))
    assert (answer["state"], answer["reason"]) == ("refused", "sequence_reused")
    (alarm,) = [line for line in logs if "alarm" in line["event"]]
    assert alarm["log_level"] == "error"
    assert (alarm["terminal"], alarm["seq"]) == ("demo-01", 7)
    assert len(states(store)) == 1


def test_another_disk_counts_anew(client: httpx.Client, store: Store) -> None:
    send(client, record(1), record(1, install=str(uuid.uuid4())))
    assert len(states(store)) == 2


def test_contradictions_within_one_batch_are_seen_too(
    client: httpx.Client, store: Store
) -> None:
    first = record(1)
    other = record(1)
    altered = first | {"body": record(1, content=completion_body("R-9"))["body"]}
    answers = send(client, first, first, other, altered)
    assert [answer.get("reason") for answer in answers] == [
        None,
        None,
        "sequence_reused",
        "key_reused",
    ]
    assert len(states(store)) == 1


# They are refused before any database is asked.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "poison",
    [
        5,
        None,
        "text",
        [],
        {},
        {"idempotency_key": "no key"},
        record(9, idempotency_key=str(NO_KEY)),
        record(0),
        record(2**63),
        record(9) | {"seq": "9"},
        record(9) | {"seq": True},
        record(9) | {"seq": 10**400},
        record(9, item="No Item"),
        record(9) | {"kind": "wish"},
        record(9, terminal="demo-01\n"),
        record(9, created_at="2026-11-22T05:45:25"),
        record(9, created_at="0001-01-01T00:00:00+14:00"),
        record(9, created_at="9999-12-31T23:59:59-14:00"),
        record(9, created_at=1),
        record(9, body="****"),
        record(9, body=b64encode(b"\xff\xfe").decode()),
        record(9, body=b64encode(b"[" * 5000).decode()),
        record(9, body=b64encode(b"{}").decode()),
        record(9, body=b64encode(b'{"applicant":"\\ud800"}').decode()),
        record(9, RecordKind.REQUEST, completion_body()),
        record(9, content={**completion_body(), "more": 1}),
        record(9) | {"more": 1},
        record(9, item="\ud800"),
        record(9, content=completion_body("R\0")),
    ],
    ids=range(29),
)
def test_a_malformed_record_costs_only_itself(
    client: httpx.Client, store: Store, poison: object
) -> None:
    before, after = record(1), record(2)
    answers = send(client, before, poison, after)
    assert [answer["state"] for answer in answers] == [
        "completed",
        "refused",
        "completed",
    ]
    assert answers[1]["reason"] == "malformed"
    assert states(store) == ["completed"] * 2


def test_a_malformed_record_is_named_by_its_key_where_that_can_be_read(
    client: httpx.Client,
) -> None:
    readable = record(1) | {"kind": "wish"}
    answers = send(client, readable, {"idempotency_key": 5})
    assert answers[0]["idempotency_key"] == readable["idempotency_key"]
    assert answers[1]["idempotency_key"] == str(NO_KEY)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (RecordKind.REQUEST, request_body()),
        (RecordKind.COMPLETION, completion_body()),
        (RecordKind.OUTCOME, {"about": ABOUT, "serial": "R-1", "paper": "printed"}),
        (RecordKind.RATING, {"about": ABOUT, "grade": "satisfied"}),
    ],
    ids=lambda value: value if isinstance(value, RecordKind) else "",
)
def test_terminals_of_the_contracts_first_version_are_understood(
    client: httpx.Client, kind: RecordKind, body: dict[str, object]
) -> None:
    (answer,) = send(client, record(1, kind, body))
    assert answer["state"] != "refused"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            RecordKind.REQUEST,
            {
                "slip_code": "7KQ2M9XD",
                "language": "en",
                "form": {"bill_code": "2026000123"},
                "options": ["1625"],
                "payment": ABOUT,
            },
        ),
        (RecordKind.COMPLETION, {"serial": "R-1", "payment": ABOUT, "amount": -1}),
        (
            RecordKind.OUTCOME,
            {
                "about": ABOUT,
                "serial": "SS-1",
                "paper": "uncertain",
                "kind": "document",
                "document": ABOUT,
            },
        ),
        (RecordKind.HOLDING, {"holding": ABOUT, "cell": 255, "state": "unclear"}),
    ],
    ids=lambda value: value if isinstance(value, RecordKind) else "",
)
def test_what_this_version_adds_is_taken_in(
    client: httpx.Client, kind: RecordKind, body: dict[str, object]
) -> None:
    first = record(1, kind, body)
    (answer,) = send(client, first)
    assert answer["state"] != "refused"
    assert send(client, first) == [answer]


def test_what_was_refused_can_be_taken_in_once_it_is_right(
    client: httpx.Client, store: Store
) -> None:
    good = record(1)
    send(client, good | {"kind": "wish"})
    assert send(client, good)[0]["state"] == "completed"
    assert len(states(store)) == 1


def test_nobody_sends_for_another_terminal(client: httpx.Client, store: Store) -> None:
    add_terminal(store, "hall-02", datetime.now(UTC))
    (answer,) = send(client, record(1, terminal="hall-02"))
    assert (answer["state"], answer["reason"]) == ("refused", "terminal_mismatch")
    assert states(store) == []


def test_an_item_that_the_department_does_not_have_is_refused(
    client: httpx.Client, store: Store
) -> None:
    unknown = record(1, RecordKind.REQUEST, item="social_security.moonlight")
    (answer,) = send(client, unknown)
    assert (answer["state"], answer["reason"]) == ("refused", "item_unknown")
    assert states(store) == []


def test_a_request_for_a_department_not_connected_yet_is_kept(
    client: httpx.Client, store: Store
) -> None:
    request = record(1, RecordKind.REQUEST, item="tax.certificate")
    assert send(client, request)[0]["state"] == "pending"
    assert states(store) == ["pending"]


def test_more_records_than_a_batch_may_hold_are_refused_whole(
    client: httpx.Client, store: Store
) -> None:
    too_many = [record(seq) for seq in range(1, BATCH_LIMIT + 2)]
    answer = client.post("/v1/records", json={"records": too_many})
    assert answer.status_code == 422
    assert answer.json()["reason"] == "body_invalid"
    assert states(store) == []
    assert len(send(client, *too_many[:BATCH_LIMIT])) == BATCH_LIMIT


def test_an_empty_batch_is_answered(client: httpx.Client) -> None:
    assert send(client) == []


def test_names_are_kept_only_while_they_are_needed(store: Store) -> None:
    with central_app(store) as client:
        send(client, record(1), record(2, RecordKind.REQUEST, request_body()))
    with store.reading() as session:
        bodies = {row.kind: row.body for row in session.scalars(select(RecordRow))}
    assert bodies["completion"] is None
    assert bodies["request"] is not None
    with central_app(store, SocialSecurity(DemoAccounts())):
        eventually(lambda: "ready" in states(store), "the request is ready")
    with store.reading() as session:
        assert all(row.body is None for row in session.scalars(select(RecordRow)))
        assert session.scalars(select(ResultRow)).one().answer


def test_a_signature_is_needed(store: Store) -> None:
    with central_app(store) as client:
        own, client.auth = client.auth, httpx.Auth()
        answer = client.post("/v1/records", json={"records": [record(1)]})
        assert answer.status_code == 401
        client.auth = own or Signing()
        assert send(client, record(1))[0]["state"] == "completed"
