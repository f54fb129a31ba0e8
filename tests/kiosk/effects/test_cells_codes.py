"""What lies in the cells for a person, and the codes that open them."""

from datetime import timedelta

import pytest
from support.effects import (
    CODE,
    MANIFEST_KEY,
    OTHER,
    TOKEN,
    WRONG,
    SteppedClock,
    check,
    failing,
    journal,
    lies_here,
    look_up,
)
from support.visits import NOW, PLACE, FakeDevices, Folder, effects_of

from config.settings import DEMO_SEALING_KEY
from contract.manifest import HoldingState
from kiosk.effects import Effects, Ledger
from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.manifest import Manifest

# -- what lies here ---------------------------------------------------------------


def test_nothing_is_known_before_a_manifest_came(effects: Effects) -> None:
    assert effects.cells.holdings(look_up()).held == ()


def test_a_person_finds_what_lies_here_for_them_alone(
    effects: Effects, cache: Cache
) -> None:
    mine = lies_here(cache)
    lies_here(cache, who=OTHER, cell=8)
    (held,) = effects.cells.holdings(look_up()).held
    assert (held.holding, held.cell, held.state) == (
        mine.holding,
        7,
        HoldingState.LOADED,
    )
    assert (held.title.zh_CN, held.title.en) == ("护照", "passport")
    assert (held.overdue, held.tries_left) == (False, 5)
    assert effects.cells.holdings(look_up()).token == TOKEN


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (HoldingState.EXPECTED, 0),
        (HoldingState.LOADED, 1),
        (HoldingState.RELEASED, 1),
        (HoldingState.UNCLEAR, 1),
        (HoldingState.RECALLED, 1),
    ],
)
def test_what_has_not_come_here_yet_is_not_found(
    state: HoldingState, found: int, effects: Effects, cache: Cache
) -> None:
    lies_here(cache, state=state)
    assert len(effects.cells.holdings(look_up()).held) == found


def test_what_lies_here_for_too_long_is_overdue(effects: Effects, cache: Cache) -> None:
    lies_here(cache, until=NOW)
    assert effects.cells.holdings(look_up()).held[0].overdue
    lies_here(cache, until=NOW + timedelta(seconds=1), cell=8)
    assert [h.overdue for h in effects.cells.holdings(look_up()).held] == [True, False]


# -- the code ---------------------------------------------------------------------


def test_the_right_code_is_right(effects: Effects, cache: Cache) -> None:
    held = lies_here(cache)
    checked = effects.cells.check_code(check(held))
    assert (checked.right, checked.tries_left) == (True, 5)


def test_the_code_of_another_document_is_wrong(effects: Effects, cache: Cache) -> None:
    held, other = lies_here(cache), lies_here(cache, cell=8, code="271828")
    assert not effects.cells.check_code(check(held, "271828")).right
    assert effects.cells.check_code(check(other, "271828")).right


def test_a_wrong_code_is_counted_on_the_disk_before_it_is_told(
    effects: Effects, cache: Cache, folder: Folder
) -> None:
    held = lies_here(cache)
    assert effects.cells.check_code(check(held, WRONG)).tries_left == 4

    def after_restart(other: Cache) -> int:
        reopened = effects_of(other, FakeDevices())
        return reopened.cells.holdings(look_up()).held[0].tries_left

    assert folder.see(after_restart) == 4


def test_what_cannot_be_counted_is_not_told(
    effects: Effects, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = lies_here(cache)
    with failing(monkeypatch, "INSERT INTO lockout"), pytest.raises(CacheError):
        effects.cells.check_code(check(held, WRONG))


def test_five_wrong_codes_lock_that_document_alone(
    effects: Effects, cache: Cache
) -> None:
    held, other = lies_here(cache), lies_here(cache, cell=8)
    left = [effects.cells.check_code(check(held, WRONG)).tries_left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    locked = effects.cells.check_code(check(held, CODE))
    assert (locked.right, locked.tries_left) == (False, 0)
    assert effects.cells.check_code(check(other, CODE)).right
    assert [e.kind for e in journal(cache)] == ["code_locked"]
    assert CODE not in str(journal(cache))


def test_a_right_code_forgives_the_wrong_ones_before(
    effects: Effects, cache: Cache
) -> None:
    held = lies_here(cache)
    for _ in range(4):
        effects.cells.check_code(check(held, WRONG))
    assert effects.cells.check_code(check(held)).right
    assert effects.cells.check_code(check(held, WRONG)).tries_left == 4


def test_a_lock_ends_after_a_day_or_by_a_clerk(cache: Cache) -> None:
    clock = SteppedClock(NOW)
    effects = Effects(
        Ledger(
            cache,
            terminal="demo-01",
            place=PLACE,
            demonstration=True,
            clock=clock,
            sealing_key=DEMO_SEALING_KEY,
        ),
        FakeDevices(),
    )
    held = lies_here(cache)

    def lock() -> None:
        while effects.cells.check_code(check(held, WRONG)).tries_left:
            pass

    lock()
    clock.go(hours=23, minutes=59)
    assert not effects.cells.check_code(check(held)).right
    clock.go(minutes=1)
    assert effects.cells.check_code(check(held, WRONG)).tries_left == 4
    lock()
    effects.cells.forgive_codes(held.holding)
    assert effects.cells.check_code(check(held)).right


def test_a_document_that_is_gone_from_the_manifest_has_no_right_code(
    effects: Effects, cache: Cache
) -> None:
    held = lies_here(cache)
    Manifest(cache).merge(MANIFEST_KEY, [])
    checked = effects.cells.check_code(check(held))
    assert (checked.right, checked.tries_left) == (False, 0)
