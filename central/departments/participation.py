"""Lays out which social insurances a person participates in (参保证明)."""

from collections.abc import Callable
from datetime import date

from central.departments.accounts import Account, Contribution
from central.departments.layout import emphasised, fact, month_text, same, text
from contract.queries import Fact

PROVES = text(
    "兹证明上述人员的社会保险参保情况如上。",
    "This is to certify that the person named is insured as stated above.",
)

_INSURANCES: tuple[tuple[str, str, Callable[[Contribution], bool]], ...] = (
    ("养老保险", "Pension", lambda _: True),
    ("医疗保险", "Medical", lambda _: True),
    ("失业保险", "Unemployment", lambda one: one.unemployment is not None),
    ("工伤保险", "Work injury", lambda one: one.injury),
    ("生育保险", "Maternity", lambda one: one.maternity),
)


def facts(account: Account, until: date) -> tuple[Fact, ...]:
    """Return status, first month and months of each insurance, and the employer."""
    if account.retired is not None:
        return _retired(account, account.retired)
    last = account.last_paid()
    if not last:
        return (fact("参保状态", "Status", "尚未缴费", "Nothing paid yet"),)
    insured = last[0].month >= until.replace(day=1)
    found = [
        emphasised(
            fact("参保状态", "Status", "参保缴费", "Insured and paying")
            if insured
            else fact("参保状态", "Status", "暂停缴费", "Contributions suspended")
        )
    ]
    for one in last:
        if one.payer is None:
            words = ("灵活就业人员", "Without an employer")
            found.append(fact("参保身份", "Insured as", *words))
        else:
            found.append(Fact(label=text("参保单位", "Employer"), value=one.payer))
    for zh, en, is_in in _INSURANCES:
        months = account.months_paid(is_in)
        if months:
            still = insured and any(map(is_in, last))
            found.append(_insurance(zh, en, months, still=still))
    return tuple(found)


def _insurance(zh: str, en: str, months: tuple[date, ...], *, still: bool) -> Fact:
    first, count = month_text(months[0]), len(months)
    if still:
        zh_words, en_words = "参保缴费", "insured"
    else:
        zh_words, en_words = "已停保", "no longer insured"
    return fact(
        zh,
        en,
        f"{zh_words}，{first} 起，累计 {count} 个月",
        f"{en_words}, since {first}, {count} months",
    )


def _retired(account: Account, retired: date) -> tuple[Fact, ...]:
    count = len(account.months_paid())
    return (
        emphasised(fact("参保状态", "Status", "已退休", "Retired")),
        same("退休月份", "Retired since", month_text(retired)),
        fact(
            "养老保险",
            "Pension",
            f"领取基本养老金，累计缴费 {count} 个月",
            f"drawing a pension, {count} months paid",
        ),
        fact("医疗保险", "Medical", "享受退休人员待遇", "covered as a pensioner"),
    )
