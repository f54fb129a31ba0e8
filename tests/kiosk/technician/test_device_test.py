"""A technician's test of one device: what it does, and its answer."""

import threading
import time
from typing import Any

import pytest
from support.devices import FakeDevice, FakePrinter, FakeReader

from drivers.base import (
    CodeKind,
    DeviceStatus,
    Door,
    PrintOutcome,
    PrintResult,
    Role,
    ScannedCode,
    ShownCode,
    State,
)
from drivers.errors import CardError, DeviceSilentError, ProtocolError, Reason
from drivers.receipt_printer import raster
from kiosk.technician import device_test, sample_page
from kiosk.technician.device_test import Answer, DeviceTest


class FakeLocker(FakeDevice):
    cells = 2
    poll_interval = 0.01

    def __init__(self, *doors: Door) -> None:
        super().__init__()
        self.left = list(doors)

    def unlock(self, cell: int) -> None:
        self.call("unlock")
        if cell > self.cells:
            raise ValueError(cell)

    def doors(self) -> dict[int, Door]:
        return {1: self.left.pop(0) if len(self.left) > 1 else self.left[0]}


class FakeScanner(FakeDevice):
    def __init__(self, *codes: ScannedCode | ProtocolError | None) -> None:
        super().__init__()
        self.codes = list(codes)

    def drop_pending(self) -> None:
        self.call("drop_pending")

    def read_code(self, timeout: float) -> ScannedCode | None:
        time.sleep(min(timeout, 0.01))
        code = self.codes.pop(0) if self.codes else None
        if isinstance(code, ProtocolError):
            raise code
        return code


class FakeDisplay(FakeDevice):
    def __init__(self) -> None:
        super().__init__()
        self.shown: ShownCode | None = None

    def show(self, code: ShownCode) -> None:
        self.call("show")
        self.shown = code

    def clear(self) -> None:
        self.call("clear")
        self.shown = None


def perform(
    role: Role, device: object, cancelled: threading.Event | None = None, **more: Any
) -> Answer:
    test = DeviceTest(role, "b", more.pop("timeout_s", 0.05), **more)
    return device_test.perform(device, test, cancelled or threading.Event())


@pytest.mark.parametrize(
    ("doors", "expected"),
    [
        ((Door.CLOSED, Door.OPEN, Door.CLOSED), (True, "ok", "closed")),
        ((Door.CLOSED, Door.OPEN), (True, "ok", "open")),
        ((Door.CLOSED,), (False, "lock_fault", "closed")),
        ((Door.UNKNOWN,), (False, "no_sensor", "unknown")),
    ],
)
def test_a_cell_is_opened_and_its_door_followed(
    doors: tuple[Door, ...], expected: tuple[bool, str, str]
) -> None:
    answer = perform(Role.LOCKER, FakeLocker(*doors), cell=1)
    assert (answer["ok"], answer["reason"], answer["status"]["door"]) == expected


@pytest.mark.parametrize("cell", [None, 0, -1, 3])
def test_a_locker_is_not_well_without_a_cell_that_it_has(cell: int | None) -> None:
    locker = FakeLocker(Door.CLOSED)
    answer = perform(Role.LOCKER, locker, cell=cell)
    assert (answer["ok"], answer["reason"]) == (False, "not_configured")
    assert "1 to 2" in answer["status"]["detail"]
    assert "unlock" not in locker.calls


def test_a_code_is_waited_for_and_masked() -> None:
    text = "130000000000000000"
    scanned = ScannedCode(CodeKind.PAYMENT_CODE, text)
    answer = perform(Role.CODE_SCANNER, FakeScanner(None, scanned), timeout_s=60)
    assert answer["reading"] == {"kind": "payment_code", "text": "130000********0000"}
    answer = perform(Role.CODE_SCANNER, FakeScanner(scanned), timeout_s=60, reveal=True)
    assert answer["reading"]["text"] == text
    nothing = perform(Role.CODE_SCANNER, FakeScanner())
    assert (nothing["ok"], nothing["reason"]) == (False, "no_code")


def test_a_code_that_is_no_text_is_said_and_why() -> None:
    nonsense = ProtocolError(Reason.BAD_ANSWER, "7 bytes that are no text")
    answer = perform(Role.CODE_SCANNER, FakeScanner(None, nonsense), timeout_s=60)
    assert (answer["ok"], answer["reason"]) == (False, "unreadable_code")
    assert answer["status"]["detail"] == nonsense.detail
    assert answer["status"]["state"] == "ready", "the scanner itself is there"


def test_a_code_that_nobody_knows_is_said_to_be_unknown() -> None:
    scanned = ScannedCode(CodeKind.UNKNOWN, "6212345678901234567")
    answer = perform(Role.CODE_SCANNER, FakeScanner(scanned), timeout_s=60)
    assert answer["reading"]["kind"] == "unknown"


def test_a_code_is_shown_and_taken_away() -> None:
    display = FakeDisplay()
    assert perform(Role.QR_DISPLAY, display)["ok"]
    assert display.calls == ["show", "status", "clear"]
    assert display.shown is None


def test_a_device_that_cannot_say_how_it_is_is_not_ok() -> None:
    printer = FakePrinter()
    printer.told = DeviceStatus(State.UNKNOWN, Reason.UNKNOWN)
    answer = perform(Role.RECEIPT_PRINTER, printer)
    assert (answer["ok"], answer["reason"]) == (False, "unknown")


def test_paper_that_nobody_knows_of_is_not_ok() -> None:
    printer = FakePrinter()
    printer.result = PrintResult(PrintOutcome.UNKNOWN, Reason.NO_ANSWER)
    answer = perform(Role.RECEIPT_PRINTER, printer)
    assert (answer["ok"], answer["reason"]) == (False, "no_answer")


def test_a_card_that_is_not_authentic_says_so_at_once() -> None:
    reader = FakeReader()
    reader.faults["read_card"] = CardError(Reason.CARD_NOT_AUTHENTIC)
    answer = perform(Role.ID_CARD_READER, reader, timeout_s=60)
    assert (answer["ok"], answer["reason"]) == (False, "card_not_authentic")


def test_the_page_fits_every_paper_and_is_a_pdf(qapp: object) -> None:
    page = sample_page.sample("receipt_printer (escpos)", "2026-11-22 16:05:09")
    for width in (384, 576, 1600):
        assert raster.draw(page, width).rows > 500
    pdf = sample_page.as_pdf(page)
    assert pdf.startswith(b"%PDF-1.4")
    table = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    assert pdf[table:].startswith(b"xref\n0 6\n")


def test_a_driver_that_raises_leaves_the_reason_to_the_supervisor() -> None:
    reader = FakeReader()
    reader.faults["read_card"] = DeviceSilentError(Reason.NO_ANSWER)
    with pytest.raises(DeviceSilentError):
        perform(Role.ID_CARD_READER, reader)
