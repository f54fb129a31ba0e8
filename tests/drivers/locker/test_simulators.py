"""The simulated boards behave at their wires as the published frames say."""

import os
import select
import socket
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.lockers import DEADLINE, checked
from support.processes import Simulator

from drivers.simulators.control import BadRequestError, ControlClient
from drivers.simulators.lock_modbus import crc


class Line:
    """The terminal's end of a serial line, without any of the drivers' code."""

    def __init__(self, url: str) -> None:
        self._end = os.open(url, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._end)

    def ask(self, request: bytes, size: int) -> bytes:
        os.write(self._end, request)
        return self.receive(size)

    def receive(self, size: int) -> bytes:
        received = b""
        while len(received) < size:
            ready, _, _ = select.select([self._end], [], [], DEADLINE)
            assert ready, f"{len(received)} of {size} bytes came"
            received += os.read(self._end, size - len(received))
        return received

    def close(self) -> None:
        os.close(self._end)


class Board:
    """A simulator's process, its control socket and its line."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.process = Simulator(f"drivers.simulators.{module}", *arguments)
        self.control = ControlClient(self.process.control)
        self.line: Line | None = None

    def serial(self) -> Line:
        self.line = Line(self.process.url)
        return self.line

    def stop(self) -> None:
        if self.line is not None:
            self.line.close()
        self.control.close()
        self.process.stop()


@pytest.fixture
def lock_board(tmp_path: Path) -> Iterator[Board]:
    board = Board("lock_board", "--link", str(tmp_path / "board"))
    yield board
    board.stop()


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Board]:
    board = Board("modbus_relay", "--link", str(tmp_path / "relay"))
    yield board
    board.stop()


def test_a_lock_board_opens_pushes_and_answers(lock_board: Board) -> None:
    line = lock_board.serial()
    opened = checked("81 01 02 11") + checked("8A 01 02 11")
    assert line.ask(checked("8A 01 02 11"), 10) == opened
    assert line.ask(checked("80 01 02 33"), 5) == checked("80 01 02 11")
    assert line.ask(checked("80 01 03 33"), 5) == checked("80 01 03 00")
    assert line.ask(checked("80 01 00 33"), 7) == checked("80 01 00 00 02 33")
    lock_board.control.do("close", cell=2)
    assert line.receive(5) == checked("81 01 02 00")


def test_lock_00_really_opens_all_so_that_sending_it_would_be_seen(
    lock_board: Board,
) -> None:
    line = lock_board.serial()
    line.ask(checked("8A 01 00 11"), 24 * 10)
    assert line.ask(checked("80 01 00 33"), 7) == checked("80 01 FF FF FF 33")


def test_a_failed_open_is_the_command_itself_with_the_other_wiring(
    tmp_path: Path,
) -> None:
    board = Board("lock_board", "--link", str(tmp_path / "b"), "--closed-state", "17")
    board.control.do("stuck", cell=2)
    assert board.serial().ask(checked("8A 01 02 11"), 5) == checked("8A 01 02 11")
    board.stop()


def test_a_lock_board_takes_nothing_that_is_damaged_or_for_another(
    lock_board: Board,
) -> None:
    line = lock_board.serial()
    wrong = checked("8A 01 02 11")[:-1] + b"\0" + checked("8A 02 02 11")
    assert line.ask(wrong + checked("80 01 00 33"), 7) == checked("80 01 00 00 00 33")
    assert lock_board.control.do("state")["state"]["released"] == []


def test_a_relay_board_obeys_the_published_frames(relay: Board) -> None:
    line = relay.serial()
    on = bytes.fromhex("01 05 00 00 FF 00 8C 3A")
    off = bytes.fromhex("01 05 00 00 00 00 CD CA")
    coils = bytes.fromhex("01 01 00 00 00 08 3D CC")
    inputs = b"\x01\x02\x00\x00\x00\x08"

    def said(body: str) -> bytes:
        return bytes.fromhex(body) + crc(bytes.fromhex(body))

    assert line.ask(coils, 6) == said("01 01 01 00")
    assert line.ask(inputs + crc(inputs), 6) == said("01 02 01 FF")
    assert line.ask(on, 8) == on
    assert line.ask(coils, 6) == said("01 01 01 01")
    assert line.ask(off, 8) == off
    assert line.ask(coils, 6) == said("01 01 01 00")
    assert line.ask(inputs + crc(inputs), 6) == said("01 02 01 FE")
    assert line.ask(said("01 05 00 08 FF 00"), 5) == said("01 85 02")
    assert line.ask(said("01 05 00 00 12 34"), 5) == said("01 85 03")
    assert line.ask(said("01 01 00 00 00 09"), 5) == said("01 81 02")
    assert line.ask(said("01 03 00 00 00 01"), 5) == said("01 83 01")


def test_a_relay_board_on_a_network_keeps_transactions() -> None:
    board = Board("modbus_relay")
    host, port = board.process.url.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port)), DEADLINE) as connection:
        connection.sendall(bytes.fromhex("12 34 00 00 00 06 01 02 00 00 00 08"))
        answer = connection.recv(64)
        assert answer == bytes.fromhex("12 34 00 00 00 04 01 02 01 FF")
    board.stop()


@pytest.mark.parametrize(
    "wrong",
    [
        {"command": "close", "cell": 25},
        {"command": "open_by_hand", "cell": 0},
        {"command": "stuck", "cell": -1},
        {"command": "fault", "kind": "fire"},
    ],
)
def test_wrong_commands_are_refused(lock_board: Board, wrong: dict[str, str]) -> None:
    with pytest.raises(BadRequestError):
        lock_board.control.do(**wrong)
