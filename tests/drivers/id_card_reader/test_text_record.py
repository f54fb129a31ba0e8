"""What a card says, field by field; and what no card may say."""

import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.card_readers import PHOTO, field, payload, resident_record
from support.properties import patient

from drivers.base import CardType
from drivers.errors import CardError, DriverError, ProtocolError, Reason
from drivers.id_card_reader.text_record import (
    parse_payload,
    parse_text,
)


def record_2017(number: str = "CAN510485110329") -> bytes:
    return b"".join(
        field(text, size)
        for text, size in (
            ("SPECIMEN, JEANNE", 120),
            ("2", 2),
            (number, 30),
            ("CAN", 6),
            ("样本", 30),
            ("20200518", 16),
            ("20300517", 16),
            ("19851103", 16),
            ("01", 4),
            ("5100", 8),
            ("I", 2),
            ("", 6),
        )
    )


def record_2023(english_name: str = "SPECIMEN, JEAN") -> bytes:
    return b"".join(
        field(text, size)
        for text, size in (
            ("样本", 30),
            ("1", 2),
            ("02", 4),
            ("19870416", 16),
            (english_name[:35], 70),
            ("951250198704162125", 36),
            ("", 30),
            ("20240105", 16),
            ("20340104", 16),
            (english_name[35:], 22),
            ("FRA", 6),
            ("Y", 2),
            ("CAN", 6),
        )
    )


def record_hk_macau_taiwan() -> bytes:
    reserved = field("H00000000", 18) + field("01", 4) + field("", 6) + field("J", 2)
    changed = resident_record(number="810000199408230021", birth="19940823", nation="")
    return changed[:220] + reserved + field("", 6)


def test_the_specimen_is_read() -> None:
    reading = parse_payload(payload(resident_record()))
    assert reading.card_type is CardType.RESIDENT
    assert reading.name == "证件样本"
    assert reading.sex == "female"
    assert reading.nation == "01"
    assert reading.birth_date == date(1949, 12, 31)
    assert reading.address == "北京市朝阳区测试路1号"
    assert reading.number == "11010519491231002X"
    assert reading.issuer == "测试公安局"
    assert reading.valid_from == date(2020, 1, 1)
    assert reading.valid_to is None
    assert reading.long_term
    assert reading.photo == PHOTO
    assert reading.english_name is reading.pass_number is reading.old_number is None


def test_a_residence_permit_is_read() -> None:
    reading = parse_text(record_hk_macau_taiwan())
    assert reading.card_type is CardType.HK_MACAU_TAIWAN
    assert reading.number == "810000199408230021"
    assert reading.pass_number == "H00000000"
    assert reading.issue_count == "01"
    assert reading.nation is None


def test_a_foreigners_card_of_2017_is_read() -> None:
    reading = parse_text(record_2017())
    assert reading.card_type is CardType.FOREIGNER_2017
    assert reading.english_name == "SPECIMEN, JEANNE"
    assert reading.name == "样本"
    assert reading.nationality == "CAN"
    assert reading.birth_date == date(1985, 11, 3)
    assert reading.valid_to == date(2030, 5, 17)


def test_a_foreigners_card_of_2023_is_read_with_a_name_in_two_places() -> None:
    name = "VERYLONGFAMILYNAME, FIRST SECOND THIRD FOURTH"
    reading = parse_text(record_2023(name))
    assert reading.card_type is CardType.FOREIGNER_2023
    assert reading.english_name == name
    assert reading.issue_count == "02"
    assert reading.old_number == "CAN"
    assert reading.nationality == "FRA"


@pytest.mark.parametrize("name", ["陈𬱖", "䶮", "㐀㛃", "𠮷", "买买提·吐尔逊", ""])
def test_rare_and_long_names_come_out_right(name: str) -> None:
    assert parse_text(resident_record(name=name)).name == (name or None)


def test_characters_that_fonts_and_tables_do_not_know_are_kept() -> None:
    private_use, newer_than_this_python = "\ue000", "\U000323b0"
    name = private_use + newer_than_this_python
    assert parse_text(resident_record(name=name)).name == name


@pytest.mark.parametrize(
    ("kept", "meant"),
    [("何\ue863欣", "何䶮欣"), ("\ue816\ue855", "𠂇𤇾"), ("\ue81e\ue864", "龴龻")],
)
def test_private_use_characters_of_gbk_become_what_they_stand_for(
    kept: str, meant: str
) -> None:
    reading = parse_text(resident_record(name=kept, address=kept, issuer=kept))
    assert (reading.name, reading.address, reading.issuer) == (meant, meant, meant)
    assert parse_text(record_2023(kept)).english_name == meant


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("11010519491231002\uff38", "11010519491231002X"),
        ("11010519491231002\uff58", "11010519491231002X"),
        ("１10105194912310０２Ｘ", "11010519491231002X"),
    ],
)
def test_a_number_is_normalised(written: str, number: str) -> None:
    assert parse_text(resident_record(number=written)).number == number


def test_a_number_of_2017_in_small_letters_is_normalised() -> None:
    assert parse_text(record_2017("can510485110329")).number == "CAN510485110329"


@pytest.mark.parametrize(
    ("code", "meaning"),
    [("0", "unknown"), ("1", "male"), ("2", "female"), ("9", "not_stated"),
     ("7", "unknown"), ("", None)],
)  # fmt: skip
def test_sex_is_told_in_words(code: str, meaning: str | None) -> None:
    assert parse_text(resident_record(sex=code)).sex == meaning


@pytest.mark.parametrize(
    ("code", "told"), [("56", "56"), ("97", "97"), ("77", "77"), ("?", None)]
)
def test_an_unknown_nation_does_not_fail_the_read(code: str, told: str | None) -> None:
    assert parse_text(resident_record(nation=code)).nation == told


def test_an_unknown_region_does_not_fail_the_read() -> None:
    number = "999999194912310025"
    assert parse_text(resident_record(number=number)).number == number


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("number", "110105194912310021"),
        ("number", "110105491231002"),
        ("number", ""),
        ("name", "样\n本"),
        ("name", "样\u202e本"),
        ("name", "样\uffff本"),
    ],
)
def test_what_no_card_may_say_makes_it_unreadable_and_is_not_repeated(
    name: str, text: str
) -> None:
    with pytest.raises(CardError) as caught:
        parse_text(resident_record(**{name: text}))
    assert caught.value.reason is Reason.CARD_UNREADABLE
    assert caught.value.__context__ is None
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize(
    ("place", "field", "text"),
    [
        ("birth", "birth_date", "19490231"),
        ("birth", "birth_date", "19900000"),
        ("birth", "birth_date", "１９４９１２３１"),
        ("birth", "birth_date", ""),
        ("birth", "birth_date", "\uffff" * 8),
        ("valid_from", "valid_from", "长期"),
        ("valid_from", "valid_from", "00000101"),
        ("valid_to", "valid_to", "2020-1-1"),
        ("valid_to", "valid_to", "\ud800"),
        ("sex", "sex", "\uffff"),
        ("sex", "sex", "\n"),
        ("nation", "nation", "\uffff\uffff"),
        ("nation", "nation", "\udc00"),
        ("address", "address", "路\x1b@"),
        ("address", "address", "路\u202e"),
        ("issuer", "issuer", "\uffff\uffff"),
        ("issuer", "issuer", "局\0局"),
    ],
)
def test_what_nobody_is_identified_by_is_absent_where_it_does_not_read(
    place: str, field: str, text: str
) -> None:
    absent: dict[str, Any] = {field: None, "long_term": place != "valid_to"}
    whole = parse_text(resident_record())
    assert parse_text(spoilt(place, text)) == replace(whole, **absent)


def spoilt(place: str, text: str) -> bytes:
    """The specimen with a field that the codec would refuse to write."""
    mark = "\N{REPLACEMENT CHARACTER}" * len(text)
    raw = text.encode("utf-16-le", "surrogatepass")
    return resident_record(**{place: mark}).replace(mark.encode("utf-16-le"), raw)


_WITHOUT = {"photo", "card_type", "number", "name", "english_name", "long_term"}


@pytest.mark.parametrize(
    ("record", "kept"),
    [
        (record_hk_macau_taiwan, ((0, 30), (122, 158), (248, 250))),
        (record_2017, ((122, 152), (158, 188), (248, 250))),
        (record_2023, ((0, 30), (122, 158), (248, 250))),
    ],
)
def test_no_layout_is_spoilt_by_erased_fields_that_identify_nobody(
    record: Callable[[], bytes], kept: tuple[tuple[int, int], ...]
) -> None:
    whole = record()
    erased = bytearray(b"\xff" * len(whole))
    for start, end in kept:
        erased[start:end] = whole[start:end]
    before, after = parse_text(whole), parse_text(bytes(erased))
    assert (after.card_type, after.number) == (before.card_type, before.number)
    assert after.name == before.name
    others = {each.name for each in fields(after)} - _WITHOUT
    assert {getattr(after, name) for name in others} == {None}
    assert after.english_name is None


def test_a_name_that_is_padded_with_erased_memory_is_read() -> None:
    assert parse_text(resident_record(name="样本\uffff\uffff")).name == "样本"


def test_a_foreigner_whose_only_name_does_not_read_is_not_identified() -> None:
    whole = record_2023("SPECIMEN\n")
    assert parse_text(whole).english_name is None
    with pytest.raises(CardError, match="english_name"):
        parse_text(field("", 30) + whole[30:])


def test_half_a_character_makes_a_card_unreadable() -> None:
    record = b"\x00\xd8" + resident_record()[2:]
    with pytest.raises(CardError, match="half a character") as caught:
        parse_text(record)
    # The decoder's own error holds the bytes, and must not come along into a log.
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "number", ["CAN510485110328", "CAN51048511032X", "can510485", "can510485110328"]
)
def test_a_wrong_number_of_2017_makes_a_card_unreadable(number: str) -> None:
    with pytest.raises(CardError):
        parse_text(record_2017(number))


@given(st.integers(0, 16), st.sampled_from("0123456789"))
@patient
def test_no_single_digit_of_a_number_can_be_wrong(place: int, digit: str) -> None:
    number = "11010519491231002X"
    changed = number[:place] + digit + number[place + 1 :]
    if changed == number:
        assert parse_text(resident_record(number=changed)).number == number
    else:
        with pytest.raises(CardError):
            parse_text(resident_record(number=changed))


@pytest.mark.parametrize("size", [0, 3, 4, 255, 259, 1283, 1285])
def test_lengths_that_do_not_fit_are_the_readers_fault(size: int) -> None:
    whole = payload(resident_record()) + b"more"
    with pytest.raises(ProtocolError) as caught:
        parse_payload(whole[:size])
    assert caught.value.reason is Reason.BAD_ANSWER


def test_a_card_without_a_photo_is_read() -> None:
    assert parse_payload(payload(resident_record(), b"")).photo is None


@pytest.mark.parametrize(
    "cases", [10_000, pytest.param(100_000, marks=pytest.mark.long)]
)
def test_any_bytes_do_no_harm(cases: int) -> None:
    chance = random.Random(cases)  # noqa: S311 - the same cases every time
    wholes = [
        payload(record)
        for record in (
            resident_record(),
            record_hk_macau_taiwan(),
            record_2017(),
            record_2023(),
        )
    ]
    read = 0
    for _ in range(cases):
        data = bytearray(chance.choice(wholes))
        for _ in range(chance.randrange(5)):
            at = chance.randrange(260)
            data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        if chance.random() < 0.1:
            data = bytearray(b"\x01\x00\x00\x00" + chance.randbytes(256))
        try:
            parse_payload(bytes(data))
        except DriverError:
            continue
        read += 1
    assert 0 < read < cases
