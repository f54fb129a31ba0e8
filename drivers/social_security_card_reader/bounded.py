"""Calls into the PC/SC service that cannot hold us up for ever.

The service's library waits without end for a card that went dumb in a reader, or for
a service that hangs, and no call ends such waiting. So each runs in a thread of its
own; one that does not come back is left behind, and until it does nothing else is
asked: a second one would hang as well. A pulled card or a restarted service frees it.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

from drivers.errors import DeviceSilentError, Reason

T = TypeVar("T")


class BoundedCalls:
    """Runs one call after the other, each for a bounded time."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def run(self, call: Callable[[], T], timeout: float) -> T:
        """Return what `call` returns, or raise what it raises.

        Args:
            call: Changes nothing outside: it may come to its end much later.
            timeout: Seconds.

        Raises:
            DeviceSilentError: It has not come back, or an earlier one has not.
        """
        results: list[T] = []
        failures: list[BaseException] = []

        def work() -> None:
            try:
                results.append(call())
            except BaseException as error:  # noqa: BLE001 - raised below, in the caller
                failures.append(error)

        if self._thread is not None and self._thread.is_alive():
            raise DeviceSilentError(Reason.NO_ANSWER, "PC/SC: an earlier call hangs")
        self._thread = threading.Thread(target=work, name="pcsc", daemon=True)
        self._thread.start()
        self._thread.join(timeout)
        if failures:
            raise failures[0]
        if not results:
            raise DeviceSilentError(Reason.NO_ANSWER, f"PC/SC: nothing in {timeout} s")
        return results[0]


PCSC = BoundedCalls()
"""For the whole process: it has one PC/SC service, and drivers are made anew."""
