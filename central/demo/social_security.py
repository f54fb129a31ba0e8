"""Invented accounts, computed month by month, so that all figures are consistent.

The numbers have valid check characters and are not assigned to real people. The rules
are those of the law, simplified: a new base each July, a personal share of 8 % for
pension, 2 % medical and 0.4 % unemployment, 16 % from the employer; without an
employer 20 % and 8 %. 8 % of the base goes to the personal account, which earns 3 %
at each year's end. Employers, bases and interest are invented.
"""

from dataclasses import dataclass
from datetime import date

from central.departments.accounts import (
    Account,
    Contribution,
    PensionPayment,
    months,
    next_month,
)
from contract.model import Bilingual


@dataclass(frozen=True)
class Work:
    """A period of paid months.

    Attributes:
        first: Its first month.
        last: Its last month; None if it continues.
        payer: The employer, or None (灵活就业).
        base: In the first year, in fen.
        rise: Of the base each July, in fen.
    """

    first: date
    last: date | None
    payer: Bilingual | None
    base: int
    rise: int


@dataclass(frozen=True)
class Retirement:
    """The first month and the amount of a pension: `rise` is added each January."""

    first: date
    pension: int
    rise: int


@dataclass(frozen=True, repr=False)
class Insured:
    """An invented person."""

    names: frozenset[str]
    work: tuple[Work, ...]
    retirement: Retirement | None = None


VANADIUM = Bilingual(
    zh_CN="攀枝花演示钒钛材料有限公司", en="Panzhihua Demo Vanadium Materials Ltd"
)
SOFTWARE = Bilingual(zh_CN="四川示例软件有限公司", en="Sichuan Example Software Ltd")
PRESS = Bilingual(zh_CN="攀枝花演示印务有限公司", en="Panzhihua Demo Printing Ltd")
VALVES = Bilingual(zh_CN="乐清示例阀门厂", en="Yueqing Example Valve Works")
DESIGN = Bilingual(zh_CN="成都演示设计有限公司", en="Chengdu Demo Design Ltd")

PEOPLE: dict[str, Insured] = {
    # Changed employers at the new year of 2026; nothing was paid for February.
    "510411199003074526": Insured(
        frozenset({"李娜"}),
        (
            Work(date(2013, 7, 1), date(2026, 1, 1), SOFTWARE, 310_000, 32_500),
            Work(date(2026, 3, 1), None, VANADIUM, 742_000, 36_000),
        ),
    ),
    # Left an employer in 2023 and has paid without one since.
    "510411198511223175": Insured(
        frozenset({"陈𬱖"}),
        (
            Work(date(2009, 8, 1), date(2023, 3, 1), PRESS, 205_000, 21_000),
            Work(date(2023, 5, 1), None, None, 424_600, 18_200),
        ),
    ),
    # Retired at 60.
    "330382195806151095": Insured(
        frozenset({"张伟"}),
        (Work(date(1992, 1, 1), date(2018, 6, 1), VALVES, 24_000, 16_400),),
        Retirement(date(2018, 7, 1), 286_340, 12_150),
    ),
    # From Hong Kong; works in Chengdu.
    "810000199408234524": Insured(
        frozenset({"何䶮欣"}),
        (Work(date(2022, 3, 1), None, DESIGN, 680_000, 41_000),),
    ),
    # The card has a different separator between the parts of the name.
    "650102198804075119": Insured(
        frozenset({"买买提·艾合买提"}),
        (Work(date(2015, 4, 1), None, VANADIUM, 452_000, 28_000),),
    ),
}


class DemoAccounts:
    """A source of accounts that contains the invented people only."""

    def account(self, number: str, until: date) -> Account | None:
        """Compute the account of one of them, up to the month that ends `until`."""
        person = PEOPLE.get(number)
        if person is None:
            return None
        paid = tuple(
            _contribution(work, month)
            for work in person.work
            for month in months(work.first, min(work.last or until, until))
        )
        retirement = person.retirement
        if retirement is None or retirement.first > until:
            return Account(person.names, paid, _balance(paid, until))
        return Account(
            person.names,
            paid,
            _balance(paid, retirement.first),
            retirement.first,
            tuple(
                PensionPayment(
                    month,
                    retirement.pension
                    + retirement.rise * (month.year - retirement.first.year),
                )
                for month in months(retirement.first, until)
            ),
        )


def _contribution(work: Work, month: date) -> Contribution:
    def july(day: date) -> int:
        return day.year - (day.month < 7)

    base = work.base + work.rise * (july(month) - july(work.first))
    employed = work.payer is not None
    return Contribution(
        month=month,
        payer=work.payer,
        base=base,
        pension=_share(base, 800 if employed else 2000),
        medical=_share(base, 200 if employed else 800),
        unemployment=_share(base, 40) if employed else None,
        employer_pension=_share(base, 1600) if employed else 0,
        injury=employed,
        maternity=employed,
    )


def _balance(paid: tuple[Contribution, ...], until: date) -> int:
    """Return the personal account's balance: 8 % of each base, and yearly interest."""
    if not paid:
        return 0
    credits = {one.month: _share(one.base, 800) for one in paid}
    balance = carried = 0
    for month in months(paid[0].month, until):
        balance += credits.get(month, 0)
        if next_month(month).month == 1:
            balance += _share(carried, 300)
            carried = balance
    return balance


def _share(amount: int, hundredths_of_percent: int) -> int:
    """Return a part of an amount, rounded half up to a whole fen."""
    return (amount * hundredths_of_percent + 5_000) // 10_000
