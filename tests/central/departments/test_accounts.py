"""A source may list months in any order, twice, and corrected: nothing is lost."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from central.departments.accounts import Account, Contribution, PensionPayment
from central.departments.base import Settled, Settlement
from central.departments.social_security import (
    CERTIFICATE,
    FLEXIBLE,
    STATEMENT,
    SocialSecurity,
)
from contract.model import Bilingual
from contract.queries import Query, QueryAnswer

NOW = datetime(2026, 12, 3, 6, tzinfo=UTC)
NUMBER = "510411199003074526"
A, B = Bilingual(zh_CN="甲公司", en="A Ltd"), Bilingual(zh_CN="乙公司", en="B Ltd")


def row(
    month: str,
    payer: Bilingual | None = A,
    base: int = 300_000,
    *,
    employed: bool = True,
) -> Contribution:
    employed = employed and payer is not None
    return Contribution(
        month=date.fromisoformat(f"{month}-01"),
        payer=payer,
        base=base,
        pension=base * 8 // 100,
        medical=base * 2 // 100,
        unemployment=base * 4 // 1000 if employed else None,
        employer_pension=base * 16 // 100 if employed else 0,
        injury=employed,
        maternity=employed,
    )


class Listed:
    """A source that lists rows as they are given to it."""

    def __init__(
        self,
        rows: Iterable[Contribution],
        pensions: Iterable[PensionPayment] = (),
        retired: date | None = None,
    ) -> None:
        self._account = Account(
            frozenset({"李娜"}), tuple(rows), 0, retired, tuple(pensions)
        )

    def account(self, number: str, until: date) -> Account | None:  # noqa: ARG002
        return self._account


def ask(source: Listed, item: str = STATEMENT, now: datetime = NOW) -> QueryAnswer:
    who = {"number": NUMBER, "name": "李娜"}
    query = Query.model_validate({"item": item, "applicant": who})
    return SocialSecurity(source).answer(query, now)


def facts(answer: QueryAnswer) -> dict[str, str]:
    return {each.label.en: each.value.en for each in answer.facts}


def rows(answer: QueryAnswer) -> list[list[str]]:
    assert answer.table is not None
    shown = [[cell.en for cell in each] for each in answer.table.rows]
    return [each for each in shown if each[1] != "not paid"]


TWO_EMPLOYERS = (
    row("2026-08"),
    row("2026-09"),
    row("2026-10"),
    row("2026-10", B, 500_000),
    row("2026-11"),
)


@pytest.mark.parametrize("seed", range(6))
def test_a_month_with_two_employers_is_one_month_and_two_rows(seed: int) -> None:
    given = random.Random(seed).sample(TWO_EMPLOYERS, len(TWO_EMPLOYERS))  # noqa: S311
    answer = ask(Listed(given))
    said = facts(answer)
    for insurance in ("Pension", "Medical", "Unemployment", "Work injury", "Maternity"):
        assert said[f"{insurance}, months paid"] == "4 months"
    assert said["Last month paid"] == "2026-11"
    assert said["Status"] == "Insured and paying"
    assert (said["Employer"], said["Earlier employer"]) == ("A Ltd", "B Ltd")
    assert "Months not paid" not in said
    shown = rows(answer)
    assert [each[0] for each in shown] == [
        *("2026-11", "2026-10", "2026-10", "2026-09", "2026-08")
    ]
    assert {each[1] for each in shown if each[0] == "2026-10"} == {
        *("3,000.00", "5,000.00")
    }
    proof = facts(ask(Listed(given), CERTIFICATE))
    assert proof["Status"] == "Insured and paying"
    assert proof["Pension"] == "insured, since 2026-08, 4 months"


def test_two_employers_of_the_last_month_are_both_named_and_added() -> None:
    given = (row("2026-11", B, 500_000), row("2026-10"), row("2026-11"))
    answer = ask(Listed(given))
    named = [each.value.en for each in answer.facts if each.label.en == "Employer"]
    assert sorted(named) == ["A Ltd", "B Ltd"]
    assert facts(answer)["Monthly base (yuan)"] == "8,000.00"
    assert facts(answer)["Pension paid by employer (yuan)"] == "1,280.00"
    proof = ask(Listed(given), CERTIFICATE)
    named = [each.value.en for each in proof.facts if each.label.en == "Employer"]
    assert sorted(named) == ["A Ltd", "B Ltd"]


def test_a_correction_is_one_month_at_its_new_base() -> None:
    given = (
        *(row("2026-09"), row("2026-10"), row("2026-11")),
        *(row("2026-10", A, -300_000), row("2026-10", A, 421_700)),
    )
    answer = ask(Listed(given))
    assert facts(answer)["Pension, months paid"] == "3 months"
    assert [each[:3] for each in rows(answer)] == [
        ["2026-11", "3,000.00", "240.00"],
        ["2026-10", "4,217.00", "337.36"],
        ["2026-09", "3,000.00", "240.00"],
    ]


def test_a_month_that_was_paid_back_is_not_paid() -> None:
    given = (
        row("2026-10", A, -300_000),
        row("2026-09"),
        row("2026-10"),
        row("2026-11"),
    )
    answer = ask(Listed(given))
    assert facts(answer)["Pension, months paid"] == "2 months"
    assert facts(answer)["Months not paid"] == "2026-10"
    assert [each[0] for each in rows(answer)] == ["2026-11", "2026-09"]


@pytest.mark.parametrize("back", [-500_000, -300_000])
def test_what_is_paid_back_by_another_payer_is_shown_and_does_not_count(
    back: int,
) -> None:
    given = (row("2026-09"), row("2026-10"), row("2026-10", B, back))
    answer = ask(Listed(given))
    assert facts(answer)["Pension, months paid"] == "1 months"
    assert facts(answer)["Status"] == "Contributions suspended"
    assert ["2026-10", f"{back // 100:,}.00"] in [each[:2] for each in rows(answer)]


def test_the_same_month_of_other_days_is_one() -> None:
    late = Contribution(
        **{**row("2026-11", A, 100_000).__dict__, "month": date(2026, 11, 30)}
    )
    answer = ask(Listed((late, row("2026-11"))))
    assert facts(answer)["Pension, months paid"] == "1 months"
    assert [each[:2] for each in rows(answer)] == [["2026-11", "4,000.00"]]


def test_an_insurance_counts_its_own_months() -> None:
    given = (row("2026-11"), row("2026-10", employed=False), row("2026-10", None, 1))
    said = facts(ask(Listed(given)))
    assert said["Pension, months paid"] == "2 months"
    assert said["Unemployment, months paid"] == "1 months"


AUGUST_LAST = [row(f"2026-{month:02}", None) for month in (9, 10, 11, 12, 8)]


def test_an_account_whose_august_comes_last_is_not_suspended() -> None:
    answer = ask(Listed(AUGUST_LAST))
    assert facts(answer)["Status"] == "Paying without an employer"
    assert facts(answer)["Pension, months paid"] == "5 months"
    assert [each[0] for each in rows(answer)][-1] == "2026-08"
    assert (
        facts(ask(Listed(AUGUST_LAST), CERTIFICATE))["Status"] == "Insured and paying"
    )


def test_a_month_that_is_paid_is_not_billed_again() -> None:
    assert ask(Listed(AUGUST_LAST), FLEXIBLE).bill is None
    answer = ask(Listed(AUGUST_LAST[:2] + AUGUST_LAST[4:]), FLEXIBLE)
    assert facts(answer)["Month"] == "2026-11"
    department = SocialSecurity(Listed(AUGUST_LAST[:2] + AUGUST_LAST[4:]))
    assert answer.bill is not None
    paid = Settlement(uuid4(), FLEXIBLE, answer.bill.reference, (), 1)
    assert department.settle(paid, NOW) is Settled.ENTERED


def test_a_month_that_was_paid_back_is_billed_anew() -> None:
    given = (row("2026-11", None), row("2026-10", None), row("2026-11", None, -300_000))
    assert facts(ask(Listed(given), FLEXIBLE))["Month"] == "2026-11"


@pytest.mark.parametrize("given", [("2026-12", B, None), ("2026-12", None, B)])
def test_with_an_employer_beside_it_nobody_pays_alone(
    given: tuple[str, Bilingual | None, Bilingual | None],
) -> None:
    month, first, second = given
    source = Listed((row(month, first), row(month, second)))
    assert ask(source, FLEXIBLE).bill is None


def test_nothing_but_corrections_is_nothing_paid() -> None:
    said = facts(ask(Listed((row("2026-10", A, -1_000), row("2026-11", B, -1_000)))))
    assert said["Status"] == "Nothing paid yet"
    cancelled = Listed((row("2026-10"), row("2026-10", A, -300_000)))
    assert facts(ask(cancelled))["Status"] == "Nothing paid yet"
    assert ask(cancelled, FLEXIBLE).bill is None


def test_pensions_of_a_month_are_added_and_sorted() -> None:
    given = [
        *(
            PensionPayment(date(2026, 11, 1), 380_000),
            PensionPayment(date(2026, 9, 1), 1),
        ),
        *(
            PensionPayment(date(2026, 10, 1), -5),
            PensionPayment(date(2026, 11, 1), 700),
        ),
        PensionPayment(date(2026, 10, 1), 5),
    ]
    retired = date(2026, 9, 1)
    worked = (row("2026-08"), row("2026-07"), row("2026-08", B))
    answer = ask(Listed(worked, given, retired))
    said = facts(answer)
    assert said["Last month paid out"] == "2026-11"
    assert said["Monthly pension (yuan)"] == "3,807.00"
    assert said["Pension, months paid"] == "2 months"
    assert [[each[0], each[1]] for each in rows(answer)] == [
        ["2026-11", "3,807.00"],
        ["2026-09", "0.01"],
    ]
    proof = facts(ask(Listed(worked, given, retired), CERTIFICATE))
    assert proof["Pension"] == "drawing a pension, 2 months paid"
