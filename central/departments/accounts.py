"""What a social-security system records of a person; amounts in fen.

A source may list months in any order, more than one row for a month (two employers, a
late payment), and corrections as a negative row beside a new one. `Account` sorts the
rows and adds up those of the same month and payer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from contract.model import Bilingual


@dataclass(frozen=True)
class Contribution:
    """One row: a month that was paid, or a correction of one (negative).

    Attributes:
        month: Any day of it; in an `Account` its first.
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
        contributions: Given in any order, kept in the order of months: one for each
            month and payer, the sum of its rows, without those that sum to zero.
        balance: Of the personal pension account, with interest.
        retired: The month of retirement.
        pensions: Given in any order, kept in the order of months, one for each, the
            sum of its rows; empty before retirement.
    """

    names: frozenset[str]
    contributions: tuple[Contribution, ...]
    balance: int
    retired: date | None = None
    pensions: tuple[PensionPayment, ...] = field(default=())

    def __post_init__(self) -> None:
        """Sort and add up the source's rows."""
        object.__setattr__(self, "contributions", _added(self.contributions))
        object.__setattr__(self, "pensions", _pensions(self.pensions))

    def months_paid(
        self, counts: Callable[[Contribution], bool] = lambda _: True
    ) -> tuple[date, ...]:
        """Return the paid months, each once, in order.

        Args:
            counts: Selects the contributions that count, such as those of one
                insurance.
        """
        bases: dict[date, int] = {}
        for one in filter(counts, self.contributions):
            bases[one.month] = bases.get(one.month, 0) + one.base + one.pension
        return tuple(month for month, base in bases.items() if base > 0)

    def last_paid(self) -> tuple[Contribution, ...]:
        """Return the contributions of the last paid month, one for each payer."""
        paid = self.months_paid()
        return tuple(
            one for one in self.contributions if paid and one.month == paid[-1]
        )


class Source(Protocol):
    """Where accounts come from: the province's system, or invented ones."""

    def account(self, number: str, until: date) -> Account | None:
        """Return the account of a number's holder up to the month that ends `until`."""


def _added(rows: Iterable[Contribution]) -> tuple[Contribution, ...]:
    sums: dict[tuple[date, Bilingual | None], Contribution] = {}
    for row in rows:
        month = row.month.replace(day=1)
        known = sums.get((month, row.payer))
        sums[month, row.payer] = replace(
            row if known is None else _sum(known, row), month=month
        )
    there = (one for one in sums.values() if any(_amounts(one)))
    return tuple(sorted(there, key=lambda one: one.month))


def _sum(one: Contribution, other: Contribution) -> Contribution:
    shares = [
        each for each in (one.unemployment, other.unemployment) if each is not None
    ]
    return Contribution(
        month=one.month,
        payer=one.payer,
        base=one.base + other.base,
        pension=one.pension + other.pension,
        medical=one.medical + other.medical,
        unemployment=sum(shares) if shares else None,
        employer_pension=one.employer_pension + other.employer_pension,
        injury=one.injury or other.injury,
        maternity=one.maternity or other.maternity,
    )


def _amounts(one: Contribution) -> tuple[int, ...]:
    shares = (one.pension, one.medical, one.unemployment or 0)
    return (one.base, *shares, one.employer_pension)


def _pensions(rows: Iterable[PensionPayment]) -> tuple[PensionPayment, ...]:
    sums: dict[date, int] = {}
    for row in rows:
        month = row.month.replace(day=1)
        sums[month] = sums.get(month, 0) + row.amount
    return tuple(
        PensionPayment(month, amount)
        for month, amount in sorted(sums.items())
        if amount
    )


def months(first: date, last: date) -> list[date]:
    """Return the first days of all months from `first` to `last`, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    begin = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(begin, begin + count)]


def next_month(month: date) -> date:
    """Return the first day of the next month."""
    return months(month, date(month.year + 1, month.month, 1))[1]
