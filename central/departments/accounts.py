"""What a social-security system knows of a person; amounts in fen."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from contract.model import Bilingual


@dataclass(frozen=True)
class Contribution:
    """One month that was paid.

    Attributes:
        month: Its first day.
        payer: The employer; None where the person pays without one (灵活就业).
        base: Contribution base (缴费基数).
        pension: The person's own share, as `medical` and `unemployment`; None where
            the person is not in that insurance.
        injury: Whether the employer paid work-injury insurance (工伤).
        maternity: Whether the employer paid maternity insurance (生育).
    """

    month: date
    payer: Bilingual | None
    base: int
    pension: int
    medical: int
    unemployment: int | None
    employer_pension: int
    injury: bool
    maternity: bool


@dataclass(frozen=True)
class PensionPayment:
    """One month's pension (基本养老金)."""

    month: date
    amount: int


@dataclass(frozen=True, repr=False)
class Account:
    """One person's account, complete up to a month.

    Attributes:
        names: As the department writes them; a card's name must be one of them.
        contributions: In the order of months, without those that were not paid.
        balance: Of the personal pension account, with interest.
        retired: The month of retirement.
        pensions: In the order of months; empty before retirement.
    """

    names: frozenset[str]
    contributions: tuple[Contribution, ...]
    balance: int
    retired: date | None = None
    pensions: tuple[PensionPayment, ...] = field(default=())


class Source(Protocol):
    """Where accounts come from: the province's system, or invented ones."""

    def account(self, number: str, until: date) -> Account | None:
        """The account of the holder of `number` up to the month that ends `until`."""


def months(first: date, last: date) -> list[date]:
    """First days of all months from `first` to `last`, both within."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    begin = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(begin, begin + count)]


def next_month(month: date) -> date:
    """First day of the month after."""
    return months(month, date(month.year + 1, month.month, 1))[1]
