"""Time-limited calls of the PC/SC service.

The service's library waits without limit for a card that stops answering, or for a
service that hangs, and such a wait cannot be cancelled. So each call runs in its own
thread. A call that does not return is left behind, and until it returns no other is
made, as that would hang too. Removing the card or restarting the service ends it.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

from drivers.errors import DeviceSilentError, Reason

T = TypeVar("T")


class BoundedCalls:
    """Runs one call after another, each for a limited time."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def run(self, call: Callable[[], T], timeout: float) -> T:
        """Return what `call` returns, or raise what it raises.

        Args:
            call: Must have no side effects: it may finish much later.
            timeout: Seconds.

        Raises:
            DeviceSilentError: This call, or an earlier one, has not returned.
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
"""One for the process: there is one PC/SC service, while drivers are replaced."""
