"""Opens a cell's door and follows it until it closes, in the locker's thread.

Only the sensors decide. Two doors are never open at once, and if the sensors cannot
show what a door did, its outcome is unknown.
"""

import threading
import time
from collections.abc import Callable
from functools import partial

import structlog

from drivers.base import Clock, Door, Locker, Role
from drivers.errors import DriverError
from kiosk.effects.ledger import Devices
from kiosk.flow.events import ReleaseOutcome

OPENS_WITHIN_S = 5.0
"""Seconds; an electric lock releases within half a second, but pulling a stiff door
open takes longer."""

LEFT_OPEN_S = 180.0
"""Seconds after which an open door counts as left open and needs staff."""

LIMIT_S = 300.0
"""Seconds until the locker counts as hung: both of the above, on a slow line."""

MISSES = 3
"""Failed queries in a row after which the door's state is unknown."""

_log = structlog.get_logger()


class DoorOpener:
    """Has the locker open a cell and follow its door, one cell at a time.

    Args:
        devices: Run the job, and report its end with its ticket.
    """

    def __init__(self, devices: Devices) -> None:
        self._devices = devices
        self._cancelled = threading.Event()

    def open(self, ticket: object, cell: int, seen_open: Callable[[], object]) -> None:
        """Start opening a cell; `seen_open` is called in the locker's thread."""
        self._cancelled = threading.Event()
        job = partial(
            release, cell=cell, seen_open=seen_open, cancelled=self._cancelled
        )
        self._devices.submit(Role.LOCKER, job, ticket, LIMIT_S)

    def cancel(self) -> None:
        """Stop following the door.

        May be called from any thread, as when the screen ends.
        """
        self._cancelled.set()


def release(
    locker: Locker,
    *,
    cell: int,
    seen_open: Callable[[], object],
    cancelled: threading.Event,
    clock: Clock = time.monotonic,
    pause: Callable[[float], object] | None = None,
) -> ReleaseOutcome:
    """Open a cell and follow its door until it is closed.

    Args:
        locker: The open locker.
        cell: The cell's number, from 1.
        seen_open: Called once, as soon as a sensor reports the door open.
        cancelled: Set when the caller can no longer wait for the door.
        clock: Returns monotonic seconds.
        pause: Waits for a number of seconds between two queries; by default on
            `cancelled`.
    """
    door = _FollowedDoor(locker, cell, clock, pause or cancelled.wait)
    try:
        if cancelled.is_set() or not 1 <= cell <= locker.cells:
            return ReleaseOutcome.STUCK
        if door.any_open():
            return ReleaseOutcome.ANOTHER_OPEN
    except DriverError as error:
        _log.warning("door_not_asked", cell=cell, reason=error.reason)
        return ReleaseOutcome.STUCK  # nothing was sent to the lock
    try:
        return door.open_and_follow(seen_open, cancelled)
    except DriverError as error:
        _log.error("door_lost", cell=cell, reason=error.reason)
        return ReleaseOutcome.UNKNOWN


class _FollowedDoor:
    """One door, queried repeatedly."""

    def __init__(
        self,
        locker: Locker,
        cell: int,
        clock: Clock,
        pause: Callable[[float], object],
    ) -> None:
        self._locker = locker
        self._cell = cell
        self._clock = clock
        self._pause = pause
        self._missed = False

    def any_open(self) -> bool:
        """Return whether any door is open.

        An open one is queried twice, as it may just have been shut.
        """
        if Door.OPEN not in self._locker.doors().values():
            return False
        self._pause(self._locker.poll_interval)
        return Door.OPEN in self._locker.doors().values()

    def open_and_follow(
        self, seen_open: Callable[[], object], cancelled: threading.Event
    ) -> ReleaseOutcome:
        try:
            self._locker.unlock(self._cell)
        except DriverError as error:
            # The lock may have released all the same: only the sensors decide.
            _log.warning("unlock_failed", cell=self._cell, reason=error.reason)
        until = self._clock() + OPENS_WITHIN_S
        while (door := self._look()) is Door.CLOSED:
            if self._clock() >= until:
                missed = self._missed  # it may have opened and closed in between
                return ReleaseOutcome.UNKNOWN if missed else ReleaseOutcome.STUCK
            if cancelled.is_set():
                return ReleaseOutcome.UNKNOWN
            self._pause(self._locker.poll_interval)
        if door is Door.UNKNOWN:
            return ReleaseOutcome.UNSEEN
        seen_open()
        until = self._clock() + LEFT_OPEN_S
        while (door := self._look()) is not Door.CLOSED:
            if door is Door.UNKNOWN or cancelled.is_set():
                return ReleaseOutcome.UNKNOWN
            if self._clock() >= until:
                return ReleaseOutcome.LEFT_OPEN
            self._pause(self._locker.poll_interval)
        return ReleaseOutcome.CLOSED

    def _look(self) -> Door:
        """Return the door's state; a single failed query is retried.

        Raises:
            DriverError: The locker has failed to answer `MISSES` times in a row.
        """
        for misses in range(1, MISSES + 1):
            try:
                return self._locker.doors().get(self._cell, Door.UNKNOWN)
            except DriverError as error:
                self._missed = True
                if misses == MISSES:
                    raise
                _log.info("door_missed", cell=self._cell, reason=error.reason)
                self._pause(self._locker.poll_interval)
        raise AssertionError("unreachable")
