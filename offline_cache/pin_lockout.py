"""Counter of wrong staff PINs, stored on disk so that a restart does not reset it.

A lock-out is timed by the boot clock, which cannot be set. If the machine restarts
during a lock-out, it begins again: an honest clerk waits once more, and unplugging the
machine gains nothing.
"""

from dataclasses import dataclass

from offline_cache.clock import BootClock, boot_time
from offline_cache.database import Cache


@dataclass(frozen=True)
class PinState:
    """The number of failures, and the remaining lock-out.

    Attributes:
        locked_s: Seconds from now; 0 if the PIN may be tried.
    """

    failures: int = 0
    locked_s: float = 0.0


class PinLockout:
    """The table `pin_lockout`, with at most one row.

    Args:
        cache: The connection of this thread.
        clock: The boot clock.
    """

    def __init__(self, cache: Cache, clock: BootClock = boot_time) -> None:
        self._cache = cache
        self._clock = clock

    def get(self) -> PinState:
        """Return the state; after a lock-out ends, the failures are still counted."""
        rows = self._cache.rows("SELECT * FROM pin_lockout")
        if not rows:
            return PinState()
        (row,) = rows
        now = self._clock()
        since = row["since"] if row["boot"] == now.boot else 0.0
        left = row["lock_s"] - (now.seconds - since)
        return PinState(row["failures"], max(0.0, left))

    def fail(self) -> int:
        """Count a failure, and return the number of failures."""
        with self._cache.transaction():
            (row,) = self._cache.rows(
                "INSERT INTO pin_lockout (id, failures) VALUES (1, 1)"
                " ON CONFLICT (id) DO UPDATE SET failures = failures + 1"
                " RETURNING failures"
            )
        return int(row["failures"])

    def lock(self, seconds: float) -> None:
        """Begin a lock-out of so many seconds; there must be a failure already."""
        now = self._clock()
        with self._cache.transaction():
            self._cache.rows(
                "UPDATE pin_lockout SET lock_s = ?, boot = ?, since = ?",
                *(seconds, now.boot, now.seconds),
            )

    def clear(self) -> None:
        """Reset after the right PIN."""
        with self._cache.transaction():
            self._cache.rows("DELETE FROM pin_lockout")
