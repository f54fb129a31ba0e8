"""A department that is slow, fails or hangs costs nobody else anything."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest
from structlog.testing import capture_logs
from support.central import (
    CHEN,
    LI_NA,
    STATEMENT,
    central_app,
    eventually,
    record,
)

from central.departments import desk
from central.departments.base import QueriesOnly
from central.departments.breaker import FAILURES
from central.store.database import Store
from central.store.ledger import ledger
from central.store.schema import RecordRow
from contract.model import Bilingual
from contract.queries import Query, QueryAnswer
from contract.records import RecordKind

BILL = "one_stop.bill_payment"
CODE = "51041120260000010018"
TEXT = Bilingual(zh_CN="示例", en="Example")


class Scripted(QueriesOnly):
    """A department that does what a test tells it."""

    code = "social_security"
    items = frozenset({STATEMENT})

    def __init__(self, act: Callable[[Query], None] = lambda _: None) -> None:
        self.act = act
        self.asked: list[Query] = []

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        self.asked.append(query)
        self.act(query)
        return QueryAnswer(
            time=datetime(2000, 1, 1, tzinfo=UTC),
            found=True,
            department=TEXT,
            title=TEXT,
            as_of=now,
        )


def until(release: threading.Event) -> Callable[[Query], None]:
    def wait(_: Query) -> None:
        release.wait()

    return wait


@contextmanager
def hanging() -> Iterator[Scripted]:
    """A department that answers nobody until the block ends."""
    release = threading.Event()
    try:
        yield Scripted(until(release))
    finally:
        release.set()


def ask(client: httpx.Client, item: str = STATEMENT) -> httpx.Response:
    return client.post("/v1/queries", json={"item": item, "applicant": LI_NA})


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:onetrip:problem:{body['reason']}"
    assert body["time"]
    return answer.status_code, body["reason"]


def test_an_answer_carries_centrals_time(store: Store) -> None:
    now = datetime(2026, 11, 22, 6, tzinfo=UTC)
    with central_app(store, Scripted(), now=lambda: now) as client:
        assert ask(client).json()["time"] == "2026-11-22T06:00:00Z"


def test_without_a_department_central_says_so(store: Store) -> None:
    with central_app(store) as client:
        assert problem(ask(client)) == (503, "department_not_connected")


def test_an_item_that_the_department_does_not_have(client: httpx.Client) -> None:
    assert problem(ask(client, "social_security.x")) == (404, "item_unknown")


def test_a_slow_department_is_given_up_and_others_are_served(store: Store) -> None:
    with (
        hanging() as slow,
        central_app(store, slow, timeout_s=1) as client,
        ThreadPoolExecutor() as terminals,
    ):
        asking = [terminals.submit(ask, client) for _ in range(5)]
        eventually(lambda: len(slow.asked) == 5, "all have asked")
        assert client.get("/healthz").json()["ok"] is True
        taken = client.post("/v1/records", json={"records": [record(1)]})
        assert taken.json()["answers"][0]["state"] == "completed"
        for one in asking:
            assert problem(one.result()) == (504, "department_timeout")


def test_what_hangs_has_a_limit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "OPEN_QUESTIONS", 1)
    with hanging() as slow, central_app(store, slow, timeout_s=0.05) as client:
        assert problem(ask(client)) == (504, "department_timeout")
        busy = ask(client)
        assert problem(busy) == (503, "department_busy")
        assert int(busy.headers["retry-after"]) > 0


def test_the_place_of_a_question_that_hung_is_free_once_it_came_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "OPEN_QUESTIONS", 1)
    release = threading.Event()
    slow = Scripted(until(release))
    with central_app(store, slow, timeout_s=0.5) as client:
        assert problem(ask(client)) == (504, "department_timeout")
        release.set()
        eventually(lambda: ask(client).status_code == 200, "it is asked again")


def test_a_failing_department_is_named_without_its_words(store: Store) -> None:
    def fail(query: Query) -> None:
        raise ValueError(f"no data of {query.applicant}")

    with central_app(store, Scripted(fail)) as client, capture_logs() as logs:
        answer = ask(client)
    assert problem(answer) == (502, "department_failed")
    assert LI_NA["name"] not in answer.text
    assert LI_NA["name"] not in str(logs)
    (line,) = [line for line in logs if line["event"] == "department failed"]
    assert line["error"] == "ValueError"


def test_a_department_that_keeps_failing_is_left_alone_and_no_other_is(
    store: Store,
) -> None:
    def fail(_: Query) -> None:
        raise ValueError

    failing, well = Scripted(fail), Scripted()
    well.code, well.items = "one_stop", frozenset({BILL})
    with central_app(store, failing, well) as client:
        # What central asks by itself as it starts, of deposits, is answered well, and
        # an answer begins the count anew.
        answers = [problem(ask(client)) for _ in range(2 * FAILURES)]
        assert answers[:FAILURES] == [(502, "department_failed")] * FAILURES
        assert answers[-1] == (503, "department_unavailable")
        asked = len(failing.asked)
        left_alone = ask(client)
        assert problem(left_alone) == (503, "department_unavailable")
        assert int(left_alone.headers["retry-after"]) > 0
        assert len(failing.asked) == asked
        assert pay(client, {"bill_code": CODE}).status_code == 200


@pytest.mark.parametrize(
    "form",
    [{"bill_code": ""}, {"bill_code": "7"}, {"bill_code": CODE, "more": "x"}],
    ids=["empty", "too short", "an answer that nobody asked for"],
)
def test_a_form_that_is_not_as_defined_is_refused_before_the_department(
    store: Store, form: dict[str, str]
) -> None:
    department = Scripted()
    department.code, department.items = "one_stop", frozenset({BILL})
    with central_app(store, department) as client:
        assert problem(pay(client, form)) == (422, "form_invalid")
    assert department.asked == []


def test_a_form_with_a_question_left_out_is_refused(store: Store) -> None:
    department = Scripted()
    wanted = {"item": STATEMENT, "applicant": LI_NA, "form": {"month_from": "2025-01"}}
    with central_app(store, department) as client:
        assert problem(client.post("/v1/queries", json=wanted)) == (422, "form_invalid")
    assert department.asked == []


def test_a_department_hears_answers_in_their_normal_form(store: Store) -> None:
    department = Scripted()
    department.code, department.items = "one_stop", frozenset({BILL})
    wide = CODE.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    with central_app(store, department) as client:
        assert pay(client, {"bill_code": f" {wide} "}).status_code == 200
    (query,) = department.asked
    assert query.form == {"bill_code": CODE}


def pay(client: httpx.Client, form: dict[str, str]) -> httpx.Response:
    return client.post("/v1/queries", json={"item": BILL, "form": form})


def states(store: Store) -> dict[int, str]:
    return {entry.seq: str(entry.state) for entry in ledger(store)}


def send(client: httpx.Client, *records: object) -> None:
    answer = client.post("/v1/records", json={"records": records})
    assert {one["state"] for one in answer.json()["answers"]} == {"pending"}


def test_a_request_becomes_ready_by_itself(client: httpx.Client, store: Store) -> None:
    send(client, record(1, RecordKind.REQUEST))
    eventually(lambda: states(store) == {1: "ready"}, "it is ready")


def test_what_was_pending_is_done_after_a_restart(store: Store) -> None:
    with central_app(store) as client:
        send(client, record(1, RecordKind.REQUEST), record(2, RecordKind.REQUEST))
    assert states(store) == {1: "pending", 2: "pending"}
    with central_app(store, Scripted()):
        eventually(lambda: set(states(store).values()) == {"ready"}, "both are ready")


def test_a_request_is_asked_again_until_the_department_answers(store: Store) -> None:
    failures = iter([True, True])

    def fail_twice(_: Query) -> None:
        if next(failures, False):
            raise ConnectionError

    department = Scripted(fail_twice)
    with central_app(store, department) as client:
        send(client, record(1, RecordKind.REQUEST))
        eventually(lambda: states(store) == {1: "ready"}, "it is ready")
    assert len(department.asked) == 3


def test_a_poisoned_request_does_not_hold_up_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.cases.fulfilment.AT_ONCE", 1)

    def choke_on_chen(query: Query) -> None:
        if query.applicant and query.applicant.name == CHEN["name"]:
            raise ValueError

    well = {"applicant": LI_NA, "slip_code": "X", "language": "en"}
    with central_app(store, Scripted(choke_on_chen)) as client:
        send(
            client,
            record(1, RecordKind.REQUEST),
            *(record(seq, RecordKind.REQUEST, well) for seq in range(2, 6)),
        )
        eventually(lambda: list(states(store).values()).count("ready") == 4, "others")
    assert states(store)[1] == "pending"


def test_a_body_that_can_no_longer_be_read_does_not_hold_up_the_others(
    store: Store,
) -> None:
    with central_app(store) as client:
        send(client, record(1, RecordKind.REQUEST), record(2, RecordKind.REQUEST))
    with store.writing() as session:
        row = session.get(RecordRow, 1)
        assert row is not None
        row.body = b"{}"
    with central_app(store, Scripted()) as client:
        eventually(lambda: states(store)[2] == "ready", "the other is ready")
        assert client.get("/healthz").status_code == 200
    assert states(store)[1] == "pending"
