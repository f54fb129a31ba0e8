"""Screens that ask the citizen for a card, answers, choices or a declaration."""

from dataclasses import dataclass, field
from enum import StrEnum


class CardProblem(StrEnum):
    """Why the card that was put down could not be used."""

    LIFTED = "lifted"  # removed before it was read
    UNREADABLE = "unreadable"  # lift it and put it back
    NOT_AUTHENTIC = "not_authentic"
    NOT_ACCEPTED = "not_accepted"  # another kind of card than the item needs
    LIFT_FIRST = "lift_first"  # already read: lift it, then put it down again
    EXPIRED = "expired"  # no longer valid
    NAME_UNPRINTABLE = "name_unprintable"  # has a character that is in no font here


@dataclass(frozen=True)
class PutCard:
    """Asks for the card; `problem` says why the last attempt failed.

    Attributes:
        code_instead: Whether a collection code is accepted too, scanned or typed;
            `UseCode` leads to the screen for typing it.
    """

    problem: CardProblem | None = None
    code_instead: bool = False


@dataclass(frozen=True)
class ConfirmPerson:
    """Asks whether this is the citizen: the full name, the masked number."""

    name: str = field(repr=False)
    masked_number: str = field(repr=False)


@dataclass(frozen=True)
class ComingLine:
    """One thing that this citizen can still collect with `Collect(index)`.

    Attributes:
        since: The day it began, `YYYY-MM-DD`.
        unclear: Whether it is a payment still being confirmed; it is only shown.
        receipt: Whether it is the receipt of a payment, not a document.
    """

    title: str
    since: str
    receipt: bool = False
    unclear: bool = False


@dataclass(frozen=True)
class StillComing:
    """What earlier visits left open, at any terminal; the citizen may also go on."""

    holder: str = field(repr=False)
    lines: tuple[ComingLine, ...]


class Keys(StrEnum):
    """The keyboard or list that an answer is given with."""

    CHOICE = "choice"  # one of `AskField.options`, by `PickOption`
    MONTH = "month"  # a year and a month, by `PickOption("2026-03")`
    DIGITS = "digits"
    CITIZEN_NUMBER = "citizen_number"  # digits and X
    AMOUNT = "amount"  # digits and a decimal point
    LETTERS = "letters"  # digits and capital letters
    PLATE = "plate"  # a province's character, then digits and capital letters


class FieldWhat(StrEnum):
    """What is asked for: an answer to the item's question, or a code."""

    FORM = "form"  # `AskField.label` is the question
    COLLECTION_CODE = "collection_code"  # from a slip, instead of the card
    PICKUP_CODE = "pickup_code"  # from the department's message, for a cell


class FieldProblem(StrEnum):
    """Why an answer is not accepted."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    WRONG_CHECK = "wrong_check"  # a mistyped digit: the check character is wrong
    NO_SUCH_DATE = "no_such_date"
    MALFORMED = "malformed"
    TOO_EARLY = "too_early"  # before the earliest month
    TOO_LATE = "too_late"  # after the last whole month
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    WRONG_CODE = "wrong_code"  # a wrong pick-up code
    NOT_FOUND = "not_found"  # an unknown collection code
    A_CERTIFICATE = "a_certificate"  # the code of a certificate, not for collecting
    UNREADABLE = "unreadable"  # an unreadable code at the scanner


@dataclass(frozen=True)
class FieldChoice:
    """One option of a choice, or one selectable month."""

    value: str
    label: str


@dataclass(frozen=True)
class AskField:
    """Asks one question of a form, or for a code.

    Attributes:
        label: The question; empty where `what` implies it.
        what: Whether it is a question of the item, or a code.
        hint: Where to find the answer.
        value: The answer so far. It may be personal data.
        longest: Maximum number of characters.
        options: For a choice; for a month the first and the last selectable one.
        scan: Whether it may be scanned instead.
        tries_left: For a code with limited tries, after a wrong one.
        limit: The limit that a `TOO_LITTLE` or `TOO_MUCH` amount violates, in fen.
    """

    label: str
    keys: Keys
    what: FieldWhat = FieldWhat.FORM
    hint: str | None = None
    value: str = field(default="", repr=False)
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
    value: str = field(repr=False)
    emphasised: bool = False


@dataclass(frozen=True)
class OptionLine:
    """One option, selected with `ToggleOption(reference)`.

    Attributes:
        amount: In fen; 0 is free.
        closed: Why it is not available here; None if it is available.
    """

    reference: str = field(repr=False)
    title: str = field(repr=False)
    facts: tuple[FactLine, ...] = field(repr=False)
    amount: int
    chosen: bool = False
    closed: str | None = None


@dataclass(frozen=True)
class ChooseOptions:
    """Asks to choose options; `total` is the price of the chosen ones, in fen."""

    title: str
    holder: str = field(repr=False)
    lines: tuple[OptionLine, ...] = field(repr=False)
    total: int


@dataclass(frozen=True)
class Declare:
    """Asks to read and accept a declaration."""

    title: str
    text: str
    holder: str = field(repr=False)
