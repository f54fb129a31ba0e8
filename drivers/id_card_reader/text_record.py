"""The 256-byte text record of all four card types. Pure.

UTF-16 little-endian (the standard says UCS-2, but rare names contain surrogate pairs),
padded with U+0020; the character at byte 248 is the card type. Two independent sources
agree on the layouts below. An address that was written into the chip after the card was
made is not in this record, but in slots of 70 bytes.
"""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from contract import private_use
from drivers.base import CardReading, CardType
from drivers.errors import CardError, ProtocolError, Reason

TEXT_SIZE = 256
_TYPE_AT = 248
_LENGTH_SIZE = 2

ADDRESS_SLOT_SIZE = 70
"""Bytes of one appended address; a card has four such slots."""

_BLANK = frozenset(" \0\uffff")
"""Fill of an unused slot: spaces like everything on a card, or erased memory (D: no
source shows one)."""

LONG_TERM = "长期"

_SEXES = {"0": "unknown", "1": "male", "2": "female", "9": "not_stated"}
"""GB/T 2261.1."""

_NOT_TEXT = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that would control a printer or a screen. Unknown private-use
characters are allowed (the printer checks whether it can print them), and so are
unassigned ones: some CJK extensions are newer than this Python."""


@dataclass(frozen=True)
class _Layout:
    """The fields of a card type: name to the (offset, length) of each part."""

    card_type: CardType
    fields: dict[str, tuple[tuple[int, int], ...]]


_RESIDENT_FIELDS: dict[str, tuple[tuple[int, int], ...]] = {
    "name": ((0, 30),),
    "sex": ((30, 2),),
    "nation": ((32, 4),),
    "birth_date": ((36, 16),),
    "address": ((52, 70),),
    "number": ((122, 36),),
    "issuer": ((158, 30),),
    "valid_from": ((188, 16),),
    "valid_to": ((204, 16),),
}

_RESIDENT = _Layout(CardType.RESIDENT, _RESIDENT_FIELDS)

_BY_TYPE_CHARACTER = {
    "J": _Layout(
        CardType.HK_MACAU_TAIWAN,
        {
            **{name: at for name, at in _RESIDENT_FIELDS.items() if name != "nation"},
            "pass_number": ((220, 18),),
            "issue_count": ((238, 4),),
        },
    ),
    "I": _Layout(
        CardType.FOREIGNER_2017,
        {
            "english_name": ((0, 120),),
            "sex": ((120, 2),),
            "number": ((122, 30),),
            "nationality": ((152, 6),),
            "name": ((158, 30),),
            "valid_from": ((188, 16),),
            "valid_to": ((204, 16),),
            "birth_date": ((220, 16),),
        },
    ),
    "Y": _Layout(
        CardType.FOREIGNER_2023,
        {
            "name": ((0, 30),),
            "sex": ((30, 2),),
            "issue_count": ((32, 4),),
            "birth_date": ((36, 16),),
            "english_name": ((52, 70), (220, 22)),
            "number": ((122, 36),),
            "valid_from": ((188, 16),),
            "valid_to": ((204, 16),),
            "nationality": ((242, 6),),
            "old_number": ((250, 6),),
        },
    ),
}


def parse_payload(payload: bytes) -> CardReading:
    """Read the data of a `read text and photo` reply.

    Text length (2, big-endian), photo length (2), text, photo.

    Raises:
        ProtocolError: The lengths do not match the received data.
        CardError: The text is not valid for a card.
    """
    header = 2 * _LENGTH_SIZE
    text_size = int.from_bytes(payload[:_LENGTH_SIZE], "big")
    photo_size = int.from_bytes(payload[_LENGTH_SIZE:header], "big")
    if text_size != TEXT_SIZE or len(payload) != header + text_size + photo_size:
        raise ProtocolError(
            Reason.BAD_ANSWER,
            f"read: {len(payload)} bytes do not hold text and photo as they say",
        )
    photo = payload[header + text_size :]
    return parse_text(payload[header : header + text_size], photo or None)


def parse_text(record: bytes, photo: bytes | None = None) -> CardReading:
    """Read a text record of 256 bytes.

    A region, nation or sex that is in no table is accepted: the module has
    authenticated the card, and tables grow. Only fields that identify the citizen make
    the card unreadable: a number with a wrong check character, a name that is not text.
    Any other field that cannot be read, such as an invalid date, is None.

    Raises:
        CardError: `CARD_UNREADABLE`; the detail names the field, never its content.
    """
    if len(record) != TEXT_SIZE:
        raise _unreadable("text record", f"is {len(record)} bytes long")
    type_character = record[_TYPE_AT : _TYPE_AT + 2].decode("utf-16-le", "replace")
    layout = _BY_TYPE_CHARACTER.get(type_character, _RESIDENT)
    place = layout.fields
    field = {name: _text_if_any(record, name, at) for name, at in place.items()}

    number = _half_width(_text(record, "number", place["number"])).upper()
    if not _number_fits(number, layout.card_type):
        raise _unreadable("number", "does not agree with its check character")
    name = _text(record, "name", place["name"]) or None
    english_name = field.get("english_name")
    if name is None and "english_name" in place:  # then the English name identifies
        english_name = _text(record, "english_name", place["english_name"]) or None
    sex, valid_to = field["sex"], field["valid_to"]
    return CardReading(
        card_type=layout.card_type,
        number=number,
        name=name,
        english_name=english_name,
        sex=_SEXES.get(sex, "unknown") if sex else None,
        nation=_two_digits(field.get("nation")),
        birth_date=_date(field["birth_date"]),
        address=field.get("address"),
        issuer=field.get("issuer"),
        valid_from=_date(field["valid_from"]),
        valid_to=_date(valid_to),
        long_term=valid_to == LONG_TERM,
        pass_number=field.get("pass_number"),
        issue_count=_two_digits(field.get("issue_count")),
        nationality=field.get("nationality"),
        old_number=field.get("old_number"),
        photo=photo,
    )


def parse_appended_address(slots: bytes) -> str | None:
    """Return the current address from the data of a `read appended address` reply.

    That the command exists, and its answers 90 and 91, is certain (A), as are four
    slots of 70 bytes on the card. Not confirmed are: how many of them a reply holds, so
    any whole number is accepted; that they are written first to last, so that the last
    used one is the newest; and that they are padded like the text record (all D).

    Returns:
        None if it cannot be determined: another length, no used slot, or a newest one
        that is not text. An older slot is never returned instead. This never raises:
        the card itself was read, and its printed address suffices.
    """
    if len(slots) % ADDRESS_SLOT_SIZE:
        return None
    starts = range(0, len(slots), ADDRESS_SLOT_SIZE)
    for start in reversed(starts):
        slot = slots[start : start + ADDRESS_SLOT_SIZE]
        if not _BLANK.issuperset(slot.decode("utf-16-le", "replace")):
            return _text_if_any(slot, "appended address", ((0, ADDRESS_SLOT_SIZE),))
    return None


def _text_if_any(
    record: bytes, name: str, parts: tuple[tuple[int, int], ...]
) -> str | None:
    """Return a field that identifies no one: None if it is blank or not text."""
    with suppress(CardError):
        return _text(record, name, parts) or None
    return None


def _text(record: bytes, name: str, parts: tuple[tuple[int, int], ...]) -> str:
    # Joined before decoding: a surrogate pair may span two parts.
    raw = b"".join(record[offset : offset + length] for offset, length in parts)
    text = None
    with suppress(UnicodeDecodeError):
        text = raw.decode("utf-16-le")
    if text is None:
        # Raised here, as the decoder's error would carry personal data into a log.
        raise _unreadable(name, "holds half a character")
    # NUL is not in the standard and cannot be intended (D), nor can erased memory.
    text = private_use.replaced(text.strip(" \0\uffff"))
    if any(_is_not_text(character) for character in text):
        raise _unreadable(name, "holds a control character")
    return text


def _is_not_text(character: str) -> bool:
    erased = ord(character) & 0xFFFE == 0xFFFE  # U+FFFF and similar: blank memory
    return erased or unicodedata.category(character) in _NOT_TEXT


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _two_digits(text: str | None) -> str | None:
    return text if text and re.fullmatch("[0-9]{2}", text) else None


def _date(text: str | None) -> date | None:
    """Return the date; None if it is missing or invalid."""
    if text and re.fullmatch("[0-9]{8}", text):
        with suppress(ValueError):  # 31st of February
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return None


def _number_fits(number: str, card_type: CardType) -> bool:
    """Return whether the check character is right.

    Unlike `contract.numbers`, nothing else is checked: the module has authenticated
    the card.
    """
    if card_type is CardType.FOREIGNER_2017:
        if not re.fullmatch("[A-Z]{3}[0-9]{12}", number):
            return False
        weighted = zip(number[:-1], cycle((7, 3, 1)), strict=False)
        total = sum(int(character, 36) * weight for character, weight in weighted)
        return total % 10 == int(number[-1])
    if not re.fullmatch("[0-9]{17}[0-9X]", number):
        return False
    # ISO 7064 MOD 11-2, as GB 11643 uses it.
    total = 0
    for character in number:
        total = total * 2 + (10 if character == "X" else int(character))
    return total % 11 == 1


def _unreadable(name: str, why: str) -> CardError:
    return CardError(Reason.CARD_UNREADABLE, f"{name} {why}")
