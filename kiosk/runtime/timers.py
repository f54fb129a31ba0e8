"""The timers that run for the state machine."""

import heapq
from collections.abc import Callable

from kiosk.flow.events import Timer, TimerElapsed


class Timers:
    """The timers that run, by name; starting one again replaces it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due: list[tuple[float, Timer, int]] = []

    def start(self, timer: Timer, n: int, seconds: float) -> None:
        """Start, or start again."""
        self.stop(timer)
        heapq.heappush(self._due, (self._clock() + seconds, timer, n))

    def stop(self, timer: Timer) -> None:
        """Stop, if it runs."""
        self._due = [each for each in self._due if each[1] is not timer]
        heapq.heapify(self._due)

    def next_due(self) -> float:
        """When the next one runs out; infinite if none runs."""
        return self._due[0][0] if self._due else float("inf")

    def elapsed(self) -> TimerElapsed | None:
        """The first that has run out, which is stopped by that."""
        if self.next_due() > self._clock():
            return None
        _, timer, n = heapq.heappop(self._due)
        return TimerElapsed(timer, n)
