"""The demonstration's accounts fit together, and answer as a department would."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.properties import patient

from central.demo.social_security import PEOPLE, DemoAccounts
from central.departments.social_security import (
    STATEMENT,
    SocialSecurity,
    last_month_end,
)
from contract.money import yuan
from contract.numbers import citizen_number
from contract.queries import Fact, Query, QueryAnswer

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
LI_NA, CHEN, ZHANG = "510411199003074526", "510411198511223175", "330382195806151095"
MOMENTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - given its zone below
    datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def ask(number: str, name: str, now: datetime = NOW) -> QueryAnswer:
    query = Query.model_validate(
        {"item": STATEMENT, "applicant": {"number": number, "name": name}}
    )
    return SocialSecurity(DemoAccounts()).answer(query, now)


def name_of(number: str) -> str:
    return next(iter(PEOPLE[number].names))


def value(answer: QueryAnswer, label: str) -> str:
    (fact,) = [fact for fact in answer.facts if fact.label.en == label]
    return fact.value.en


def fen(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def test_a_worker_sees_employers_months_base_and_balance() -> None:
    answer = ask(LI_NA, "李娜")
    assert answer.found
    assert value(answer, "Status") == "Insured and paying"
    assert value(answer, "Employer") == "Panzhihua Demo Vanadium Materials Ltd"
    assert value(answer, "Earlier employer") == "Sichuan Example Software Ltd"
    assert value(answer, "Last month paid") == "2026-10"
    assert value(answer, "Months not paid") == "2026-02"
    assert value(answer, "Monthly base (yuan)") == "7,780.00"
    # July 2013 to October 2026 are 160 months, of which one was not paid.
    assert value(answer, "Pension, months paid") == "159 months"
    assert {fact.label.en for fact in answer.facts if fact.emphasised} == {
        "Pension, months paid",
        "Pension account balance (yuan)",
    }


def test_shares_are_those_of_the_law() -> None:
    table = ask(LI_NA, "李娜").table
    assert table is not None
    assert len(table.rows) == 12
    for month, base, pension, medical, unemployment in table.rows:
        if month.en == "2026-02":
            assert pension.en == "not paid"
            assert pension.zh_CN == "未缴"
            continue
        assert fen(pension.en) * 100 == fen(base.en) * 8
        assert fen(medical.en) * 100 == fen(base.en) * 2
        assert fen(unemployment.en) * 1000 == fen(base.en) * 4
    assert [row[0].en for row in table.rows][:2] == ["2026-10", "2026-09"]


def test_the_employers_share_of_pension_is_16_percent() -> None:
    answer = ask(LI_NA, "李娜")
    base = fen(value(answer, "Monthly base (yuan)"))
    paid = fen(value(answer, "Pension paid by employer (yuan)"))
    assert paid * 100 == base * 16


def test_the_balance_is_what_was_paid_in_with_interest() -> None:
    account = DemoAccounts().account(LI_NA, date(2014, 12, 31))
    assert account is not None
    first_year = sum(one.pension for one in account.contributions[:6])
    balance = sum(one.pension for one in account.contributions)
    # 3 % of what stood there at the end of 2013; nothing yet on 2014's own.
    assert account.balance == balance + (first_year * 3 + 50) // 100


def test_without_an_employer_there_is_no_unemployment_insurance() -> None:
    answer = ask(CHEN, "陈𬱖")
    assert value(answer, "Status") == "Paying without an employer"
    assert answer.table is not None
    assert {row[4].en for row in answer.table.rows} == {"—"}
    assert value(answer, "Unemployment, months paid") == "164 months"
    assert value(answer, "Pension, months paid") == "206 months"


def test_a_pensioner_sees_the_pension_and_pays_nothing() -> None:
    answer = ask(ZHANG, "张伟")
    assert answer.found
    assert value(answer, "Status") == "Retired, no longer paying"
    assert value(answer, "Retired since") == "2018-07"
    assert value(answer, "Monthly pension (yuan)") == "3,835.40"
    assert answer.table is not None
    assert [column.heading.en for column in answer.table.columns] == [
        "Month",
        "Pension",
    ]


@pytest.mark.parametrize("number", ["110105194912310021", "CAN510485110329", ""])
def test_who_is_not_found_is_told_what_to_do(number: str) -> None:
    answer = ask(number, "证件样本")
    assert not answer.found
    assert answer.note is not None
    assert "12333" in answer.note.zh_CN
    assert "counter" in answer.note.en
    assert not answer.facts
    assert answer.table is None


def test_another_name_than_the_registered_one_shows_nothing() -> None:
    answer = ask(LI_NA, "李娜娜")
    assert not answer.found
    assert not answer.facts
    assert answer.note is not None
    assert "name" in answer.note.en


def test_a_name_may_differ_in_spaces_and_width() -> None:
    assert ask(LI_NA, " 李　娜 ").found


def test_every_invented_number_is_valid() -> None:
    assert [citizen_number(number) for number in PEOPLE] == list(PEOPLE)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 22, tzinfo=UTC), date(2026, 10, 31)),
        # Already December in Shanghai.
        (datetime(2026, 11, 30, 16, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), date(2026, 10, 31)),
        (datetime(2028, 3, 1, 4, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 1, 15, tzinfo=UTC), date(2025, 12, 31)),
    ],
)
def test_data_is_complete_up_to_the_end_of_last_month(
    now: datetime, expected: date
) -> None:
    assert last_month_end(now) == expected
    as_of = ask(LI_NA, "李娜", now).as_of
    assert as_of.date() == expected
    assert (as_of + timedelta(hours=8)).date() == expected


@patient
@given(now=MOMENTS, number=st.sampled_from(sorted(PEOPLE)))
def test_the_figures_fit_on_any_day(now: datetime, number: str) -> None:
    answer = ask(number, name_of(number), now)
    assert answer.found
    assert answer == ask(number, name_of(number), now)
    if answer.table is not None:
        shown = [row[0].en for row in answer.table.rows]
        assert shown == sorted(shown, reverse=True)
        assert 1 <= len(shown) <= 12
        assert shown[0] == f"{last_month_end(now):%Y-%m}"
    account = DemoAccounts().account(number, last_month_end(now))
    assert account is not None
    assert account.balance >= 0
    months = [one.month for one in account.contributions]
    assert months == sorted(set(months))
    assert all(isinstance(fact, Fact) for fact in answer.facts)


@pytest.mark.parametrize(
    ("given_fen", "expected"),
    [(0, "0.00"), (5, "0.05"), (123450, "1,234.50"), (100_000_000, "1,000,000.00")],
)
def test_amounts_are_written_with_thousands(given_fen: int, expected: str) -> None:
    assert yuan(given_fen) == expected
