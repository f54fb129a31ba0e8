"""The journal's chain: whatever is changed behind its back is found and named."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from offline_cache import chain
from offline_cache.chain import Break, Fault
from offline_cache.database import Cache
from offline_cache.journal import Checkpoint, EffectState, Journal

ENTRIES = 9


@pytest.fixture
def journal(cache: Cache) -> Journal:
    """Nine entries, as anybody with the key can reach them."""
    made = Journal(cache)
    for number in range(ENTRIES // 3):
        effect = uuid4()
        with cache.transaction():
            made.append("visit_began", visit=f"v{number}")
            made.arm(effect, "receipt", visit=f"v{number}", serial=f"R{number}")
        made.settle(effect, EffectState.CONFIRMED, {"paper": "printed"})
    return made


@pytest.fixture
def opened(cache: Cache, journal: Journal) -> Cache:
    for row in cache.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
        cache.rows(f"DROP TRIGGER {row['name']}")
    return cache


def test_an_untouched_chain_is_whole(journal: Journal) -> None:
    assert journal.verify() is None
    assert journal.head().seq == ENTRIES


def test_an_empty_one_is_whole(cache: Cache) -> None:
    assert Journal(cache).verify() is None
    assert Journal(cache).head() == Checkpoint(0, chain.start(cache.install))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2020-01-01T00:00:00.000000Z"),
        ("visit", "v9"),
        ("visit", None),
        ("kind", "release"),
        ("serial", "R9"),
        ("item", "a.b"),
        ("detail", '{"paper":"not_printed"}'),
        ("hash", bytes(32)),
    ],
)
@pytest.mark.parametrize("seq", [1, 5, ENTRIES])
def test_a_changed_entry_is_found(
    opened: Cache, journal: Journal, seq: int, column: str, value: object
) -> None:
    opened.rows(f"UPDATE journal SET {column} = ? WHERE seq = ?", value, seq)  # noqa: S608
    assert journal.verify() == Break(seq, Fault.ALTERED)


@pytest.mark.parametrize("seq", [1, 5])
def test_an_entry_taken_out_is_found(opened: Cache, journal: Journal, seq: int) -> None:
    opened.rows("DELETE FROM journal WHERE seq = ?", seq)
    assert journal.verify() == Break(seq, Fault.MISSING)


def test_one_taken_out_with_the_others_moved_up_is_found(
    opened: Cache, journal: Journal
) -> None:
    opened.rows("DELETE FROM journal WHERE seq = 5")
    for seq in range(6, ENTRIES + 1):
        opened.rows("UPDATE journal SET seq = ? WHERE seq = ?", seq - 1, seq)
    assert journal.verify() == Break(5, Fault.ALTERED)


def test_two_that_are_swapped_are_found(opened: Cache, journal: Journal) -> None:
    for old, new in ((4, 100), (7, 4), (100, 7)):
        opened.rows("UPDATE journal SET seq = ? WHERE seq = ?", new, old)
    assert journal.verify() == Break(4, Fault.ALTERED)


def test_an_entry_of_another_terminal_is_no_beginning(
    opened: Cache, journal: Journal
) -> None:
    opened.rows("UPDATE terminal SET install = ?", str(uuid4()))
    opened.install = uuid4()
    assert journal.verify() == Break(1, Fault.ALTERED)


def seen(journal: Journal) -> Checkpoint:
    head = journal.send_checkpoint()
    assert head is not None
    countersigned = Checkpoint(head.seq, head.hash, b"s" * 64)
    journal.checkpoint_seen(countersigned)
    return countersigned


def test_a_tail_that_central_has_seen_is_missed(
    opened: Cache, journal: Journal
) -> None:
    seen(journal)
    opened.rows("DELETE FROM journal WHERE seq > 6")
    assert journal.verify() == Break(ENTRIES, Fault.CUT_OFF)
    assert journal.verify(all_of_it=False) == Break(ENTRIES, Fault.CUT_OFF)


def rewritten(cache: Cache) -> None:
    """Somebody takes an entry out and makes every later hash anew."""
    rows = cache.rows("SELECT * FROM journal WHERE seq <> 5 ORDER BY seq")
    cache.rows("DELETE FROM journal")
    last = chain.start(cache.install)
    for seq, row in enumerate([*rows, {**rows[0], "effect": None}], 1):
        row["seq"] = seq
        row["hash"] = last = chain.link(last, row)
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        cache.rows(f"INSERT INTO journal ({names}) VALUES ({marks})", *row.values())  # noqa: S608


@pytest.mark.parametrize("all_of_it", [True, False])
def test_a_chain_made_anew_is_not_the_one_that_central_has_seen(
    opened: Cache,
    journal: Journal,
    all_of_it: bool,
) -> None:
    rewritten(opened)
    assert journal.verify() is None, "nobody has seen the other one"
    opened.rows("DELETE FROM journal")
    with opened.transaction():
        for number in range(ENTRIES):
            journal.append("visit_began", visit=f"v{number}")
    seen(journal)
    rewritten(opened)
    assert journal.verify(all_of_it=all_of_it) == Break(ENTRIES, Fault.REPLACED)


def test_from_the_last_checkpoint_on_only_what_is_new_is_followed(
    opened: Cache, journal: Journal
) -> None:
    seen(journal)
    with opened.transaction():
        journal.append("visit_began")
    assert journal.verify(all_of_it=False) is None
    opened.rows("UPDATE journal SET kind = 'x' WHERE seq = 2")
    assert journal.verify(all_of_it=False) is None
    assert journal.verify() == Break(2, Fault.ALTERED)
    opened.rows("UPDATE journal SET kind = 'x' WHERE seq = ?", ENTRIES + 1)
    assert journal.verify(all_of_it=False) == Break(ENTRIES + 1, Fault.ALTERED)


def test_what_was_sent_and_not_heard_of_comes_again_as_it_was(
    cache: Cache, journal: Journal
) -> None:
    first = journal.send_checkpoint()
    with cache.transaction():
        journal.append("visit_began")
    assert journal.send_checkpoint() == first
    assert first is not None
    journal.checkpoint_seen(Checkpoint(first.seq, first.hash, b"s" * 64))
    second = journal.send_checkpoint()
    assert second is not None
    assert second.seq == ENTRIES + 1


def test_nothing_new_needs_no_signature(journal: Journal) -> None:
    seen(journal)
    assert journal.send_checkpoint() is None


def test_the_database_takes_no_entry_without_a_hash(
    cache: Cache, journal: Journal
) -> None:
    insert: Callable[[], object] = lambda: cache.rows(  # noqa: E731
        "INSERT INTO journal (at, kind, detail) VALUES ('', 'x', '{}')"
    )
    with pytest.raises(Exception, match="an entry has a hash"), cache.transaction():
        insert()
    assert journal.verify() is None
