"""A circuit breaker: whoever keeps failing is left alone for a while."""

import threading
import time
from collections.abc import Callable

FAILURES = 5
"""In a row, after which nobody is asked any more …"""

OPEN_S = 30.0
"""… for so long; then one question tries whether it is over."""


class Breaker:
    """Closed, open, or trying; used from any thread.

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
        """Whether the next question may be asked; say how it went in any case."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._trying or self._clock() < self._open_until:
                return False
            self._trying = True
            return True

    def succeeded(self) -> bool:
        """An answer came; whether that closes it again."""
        with self._lock:
            closed = self._failures >= FAILURES
            self._failures, self._trying = 0, False
            return closed

    def failed(self) -> bool:
        """None came; whether that opens it."""
        with self._lock:
            self._failures += 1
            opens = self._failures == FAILURES
            if self._failures >= FAILURES:
                self._open_until = self._clock() + OPEN_S
            self._trying = False
            return opens

    def unknown(self) -> None:
        """It was not asked after all, or nobody heard the answer."""
        with self._lock:
            self._trying = False
