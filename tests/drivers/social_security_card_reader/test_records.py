"""Records to readings: formats, names in two parts, and what no card may say."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from stdnum.cn import ric

from drivers.base import CardType
from drivers.errors import CardError, Reason
from drivers.social_security_card_reader.records import (
    Records,
    Tag,
    missing,
    split_record,
    to_reading,
)


def specimen(**changed: bytes | None) -> Records:
    """The specimen person of the standard for numbers; None leaves a record out."""
    records = {
        "VERSION": b"3.00",
        "ISSUER": bytes.fromhex("91560000021510400001FFFF"),
        "ISSUED": bytes.fromhex("20200101"),
        "EXPIRES": bytes.fromhex("20300101"),
        "CARD_NUMBER": b"A12345678",
        "NUMBER": b"11010519491231002X",
        "NAME": "证件样本".encode("gb18030").ljust(30, b"\0"),
        "NAME_REST": bytes(20),
        "SEX": b"2",
        "NATION": b"\x01",
        "BIRTH_DATE": bytes.fromhex("19491231"),
    } | changed
    return {Tag[n]: value for n, value in records.items() if value is not None}


def named(name: str) -> Records:
    raw = name.encode("gb18030")
    return specimen(NAME=raw[:30].ljust(30, b"\0"), NAME_REST=raw[30:].ljust(20, b"\0"))


def test_a_card_is_read() -> None:
    reading = to_reading(specimen())
    assert reading.card_type is CardType.SOCIAL_SECURITY
    assert reading.number == "11010519491231002X"
    assert reading.name == "证件样本"
    assert reading.sex == "female"
    assert reading.nation == "01"
    assert reading.birth_date == date(1949, 12, 31)
    assert reading.issuer == "91560000021510400001"
    assert reading.valid_from == date(2020, 1, 1)
    assert reading.valid_to == date(2030, 1, 1)
    assert reading.card_number == "A12345678"
    assert reading.address is None


@pytest.mark.parametrize(
    "name",
    [
        "陈𬱖",
        "䶮",
        "㐀㛃",
        "买买提·吐尔逊",
        "一" * 15,  # fills the first part
        "一" * 16,
        "一" * 14 + "𬱖",  # four bytes, two in each part
        "A" + "一" * 14 + "甲",  # two bytes, one in each part
        "一" * 25,
    ],
)
def test_rare_and_long_names_come_out_right(name: str) -> None:
    assert to_reading(named(name)).name == name


def test_a_part_that_ends_early_is_joined_without_a_gap() -> None:
    records = specimen(
        NAME=("一" * 14).encode("gb18030") + b"\0\0", NAME_REST="二".encode("gb18030")
    )
    assert to_reading(records).name == "一" * 14 + "二"


def test_a_full_name_without_its_rest_is_missing_and_never_cut() -> None:
    records = specimen(NAME=("一" * 15).encode("gb18030"), NAME_REST=None)
    assert missing(records) == {Tag.NAME_REST}
    with pytest.raises(CardError):
        to_reading(records)
    records[Tag.VERSION] = b"1.00"
    assert missing(records) == set()
    assert to_reading(records).name == "一" * 15


@pytest.mark.parametrize("name", list(Tag.__members__))
def test_what_is_not_on_the_card_is_missed(name: str) -> None:
    unused = name in ("IDENTIFIER", "CATEGORY", "BIRTHPLACE", "NAME_REST")
    assert missing(specimen(**{name: None})) == (set() if unused else {Tag[name]})


@pytest.mark.parametrize(
    ("name", "field"),
    [("ISSUER", "issuer"), ("ISSUED", "valid_from"), ("EXPIRES", "valid_to"),
     ("CARD_NUMBER", "card_number"), ("SEX", "sex"), ("NATION", "nation"),
     ("BIRTH_DATE", "birth_date")],
)  # fmt: skip
def test_a_record_that_is_absent_or_blank_leaves_its_field_out(
    name: str, field: str
) -> None:
    size = len(specimen()[Tag[name]])
    text = name in ("CARD_NUMBER", "SEX")
    blank = (bytes if text else lambda n: b"\xff" * n)(size)
    for value in (None, blank):
        assert getattr(to_reading(specimen(**{name: value})), field) is None


@pytest.mark.parametrize(
    ("code", "told"),
    [(b"0", "unknown"), (b"1", "male"), (b"9", "not_stated"), (b"7", "unknown")],
)
def test_sex_is_told_in_words(code: bytes, told: str) -> None:
    assert to_reading(specimen(SEX=code)).sex == told


def test_a_nation_that_no_table_knows_does_not_fail_the_read() -> None:
    assert to_reading(specimen(NATION=b"\x77")).nation == "77"


def test_a_foreign_holders_number_is_accepted() -> None:
    assert to_reading(specimen(NUMBER=b"CAN510485110329\0\0\0")).number[:3] == "CAN"


@pytest.mark.parametrize("last", "0123456789X")
def test_the_check_character_is_that_of_the_standard(last: str) -> None:
    number = "11010519491231002" + last
    if ric.is_valid(number):
        assert to_reading(specimen(NUMBER=number.encode())).number == number
    else:
        with pytest.raises(CardError):
            to_reading(specimen(NUMBER=number.encode()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NUMBER", b""),
        ("NUMBER", None),
        ("NUMBER", b"110105491231002"),
        ("NAME", None),
        ("NAME", bytes(30)),
        ("NAME", b"\x81"),
        ("NAME", b"\x84\x31\xa4\x40"),
        ("NAME", b"\xff" * 30),
        ("NAME", "样\n本".encode("gb18030")),
        ("NAME", "样\u202e本".encode("gb18030")),
        ("NAME", "样\0本".encode("gb18030")),
        ("NAME", "样".encode("gb18030") + b"\xff" + "本".encode("gb18030")),
    ],
)
def test_what_no_card_may_say_makes_it_unreadable_and_is_not_repeated(
    name: str, value: bytes | None
) -> None:
    with pytest.raises(CardError) as caught:
        to_reading(specimen(**{name: value}))
    assert caught.value.reason is Reason.CARD_UNREADABLE
    # The decoder's own error holds the bytes, and must not come along into a log.
    assert caught.value.__context__ is None
    said = str(caught.value)
    assert not any(word in said for word in ("样", "1949", "110105", "91", "2020"))


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("CARD_NUMBER", "card_number", b"\x1b@2345678"),
        ("CARD_NUMBER", "card_number", b"\xff" * 9),
        ("CARD_NUMBER", "card_number", b"D0000\xff017"),
        ("ISSUER", "issuer", bytes.fromhex("91A6")),
        ("ISSUER", "issuer", bytes.fromhex("91FF12")),
        ("BIRTH_DATE", "birth_date", bytes.fromhex("19490231")),
        ("BIRTH_DATE", "birth_date", bytes.fromhex("19900000")),
        ("BIRTH_DATE", "birth_date", bytes.fromhex("1949123F")),
        ("ISSUED", "valid_from", bytes.fromhex("2020010101")),
        ("EXPIRES", "valid_to", bytes.fromhex("00000101")),
        ("NATION", "nation", b"\xa1"),
        ("SEX", "sex", b"\xff"),
    ],
)
def test_what_nobody_is_identified_by_is_absent_where_it_does_not_read(
    name: str, field: str, value: bytes
) -> None:
    whole = to_reading(specimen())
    absent: dict[str, Any] = {field: None}
    assert to_reading(specimen(**{name: value})) == replace(whole, **absent)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (b"43041919600229003x", "43041919600229003X"),
        (b"can510485110329\xff\xff\xff", "CAN510485110329"),
        (
            "１１０１０５１９４９１２３１００２ｘ".encode("gb18030"),
            "11010519491231002X",
        ),
    ],
)
def test_a_number_is_normalised(value: bytes, number: str) -> None:
    assert to_reading(specimen(NUMBER=value)).number == number


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("FE51", "𠂇"),
        ("C0EEFE91", "李𤇾"),
        ("FE59FEA0", "龴龻"),
        ("FE9F", "䶮"),
        ("8336CF39", "䶮"),  # U+E863 itself, as a card of GB 18030 may have it
    ],
)
def test_private_use_characters_become_what_they_stand_for(raw: str, name: str) -> None:
    assert to_reading(specimen(NAME=bytes.fromhex(raw))).name == name


def test_names_that_are_padded_with_erased_memory_are_read() -> None:
    short = specimen(NAME="样本".encode("gb18030") + b"\xff" * 26)
    assert missing({**short}) <= {Tag.NAME_REST}
    assert to_reading(short).name == "样本"
    full = specimen(NAME=("一" * 15).encode("gb18030"), NAME_REST=b"\xff" * 20)
    assert to_reading(full).name == "一" * 15


@pytest.mark.parametrize("raw", ["", "08", "0802AA", "0801AABB", "08FF"])
def test_a_record_must_be_as_long_as_it_says(raw: str) -> None:
    with pytest.raises(CardError):
        split_record(bytes.fromhex(raw))


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    wholes = [specimen(), named("一" * 14 + "𬱖" + "二" * 9)]
    read = 0
    for _ in range(cases):
        raws = [bytes([t, len(v)]) + v for t, v in chance.choice(wholes).items()]
        for _ in range(chance.randrange(4)):
            which = chance.randrange(len(raws))
            raw = bytearray(raws[which])
            at = chance.randrange(len(raw) + 1)
            raw[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
            raws[which] = bytes(raw)
        if chance.random() < 0.1:
            raws[chance.randrange(len(raws))] = chance.randbytes(chance.randrange(40))
        try:
            to_reading(dict(split_record(raw) for raw in raws))
        except CardError:
            continue
        read += 1
    assert 0 < read < cases
