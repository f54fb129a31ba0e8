"""Answers to the questions of a form: checked, and brought to one form. Pure.

Both ends check with this: a terminal before anything is sent, central before anything
is asked. The normal form is half-width, capital, without spaces; a month is `YYYY-MM`,
an amount is in fen, in digits.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from contract.model import Answers
from contract.numbers import Fault, NumberError, citizen_number
from contract.service_item import FieldKind, FormField

EARLIEST_MONTH = "1990-01"
"""Before it no department has records."""

_CITIZEN_LENGTH = 18
_PLATE_LENGTH = 7

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER = "[A-HJ-NP-Z]"  # without I and O, which are taken for digits
_EITHER = "[A-HJ-NP-Z0-9]"
_PLATES = (
    f"[{_PROVINCES}]{_LETTER}{_EITHER}{{5}}",  # ordinary
    f"[{_PROVINCES}]{_LETTER}[A-HJK]{_EITHER}[0-9]{{4}}",  # new energy, small
    f"[{_PROVINCES}]{_LETTER}[0-9]{{5}}[A-HJK]",  # new energy, large
    f"[{_PROVINCES}]{_LETTER}{_EITHER}{{4}}[警学挂领]",
    f"粤Z{_EITHER}{{4}}[港澳]",
)
"""Of GA 36. An ordinary one has two letters at most among its last five."""
_MOST_LETTERS = 2


class FieldFault(StrEnum):
    """Why an answer cannot be taken; a screen has a text for each."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    WRONG_CHECK = "wrong_check"
    NO_SUCH_DATE = "no_such_date"
    MALFORMED = "malformed"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"


class FieldError(ValueError):
    """No answer to the question; the text never holds the answer."""

    def __init__(self, reason: FieldFault) -> None:
        super().__init__(f"not an answer: {reason}")
        self.reason = reason


def check(field: FormField, text: str, answers: Answers, today: date) -> str:
    """The normal form of an answer.

    Args:
        field: The question.
        text: As it was typed, chosen or scanned.
        answers: What was answered before, in its normal form.
        today: The day in Shanghai.

    Raises:
        FieldError: It is none, and why.
    """
    compact = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if field.kind is FieldKind.CHOICE:
        compact = text
    if not compact:
        raise FieldError(FieldFault.EMPTY)
    if field.kind is FieldKind.MONTH:
        return _month(field, compact, answers, today)
    return _CHECKS[field.kind](field, compact)


def _last_whole_month(today: date) -> str:
    months = max(today.year * 12 + today.month - 2, 12)
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _choice(field: FormField, value: str) -> str:
    if value not in {option.value for option in field.options}:
        raise FieldError(FieldFault.MALFORMED)
    return value


def _month(field: FormField, month: str, answers: Answers, today: date) -> str:
    if not re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", month):
        raise FieldError(FieldFault.MALFORMED)
    earliest = answers.get(field.not_before or "", EARLIEST_MONTH)
    if month < earliest:
        raise FieldError(FieldFault.TOO_EARLY)
    if month > _last_whole_month(today):
        raise FieldError(FieldFault.TOO_LATE)
    return month


def _citizen_number(_field: FormField, number: str) -> str:
    if len(number) < _CITIZEN_LENGTH and re.fullmatch("[0-9]*", number):
        raise FieldError(FieldFault.TOO_SHORT)
    try:
        return citizen_number(number)
    except NumberError as error:
        raise FieldError(_NUMBER_FAULTS[error.fault]) from None


def _plate(_field: FormField, plate: str) -> str:
    if len(plate) < _PLATE_LENGTH:
        raise FieldError(FieldFault.TOO_SHORT)
    if not any(re.fullmatch(pattern, plate) for pattern in _PLATES):
        raise FieldError(FieldFault.MALFORMED)
    letters = sum(character.isascii() and character.isalpha() for character in plate)
    if letters - 1 > _MOST_LETTERS:
        raise FieldError(FieldFault.MALFORMED)
    return plate


def _amount(field: FormField, amount: str) -> str:
    if not re.fullmatch(
        r"([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,13})(\.[0-9]{1,2})?", amount, re.ASCII
    ):
        raise FieldError(FieldFault.MALFORMED)
    yuan, _, rest = amount.replace(",", "").partition(".")
    fen = int(yuan) * 100 + int(rest.ljust(2, "0"))
    if fen < field.least:
        raise FieldError(FieldFault.TOO_LITTLE)
    if fen > field.most:
        raise FieldError(FieldFault.TOO_MUCH)
    return str(fen)


def _code(field: FormField, code: str) -> str:
    code = code.replace("-", "")
    if not re.fullmatch("[0-9]+" if field.digits_only else "[0-9A-Z]+", code):
        raise FieldError(FieldFault.MALFORMED)
    if len(code) < field.shortest:
        raise FieldError(FieldFault.TOO_SHORT)
    if len(code) > field.longest:
        raise FieldError(FieldFault.MALFORMED)
    return code


_NUMBER_FAULTS = {
    Fault.FORM: FieldFault.MALFORMED,
    Fault.BIRTH_DATE: FieldFault.NO_SUCH_DATE,
    Fault.CHECK: FieldFault.WRONG_CHECK,
}
_CHECKS: dict[FieldKind, Callable[[FormField, str], str]] = {
    FieldKind.CHOICE: _choice,
    FieldKind.CITIZEN_NUMBER: _citizen_number,
    FieldKind.PLATE: _plate,
    FieldKind.AMOUNT: _amount,
    FieldKind.CODE: _code,
}
