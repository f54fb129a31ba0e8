"""Frames of the SAM protocol: the specimen's bytes, and bytes that mean nothing."""

import hashlib
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.card_readers import (
    PREAMBLE,
    frame,
    payload,
    reply,
    resident_record,
)
from support.properties import patient

from drivers.errors import ProtocolError, Reason
from drivers.id_card_reader.frames import (
    MAX_LENGTH,
    MAX_NOISE,
    Reply,
    ReplyAssembler,
    encode_request,
)

SPECIMEN = reply(0x90, payload(resident_record()))
noise = st.binary(max_size=300).filter(lambda b: PREAMBLE not in b)


def as_a_port_gives_it(stream: bytes, assembler: ReplyAssembler) -> Reply | None:
    """Feed no more at a time than is asked for."""
    while stream:
        received, stream = stream[: assembler.wanted], stream[assembler.wanted :]
        if (said := assembler.feed(received)) is not None:
            return said
    return None


def test_the_specimen_here_is_the_published_one() -> None:
    digest = "f4ab4b5c2ffdb8d7f0737c1e65935a13b5a6967aeadcaa102913c0c945e16206"
    assert len(SPECIMEN) == 1295
    assert SPECIMEN[-1] == 0xE8
    assert hashlib.sha256(SPECIMEN).hexdigest() == digest


def test_the_specimen_is_read() -> None:
    said = as_a_port_gives_it(SPECIMEN, ReplyAssembler())
    assert said == Reply(0x90, payload(resident_record()))


def test_a_request_has_the_bytes_of_the_standard() -> None:
    assert encode_request(b"\x20\x01").hex() == "aaaaaa96690003200122"
    assert encode_request(b"\x61\xff", b"\x50") == frame(b"\x61\xff\x50")


def test_a_reply_does_not_show_its_data() -> None:
    assert "4531" not in repr(Reply(0x90, "李娜".encode("utf-16-le")))
    assert repr(Reply(0x90, b"ab")) == "<Reply SW3=90 with 2 bytes>"


@given(
    st.integers(0, 255),
    st.binary(max_size=MAX_LENGTH - 4),
    noise,
    st.lists(st.integers(1, 400), min_size=1, max_size=20),
)
@patient
def test_a_reply_comes_through_whole_past_noise_and_in_any_pieces(
    status: int, data: bytes, before: bytes, pieces: list[int]
) -> None:
    stream = before + reply(status, data)
    assembler = ReplyAssembler()
    said = None
    position = turn = 0
    while said is None:
        size = pieces[turn % len(pieces)]
        said = assembler.feed(stream[position : position + size])
        position, turn = position + size, turn + 1
    assert said == Reply(status, data)


@given(noise, st.binary(max_size=40))
@patient
def test_what_is_asked_for_never_goes_beyond_the_reply(
    before: bytes, data: bytes
) -> None:
    stream = before + reply(0x90, data) + b"next"
    assembler = ReplyAssembler()
    taken = 0
    said = None
    while said is None:
        assert assembler.wanted >= 1
        size = assembler.wanted
        said = assembler.feed(stream[taken : taken + size])
        taken += size
    assert taken == len(stream) - len(b"next")


@given(st.integers(0, len(SPECIMEN) * 8 - 1))
@patient
def test_one_flipped_bit_never_passes(bit: int) -> None:
    damaged = bytearray(SPECIMEN)
    damaged[bit // 8] ^= 1 << bit % 8
    with suppress(ProtocolError):
        assert as_a_port_gives_it(bytes(damaged), ReplyAssembler()) is None


@pytest.mark.parametrize("length", [0, 1, 3, MAX_LENGTH + 1, 0xFFFF])
def test_an_impossible_length_is_refused_at_once(length: int) -> None:
    with pytest.raises(ProtocolError, match="impossible length"):
        ReplyAssembler().feed(PREAMBLE + length.to_bytes(2, "big"))


def test_status_words_other_than_zero_are_refused() -> None:
    with pytest.raises(ProtocolError, match="SW1 SW2"):
        ReplyAssembler().feed(frame(b"\x01\x00\x90"))


def test_endless_noise_ends_with_an_error_in_bounded_time_and_memory() -> None:
    assembler = ReplyAssembler()
    for _ in range(MAX_NOISE):
        assert assembler.feed(b"\xaa") is None
        assert assembler.wanted <= 7
    with pytest.raises(ProtocolError, match="without a preamble") as caught:
        assembler.feed(b"\x55" * 7)
    assert caught.value.reason is Reason.BAD_ANSWER


def test_silence_and_noise_are_told_apart() -> None:
    assembler = ReplyAssembler()
    assembler.feed(b"")
    assert not assembler.heard
    assembler.feed(b"\x00")
    assert assembler.heard


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    short = reply(0x9F, bytes(4))
    for _ in range(cases):
        stream = bytearray(chance.choice((short, short * 3, SPECIMEN)))
        for _ in range(chance.randrange(6)):
            at = chance.randrange(len(stream))
            end = at + chance.randrange(3)
            stream[at:end] = chance.randbytes(chance.randrange(4))
        if chance.random() < 0.3:
            stream = bytearray(chance.randbytes(chance.randrange(60)))
        try:
            said = as_a_port_gives_it(bytes(stream), ReplyAssembler())
        except ProtocolError:
            continue
        assert said is None or len(said.data) <= MAX_LENGTH
