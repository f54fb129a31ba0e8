"""The address appended to a card: which one is current, and what is none."""

import random

import pytest
from support.card_readers import field

from drivers.id_card_reader.text_record import (
    ADDRESS_SLOT_SIZE,
    parse_appended_address,
)


def slots(*texts: str) -> bytes:
    return b"".join(field(text, ADDRESS_SLOT_SIZE) for text in texts)


ERASED = b"\xff" * ADDRESS_SLOT_SIZE


@pytest.mark.parametrize(
    "data",
    [
        slots("演示路2号"),
        slots("演示路1号", "演示路2号"),
        slots("演示路1号", "演示路2号", "", ""),
        slots("", "", "", "演示路2号"),
        slots("演示路1号", "演示路2号") + bytes(ADDRESS_SLOT_SIZE) + ERASED,
        slots("0", "1", "2", "3", "4", "演示路2号"),
    ],
)
def test_the_last_slot_in_use_is_the_current_address(data: bytes) -> None:
    assert parse_appended_address(data) == "演示路2号"


def test_a_slot_that_is_full_or_holds_rare_characters_comes_out_right() -> None:
    full = "㛃𬱖" + "路" * 32
    assert parse_appended_address(slots("演示路1号", full)) == full


@pytest.mark.parametrize(
    "data",
    [
        b"",
        slots(""),
        slots("", "", "", ""),
        ERASED * 4,
        slots("演示路1号")[:-1],
        slots("演示路1号")[:-2],
        slots("演示路1号") + b" \0",
        slots("演示路1号") * 4 + b"\0",
        slots("路\x1b@"),
        slots("演示路1号", "路\u202e2号"),
        slots("演示路1号") + b"\x00\xd8" + slots("")[2:],
    ],
)
def test_what_is_no_appended_address_leaves_the_printed_one(data: bytes) -> None:
    assert parse_appended_address(data) is None


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_in_place_of_an_appended_address_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    whole = slots("四川省攀枝花市演示路1号", "㛃𬱖路2号", "", "")
    told = 0
    for _ in range(cases):
        data = bytearray(whole[: chance.choice((70, 140, 280))])
        for _ in range(chance.randrange(5)):
            at = chance.randrange(len(data))
            size = chance.randrange(3)
            data[at : at + size] = chance.randbytes(size)
        if chance.random() < 0.1:
            data = bytearray(chance.randbytes(chance.randrange(300)))
        address = parse_appended_address(bytes(data))
        if address is not None:
            assert 0 < len(address) <= ADDRESS_SLOT_SIZE // 2
            assert not any("\0" <= character < " " for character in address)
        told += address is not None
    assert 0 < told < cases


@pytest.mark.parametrize(
    ("kept", "meant"),
    [("何\ue863欣", "何䶮欣"), ("\ue816\ue855", "𠂇𤇾"), ("\ue81e\ue864", "龴龻")],
)
def test_private_use_characters_of_gbk_become_what_they_stand_for(
    kept: str, meant: str
) -> None:
    assert parse_appended_address(slots(kept)) == meant
