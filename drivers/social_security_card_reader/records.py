"""Decodes a social-security card's records of EF05 and EF06 (LD/T 32). Pure.

Each record is `tag length value`. BCD is padded with F at the right, text with 00;
names are GB18030. Two independent sources agree on tags, sizes and formats.
"""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from contract import private_use
from drivers.base import CardReading, CardType
from drivers.errors import CardError, Reason


class Tag(IntEnum):
    """Tags of records; `CardReading` omits those that are not needed."""

    IDENTIFIER = 0x01
    CATEGORY = 0x02
    VERSION = 0x03
    ISSUER = 0x04
    ISSUED = 0x05
    EXPIRES = 0x06
    CARD_NUMBER = 0x07
    NUMBER = 0x08
    NAME = 0x09
    NAME_REST = 0x4E
    SEX = 0x0A
    NATION = 0x0B
    BIRTHPLACE = 0x0C
    BIRTH_DATE = 0x0D


@dataclass(frozen=True)
class File:
    """An elementary file, and the sizes of its records in the order of version 2.00."""

    identifier: bytes
    sizes: dict[Tag, int]

    @property
    def short(self) -> int:
        """Return the short identifier, in the upper five bits of READ RECORD's P2."""
        return self.identifier[1] << 3


CARD_FILE = File(
    b"\xef\x05",
    {
        Tag.IDENTIFIER: 16,
        Tag.CATEGORY: 1,
        Tag.VERSION: 4,
        Tag.ISSUER: 12,
        Tag.ISSUED: 4,
        Tag.EXPIRES: 4,
        Tag.CARD_NUMBER: 9,
    },
)
HOLDER_FILE = File(
    b"\xef\x06",
    {
        Tag.NUMBER: 18,
        Tag.NAME: 30,
        Tag.NAME_REST: 20,
        Tag.SEX: 1,
        Tag.NATION: 1,
        Tag.BIRTHPLACE: 3,
        Tag.BIRTH_DATE: 4,
    },
)

UNUSED = frozenset({Tag.IDENTIFIER, Tag.CATEGORY, Tag.BIRTHPLACE})

Records = dict[int, bytes]
"""Tag to value."""

IDENTIFYING = frozenset({Tag.NUMBER, Tag.NAME, Tag.NAME_REST})
"""Records without which a card cannot be used."""

HEADER_SIZE = 2
"""Bytes of tag and length before a record's value."""

_NAME_SIZE = HOLDER_FILE.sizes[Tag.NAME]
_WITHOUT_REST = b"1.00"

_SEXES = {b"0": "unknown", b"1": "male", b"2": "female", b"9": "not_stated"}
"""GB/T 2261.1."""

_NOT_TEXT = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that would control a printer or a screen."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def split_record(raw: bytes) -> tuple[int, bytes]:
    """Return a record's tag and value.

    Raises:
        CardError: `CARD_UNREADABLE`: the record's length is wrong.
    """
    if len(raw) < HEADER_SIZE or raw[1] != len(raw) - HEADER_SIZE:
        raise CardError(Reason.CARD_UNREADABLE, "a record is not as long as it says")
    return raw[0], raw[HEADER_SIZE:]


def missing(records: Records) -> set[Tag]:
    """Return the records that a reading still needs.

    The rest of the name is needed if the first part is full and the version has a
    record for it: a name must never be truncated.
    """
    wanted = {*CARD_FILE.sizes, *HOLDER_FILE.sizes} - UNUSED
    full = len(_unpadded(records.get(Tag.NAME, b""))) >= _NAME_SIZE
    if not full or records.get(Tag.VERSION, b"") == _WITHOUT_REST:
        wanted.discard(Tag.NAME_REST)
    return {tag for tag in wanted if tag not in records}


def to_reading(records: Records) -> CardReading:
    """Return a reading of the records; all but number and name may be missing.

    A nation or sex that is in no table is accepted. Only fields that identify the
    citizen make the card unreadable: a number with a wrong check character, a name that
    is not text. Any other field that cannot be read, such as an invalid date, is None.

    Raises:
        CardError: `CARD_UNREADABLE`; the detail names the field, never its content.
    """
    if missing(records) & IDENTIFYING:
        raise _unreadable("number or name", "is not on the card, or not whole")
    number = _half_width(_text(Tag.NUMBER, records[Tag.NUMBER])).upper()
    if not _number_fits(number):
        raise _unreadable("number", "does not agree with its check character")
    # The parts are joined before decoding: one character may span both.
    whole = _unpadded(records[Tag.NAME]) + records.get(Tag.NAME_REST, b"")
    name = _text(Tag.NAME, whole)
    if not name:
        raise _unreadable("name", "is blank")
    sex = _unpadded(records.get(Tag.SEX, b"")).strip()
    nation = _bcd(Tag.NATION, records)
    return CardReading(
        card_type=CardType.SOCIAL_SECURITY,
        number=number,
        name=name,
        sex=_SEXES.get(sex, "unknown") if sex else None,
        nation=nation if nation and len(nation) == 2 else None,
        birth_date=_date(Tag.BIRTH_DATE, records),
        issuer=_bcd(Tag.ISSUER, records),
        valid_from=_date(Tag.ISSUED, records),
        valid_to=_date(Tag.EXPIRES, records),
        card_number=_text_if_any(Tag.CARD_NUMBER, records),
    )


def _unpadded(raw: bytes) -> bytes:
    """Return the value without padding: 00, or FF as in erased memory.

    FF is part of no character of GB18030, and 00 of none but NUL.
    """
    return raw.rstrip(b"\0\xff")


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _text_if_any(tag: Tag, records: Records) -> str | None:
    with suppress(CardError):
        return _text(tag, records.get(tag, b"")) or None
    return None


def _text(tag: Tag, raw: bytes) -> str:
    text = None
    with suppress(UnicodeDecodeError):
        text = _unpadded(raw).decode("gb18030").strip(" \0")
        text = private_use.replaced(text)
    # Raised here, as the decoder's error would carry personal data into a log.
    if text is None or any(_is_not_text(character) for character in text):
        raise _unreadable(tag.name, "is not text")
    return text


def _is_not_text(character: str) -> bool:
    erased = ord(character) & 0xFFFE == 0xFFFE
    return erased or unicodedata.category(character) in _NOT_TEXT


def _bcd(tag: Tag, records: Records) -> str | None:
    digits = records.get(tag, b"").hex().rstrip("f")
    return digits if digits.isdecimal() else None


def _date(tag: Tag, records: Records) -> date | None:
    """Return the date; None if it is missing or invalid (F or 0: D)."""
    digits = _bcd(tag, records)
    if digits and len(digits) == 8:
        with suppress(ValueError):  # 31st of February
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return None


def _number_fits(number: str) -> bool:
    """Return whether a number is valid by GB 11643, or may be a foreign holder's.

    Numbers of foreign holders begin with the three letters of their country; no source
    describes how they are checked (D).
    """
    if re.fullmatch("[0-9]{17}[0-9X]", number):
        total = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True))
        return number[17] == _CHECK[total % 11]
    return re.fullmatch("[A-Z]{3}[0-9A-Z]{12,15}", number) is not None


def _unreadable(field: str, why: str) -> CardError:
    return CardError(Reason.CARD_UNREADABLE, f"{field.lower()} {why}")
