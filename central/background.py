"""The loop that all of central's background tasks run in."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 60.0
"""After a round that failed; doubled with each further one, from the first to this."""

UNWELL_AFTER = 5
"""Rounds that fail in a row, some 15 seconds, before central says that it is unwell:
a database that restarts is back by then."""


class LaterError(Exception):
    """A system that the round depends on is unreachable; central itself is healthy."""


class Loop:
    """Runs its work in rounds until it is cancelled, whatever a round raises.

    A failure is logged once, until a round succeeds again.

    Args:
        name: The name in logs and `/healthz`.
        work: Runs one round; returns whether more work may be waiting.
        pause_s: Seconds to wait after a round without work.
        longest_pause_s: The pause is doubled after each further such round, up to
            this many seconds; `pause_s` if left out.

    Attributes:
        failures: Number of consecutive failed rounds.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], Awaitable[bool]],
        *,
        pause_s: float,
        longest_pause_s: float | None = None,
    ) -> None:
        self.name = name
        self.failures = 0
        self._work = work
        self._pause_s = pause_s
        self._longest_pause_s = longest_pause_s or pause_s
        self._idle = 0
        self._late = 0
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def unwell(self) -> bool:
        """Return whether the loop needs an operator's attention."""
        return self.failures >= UNWELL_AFTER

    def wake(self) -> None:
        """Start the next round now; thread-safe, also when the loop is not running."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    async def run(self) -> None:
        """Work until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._woken.clear()
            if pause_s := await self.round():
                try:
                    await asyncio.wait_for(self._woken.wait(), pause_s)
                except TimeoutError:
                    continue

    async def round(self) -> float:
        """Run one round; return the seconds until the next."""
        try:
            more = await self._work()
        except LaterError as error:
            self._late += 1
            if self._late == 1:
                log.warning("background work waits", task=self.name, reason=str(error))
            return _doubled(FIRST_RETRY_S, self._late - 1, LONGEST_RETRY_S)
        except Exception:
            self.failures += 1
            if self.failures == 1:
                log.exception("background work failed", task=self.name)
            return _doubled(FIRST_RETRY_S, self.failures - 1, LONGEST_RETRY_S)
        if self.failures or self._late:
            log.info("background work goes on", task=self.name)
        self.failures = self._late = 0
        if more:
            self._idle = 0
            return 0.0
        self._idle += 1
        return _doubled(self._pause_s, self._idle - 1, self._longest_pause_s)

    async def quiet(self, quiet_s: float, longest_s: float) -> None:
        """Wait until `wake` has not been called for a while, up to a maximum."""
        loop = asyncio.get_running_loop()
        until = loop.time() + longest_s
        while self._woken.is_set() and loop.time() < until:
            self._woken.clear()
            await asyncio.sleep(quiet_s)

    def _wake(self) -> None:
        self._idle = 0
        self._woken.set()


def _doubled(first_s: float, times: int, longest_s: float) -> float:
    return min(first_s * 2.0 ** min(times, 16), longest_s)
