"""The exact limits: one less, the limit itself, one more."""

from datetime import timedelta
from uuid import uuid4

import pytest
from support.cache import NOON, StandingClock, enqueue

from offline_cache.database import MAX_ROWS, Cache
from offline_cache.errors import CacheMisuseError
from offline_cache.journal import Checkpoint, Journal
from offline_cache.lockout import Lockouts
from offline_cache.mailbox import CommandState, Mailbox
from offline_cache.outbox import Outbox, OutboxState
from offline_cache.pin_lockout import PinLockout
from offline_cache.retention import Retention


@pytest.fixture
def outbox(cache: Cache, clock: StandingClock) -> Outbox:
    return Outbox(cache, clock)


# -- the outbox -------------------------------------------------------------------


def test_fifty_rows_are_one_commit_and_fifty_one_are_refused(
    cache: Cache, outbox: Outbox
) -> None:
    keys = [enqueue(cache, outbox).idempotency_key for _ in range(MAX_ROWS + 1)]
    with pytest.raises(CacheMisuseError, match="at most 50"):
        outbox.acknowledge(dict.fromkeys(keys, "x"))
    assert outbox.counts().acknowledged == 0
    assert len(outbox.lease("a", 60, MAX_ROWS)) == MAX_ROWS
    assert len(outbox.lease("a", 60, 1)) == 1
    assert outbox.retry_later(keys[:MAX_ROWS], "x") == MAX_ROWS
    assert outbox.acknowledge(dict.fromkeys(keys[1:], "x")) == MAX_ROWS


def test_a_page_begins_behind_its_number_and_ends_at_its_limit(
    cache: Cache, outbox: Outbox
) -> None:
    keys = [enqueue(cache, outbox).idempotency_key for _ in range(6)]
    outbox.acknowledge({keys[0]: "x", keys[3]: "x"})
    outbox.quarantine(keys[4], "y")
    assert [each.seq for each in outbox.records(limit=3, after=1)] == [2, 3, 4]
    assert [each.seq for each in outbox.records(limit=3, after=4)] == [5, 6]
    found = outbox.records(OutboxState.ACKNOWLEDGED, limit=1)
    assert [each.seq for each in found] == [1]
    assert [r.seq for r in outbox.records(OutboxState.ACKNOWLEDGED, after=1)] == [4]
    assert [r.seq for r in outbox.records(OutboxState.QUEUED)] == [2, 3, 6]


def test_how_much_is_unheard_counts_from_the_oldest_that_is_open(
    cache: Cache, outbox: Outbox
) -> None:
    assert outbox.unheard() == 0
    keys = [enqueue(cache, outbox).idempotency_key for _ in range(4)]
    assert outbox.unheard() == 4
    outbox.acknowledge({keys[0]: "x", keys[2]: "x"})
    assert outbox.unheard() == 3
    outbox.acknowledge({keys[1]: "x"})
    assert outbox.unheard() == 1
    outbox.acknowledge({keys[3]: "x"})
    assert outbox.unheard() == 0
    enqueue(cache, outbox)
    assert outbox.unheard() == 1


def test_what_was_tried_keeps_its_tries_when_it_arrives(
    cache: Cache, outbox: Outbox
) -> None:
    key = enqueue(cache, outbox).idempotency_key
    for _ in range(3):
        outbox.lease("a", 60)
        outbox.retry_later([key], "central_500")
    outbox.acknowledge({key: "x"})
    (kept,) = outbox.records()
    assert (kept.attempts, kept.last_error, kept.created_at) == (3, None, NOON)


def test_only_what_is_leased_is_tried_later(cache: Cache, outbox: Outbox) -> None:
    queued, aside = (enqueue(cache, outbox).idempotency_key for _ in range(2))
    outbox.quarantine(aside, "y")
    assert outbox.retry_later([queued, aside], "x") == 0
    assert outbox.quarantine(aside, "again") == 0
    assert outbox.records()[1].last_error == "y"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE acknowledged SET answer = 'other'",
        "UPDATE acknowledged SET seq = 9",
        "DELETE FROM acknowledged",
        "DELETE FROM acknowledged WHERE seq = 2",
        "INSERT INTO outbox SELECT seq + 9, idempotency_key, item, kind, created_at,"
        " x'00', 'queued', NULL, NULL, NULL, 0, NULL, NULL, key_id FROM acknowledged",
    ],
)
def test_the_database_itself_keeps_what_central_has_said(
    cache: Cache, outbox: Outbox, sql: str
) -> None:
    keys = [enqueue(cache, outbox).idempotency_key for _ in range(2)]
    outbox.acknowledge(dict.fromkeys(keys, "x"))
    with pytest.raises(CacheMisuseError):
        cache.rows(sql)
    assert len(outbox.records()) == 2


def test_the_last_number_may_go_once_another_follows(
    cache: Cache, outbox: Outbox
) -> None:
    key = enqueue(cache, outbox).idempotency_key
    outbox.acknowledge({key: "x"})
    assert enqueue(cache, outbox).seq == 2
    cache.rows("DELETE FROM acknowledged WHERE seq = 1")
    assert enqueue(cache, outbox).seq == 3


def test_an_enqueue_outside_a_transaction_is_refused(outbox: Outbox) -> None:
    with pytest.raises(CacheMisuseError):
        outbox.enqueue(uuid4(), "a.b", "request", b"x", NOON)
    assert outbox.records() == []


# -- commands ---------------------------------------------------------------------


def test_a_command_lapses_at_its_last_second(
    cache: Cache, clock: StandingClock
) -> None:
    mailbox = Mailbox(cache, clock)
    number = mailbox.post("screen", "x", {}, 10)
    clock.advance(9.9)
    assert mailbox.outcome(number).state is CommandState.POSTED
    clock.advance(0.1)
    assert mailbox.take("screen") is None
    assert mailbox.outcome(number).state is CommandState.LAPSED


def test_a_sweep_takes_what_has_lapsed_and_nothing_that_is_worked_on(
    cache: Cache, clock: StandingClock
) -> None:
    mailbox = Mailbox(cache, clock)
    taken, posted = (mailbox.post("screen", "x", {}, 10) for _ in range(2))
    later = mailbox.post("screen", "x", {}, 10.1)
    assert mailbox.take("screen") is not None
    clock.advance(10)
    mailbox.post("agent", "x", {}, 10)
    left = [row["id"] for row in cache.rows("SELECT id FROM command ORDER BY id")]
    assert left[:2] == [taken, later]
    assert posted not in left


# -- lock-outs --------------------------------------------------------------------


def test_a_lock_out_ends_at_its_instant(cache: Cache) -> None:
    now = [NOON]
    lockouts = Lockouts(cache, lambda: now[0])
    lockouts.fail("code")
    lockouts.lock("code", 60)
    now[0] = NOON + timedelta(seconds=59.9)
    assert lockouts.get("code").until == NOON + timedelta(seconds=60)
    now[0] = NOON + timedelta(seconds=60)
    assert (lockouts.get("code").until, lockouts.get("code").failures) == (None, 1)


def test_a_pin_is_locked_for_what_is_left_and_never_for_less_than_nothing(
    cache: Cache, clock: StandingClock
) -> None:
    lockout = PinLockout(cache, clock)
    assert lockout.fail() == 1
    lockout.lock(60)
    clock.advance(59)
    assert lockout.get().locked_s == pytest.approx(1)
    clock.advance(1)
    assert lockout.get().locked_s == 0
    clock.advance(1)
    assert lockout.get().locked_s == 0


# -- retention --------------------------------------------------------------------


@pytest.mark.parametrize(("entries", "goes"), [(51, False), (52, True)])
def test_fifty_entries_are_worth_one_of_their_own(
    cache: Cache, entries: int, goes: bool
) -> None:
    journal = Journal(cache)
    with cache.transaction():
        for _ in range(entries):
            journal.append("visit_began")
    head = journal.head()
    journal.checkpoint_seen(Checkpoint(head.seq, head.hash, b"s" * 64))
    assert Retention(cache, 1, 2).prune() is goes
    assert journal.anchor().seq == (MAX_ROWS if goes else 0)


def test_the_newest_records_stay_exactly(cache: Cache, outbox: Outbox) -> None:
    keys = [enqueue(cache, outbox).idempotency_key for _ in range(5)]
    outbox.acknowledge(dict.fromkeys(keys, "x"))
    assert Retention(cache, 3, 1).prune()
    assert [each.seq for each in outbox.records()] == [3, 4, 5]
    assert not Retention(cache, 3, 1).prune()
