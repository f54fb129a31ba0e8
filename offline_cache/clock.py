"""The two clocks of the cache: one that times things out, one that labels them.

Leases and delays outlive a process and are read by another one, so Python's
`time.monotonic` alone would not do, and the wall clock may jump by years. They are
written as seconds of Linux's CLOCK_BOOTTIME, which all processes share and nobody can
set, together with the id of the boot they were counted in. What was written in an
earlier boot is over: the process that held it is dead, and a delay has lost its sense.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class BootTime:
    """Seconds since the machine's start, and which start that was."""

    boot: str
    seconds: float

    def later(self, seconds: float) -> "BootTime":
        """This much later, in the same boot."""
        return BootTime(self.boot, self.seconds + seconds)


BootClock = Callable[[], BootTime]
WallClock = Callable[[], datetime]


def boot_time() -> BootTime:
    """Now, as the kernel counts it (suspended time included)."""
    boot = _BOOT_ID.read_text(encoding="ascii").strip()
    return BootTime(boot, time.clock_gettime(time.CLOCK_BOOTTIME))


def utc_now() -> datetime:
    """Now, by the wall clock: for labels alone."""
    return datetime.now(UTC)


def to_label(moment: datetime) -> str:
    """ISO 8601 in UTC with `Z`, to the microsecond.

    Raises:
        ValueError: The moment has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def from_label(text: str) -> datetime:
    """The moment that `to_label` wrote."""
    return datetime.fromisoformat(text)
