"""Draining the outbox: nothing lost, nothing twice, nothing blocked by another."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import structlog
from support.cache import StandingClock, enqueue, open_cache
from support.signing import signer
from support.wire import Central, Wire, answer

from contract.records import NO_KEY
from kiosk.agent import drain as sync
from kiosk.agent.drain import Drain, Sent
from kiosk.wire.client import CentralClient
from offline_cache.database import Cache
from offline_cache.outbox import Outbox, OutboxRecord, OutboxState
from view import Trouble

CANARY = "陈𬱖 510411198511223175"


class Line:
    """A terminal's outbox with one drain, and central at the other end."""

    def __init__(self, folder: Path) -> None:
        self.central = Central()
        self.wire = Wire(self.central)
        self.clock = StandingClock()
        self.cache: Cache = open_cache(folder)
        self.outbox = Outbox(self.cache, self.clock)
        self.client = self.client_for(self.wire.url)
        self.drain = self.drain_with(self.client)

    def client_for(self, url: str) -> CentralClient:
        return CentralClient(url, signer(), connect_timeout_s=10, answer_timeout_s=60)

    def drain_with(self, client: CentralClient, batch_size: int = 50) -> Drain:
        drain = Drain(
            self.cache,
            client,
            "demo-01",
            batch_size=batch_size,
            retry_first_s=1,
            retry_max_s=60,
        )
        drain._outbox = self.outbox  # on a stopped clock
        return drain

    def write(self, count: int = 1, body: bytes = b"{}") -> list[OutboxRecord]:
        return [enqueue(self.cache, self.outbox, body) for _ in range(count)]

    def states(self) -> list[str]:
        return [str(record.state) for record in self.outbox.records()]

    def record(self, key: UUID) -> OutboxRecord:
        return next(r for r in self.outbox.records() if r.idempotency_key == key)

    def close(self) -> None:
        self.wire.close()
        self.client.close()
        self.cache.close()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path)
    yield made
    made.close()


def test_an_empty_outbox_settles_nothing_and_asks_nobody(line: Line) -> None:
    assert line.drain.batch() == Sent(0)
    assert line.wire.requests == []


def test_what_central_takes_in_is_acknowledged_and_its_body_dropped(
    line: Line,
) -> None:
    records = line.write(3)
    assert line.drain.batch() == Sent(3)
    assert list(line.central.ledger) == [str(r.idempotency_key) for r in records]
    assert line.states() == ["acknowledged"] * 3
    assert [r.body for r in line.outbox.records()] == [b""] * 3


def test_records_are_sent_oldest_first_and_no_more_than_fit_a_batch(
    line: Line,
) -> None:
    keys = [str(r.idempotency_key) for r in line.write(120)]
    assert [line.drain.batch().settled for _ in range(4)] == [50, 50, 20, 0]
    assert line.central.seen == [keys[:50], keys[50:100], keys[100:]]
    assert line.outbox.counts().acknowledged == 120


@pytest.mark.parametrize("year", [1, 1969, 2101, 9998])
def test_a_record_of_an_absurd_clock_is_taken_in_all_the_same(
    line: Line, year: int
) -> None:
    at = datetime(year, 12, 31, tzinfo=UTC)
    enqueue(line.cache, line.outbox, at=at)
    assert line.drain.batch() == Sent(1)
    assert line.states() == [OutboxState.ACKNOWLEDGED]


def test_a_smaller_batch_is_kept_to(line: Line) -> None:
    line.write(5)
    assert line.drain_with(line.client, batch_size=2).batch() == Sent(2)


def test_a_refused_record_goes_to_quarantine_and_holds_up_nobody(line: Line) -> None:
    records = line.write(3)
    refused = records[1].idempotency_key
    line.central.refuse[str(refused)] = "key_reused"
    assert line.drain.batch() == Sent(3)
    assert line.states() == ["acknowledged", "quarantined", "acknowledged"]
    assert line.record(refused).last_error == "key_reused"
    assert line.record(refused).body == b"{}", "staff can still send it"


def test_what_a_sloppy_central_says_of_a_citizen_is_not_kept(line: Line) -> None:
    (record,) = line.write()
    line.central.refuse[str(record.idempotency_key)] = f"{CANARY} is unknown here"
    with structlog.testing.capture_logs() as logged:
        line.drain.batch()
    assert line.record(record.idempotency_key).last_error == "refused"
    assert CANARY not in str(logged)
    assert [each["event"] for each in logged] == ["record_quarantined"]


def test_a_refusal_without_a_key_is_known_by_its_position(line: Line) -> None:
    records = line.write(2)
    good = records[1].idempotency_key
    answers = [
        {"idempotency_key": str(NO_KEY), "state": "refused", "reason": "malformed"},
        {"idempotency_key": str(good), "state": "completed"},
    ]
    said = answer({"time": "2026-11-22T00:00:00Z", "answers": answers})
    with Wire(lambda _, connection: connection.sendall(said)) as wire:
        client = line.client_for(wire.url)
        assert line.drain_with(client).batch() == Sent(2)
        client.close()
    assert line.states() == ["quarantined", "acknowledged"]


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_batch_refused_as_a_whole_costs_only_the_poisoned_record(
    status: int, line: Line
) -> None:
    records = line.write(4)
    poisoned = records[2].idempotency_key
    line.central.poison, line.central.poison_status = {str(poisoned)}, status
    assert line.drain.batch() == Sent(4)
    assert line.states() == ["acknowledged"] * 2 + ["quarantined", "acknowledged"]
    assert line.record(poisoned).last_error == f"refused with status {status}"


def test_a_record_that_breaks_the_contract_never_leaves(line: Line) -> None:
    good = line.write()
    with line.cache.transaction():
        bad = line.outbox.enqueue(
            UUID(int=7), "NOT AN ITEM", "request", b"{}", good[0].created_at
        )
    assert line.drain.batch() == Sent(2)
    assert line.record(bad.idempotency_key).state is OutboxState.QUARANTINED
    assert line.central.seen == [[str(good[0].idempotency_key)]]


@pytest.mark.parametrize("status", [401, 403, 404, 409, 429, 500, 502, 503])
def test_whatever_is_not_about_the_records_is_tried_again_and_never_quarantined(
    status: int, line: Line
) -> None:
    line.write(2)
    line.central.records_status = status
    for _ in range(5):
        sent = line.drain.batch()
        assert (sent.settled, sent.trouble) == (0, Trouble.CENTRAL)
        assert line.states() == ["queued"] * 2
        line.clock.advance(60)
    line.central.records_status = 200
    assert line.drain.batch() == Sent(2)
    assert line.states() == ["acknowledged"] * 2


def test_the_pause_grows_is_bounded_and_begins_anew(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.uniform", lambda _low, high: high)
    line.write()
    line.central.records_status = 500
    pauses: list[Any] = []
    for _ in range(9):
        sent = line.drain.batch()
        pauses.append(sent.again_in_s)
        line.clock.advance(sent.again_in_s or 0)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    line.central.records_status = 200
    assert line.drain.batch() == Sent(1)
    line.write()
    line.central.records_status = 500
    assert line.drain.batch().again_in_s == 1


def test_a_record_is_not_due_before_its_pause_is_over(line: Line) -> None:
    line.write()
    line.central.records_status = 500
    pause = line.drain.batch().again_in_s
    assert pause is not None
    assert 0.5 <= pause <= 1
    line.central.records_status = 200
    line.clock.advance(pause - 0.01)
    assert line.drain.batch() == Sent(0)
    line.clock.advance(0.02)  # sums of fractions are not exact
    assert line.drain.batch() == Sent(1)


def test_thousands_of_failures_do_not_end_in_a_number_too_large(line: Line) -> None:
    line.drain._failures = 5000
    line.write()
    line.central.records_status = 500
    assert (line.drain.batch().again_in_s or 0) <= 60


def test_a_lost_answer_is_asked_for_again_with_the_same_bytes(line: Line) -> None:
    line.write(3, body=CANARY.encode())
    line.central.cut = True
    sent = line.drain.batch()
    assert (sent.settled, sent.trouble) == (0, Trouble.NETWORK)
    assert len(line.central.ledger) == 3, "central has them, and we cannot know"
    line.central.cut = False
    line.clock.advance(60)
    assert line.drain.batch() == Sent(3)
    assert line.central.sent[0] == line.central.sent[1]
    assert len(line.central.ledger) == 3
    assert line.states() == ["acknowledged"] * 3


def test_a_link_that_breaks_while_a_bad_batch_is_split_loses_nothing(
    line: Line,
) -> None:
    records = line.write(3)
    line.central.poison = {str(records[2].idempotency_key)}
    answers = iter([422, 200, 500, 500])

    def status() -> int:
        return next(answers)

    central = line.central

    def serve(request: Any, connection: Any) -> None:
        code = status()
        central.poison = set()
        if code == 200:
            central(request, connection)
        else:
            connection.sendall(answer({}, code))

    with Wire(serve) as wire:
        client = line.client_for(wire.url)
        sent = line.drain_with(client).batch()
        client.close()
    assert sent.trouble is Trouble.CENTRAL
    assert line.states() == ["acknowledged", "queued", "queued"]


def test_a_sender_that_died_holds_its_records_no_longer_than_the_lease(
    line: Line,
) -> None:
    line.write(2)
    line.outbox.lease("the dead", sync.LEASE_S, 50)
    assert line.drain.batch() == Sent(0)
    line.clock.advance(sync.LEASE_S)
    assert line.drain.batch() == Sent(2)


def test_neither_logs_nor_the_outbox_say_who_it_is_about(line: Line) -> None:
    records = line.write(3, body=CANARY.encode())
    line.central.refuse[str(records[0].idempotency_key)] = "malformed"
    with structlog.testing.capture_logs() as logged:
        line.central.records_status = 500
        line.drain.batch()
        line.clock.advance(60)
        line.central.records_status = 200
        line.central.poison = {str(records[1].idempotency_key)}
        line.drain.batch()
    assert {each["event"] for each in logged} == {"not_sent", "record_quarantined"}
    told = f"{logged} {[r.last_error for r in line.outbox.records()]}"
    for word in CANARY.split():
        assert word not in told
