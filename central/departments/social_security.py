"""The social-security department: statements, certificates and contributions."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256

from central.departments import participation, statement
from central.departments.accounts import Account, Source, months
from central.departments.base import QueriesOnly, Settled, Settlement
from central.departments.bills import PaidBook
from central.departments.layout import (
    emphasised,
    fact,
    month_text,
    same,
    text,
)
from contract.business_day import SHANGHAI, business_day
from contract.model import Applicant, Bilingual
from contract.money import yuan
from contract.names import same_name
from contract.queries import Bill, DataTable, Fact, Query, QueryAnswer

STATEMENT = "social_security.contribution_statement"
CERTIFICATE = "social_security.participation_certificate"
FLEXIBLE = "social_security.flexible_contribution"

RATE_PER_MILLE = 280
"""Of the base, of somebody who pays alone: 20 % pension and 8 % medical."""

NAME = text("社会保障", "Social security")
TITLES = {
    STATEMENT: text("社会保险缴费清单", "Social-security contribution statement"),
    CERTIFICATE: text("社会保险参保证明", "Certificate of social insurance"),
    FLEXIBLE: text("灵活就业人员缴费", "Contributions without an employer"),
}
PERSONAL_SHARE = text(
    "表中金额为个人缴费部分，单位：元。",
    "Amounts in the table are your own share, in yuan.",
)
PENSION_PAID = text(
    "表中金额为每月发放的基本养老金，单位：元。",
    "Amounts in the table are the pension paid to you, in yuan.",
)
NOT_FOUND = text(
    "没有查到您的社会保险参保信息。请拨打 12333 咨询，或持身份证件到社会保险窗口办理。",
    "No social insurance was found under your card. Please call 12333, "
    "or take your card to a social-security counter.",
)
NAME_DIFFERS = text(
    "您证件上的姓名与社会保险登记的姓名不一致。请拨打 12333 咨询，"
    "或持身份证件到社会保险窗口更正。",
    "The name on your card differs from the one registered for social insurance. "
    "Please call 12333, or have it corrected at a social-security counter.",
)
NOT_FLEXIBLE = text(
    "您不是灵活就业参保人员，没有需要自己缴纳的社会保险费。如有疑问请拨打 12333。",
    "You do not pay without an employer, so there is nothing for you to pay. "
    "Please call 12333 with any question.",
)
ALL_PAID = text(
    "您的社会保险费已缴至本月，没有需要缴纳的费用。",
    "Your contributions are paid up to this month; there is nothing to pay.",
)


class SocialSecurity(QueriesOnly):
    """Answers from one source of accounts.

    Args:
        source: The province's system, or the demonstration's.
        book: What was paid here, until the source records it.
    """

    code = "social_security"
    items = frozenset(TITLES)

    def __init__(self, source: Source, book: PaidBook | None = None) -> None:
        self._source = source
        self._book = book or PaidBook()

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Lay out the account, complete up to the end of last month.

        A person whose name differs from the registered one gets only the advice to
        have it corrected: number and name must match before anything is shown.
        """
        until = last_month_end(now)
        who = query.applicant
        account = None if who is None else self._source.account(who.number, until)
        if who is None or account is None:
            return _answer(query, now, found=False, note=NOT_FOUND)
        if not any(same_name(who.name, each) for each in account.names):
            return _answer(query, now, found=False, note=NAME_DIFFERS)
        if query.item == FLEXIBLE:
            return self._contribution(query, who, account, now)
        if query.item == CERTIFICATE:
            facts = participation.facts(account, until)
            return _answer(query, now, facts=facts, note=participation.PROVES)
        return _statement(query, account, now)

    def settle(self, settlement: Settlement, now: datetime) -> Settled:  # noqa: ARG002
        """Enter a month's contribution."""
        return self._book.enter(settlement)

    def _contribution(
        self, query: Query, who: Applicant, account: Account, now: datetime
    ) -> QueryAnswer:
        """Return the bill of the first unpaid month, up to this month."""
        last = account.last_paid()
        alone = last and all(one.payer is None for one in last)
        if account.retired is not None or not alone:
            return _answer(query, now, found=False, note=NOT_FLEXIBLE)
        this_month = business_day(now).replace(day=1)
        for month in months(last[0].month, this_month)[1:]:
            reference = _reference(who, month)
            if not self._book.is_paid(reference):
                break
        else:
            return _answer(query, now, found=False, note=ALL_PAID)
        base = last[0].base
        due = base * RATE_PER_MILLE // 1000
        return _answer(
            query,
            now,
            facts=(
                emphasised(same("缴费月份", "Month", month_text(month))),
                same("月缴费基数（元）", "Monthly base (yuan)", yuan(base)),
                fact(
                    "缴费比例", "Rate", "养老 20%，医疗 8%", "pension 20 %, medical 8 %"
                ),
                emphasised(same("应缴金额（元）", "To be paid (yuan)", yuan(due))),
            ),
            bill=Bill(reference=reference, amount=due),
        )


def last_month_end(now: datetime) -> date:
    """Return the last day of the previous month, by the calendar in Shanghai."""
    return business_day(now).replace(day=1) - timedelta(days=1)


def _statement(query: Query, account: Account, now: datetime) -> QueryAnswer:
    until = last_month_end(now)
    first, last = _period(query, until)
    shown = months(first, last)[::-1]
    said = (
        fact(
            "起止月份",
            "Period",
            f"{month_text(first)} 至 {month_text(last)}",
            f"{month_text(first)} to {month_text(last)}",
        ),
    )
    if account.retired is not None:
        return _answer(
            query,
            now,
            facts=said + statement.pension_facts(account, account.retired),
            table=statement.pension_table(account.pensions, shown),
            note=PENSION_PAID,
        )
    paid = account.contributions
    table = None
    if paid:
        begun = [month for month in shown if month >= paid[0].month]
        insurance = query.form.get("insurance", statement.ALL)
        table = statement.contribution_table(paid, begun, insurance)
    return _answer(
        query,
        now,
        facts=said + statement.contribution_facts(account, until),
        table=table,
        note=PERSONAL_SHARE if paid else None,
    )


def _period(query: Query, until: date) -> tuple[date, date]:
    """Return the requested months; by default the last twelve."""
    last = _month(query.form.get("month_to")) or until.replace(day=1)
    first = _month(query.form.get("month_from"))
    return first or months(date(last.year - 1, last.month, 1), last)[1], last


def _month(text: str | None) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None


def _reference(who: Applicant, month: date) -> str:
    """Return the department's number of a bill; it does not identify a person."""
    person = sha256(f"{who.number} {month:%Y-%m}".encode()).hexdigest()
    return f"SS{month:%Y%m}{person[:10].upper()}"


def _answer(
    query: Query,
    now: datetime,
    *,
    found: bool = True,
    facts: tuple[Fact, ...] = (),
    table: DataTable | None = None,
    note: Bilingual | None = None,
    bill: Bill | None = None,
) -> QueryAnswer:
    return QueryAnswer(
        time=now,
        found=found,
        department=NAME,
        title=TITLES[query.item],
        # Noon, so that it is the same day in Shanghai and in UTC.
        as_of=datetime.combine(last_month_end(now), time(12), SHANGHAI),
        facts=facts,
        table=table,
        note=note,
        bill=bill,
    )
