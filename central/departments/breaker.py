"""A circuit breaker: a system that keeps failing is not queried for a while."""

import threading
import time
from collections.abc import Callable

FAILURES = 5
"""In a row, after which nobody is asked any more …"""

OPEN_S = 30.0
"""… for so long; then one question tries whether it is over."""


class Breaker:
    """Closed, open, or half-open; thread-safe.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = 0.0
        self._trying = False

    def allows(self) -> bool:
        """Return whether the next query may be sent; report its outcome in any case."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._trying or self._clock() < self._open_until:
                return False
            self._trying = True
            return True

    def succeeded(self) -> bool:
        """Record an answer; return whether it closed the breaker."""
        with self._lock:
            closed = self._failures >= FAILURES
            self._failures, self._trying = 0, False
            return closed

    def failed(self) -> bool:
        """Record a failure; return whether it opened the breaker."""
        with self._lock:
            self._failures += 1
            opens = self._failures == FAILURES
            if self._failures >= FAILURES:
                self._open_until = self._clock() + OPEN_S
            self._trying = False
            return opens

    def unknown(self) -> None:
        """Record that the query was not sent, or that its outcome is unknown."""
        with self._lock:
            self._trying = False
