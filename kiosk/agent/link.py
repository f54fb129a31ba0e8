"""The quality of the link to central, as measured by heartbeats."""

import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from statistics import median

from contract.heartbeat import Heartbeat, LinkReport
from contract.model import LONGEST_S
from kiosk.errors import CentralError
from kiosk.wire.client import CentralClient
from offline_cache.clock import WallClock, utc_now

LATELY = 20
"""The number of heartbeats in a report."""


class Link:
    """Sends heartbeats and measures their results.

    Args:
        client: The client for central's API.
        clock: Returns monotonic seconds.
        wall: The terminal's wall clock, compared with central's.

    Attributes:
        off_s: Seconds by which the wall clock was ahead of central's; None if unknown.
    """

    def __init__(
        self,
        client: CentralClient,
        clock: Callable[[], float] = time.monotonic,
        wall: WallClock = utc_now,
    ) -> None:
        self._client = client
        self._clock = clock
        self._wall = wall
        self._took: deque[float | None] = deque(maxlen=LATELY)
        self.off_s: float | None = None

    def report(self) -> LinkReport | None:
        """Return a report on the last heartbeats, or None before the first."""
        if not self._took:
            return None
        came = [took for took in self._took if took is not None]
        return LinkReport(
            round_trip_ms=round(median(came) * 1000) if came else None,
            lost=len(self._took) - len(came),
            of=len(self._took),
            clock_off_s=None if self.off_s is None else _bounded(self.off_s),
        )

    def beat(self, heartbeat: Heartbeat) -> datetime:
        """Send a heartbeat; return central's time, taken halfway through the call.

        Raises:
            CentralError: No answer came back, or an invalid one.
        """
        began = self._clock()
        try:
            told = self._client.heartbeat(heartbeat).time
        except CentralError:
            self._took.append(None)
            raise
        took = self._clock() - began
        self._took.append(took)
        self.off_s = (self._wall() - told).total_seconds() - took / 2
        return told


def _bounded(seconds: float) -> float:
    return round(min(max(seconds, -LONGEST_S), LONGEST_S), 1)
