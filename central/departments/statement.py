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
    """Of somebody who pays, or paid."""
    paid = account.contributions
    if not paid:
        return (fact("参保状态", "Status", "尚未缴费", "Nothing paid yet"),)
    last = paid[-1]
    going_on = last.month == until.replace(day=1)
    if not going_on:
        status = ("暂停缴费", "Contributions suspended")
    elif last.payer is None:
        status = ("灵活就业人员缴费", "Paying without an employer")
    else:
        status = ("正常参保缴费", "Insured and paying")
    facts = [fact("参保状态", "Status", *status)]
    employers = list(dict.fromkeys(one.payer for one in paid if one.payer))
    if last.payer is not None:
        employers.remove(last.payer)
        facts.append(Fact(label=text("缴费单位", "Employer"), value=last.payer))
    facts += [
        Fact(label=text("曾缴费单位", "Earlier employer"), value=one)
        for one in employers
    ]
    facts += [
        _months("养老保险累计缴费", "Pension", paid, emphasised=True),
        _months("医疗保险累计缴费", "Medical", paid),
        _months(
            "失业保险累计缴费",
            "Unemployment",
            (one for one in paid if one.unemployment is not None),
        ),
        _months("工伤保险累计参保", "Work injury", (one for one in paid if one.injury)),
        _months(
            "生育保险累计参保", "Maternity", (one for one in paid if one.maternity)
        ),
    ]
    missing = _missing(paid)
    if missing:
        facts.append(
            fact("中断月份", "Months not paid", "、".join(missing), ", ".join(missing))
        )
    facts += [
        same("最近缴费月份", "Last month paid", month_text(last.month)),
        same("月缴费基数（元）", "Monthly base (yuan)", yuan(last.base)),
    ]
    if last.payer is not None:
        facts.append(
            same(
                "单位月缴养老保险（元）",
                "Pension paid by employer (yuan)",
                yuan(last.employer_pension),
            )
        )
    facts.append(_balance(account))
    return tuple(facts)


def pension_facts(account: Account, retired: date) -> tuple[Fact, ...]:
    """Of somebody who has retired, and pays no more."""
    facts = [
        fact("参保状态", "Status", "已退休，不再缴费", "Retired, no longer paying"),
        same("退休月份", "Retired since", month_text(retired)),
        _months("养老保险累计缴费", "Pension", account.contributions),
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
    """A row for each month of `shown`; one that was not paid says so."""
    by_month = {one.month: one for one in paid}
    columns = [_COLUMNS[name] for name in _COLUMNS if insurance in (ALL, name)]
    return DataTable(
        columns=(
            Column(heading=text("月份", "Month")),
            Column(heading=text("基数", "Base"), align="right"),
            *(Column(heading=heading, align="right") for heading, _ in columns),
        ),
        rows=tuple(
            _row(month, by_month.get(month), [share for _, share in columns])
            for month in shown
        ),
    )


def pension_table(
    pensions: Iterable[PensionPayment], shown: Iterable[date]
) -> DataTable:
    """The pension of each month of `shown` in which one was paid."""
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


def _missing(paid: tuple[Contribution, ...]) -> list[str]:
    there = {one.month for one in paid}
    between = months(paid[0].month, paid[-1].month)
    return [month_text(month) for month in between if month not in there]


def _balance(account: Account) -> Fact:
    value = yuan(account.balance)
    return Fact(
        label=text("养老个人账户余额（元）", "Pension account balance (yuan)"),
        value=text(value, value),
        emphasised=True,
    )


def _months(
    zh: str, en: str, paid: Iterable[Contribution], *, emphasised: bool = False
) -> Fact:
    count = sum(1 for _ in paid)
    return Fact(
        label=text(zh, f"{en}, months paid"),
        value=text(f"{count} 个月", f"{count} months"),
        emphasised=emphasised,
    )
