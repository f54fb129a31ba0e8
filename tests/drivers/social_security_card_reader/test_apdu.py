"""Questions to a chip, and what answers in several steps come to."""

import random
from collections.abc import Callable

import pytest

from drivers.errors import CardError, Reason
from drivers.social_security_card_reader.apdu import ask, not_selected, refused

READ = bytes.fromhex("00B20828")


def scripted(*turns: tuple[str, str]) -> Callable[[bytes], bytes]:
    """A card that expects these commands, in this order."""
    left = list(turns)

    def transmit(command: bytes) -> bytes:
        expected, answer = left.pop(0)
        assert command == bytes.fromhex(expected)
        return bytes.fromhex(answer)

    return transmit


def test_an_answer_at_once() -> None:
    answer = ask(scripted(("00B2082804", "0802AABB 9000")), READ, 4)
    assert (answer.data, answer.status) == (b"\x08\x02\xaa\xbb", 0x9000)
    assert answer.good


def test_more_is_fetched() -> None:
    card = scripted(
        ("00B2082804", "6103"), ("00C0000003", "080241 6101"), ("00C0000001", "42 9000")
    )
    assert ask(card, READ, 4).data == b"\x08\x02AB"


def test_a_wrong_length_is_corrected() -> None:
    card = scripted(("00B2082814", "6C04"), ("00B2082804", "0802AABB 9000"))
    assert ask(card, READ, 20).data == b"\x08\x02\xaa\xbb"


def test_a_wrong_length_is_corrected_also_when_fetching() -> None:
    card = scripted(
        ("00B2082804", "6110"), ("00C0000010", "6C02"), ("00C0000002", "AABB 9000")
    )
    assert ask(card, READ, 4).data == b"\xaa\xbb"


def test_without_a_length_none_is_sent() -> None:
    assert ask(scripted(("00B20828", "9000")), READ).good


def test_fewer_bytes_than_asked_for_are_good() -> None:
    assert ask(scripted(("00B2082820", "0801AA 6282")), READ, 0x20).good


@pytest.mark.parametrize(
    "answer", ["", "90", "0000", "5000", "A000", "FFFF", "08026000"]
)
def test_what_has_no_status_word_is_no_answer(answer: str) -> None:
    with pytest.raises(CardError) as caught:
        ask(scripted(("00B2082804", answer)), READ, 4)
    assert caught.value.reason is Reason.CARD_UNREADABLE


@pytest.mark.parametrize("answer", ["6100", "6C00", "AA6105", "6C6C"])
def test_an_answer_without_end_is_given_up(answer: str) -> None:
    asked = 0

    def transmit(command: bytes) -> bytes:
        nonlocal asked
        asked += 1
        return bytes.fromhex(answer)

    with pytest.raises(CardError, match="does not end"):
        ask(transmit, READ, 4)
    assert asked < 20


@pytest.mark.parametrize("status", [0x6A82, 0x6D00, 0x6E00, 0x6A86])
def test_a_chip_without_the_application_is_another_card(status: int) -> None:
    assert not_selected(status).reason is Reason.CARD_TYPE_UNKNOWN


@pytest.mark.parametrize("status", [0x6283, 0x6700, 0x6982, 0x6985, 0x6F00, 0x9101])
def test_every_other_refusal_is_unreadable_and_named(status: int) -> None:
    for error in (not_selected(status), refused("SELECT", status)):
        assert error.reason is Reason.CARD_UNREADABLE
        assert f"{status:04X}" in str(error)


def test_what_a_card_said_is_not_repeated() -> None:
    answer = ask(scripted(("00B2082804", "0803414243 9000")), READ, 4)
    assert "ABC" not in repr(answer)


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    ends = (b"\x90\x00", b"\x61\x04", b"\x6c\x04", b"\x6a\x83", b"")

    def transmit(command: bytes) -> bytes:
        return chance.randbytes(chance.randrange(6)) + chance.choice(ends)

    answered = 0
    for _ in range(cases):
        try:
            ask(transmit, READ, 4)
        except CardError:
            continue
        answered += 1
    assert 0 < answered < cases
