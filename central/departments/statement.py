"""Lays out a social-security account as facts and a table, in both languages."""

from collections.abc import Callable, Iterable
from datetime import date

from central.departments.accounts import (
    Account,
    Contribution,
    PensionPayment,
    months,
)
from central.departments.layout import cell, fact, month_text, same, text
from contract.model import Bilingual
from contract.money import yuan
from contract.queries import Column, DataTable, Fact

ALL = "all"
"""Of a choice of insurances."""

NOT_PAID = Bilingual(zh_CN="未缴", en="not paid")
NOT_INSURED = Bilingual(zh_CN="—", en="—")


def contribution_facts(account: Account, until: date) -> tuple[Fact, ...]:
    """Return the facts of a person who pays, or paid."""
    last = account.last_paid()
    if not last:
        return (fact("参保状态", "Status", "尚未缴费", "Nothing paid yet"),)
    month = last[0].month
    now = [one.payer for one in last if one.payer]
    if month < until.replace(day=1):
        status = ("暂停缴费", "Contributions suspended")
    elif now:
        status = ("正常参保缴费", "Insured and paying")
    else:
        status = ("灵活就业人员缴费", "Paying without an employer")
    facts = [fact("参保状态", "Status", *status)]
    employers = dict.fromkeys(one.payer for one in account.contributions if one.payer)
    facts += [Fact(label=text("缴费单位", "Employer"), value=one) for one in now]
    facts += [
        Fact(label=text("曾缴费单位", "Earlier employer"), value=one)
        for one in employers
        if one not in now
    ]
    paid = account.months_paid
    facts += [
        _months("养老保险累计缴费", "Pension", paid(), emphasised=True),
        _months("医疗保险累计缴费", "Medical", paid()),
        _months(
            "失业保险累计缴费",
            "Unemployment",
            paid(lambda one: one.unemployment is not None),
        ),
        _months("工伤保险累计参保", "Work injury", paid(lambda one: one.injury)),
        _months("生育保险累计参保", "Maternity", paid(lambda one: one.maternity)),
    ]
    missing = _missing(paid())
    if missing:
        facts.append(
            fact("中断月份", "Months not paid", "、".join(missing), ", ".join(missing))
        )
    facts += [
        same("最近缴费月份", "Last month paid", month_text(month)),
        same(
            "月缴费基数（元）",
            "Monthly base (yuan)",
            yuan(sum(one.base for one in last)),
        ),
    ]
    if now:
        facts.append(
            same(
                "单位月缴养老保险（元）",
                "Pension paid by employer (yuan)",
                yuan(sum(one.employer_pension for one in last)),
            )
        )
    facts.append(_balance(account))
    return tuple(facts)


def pension_facts(account: Account, retired: date) -> tuple[Fact, ...]:
    """Return the facts of a person who has retired and no longer pays."""
    facts = [
        fact("参保状态", "Status", "已退休，不再缴费", "Retired, no longer paying"),
        same("退休月份", "Retired since", month_text(retired)),
        _months("养老保险累计缴费", "Pension", account.months_paid()),
    ]
    if account.pensions:
        last = account.pensions[-1]
        facts += [
            same("最近发放月份", "Last month paid out", month_text(last.month)),
            Fact(
                label=text("月基本养老金（元）", "Monthly pension (yuan)"),
                value=text(yuan(last.amount), yuan(last.amount)),
                emphasised=True,
            ),
        ]
    facts.append(
        fact(
            "医疗保险",
            "Medical",
            "享受退休人员待遇，个人不缴费",
            "Covered as a pensioner, nothing to pay",
        )
    )
    return tuple(facts)


def contribution_table(
    paid: Iterable[Contribution], shown: Iterable[date], insurance: str = ALL
) -> DataTable:
    """Return the rows of each month of `shown`; unpaid months are marked."""
    by_month: dict[date, list[Contribution]] = {}
    for one in paid:
        by_month.setdefault(one.month, []).append(one)
    columns = [_COLUMNS[name] for name in _COLUMNS if insurance in (ALL, name)]
    return DataTable(
        columns=(
            Column(heading=text("月份", "Month")),
            Column(heading=text("基数", "Base"), align="right"),
            *(Column(heading=heading, align="right") for heading, _ in columns),
        ),
        rows=tuple(
            _row(month, one, [share for _, share in columns])
            for month in shown
            for one in by_month.get(month, [None])
        ),
    )


def pension_table(
    pensions: Iterable[PensionPayment], shown: Iterable[date]
) -> DataTable:
    """Return the pension of each month of `shown` in which one was paid."""
    by_month = {one.month: one.amount for one in pensions}
    return DataTable(
        columns=(
            Column(heading=text("月份", "Month")),
            Column(heading=text("基本养老金", "Pension"), align="right"),
        ),
        rows=tuple(
            (cell(month_text(month)), cell(yuan(by_month[month])))
            for month in shown
            if month in by_month
        ),
    )


_COLUMNS: dict[str, tuple[Bilingual, Callable[[Contribution], int | None]]] = {
    "pension": (text("养老", "Pension"), lambda one: one.pension),
    "medical": (text("医疗", "Medical"), lambda one: one.medical),
    "unemployment": (text("失业", "Unempl."), lambda one: one.unemployment),
}


def _row(
    month: date,
    one: Contribution | None,
    shares: list[Callable[[Contribution], int | None]],
) -> tuple[Bilingual, ...]:
    first = cell(month_text(month))
    if one is None:
        return (first, *[NOT_PAID] * (1 + len(shares)))
    figures = (one.base, *(share(one) for share in shares))
    return (
        first,
        *(NOT_INSURED if fen is None else cell(yuan(fen)) for fen in figures),
    )


def _missing(paid: tuple[date, ...]) -> list[str]:
    between = months(paid[0], paid[-1])
    return [month_text(month) for month in between if month not in paid]


def _balance(account: Account) -> Fact:
    value = yuan(account.balance)
    return Fact(
        label=text("养老个人账户余额（元）", "Pension account balance (yuan)"),
        value=text(value, value),
        emphasised=True,
    )


def _months(
    zh: str, en: str, paid: tuple[date, ...], *, emphasised: bool = False
) -> Fact:
    count = len(paid)
    return Fact(
        label=text(zh, f"{en}, months paid"),
        value=text(f"{count} 个月", f"{count} months"),
        emphasised=emphasised,
    )
