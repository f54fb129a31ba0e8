"""Wrong codes and PINs, counted on the disk so that no restart forgives them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from offline_cache.clock import WallClock, from_label, to_label, utc_now
from offline_cache.database import Cache


@dataclass(frozen=True)
class Lockout:
    """How often something was wrong, and until when it may not be tried again.

    Attributes:
        until: None while it may be tried.
    """

    failures: int = 0
    until: datetime | None = None


class Lockouts:
    """The table `lockout`.

    A lock-out outlives a restart of the machine, which no clock but the wall's does.
    Whoever could set that clock could do more harm than to guess five more codes.

    Args:
        cache: The connection of this thread.
        clock: The wall clock.
    """

    def __init__(self, cache: Cache, clock: WallClock = utc_now) -> None:
        self._cache = cache
        self._clock = clock

    def get(self, name: str) -> Lockout:
        """How it stands; a lock-out that is over still says how often it was wrong."""
        rows = self._cache.rows("SELECT * FROM lockout WHERE name = ?", name)
        if not rows:
            return Lockout()
        until = from_label(rows[0]["until"]) if rows[0]["until"] else None
        over = until is not None and until <= self._clock()
        return Lockout(rows[0]["failures"], None if over else until)

    def fail(self, name: str) -> int:
        """Count one more; returns how often it was wrong."""
        with self._cache.transaction():
            (row,) = self._cache.rows(
                "INSERT INTO lockout VALUES (?, 1, NULL)"
                " ON CONFLICT (name) DO UPDATE SET failures = failures + 1"
                " RETURNING failures",
                name,
            )
        return int(row["failures"])

    def lock(self, name: str, seconds: float) -> None:
        """Allow no try for so long; it must have been wrong before."""
        until = to_label(self._clock() + timedelta(seconds=seconds))
        with self._cache.transaction():
            self._cache.rows("UPDATE lockout SET until = ? WHERE name = ?", until, name)

    def clear(self, name: str) -> None:
        """It was right, or staff allow it again."""
        with self._cache.transaction():
            self._cache.rows("DELETE FROM lockout WHERE name = ?", name)
