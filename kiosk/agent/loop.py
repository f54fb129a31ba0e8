"""The background work of the agent, all in its one thread."""

from collections.abc import Callable

import structlog

from offline_cache.errors import CacheError

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 60.0
"""Seconds of pause after failed rounds: doubled each time, from the first to this."""

_log = structlog.get_logger()


class Loop:
    """Runs its work in rounds when they are due, whatever a round raises.

    A failure is logged once, until a round succeeds again.

    Args:
        name: The name in logs and in the table `status`.
        work: Does one round and returns the seconds until the next.
        clock: Returns monotonic seconds.

    Attributes:
        due: When the next round is due, by the clock.
        failures: The number of failed rounds in a row.
    """

    def __init__(
        self, name: str, work: Callable[[], float], clock: Callable[[], float]
    ) -> None:
        self.name = name
        self.due = clock()
        self.failures = 0
        self._work = work
        self._clock = clock

    def wake(self) -> None:
        """Make the next round due now."""
        self.due = self._clock()

    def turn(self) -> None:
        """Run a round if one is due.

        Raises:
            CacheError: The cache must be opened again by the caller.
        """
        if self._clock() >= self.due:
            pause_s = self._round()
            self.due = self._clock() + pause_s  # from its end: a round takes time

    def _round(self) -> float:
        try:
            pause_s = self._work()
        except CacheError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the rest must go on
            self.failures += 1
            if self.failures == 1:
                _log.exception("background_work_failed", task=self.name)
            doubled = FIRST_RETRY_S * 2.0 ** min(self.failures - 1, 16)
            return min(doubled, LONGEST_RETRY_S)
        if self.failures:
            _log.info("background_work_goes_on", task=self.name)
        self.failures = 0
        return pause_s
