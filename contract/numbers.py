"""Numbers of people, organisations and vehicles: validation, masking. Pure.

A normalised number is half-width, in capital letters, without spaces or hyphens; a
citizen number has 18 characters. Codes of regions, provinces and countries are not
looked up, since the tables change and people keep numbers with old codes.

The algorithms of the check characters come from two independent sources; the samples
of GB 11643 and GB 32100 are among the tests.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from itertools import cycle
from typing import Literal

_CITIZEN_LENGTH = 18

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_AUTHORITY = "[A-HJ-Z]"  # of a prefecture; O of the province itself; I is not used
_LETTER = "[A-HJ-NP-Z]"  # of a serial: without I and O, which look like digits
_SIGN = "[A-HJ-NP-Z0-9]"

PLATES = {
    "ordinary": f"{_PROVINCE}{_AUTHORITY}{_SIGN}{{5}}",
    "new energy, small": f"{_PROVINCE}{_AUTHORITY}[A-HJK]{_SIGN}[0-9]{{4}}",
    "new energy, large": f"{_PROVINCE}{_AUTHORITY}[0-9]{{5}}[A-HJK]",
    "embassy": "使[0-9]{6}|[0-9]{6}使",
    "consulate": f"{_PROVINCE}({_AUTHORITY}{_SIGN}{{4}}|[0-9]{{5}})领",
    "police": f"{_PROVINCE}{_AUTHORITY}{_SIGN}{{4}}警",
    "driving school": f"{_PROVINCE}{_AUTHORITY}{_SIGN}{{4}}学",
    "trailer": f"{_PROVINCE}{_AUTHORITY}{_SIGN}{{4}}挂",
    "Hong Kong or Macau": f"粤Z{_SIGN}{{4}}[港澳]",
    "on trial": f"{_PROVINCE}{_AUTHORITY}{_SIGN}{{4}}试",
    "oversized": f"{_PROVINCE}{_AUTHORITY}{_SIGN}{{4}}超",
    "fire and rescue": f"{_PROVINCE}[XS][0-9]{{4}}应急",
}
"""Number plates of GA 36-2018, and the later ones for fire and rescue.

Plates of embassies and consulates have an old and a new form, since vehicles keep their
plates. Plates of the armed forces and of airfield vehicles (民航) are not in GA 36.
"""

_SHORTEST_PLATE = 7
_MOST_LETTERS = 2
"""Letters in a plate's serial."""


class Fault(StrEnum):
    """What is wrong with a number; the screens have a text for each."""

    FORM = "form"  # length or characters
    SHORT = "short"  # incomplete
    BIRTH_DATE = "birth_date"  # no such day
    CHECK = "check"  # wrong check character: most likely mistyped


class NumberError(ValueError):
    """The number is invalid. The message never contains the number."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"not a valid number: {fault}")
        self.fault = fault


def citizen_number(text: str) -> str:
    """Check a citizen number (GB 11643) and return it with 18 characters.

    A number of 15 digits is converted. Residence permits for Hong Kong, Macau and
    Taiwan residents carry such a number too (810000, 820000, 830000).

    Raises:
        NumberError: The number is invalid.
    """
    number = _compact(text)
    if re.fullmatch("[1-8][0-9]{14}", number):
        number = number[:6] + "19" + number[6:]
        number += _mod_11_2(number)
    if not re.fullmatch("[1-8][0-9]{16}[0-9X]", number):
        raise NumberError(Fault.FORM)
    return _checked_mod_11_2(number)


def foreigner_number(text: str) -> str:
    """Check the number of a foreigner's permanent residence card of 2017 or 2023.

    2017: country (alpha-3), province (2), city (2), YYMMDD, sequence (1), and a check
    digit with the weights 7 3 1. 2023: `9`, province (2), country (3 digits), YYYYMMDD,
    sequence (3), and a check character by MOD 11-2.

    Raises:
        NumberError: The number is neither.
    """
    number = _compact(text)
    if re.fullmatch("9[0-9]{16}[0-9X]", number):
        return _checked_mod_11_2(number)
    if not re.fullmatch("[A-Z]{3}[0-9]{12}", number):
        raise NumberError(Fault.FORM)
    if not any(_is_date(century + number[7:13]) for century in ("19", "20")):
        raise NumberError(Fault.BIRTH_DATE)
    weighted = zip(number[:-1], cycle((7, 3, 1)), strict=False)
    if sum(int(sign, 36) * weight for sign, weight in weighted) % 10 != int(number[-1]):
        raise NumberError(Fault.CHECK)
    return number


def social_credit_code(text: str) -> str:
    """Check the unified social credit code of an organisation (GB 32100).

    Raises:
        NumberError: The code is invalid.
    """
    code = _compact(text)
    sign = f"[{_CREDIT_ALPHABET}]"
    if not re.fullmatch(f"{sign}{{2}}[0-9]{{6}}{sign}{{10}}", code):
        raise NumberError(Fault.FORM)
    values = (_CREDIT_ALPHABET.index(sign) for sign in code[:-1])
    total = sum(v * w for v, w in zip(values, _CREDIT_WEIGHTS, strict=True))
    if code[-1] != _CREDIT_ALPHABET[-total % 31]:
        raise NumberError(Fault.CHECK)
    return code


def plate(text: str) -> str:
    """Check a vehicle's number plate against `PLATES`.

    Raises:
        NumberError: The plate is invalid.
    """
    # Some people type the dot that is painted after the authority.
    number = re.sub("[·•・‧.]", "", _compact(text))
    if len(number) < _SHORTEST_PLATE:
        raise NumberError(Fault.SHORT)
    if not any(re.fullmatch(pattern, number) for pattern in PLATES.values()):
        raise NumberError(Fault.FORM)
    if len(re.findall(_LETTER, number[2:])) > _MOST_LETTERS:
        raise NumberError(Fault.FORM)
    return number


def birth_date(number: str) -> date:
    """Return the date of birth from a normalised citizen number.

    Raises:
        NumberError: It is not a normalised citizen number.
    """
    digits = _normalised(number)[6:14]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def sex(number: str) -> Literal["male", "female"]:
    """Return the sex from a normalised citizen number: male if digit 17 is odd.

    Raises:
        NumberError: It is not a normalised citizen number.
    """
    return "male" if int(_normalised(number)[16]) % 2 else "female"


def mask(number: str) -> str:
    """Return a number masked for display, such as `510411********1234`.

    Of 18 characters the first 6 and the last 4 are kept; of any other length a fifth
    at each end.
    """
    if len(number) == _CITIZEN_LENGTH:
        first, last = 6, 4
    else:
        first = last = len(number) // 5
    hidden = len(number) - first - last
    return number[:first] + "*" * hidden + number[first + hidden :]


def _normalised(number: str) -> str:
    if len(number) != _CITIZEN_LENGTH or citizen_number(number) != number:
        raise NumberError(Fault.FORM)
    return number


def _compact(text: str) -> str:
    """Return the text half-width, in capitals, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def _checked_mod_11_2(number: str) -> str:
    if not _is_date(number[6:14]):
        raise NumberError(Fault.BIRTH_DATE)
    if number[-1] != _mod_11_2(number[:-1]):
        raise NumberError(Fault.CHECK)
    return number


def _mod_11_2(digits: str) -> str:
    """Return the check character by ISO 7064 MOD 11-2."""
    remainder = 0
    for digit in digits:
        remainder = (remainder + int(digit)) * 2 % 11
    return "0123456789X"[(1 - remainder) % 11]


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
