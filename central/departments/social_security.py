"""The social-security department: contribution statements (社会保险缴费清单)."""

import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from central.contract.model import Bilingual
from central.contract.queries import DataTable, Fact, Query, QueryAnswer
from central.departments import statement
from central.departments.accounts import Source
from central.departments.base import QueriesOnly

STATEMENT = "social_security.contribution_statement"

SHANGHAI = ZoneInfo("Asia/Shanghai")

NAME = Bilingual(zh_CN="社会保障", en="Social security")
TITLE = Bilingual(zh_CN="社会保险缴费清单", en="Social-security contribution statement")
PERSONAL_SHARE = Bilingual(
    zh_CN="表中金额为个人缴费部分，单位：元。",
    en="Amounts in the table are your own share, in yuan.",
)
PENSION_PAID = Bilingual(
    zh_CN="表中金额为每月发放的基本养老金，单位：元。",
    en="Amounts in the table are the pension paid to you, in yuan.",
)
NOT_FOUND = Bilingual(
    zh_CN="没有查到您的社会保险参保信息。请拨打 12333 咨询，"
    "或持身份证件到社会保险窗口办理。",
    en="No social insurance was found under your card. Please call 12333, "
    "or take your card to a social-security counter.",
)
NAME_DIFFERS = Bilingual(
    zh_CN="您证件上的姓名与社会保险登记的姓名不一致。请拨打 12333 咨询，"
    "或持身份证件到社会保险窗口更正。",
    en="The name on your card differs from the one registered for social insurance. "
    "Please call 12333, or have it corrected at a social-security counter.",
)


class SocialSecurity(QueriesOnly):
    """Answers from one source of accounts.

    Args:
        source: The province's system, or the demonstration's.
    """

    code = "social_security"
    items = frozenset({STATEMENT})

    def __init__(self, source: Source) -> None:
        self._source = source

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Lay out the account, complete up to the end of last month.

        Somebody whose name is not the registered one gets nothing but the advice to
        have it corrected: number and name must agree before anything is shown.
        """
        until = last_month_end(now)
        who = query.applicant
        account = None if who is None else self._source.account(who.number, until)
        if who is None or account is None:
            return _answer(now, until, found=False, note=NOT_FOUND)
        if _plain(who.name) not in map(_plain, account.names):
            return _answer(now, until, found=False, note=NAME_DIFFERS)
        if account.retired is not None:
            return _answer(
                now,
                until,
                found=True,
                facts=statement.pension_facts(account, account.retired),
                table=statement.pension_table(account.pensions, until),
                note=PENSION_PAID,
            )
        paid = account.contributions
        return _answer(
            now,
            until,
            found=True,
            facts=statement.contribution_facts(account, until),
            table=statement.contribution_table(paid, until) if paid else None,
            note=PERSONAL_SHARE if paid else None,
        )


def last_month_end(now: datetime) -> date:
    """The last day of the month before, by the calendar in Shanghai."""
    return now.astimezone(SHANGHAI).date().replace(day=1) - timedelta(days=1)


def _answer(
    now: datetime,
    until: date,
    *,
    found: bool,
    facts: tuple[Fact, ...] = (),
    table: DataTable | None = None,
    note: Bilingual | None,
) -> QueryAnswer:
    return QueryAnswer(
        time=now,
        found=found,
        department=NAME,
        title=TITLE,
        # Noon, so that it is the same day in Shanghai and in UTC.
        as_of=datetime.combine(until, time(12), SHANGHAI),
        facts=facts,
        table=table,
        note=note,
    )


def _plain(name: str) -> str:
    """A name as it is compared: cards differ in spaces, case and width of letters."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
