"""How often a terminal may ask for a code that there is not."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from central.api.problems import ProblemError

MOST = 10
WITHIN = timedelta(minutes=10)


class Tries:
    """Counts wrong codes of each terminal, so that they cannot be guessed.

    The same wrong code counts once: who types it again has not guessed again.

    Args:
        now: Central's clock.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._wrong: dict[str, dict[str, datetime]] = {}

    def check(self, terminal: str) -> None:
        """Refuse a terminal with too many wrong ones.

        Raises:
            ProblemError: 429 `too_many_tries`.
        """
        since = self._now() - WITHIN
        with self._lock:
            wrong = {
                code: at
                for code, at in self._wrong.get(terminal, {}).items()
                if at >= since
            }
            self._wrong[terminal] = wrong
        if len(wrong) >= MOST:
            raise ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_tries",
                "Too many codes of this terminal were wrong. Try again later.",
                headers={"Retry-After": str(int(WITHIN.total_seconds()))},
            )

    def wrong(self, terminal: str, code_hash: str) -> None:
        """Count one."""
        with self._lock:
            self._wrong.setdefault(terminal, {})[code_hash] = self._now()
