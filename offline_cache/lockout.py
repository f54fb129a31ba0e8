"""Counters of wrong codes, stored on disk so that a restart does not reset them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from offline_cache.clock import WallClock, from_label, to_label, utc_now
from offline_cache.database import Cache


@dataclass(frozen=True)
class Lockout:
    """The number of failures, and the end of a lock-out.

    Attributes:
        until: End of the lock-out; None if there is none.
    """

    failures: int = 0
    until: datetime | None = None


class Lockouts:
    """The table `lockout`.

    A lock-out must survive a restart of the machine, so it uses the wall clock. Anyone
    able to set that clock could do more harm than to try five more codes.

    Args:
        cache: The connection of this thread.
        clock: The wall clock.
    """

    def __init__(self, cache: Cache, clock: WallClock = utc_now) -> None:
        self._cache = cache
        self._clock = clock

    def get(self, name: str) -> Lockout:
        """Return the state; after a lock-out ends, the failures are still counted."""
        rows = self._cache.rows("SELECT * FROM lockout WHERE name = ?", name)
        if not rows:
            return Lockout()
        until = from_label(rows[0]["until"]) if rows[0]["until"] else None
        over = until is not None and until <= self._clock()
        return Lockout(rows[0]["failures"], None if over else until)

    def fail(self, name: str) -> int:
        """Count a failure, and return the number of failures."""
        with self._cache.transaction():
            (row,) = self._cache.rows(
                "INSERT INTO lockout VALUES (?, 1, NULL)"
                " ON CONFLICT (name) DO UPDATE SET failures = failures + 1"
                " RETURNING failures",
                name,
            )
        return int(row["failures"])

    def lock(self, name: str, seconds: float) -> None:
        """Begin a lock-out of so many seconds; there must be a failure already."""
        until = to_label(self._clock() + timedelta(seconds=seconds))
        with self._cache.transaction():
            self._cache.rows("UPDATE lockout SET until = ? WHERE name = ?", until, name)

    def clear(self, name: str) -> None:
        """Reset after a right code, or by staff."""
        with self._cache.transaction():
            self._cache.rows("DELETE FROM lockout WHERE name = ?", name)
