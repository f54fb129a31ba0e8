"""What the answers of an ESC/POS printer mean, and that nonsense means nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.properties import patient

from drivers.base import DeviceStatus, State
from drivers.errors import Reason
from drivers.receipt_printer.status import (
    NOT_TAKEN_MASK,
    REALTIME_MASK,
    decode,
    full,
    is_realtime,
    split,
)

WELL = 0x12
bytes_or_silence = st.none() | st.integers(0, 255)


def serves(status: DeviceStatus) -> bool:
    return status.can_serve or status.supplies["paper"] is Reason.OK


def test_four_healthy_answers_are_ready() -> None:
    status = decode([WELL] * 4)
    assert (status.state, status.reason) == (State.READY, Reason.OK)
    assert status.supplies == {"paper": Reason.OK}


@pytest.mark.parametrize(
    ("answers", "state", "reason", "paper"),
    [
        ([0x12, 0x12, 0x12, 0x1E], State.WARNING, "paper_near_end", "paper_near_end"),
        ([0x1A, 0x32, 0x12, 0x7E], State.FAULT, "paper_out", "paper_out"),
        ([0x12, 0x12, 0x12, 0x7E], State.FAULT, "paper_out", "paper_out"),
        ([0x12, 0x12, 0x12, 0x32], State.FAULT, "paper_out", "paper_out"),
        ([0x1A, 0x32, 0x12, 0x12], State.FAULT, "paper_out", "paper_out"),
        ([0x1A, 0x36, 0x12, 0x7E], State.FAULT, "cover_open", "paper_out"),
        ([0x1A, 0x16, 0x12, 0x12], State.FAULT, "cover_open", "ok"),
        ([0x1A, 0x52, 0x16, 0x12], State.FAULT, "paper_jam", "ok"),
        ([0x1A, 0x52, 0x1A, 0x12], State.FAULT, "cutter_error", "ok"),
        ([0x1A, 0x52, 0x32, 0x12], State.FAULT, "printer_error", "ok"),
        ([0x1A, 0x52, 0x52, 0x12], State.FAULT, "head_hot", "ok"),
        ([0x1A, 0x52, 0x12, 0x12], State.FAULT, "printer_error", "ok"),
        ([0x1A, 0x12, 0x12, 0x12], State.FAULT, "printer_offline", "ok"),
        ([0x16, 0x12, 0x12, 0x12], State.READY, "ok", "ok"),  # drawer, nothing else
        ([None, 0x16, None, None], State.FAULT, "cover_open", "unknown"),
    ],
)
def test_each_trouble_has_its_name(
    answers: list[int | None], state: State, reason: str, paper: str
) -> None:
    status = decode(answers)
    assert (status.state, status.reason) == (state, reason)
    assert status.supplies == {"paper": paper}


@pytest.mark.parametrize("missing", range(4))
def test_one_missing_answer_leaves_the_whole_unknown(missing: int) -> None:
    answers: list[int | None] = [WELL] * 4
    answers[missing] = None
    assert decode(answers).state is State.UNKNOWN


@patient
@given(st.lists(bytes_or_silence, min_size=4, max_size=4))
def test_no_answer_but_a_healthy_one_is_adequate(answers: list[int | None]) -> None:
    status = decode(answers)
    if any(byte is None or not is_realtime(byte) for byte in answers):
        assert not status.can_serve
    paper = answers[3]
    if paper is None or not is_realtime(paper) or paper & 0x60:
        assert status.supplies["paper"] in (Reason.UNKNOWN, Reason.PAPER_OUT)


def test_kinds_of_answers_are_told_apart() -> None:
    received = bytes.fromhex("12 10000300 00 372500 1A 03 FF")
    answers = split(received)
    assert answers.realtime == (0x12, 0x1A)
    assert answers.inline == (0x00, 0x03)
    assert (answers.stray, answers.rest) == (1, b"")


@pytest.mark.parametrize("begun", ["10", "1000", "100003", "37", "3725"])
def test_what_is_not_complete_is_kept(begun: str) -> None:
    answers = split(bytes.fromhex("12" + begun))
    assert (answers.realtime, answers.rest) == ((0x12,), bytes.fromhex(begun))


@patient
@given(st.lists(st.binary(max_size=8), max_size=6))
def test_any_bytes_in_any_pieces_are_sorted_the_same(pieces: list[bytes]) -> None:
    whole = split(b"".join(pieces))
    rest, realtime, inline, stray = b"", b"", b"", 0
    for piece in pieces:
        answers = split(rest + piece)
        rest = answers.rest
        realtime += bytes(answers.realtime)
        inline += bytes(answers.inline)
        stray += answers.stray
    assert (realtime, inline) == (bytes(whole.realtime), bytes(whole.inline))
    assert (stray, rest) == (whole.stray, whole.rest)


FULL = [
    ("00 00 00 00", State.READY, "ok", "ok"),
    ("04 00 00 00", State.WARNING, "paper_near_end", "paper_near_end"),
    ("20 00 00 00", State.WARNING, "paper_not_taken", "ok"),
    ("24 00 00 00", State.WARNING, "paper_not_taken", "paper_near_end"),
    ("25 00 00 00", State.FAULT, "paper_out", "paper_out"),
    ("00 01 00 00", State.FAULT, "cover_open", "ok"),
    ("00 02 00 00", State.FAULT, "cover_open", "ok"),
    ("00 00 01 00", State.FAULT, "head_hot", "ok"),
    ("00 00 08 00", State.FAULT, "printer_error", "ok"),
    ("00 00 40 00", State.FAULT, "paper_jam", "ok"),
    ("00 00 00 01", State.FAULT, "cutter_error", "ok"),
    ("00 00 00 02", State.FAULT, "cover_open", "ok"),
    ("00 00 00 08", State.FAULT, "printer_error", "ok"),
    ("C0 6C 22 00", State.READY, "ok", "ok"),  # keys, motors, virtual end, notch
]


@pytest.mark.parametrize(("parts", "state", "reason", "paper"), FULL)
def test_a_full_status_names_the_same_troubles(
    parts: str, state: State, reason: str, paper: str
) -> None:
    answer = full(bytes.fromhex("10 0F" + parts))
    assert answer is not None
    status = decode([WELL] * 4 + list(answer))
    assert (status.state, status.reason) == (state, reason)
    assert status.supplies == {"paper": paper}


@patient
@given(st.binary(max_size=8))
def test_a_full_status_is_six_bytes_that_begin_as_it_does(data: bytes) -> None:
    assert (full(data) is not None) is (len(data) == 6 and data[:2] == b"\x10\x0f")


def test_a_receipt_not_torn_off_is_known_only_where_the_profile_says_so() -> None:
    answers = [0x92, WELL, WELL, WELL]
    assert decode(answers).state is State.UNKNOWN
    status = decode(answers, NOT_TAKEN_MASK)
    assert (status.state, status.reason) == (State.WARNING, Reason.PAPER_NOT_TAKEN)
    assert decode([WELL, 0x92, WELL, WELL], NOT_TAKEN_MASK).state is State.UNKNOWN
    assert split(b"\x92", NOT_TAKEN_MASK).realtime == (0x92,)
    assert split(b"\x92").stray == 1


@pytest.mark.parametrize(
    "inputs", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
@pytest.mark.parametrize("mask", [REALTIME_MASK, NOT_TAKEN_MASK])
def test_no_bytes_disturb_the_sorting(mask: int, inputs: int) -> None:
    noise = random.Random(inputs)  # noqa: S311 - the same every time
    for _ in range(inputs):
        sort_any(noise.randbytes(noise.randrange(24)), mask)


def sort_any(data: bytes, mask: int) -> None:
    answers = split(data, mask)
    assert all(is_realtime(byte, mask) for byte in answers.realtime)
    assert all(byte & 0x90 == 0 for byte in answers.inline)
    assert len(answers.realtime) + len(answers.inline) + answers.stray <= len(data)
    assert data.endswith(answers.rest)
