"""The thread of a receipt printer: prints one receipt after the other."""

from collections.abc import Callable
from typing import Self, cast

from drivers.base import PrintOutcome, PrintResult, Receipt, ReceiptPrinter, Role
from drivers.errors import Reason
from drivers.leftover import Leftover
from drivers.supervisor.events import DeviceEvent, Emit, PrintDone
from drivers.supervisor.worker import Job, Worker

PRINT_S = 180.0
"""A metre of paper takes the slowest printer twenty seconds."""


class ReceiptPrinterWorker(Worker[ReceiptPrinter]):
    """Prints receipts, and reports each outcome as far as it is known.

    What hangs in the printer is remembered as long as the program runs: each driver
    gets it, even if it replaces one that hangs.
    """

    def __init__(
        self, role: Role, make: Callable[[], ReceiptPrinter], emit: Emit
    ) -> None:
        super().__init__(role, make, emit)
        self._leftover = Leftover()

    def successor(self) -> Self:
        """Return a new worker for the same printer, and the paper in it."""
        new = super().successor()
        new._leftover = self._leftover
        return new

    def _made(self, device: ReceiptPrinter) -> None:
        device.leftover = self._leftover

    def print(self, ticket: object, receipt: Receipt) -> None:
        """Print a receipt; the outcome is reported as `PrintDone`."""

        def done(result: object) -> DeviceEvent:
            return PrintDone(ticket, cast("PrintResult", result))

        def failed(reason: Reason, begun: bool) -> DeviceEvent:
            outcome = PrintOutcome.UNKNOWN if begun else PrintOutcome.NOTHING_CAME_OUT
            return PrintDone(ticket, PrintResult(outcome, reason))

        self._put(Job(lambda printer: printer.print(receipt), PRINT_S, done, failed))
