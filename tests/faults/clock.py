"""A wall clock that jumps, for a process of tests; monotonic clocks are unchanged.

Python's functions for the time are replaced in every loaded module of ours: this is
what a process sees whose clock was set.
"""

import itertools
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

HOUR = timedelta(hours=1)
DECADE = timedelta(days=3652)
_STEPS = itertools.cycle(
    (HOUR, -HOUR, DECADE, -DECADE, -HOUR, DECADE, HOUR, -DECADE, timedelta())
)
_OURS = ("kiosk", "offline_cache", "drivers", "ui", "central")

_real_time = time.time
_offset = timedelta()


class _Meta(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class _Jumping(datetime, metaclass=_Meta):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + _offset

    @classmethod
    def utcnow(cls) -> Any:
        return datetime.now(UTC).replace(tzinfo=None) + _offset


def step() -> None:
    """Set the clock: an hour or ten years away from the real time, or back to it."""
    global _offset
    time.time = lambda: _real_time() + _offset.total_seconds()
    for name, module in list(sys.modules.items()):
        here = name.partition(".")[0] in _OURS
        if here and getattr(module, "datetime", None) is datetime:
            module.datetime = _Jumping  # type: ignore[attr-defined]
    _offset = next(_STEPS)
