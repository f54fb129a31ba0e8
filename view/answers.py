"""What departments say, and what is said where they say nothing."""

from dataclasses import dataclass, field
from enum import StrEnum

from view.asking import FactLine
from view.words import Trouble


@dataclass(frozen=True)
class Waiting:
    """A department is being asked; `slow` once the way out is offered."""

    department: str
    slow: bool = False


@dataclass(frozen=True)
class TableView:
    """A table; `right` holds the index of each column aligned at the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    right: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Review:
    """What the department knows, to be read and then printed.

    Attributes:
        found: False where there is nothing on this person; `note` says what to do.
        as_of: The day up to which the data is complete, `YYYY-MM-DD`.
        holder: The name, masked.
    """

    found: bool
    title: str
    department: str
    holder: str = field(repr=False)
    as_of: str
    facts: tuple[FactLine, ...] = field(repr=False)
    table: TableView | None = field(repr=False)
    note: str | None


@dataclass(frozen=True)
class OfferQueue:
    """No answer can be had now: may the request be accepted and finished later?

    Attributes:
        holder: The name, masked; None where the item asks for nobody.
        pay_later: Nothing is paid now: the slip says what is to be paid, and how.
    """

    trouble: Trouble
    holder: str | None = field(repr=False)
    pay_later: bool = False


@dataclass(frozen=True)
class Submitting:
    """An application is being written down."""

    department: str


class Problem(StrEnum):
    """Why a visit ends early."""

    READER_LOST = "reader_lost"
    NO_ANSWER = "no_answer"  # central did not answer, and the item cannot be queued
    CANNOT_STORE = "cannot_store"  # the request could not be written down: not accepted
    PAID_LATER = "paid_later"  # paid; what was paid for is made later
    PAID_NOT_STORED = "paid_not_stored"  # paid; what was paid for was not written down
    NOTHING_THERE = "nothing_there"  # nothing lies here for this person
    CODE_LOCKED = "code_locked"  # a wrong code too often: ask at a counter
    ANOTHER_CARD = "another_card"  # somebody else's card came: the visit has ended
    TAKEN_BACK = "taken_back"  # overdue: it lies at the counter
    RELEASE_UNCLEAR = "release_unclear"  # a door was opened before: staff must look
    ALREADY_OUT = "already_out"  # it was picked up already


@dataclass(frozen=True)
class Message:
    """What happened, that nothing is lost, and what to do now.

    Attributes:
        trouble: What is wrong at this terminal; None where nothing is.
    """

    problem: Problem
    trouble: Trouble | None
    hotline: str
