"""Three ways to the records, three versions, and wrong answers at every step."""

import random
from collections.abc import Callable
from contextlib import suppress
from itertools import count, product

import pytest

from drivers.base import CardReading
from drivers.errors import CardError, Reason
from drivers.simulators.social_security_card_chip import REPLIES, WAYS, Chip
from drivers.simulators.social_security_card_people import CARDS, VERSIONS
from drivers.social_security_card_reader.files import read_records
from drivers.social_security_card_reader.records import to_reading

ALL = list(product(VERSIONS, WAYS, REPLIES))
STATUS_WORDS = ("6283", "6581", "6700", "6982", "6985", "6A81", "6A82", "6A83",
                "6A86", "6B00", "6D00", "6E00", "6F00", "6105", "6C05", "9000",
                "6282", "0000")  # fmt: skip


def reading(transmit: Callable[[bytes], bytes]) -> CardReading:
    return to_reading(read_records(transmit))


@pytest.mark.parametrize(("version", "way", "replies"), ALL)
def test_every_card_is_read_whatever_its_version_way_and_manner(
    version: str, way: str, replies: str
) -> None:
    for name in ("li_na", "chen_rare", "zhang_wei", "long_name"):
        person = CARDS[name]
        if name == "long_name" and version == "1.00":
            continue
        found = reading(Chip(person, version, way, replies).answer)
        assert (found.name, found.number) == (person.name, person.number)
        assert found.card_number == person.card_number
        assert found.birth_date is not None
        assert found.nation == person.nation


def wrong_at(chip: Chip, step: int, answer: bytes) -> Callable[[bytes], bytes]:
    """The chip, but for one answer."""
    steps = count(1)
    return lambda command: answer if next(steps) == step else chip.answer(command)


@pytest.mark.parametrize(("version", "way", "replies"), ALL)
@pytest.mark.parametrize("word", STATUS_WORDS)
def test_a_wrong_status_word_at_any_step_never_makes_a_wrong_reading(
    version: str, way: str, replies: str, word: str
) -> None:
    person = CARDS["li_na" if version == "1.00" else "long_name"]
    whole = reading(Chip(person, version, way, replies).answer)
    for step in range(1, 45):
        chip = Chip(person, version, way, replies)
        try:
            found = reading(wrong_at(chip, step, bytes.fromhex(word)))
        except CardError:
            continue
        assert found.number == whole.number
        assert found.name == whole.name
        for field in ("sex", "nation", "birth_date", "card_number", "issuer"):
            assert getattr(found, field) in (getattr(whole, field), None)


def test_a_record_that_one_way_hides_is_found_in_another() -> None:
    person = CARDS["li_na"]
    by_tag = Chip(person, "3.00", "tag", "plain")
    by_number = Chip(person, "3.00", "number", "plain")

    def transmit(command: bytes) -> bytes:
        if command[:4] == bytes.fromhex("00B20D30"):
            return b"\x6a\x83"
        answer = by_number.answer(command)
        return (
            answer if command[1] == 0xB2 and command[3] & 4 else by_tag.answer(command)
        )

    assert reading(transmit).birth_date is not None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tag", [0x04, 0x05, 0x07, 0x0A, 0x0B, 0x0D])
def test_a_record_that_is_not_needed_may_be_malformed(way: str, tag: int) -> None:
    whole = Chip(CARDS["li_na"], "3.00", way, "plain")

    def transmit(command: bytes) -> bytes:
        answer = whole.answer(command)
        if command[1] == 0xB2 and answer[:1] == bytes([tag]):
            return answer[:1] + b"\x99" + answer[2:]
        return answer

    found = reading(transmit)
    assert (found.name, found.number) == ("李娜", CARDS["li_na"].number)


@pytest.mark.parametrize("tag", [0x03, 0x04, 0x07, 0x0A, 0x0D])
@pytest.mark.parametrize("word", ["6982", "6A86", "6F00"])
def test_a_record_that_is_not_needed_may_be_refused(tag: int, word: str) -> None:
    """The card knows one way alone, and keeps a record or a whole file to itself."""
    whole = Chip(CARDS["li_na"], "3.00", "tag", "plain")

    def transmit(command: bytes) -> bytes:
        if command[1] == 0xB2 and command[2] == tag:
            return bytes.fromhex(word)
        return whole.answer(command)

    found = reading(transmit)
    assert (found.name, found.number) == ("李娜", CARDS["li_na"].number)
    others = {0x03: "nation", 0x04: "card_number", 0x07: "nation"}
    assert getattr(found, others.get(tag, "issuer")) is not None


def test_a_card_that_refuses_everything_says_why() -> None:
    chip = Chip(CARDS["li_na"], "3.00", "tag", "plain")

    def transmit(command: bytes) -> bytes:
        return chip.answer(command) if command[1] == 0xA4 else b"\x69\x82"

    with pytest.raises(CardError, match="6982") as caught:
        read_records(transmit)
    assert caught.value.reason is Reason.CARD_UNREADABLE


def test_a_chip_of_another_kind_is_asked_once_and_told_apart() -> None:
    asked = []

    def transmit(command: bytes) -> bytes:
        asked.append(command)
        return b"\x6a\x82"

    with pytest.raises(CardError) as caught:
        read_records(transmit)
    assert caught.value.reason is Reason.CARD_TYPE_UNKNOWN
    assert asked == [bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF")]


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_a_chip_that_talks_nonsense_is_read_right_or_not_at_all(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    ends = [bytes.fromhex(word) for word in STATUS_WORDS]
    most = 0
    for _ in range(cases):
        chip = Chip(CARDS["li_na"], "3.00", chance.choice(WAYS), chance.choice(REPLIES))
        bad = chance.random()
        asked = 0

        def transmit(command: bytes, chip: Chip = chip, bad: float = bad) -> bytes:
            nonlocal asked
            asked += 1
            if chance.random() < bad:
                return chance.randbytes(chance.randrange(9)) + chance.choice(ends)
            return chip.answer(command)

        with suppress(CardError):
            reading(transmit)
        most = max(most, asked)
    assert most < 400, "bounded work"
