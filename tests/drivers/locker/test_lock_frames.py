"""Frames of lock boards: the published bytes, and bytes that mean nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lockers import checked
from support.properties import patient

from drivers.locker.lock_frames import (
    Answered,
    Frame,
    FrameAssembler,
    Opened,
    Pushed,
    encode_open,
    encode_question,
)

ALL = encode_question(1, None)
LOCK_7 = encode_question(1, 7)


def listening(asked: bytes | None, status_bytes: int | None = 3) -> FrameAssembler:
    assembler = FrameAssembler(1)
    assembler.status_bytes = status_bytes
    assembler.ask(asked)
    return assembler


def heard(stream: bytes, asked: bytes | None = None) -> list[Frame]:
    """What is heard in bytes that come as a port gives them."""
    assembler = listening(asked)
    frames: list[Frame] = []
    while stream:
        received, stream = stream[: assembler.wanted], stream[assembler.wanted :]
        frames += assembler.feed(received)
    return frames


def all_states(bits: int, status_bytes: int = 3) -> bytes:
    return checked(f"80 01 {bits:0{2 * status_bytes}x} 33")


def told(bits: int, locks: int = 24) -> Answered:
    return Answered(
        {n: 0x11 if bits >> (n - 1) & 1 else 0 for n in range(1, locks + 1)}
    )


def test_commands_have_the_published_bytes() -> None:
    assert encode_open(1, 1).hex() == "8a0101119b"
    assert encode_question(1, 1).hex() == "80010133b3"
    assert encode_question(1, None).hex() == "80010033b2"


@pytest.mark.parametrize(("board", "lock"), [(1, 0), (0, 1), (1, 256), (256, 1)])
def test_no_frame_is_made_for_a_lock_that_is_none_least_of_all_for_all(
    board: int, lock: int
) -> None:
    with pytest.raises(ValueError, match="no lock"):
        encode_open(board, lock)
    with pytest.raises(ValueError, match="no lock"):
        encode_question(board, lock)


def test_the_third_group_is_the_lowest_locks() -> None:
    (answer,) = heard(bytes.fromhex("80 01 80 00 01 33 33"), ALL)
    assert isinstance(answer, Answered)
    assert {n for n, state in answer.states.items() if state} == {1, 24}


@given(st.integers(0, 2**24 - 1), st.booleans())
@patient
def test_every_answer_for_all_is_read_with_and_without_an_echo(
    bits: int, echo: bool
) -> None:
    stream = (ALL if echo else b"") + all_states(bits)
    assert heard(stream, ALL) == [told(bits)]


def test_an_answer_that_begins_like_the_echo_is_still_the_answer() -> None:
    answer = all_states(0x0033B2)
    assert answer.startswith(ALL)
    assert heard(answer, ALL) == [told(0x0033B2)]
    assert heard(ALL + answer, ALL) == [told(0x0033B2)]


def test_an_answer_for_all_is_not_taken_for_one_of_a_lock() -> None:
    answer = all_states(0x010080)  # its first five bytes are "lock 1 is 00"
    assert answer.startswith(checked("80 01 01 00"))
    assert heard(answer, ALL) == [told(0x010080)]


@pytest.mark.parametrize("state", [0x00, 0x11])
def test_one_lock_is_answered_past_the_echo(state: int) -> None:
    answer = checked(f"80 01 07 {state:02x}")
    assert heard(LOCK_7 + answer, LOCK_7) == [Answered({7: state})]
    assert heard(answer, LOCK_7) == [Answered({7: state})]


def test_an_echo_alone_is_silence() -> None:
    for question in (ALL, LOCK_7):
        assembler = listening(question)
        assert list(assembler.feed(question)) == []
        assert not assembler.heard_noise
        assert list(assembler.feed(b"\x55")) == []
        assert assembler.heard_noise or assembler.wanted < 5


@pytest.mark.parametrize("asked", [None, ALL, LOCK_7])
@pytest.mark.parametrize("state", ["00", "11"])
def test_what_follows_an_open_command_is_never_believed(
    asked: bytes | None, state: str
) -> None:
    assert heard(checked(f"8A 01 07 {state}") * 2, asked) == [Opened(7)] * 2


def test_answers_to_others_are_not_taken() -> None:
    assert heard(checked("80 01 06 00"), LOCK_7) == []
    assert heard(checked("80 02 07 00"), LOCK_7) == []
    assert heard(checked("81 02 07 11"), LOCK_7) == []
    assert heard(checked("80 01 07 00"), None) == []
    assert heard(all_states(0), None) == []


def test_pushes_come_through_between_and_in_front() -> None:
    push = checked("81 01 03 11")
    stream = push + ALL + push + all_states(0x4) + push
    expected = [Pushed(3, 0x11), Pushed(3, 0x11), told(4), Pushed(3, 0x11)]
    assert heard(stream, ALL) == expected


def test_a_push_without_sense_is_none() -> None:
    assert heard(checked("81 01 03 12")) == []
    assert heard(checked("81 01 00 11")) == []


# -- a board of which nothing is known yet -------------------------------------------


def measured(*pieces: bytes, asked: bytes = ALL) -> tuple[FrameAssembler, list[Frame]]:
    """What is heard of pieces with silence behind each."""
    assembler = listening(asked, status_bytes=None)
    frames: list[Frame] = []
    for piece in pieces:
        frames += assembler.feed(piece)
        frames += assembler.settle()
    return assembler, frames


sizes = st.integers(1, 31)


@given(sizes, st.integers(0, 2**248 - 1), st.booleans())
@patient
def test_an_answer_has_as_many_status_bytes_as_its_board(
    size: int, bits: int, echo: bool
) -> None:
    bits = bits % 2 ** (8 * size) | 1  # else one byte looks as its question
    answer = all_states(bits, size)
    assembler, frames = measured((ALL if echo else b"") + answer)
    assert frames == [told(bits, 8 * size)]
    assert (assembler.status_bytes, assembler.echoes) == (size, echo)
    assert list(assembler.feed(answer)) == frames, "and the next at once"


def test_the_largest_board_has_255_locks() -> None:
    _, (answer,) = measured(all_states(2**256 - 1, 32))
    assert isinstance(answer, Answered)
    assert list(answer.states) == list(range(1, 256))


def test_33_among_the_status_bytes_is_no_end() -> None:
    for states in ("00 33 B2", "00 00 33 B2 00", "33 81 33 33 00 00"):
        answer = checked(f"80 01 {states} 33")
        assembler, (frame,) = measured(answer)
        assert assembler.status_bytes == len(answer) - 4
        assert frame == told(int(states.replace(" ", ""), 16), 8 * (len(answer) - 4))


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_pause_within_the_first_answer_is_no_end(cut: int) -> None:
    answer = all_states(0x0102030405, 5)
    _, frames = measured(answer[:cut], answer[cut:])
    assert frames == [told(0x0102030405, 40)]


def test_pushes_and_noise_around_the_first_answer_do_no_harm() -> None:
    push = checked("81 01 03 11")
    answer = all_states(0x10, 5)
    for before in (b"", ALL, push + ALL + push, b"\x55\x80\x01\x81\x7f"):
        assembler, frames = measured(before + answer + push)
        assert [f for f in frames if isinstance(f, Answered)] == [told(0x10, 40)]
        assert frames[-1] == Pushed(3, 0x11)
        assert assembler.heard_noise == (before not in (b"", ALL))


def test_a_late_echo_of_one_byte_is_told_from_its_answer() -> None:
    question = all_states(0, 1)
    assert question == ALL
    assembler, frames = measured(question)
    assert frames == []
    assert assembler.heard_itself
    assembler, frames = measured(question, question)
    assert frames == [told(0, 8)]
    assert assembler.echoes


@pytest.mark.parametrize("echoes", [False, True])
def test_of_a_small_board_known_the_echo_is_no_answer(echoes: bool) -> None:
    assembler = listening(ALL, status_bytes=1)
    assembler.echoes = echoes
    assert list(assembler.feed(ALL)) == ([] if echoes else [told(0, 8)])
    assert list(assembler.feed(all_states(4, 1))) == [told(4, 8)]


def test_the_size_is_learned_from_an_answer_for_all_alone() -> None:
    assembler, frames = measured(checked("80 01 07 11"), asked=LOCK_7)
    assert frames == [Answered({7: 0x11})]
    assert assembler.status_bytes is None


# -- bytes that mean nothing ---------------------------------------------------------

noise = st.binary(max_size=200).filter(lambda b: not {0x80, 0x81, 0x8A} & set(b))


@given(
    noise,
    st.integers(0, 2**24 - 1),
    st.lists(st.integers(1, 30), min_size=1, max_size=20),
)
@patient
def test_an_answer_comes_through_past_noise_and_in_any_pieces(
    before: bytes, bits: int, pieces: list[int]
) -> None:
    stream, turn = before + all_states(bits), 0
    frames: list[Frame] = []
    assembler = listening(ALL)
    while stream:
        size = pieces[turn % len(pieces)]
        frames += assembler.feed(stream[:size])
        stream, turn = stream[size:], turn + 1
    assert frames == [told(bits)]


@pytest.mark.parametrize("start", ["80", "8001", "800181", "8101", "8a01", "8180"])
def test_a_frame_that_was_cut_short_does_not_swallow_the_next(start: str) -> None:
    assert heard(bytes.fromhex(start) + all_states(1), ALL) == [told(1)]


@given(st.integers(0, 2**24 - 1), st.integers(0, 7 * 8 - 1))
@patient
def test_one_flipped_bit_never_passes(bits: int, bit: int) -> None:
    damaged = bytearray(all_states(bits))
    damaged[bit // 8] ^= 1 << bit % 8
    assert not [f for f in heard(bytes(damaged), ALL) if isinstance(f, Answered)]


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    push = checked("81 01 03 11")
    for _ in range(cases):
        asked = chance.choice((None, ALL, LOCK_7))
        stream = bytearray(chance.choice((all_states(5), push * 3, ALL + push)))
        for _ in range(chance.randrange(6)):
            at = chance.randrange(len(stream) + 1)
            stream[at : at + chance.randrange(3)] = chance.randbytes(
                chance.randrange(4)
            )
        if chance.random() < 0.3:
            stream = bytearray(
                chance.choices((0x80, 0x81, 0x8A, 1, 0, 0x11, 0x33), k=40)
            )
        assembler = listening(asked, chance.choice((None, 1, 3, 5, 32)))
        frames = [*assembler.feed(bytes(stream)), *assembler.settle()]
        for frame in frames:
            states = frame.states if isinstance(frame, Answered) else {}
            assert set(states.values()) <= {0, 0x11}
            assert 0 not in states
        assert 1 <= assembler.wanted <= 41
        assert len(assembler._buffer) < 41
