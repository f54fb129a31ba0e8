"""All devices of a terminal, and the watchdog that replaces hung ones."""

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog

from drivers.base import DeviceStatus, PrintOutcome, PrintResult, Receipt, Role
from drivers.errors import Reason
from drivers.supervisor.card_reader import CardReaderWorker
from drivers.supervisor.code_scanner import CodeScannerWorker
from drivers.supervisor.events import Emit, JobDone, PrintDone, StatusChanged
from drivers.supervisor.locker import LockerWorker
from drivers.supervisor.receipt_printer import ReceiptPrinterWorker
from drivers.supervisor.worker import Worker

WATCH_EVERY_S = 0.5
"""Between two checks of the watchdog; limits are tens of seconds."""
STOP_WITHIN_S = 10.0
"""How long stopping waits for commands under way, in total."""
JOB_S = 400.0
"""Default limit of a job in seconds: a document of many pages, plus the time that its
driver needs to cancel it."""

WORKERS: dict[Role, type[Worker[Any]]] = {
    Role.ID_CARD_READER: CardReaderWorker,
    Role.RECEIPT_PRINTER: ReceiptPrinterWorker,
    Role.CODE_SCANNER: CodeScannerWorker,
    Role.LOCKER: LockerWorker,
}
"""Roles whose threads do more than query the status and run jobs.

Readers of social-security cards are not included: the presence of a card is reported
only for the reader of identity cards, for which a new visit waits.
"""

_log = structlog.get_logger()


class Supervisor:
    """All devices of a terminal; every method may be called from any thread.

    Args:
        makers: For each configured role, a function that creates its driver.
        emit: Called with each event, in the workers' threads; must not block.
    """

    def __init__(self, makers: dict[Role, Callable[[], Any]], emit: Emit) -> None:
        self._emit = emit
        self._workers: dict[Role, Worker[Any]] = {
            role: WORKERS.get(role, Worker)(role, make, emit)
            for role, make in makers.items()
        }
        self._swapping = threading.RLock()  # while using or replacing a worker
        self._stopping = threading.Event()
        self._watchdog = threading.Thread(
            target=self._watch, name="device watchdog", daemon=True
        )

    def start(self) -> None:
        """Start every worker."""
        for worker in self._workers.values():
            worker.start()
        self._watchdog.start()

    def stop(self) -> None:
        """Close every device; jobs that were not done are reported as failed."""
        self._stopping.set()
        self._watchdog.join()
        for worker in self._workers.values():
            worker.stop()
        until = time.monotonic() + STOP_WITHIN_S
        for worker in self._workers.values():
            worker.join(max(0.0, until - time.monotonic()))

    def statuses(self) -> dict[Role, DeviceStatus]:
        """Return the status of each configured device."""
        return {role: worker.status for role, worker in self._workers.items()}

    def read_card(self, ticket: object) -> None:
        """Read the next identity card: `CardRead` or `CardFailed` with this ticket."""
        with self._swapping:
            reader = self._workers.get(Role.ID_CARD_READER)
            if isinstance(reader, CardReaderWorker):
                reader.read_card(ticket)

    def stop_reading(self) -> None:
        """Cancel the request for a card."""
        with self._swapping:
            reader = self._workers.get(Role.ID_CARD_READER)
            if isinstance(reader, CardReaderWorker):
                reader.stop_reading()

    def read_code(self, ticket: object) -> None:
        """Read codes: a `CodeRead` with this ticket for each."""
        with self._swapping:
            scanner = self._workers.get(Role.CODE_SCANNER)
            if isinstance(scanner, CodeScannerWorker):
                scanner.read_code(ticket)

    def stop_reading_code(self) -> None:
        """Cancel the request for codes."""
        with self._swapping:
            scanner = self._workers.get(Role.CODE_SCANNER)
            if isinstance(scanner, CodeScannerWorker):
                scanner.stop_reading_code()

    def print(self, ticket: object, receipt: Receipt) -> None:
        """Print a receipt: `PrintDone` with this ticket."""
        with self._swapping:
            printer = self._workers.get(Role.RECEIPT_PRINTER)
            if isinstance(printer, ReceiptPrinterWorker):
                printer.print(ticket, receipt)
                return
        nothing = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.NOT_CONFIGURED)
        self._emit(PrintDone(ticket, nothing))

    def submit(
        self,
        role: Role,
        job: Callable[[Any], object],
        ticket: object,
        limit_s: float = JOB_S,
    ) -> None:
        """Run `job` with the open device, in its thread: `JobDone`.

        Args:
            role: Role of the device.
            job: What to do; a `DriverError` that it raises is in the event.
            ticket: Returned with the event.
            limit_s: Seconds after which the device counts as hung.
        """
        with self._swapping:
            if worker := self._workers.get(role):
                worker.submit(ticket, job, limit_s)
                return
        self._emit(JobDone(ticket, None, Reason.NOT_CONFIGURED, begun=False))

    def _watch(self) -> None:
        while not self._stopping.wait(WATCH_EVERY_S):
            for role, worker in list(self._workers.items()):
                if worker.hangs():
                    self._replace(role, worker)

    def _replace(self, role: Role, worker: Worker[Any]) -> None:
        with self._swapping:
            if not worker.abandon():
                return
            fresh = self._workers[role] = worker.successor()
        _log.error("device_hung", role=role)
        self._emit(StatusChanged(role, fresh.status))
        fresh.start()
