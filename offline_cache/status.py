"""Status values of each process, for the other one to read."""

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from offline_cache.clock import (
    BootClock,
    WallClock,
    boot_time,
    from_label,
    to_label,
    utc_now,
)
from offline_cache.database import Cache, Row


@dataclass(frozen=True)
class StatusEntry:
    """The last value of a name.

    Attributes:
        updated_at: Wall-clock label of the update.
        age: Seconds since the update by the boot clock; infinite if the machine has
            restarted since.
    """

    value: Any
    updated_at: datetime
    age: float

    def field(self, name: str) -> Any:
        """Return a field of the value; None if missing, as in another version's."""
        return self.value.get(name) if isinstance(self.value, dict) else None


class Status:
    """The table `status`: one JSON value for each name.

    Args:
        cache: The connection of this thread.
        clock: The boot clock, for `StatusEntry.age`.
        wall: Supplies the labels.
    """

    def __init__(
        self, cache: Cache, clock: BootClock = boot_time, wall: WallClock = utc_now
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._wall = wall

    def put(self, name: str, value: object) -> None:
        """Store a JSON value without personal data, replacing the previous one.

        It is one commit, or part of the caller's transaction.
        """
        now = self._clock()
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        with self._cache.transaction():
            self._cache.rows(
                "INSERT OR REPLACE INTO status VALUES (?, ?, ?, ?, ?)",
                *(name, text, to_label(self._wall()), now.boot, now.seconds),
            )

    def get(self, name: str) -> StatusEntry | None:
        """Return the last value of this name, or None."""
        rows = self._cache.rows("SELECT * FROM status WHERE name = ?", name)
        return self._entry(rows[0]) if rows else None

    def all(self) -> dict[str, StatusEntry]:
        """Return all values by name."""
        rows = self._cache.rows("SELECT * FROM status ORDER BY name")
        return {row["name"]: self._entry(row) for row in rows}

    def _entry(self, row: Row) -> StatusEntry:
        now = self._clock()
        age = now.seconds - row["seconds"] if row["boot"] == now.boot else math.inf
        return StatusEntry(json.loads(row["value"]), from_label(row["updated_at"]), age)
