"""A printer on USB, as the kernel gives it: a file with bytes both ways."""

import os
import select
import threading
import tty
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.receipt_printers import RECEIPT, Cable, EscposBackend

from drivers.base import PrintOutcome, PrintResult, State
from drivers.errors import DeviceGoneError, DeviceSilentError, Reason
from drivers.receipt_printer import connection
from drivers.receipt_printer.connection import Connection
from drivers.receipt_printer.escpos import EscposPrinter
from drivers.receipt_printer.usb_port import UsbPort, is_usb_printer

CHARACTER_DEVICE = 0o020660


@pytest.fixture
def usb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pseudo-terminal in raw mode stands in for the kernel's usblp."""
    monkeypatch.setattr(connection, "is_usb_printer", lambda _: True)


@pytest.fixture
def ends() -> Iterator[tuple[int, str]]:
    far, near = os.openpty()
    tty.setraw(near)
    yield far, os.ttyname(near)
    os.close(near)
    os.close(far)


def device(monkeypatch: pytest.MonkeyPatch, major: int) -> None:
    numbers = [CHARACTER_DEVICE, *[0] * 9]
    status = os.stat_result(numbers, {"st_rdev": os.makedev(major, 0)})
    monkeypatch.setattr(os, "stat", lambda _: status)


@pytest.mark.parametrize(("major", "is_usb"), [(180, True), (4, False), (188, False)])
def test_the_kernels_number_tells_a_usb_printer_from_a_serial_line(
    major: int, is_usb: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        device(patched, major)
        found = is_usb_printer("/dev/onetrip/receipt-printer")
    assert found is is_usb


def test_a_pseudo_terminal_a_file_and_nothing_are_no_usb_printers(
    ends: tuple[int, str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for path in (ends[1], str(tmp_path / "file"), str(tmp_path / "nothing")):
        assert not is_usb_printer(path)


@pytest.mark.usefixtures("qapp", "usb")
def test_a_usb_printer_prints_and_tells_its_troubles(tmp_path: Path) -> None:
    with ExitStack() as stack:
        backend = stack.enter_context(EscposBackend(tmp_path))
        cable = Cable(backend.address)
        stack.callback(cable.unplug)
        printer = EscposPrinter(cable.path)
        stack.callback(printer.close)
        printer.open()
        assert isinstance(printer._dialogue._opened()._port, UsbPort)
        assert printer.print(RECEIPT) == PrintResult(PrintOutcome.PRINTED)
        assert len(backend.receipts()) == 1
        backend.do("paper", state="out", after_dots=300)
        result = printer.print(RECEIPT)
        assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.PAPER_OUT)
        backend.do("fault", kind="mute")
        with pytest.raises(DeviceSilentError):
            printer.status()


@pytest.mark.usefixtures("qapp", "usb")
def test_unplugged_it_is_gone_and_plugged_in_again_it_is_found_by_its_name(
    tmp_path: Path,
) -> None:
    name = tmp_path / "receipt-printer"  # what udev keeps at the printer
    with ExitStack() as stack:
        backend = stack.enter_context(EscposBackend(tmp_path))
        first = Cable(backend.address)
        name.symlink_to(first.path)
        printer = EscposPrinter(str(name))
        stack.callback(printer.close)
        assert printer.status().state is State.READY
        first.unplug()
        name.unlink()
        with pytest.raises(DeviceGoneError) as caught:
            printer.status()
        assert caught.value.reason is Reason.NOT_CONNECTED
        second = Cable(backend.address)
        stack.callback(second.unplug)
        name.symlink_to(second.path)
        assert printer.status().state is State.READY
        assert printer.print(RECEIPT) == PrintResult(PrintOutcome.PRINTED)


@pytest.mark.usefixtures("usb")
def test_more_than_the_kernel_takes_at_once_is_written_bit_by_bit(
    ends: tuple[int, str],
) -> None:
    far, path = ends
    port = Connection(path, 0)
    received = bytearray()

    def take_all() -> None:
        while len(received) < 100_000:
            received.extend(os.read(far, 1000))

    reader = threading.Thread(target=take_all)
    reader.start()
    sent = os.urandom(100_000)
    port.write(sent)
    reader.join(60)
    port.close()
    assert bytes(received) == sent


def test_a_printer_that_takes_nothing_is_silent(ends: tuple[int, str]) -> None:
    port = UsbPort(ends[1], 0.05)
    with pytest.raises(TimeoutError):
        port._raw(bytes(1_000_000))
    port.close()


@pytest.mark.usefixtures("usb")
def test_an_empty_packet_is_no_answer_and_no_end(
    ends: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = Connection(ends[1], 0)
    os.write(ends[0], b"\x12")
    assert select.select([port._port], [], [], 60)[0]
    with monkeypatch.context() as patched:
        patched.setattr(os, "read", lambda *_: b"")
        assert port.read(1) == b""
    assert port.read(1) == b"\x12"
    port.close()


def test_a_device_that_is_ready_and_then_not_is_tried_again_until_the_time_is_over(
    ends: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, write = UsbPort(ends[1], 0.1), os.write
    refusals = iter([BlockingIOError(), BlockingIOError()])

    def hesitating(descriptor: int, data: bytes) -> int:
        for refusal in refusals:
            raise refusal
        return write(descriptor, data)

    def refusing(*_: object) -> int:
        raise BlockingIOError

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", hesitating)
        port._raw(b"\x1b@")
        patched.setattr(os, "write", refusing)
        with pytest.raises(TimeoutError):
            port._raw(b"\x1b@")
    assert os.read(ends[0], 10) == b"\x1b@"
    port.close()
