"""The state machine's timers."""

import heapq
from collections.abc import Callable

from kiosk.flow.events import Timer, TimerElapsed


class Timers:
    """The running timers by name; starting one again replaces it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due: list[tuple[float, Timer, int]] = []

    def start(self, timer: Timer, n: int, seconds: float) -> None:
        """Start or restart a timer."""
        self.stop(timer)
        heapq.heappush(self._due, (self._clock() + seconds, timer, n))

    def stop(self, timer: Timer) -> None:
        """Stop a timer, if it runs."""
        self._due = [each for each in self._due if each[1] is not timer]
        heapq.heapify(self._due)

    def next_due(self) -> float:
        """Return when the next timer elapses; infinity if none runs."""
        return self._due[0][0] if self._due else float("inf")

    def elapsed(self) -> TimerElapsed | None:
        """Return and stop the first timer that has elapsed, if any."""
        if self.next_due() > self._clock():
            return None
        _, timer, n = heapq.heappop(self._due)
        return TimerElapsed(timer, n)
