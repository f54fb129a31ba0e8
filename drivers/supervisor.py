"""Owns the devices: a thread for each, so that none can hold up another or the screen.

A worker opens its device, greets it, and asks it how it is while nobody needs it. A
miss is any `DriverError`; after `MISSES` in a row the device is `gone`, and is opened
again with a growing pause until it answers. One miss changes nothing that a citizen
sees: a status that flashes is worse than one that is a second late.

A driver that raises anything else has a bug. Its worker lives on: the bug is logged,
and the device is gone at once and opened again like any other.

What happens is told by one callback, called in the worker's thread.
"""

import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import structlog

from drivers.base import (
    CardReader,
    CardReading,
    Device,
    DeviceStatus,
    PrintOutcome,
    PrintResult,
    Receipt,
    ReceiptPrinter,
    Role,
    State,
)
from drivers.errors import CardError, DriverError, Reason

MISSES = 3
"""Misses in a row until a device is called gone."""
MISS_PAUSE_S = 0.3
"""Between misses: long enough for a line to settle, short enough not to be felt."""
STATUS_EVERY_S = 2.0
"""Between questions to a device at rest; a citizen walks up in less."""
REOPEN_FIRST_S = 0.5
"""Pause after a failed opening; doubles each time …"""
REOPEN_MOST_S = 5.0
"""… up to this, so that a device that is plugged in is found soon."""
STOP_WITHIN_S = 10.0
"""How long stopping waits for a worker that is in the middle of a command."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class StatusChanged:
    """A device is not as it was."""

    role: Role
    status: DeviceStatus


@dataclass(frozen=True)
class CardRead:
    """A card was read for the one who asked with `ticket`."""

    ticket: object
    reading: CardReading = field(repr=False)


@dataclass(frozen=True)
class CardFailed:
    """A card was put down and could not be read; the reader tries on."""

    ticket: object
    reason: Reason


@dataclass(frozen=True)
class CardSeen:
    """A card lies on the reader."""


@dataclass(frozen=True)
class CardLifted:
    """No card lies on the reader."""


@dataclass(frozen=True)
class PrintDone:
    """A receipt was printed, or was not."""

    ticket: object
    result: PrintResult


DeviceEvent = StatusChanged | CardRead | CardFailed | CardSeen | CardLifted | PrintDone
Emit = Callable[[DeviceEvent], None]

D = TypeVar("D", bound=Device)


class Worker(ABC, Generic[D]):
    """A device's thread: open, work, miss, open again.

    Args:
        role: Of the device.
        make: Makes the driver, in the worker's thread; may raise `DriverError`.
        emit: Told what happens.
    """

    def __init__(self, role: Role, make: Callable[[], D], emit: Emit) -> None:
        self._role = role
        self._make = make
        self._emit = emit
        self._wake = threading.Event()
        self._stopping = False
        self._device: D | None = None
        self._misses = 0
        self._pause = REOPEN_FIRST_S
        self.status = DeviceStatus(State.UNKNOWN, Reason.STARTING)
        self._thread = threading.Thread(target=self._run, name=role, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the command under way; `join` waits for that."""
        self._stopping = True
        self._wake.set()

    def join(self) -> None:
        """Wait until the device is closed and the thread has ended."""
        self._thread.join(STOP_WITHIN_S)
        if self._thread.is_alive():
            _log.error("device_hung", role=self._role)

    def _opened(self, device: D) -> None:
        """Greet a device that has just been opened."""

    @abstractmethod
    def _step(self, device: D) -> float:
        """Do one thing; returns seconds until the next, unless woken."""

    def _unavailable(self, reason: Reason) -> None:
        """Tell those who wait that the device is not there."""

    def _run(self) -> None:
        while True:
            # Before looking whether to stop: a wake that says so must not be lost.
            self._wake.clear()
            if self._stopping:
                break
            try:
                pause = self._turn()
            except DriverError as error:
                pause = self._missed(error)
            except Exception:  # noqa: BLE001 - a driver's bug may not cost the device
                pause = self._crashed()
            self._wake.wait(pause)
        self._close()
        self._unavailable(Reason.NOT_CONNECTED)

    def _turn(self) -> float:
        greeted = self._device is not None
        if self._device is None:
            self._device = self._make()
            self._device.open()
            self._opened(self._device)
        pause = self._step(self._device)
        if not greeted:
            # Only now: a device that greets well and fails at its work would flash.
            self._set_status(self._device.status())
        self._misses = 0
        self._pause = REOPEN_FIRST_S
        return pause

    def _missed(self, error: DriverError) -> float:
        self._misses += 1
        if self._misses <= MISSES:  # one that stays away need not be told for days
            _log.info(
                "device_missed",
                role=self._role,
                reason=error.reason,
                detail=error.detail,
                misses=self._misses,
            )
        self._close()
        if self._misses < MISSES:
            return MISS_PAUSE_S
        self._set_status(DeviceStatus(State.GONE, error.reason, detail=error.detail))
        self._unavailable(error.reason)
        pause, self._pause = self._pause, min(2 * self._pause, REOPEN_MOST_S)
        return pause

    def _crashed(self) -> float:
        if self.status.reason is not Reason.DRIVER_CRASHED:  # else it was told
            _log.critical("driver_crashed", role=self._role, exc_info=True)
        self._misses = max(self._misses, MISSES - 1)
        return self._missed(DriverError(Reason.DRIVER_CRASHED))

    def _close(self) -> None:
        device, self._device = self._device, None
        if device is None:
            return
        try:
            device.close()
        except Exception:  # noqa: BLE001 - as in `_run`
            _log.critical("driver_crashed", role=self._role, exc_info=True)

    def _set_status(self, status: DeviceStatus) -> None:
        if status != self.status:
            self.status = status
            _log.info(
                "device_status",
                role=self._role,
                state=status.state,
                reason=status.reason,
            )
            self._emit(StatusChanged(self._role, status))


class CardReaderWorker(Worker[CardReader]):
    """Reads a card for whoever asks, and watches the one that lies there."""

    def __init__(self, role: Role, make: Callable[[], CardReader], emit: Emit) -> None:
        super().__init__(role, make, emit)
        self._asking = threading.Lock()  # around whoever asks for a card
        self._ticket: object | None = None
        self._lying = False

    def read_card(self, ticket: object) -> None:
        """Read the next card that is put down; replaces an earlier request."""
        with self._asking:
            self._ticket = ticket
        self._wake.set()

    def stop_reading(self) -> None:
        """Nobody waits for a card any more."""
        with self._asking:
            self._ticket = None

    def _opened(self, device: CardReader) -> None:
        # What lay there when the device went away may have been lifted meanwhile,
        # and after a restart nothing is known: look, and say so in any case.
        self._lying = device.card_present()
        self._emit(CardSeen() if self._lying else CardLifted())

    def _step(self, device: CardReader) -> float:
        ticket = self._ticket
        interval: float = getattr(device, "poll_interval", MISS_PAUSE_S)
        if ticket is not None:
            self._read(device, ticket)
            return interval
        if self._lying:
            self._watch(device)
            return interval
        self._set_status(device.status())
        return STATUS_EVERY_S

    def _read(self, device: CardReader, ticket: object) -> None:
        try:
            reading = device.read_card()
        except CardError as error:
            if error.reason is not Reason.CARD_LIFTED:
                self._see()
            self._emit(CardFailed(ticket, error.reason))
            return
        if reading is None:
            self._watch(device)
            return
        # Also where nobody waits any more: its presence matters to the next visit.
        self._see()
        with self._asking:
            wanted = self._ticket is ticket
            if wanted:
                self._ticket = None
        if wanted:
            self._emit(CardRead(ticket, reading))

    def _see(self) -> None:
        if not self._lying:
            self._lying = True
            self._emit(CardSeen())

    def _watch(self, device: CardReader) -> None:
        if self._lying and not device.card_present():
            self._lying = False
            self._emit(CardLifted())


class ReceiptPrinterWorker(Worker[ReceiptPrinter]):
    """Prints what it is given, one after the other."""

    def __init__(
        self, role: Role, make: Callable[[], ReceiptPrinter], emit: Emit
    ) -> None:
        super().__init__(role, make, emit)
        self._jobs: queue.SimpleQueue[tuple[object, Receipt]] = queue.SimpleQueue()

    def print(self, ticket: object, receipt: Receipt) -> None:
        """Print; the end is told as `PrintDone`."""
        self._jobs.put((ticket, receipt))
        self._wake.set()
        if self._stopping:  # the thread may have looked for jobs for the last time
            self._unavailable(Reason.NOT_CONNECTED)

    def _step(self, device: ReceiptPrinter) -> float:
        try:
            ticket, receipt = self._jobs.get_nowait()
        except queue.Empty:
            self._set_status(device.status())
            return STATUS_EVERY_S
        # What is said if `print` raises, which it never should.
        result = PrintResult(PrintOutcome.UNKNOWN, Reason.DRIVER_CRASHED)
        try:
            result = device.print(receipt)
        except DriverError as error:
            result = PrintResult(PrintOutcome.UNKNOWN, error.reason)
            raise
        finally:
            self._emit(PrintDone(ticket, result))
        return 0.0

    def _unavailable(self, reason: Reason) -> None:
        while True:
            try:
                ticket, _ = self._jobs.get_nowait()
            except queue.Empty:
                return
            nothing = PrintResult(PrintOutcome.NOTHING_CAME_OUT, reason)
            self._emit(PrintDone(ticket, nothing))


class Supervisor:
    """All devices of a terminal.

    Args:
        makers: For each configured role, a function that makes its driver.
        emit: Told what happens, in the workers' threads.
    """

    def __init__(self, makers: dict[Role, Callable[[], Any]], emit: Emit) -> None:
        self._reader: CardReaderWorker | None = None
        self._printer: ReceiptPrinterWorker | None = None
        self._workers: dict[Role, Worker[Any]] = {}
        if make := makers.get(Role.ID_CARD_READER):
            self._reader = CardReaderWorker(Role.ID_CARD_READER, make, emit)
            self._workers[Role.ID_CARD_READER] = self._reader
        if make := makers.get(Role.RECEIPT_PRINTER):
            self._printer = ReceiptPrinterWorker(Role.RECEIPT_PRINTER, make, emit)
            self._workers[Role.RECEIPT_PRINTER] = self._printer
        self._emit = emit

    def start(self) -> None:
        """Start every worker."""
        for worker in self._workers.values():
            worker.start()

    def stop(self) -> None:
        """Close every device; what could not be printed any more is told so."""
        for worker in self._workers.values():
            worker.stop()
        for worker in self._workers.values():
            worker.join()

    def statuses(self) -> dict[Role, DeviceStatus]:
        """How each device is that this cabinet has."""
        return {role: worker.status for role, worker in self._workers.items()}

    def read_card(self, ticket: object) -> None:
        """Read the next card: `CardRead` or `CardFailed` with this ticket."""
        if self._reader is not None:
            self._reader.read_card(ticket)

    def stop_reading(self) -> None:
        """Nobody waits for a card any more."""
        if self._reader is not None:
            self._reader.stop_reading()

    def print(self, ticket: object, receipt: Receipt) -> None:
        """Print: `PrintDone` with this ticket."""
        if self._printer is None:
            nothing = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.NOT_CONFIGURED)
            self._emit(PrintDone(ticket, nothing))
        else:
            self._printer.print(ticket, receipt)
