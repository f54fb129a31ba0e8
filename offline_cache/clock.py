"""The two clocks of the cache: one for timeouts, one for labels.

Leases and delays outlive a process and are read by another one, so Python's
`time.monotonic` alone is not enough, and the wall clock may jump by years. They are
stored as seconds of Linux's CLOCK_BOOTTIME, which all processes share and which cannot
be set, together with the id of the boot. A lease or delay from an earlier boot has
expired: the process that held it is dead.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class BootTime:
    """Seconds since the machine's boot, and the id of that boot."""

    boot: str
    seconds: float

    def later(self, seconds: float) -> "BootTime":
        """Return the time this many seconds later, in the same boot."""
        return BootTime(self.boot, self.seconds + seconds)


BootClock = Callable[[], BootTime]
WallClock = Callable[[], datetime]


def boot_time() -> BootTime:
    """Return the present boot time; it includes suspended time."""
    boot = _BOOT_ID.read_text(encoding="ascii").strip()
    return BootTime(boot, time.clock_gettime(time.CLOCK_BOOTTIME))


def utc_now() -> datetime:
    """Return the present wall-clock time, for labels only."""
    return datetime.now(UTC)


def to_label(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC with `Z`, with microseconds.

    Raises:
        ValueError: The moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def from_label(text: str) -> datetime:
    """Return the moment of a label that `to_label` wrote."""
    return datetime.fromisoformat(text)
