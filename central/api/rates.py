"""Limits how many requests a terminal may send."""

import threading
import time
from collections.abc import Callable

PER_S = 100.0
"""Requests a second, for as long as it likes …"""

BURST = 1000.0
"""… and at once, after a rest: a week's queue is some 300 batches."""


class Rates:
    """A token bucket for each name; thread-safe.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait_s(self, name: str) -> float:
        """Take a token and return 0, or return the seconds until the next token."""
        now = self._clock()
        with self._lock:
            left, at = self._buckets.get(name, (BURST, now))
            left = min(BURST, left + (now - at) * PER_S)
            taken = left >= 1
            self._buckets[name] = (left - taken, now)
        return 0.0 if taken else (1 - left) / PER_S
