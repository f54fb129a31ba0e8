"""A cell's door, opened and followed to its end; the locker's thread does this.

Nothing is believed but the sensors. Never are two doors open at once, and where nobody
can tell what a door did, nobody claims to.
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
"""An electric lock lets go in half a second; a hand at a stiff door takes a while."""

LEFT_OPEN_S = 180.0
"""A door that stands open for so long was left; somebody must come and look."""

LIMIT_S = 300.0
"""Seconds until the locker counts as hung: both of the above, on a slow line."""

MISSES = 3
"""Looks in a row that may fail before a door is called lost from sight."""

_log = structlog.get_logger()


class DoorOpener:
    """Has the locker open a cell and follow its door, one at a time.

    Args:
        devices: Gets the job; how it ends is told with its ticket.
    """

    def __init__(self, devices: Devices) -> None:
        self._devices = devices
        self._cancelled = threading.Event()

    def open(self, ticket: object, cell: int, seen_open: Callable[[], object]) -> None:
        """Begin; `seen_open` is called in the locker's thread."""
        self._cancelled = threading.Event()
        job = partial(
            release, cell=cell, seen_open=seen_open, cancelled=self._cancelled
        )
        self._devices.submit(Role.LOCKER, job, ticket, LIMIT_S)

    def cancel(self) -> None:
        """Stop following the door; from any thread, as when the screen ends."""
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
    """Open a cell, and follow its door until it is closed.

    Args:
        locker: Open.
        cell: Which cell.
        seen_open: Called once, as soon as the door is seen open.
        cancelled: Set when nobody can wait for the door any more.
        clock: Monotonic seconds.
        pause: Waits so many seconds between two looks; by default for `cancelled`.
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
    """One door, looked at again and again."""

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
        """Whether any door stands open; one that was just shut is told once more."""
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
            # The lock may have let go all the same: only the sensors can tell.
            _log.warning("unlock_failed", cell=self._cell, reason=error.reason)
        until = self._clock() + OPENS_WITHIN_S
        while (door := self._look()) is Door.CLOSED:
            if self._clock() >= until:
                missed = self._missed  # it may have opened and closed meanwhile
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
        """How the door is; a look that fails is not the end of the door.

        Raises:
            DriverError: The locker has not answered `MISSES` times in a row.
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
