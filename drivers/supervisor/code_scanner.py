"""The thread of a code scanner: reads codes only on request."""

import threading
import time
from collections.abc import Callable
from typing import Self

import structlog

from drivers.base import CodeScanner, Role
from drivers.errors import ProtocolError
from drivers.supervisor.events import CodeRead, CodeUnreadable, Emit
from drivers.supervisor.worker import STATUS_EVERY_S, Worker

LISTEN_S = 0.5
"""A scanner is read in slices, so that other requests are not delayed."""

_log = structlog.get_logger()


class CodeScannerWorker(Worker[CodeScanner]):
    """Reads codes while they are requested; earlier scans are discarded."""

    def __init__(self, role: Role, make: Callable[[], CodeScanner], emit: Emit) -> None:
        super().__init__(role, make, emit)
        self._asking = threading.Lock()  # protects `_ticket`
        self._ticket: object | None = None
        self._listening: object | None = None  # the ticket that is being served
        self._status_due = 0.0

    def read_code(self, ticket: object) -> None:
        """Report each code from now on, readable or not; replaces a request."""
        with self._asking:
            self._ticket = ticket
        self._wake.set()

    def stop_reading_code(self) -> None:
        """Cancel the request for codes."""
        with self._asking:
            self._ticket = None

    def successor(self) -> Self:
        """Return a new worker, which continues with the same request."""
        new = super().successor()
        new._ticket = self._ticket
        return new

    def _opened(self, device: CodeScanner) -> None:  # noqa: ARG002 - of the base
        self._listening = None  # codes that the device holds belong to no request
        self._status_due = 0.0

    def _rest(self, device: CodeScanner) -> float:
        ticket = self._ticket
        if ticket is None:
            self._listening = None
            return super()._rest(device)
        if time.monotonic() >= self._status_due:
            super()._rest(device)
            self._status_due = time.monotonic() + STATUS_EVERY_S
        if self._listening is not ticket:
            self._call("drop_pending", device.drop_pending)
            self._listening = ticket
        self._listen(device, ticket)
        return 0.0

    def _listen(self, device: CodeScanner, ticket: object) -> None:
        try:
            code = self._call("read_code", lambda: device.read_code(LISTEN_S))
        except ProtocolError as error:  # the code is damaged, not the scanner
            _log.info("code_unreadable", role=self._role, detail=error.detail)
            self._answer(ticket, CodeUnreadable(ticket))
            return
        if code is not None:
            self._answer(ticket, CodeRead(ticket, code))

    def _answer(self, ticket: object, event: CodeRead | CodeUnreadable) -> None:
        with self._asking:
            if self._ticket is ticket:  # otherwise the request was cancelled
                self._tell(event)
