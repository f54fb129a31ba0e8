"""A cell's door: never two open at once, and no outcome without a sensor's report."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from support.lockers import BACKENDS, LockerBackend

from drivers.base import Door, Locker
from drivers.errors import DeviceGoneError, DeviceSilentError, DriverError, Reason
from kiosk.effects import door_follower
from kiosk.flow.events import ReleaseOutcome

CLOSED = dict.fromkeys(range(1, 9), Door.CLOSED)
NO_SENSORS = dict.fromkeys(range(1, 9), Door.UNKNOWN)

Look = dict[int, Door] | DriverError


def door(cell: int, how: Door = Door.OPEN) -> dict[int, Door]:
    return CLOSED | {cell: how}


class Cabinet:
    """A locker whose doors follow a script of states; the last one stays.

    Attributes:
        before: The states before the unlock command.
        after: The states from then on.
        unlocked: The cells that were unlocked.
        now: Seconds; they pass during pauses.
    """

    cells = 8
    poll_interval = 0.5

    def __init__(self, *after: Look, before: tuple[Look, ...] = (CLOSED,)) -> None:
        self.before, self.after = list(before), list(after)
        self.unlocked: list[int] = []
        self.unlock_error: DriverError | None = None
        self.now = 0.0
        self.looks = 0
        self.cancelled = threading.Event()
        self.cancel_at_look: int | None = None

    def unlock(self, cell: int) -> None:
        self.unlocked.append(cell)
        if self.unlock_error is not None:
            raise self.unlock_error

    def doors(self) -> dict[int, Door]:
        self.looks += 1
        if self.looks == self.cancel_at_look:
            self.cancelled.set()
        script = self.after if self.unlocked else self.before
        seen = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(seen, DriverError):
            raise seen
        return seen

    def pause(self, seconds: float) -> None:
        self.now += seconds

    def release(self, cell: int = 7) -> tuple[ReleaseOutcome, int]:
        """Return the outcome, and how often the door was reported open."""
        seen: list[float] = []
        outcome = door_follower.release(
            self,  # type: ignore[arg-type]  # it is no whole device
            cell=cell,
            seen_open=lambda: seen.append(self.now),
            cancelled=self.cancelled,
            clock=lambda: self.now,
            pause=self.pause,
        )
        return outcome, len(seen)


SILENT = DeviceSilentError(Reason.NO_ANSWER)
GONE = DeviceGoneError(Reason.NOT_CONNECTED)


def test_a_door_is_followed_until_it_is_closed() -> None:
    cabinet = Cabinet(CLOSED, CLOSED, door(7), door(7), CLOSED)
    assert cabinet.release() == (ReleaseOutcome.CLOSED, 1)
    assert cabinet.unlocked == [7]


def test_a_hand_that_was_quicker_than_a_look_is_seen_all_the_same() -> None:
    """Boards report an opening unasked, which the driver then shows once."""
    assert Cabinet(door(7), CLOSED).release() == (ReleaseOutcome.CLOSED, 1)


# -- never two at once ------------------------------------------------------------


@pytest.mark.parametrize("standing", [3, 7])
def test_while_any_door_stands_open_no_lock_is_touched(standing: int) -> None:
    cabinet = Cabinet(CLOSED, before=(door(standing),))
    assert cabinet.release() == (ReleaseOutcome.ANOTHER_OPEN, 0)
    assert cabinet.unlocked == []


def test_a_door_that_was_shut_just_now_is_not_an_open_one() -> None:
    cabinet = Cabinet(door(7), CLOSED, before=(door(3), CLOSED))
    assert cabinet.release() == (ReleaseOutcome.CLOSED, 1)


@pytest.mark.parametrize("cell", [0, 9])
def test_a_cell_that_is_not_there_is_not_opened(cell: int) -> None:
    cabinet = Cabinet(CLOSED)
    assert cabinet.release(cell) == (ReleaseOutcome.STUCK, 0)
    assert cabinet.unlocked == []


def test_where_the_doors_cannot_be_asked_no_lock_is_touched() -> None:
    cabinet = Cabinet(CLOSED, before=(SILENT,))
    assert cabinet.release() == (ReleaseOutcome.STUCK, 0)
    assert cabinet.unlocked == []


# -- doors that do not open -------------------------------------------------------


def test_a_door_that_is_closed_all_along_is_stuck() -> None:
    cabinet = Cabinet(CLOSED)
    assert cabinet.release() == (ReleaseOutcome.STUCK, 0)
    assert cabinet.now >= door_follower.OPENS_WITHIN_S


def test_a_door_may_take_its_time_to_open() -> None:
    looks = int(door_follower.OPENS_WITHIN_S / Cabinet.poll_interval)
    late = [CLOSED] * (looks - 1)
    assert Cabinet(*late, door(7), CLOSED).release() == (ReleaseOutcome.CLOSED, 1)


def test_a_door_that_was_out_of_sight_for_a_moment_is_not_called_stuck() -> None:
    """It may have opened and closed between two queries."""
    assert Cabinet(CLOSED, SILENT, CLOSED).release() == (ReleaseOutcome.UNKNOWN, 0)


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        ((door(7), CLOSED), ReleaseOutcome.CLOSED),
        ((CLOSED,), ReleaseOutcome.STUCK),
        ((GONE,), ReleaseOutcome.UNKNOWN),
    ],
)
def test_what_the_lock_answers_is_not_believed(
    after: tuple[Look, ...], outcome: ReleaseOutcome
) -> None:
    cabinet = Cabinet(*after)
    cabinet.unlock_error = SILENT
    assert cabinet.release()[0] is outcome


# -- doors that nobody sees -------------------------------------------------------


def test_without_sensors_a_person_must_say() -> None:
    cabinet = Cabinet(NO_SENSORS, before=(NO_SENSORS,))
    assert cabinet.release() == (ReleaseOutcome.UNSEEN, 0)
    assert cabinet.unlocked == [7]


def test_a_sensor_that_fails_while_the_door_is_open_leaves_nobody_knowing() -> None:
    cabinet = Cabinet(door(7), NO_SENSORS)
    assert cabinet.release() == (ReleaseOutcome.UNKNOWN, 1)


@pytest.mark.parametrize("first", [CLOSED, door(7)])
def test_a_locker_that_is_lost_in_the_middle_leaves_nobody_knowing(
    first: dict[int, Door],
) -> None:
    with structlog.testing.capture_logs() as logged:
        assert Cabinet(first, GONE).release()[0] is ReleaseOutcome.UNKNOWN
    assert "door_lost" in [each["event"] for each in logged]


def test_a_look_that_fails_now_and_then_is_not_the_end() -> None:
    cabinet = Cabinet(door(7), SILENT, SILENT, door(7), SILENT, SILENT, CLOSED)
    assert cabinet.release() == (ReleaseOutcome.CLOSED, 1)


# -- doors that are left ----------------------------------------------------------


def test_a_door_that_is_left_open_is_told_and_followed_no_more() -> None:
    cabinet = Cabinet(door(7))
    assert cabinet.release() == (ReleaseOutcome.LEFT_OPEN, 1)
    assert door_follower.LEFT_OPEN_S <= cabinet.now < door_follower.LIMIT_S


def test_whoever_takes_long_and_closes_it_has_not_left_it() -> None:
    looks = int(door_follower.LEFT_OPEN_S / Cabinet.poll_interval)
    cabinet = Cabinet(*[door(7)] * looks, CLOSED)
    assert cabinet.release() == (ReleaseOutcome.CLOSED, 1)


@pytest.mark.parametrize("first", [CLOSED, door(7)])
def test_following_ends_when_nobody_can_wait(first: dict[int, Door]) -> None:
    cabinet = Cabinet(first)
    cabinet.cancel_at_look = 4
    assert cabinet.release()[0] is ReleaseOutcome.UNKNOWN
    assert cabinet.looks < 8


def test_what_is_cancelled_before_it_begins_opens_nothing() -> None:
    cabinet = Cabinet(CLOSED)
    cabinet.cancelled.set()
    assert cabinet.release() == (ReleaseOutcome.STUCK, 0)
    assert cabinet.unlocked == []


# -- at the other end of the wire -------------------------------------------------


@pytest.fixture(params=["lock_board", "modbus_tcp"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LockerBackend]:
    made = BACKENDS[request.param](tmp_path)
    made.locker.open()
    yield made
    made.stop()


def on_the_wire(locker: Locker, seen_open: Callable[[], object]) -> ReleaseOutcome:
    return door_follower.release(
        locker,
        cell=5,
        seen_open=seen_open,
        cancelled=threading.Event(),
    )


def test_a_real_driver_and_a_hand_at_the_door(backend: LockerBackend) -> None:
    outcome = on_the_wire(backend.locker, lambda: backend.do("close", cell=5))
    assert outcome is ReleaseOutcome.CLOSED
    assert backend.open_doors() == set()


def test_a_real_driver_and_a_door_that_stands_open(backend: LockerBackend) -> None:
    backend.do("open_by_hand", cell=3)
    assert on_the_wire(backend.locker, lambda: None) is ReleaseOutcome.ANOTHER_OPEN
    assert backend.open_doors() == {3}


def test_a_real_driver_and_a_door_that_sticks(backend: LockerBackend) -> None:
    backend.do("stuck", cell=5)
    assert on_the_wire(backend.locker, lambda: None) is ReleaseOutcome.STUCK
    assert backend.open_doors() == set()
