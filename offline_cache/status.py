"""What each process says of itself, for the other one to read."""

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
    """The last that was said under a name.

    Attributes:
        updated_at: When, as a label by the wall clock.
        age: Seconds since then by the clock that nobody can set; infinite if it was
            said before the machine last started.
    """

    value: Any
    updated_at: datetime
    age: float

    def field(self, name: str) -> Any:
        """One field of the value; None where it has none, as of another version."""
        return self.value.get(name) if isinstance(self.value, dict) else None


class Status:
    """The table `status`: one JSON value a name, the last one wins.

    Args:
        cache: The connection of this thread.
        clock: From which `StatusEntry.age` is counted.
        wall: Labels what is put.
    """

    def __init__(
        self, cache: Cache, clock: BootClock = boot_time, wall: WallClock = utc_now
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._wall = wall

    def put(self, name: str, value: object) -> None:
        """Say it: any JSON value, without personal data. One commit, or part of one."""
        now = self._clock()
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        with self._cache.transaction():
            self._cache.rows(
                "INSERT OR REPLACE INTO status VALUES (?, ?, ?, ?, ?)",
                *(name, text, to_label(self._wall()), now.boot, now.seconds),
            )

    def get(self, name: str) -> StatusEntry | None:
        """The last that was said under this name, if ever."""
        rows = self._cache.rows("SELECT * FROM status WHERE name = ?", name)
        return self._entry(rows[0]) if rows else None

    def all(self) -> dict[str, StatusEntry]:
        """Everything, by name."""
        rows = self._cache.rows("SELECT * FROM status ORDER BY name")
        return {row["name"]: self._entry(row) for row in rows}

    def _entry(self, row: Row) -> StatusEntry:
        now = self._clock()
        age = now.seconds - row["seconds"] if row["boot"] == now.boot else math.inf
        return StatusEntry(json.loads(row["value"]), from_label(row["updated_at"]), age)
