"""What was wrong is counted on the disk, and a lock-out ends by itself."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.cache import NOON, open_cache, rolled_back

from offline_cache.database import Cache
from offline_cache.lockout import Lockout, Lockouts


class Wall:
    """A wall clock that goes only when told."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def lockouts(cache: Cache, wall: Wall) -> Lockouts:
    return Lockouts(cache, wall)


def test_what_was_never_wrong_is_free(lockouts: Lockouts) -> None:
    assert lockouts.get("code 1") == Lockout(0, None)


def test_each_name_is_counted_for_itself_over_restarts(
    lockouts: Lockouts, tmp_path: Path
) -> None:
    assert [lockouts.fail("code 1") for _ in range(3)] == [1, 2, 3]
    assert lockouts.fail("code 2") == 1
    with open_cache(tmp_path) as again:
        assert Lockouts(again).get("code 1").failures == 3


def test_a_lock_out_ends_when_its_time_is_over(lockouts: Lockouts, wall: Wall) -> None:
    lockouts.fail("pin")
    lockouts.lock("pin", 300)
    assert lockouts.get("pin") == Lockout(1, NOON + timedelta(seconds=300))
    wall.now += timedelta(seconds=299)
    assert lockouts.get("pin").until is not None
    wall.now += timedelta(seconds=1)
    assert lockouts.get("pin") == Lockout(1, None), "the count goes on"


def test_what_is_right_or_forgiven_counts_anew(lockouts: Lockouts) -> None:
    lockouts.fail("pin")
    lockouts.lock("pin", 300)
    lockouts.clear("pin")
    assert lockouts.get("pin") == Lockout(0, None)
    assert lockouts.fail("pin") == 1


def test_a_count_is_part_of_the_callers_commit(
    cache: Cache, lockouts: Lockouts
) -> None:
    with rolled_back(cache):
        lockouts.fail("pin")
    assert lockouts.get("pin").failures == 0
