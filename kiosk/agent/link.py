"""How good the way to central is, as the agent's heartbeats find it."""

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
"""Heartbeats that are looked at."""


class Link:
    """Sends heartbeats, and measures what becomes of them.

    Args:
        client: To central.
        clock: Monotonic seconds.
        wall: This terminal's clock, which is compared with central's.

    Attributes:
        off_s: By how much the wall clock was ahead of central's; None if never heard.
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
        """The last heartbeats; None before the first."""
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
        """Send one; returns central's time, in the middle of the way.

        Raises:
            CentralError: None came back, or no answer to it.
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
