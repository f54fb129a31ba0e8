"""The serial driver where the port or the module misbehaves."""

import errno
import termios
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import pytest
import serial
from support.card_readers import ScriptedModule, field, payload, reply, resident_record

from drivers.base import State
from drivers.errors import (
    CardError,
    DeviceGoneError,
    DeviceSilentError,
    ProtocolError,
    Reason,
)
from drivers.id_card_reader import sam_serial
from drivers.id_card_reader.sam_serial import SamSerialReader

GREETING = [reply(0x90), reply(0x90, bytes(16))]
FOUND = reply(0x9F, bytes(4))
SELECTED = reply(0x90, bytes(8))
READ = reply(0x90, payload(resident_record()))
NONE_APPENDED = reply(0x91)
PRINTED = "北京市朝阳区测试路1号"
MOVED = field("北京市朝阳区测试路2号", 70)


@pytest.fixture(autouse=True)
def _short_silences(monkeypatch: pytest.MonkeyPatch) -> None:
    names = "_STATUS _SAM_ID _FIND _SELECT _READ _READ_CURRENT_ADDRESS"
    for name in names.split():
        hurried = replace(getattr(sam_serial, name), timeout=0.5)
        monkeypatch.setattr(sam_serial, name, hurried)


def test_a_missing_port_is_not_connected(tmp_path: Path) -> None:
    with pytest.raises(DeviceGoneError) as caught:
        SamSerialReader(str(tmp_path / "none")).open()
    assert caught.value.reason is Reason.NOT_CONNECTED


def test_a_file_that_is_no_port_is_not_connected(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DeviceGoneError) as caught:
        SamSerialReader(str(tmp_path / "file")).open()
    assert caught.value.reason is Reason.NOT_CONNECTED


def test_a_port_in_use_is_busy() -> None:
    with ScriptedModule(GREETING) as module:
        first, second = SamSerialReader(module.url), SamSerialReader(module.url)
        first.open()
        with pytest.raises(DeviceGoneError) as caught:
            second.open()
        assert caught.value.reason is Reason.PORT_BUSY
        first.close()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (serial.SerialException(errno.EACCES, "no"), Reason.PERMISSION_DENIED),
        (PermissionError(errno.EPERM, "no"), Reason.PERMISSION_DENIED),
        (OSError(errno.EBUSY, "no"), Reason.PORT_BUSY),
        (OSError(errno.EIO, "no"), Reason.NOT_CONNECTED),
        (termios.error(errno.EIO, "no"), Reason.NOT_CONNECTED),
        (serial.SerialException("no number"), Reason.NOT_CONNECTED),
    ],
)
def test_every_failure_to_open_has_its_reason(
    monkeypatch: pytest.MonkeyPatch, error: Exception, reason: Reason
) -> None:
    def fail(*args: object, **settings: object) -> None:
        raise error

    monkeypatch.setattr(serial, "Serial", fail)
    with pytest.raises(DeviceGoneError) as caught:
        SamSerialReader("/dev/ttyS0").open()
    assert caught.value.reason is reason
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("call", ["write", "read", "in_waiting"])
@pytest.mark.parametrize(
    "error", [serial.SerialException("x"), OSError(5, "x"), termios.error(5, "x")]
)
def test_every_failure_of_an_open_port_means_that_it_is_gone(
    monkeypatch: pytest.MonkeyPatch, call: str, error: Exception
) -> None:
    def fail(*args: object) -> None:
        raise error

    with ScriptedModule(GREETING) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        broken = property(fail) if call == "in_waiting" else fail
        monkeypatch.setattr(serial.Serial, call, broken)
        with pytest.raises(DeviceGoneError) as caught:
            reader.read_card()
        assert caught.value.reason is Reason.NOT_CONNECTED
        reader.close()


def test_a_line_that_takes_no_bytes_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise serial.SerialTimeoutException("Write timeout")

    with ScriptedModule(GREETING) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        monkeypatch.setattr(serial.Serial, "write", fail)
        with pytest.raises(DeviceSilentError):
            reader.status()
        reader.close()


def test_a_module_that_does_not_greet_leaves_the_port_free() -> None:
    with ScriptedModule([b"", *GREETING]) as module:
        mute, other = SamSerialReader(module.url), SamSerialReader(module.url)
        with pytest.raises(DeviceSilentError):
            mute.open()
        other.open()
        other.close()


@pytest.mark.parametrize("second", [b"", reply(0x21), reply(0x90, b"short")])
def test_a_module_without_a_number_still_serves(second: bytes) -> None:
    with ScriptedModule([reply(0x90), second, reply(0x90)]) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        status = reader.status()
        assert status.state is State.READY
        assert "without a number" in status.detail
        reader.close()


def test_the_modules_number_is_shown_as_it_is_printed_on_it() -> None:
    number = b"\x05\0\x03\0" + b"".join(
        value.to_bytes(4, "little") for value in (20130116, 3456789, 3456789012)
    )
    with ScriptedModule([reply(0x90), reply(0x90, number), reply(0x90)]) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        assert "05.03-20130116-0003456789-3456789012" in reader.status().detail
        reader.close()


def test_an_answer_to_another_command_is_not_taken_for_this_one() -> None:
    late = reply(0x90)
    read = [FOUND, SELECTED, READ, NONE_APPENDED]
    with ScriptedModule([*GREETING, FOUND, late, *read]) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        reading = reader.read_card()
        assert reading is not None
        assert reading.number == "11010519491231002X"
        reader.close()


def test_bytes_that_came_too_late_are_thrown_away() -> None:
    late_too = reply(0x9F, bytes(4)) + reply(0x9F, bytes(4))[:6]
    read = [SELECTED, READ, NONE_APPENDED]
    with ScriptedModule([*GREETING, late_too, *read]) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        assert reader.read_card() is not None
        reader.close()


def test_babbling_without_end_is_a_bad_answer() -> None:
    with ScriptedModule([*GREETING, *repeat(b"\x55" * 3000, 4)]) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        with pytest.raises(ProtocolError) as caught:
            reader.read_card()
        assert caught.value.reason is Reason.BAD_ANSWER
        reader.close()


@pytest.mark.parametrize(
    ("status", "reason"),
    [(0x81, Reason.CARD_NOT_SELECTED), (0x40, Reason.CARD_TYPE_UNKNOWN)],
)
def test_a_card_that_cannot_be_selected_must_be_put_back(
    status: int, reason: Reason
) -> None:
    with ScriptedModule([*GREETING, FOUND, reply(status)]) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        with pytest.raises(CardError) as caught:
            reader.read_card()
        assert caught.value.reason is reason
        reader.close()


def test_a_speed_that_no_module_has_is_refused() -> None:
    with pytest.raises(ValueError, match="baud rate 115000"):
        SamSerialReader("/dev/ttyS0", 115000)


def test_the_pause_between_two_looks_is_what_the_module_needs() -> None:
    assert SamSerialReader("/dev/ttyS0").poll_interval >= 0.3


@pytest.mark.parametrize(
    ("answer", "address"),
    [
        (reply(0x90, MOVED), "北京市朝阳区测试路2号"),
        (reply(0x90, MOVED + field("", 210)), "北京市朝阳区测试路2号"),
        (NONE_APPENDED, PRINTED),
        (reply(0x91, MOVED), PRINTED),
        (reply(0x90), PRINTED),
        (reply(0x90, MOVED + b"\0"), PRINTED),
        (reply(0x90, field("", 280)), PRINTED),
        (reply(0x41), PRINTED),
        (reply(0x21), PRINTED),
        (reply(0x60), PRINTED),
        (reply(0x90, MOVED)[:-1], PRINTED),
        (reply(0x90, MOVED)[:-1] + b"\0", PRINTED),
        (b"", PRINTED),
    ],
)
def test_no_answer_about_an_appended_address_costs_the_reading(
    answer: bytes, address: str
) -> None:
    with ScriptedModule([*GREETING, FOUND, SELECTED, READ, answer]) as module:
        reader = SamSerialReader(module.url)
        reader.open()
        reading = reader.read_card()
        assert reading is not None
        assert (reading.number, reading.address) == ("11010519491231002X", address)
        assert len(module.requests) == len(GREETING) + 4  # it is asked once
        reader.close()
