"""What the citizen is asked: a card, answers, choices, a declaration."""

from dataclasses import dataclass
from enum import StrEnum


class CardProblem(StrEnum):
    """Why the card that was put down could not be used."""

    LIFTED = "lifted"  # taken away before it was read
    UNREADABLE = "unreadable"  # lift it and put it back
    NOT_AUTHENTIC = "not_authentic"
    NOT_ACCEPTED = "not_accepted"  # another kind of card than the item needs
    LIFT_FIRST = "lift_first"  # it was read already: lift it, then put it down again
    EXPIRED = "expired"  # no longer valid
    NAME_UNPRINTABLE = "name_unprintable"  # with a character that no font here has


@dataclass(frozen=True)
class PutCard:
    """Asking for the card; `problem` says what went wrong with the last try.

    Attributes:
        code_instead: Whether a collection code serves as well, scanned or typed:
            `UseCode` goes to where it is typed.
    """

    problem: CardProblem | None = None
    code_instead: bool = False


@dataclass(frozen=True)
class ConfirmPerson:
    """Is it you? The name in full, the number masked."""

    name: str
    masked_number: str


@dataclass(frozen=True)
class ComingLine:
    """Something that this citizen still has coming; `Collect(index)` takes it.

    Attributes:
        since: The day it began, `YYYY-MM-DD`.
        unclear: A payment that is still being confirmed: it can only be read.
        receipt: It is the receipt of a payment, no document.
    """

    title: str
    since: str
    receipt: bool = False
    unclear: bool = False


@dataclass(frozen=True)
class StillComing:
    """What an earlier visit has left open, here or elsewhere; or go on as chosen."""

    holder: str
    lines: tuple[ComingLine, ...]


class Keys(StrEnum):
    """With what an answer is given."""

    CHOICE = "choice"  # one of `AskField.options`, by `PickOption`
    MONTH = "month"  # a year and a month, by `PickOption("2026-03")`
    DIGITS = "digits"
    CITIZEN_NUMBER = "citizen_number"  # digits and X
    AMOUNT = "amount"  # digits and a decimal point
    LETTERS = "letters"  # digits and capital letters
    PLATE = "plate"  # first a province's character, then digits and capital letters


class FieldWhat(StrEnum):
    """What is asked for: a question of the item's own, or a code."""

    FORM = "form"  # `AskField.label` is the question
    COLLECTION_CODE = "collection_code"  # of a slip, in place of the card
    PICKUP_CODE = "pickup_code"  # of the department's message, for a cell


class FieldProblem(StrEnum):
    """Why an answer cannot be taken."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    WRONG_CHECK = "wrong_check"  # a digit was mistyped: the check character says so
    NO_SUCH_DATE = "no_such_date"
    MALFORMED = "malformed"
    TOO_EARLY = "too_early"  # before the month that stands first
    TOO_LATE = "too_late"  # after the last whole month
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    WRONG_CODE = "wrong_code"  # a pick-up code that does not fit
    NOT_FOUND = "not_found"  # a collection code that nothing waits under
    A_CERTIFICATE = "a_certificate"  # the code of a document, which collects nothing
    UNREADABLE = "unreadable"  # a code that was held to the scanner


@dataclass(frozen=True)
class FieldChoice:
    """One of the answers to a choice, or one of the months to choose from."""

    value: str
    label: str


@dataclass(frozen=True)
class AskField:
    """One question of a form, or a code.

    Attributes:
        label: The question; empty where `what` says it.
        what: Whether it is a question of the item, or a code.
        hint: Where the answer is found.
        value: As far as it is typed or chosen. It may be a citizen's.
        longest: Characters that can be typed.
        options: Of a choice; of a month the first and the last that may be chosen.
        scan: Whether it may be scanned instead.
        tries_left: Of a code that is counted, once it was wrong.
        limit: What a `TOO_LITTLE` or `TOO_MUCH` amount must keep, in fen.
    """

    label: str
    keys: Keys
    what: FieldWhat = FieldWhat.FORM
    hint: str | None = None
    value: str = ""
    longest: int = 32
    options: tuple[FieldChoice, ...] = ()
    scan: bool = False
    problem: FieldProblem | None = None
    tries_left: int | None = None
    limit: int | None = None


@dataclass(frozen=True)
class FactLine:
    """A label and its value."""

    label: str
    value: str
    emphasised: bool = False


@dataclass(frozen=True)
class OptionLine:
    """One of several things to choose from; `ToggleOption(reference)`.

    Attributes:
        amount: In fen; 0 costs nothing.
        closed: Why it cannot be done here; None if it can.
    """

    reference: str
    title: str
    facts: tuple[FactLine, ...]
    amount: int
    chosen: bool = False
    closed: str | None = None


@dataclass(frozen=True)
class ChooseOptions:
    """Choose some of these; `total` in fen is what the chosen ones cost."""

    title: str
    holder: str
    lines: tuple[OptionLine, ...]
    total: int


@dataclass(frozen=True)
class Declare:
    """Read this, and accept it."""

    title: str
    text: str
    holder: str
