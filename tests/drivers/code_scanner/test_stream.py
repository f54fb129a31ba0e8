"""Codes cut out of bytes, with a clock that the test turns."""

import random
from collections.abc import Iterable

import pytest
from support.scanners import SLIP, WECHAT

from drivers.base import ScannedCode
from drivers.code_scanner.codes import MAX_BYTES
from drivers.code_scanner.stream import (
    CODE_S,
    DROP_S,
    ENDING_GAP_S,
    IDLE_GAP_S,
    CodeStream,
)
from drivers.errors import ProtocolError

SLICE = 0.05


class Line:
    """Gives prepared pieces, one a slice, and then silence; time passes with them."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.now = 100.0
        self.pieces = list(pieces)
        self.codes = CodeStream(self.read, lambda: self.now)

    def read(self) -> bytes:
        self.now += SLICE
        return self.pieces.pop(0) if self.pieces else b""

    def texts(self) -> list[str]:
        return [code.text for code in iter(self.next, None)]

    def next(self) -> ScannedCode | None:
        return self.codes.next(1.0)


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n", b"\r\r\n\n"])
def test_every_ending_ends_a_text_in_any_pieces(ending: bytes) -> None:
    stream = SLIP.encode() + ending + WECHAT.encode() + ending
    for size in range(1, len(stream) + 1):
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        assert Line(pieces).texts() == [SLIP, WECHAT]


@pytest.mark.parametrize("ending", [b"\t\r", b"\r\t", b"\t\r\n", b"\r\n\t", b"\t\t\r"])
def test_a_tab_beside_the_ending_is_no_code_of_its_own(ending: bytes) -> None:
    stream = SLIP.encode() + ending + WECHAT.encode() + ending
    for size in range(1, len(stream) + 1):
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        assert Line(pieces).texts() == [SLIP, WECHAT]


def test_a_tab_alone_ends_a_text_by_the_silence_after_it() -> None:
    gap = [b""] * (round(IDLE_GAP_S / SLICE) + 2)
    line = Line([SLIP.encode() + b"\t", *gap, WECHAT.encode() + b"\t"])
    assert line.texts() == [SLIP, WECHAT]


def test_a_tab_within_a_code_does_not_make_two_of_it() -> None:
    line = Line([WECHAT.encode() + b"\t" + SLIP.encode() + b"\r"])
    with pytest.raises(ProtocolError, match="no text"):
        line.next()
    assert line.next() is None


def test_silence_ends_the_text_of_a_scanner_that_sends_no_endings() -> None:
    gap = [b""] * (round(IDLE_GAP_S / SLICE) + 2)
    line = Line([SLIP.encode(), *gap, WECHAT.encode()])
    assert line.texts() == [SLIP, WECHAT]


def test_a_pause_shorter_than_the_gap_ends_nothing() -> None:
    assert Line([b"7F3A", b"", b"-9BXZ"]).texts() == [SLIP]


def test_a_scanner_that_ends_its_texts_is_waited_for_longer() -> None:
    pause = [b""] * int(ENDING_GAP_S / SLICE - 2)
    line = Line([b"A\r", b"7F3A", *pause, b"-9BXZ\r"])
    assert line.texts() == ["A", SLIP]


def test_what_it_leaves_without_an_ending_was_cut_short() -> None:
    line = Line([b"A\r", WECHAT.encode()])
    assert line.next() is not None
    with pytest.raises(ProtocolError, match="cut short"):
        line.next()
    assert line.next() is None


def test_another_scanner_on_the_port_may_send_no_endings() -> None:
    line = Line([b"A\r", WECHAT.encode()])
    line.next()
    line.codes.forget()
    assert line.texts() == [WECHAT]


def test_a_code_that_begins_in_time_is_waited_for_to_its_end() -> None:
    line = Line([b"", b"7F3A", b"-9B", b"XZ\r"])
    code = line.codes.next(2 * SLICE)
    assert code is not None
    assert code.text == SLIP


def test_what_comes_with_nonsense_is_dropped_with_it() -> None:
    line = Line([b"\x00\x01\r" + WECHAT.encode() + b"\r"])
    with pytest.raises(ProtocolError):
        line.next()
    assert line.next() is None


def test_a_thread_that_is_held_up_does_not_take_that_for_silence() -> None:
    line = Line([b"7F3A", b"", b"-9BXZ\r"])
    silence = line.read

    def held_up_after_reading() -> bytes:
        received = silence()
        line.now += 10 * IDLE_GAP_S * (not received)
        return received

    line.codes = CodeStream(held_up_after_reading, lambda: line.now)
    assert line.texts() == [SLIP]


def test_an_endless_text_ends_in_bounded_time_and_memory() -> None:
    line = Line([b"A" * 300] * 1000)
    start = line.now
    with pytest.raises(ProtocolError, match="without an end"):
        line.next()
    assert line.now - start < CODE_S + 4 * SLICE


def test_a_text_too_long_is_refused_as_a_whole() -> None:
    line = Line([b"A" * 300] * 10 + [WECHAT.encode() + b"\r"])
    with pytest.raises(ProtocolError, match=str(MAX_BYTES)):
        line.next()
    assert line.next() is None


def test_dropping_waits_for_the_rest_of_a_code() -> None:
    line = Line([b"7F", b"3A", b"", b"-9BXZ\r"])
    line.codes.drop()
    assert line.next() is None


def test_dropping_forgets_what_was_kept() -> None:
    line = Line([])
    line.codes.keep(b"7F3A-9BXZ\r")
    line.codes.drop()
    assert line.next() is None


def test_a_line_that_never_falls_silent_is_told() -> None:
    line = Line([b"A"] * 1000)
    start = line.now
    with pytest.raises(ProtocolError, match="fall silent"):
        line.codes.drop()
    assert line.now - start < DROP_S + 4 * SLICE


def test_what_nobody_asks_for_does_not_grow_and_never_passes_for_a_code() -> None:
    line = Line([])
    for _ in range(200):
        line.codes.keep(WECHAT.encode())
    line.codes.keep(b"\r")
    with pytest.raises(ProtocolError):
        line.next()
    assert line.next() is None


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_in_any_pieces_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    for _ in range(cases):
        pieces = [
            chance.choice(
                (b"", b"\r", b"\r\n", WECHAT.encode(), chance.randbytes(5), b"A" * 999)
            )
            for _ in range(chance.randrange(8))
        ]
        line = Line(pieces)
        start = line.now
        for _ in range(len(pieces) + 1):
            try:
                code = line.next()
            except ProtocolError:
                continue
            assert code is None or code.text
        assert line.now - start < (len(pieces) + 1) * (CODE_S + 2)
