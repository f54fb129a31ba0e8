"""Runs the devices, each in its own thread, so that none blocks another or the screen.

`events` has the reported events, `worker` what all devices have in common,
`card_reader`, `code_scanner`, `locker` and `receipt_printer` what is specific to them,
and `supervisor` runs them all and replaces hung ones.
"""

from drivers.supervisor.card_reader import CardReaderWorker
from drivers.supervisor.code_scanner import CodeScannerWorker
from drivers.supervisor.events import (
    CardFailed,
    CardLifted,
    CardRead,
    CardSeen,
    CodeRead,
    CodeUnreadable,
    DeviceEvent,
    Emit,
    JobDone,
    PrintDone,
    StatusChanged,
)
from drivers.supervisor.locker import LockerWorker
from drivers.supervisor.receipt_printer import ReceiptPrinterWorker
from drivers.supervisor.supervisor import Supervisor
from drivers.supervisor.worker import MISSES, STATUS_EVERY_S, Worker

__all__ = [
    "MISSES",
    "STATUS_EVERY_S",
    "CardFailed",
    "CardLifted",
    "CardRead",
    "CardReaderWorker",
    "CardSeen",
    "CodeRead",
    "CodeScannerWorker",
    "CodeUnreadable",
    "DeviceEvent",
    "Emit",
    "JobDone",
    "LockerWorker",
    "PrintDone",
    "ReceiptPrinterWorker",
    "StatusChanged",
    "Supervisor",
    "Worker",
]
