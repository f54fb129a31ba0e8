"""Wrong PINs are counted on the disk, and no restart or clock forgives them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.cache import open_cache

from offline_cache.clock import BootTime
from offline_cache.database import Cache
from offline_cache.pin_lockout import PinLockout, PinState


class Machine:
    """A machine whose clock goes when told, and that can be started anew."""

    def __init__(self) -> None:
        self.now = BootTime("first", 1000.0)

    def __call__(self) -> BootTime:
        return self.now

    def go(self, seconds: float) -> None:
        self.now = self.now.later(seconds)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with open_cache(tmp_path) as opened:
        yield opened


@pytest.fixture
def lockout(cache: Cache, machine: Machine) -> PinLockout:
    return PinLockout(cache, machine)


def test_nothing_was_wrong_at_first(lockout: PinLockout) -> None:
    assert lockout.get() == PinState(0, 0.0)


def test_wrong_ones_are_counted_and_a_right_one_forgives_them(
    lockout: PinLockout,
) -> None:
    assert [lockout.fail(), lockout.fail()] == [1, 2]
    assert lockout.get() == PinState(2, 0.0)
    lockout.clear()
    assert lockout.get() == PinState(0, 0.0)


def test_a_lock_ends_in_time_and_is_still_counted(
    lockout: PinLockout, machine: Machine
) -> None:
    lockout.fail()
    lockout.lock(300)
    assert lockout.get() == PinState(1, 300.0)
    machine.go(299)
    assert lockout.get() == PinState(1, 1.0)
    machine.go(1)
    assert lockout.get() == PinState(1, 0.0)


def test_a_restart_of_the_program_forgives_nothing(
    tmp_path: Path, machine: Machine
) -> None:
    with open_cache(tmp_path) as before:
        lockout = PinLockout(before, machine)
        lockout.fail()
        lockout.lock(300)
    machine.go(60)
    with open_cache(tmp_path) as after:
        assert PinLockout(after, machine).get() == PinState(1, 240.0)


def test_a_restart_of_the_machine_begins_the_lock_again(
    lockout: PinLockout, machine: Machine
) -> None:
    lockout.fail()
    lockout.lock(300)
    machine.now = BootTime("second", 20.0)
    assert lockout.get() == PinState(1, 280.0)
    machine.go(280)
    assert lockout.get() == PinState(1, 0.0)
    machine.now = BootTime("third", 0.0)  # and so does one that was over before
    assert lockout.get().failures == 1
