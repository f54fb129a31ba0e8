"""Lays out a social-security account as facts and a table, in both languages."""

from collections.abc import Iterable
from datetime import date

from central.contract.model import Bilingual
from central.contract.queries import Column, DataTable, Fact
from central.departments.accounts import (
    Account,
    Contribution,
    PensionPayment,
    months,
)

MONTHS_SHOWN = 12
"""As many as a receipt of 80 mm and one screen hold without scrolling."""

NOT_PAID = Bilingual(zh_CN="未缴", en="not paid")
NOT_INSURED = Bilingual(zh_CN="—", en="—")


def amount(fen: int) -> str:
    """Yuan with two decimals: 123450 fen is `1,234.50`."""
    return f"{fen // 100:,}.{fen % 100:02}"


def contribution_facts(account: Account, until: date) -> tuple[Fact, ...]:
    """Of somebody who pays, or paid."""
    paid = account.contributions
    if not paid:
        return (_fact("参保状态", "Status", "尚未缴费", "Nothing paid yet"),)
    last = paid[-1]
    going_on = last.month == until.replace(day=1)
    if not going_on:
        status = ("暂停缴费", "Contributions suspended")
    elif last.payer is None:
        status = ("灵活就业人员缴费", "Paying without an employer")
    else:
        status = ("正常参保缴费", "Insured and paying")
    facts = [_fact("参保状态", "Status", *status)]
    employers = list(dict.fromkeys(one.payer for one in paid if one.payer))
    if last.payer is not None:
        employers.remove(last.payer)
        facts.append(Fact(label=_text("缴费单位", "Employer"), value=last.payer))
    facts += [
        Fact(label=_text("曾缴费单位", "Earlier employer"), value=one)
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
            _fact("中断月份", "Months not paid", "、".join(missing), ", ".join(missing))
        )
    facts += [
        _same("最近缴费月份", "Last month paid", _month(last.month)),
        _same("月缴费基数（元）", "Monthly base (yuan)", amount(last.base)),
    ]
    if last.payer is not None:
        facts.append(
            _same(
                "单位月缴养老保险（元）",
                "Pension paid by employer (yuan)",
                amount(last.employer_pension),
            )
        )
    facts.append(_balance(account))
    return tuple(facts)


def pension_facts(account: Account, retired: date) -> tuple[Fact, ...]:
    """Of somebody who has retired, and pays no more."""
    facts = [
        _fact("参保状态", "Status", "已退休，不再缴费", "Retired, no longer paying"),
        _same("退休月份", "Retired since", _month(retired)),
        _months("养老保险累计缴费", "Pension", account.contributions),
    ]
    if account.pensions:
        last = account.pensions[-1]
        facts += [
            _same("最近发放月份", "Last month paid out", _month(last.month)),
            Fact(
                label=_text("月基本养老金（元）", "Monthly pension (yuan)"),
                value=_text(amount(last.amount), amount(last.amount)),
                emphasised=True,
            ),
        ]
    facts.append(
        _fact(
            "医疗保险",
            "Medical",
            "享受退休人员待遇，个人不缴费",
            "Covered as a pensioner, nothing to pay",
        )
    )
    return tuple(facts)


def contribution_table(paid: Iterable[Contribution], until: date) -> DataTable:
    """The last months, newest first; one that was not paid says so."""
    by_month = {one.month: one for one in paid}
    shown = [one for one in _last_months(until) if one >= min(by_month)]
    return DataTable(
        columns=(
            Column(heading=_text("月份", "Month")),
            *(
                Column(heading=_text(zh, en), align="right")
                for zh, en in (
                    ("基数", "Base"),
                    ("养老", "Pension"),
                    ("医疗", "Medical"),
                    ("失业", "Unempl."),
                )
            ),
        ),
        rows=tuple(_row(month, by_month.get(month)) for month in shown),
    )


def pension_table(pensions: Iterable[PensionPayment], until: date) -> DataTable:
    """The last months' pensions, newest first."""
    by_month = {one.month: one.amount for one in pensions}
    return DataTable(
        columns=(
            Column(heading=_text("月份", "Month")),
            Column(heading=_text("基本养老金", "Pension"), align="right"),
        ),
        rows=tuple(
            (_cell(_month(month)), _cell(amount(by_month[month])))
            for month in _last_months(until)
            if month in by_month
        ),
    )


def _row(month: date, one: Contribution | None) -> tuple[Bilingual, ...]:
    if one is None:
        return (_cell(_month(month)), *[NOT_PAID] * 4)
    unemployment = (
        NOT_INSURED if one.unemployment is None else _cell(amount(one.unemployment))
    )
    figures = (_cell(amount(fen)) for fen in (one.base, one.pension, one.medical))
    return (_cell(_month(month)), *figures, unemployment)


def _last_months(until: date) -> list[date]:
    return months(date(until.year - 1, until.month, 1), until)[:0:-1][:MONTHS_SHOWN]


def _missing(paid: tuple[Contribution, ...]) -> list[str]:
    there = {one.month for one in paid}
    between = months(paid[0].month, paid[-1].month)
    return [_month(month) for month in between if month not in there]


def _balance(account: Account) -> Fact:
    value = amount(account.balance)
    return Fact(
        label=_text("养老个人账户余额（元）", "Pension account balance (yuan)"),
        value=_text(value, value),
        emphasised=True,
    )


def _months(
    zh: str, en: str, paid: Iterable[Contribution], *, emphasised: bool = False
) -> Fact:
    count = sum(1 for _ in paid)
    return Fact(
        label=_text(zh, f"{en}, months paid"),
        value=_text(f"{count} 个月", f"{count} months"),
        emphasised=emphasised,
    )


def _fact(label_zh: str, label_en: str, zh: str, en: str) -> Fact:
    return Fact(label=_text(label_zh, label_en), value=_text(zh, en))


def _same(label_zh: str, label_en: str, value: str) -> Fact:
    return Fact(label=_text(label_zh, label_en), value=_cell(value))


def _text(zh: str, en: str) -> Bilingual:
    return Bilingual(zh_CN=zh, en=en)


def _cell(value: str) -> Bilingual:
    return _text(value, value)


def _month(month: date) -> str:
    return f"{month:%Y-%m}"
