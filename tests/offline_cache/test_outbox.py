from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from support.cache import NOON, StandingClock, enqueue, open_cache, rolled_back

from offline_cache.database import Cache
from offline_cache.errors import CacheMisuseError
from offline_cache.outbox import Outbox, OutboxCounts, OutboxState

BODY = '{"applicant": {"name": "张𬱖"}}'.encode()


@pytest.fixture
def outbox(cache: Cache, clock: StandingClock) -> Outbox:
    return Outbox(cache, clock)


def test_a_record_is_kept_exactly_as_it_was_written(
    cache: Cache, outbox: Outbox
) -> None:
    key, body = uuid4(), bytes(range(256))
    shanghai = datetime(2026, 3, 2, 12, 0, 0, 5, timezone(timedelta(hours=8)))
    with cache.transaction():
        written = outbox.enqueue(key, "tax.certificate", "request", body, shanghai)
    (leased,) = outbox.lease("a", 60)
    assert written.seq == leased.seq == 1
    assert leased.idempotency_key == key
    assert (leased.item, leased.kind) == ("tax.certificate", "request")
    assert leased.body == body
    assert leased.created_at == shanghai
    (row,) = cache.rows("SELECT created_at FROM outbox")
    assert row["created_at"] == "2026-03-02T04:00:00.000005Z"


def test_no_record_can_be_changed_or_deleted_by_mistake(
    cache: Cache, outbox: Outbox
) -> None:
    enqueue(cache, outbox)
    for sql in (
        "DELETE FROM outbox",
        "UPDATE outbox SET body = x'00'",
        "UPDATE outbox SET seq = 7",
        "UPDATE outbox SET state = 'acknowledged'",
        "UPDATE outbox SET body = NULL",
    ):
        with pytest.raises(CacheMisuseError):
            cache.rows(sql)


def test_a_record_does_not_show_its_body_in_logs(cache: Cache, outbox: Outbox) -> None:
    record = enqueue(cache, outbox, BODY)
    assert "张" not in repr(record)
    assert "applicant" not in repr(record)


def test_a_key_is_used_once_only_also_after_its_acknowledgement(
    cache: Cache, outbox: Outbox
) -> None:
    record = enqueue(cache, outbox)
    outbox.acknowledge({record.idempotency_key: "completed"})
    with pytest.raises(CacheMisuseError), cache.transaction():
        outbox.enqueue(record.idempotency_key, "a.b", "request", b"x", NOON)
    assert enqueue(cache, outbox).seq == 2


def test_an_empty_body_is_refused(cache: Cache, outbox: Outbox) -> None:
    with pytest.raises(CacheMisuseError):
        enqueue(cache, outbox, b"")


def test_numbers_have_no_gap_after_a_rollback(cache: Cache, outbox: Outbox) -> None:
    assert enqueue(cache, outbox).seq == 1
    for _ in range(3):
        with rolled_back(cache):
            assert enqueue(cache, outbox).seq == 2
    assert enqueue(cache, outbox).seq == 2
    outbox.acknowledge({r.idempotency_key: "x" for r in outbox.records()})
    assert enqueue(cache, outbox).seq == 3


def test_records_are_leased_in_order_and_to_one_alone(
    cache: Cache, outbox: Outbox
) -> None:
    for _ in range(5):
        enqueue(cache, outbox)
    assert [r.seq for r in outbox.lease("a", 60, 2)] == [1, 2]
    assert [r.seq for r in outbox.lease("b", 60)] == [3, 4, 5]
    assert outbox.lease("c", 60) == []


def test_a_lease_takes_fifty_at_most(cache: Cache, outbox: Outbox) -> None:
    with cache.transaction():
        for _ in range(60):
            enqueue(cache, outbox)
    assert [r.seq for r in outbox.lease("a", 60)] == list(range(1, 51))
    for limit in (0, 51):
        with pytest.raises(CacheMisuseError):
            outbox.lease("a", 60, limit)
    with pytest.raises(CacheMisuseError):
        outbox.acknowledge({r.idempotency_key: "x" for r in outbox.records(limit=60)})


def test_a_lease_ends_by_itself(
    cache: Cache, outbox: Outbox, clock: StandingClock
) -> None:
    enqueue(cache, outbox)
    assert outbox.lease("a", 60)
    clock.advance(59.9)
    assert outbox.lease("b", 60) == []
    clock.advance(0.1)
    (again,) = outbox.lease("b", 60)
    assert again.attempts == 2


def test_no_lease_and_no_delay_outlives_the_boot(
    cache: Cache, outbox: Outbox, clock: StandingClock
) -> None:
    enqueue(cache, outbox)
    second = enqueue(cache, outbox)
    outbox.lease("a", 600)
    outbox.retry_later([second.idempotency_key], "no_answer", 600)
    clock.reboot()  # its seconds are far below those that were written
    assert [r.seq for r in outbox.lease("a", 600)] == [1, 2]


def test_a_release_gives_back_all_of_one_owner(cache: Cache, outbox: Outbox) -> None:
    with cache.transaction():
        for _ in range(130):
            enqueue(cache, outbox)
    for owner in ("a", "a", "b"):
        outbox.lease(owner, 600)
    assert outbox.release("a") == 100
    assert outbox.counts().queued == 100
    assert [r.seq for r in outbox.lease("c", 60, 1)] == [1]


def test_an_acknowledged_record_keeps_its_line_and_loses_its_body(
    cache: Cache, outbox: Outbox
) -> None:
    record = enqueue(cache, outbox, BODY)
    outbox.lease("a", 60)
    assert outbox.acknowledge({record.idempotency_key: '{"state":"ready"}'}) == 1
    (kept,) = outbox.records()
    assert kept.state is OutboxState.ACKNOWLEDGED
    assert (kept.seq, kept.idempotency_key) == (1, record.idempotency_key)
    assert kept.answer == '{"state":"ready"}'
    assert kept.body == b""
    assert cache.rows("SELECT * FROM outbox") == []


def test_an_acknowledgement_is_final(
    cache: Cache, outbox: Outbox, clock: StandingClock
) -> None:
    key = enqueue(cache, outbox).idempotency_key
    outbox.lease("a", 60)
    clock.advance(60)
    outbox.lease("b", 60)  # a's lease has run out; its answer is true all the same
    assert outbox.acknowledge({key: "first"}) == 1
    assert outbox.acknowledge({key: "second"}) == 0
    assert outbox.retry_later([key], "late") == 0
    assert outbox.quarantine(key, "late") == 0
    assert outbox.release("b") == 0
    assert outbox.lease("c", 60) == []
    assert outbox.records()[0].answer == "first"


def test_an_answer_for_nobody_changes_nothing(cache: Cache, outbox: Outbox) -> None:
    enqueue(cache, outbox)
    assert outbox.acknowledge({uuid4(): "completed"}) == 0
    assert outbox.counts().queued == 1


def test_a_delayed_record_waits_and_holds_nobody_up(
    cache: Cache, outbox: Outbox, clock: StandingClock
) -> None:
    first, _ = enqueue(cache, outbox), enqueue(cache, outbox)
    outbox.lease("a", 600)
    assert outbox.retry_later([first.idempotency_key], "central_500", 30) == 1
    enqueue(cache, outbox)
    assert [r.seq for r in outbox.lease("a", 60)] == [3]
    clock.advance(30)
    (again,) = outbox.lease("a", 60)
    assert (again.seq, again.attempts, again.last_error) == (1, 2, "central_500")


def test_a_poisoned_record_is_set_aside_and_never_dropped(
    cache: Cache, outbox: Outbox
) -> None:
    poisoned = enqueue(cache, outbox, BODY)
    for _ in range(3):
        enqueue(cache, outbox)
    outbox.lease("a", 60)
    assert outbox.quarantine(poisoned.idempotency_key, "422 body") == 1
    outbox.release("a")
    assert [r.seq for r in outbox.lease("a", 60)] == [2, 3, 4]
    (kept,) = outbox.records(OutboxState.QUARANTINED)
    assert (kept.body, kept.last_error) == (BODY, "422 body")


def test_staff_can_send_the_quarantined_again(cache: Cache, outbox: Outbox) -> None:
    keys = [enqueue(cache, outbox).idempotency_key for _ in range(120)]
    for key in keys:
        outbox.quarantine(key, "unknown item")
    assert outbox.lease("a", 60) == []
    assert outbox.retry_quarantined(keys[7]) == 1
    assert [r.seq for r in outbox.lease("a", 60)] == [8]
    assert outbox.retry_quarantined() == 119
    assert outbox.counts().queued == 119
    assert outbox.retry_quarantined(UUID(int=0)) == 0


def test_the_outbox_in_numbers(
    tmp_path: Path, cache: Cache, outbox: Outbox, clock: StandingClock
) -> None:
    assert outbox.counts() == OutboxCounts(0, 0, 0, 0, None)
    with cache.transaction():
        keys = [
            outbox.enqueue(
                uuid4(), "a.b", "request", b"x", NOON + timedelta(hours=n)
            ).idempotency_key
            for n in range(6)
        ]
    outbox.acknowledge({keys[0]: "x", keys[3]: "x"})
    outbox.quarantine(keys[1], "y")
    outbox.lease("a", 60, 1)
    expected = OutboxCounts(2, 1, 1, 2, NOON + timedelta(hours=2))
    assert outbox.counts() == expected
    with open_cache(tmp_path) as other:
        assert Outbox(other, clock).counts() == expected
    outbox.acknowledge(dict.fromkeys(keys, "x"))
    assert outbox.counts() == OutboxCounts(0, 0, 0, 6, None)


def test_a_full_queue_is_known_beforehand(cache: Cache, outbox: Outbox) -> None:
    assert outbox.has_room(1)
    assert not outbox.has_room(0)
    records = [enqueue(cache, outbox) for _ in range(3)]
    outbox.quarantine(records[0].idempotency_key, "still takes its place")
    assert outbox.has_room(4)
    assert not outbox.has_room(3)
    outbox.acknowledge({records[1].idempotency_key: "x"})
    assert outbox.has_room(3)


def test_records_come_page_by_page(cache: Cache, outbox: Outbox) -> None:
    for _ in range(5):
        enqueue(cache, outbox)
    assert [r.seq for r in outbox.records(limit=2)] == [1, 2]
    assert [r.seq for r in outbox.records(limit=2, after=2)] == [3, 4]
    assert outbox.records(OutboxState.LEASED) == []


def test_a_moment_without_a_zone_is_refused(cache: Cache, outbox: Outbox) -> None:
    with pytest.raises(ValueError, match="zone"), cache.transaction():
        outbox.enqueue(uuid4(), "a.b", "request", b"x", NOON.replace(tzinfo=None))
