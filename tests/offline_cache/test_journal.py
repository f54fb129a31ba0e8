import json
from datetime import datetime
from uuid import uuid4

import pytest
from support.cache import NOON, rolled_back

from offline_cache.database import Cache
from offline_cache.errors import CacheMisuseError
from offline_cache.journal import EffectState, Journal

OUTCOMES = [state for state in EffectState if state is not EffectState.ARMED]


def noon() -> datetime:
    return NOON


@pytest.fixture
def journal(cache: Cache) -> Journal:
    return Journal(cache, noon)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_effect_is_armed_and_then_has_one_outcome(
    cache: Cache, journal: Journal, outcome: EffectState
) -> None:
    effect = uuid4()
    with cache.transaction():
        journal.arm(effect, "receipt", visit="v1", item="a.b", serial="R7")
    assert [entry.effect for entry in journal.unsettled()] == [effect]
    settled = journal.settle(effect, outcome, {"reason": "paper_out"})
    assert (settled.visit, settled.item, settled.serial) == ("v1", "a.b", "R7")
    assert settled.detail == {"reason": "paper_out"}
    assert journal.unsettled() == []
    assert [entry.state for entry in journal.entries()] == [EffectState.ARMED, outcome]


@pytest.mark.parametrize("first", OUTCOMES)
@pytest.mark.parametrize("second", list(EffectState))
def test_an_outcome_is_final(
    cache: Cache, journal: Journal, first: EffectState, second: EffectState
) -> None:
    effect = uuid4()
    with cache.transaction():
        journal.arm(effect, "receipt")
    journal.settle(effect, first)
    with pytest.raises(CacheMisuseError):
        journal.settle(effect, second)
    with pytest.raises(CacheMisuseError), cache.transaction():
        journal.arm(effect, "receipt")
    assert len(list(journal.entries())) == 2


def test_only_what_is_armed_can_be_settled(cache: Cache, journal: Journal) -> None:
    with pytest.raises(CacheMisuseError, match="never armed"):
        journal.settle(uuid4(), EffectState.CONFIRMED)
    effect = uuid4()
    with pytest.raises(CacheMisuseError):
        journal.arm(effect, "receipt")  # no transaction to be committed before acting
    with cache.transaction():
        journal.arm(effect, "receipt")
    with pytest.raises(CacheMisuseError, match="no outcome"):
        journal.settle(effect, EffectState.ARMED)


def test_the_journal_is_only_appended_to(cache: Cache, journal: Journal) -> None:
    with cache.transaction():
        journal.append("visit_begun", visit="v1")
    for sql in ("DELETE FROM journal", "UPDATE journal SET kind = 'x'"):
        with pytest.raises(CacheMisuseError):
            cache.rows(sql)
    assert [entry.kind for entry in journal.entries()] == ["visit_begun"]


def test_the_journal_is_exported_as_lines_of_json(
    cache: Cache, journal: Journal
) -> None:
    effect = uuid4()
    with cache.transaction():
        journal.append("visit_begun", visit="v1", item="a.b", detail={"n": 1})
        journal.arm(effect, "receipt", visit="v1")
    lines = [entry.line() for entry in journal.entries()]
    assert not any("\n" in line for line in lines)
    at = "2026-03-02T04:00:00.000000Z"
    assert [json.loads(line) for line in lines] == [
        {
            "seq": 1,
            "at": at,
            "visit": "v1",
            "kind": "visit_begun",
            "item": "a.b",
            "detail": {"n": 1},
        },
        {
            "seq": 2,
            "at": at,
            "visit": "v1",
            "kind": "receipt",
            "effect": str(effect),
            "state": "armed",
        },
    ]


def test_an_export_of_many_pages_misses_nothing(cache: Cache, journal: Journal) -> None:
    with cache.transaction():
        for _ in range(1203):
            journal.append("tick")
    assert [entry.seq for entry in journal.entries()] == list(range(1, 1204))
    assert [entry.seq for entry in journal.entries(after=1200)] == [1201, 1202, 1203]


def test_serials_have_no_gap_and_none_comes_twice(
    cache: Cache, journal: Journal
) -> None:
    with cache.transaction():
        assert [journal.next_serial("receipt") for _ in range(3)] == [1, 2, 3]
    with rolled_back(cache):
        assert journal.next_serial("receipt") == 4
    with cache.transaction():
        assert journal.next_serial("receipt") == 4
        assert journal.next_serial("slip") == 1


def test_what_is_no_json_is_refused(cache: Cache, journal: Journal) -> None:
    for detail in ({"x": b"bytes"}, {"x": float("nan")}):
        with pytest.raises((TypeError, ValueError)), cache.transaction():
            journal.append("tick", detail=detail)
    assert list(journal.entries()) == []
