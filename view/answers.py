"""Screens for the answers of departments, and for missing answers."""

from dataclasses import dataclass, field
from enum import StrEnum

from view.asking import FactLine
from view.words import Trouble


@dataclass(frozen=True)
class Waiting:
    """A department is being queried; `slow` once leaving is offered."""

    department: str
    slow: bool = False


@dataclass(frozen=True)
class TableView:
    """A table; `right` holds the indexes of right-aligned columns."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    right: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Review:
    """The department's answer, to be read and then printed.

    Attributes:
        found: False if there is no data on this person; `note` says what to do.
        as_of: The day up to which the data is complete, `YYYY-MM-DD`.
        holder: The masked name.
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
    """No answer is possible now: offers to accept the request and finish it later.

    Attributes:
        holder: The masked name; None if the item needs no card.
        pay_later: Nothing is paid now; the slip states the amount and how to pay.
    """

    trouble: Trouble
    holder: str | None = field(repr=False)
    pay_later: bool = False


@dataclass(frozen=True)
class Submitting:
    """An application is being recorded."""

    department: str


class Problem(StrEnum):
    """Why a visit ends early."""

    READER_LOST = "reader_lost"
    NO_ANSWER = "no_answer"  # central did not answer, and the item cannot be queued
    CANNOT_STORE = "cannot_store"  # the request was not recorded: not accepted
    PAID_LATER = "paid_later"  # paid; the result will be ready later
    PAID_NOT_STORED = "paid_not_stored"  # paid; the request was not recorded
    NOTHING_THERE = "nothing_there"  # no document for this person at this terminal
    CODE_LOCKED = "code_locked"  # too many wrong codes: ask at a counter
    ANOTHER_CARD = "another_card"  # another person's card was used: the visit has ended
    TAKEN_BACK = "taken_back"  # overdue: it is at the counter
    RELEASE_UNCLEAR = "release_unclear"  # a door was opened before: staff must check
    ALREADY_OUT = "already_out"  # already picked up


@dataclass(frozen=True)
class Message:
    """What happened, what to do now, and that nothing is lost.

    Attributes:
        trouble: The fault of this terminal; None if there is none.
    """

    problem: Problem
    trouble: Trouble | None
    hotline: str
