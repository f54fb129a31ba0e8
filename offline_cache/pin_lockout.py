"""Wrong PINs of staff, counted on the disk so that no restart forgives them.

A lock-out is timed by the clock of the machine's start, which nobody can set. One that
a restart of the machine has met begins again with it: that costs an honest clerk the
wait once more, and gains whoever pulls the plug nothing.
"""

from dataclasses import dataclass

from offline_cache.clock import BootClock, boot_time
from offline_cache.database import Cache


@dataclass(frozen=True)
class PinState:
    """How often the PIN was wrong, and for how long it may not be tried.

    Attributes:
        locked_s: Seconds from now; 0 while it may be tried.
    """

    failures: int = 0
    locked_s: float = 0.0


class PinLockout:
    """The table `pin_lockout`, of at most one row.

    Args:
        cache: The connection of this thread.
        clock: Of the machine's start.
    """

    def __init__(self, cache: Cache, clock: BootClock = boot_time) -> None:
        self._cache = cache
        self._clock = clock

    def get(self) -> PinState:
        """How it stands; a lock-out that is over still says how often it was wrong."""
        rows = self._cache.rows("SELECT * FROM pin_lockout")
        if not rows:
            return PinState()
        (row,) = rows
        now = self._clock()
        since = row["since"] if row["boot"] == now.boot else 0.0
        left = row["lock_s"] - (now.seconds - since)
        return PinState(row["failures"], max(0.0, left))

    def fail(self) -> int:
        """Count one more; returns how often it was wrong."""
        with self._cache.transaction():
            (row,) = self._cache.rows(
                "INSERT INTO pin_lockout (id, failures) VALUES (1, 1)"
                " ON CONFLICT (id) DO UPDATE SET failures = failures + 1"
                " RETURNING failures"
            )
        return int(row["failures"])

    def lock(self, seconds: float) -> None:
        """Allow no try for so long; it must have been wrong before."""
        now = self._clock()
        with self._cache.transaction():
            self._cache.rows(
                "UPDATE pin_lockout SET lock_s = ?, boot = ?, since = ?",
                *(seconds, now.boot, now.seconds),
            )

    def clear(self) -> None:
        """It was right."""
        with self._cache.transaction():
            self._cache.rows("DELETE FROM pin_lockout")
