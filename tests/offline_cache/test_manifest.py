"""The manifest: central says what should lie here, this terminal what does."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.cache import open_cache, rolled_back

from offline_cache.database import MAX_ROWS, Cache
from offline_cache.errors import CacheMisuseError
from offline_cache.manifest import RANKS, Holding, Manifest

KEY = b"k" * 32
CASE, EFFECT = UUID(int=5), UUID(int=6)


def holding(**changes: Any) -> Holding:
    values: dict[str, Any] = {
        "holding": uuid4(),
        "item": "exit_entry.passport_pickup",
        "label": "L-1",
        "title_zh": "护照",
        "title_en": "passport",
        "person": "p" * 64,
        "code": "c" * 64,
        "state": "loaded",
        "cell": 7,
        "until": datetime(2026, 12, 31, tzinfo=UTC),
    }
    return Holding(**(values | changes))


@pytest.fixture
def manifest(cache: Cache) -> Manifest:
    return Manifest(cache)


def move(cache: Cache, which: Holding, state: str, cell: int | None = 7) -> None:
    with cache.transaction():
        Manifest(cache).move(which.holding, state, cell)


def known(manifest: Manifest, which: Holding) -> Holding:
    found = manifest.get(which.holding)
    assert found is not None
    return found


# -- what central says ------------------------------------------------------------


def test_nothing_is_known_until_a_manifest_came(manifest: Manifest) -> None:
    assert manifest.key() is None
    assert manifest.all() == []
    assert manifest.merge(KEY, [])
    assert manifest.key() == KEY, "an empty manifest is a manifest"


def test_what_central_says_is_kept_and_told_as_news_once(
    manifest: Manifest, tmp_path: Path
) -> None:
    said = [holding(), holding(state="expected", cell=None, label="L-2")]
    assert manifest.merge(KEY, said)
    assert not manifest.merge(KEY, said)
    with open_cache(tmp_path) as again:
        assert {h.holding: h for h in Manifest(again).all()} == {
            h.holding: h for h in said
        }


def test_a_changed_entry_and_a_changed_key_are_news(manifest: Manifest) -> None:
    one = holding()
    manifest.merge(KEY, [one])
    later = replace(one, until=datetime(2027, 1, 31, tzinfo=UTC), person="q" * 64)
    assert manifest.merge(KEY, [later])
    assert known(manifest, one) == later
    assert manifest.merge(b"j" * 32, [later])
    assert manifest.key() == b"j" * 32


def test_what_central_names_no_more_is_forgotten(manifest: Manifest) -> None:
    one, two = holding(), holding(cell=8)
    manifest.merge(KEY, [one, two])
    assert manifest.merge(KEY, [two])
    assert manifest.all() == [two]


def test_a_long_manifest_is_taken_over_a_few_rows_at_a_time(
    cache: Cache, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, longest = 0, 0
    rows = Cache.rows

    def counting(self: Cache, sql: str, *values: object) -> Any:
        nonlocal written, longest
        if sql.startswith("BEGIN"):
            written = 0
        elif sql.startswith(("INSERT", "DELETE", "UPDATE")):
            written += 1
            longest = max(longest, written)
        return rows(self, sql, *values)

    monkeypatch.setattr(Cache, "rows", counting)
    many = [holding(label=f"L-{n}") for n in range(3 * MAX_ROWS + 1)]
    manifest.merge(KEY, many)
    assert len(manifest.all()) == len(many)
    manifest.merge(KEY, [])
    assert manifest.all() == []
    assert 1 < longest <= MAX_ROWS


# -- what this terminal says ------------------------------------------------------


@pytest.mark.parametrize("state", ["loaded", "released", "recalled", "unclear"])
def test_our_own_word_is_kept_until_central_says_the_same(
    state: str, cache: Cache, manifest: Manifest
) -> None:
    first = "expected" if state == "loaded" else "loaded"
    one = holding(state=first, cell=None if state == "loaded" else 7)
    manifest.merge(KEY, [one])
    move(cache, one, state, 9)
    assert not manifest.merge(KEY, [one]), "central has not heard of it yet"
    assert (known(manifest, one).state, known(manifest, one).cell) == (state, 9)
    assert known(manifest, one).ahead
    manifest.merge(KEY, [])
    assert known(manifest, one).ahead, "nor may it be forgotten"
    manifest.merge(KEY, [replace(one, state=state, cell=9)])
    assert not known(manifest, one).ahead
    manifest.merge(KEY, [])
    assert manifest.all() == []


def test_what_we_loaded_elsewhere_is_not_what_central_repeats(
    cache: Cache, manifest: Manifest
) -> None:
    one = holding(cell=7)
    manifest.merge(KEY, [one])
    move(cache, one, "loaded", 9)  # a clerk has moved it
    manifest.merge(KEY, [one])
    assert known(manifest, one).cell == 9
    assert known(manifest, one).ahead


def test_central_may_tell_more_of_an_entry_that_is_ahead(
    cache: Cache, manifest: Manifest
) -> None:
    one = holding()
    manifest.merge(KEY, [one])
    move(cache, one, "unclear")
    manifest.merge(KEY, [replace(one, title_en="a passport")])
    assert known(manifest, one).title_en == "a passport"
    assert known(manifest, one).state == "unclear"


@pytest.mark.parametrize(
    ("ours", "central", "then"),
    [
        ("released", "loaded", "released"),
        ("released", "expected", "released"),
        ("unclear", "loaded", "unclear"),
        ("loaded", "expected", "loaded"),
        ("expected", "loaded", "loaded"),
        ("loaded", "recalled", "recalled"),
        ("unclear", "released", "released"),  # staff have looked
        ("unclear", "recalled", "recalled"),
    ],
)
def test_central_takes_nothing_back_that_it_had_repeated(
    ours: str, central: str, then: str, manifest: Manifest
) -> None:
    """As a central would that was restored from yesterday."""
    one = holding(state=ours)
    manifest.merge(KEY, [one])
    manifest.merge(KEY, [replace(one, state=central)])
    assert known(manifest, one).state == then


def test_a_cell_that_is_being_opened_outlives_a_fresh_manifest(
    cache: Cache, manifest: Manifest
) -> None:
    one = holding()
    manifest.merge(KEY, [one])
    assert not manifest.opening()
    with cache.transaction():
        manifest.opens(one.holding, CASE, EFFECT)
    manifest.merge(KEY, [replace(one, title_en="a passport")])
    manifest.merge(KEY, [])
    assert manifest.opening()
    assert known(manifest, one).opened_for == CASE
    with cache.transaction():
        manifest.opened(one.holding)
    assert not manifest.opening()
    assert known(manifest, one).opened_for == CASE
    manifest.merge(KEY, [])
    assert manifest.all() == []


def test_our_word_belongs_to_a_transaction(cache: Cache, manifest: Manifest) -> None:
    one = holding()
    manifest.merge(KEY, [one])
    with pytest.raises(CacheMisuseError):
        manifest.move(one.holding, "released", 7)
    with pytest.raises(CacheMisuseError):
        manifest.opens(one.holding, CASE, EFFECT)
    with pytest.raises(CacheMisuseError):
        manifest.opened(one.holding)
    with rolled_back(cache):
        manifest.move(one.holding, "released", 7)
    assert known(manifest, one) == one


def test_there_are_no_other_states(cache: Cache, manifest: Manifest) -> None:
    with pytest.raises(CacheMisuseError), cache.transaction():
        manifest.move(uuid4(), "lost", 1)
    with pytest.raises(CacheMisuseError):
        manifest.merge(KEY, [holding(state="lost")])
    assert set(RANKS) == {"expected", "loaded", "released", "recalled", "unclear"}


# -- looking ----------------------------------------------------------------------


def test_a_person_is_found_with_an_item_first_due_first(manifest: Manifest) -> None:
    late = holding(until=datetime(2027, 1, 1, tzinfo=UTC))
    soon = holding(until=datetime(2026, 12, 1, tzinfo=UTC), cell=8)
    manifest.merge(
        KEY,
        [late, soon, holding(item="x.y", cell=3), holding(person="q" * 64, cell=4)],
    )
    assert manifest.of_person("p" * 64, late.item) == [soon, late]
    assert manifest.of_person("z" * 64, late.item) == []


def test_what_lies_in_the_cells_is_told_by_cell(manifest: Manifest) -> None:
    there = [holding(cell=2), holding(cell=1, state="unclear")]
    elsewhere = [
        holding(state="expected", cell=None),
        holding(state="released", cell=3),
        holding(state="recalled", cell=4),
    ]
    manifest.merge(KEY, [*there, *elsewhere])
    assert manifest.in_cells() == there[::-1]


def test_an_envelope_is_found_by_its_bar_code(manifest: Manifest) -> None:
    one = holding(label="E-77")
    manifest.merge(KEY, [one, holding(label="E-78", cell=8)])
    assert manifest.labelled("E-77") == [one]
    assert manifest.labelled("E-79") == []
