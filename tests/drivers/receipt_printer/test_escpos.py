"""The ESC/POS driver against printers that misbehave in ways a real one may."""

import errno
import itertools
import re
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from support.escpos_lines import (
    CUT,
    PAPER_STATUS_IN_TURN,
    PRESENT,
    Answer,
    printer_that,
    well,
)
from support.receipt_printers import RECEIPT, Cable, EscposBackend

from drivers.base import PrintOutcome, PrintResult, State
from drivers.errors import (
    DeviceGoneError,
    DeviceSilentError,
    DriverError,
    ProtocolError,
    Reason,
)
from drivers.receipt_printer.escpos import EscposPrinter

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_printer_that_is_well_prints() -> None:
    with printer_that(well) as printer:
        assert printer.print(RECEIPT) == PrintResult(PrintOutcome.PRINTED)


def once_too_often(data: bytes) -> bytes:
    return well(data) + b"\x00" * (PAPER_STATUS_IN_TURN in data)


def too_often_at_the_cut(data: bytes) -> bytes:
    return well(data) + b"\x00" * data.count(CUT)


def thrice(data: bytes) -> bytes:
    return well(data) + b"\x00\x03" * data.count(PAPER_STATUS_IN_TURN)


@pytest.mark.parametrize("answers", [once_too_often, too_often_at_the_cut, thrice])
def test_more_answers_than_questions_are_not_believed(answers: Answer) -> None:
    with printer_that(answers) as printer:
        result = printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.BAD_ANSWER)


def test_an_answer_too_many_that_comes_late_is_not_believed() -> None:
    """As on a slow line: only with the answer to what was asked next."""
    owed: list[bytes] = []

    def late_at_the_cut(data: bytes) -> bytes:
        late = b"".join(owed)
        owed[:] = [b"\x00"] if CUT in data else []
        return late + well(data)

    with printer_that(late_at_the_cut) as printer:
        result = printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.BAD_ANSWER)


def test_an_answer_too_many_after_the_presenter_is_not_believed() -> None:
    """It comes behind the last look for it, and before the last answer of all."""
    presented = []

    def late(data: bytes) -> bytes:
        presented.extend([True] * data.count(PRESENT))
        untaken = b"\x92" if presented else b"\x12"
        answer = b"\x00" * data.count(PAPER_STATUS_IN_TURN)
        answer += b"\x00" * data.count(PRESENT)
        for n in re.findall(rb"\x10\x04(.)", data, re.S):
            answer += untaken if n == b"\x01" else b"\x12"
        return answer

    present = PRESENT.hex()
    with printer_that(late, present=present, not_taken_bit=True) as printer:
        result = printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.BAD_ANSWER)


def test_a_printer_that_takes_nothing_and_says_it_is_well_is_unknown() -> None:
    def stuck(data: bytes) -> bytes:
        return b"\x12" * data.count(b"\x10\x04")

    looks = itertools.count()
    with printer_that(stuck) as printer:
        printer._clock = lambda: float(next(looks))  # a second goes by at each look
        result = printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.NO_ANSWER)


def test_one_that_falls_silent_in_the_middle_is_unknown() -> None:
    heard: list[bytes] = []

    def mute_from_the_first_picture(data: bytes) -> bytes:
        heard.append(data)
        return b"" if b"\x1dv0" in b"".join(heard) else well(data)

    with printer_that(mute_from_the_first_picture) as printer:
        result = printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.NO_ANSWER)
    assert bytes.fromhex("10140801031401060208") in b"".join(heard[-2:])


def test_trouble_that_shows_only_after_the_last_row_is_no_success() -> None:
    cut = []

    def ends_with_the_cut(data: bytes) -> bytes:
        cut.extend([True] * data.count(b"\x1dVB"))
        return well(data).replace(b"\x12", b"\x16" if cut else b"\x12")

    with printer_that(ends_with_the_cut) as printer:
        result = printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.COVER_OPEN)


def test_old_answers_in_the_line_are_thrown_away_before_asking() -> None:
    answer = [b"\x12"]

    def leaves_old_ones_behind(data: bytes) -> bytes:
        old = b"\x12" * 200 if answer == [b"\x12"] and data.endswith(b"\x04") else b""
        return answer[0] * data.count(b"\x10\x04") + old

    with printer_that(leaves_old_ones_behind) as printer:
        assert printer.status().state is State.READY
        answer[0] = b"\x1e"
        assert printer.status().state is State.FAULT


def test_what_cannot_be_an_answer_is_a_bad_one() -> None:
    with printer_that(lambda data: b"\xff" * data.count(b"\x10\x04")) as printer:
        with pytest.raises(ProtocolError) as caught:
            printer.status()
        assert caught.value.reason is Reason.BAD_ANSWER


def test_answers_that_always_differ_say_nothing() -> None:
    states = iter(range(10**6))

    def flickering(data: bytes) -> bytes:
        return b"".join(
            bytes([0x16 if next(states) % 3 else 0x12])
            for _ in range(data.count(b"\x10\x04"))
        )

    with printer_that(flickering) as printer, pytest.raises(ProtocolError):
        printer.status()


def test_one_disturbed_answer_is_asked_again() -> None:
    answers = iter([0x12, 0x12, 0x32, 0x12])

    def disturbed(data: bytes) -> bytes:
        asked = data.count(b"\x10\x04")
        return b"".join(bytes([next(answers, 0x12)]) for _ in range(asked))

    with printer_that(disturbed) as printer:
        assert printer.status().state is State.READY


def test_automatic_status_between_answers_does_no_harm() -> None:
    def chatty(data: bytes) -> bytes:
        return bytes.fromhex("10000300") + well(data)

    with printer_that(chatty) as printer:
        assert printer.status().state is State.READY
        assert printer.print(RECEIPT) == PrintResult(PrintOutcome.PRINTED)


def test_a_line_that_never_stops_talking_is_a_bad_answer() -> None:
    with printer_that(lambda _: b"\x12" * 100_000) as printer:
        with pytest.raises(ProtocolError) as caught:
            printer.status()
        assert caught.value.reason is Reason.BAD_ANSWER


def test_a_connection_that_closes_instead_of_answering_is_gone() -> None:
    def hang_up(_: bytes) -> bytes:
        raise ConnectionResetError

    with printer_that(hang_up) as printer, pytest.raises(DeviceGoneError):
        printer.open()


@pytest.mark.parametrize(
    "url", ["", "printer", "http://127.0.0.1:9100", "tcp://", "tcp://h:99999999"]
)
def test_an_address_that_is_none_is_a_mistake_of_the_settings(url: str) -> None:
    with pytest.raises(DriverError) as caught:
        EscposPrinter(url).open()
    assert caught.value.reason is Reason.NOT_CONFIGURED


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, Reason.PERMISSION_DENIED),
        (errno.EBUSY, Reason.PORT_BUSY),
        (errno.EHOSTUNREACH, Reason.NOT_CONNECTED),
    ],
)
def test_why_a_port_cannot_be_opened_is_named(
    number: int, reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(DeviceGoneError) as caught:
        EscposPrinter("tcp://127.0.0.1").open()
    assert caught.value.reason is reason


def test_a_host_that_does_not_answer_at_all_is_not_connected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def silent(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", silent)
    with pytest.raises(DeviceGoneError):
        EscposPrinter("tcp://127.0.0.1").open()


@pytest.fixture
def serial(tmp_path: Path) -> Iterator[tuple[EscposPrinter, EscposBackend]]:
    with ExitStack() as stack:
        backend = stack.enter_context(EscposBackend(tmp_path))
        cable = Cable(backend.address)
        stack.callback(cable.unplug)
        printer = EscposPrinter(cable.path, baud_rate=115200)
        stack.callback(printer.close)
        printer.open()
        yield printer, backend


def test_a_serial_printer_prints_the_same(
    serial: tuple[EscposPrinter, EscposBackend],
) -> None:
    printer, backend = serial
    assert printer.print(RECEIPT) == PrintResult(PrintOutcome.PRINTED)
    assert len(backend.receipts()) == 1, "the blank piece of the start is none"
    backend.do("paper", state="out", after_dots=300)
    result = printer.print(RECEIPT)
    assert result == PrintResult(PrintOutcome.UNKNOWN, Reason.PAPER_OUT)


def test_a_serial_port_that_another_holds_is_busy(
    serial: tuple[EscposPrinter, EscposBackend],
) -> None:
    printer, _ = serial
    with pytest.raises(DeviceGoneError) as caught:
        EscposPrinter(printer._url).open()
    assert caught.value.reason is Reason.PORT_BUSY


def test_a_mute_serial_printer_is_silent(
    serial: tuple[EscposPrinter, EscposBackend],
) -> None:
    printer, backend = serial
    backend.do("fault", kind="mute")
    with pytest.raises(DeviceSilentError):
        printer.status()


def test_a_serial_port_that_is_not_there_is_gone() -> None:
    with pytest.raises(DeviceGoneError) as caught:
        EscposPrinter("/dev/no-such-printer").open()
    assert caught.value.reason is Reason.NOT_CONNECTED


def custom(answers: Answer) -> AbstractContextManager[EscposPrinter]:
    return printer_that(answers, full_status=True)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("10 0F 00 00 00", Reason.BAD_ANSWER),  # its last byte never comes
        ("10 0F 00 00 00 00 00", Reason.BAD_ANSWER),
        ("12 00 00 00 00 00", Reason.BAD_ANSWER),
        ("", Reason.NO_ANSWER),
    ],
)
def test_a_full_status_that_is_none_says_nothing(answer: str, reason: Reason) -> None:
    def odd(data: bytes) -> bytes:
        if data.endswith(b"\x10\x04\x14"):
            return bytes.fromhex(answer)
        return well(data)

    with custom(odd) as printer, pytest.raises(DriverError) as caught:
        printer.status()
    assert caught.value.reason is reason


def test_bands_are_as_small_as_the_printers_buffer_asks() -> None:
    pieces: list[bytes] = []

    def heard(data: bytes) -> bytes:
        pieces.append(data)
        return well(data)

    with printer_that(heard, buffer_bytes=1024) as printer:
        assert printer.print(RECEIPT) == PrintResult(PrintOutcome.PRINTED)
    stream = b"".join(pieces)
    rows = {match[1][0] for match in re.finditer(rb"\x1dv0\x00\x48\x00(.)\x00", stream)}
    assert max(rows) == (1024 // 2 - 11) // 72
