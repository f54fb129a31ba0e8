"""A serial line whose two ends have different speeds: nonsense both ways."""

import time
from collections.abc import Callable, Iterator

import pytest
import serial
from support.lockers import checked
from support.processes import Simulator

from drivers.base import State
from drivers.code_scanner.serial_scanner import SerialScanner
from drivers.errors import DriverError, ProtocolError, Reason
from drivers.id_card_reader.sam_serial import SamSerialReader
from drivers.locker.lock_board import LockBoardLocker
from drivers.locker.modbus_relay import ModbusRelayLocker
from drivers.qr_display.cd5220 import Cd5220Display
from drivers.simulators.control import ControlClient
from drivers.simulators.line_speed import misheard

Start = Callable[..., tuple[str, ControlClient]]

RATES = (9600, 19200, 38400, 57600, 115200)
DEADLINE = 30.0


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[tuple[Simulator, ControlClient]] = []

    def started(name: str, *arguments: str) -> tuple[str, ControlClient]:
        simulator = Simulator(f"drivers.simulators.{name}", *arguments)
        running.append((simulator, ControlClient(simulator.control)))
        return simulator.url, running[-1][1]

    yield started
    for simulator, control in running:
        control.close()
        simulator.stop()


@pytest.mark.parametrize("heard_at", RATES)
@pytest.mark.parametrize("sent_at", RATES)
def test_bytes_are_heard_right_at_their_own_speed_alone(
    sent_at: int, heard_at: int
) -> None:
    for data in (b"\x80\x01\x00\x33\xb2", b"AAAA", bytes(range(256))):
        heard = misheard(data, sent_at, heard_at)
        assert (heard == data) is (sent_at == heard_at)
        assert heard, "a start bit is always seen"
    assert misheard(b"", sent_at, heard_at) == b""


def test_twice_the_speed_hears_each_bit_twice() -> None:
    # 55: start 0, then 1 0 1 0 1 0 1 0 and the stop bit 1, each of them seen twice.
    assert misheard(b"\x55", 9600, 19200)[0] == 0b01100110


WRONG = [
    ("sam_reader", lambda url: SamSerialReader(url, 9600)),
    ("sam_reader", lambda url: SamSerialReader(url, 57600)),
    ("lock_board", lambda url: LockBoardLocker(url, baud_rate=19200)),
    ("lock_board", lambda url: LockBoardLocker(url, baud_rate=115200)),
    ("modbus_relay", lambda url: ModbusRelayLocker(url, baud_rate=38400)),
    ("code_scanner", lambda url: SerialScanner(url, baud_rate=115200)),
    ("code_scanner", lambda url: SerialScanner(url, baud_rate=19200)),
]


@pytest.mark.parametrize(("name", "driver"), WRONG)
def test_a_driver_at_a_wrong_speed_reports_nonsense_or_silence(
    start: Start, tmp_path: object, name: str, driver: Callable[[str], SerialScanner]
) -> None:
    arguments = ("--link", f"{tmp_path}/relay") if name == "modbus_relay" else ()
    url, _ = start(name, *arguments)
    with pytest.raises(DriverError) as caught:
        driver(url).open()
    assert caught.value.reason in (Reason.BAD_ANSWER, Reason.NO_ANSWER)


def test_a_command_at_a_wrong_speed_opens_nothing(start: Start) -> None:
    url, control = start("lock_board")
    with serial.Serial(url, 19200, timeout=DEADLINE) as port:
        port.write(checked("8A 01 02 11"))
        assert port.read(1), "it says something, and nobody can read it"
    assert control.do("state")["state"]["released"] == []
    with serial.Serial(url, 9600, timeout=DEADLINE) as port:
        port.write(checked("8A 01 02 11"))
        reply = checked("8A 01 02 11")
        # Behind what it said before, and the push of the door that opens.
        assert port.read_until(reply).endswith(reply)
    assert control.do("state")["state"]["released"] == [2]


def test_a_device_is_set_to_another_speed_and_back(start: Start) -> None:
    url, control = start("sam_reader")
    reader = SamSerialReader(url)
    reader.open()
    control.do("baud", rate=9600)
    with pytest.raises(DriverError):
        reader.status()
    control.do("baud", rate=115200)
    assert reader.status().reason is Reason.OK
    reader.close()


def test_codes_at_a_wrong_speed_are_nonsense_and_no_code(start: Start) -> None:
    url, control = start("code_scanner", "--mute")
    scanner = SerialScanner(url, baud_rate=38400)
    scanner.open()  # nothing answers, so nothing can be known yet
    status = scanner.status()
    assert (status.state, status.reason) == (State.READY, Reason.PORT_ONLY)
    control.do("scan", text="51041126001234567890")
    with pytest.raises(ProtocolError) as caught:
        scanner.read_code(DEADLINE)
    assert caught.value.reason is Reason.BAD_ANSWER
    scanner.close()


def test_a_display_at_a_wrong_speed_shows_nothing_and_says_nothing(
    start: Start,
) -> None:
    url, control = start("customer_display")
    display = Cd5220Display(url, baud_rate=19200)
    display.open()
    assert display.status().reason is Reason.PORT_ONLY
    end = time.monotonic() + DEADLINE
    while not control.do("state")["state"]["unknown"]:
        assert time.monotonic() < end
    assert display._port.drain() == b""
    display.close()


@pytest.mark.parametrize("name", ["lock_board", "code_scanner", "customer_display"])
def test_another_device_at_the_port_is_told_by_its_silence(
    start: Start, name: str
) -> None:
    url, _ = start(name)
    with pytest.raises(DriverError) as caught:
        SamSerialReader(url, 9600).open()
    assert caught.value.reason is Reason.NO_ANSWER
