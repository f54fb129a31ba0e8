"""The thread of a receipt printer: prints what it is given, one after the other."""

from typing import cast

from drivers.base import PrintOutcome, PrintResult, Receipt, ReceiptPrinter
from drivers.errors import Reason
from drivers.supervisor.events import DeviceEvent, PrintDone
from drivers.supervisor.worker import Job, Worker

PRINT_S = 180.0
"""A metre of paper takes the slowest printer twenty seconds."""


class ReceiptPrinterWorker(Worker[ReceiptPrinter]):
    """Prints receipts, whose ends are known as well as they can be."""

    def print(self, ticket: object, receipt: Receipt) -> None:
        """Print; the end is told as `PrintDone`."""

        def done(result: object) -> DeviceEvent:
            return PrintDone(ticket, cast("PrintResult", result))

        def failed(reason: Reason, begun: bool) -> DeviceEvent:
            outcome = PrintOutcome.UNKNOWN if begun else PrintOutcome.NOTHING_CAME_OUT
            return PrintDone(ticket, PrintResult(outcome, reason))

        self._put(Job(lambda printer: printer.print(receipt), PRINT_S, done, failed))
