"""A technician's test of one device: what it does, and its answer.

It is the same for a serving screen's device and one opened by the command line. An
answer is JSON: `ok` (whether it could serve now), `reason`, and the `reading` or the
`status`.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from contract.business_day import local
from drivers.base import (
    CardReader,
    CardReading,
    CodeScanner,
    DeviceStatus,
    DocumentPrinter,
    Door,
    Locker,
    PrintOutcome,
    PrintResult,
    QrDisplay,
    Receipt,
    ReceiptPrinter,
    Role,
    ShownCode,
    State,
)
from drivers.errors import CardError, ProtocolError, Reason
from kiosk.flow.masking import mask_name, mask_number
from kiosk.technician import sample_page
from kiosk.technician.remedies import BUSY, NO_CODE, UNREADABLE_CODE

Answer = dict[str, Any]

LOOK_S = 0.3
"""Seconds between two checks for a card or a door, unless the driver defines it."""
SCAN_SLICE_S = 0.5
"""Seconds; a scanner is read in slices, so that a test can stop for a citizen."""
HANDS_FREE_S = 400.0
"""Seconds for the device's own part of a test, beside the time for a person's part."""

_HIDDEN = ("birth_date", "address", "pass_number", "old_number", "card_number")


@dataclass(frozen=True)
class DeviceTest:
    """A test to run.

    Attributes:
        timeout_s: Seconds to wait for a card, a code or a door, or to show a code.
        cell: The locker's cell to open.
        reveal: Whether a reading is shown unmasked.
    """

    role: Role
    backend: str
    timeout_s: float
    cell: int | None = None
    reveal: bool = False

    @property
    def limit_s(self) -> float:
        """Seconds after which the device counts as hung."""
        return self.timeout_s + HANDS_FREE_S


class _Run:
    """A running test.

    Args:
        test: The test.
        cancelled: Set when a citizen needs the device.
    """

    def __init__(self, test: DeviceTest, cancelled: threading.Event) -> None:
        self._test = test
        self._cancelled = cancelled
        self._until = time.monotonic() + test.timeout_s

    def card(self, reader: CardReader) -> Answer:
        """Wait for a card and read it."""
        pause = getattr(reader, "poll_interval", LOOK_S)
        while True:
            try:
                reading = reader.read_card()
            except CardError as error:
                if error.reason is not Reason.CARD_LIFTED:
                    return told(reader.status(), error.reason, ok=False)
                reading = None
            if reading is not None:
                answer = _good()
                answer["reading"] = card_fields(reading, reveal=self._test.reveal)
                return answer
            if not self._go_on(pause):
                return self._over(reader.status(), Reason.NO_CARD)

    def receipt(self, printer: ReceiptPrinter) -> Answer:
        """Print the sample page."""
        return _printed(printer, printer.print(self._page()))

    def document(self, printer: DocumentPrinter) -> Answer:
        """Print the sample page on A4."""
        pdf = sample_page.as_pdf(self._page())
        return _printed(printer, printer.print(pdf, "OneTrip test page"))

    def locker(self, locker: Locker) -> Answer:
        """Open a cell and follow its door until it is closed or the time is up."""
        cell = self._test.cell
        if cell is None or not 1 <= cell <= locker.cells:
            answer = told(locker.status(), Reason.NOT_CONFIGURED, ok=False)
            answer["status"]["detail"] = f"no cell {cell}: 1 to {locker.cells}"
            return answer
        locker.unlock(cell)
        opened = False
        while True:
            door = locker.doors().get(cell, Door.UNKNOWN)
            opened = opened or door is Door.OPEN
            done = door is Door.UNKNOWN or (opened and door is Door.CLOSED)
            if done or not self._go_on(locker.poll_interval):
                break
        status = locker.status()
        if opened:
            answer = told(status, Reason.OK, ok=True)
        elif door is Door.UNKNOWN:
            answer = told(status, Reason.NO_SENSOR, ok=False)
        else:
            answer = self._over(status, Reason.LOCK_FAULT)
        answer["status"] |= {"cell": cell, "door": str(door), "opened": opened}
        return answer

    def code(self, scanner: CodeScanner) -> Answer:
        """Wait for a code."""
        scanner.drop_pending()
        while self._go_on(0):
            left = self._until - time.monotonic()
            try:
                code = scanner.read_code(max(0.0, min(SCAN_SLICE_S, left)))
            except ProtocolError as error:  # the scanner works: it has read this
                answer = told(scanner.status(), UNREADABLE_CODE, ok=False)
                answer["status"]["detail"] = error.detail
                return answer
            if code is not None:
                text = code.text if self._test.reveal else mask_number(code.text)
                answer = _good()
                answer["reading"] = {"kind": str(code.kind), "text": text}
                return answer
        return self._over(scanner.status(), NO_CODE)

    def show(self, display: QrDisplay) -> Answer:
        """Show a code for the requested time."""
        display.show(ShownCode("ONETRIP-TEST-CODE", "测试 TEST", amount=1))
        try:
            while self._go_on(LOOK_S):
                pass
            return self._over(display.status(), None)
        finally:
            display.clear()

    def _page(self) -> Receipt:
        at = local(datetime.now(UTC)).strftime("%Y-%m-%d %H:%M:%S")
        return sample_page.sample(f"{self._test.role} ({self._test.backend})", at)

    def _go_on(self, pause: float) -> bool:
        """Wait a little; return False when the time is up or a citizen has come."""
        left = max(0.0, self._until - time.monotonic())
        return not self._cancelled.wait(min(pause, left)) and left > 0

    def _over(self, status: DeviceStatus, reason: str | None) -> Answer:
        if self._cancelled.is_set():
            return {"ok": False, "reason": BUSY}
        return told(status, reason, ok=None if reason is None else False)


_BY_ROLE: dict[Role, Callable[[_Run, Any], Answer]] = {
    Role.ID_CARD_READER: _Run.card,
    Role.SOCIAL_SECURITY_CARD_READER: _Run.card,
    Role.RECEIPT_PRINTER: _Run.receipt,
    Role.DOCUMENT_PRINTER: _Run.document,
    Role.LOCKER: _Run.locker,
    Role.CODE_SCANNER: _Run.code,
    Role.QR_DISPLAY: _Run.show,
}


def perform(device: Any, test: DeviceTest, cancelled: threading.Event) -> Answer:
    """Test an open device, in its thread.

    Raises:
        DriverError: The device cannot perform the test.
    """
    return _BY_ROLE[test.role](_Run(test, cancelled), device)


def told(
    status: DeviceStatus, reason: str | None = None, *, ok: bool | None = None
) -> Answer:
    """Return an answer with the device's status, which by default decides `ok`."""
    return {
        "ok": status.can_serve if ok is None else ok,
        "reason": str(reason or status.reason),
        "status": as_json(status),
    }


def failed(reason: Reason, status: DeviceStatus | None = None) -> Answer:
    """Return the answer for a test that failed."""
    return told(status or DeviceStatus(State.GONE, reason), reason, ok=False)


def as_json(status: DeviceStatus) -> Answer:
    """Return a status in the words of the interface, without unknown values."""
    value: Answer = {"state": str(status.state), "reason": str(status.reason)}
    if status.supplies:
        value["supplies"] = {name: str(why) for name, why in status.supplies.items()}
    if status.detail:
        value["detail"] = status.detail
    if status.since is not None:
        value["since"] = status.since.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def card_fields(reading: CardReading, *, reveal: bool) -> Answer:
    """Return a card's fields without absent ones, masked unless `reveal`."""
    values: Answer = {}
    for each in fields(reading):
        value = getattr(reading, each.name)
        if value is None or each.name == "photo":
            continue
        if not reveal:
            value = _masked(each.name, value)
        values[each.name] = value.isoformat() if isinstance(value, date) else value
    return values


def _masked(name: str, value: Any) -> Any:
    if name in ("name", "english_name"):
        return mask_name(value)
    if name == "number":
        return mask_number(value)
    return "***" if name in _HIDDEN else value


def _printed(printer: ReceiptPrinter | DocumentPrinter, result: PrintResult) -> Answer:
    status = printer.status()
    if result.outcome is PrintOutcome.PRINTED:
        return told(status)
    reason = Reason.UNKNOWN if result.reason is Reason.OK else result.reason
    return told(status, reason, ok=False)


def _good() -> Answer:
    return {"ok": True, "reason": str(Reason.OK)}
