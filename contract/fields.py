"""Answers to the questions of a form: validation and normalisation. Pure.

Both ends use it: the terminal before it sends anything, central before it queries a
department. Normalised text is half-width, in capital letters, without spaces; a month
is `YYYY-MM`, an amount is in fen, in digits.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from contract import numbers
from contract.model import Answers
from contract.numbers import Fault, NumberError, citizen_number
from contract.service_item import FieldKind, FormField

EARLIEST_MONTH = "1990-01"
"""Departments have no records from before this month."""

_CITIZEN_LENGTH = 18


class FieldFault(StrEnum):
    """Why an answer is invalid; the screens have a text for each."""

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
    """The answer is invalid. The message never contains the answer."""

    def __init__(self, reason: FieldFault) -> None:
        super().__init__(f"not an answer: {reason}")
        self.reason = reason


def check(field: FormField, text: str, answers: Answers, today: date) -> str:
    """Validate an answer and return it normalised.

    Args:
        field: The question.
        text: The answer as typed, chosen or scanned.
        answers: Earlier answers of the same form, normalised.
        today: Today's date in Shanghai.

    Raises:
        FieldError: The answer is invalid.
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
    try:
        return numbers.plate(plate)
    except NumberError as error:
        raise FieldError(_NUMBER_FAULTS[error.fault]) from None


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
    Fault.SHORT: FieldFault.TOO_SHORT,
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
