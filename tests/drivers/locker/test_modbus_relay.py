"""The relay board's driver: its frames, its pulses, and boards at their worst."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymodbus.pdu.bit_message import ReadDiscreteInputsRequest
from support.card_readers import ScriptedModule
from support.lockers import LockerBackend, modbus_rtu, modbus_tcp

from drivers.base import Door, State
from drivers.errors import (
    DeviceFaultError,
    DeviceGoneError,
    DeviceSilentError,
    DriverError,
    ProtocolError,
    Reason,
)
from drivers.locker.modbus_link import ModbusLink
from drivers.locker.modbus_relay import ModbusRelayLocker
from drivers.simulators.lock_modbus import crc


def framed(body: str) -> bytes:
    """A frame on a serial line: the body in hexadecimal, and its checksum."""
    raw = bytes.fromhex(body)
    return raw + crc(raw)


READ_COILS = bytes.fromhex("01 01 00 00 00 08 3D CC")
ON = bytes.fromhex("01 05 00 00 FF 00 8C 3A")
OFF = bytes.fromhex("01 05 00 00 00 00 CD CA")
READ_INPUTS = framed("01 02 00 00 00 08")
NONE_ON = framed("01 01 01 00")
FIRST_ON = framed("01 01 01 01")
ALL_SHUT = framed("01 02 01 FF")
FIRST_OPEN = framed("01 02 01 FE")


@pytest.fixture(params=[modbus_tcp, modbus_rtu])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LockerBackend]:
    running: LockerBackend = request.param(tmp_path)
    try:
        running.locker.open()
        yield running
    finally:
        running.stop()


def test_the_frames_are_the_published_ones() -> None:
    answers = [NONE_ON, ALL_SHUT, NONE_ON, ON, OFF, NONE_ON, FIRST_OPEN]
    slept: list[float] = []
    with ScriptedModule(answers) as board:
        locker = ModbusRelayLocker(board.url, pulse_s=0.7, sleep=slept.append)
        locker.open()
        locker.unlock(1)
        assert locker.doors()[1] is Door.OPEN
        locker.close()
    assert board.requests == [
        *(READ_COILS, READ_INPUTS),  # greeting
        *(READ_COILS, ON, OFF, READ_COILS),  # the pulse
        READ_INPUTS,
    ]
    assert slept == [0.7]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cells": 0},
        {"cells": 256},
        {"unit": 0},
        {"unit": 248},
        {"pulse_s": 0},
        {"closed_state": 17},
    ],
)
def test_numbers_that_the_protocol_has_no_room_for_are_refused(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match=r"cells|pulse|closed state"):
        ModbusRelayLocker("/dev/null", **wrong)


def test_no_two_locks_are_ever_powered_at_once(backend: LockerBackend) -> None:
    for cell in (1, 2, 8, 2):
        backend.locker.unlock(cell)
        assert backend.state()["powered"] == []
    assert backend.state()["released"] == [1, 2, 8, 2]
    assert backend.state()["most_at_once"] == 1


def test_a_lock_left_on_is_switched_off_before_another_is_powered(
    backend: LockerBackend,
) -> None:
    backend.do("leave_on", cell=5)
    backend.locker.unlock(2)
    state = backend.state()
    assert (state["powered"], state["most_at_once"]) == ([], 1)


def test_a_lock_left_on_by_a_lost_terminal_is_switched_off_on_opening(
    backend: LockerBackend,
) -> None:
    backend.locker.close()
    backend.do("leave_on", cell=5)
    backend.do("leave_on", cell=6)
    backend.locker.open()
    assert backend.state()["powered"] == []


def test_a_lost_off_is_sent_again(backend: LockerBackend) -> None:
    backend.do("fault", kind="lost_off")
    backend.locker.unlock(3)
    assert backend.state()["powered"] == []


def test_off_follows_though_the_board_answers_nothing(backend: LockerBackend) -> None:
    def go_silent(_: float) -> None:
        backend.do("fault", kind="no_reply")

    assert isinstance(backend.locker, ModbusRelayLocker)
    backend.locker._sleep = go_silent
    with pytest.raises(DeviceSilentError):
        backend.locker.unlock(3)
    state = backend.state()
    assert (state["released"], state["powered"]) == ([3], [])


def test_a_board_unplugged_in_the_pulse_is_switched_off_once_it_is_back(
    backend: LockerBackend,
) -> None:
    def pull(_: float) -> None:
        backend.do("unplug")

    assert isinstance(backend.locker, ModbusRelayLocker)
    backend.locker._sleep = pull
    with pytest.raises(DeviceGoneError):
        backend.locker.unlock(3)
    assert backend.state()["powered"] == [3]
    backend.locker.close()
    backend.do("plug")
    backend.locker.open()
    assert backend.state()["powered"] == []


def test_a_coil_that_stays_on_is_a_fault_of_the_lock() -> None:
    answers = [NONE_ON, ALL_SHUT, NONE_ON, ON, *[OFF, FIRST_ON] * 3]
    with ScriptedModule(answers) as board:
        locker = ModbusRelayLocker(board.url, sleep=lambda _: None)
        locker.open()
        with pytest.raises(DeviceFaultError) as caught:
            locker.unlock(1)
        locker.close()
    assert caught.value.reason is Reason.LOCK_FAULT
    assert board.requests.count(OFF) == 3


def test_an_echo_of_a_dead_board_opens_nothing_and_is_silence() -> None:
    with ScriptedModule([NONE_ON, ALL_SHUT, NONE_ON, ON, *[OFF, READ_COILS] * 3]) as b:
        locker = ModbusRelayLocker(b.url, sleep=lambda _: None)
        locker.open()
        with pytest.raises(DeviceSilentError):
            locker.unlock(1)
        locker.close()


def test_off_is_sent_where_on_was_refused() -> None:
    refused = framed("01 85 04")
    with ScriptedModule([NONE_ON, ALL_SHUT, NONE_ON, refused, OFF, NONE_ON]) as board:
        locker = ModbusRelayLocker(board.url, sleep=lambda _: None)
        locker.open()
        with pytest.raises(DeviceFaultError) as caught:
            locker.unlock(1)
        assert caught.value.reason is Reason.LOCK_FAULT
        locker.close()
    assert board.requests[-2:] == [OFF, READ_COILS]


@pytest.mark.parametrize("code", [1, 2, 3])
def test_a_board_without_so_many_relays_is_wrongly_configured(code: int) -> None:
    with ScriptedModule([framed(f"01 81 {code:02x}")]) as board:
        locker = ModbusRelayLocker(board.url)
        with pytest.raises(DriverError) as caught:
            locker.open()
        assert caught.value.reason is Reason.NOT_CONFIGURED


def test_a_board_that_reports_its_own_failure_is_at_fault() -> None:
    with ScriptedModule([NONE_ON, ALL_SHUT, framed("01 81 04")]) as board:
        locker = ModbusRelayLocker(board.url)
        locker.open()
        status = locker.status()
        locker.close()
    assert (status.state, status.reason) == (State.FAULT, Reason.LOCK_FAULT)


@pytest.mark.parametrize(
    ("closed_state", "seen_open"), [(1, {1}), (0, set(range(2, 9)))]
)
def test_what_an_input_means_is_a_setting(
    closed_state: int, seen_open: set[int]
) -> None:
    with ScriptedModule([NONE_ON, FIRST_OPEN, FIRST_OPEN]) as board:
        locker = ModbusRelayLocker(board.url, closed_state=closed_state)
        locker.open()
        doors = locker.doors()
        locker.close()
    assert {cell for cell in doors if doors[cell] is Door.OPEN} == seen_open


def test_without_sensors_nothing_is_claimed_of_the_doors(tmp_path: Path) -> None:
    backend = modbus_tcp(tmp_path, sensors=False)
    try:
        backend.locker.open()
        backend.locker.unlock(4)
        assert backend.open_doors() == {4}
        assert set(backend.locker.doors().values()) == {Door.UNKNOWN}
        status = backend.locker.status()
        assert (status.state, status.reason) == (State.READY, Reason.NO_SENSOR)
    finally:
        backend.stop()


@pytest.mark.parametrize("url", ["tcp://", "tcp://h:x", "tcp://[::1", "tcp://h:70000"])
def test_an_address_that_is_none_is_wrongly_configured(url: str) -> None:
    with pytest.raises(DriverError) as caught:
        ModbusRelayLocker(url).open()
    assert caught.value.reason is Reason.NOT_CONFIGURED


@pytest.mark.parametrize(
    "answer",
    [
        framed("02 02 01 FF"),  # of another board
        framed("01 01 01 FF"),  # to another question
        framed("01 02 02 FF FF"),  # of another size
        framed("01 02 01 FF")[:-1],  # cut short
        framed("01 02 01 FF")[:-1] + b"\0",  # damaged
        b"\x01",
        bytes(1100),  # a line that never falls silent
    ],
)
def test_what_does_not_answer_the_question_is_not_taken(answer: bytes) -> None:
    with ScriptedModule([answer, answer]) as board:
        link = ModbusLink(board.url, 1, 9600)
        link.open()
        with pytest.raises(ProtocolError):
            link.ask(ReadDiscreteInputsRequest(address=0, count=8))
        link.close()
    assert board.requests == [READ_INPUTS] * 2


@pytest.mark.parametrize("answer", [ON[:-1] + b"\0", ON[:4], READ_INPUTS, b"\xff"])
def test_a_lock_is_powered_once_whatever_the_board_answers(answer: bytes) -> None:
    """A relay that pulses by itself would open the cell once for each command."""
    answers = [NONE_ON, ALL_SHUT, NONE_ON, answer, OFF, NONE_ON]
    with ScriptedModule(answers) as board:
        locker = ModbusRelayLocker(board.url, sleep=lambda _: None)
        locker.open()
        with pytest.raises(ProtocolError):
            locker.unlock(1)
        locker.close()
    assert board.requests.count(ON) == 1
    assert board.requests[-2:] == [OFF, READ_COILS], "and not left powered"


@pytest.mark.parametrize("before", [READ_INPUTS, b"\x01\x02\xff", b"\x01" * 50])
def test_an_answer_is_found_behind_echo_and_noise(before: bytes) -> None:
    with ScriptedModule([before + FIRST_OPEN]) as board:
        link = ModbusLink(board.url, 1, 9600)
        link.open()
        answer = link.ask(ReadDiscreteInputsRequest(address=0, count=8))
        link.close()
    assert list(answer.bits) == [False] + [True] * 7


@pytest.mark.parametrize("url", ["/dev/null", "tcp://127.0.0.1"])
@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(url: str, cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    link = ModbusLink(url, 1, 9600)
    request = ReadDiscreteInputsRequest(address=0, count=8)
    request.transaction_id = 7
    for _ in range(cases):
        if url.startswith("tcp"):
            good = bytes.fromhex("0007 0000 0004 01 02 01 FE")
        else:
            good = READ_INPUTS + FIRST_OPEN
        stream = bytearray(good)
        for _ in range(1 + chance.randrange(5)):
            at = chance.randrange(len(stream) + 1)
            stream[at : at + chance.randrange(3)] = chance.randbytes(
                chance.randrange(4)
            )
        answer = link._find_answer(bytes(stream), request)
        assert answer is None or answer.isError() or len(answer.bits) == 8
