"""How the answers of a form are checked, at both ends alike. Pure.

`check` gives an answer's normal form, which is what is sent: months as `YYYY-MM`,
amounts in fen, numbers and plates in capital letters.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from central.contract.model import Answers
from central.contract.numbers import Fault, NumberError, citizen_number
from central.contract.service_item import FieldKind, FormField

EARLIEST_MONTH = "1990-01"
"""Before that no department's records are complete."""

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
"""With which a number plate begins (GA 36)."""

_LETTERS = "A-HJ-NP-Z"
_ORDINARY = rf"[{PROVINCES}][A-Z](?=(?:[0-9]*[{_LETTERS}]){{0,2}}[0-9]*.?$)"
_PLATES = (
    _ORDINARY + rf"[0-9{_LETTERS}]{{5}}",
    rf"[{PROVINCES}][A-Z][0-9{_LETTERS}]{{4}}[警学挂港澳]",
    rf"[{PROVINCES}][A-Z][{_LETTERS}][0-9{_LETTERS}][0-9]{{4}}",  # small, new energy
    rf"[{PROVINCES}][A-Z][0-9]{{5}}[{_LETTERS}]",  # large, new energy
)


class FieldFault(StrEnum):
    """What is wrong with an answer; a screen has a text for each."""

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
    """An answer cannot be taken; the text never holds the answer."""

    def __init__(self, reason: FieldFault) -> None:
        super().__init__(f"not an answer: {reason}")
        self.reason = reason


def check(field: FormField, text: str, answers: Answers, today: date) -> str:
    """The normal form of an answer.

    Args:
        field: What was asked.
        text: As typed, chosen or scanned.
        answers: Those given before, in their normal form.
        today: In Shanghai; only whole months before it can be asked for.

    Raises:
        FieldError: It cannot be taken.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise FieldError(FieldFault.EMPTY)
    return _CHECKS[field.kind](field, plain, answers, today)


def check_form(fields: tuple[FormField, ...], answers: Answers, today: date) -> Answers:
    """Check a whole form, as it comes in at central.

    Raises:
        FieldError: An answer is missing, too many, or cannot be taken.
    """
    if set(answers) != {field.name for field in fields}:
        raise FieldError(FieldFault.MALFORMED)
    checked: Answers = {}
    for field in fields:
        checked[field.name] = check(field, answers[field.name], checked, today)
        if checked[field.name] != answers[field.name]:
            raise FieldError(FieldFault.MALFORMED)
    return checked


def last_month(today: date) -> str:
    """The last whole month before `today`, `YYYY-MM`."""
    return month_ago(today, 1)


def month_ago(today: date, months: int) -> str:
    """The month so many before that of `today`, but none too early."""
    count = today.year * 12 + today.month - 1 - months
    return max(f"{count // 12:04d}-{count % 12 + 1:02d}", EARLIEST_MONTH)


def _choice(field: FormField, text: str, _answers: Answers, _today: date) -> str:
    if text not in {option.value for option in field.options}:
        raise FieldError(FieldFault.MALFORMED)
    return text


def _month(field: FormField, text: str, answers: Answers, today: date) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise FieldError(FieldFault.MALFORMED)
    if text > last_month(today):
        raise FieldError(FieldFault.TOO_LATE)
    earliest = answers.get(field.not_before or "", EARLIEST_MONTH)
    if text < max(earliest, EARLIEST_MONTH):
        raise FieldError(FieldFault.TOO_EARLY)
    return text


def _citizen(_field: FormField, text: str, _answers: Answers, today: date) -> str:
    if len(text) < 18 and len(text) != 15:
        raise FieldError(FieldFault.TOO_SHORT)
    try:
        number = citizen_number(text)
    except NumberError as error:
        raise FieldError(_NUMBER_FAULTS[error.fault]) from None
    if number[6:14] > f"{today + timedelta(days=1):%Y%m%d}":
        raise FieldError(FieldFault.NO_SUCH_DATE)
    return number


_NUMBER_FAULTS = {
    Fault.FORM: FieldFault.MALFORMED,
    Fault.BIRTH_DATE: FieldFault.NO_SUCH_DATE,
    Fault.CHECK: FieldFault.WRONG_CHECK,
}


def _plate(_field: FormField, text: str, _answers: Answers, _today: date) -> str:
    plate = re.sub(r"[\s·.-]", "", text.upper())
    if len(plate) < 7:
        raise FieldError(FieldFault.TOO_SHORT)
    if not any(re.fullmatch(pattern, plate) for pattern in _PLATES):
        raise FieldError(FieldFault.MALFORMED)
    return plate


def _amount(field: FormField, text: str, _answers: Answers, _today: date) -> str:
    plain = text.replace(",", "").removeprefix("¥").strip()
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{0,2})?", plain):
        raise FieldError(FieldFault.MALFORMED)
    yuan, _, rest = plain.partition(".")
    fen = int(yuan) * 100 + int((rest + "00")[:2])
    if fen < field.least:
        raise FieldError(FieldFault.TOO_LITTLE)
    if fen > field.most:
        raise FieldError(FieldFault.TOO_MUCH)
    return str(fen)


def _code(field: FormField, text: str, _answers: Answers, _today: date) -> str:
    code = re.sub(r"[\s-]", "", text.upper())
    if not re.fullmatch("[0-9]+" if field.digits_only else "[0-9A-Z]+", code):
        raise FieldError(FieldFault.MALFORMED)
    if len(code) < field.shortest:
        raise FieldError(FieldFault.TOO_SHORT)
    if len(code) > field.longest:
        raise FieldError(FieldFault.MALFORMED)
    return code


_CHECKS: dict[FieldKind, Callable[[FormField, str, Answers, date], str]] = {
    FieldKind.CHOICE: _choice,
    FieldKind.MONTH: _month,
    FieldKind.CITIZEN_NUMBER: _citizen,
    FieldKind.PLATE: _plate,
    FieldKind.AMOUNT: _amount,
    FieldKind.CODE: _code,
}
