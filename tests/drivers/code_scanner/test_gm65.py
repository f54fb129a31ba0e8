"""GM65 commands: the maker's own examples, and bytes that mean nothing."""

import random
from contextlib import suppress

import pytest

from drivers.code_scanner.gm65 import find_answer, read_settings
from drivers.errors import ProtocolError, Reason
from drivers.simulators.code_scanner import Settings, crc

ANSWER = bytes.fromhex("02 00 00 01 3E E4 AC")


def test_a_command_has_the_bytes_of_the_makers_examples() -> None:
    assert read_settings(0x000A, 1) == bytes.fromhex("7E 00 07 01 00 0A 01 EE 8A")
    assert read_settings(0x002A, 2) == bytes.fromhex("7E 00 07 01 00 2A 02 D8 0F")


def test_the_makers_answers_are_understood() -> None:
    assert find_answer(ANSWER) == (b"\x3e", b"")
    assert find_answer(bytes.fromhex("02 00 00 01 00 33 31")) == (b"\x00", b"")
    assert find_answer(bytes.fromhex("02 00 00 02 39 01 AB CD")) == (b"\x39\x01", b"")


def test_a_code_around_an_answer_is_given_back() -> None:
    assert find_answer(b"7F3A" + ANSWER + b"-9BXZ\r") == (b"\x3e", b"7F3A-9BXZ\r")


def test_an_answer_is_whole_or_not_there() -> None:
    for length in range(len(ANSWER)):
        assert find_answer(ANSWER[:length]) is None


def test_a_flipped_bit_never_passes() -> None:
    for bit in range(len(ANSWER) * 8):
        damaged = bytearray(ANSWER)
        damaged[bit // 8] ^= 1 << bit % 8
        with suppress(ProtocolError):
            assert find_answer(bytes(damaged)) is None


def test_a_command_that_failed_is_told() -> None:
    covered = b"\x01\x00"
    with pytest.raises(ProtocolError, match="failed") as caught:
        find_answer(b"\x02\x00" + covered + crc(covered))
    assert caught.value.reason is Reason.BAD_ANSWER


def test_the_simulated_module_obeys_and_is_silent_at_a_wrong_check() -> None:
    module = Settings()
    write, done = bytes.fromhex("7E000801000A3EABCD"), bytes.fromhex("02000001003331")
    assert module.answers(b"noise" + write) == [(write, done)]
    assert module.answers(read_settings(0x000A, 1))[0][1] == ANSWER
    wrong = bytes.fromhex("7E 00 07 01 00 0A 01 EE 8B")
    assert module.answers(wrong) == [(wrong, b"")]


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    for _ in range(cases):
        received = bytearray(ANSWER * chance.randrange(1, 3))
        for _ in range(chance.randrange(4)):
            received[chance.randrange(len(received))] = chance.randrange(256)
        try:
            found = find_answer(bytes(received))
        except ProtocolError:
            continue
        assert found is None or len(found[0]) + len(found[1]) < len(received)
