"""What a terminal forgets: only what central has, and never so that nobody sees it."""

from uuid import uuid4

import pytest
from support.cache import enqueue

from offline_cache.chain import Break, Fault
from offline_cache.database import MAX_ROWS, Cache
from offline_cache.errors import CacheMisuseError
from offline_cache.journal import Checkpoint, EffectState, Journal
from offline_cache.outbox import Outbox, OutboxState
from offline_cache.retention import Retention
from offline_cache.words import Kind

MANY = 3 * MAX_ROWS


@pytest.fixture
def outbox(cache: Cache) -> Outbox:
    made = Outbox(cache)
    for _ in range(MANY):
        enqueue(cache, made)
    return made


@pytest.fixture
def journal(cache: Cache) -> Journal:
    made = Journal(cache)
    with cache.transaction():
        for number in range(MANY):
            made.append("visit_began", visit=f"v{number}")
    return made


def forget(cache: Cache, kept: int = 1) -> int:
    """Prune until nothing more goes; in how many commits."""
    retention, commits = Retention(cache, kept, kept), 0
    while retention.prune():
        commits += 1
    return commits


def countersigned(journal: Journal, at: int | None = None) -> None:
    head = journal.head()
    if at is not None:
        (entry,) = [e for e in journal._rows(at - 1) if e["seq"] == at]
        head = Checkpoint(at, entry["hash"])
    journal.checkpoint_seen(Checkpoint(head.seq, head.hash, b"s" * 64))


def numbers(journal: Journal) -> list[int]:
    return [entry.seq for entry in journal.entries()]


def acknowledge(outbox: Outbox, records: int) -> None:
    for at in range(0, records, MAX_ROWS):
        first = outbox.records(limit=MANY)[at : at + min(MAX_ROWS, records - at)]
        outbox.acknowledge({each.idempotency_key: "completed" for each in first})


# -- records ----------------------------------------------------------------------


def test_what_central_has_not_stays_for_ever(cache: Cache, outbox: Outbox) -> None:
    quarantined, leased, _ = outbox.records(limit=3)
    outbox.quarantine(quarantined.idempotency_key, "malformed")
    outbox.lease("agent", 60, 1)
    assert forget(cache) == 0
    assert len(outbox.records(limit=2 * MANY)) == MANY
    assert leased.seq == 2


def test_what_central_has_goes_and_the_newest_stay(
    cache: Cache, outbox: Outbox
) -> None:
    held = outbox.records(limit=10)[9]
    acknowledge(outbox, MANY)
    fresh = enqueue(cache, outbox)
    outbox.quarantine(fresh.idempotency_key, "malformed")
    assert forget(cache, kept=20) == MANY // MAX_ROWS
    left = outbox.records(limit=2 * MANY)
    assert [each.seq for each in left] == list(range(MANY - 18, MANY + 2))
    assert outbox.acknowledge({held.idempotency_key: "completed"}) == 0
    assert outbox.counts().acknowledged == MANY, "as many as ever were"
    assert outbox.counts().quarantined == 1


def test_the_next_number_follows_though_all_before_has_gone(
    cache: Cache, outbox: Outbox
) -> None:
    acknowledge(outbox, MANY)
    forget(cache)
    assert [each.seq for each in outbox.records()] == [MANY]
    assert enqueue(cache, outbox).seq == MANY + 1


@pytest.mark.parametrize("state", [*OutboxState])
def test_the_database_itself_keeps_what_is_open(
    cache: Cache, outbox: Outbox, state: OutboxState
) -> None:
    first = outbox.records(limit=1)[0]
    match state:
        case OutboxState.LEASED:
            outbox.lease("agent", 60, 1)
        case OutboxState.QUARANTINED:
            outbox.quarantine(first.idempotency_key, "malformed")
        case OutboxState.ACKNOWLEDGED:
            outbox.acknowledge({first.idempotency_key: "completed"})
            cache.rows("DELETE FROM outbox WHERE seq = 1")
            return
    with pytest.raises(CacheMisuseError, match="what central has not"):
        cache.rows("DELETE FROM outbox WHERE seq = 1")


# -- the journal ------------------------------------------------------------------


def test_what_central_has_not_seen_stays(cache: Cache, journal: Journal) -> None:
    assert forget(cache) == 0
    countersigned(journal, at=MAX_ROWS - 1)
    assert forget(cache) == 0
    assert numbers(journal) == list(range(1, MANY + 1))


def test_what_central_has_seen_goes_and_the_rest_is_still_a_chain(
    cache: Cache, journal: Journal
) -> None:
    countersigned(journal, at=MANY - 10)
    assert forget(cache, kept=20) == 2
    assert numbers(journal) == list(range(2 * MAX_ROWS + 1, MANY + 3))
    kinds = [entry.kind for entry in journal.entries()]
    assert kinds[-2:] == [Kind.PRUNED, Kind.PRUNED]
    for whole in (True, False):
        assert journal.verify(all_of_it=whole) is None
    countersigned(journal)
    with cache.transaction():
        journal.append("visit_began")
    assert journal.verify() is None


def test_all_that_central_has_seen_may_go(cache: Cache, journal: Journal) -> None:
    countersigned(journal, at=2 * MAX_ROWS)
    assert forget(cache) == 2
    assert journal.anchor().seq == 2 * MAX_ROWS
    assert journal.verify() is None
    assert journal.verify(all_of_it=False) is None


def test_an_effect_whose_end_nobody_knows_keeps_all_behind_it(
    cache: Cache, journal: Journal
) -> None:
    effect = uuid4()
    with cache.transaction():
        journal.arm(effect, "receipt")
        for _ in range(MANY):
            journal.append("visit_began")
    countersigned(journal)
    forget(cache)
    assert [each.effect for each in journal.unsettled()] == [effect]
    assert numbers(journal)[0] == MANY + 1
    journal.settle(effect, EffectState.EFFECT_UNKNOWN)
    forget(cache)
    assert numbers(journal)[0] > MANY + 1


def test_the_database_itself_keeps_what_is_not_anchored(
    cache: Cache, journal: Journal
) -> None:
    with pytest.raises(CacheMisuseError, match="what central has not"):
        cache.rows("DELETE FROM journal WHERE seq = 1")
    countersigned(journal, at=2 * MAX_ROWS)
    with pytest.raises(CacheMisuseError, match="what central has not"):
        cache.rows("DELETE FROM journal WHERE seq = 1")
    forget(cache)
    first = numbers(journal)[0]
    with pytest.raises(CacheMisuseError, match="what central has not"):
        cache.rows("DELETE FROM journal WHERE seq = ?", first)


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (
            "UPDATE journal_anchor SET hash = zeroblob(32)",
            Break(2 * MAX_ROWS + 1, Fault.ALTERED),
        ),
        ("DELETE FROM journal_anchor", Break(1, Fault.MISSING)),
        (
            "DELETE FROM journal WHERE seq = 101",
            Break(2 * MAX_ROWS + 1, Fault.MISSING),
        ),
        (
            # Whoever can hides a few more, as if they had been pruned.
            "INSERT OR REPLACE INTO journal_anchor"
            " SELECT 1, seq, hash FROM journal WHERE seq = 110",
            Break(110, Fault.MISSING),
        ),
    ],
)
def test_an_end_that_was_tampered_with_is_found(
    cache: Cache, journal: Journal, tamper: str, found: Break
) -> None:
    countersigned(journal, at=MANY - 10)
    forget(cache)
    assert numbers(journal)[0] == 2 * MAX_ROWS + 1
    for row in cache.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
        cache.rows(f"DROP TRIGGER {row['name']}")
    cache.rows(tamper)
    if found.seq == 110:
        cache.rows("DELETE FROM journal WHERE seq <= 110")
    assert journal.verify() == found


def test_one_commit_deletes_no_more_than_the_screen_can_wait_for(
    cache: Cache, outbox: Outbox, journal: Journal
) -> None:
    acknowledge(outbox, MANY)
    countersigned(journal)
    assert Retention(cache, 1, 1).prune()
    assert len(outbox.records(limit=2 * MANY)) == MANY - MAX_ROWS
    assert len(numbers(journal)) == MANY - MAX_ROWS + 1
