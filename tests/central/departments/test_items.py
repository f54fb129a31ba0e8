"""What each department answers for each invented person, and that it all agrees."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from central.demo.notices import NOTICES, DemoNotices
from central.demo.people import (
    CHEN_YI,
    HE_YANXIN,
    LI_NA,
    NAMES,
    ZHANG_WEI,
)
from central.demo.pickup import ENVELOPES, DemoRegister
from central.demo.social_security import PEOPLE, DemoAccounts
from central.demo.traffic_police import VIOLATIONS, DemoViolations
from central.departments.accounts import Account
from central.departments.base import Settled, Settlement
from central.departments.exit_entry import PASSPORT, ExitEntry
from central.departments.one_stop import BILL_PAYMENT, Bills
from central.departments.pickup import Pickup
from central.departments.social_security import (
    CERTIFICATE,
    FLEXIBLE,
    STATEMENT,
    SocialSecurity,
)
from central.departments.traffic_police import (
    LICENCE,
    NAME,
    TITLES,
    TrafficPolice,
)
from central.departments.traffic_police import (
    VIOLATIONS as FINES,
)
from config import loader
from contract.business_day import business_day
from contract.numbers import citizen_number
from contract.queries import Query, QueryAnswer
from drivers.simulators.sam_cards import CARDS
from kiosk.demo.scripted import Plan

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)


class Phone:
    """What departments have sent, and to whom."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, number: str, text: str) -> None:
        self.sent.append((number, text))


def query(item: str, number: str | None, **form: str) -> Query:
    who = None if number is None else {"number": number, "name": NAMES[number]}
    return Query.model_validate({"item": item, "applicant": who, "form": form})


def police() -> TrafficPolice:
    pickup = Pickup(DemoRegister(frozenset({LICENCE}), NOW), Phone(), NAME, TITLES)
    return TrafficPolice(DemoViolations(), pickup)


def paid(
    answer: QueryAnswer, item: str, number: str | None, *options: str
) -> Settlement:
    assert answer.bill is not None
    asked = query(item, number)
    return Settlement(
        payment=uuid4(),
        item=item,
        reference=answer.bill.reference,
        options=options,
        amount=answer.bill.amount or 0,
        applicant=asked.applicant,
    )


def fact(answer: QueryAnswer, label: str) -> str:
    (found,) = [each for each in answer.facts if each.label.en == label]
    return found.value.en


# -- social security ----------------------------------------------------------------


@pytest.mark.parametrize("insurance", ["all", "pension", "medical", "unemployment"])
def test_a_statement_has_the_months_and_the_insurance_that_were_asked_for(
    insurance: str,
) -> None:
    asked = query(
        STATEMENT,
        LI_NA,
        insurance=insurance,
        month_from="2025-12",
        month_to="2026-03",
    )
    table = SocialSecurity(DemoAccounts()).answer(asked, NOW).table
    assert table is not None
    months = [row[0].en for row in table.rows]
    assert months == ["2026-03", "2026-02", "2026-01", "2025-12"]
    headings = [column.heading.en for column in table.columns]
    every = {"pension": "Pension", "medical": "Medical", "unemployment": "Unempl."}
    wanted = list(every.values()) if insurance == "all" else [every[insurance]]
    assert headings == ["Month", "Base", *wanted]


def test_a_statement_of_a_working_life_is_whole() -> None:
    asked = query(STATEMENT, CHEN_YI, month_from="1990-01", month_to="2026-10")
    table = SocialSecurity(DemoAccounts()).answer(asked, NOW).table
    assert table is not None
    assert len(table.rows) == 207, "since the first month that was paid"


@pytest.mark.parametrize("number", PEOPLE)
def test_everybody_has_a_certificate_with_what_they_are_in(number: str) -> None:
    answer = SocialSecurity(DemoAccounts()).answer(query(CERTIFICATE, number), NOW)
    assert answer.found
    assert answer.table is None
    assert fact(answer, "Pension")
    retired = number == ZHANG_WEI
    assert (fact(answer, "Status") == "Retired") == retired


def test_whoever_pays_alone_pays_the_next_month_once() -> None:
    department = SocialSecurity(DemoAccounts())
    first = department.answer(query(FLEXIBLE, CHEN_YI), NOW)
    assert first.bill is not None
    assert fact(first, "Month") == f"{business_day(NOW):%Y-%m}"
    assert CHEN_YI not in first.bill.reference
    settlement = paid(first, FLEXIBLE, CHEN_YI)
    assert department.settle(settlement, NOW) is Settled.ENTERED
    assert department.settle(settlement, NOW) is Settled.ENTERED, "told twice"
    again = department.answer(query(FLEXIBLE, CHEN_YI), NOW)
    assert (again.found, again.bill) == (False, None)
    other = paid(first, FLEXIBLE, CHEN_YI)
    assert department.settle(other, NOW) is Settled.PAID_BEFORE
    next_month = department.answer(query(FLEXIBLE, CHEN_YI), NOW + timedelta(days=31))
    assert next_month.found


@pytest.mark.parametrize("number", [LI_NA, ZHANG_WEI, HE_YANXIN])
def test_whoever_has_an_employer_or_a_pension_has_nothing_to_pay(number: str) -> None:
    answer = SocialSecurity(DemoAccounts()).answer(query(FLEXIBLE, number), NOW)
    assert (answer.found, answer.bill) == (False, None)
    assert answer.note is not None


# -- traffic police -----------------------------------------------------------------


def test_violations_are_chosen_and_paid_once_but_not_the_disputed_one() -> None:
    department = police()
    answer = department.answer(query(FINES, LI_NA), NOW)
    closed = [each for each in answer.options if each.closed]
    ready = [each.reference for each in answer.options if not each.closed]
    assert (len(ready), len(closed)) == (2, 1)
    settlement = paid(answer, FINES, LI_NA, *ready)
    assert department.settle(settlement, NOW) is Settled.ENTERED
    assert department.settle(settlement, NOW) is Settled.ENTERED
    one = paid(answer, FINES, LI_NA, ready[0])
    assert department.settle(one, NOW) is Settled.PAID_BEFORE
    left = department.answer(query(FINES, LI_NA), NOW)
    assert [each.reference for each in left.options] == [closed[0].reference]


def test_what_is_nobodys_violation_is_refused() -> None:
    department = police()
    answer = department.answer(query(FINES, LI_NA), NOW)
    of_another = VIOLATIONS[ZHANG_WEI][0].number
    for options in ((), ("unknown",), (of_another,)):
        settlement = paid(answer, FINES, LI_NA, *options)
        assert department.settle(settlement, NOW) is Settled.REFUSED


@pytest.mark.parametrize("number", [CHEN_YI, HE_YANXIN])
def test_nothing_waits_for_whoever_has_no_vehicle(number: str) -> None:
    answer = police().answer(query(FINES, number), NOW)
    assert (answer.found, answer.options) == (False, ())
    assert answer.note is not None


@pytest.mark.parametrize(
    ("registered", "on_card"),
    [
        ("买买提·艾合买提", "买买提\u2022艾合买提"),
        ("买买提\u30fb艾合买提", "买买提\uff0e艾合买提"),
        ("何䶮欣", "何\ue863欣"),
        ("何\ue863欣", "何䶮欣"),  # the register's own system is an old one
        ("SPECIMEN, JEAN", "ＳＰＥＣＩＭＥＮ，ＪＥＡＮ"),
    ],
)
def test_a_name_is_the_registered_one_however_it_is_written(
    registered: str, on_card: str
) -> None:
    class Violations(DemoViolations):
        def owner(self, number: str) -> str | None:  # noqa: ARG002 - of the base
            return registered

    class Accounts(DemoAccounts):
        def account(self, number: str, until: date) -> Account | None:
            found = super().account(number, until)
            return found and replace(found, names=frozenset({"某某", registered}))

    pickup = Pickup(DemoRegister(frozenset({LICENCE}), NOW), Phone(), NAME, TITLES)
    who = {"number": LI_NA, "name": on_card}
    fines = Query.model_validate({"item": FINES, "applicant": who})
    assert TrafficPolice(Violations(), pickup).answer(fines, NOW).found
    account = Query.model_validate({"item": CERTIFICATE, "applicant": who})
    assert SocialSecurity(Accounts()).answer(account, NOW).found


def test_another_name_than_the_registered_one_sees_no_violation() -> None:
    asked = Query.model_validate(
        {"item": FINES, "applicant": {"number": LI_NA, "name": "李某"}}
    )
    answer = police().answer(asked, NOW)
    assert (answer.found, answer.options) == (False, ())


# -- bills --------------------------------------------------------------------------


@pytest.mark.parametrize("code", NOTICES)
def test_a_notice_says_what_it_says_whatever_that_is(code: str) -> None:
    notice = NOTICES[code]
    answer = Bills(DemoNotices()).answer(query(BILL_PAYMENT, None, bill_code=code), NOW)
    assert answer.found is not notice.paid
    if answer.bill is not None:
        assert answer.bill.amount == notice.amount


def test_an_unknown_notice_is_told_and_a_payment_of_it_refused() -> None:
    department = Bills(DemoNotices())
    asked = query(BILL_PAYMENT, None, bill_code="0" * 20)
    assert not department.answer(asked, NOW).found
    settlement = Settlement(uuid4(), BILL_PAYMENT, "0" * 20, (), 1)
    assert department.settle(settlement, NOW) is Settled.REFUSED


def test_a_notice_is_paid_once_and_one_that_is_paid_elsewhere_not_at_all() -> None:
    department = Bills(DemoNotices())
    code = next(code for code, notice in NOTICES.items() if not notice.paid)
    first = Settlement(uuid4(), BILL_PAYMENT, code, (), 1)
    assert department.settle(first, NOW) is Settled.ENTERED
    other = Settlement(uuid4(), BILL_PAYMENT, code, (), 1)
    assert department.settle(other, NOW) is Settled.PAID_BEFORE
    elsewhere = next(code for code, notice in NOTICES.items() if notice.paid)
    late = Settlement(uuid4(), BILL_PAYMENT, elsewhere, (), 1)
    assert department.settle(late, NOW) is Settled.PAID_BEFORE


# -- pick-up ------------------------------------------------------------------------


def test_a_code_goes_to_the_holder_alone_once_the_document_lies_there() -> None:
    phone = Phone()
    department = ExitEntry(DemoRegister(ExitEntry.items, NOW), phone)
    deposit = next(each for each in department.deposits(NOW) if each.number == LI_NA)
    assert phone.sent == []
    department.loaded(deposit.holding, NAME, NOW)
    ((number, text),) = phone.sent
    assert number == LI_NA
    assert deposit.code in text
    department.loaded(UUID(int=1), NAME, NOW)  # nobody's
    assert len(phone.sent) == 1


@pytest.mark.parametrize("number", NAMES)
def test_an_answer_hands_nothing_out(number: str) -> None:
    department = ExitEntry(DemoRegister(ExitEntry.items, NOW), Phone())
    assert not department.answer(query(PASSPORT, number), NOW).found
    assert not police().answer(query(LICENCE, number), NOW).found


def test_a_deposit_says_no_number_and_no_code_in_its_repr() -> None:
    for deposit in DemoRegister(ExitEntry.items, NOW).deposits(NOW):
        assert deposit.number not in repr(deposit)
        assert deposit.code not in repr(deposit)


# -- the same people everywhere -----------------------------------------------------


def test_invented_people_agree_everywhere() -> None:
    cards = {card.number for card in CARDS.values()}
    for number, name in NAMES.items():
        citizen_number(number)
        assert number in cards
        assert name in PEOPLE[number].names
    assert {envelope.number for envelope in ENVELOPES} <= set(NAMES)
    assert set(VIOLATIONS) <= set(NAMES)
    labels = [envelope.label for envelope in ENVELOPES]
    cells = [envelope.cell for envelope in ENVELOPES if envelope.cell]
    assert len(set(labels)) == len(labels)
    assert len(set(cells)) == len(cells)


def test_whoever_comes_in_the_demonstration_has_something_there() -> None:
    for planned in loader.load_toml(loader.HOME / "demo_visits.toml", Plan).visits:
        number = CARDS[planned.card].number
        assert number in NAMES
        waiting = {e.item for e in ENVELOPES if e.number == number and e.cell}
        if planned.service.endswith("_pickup"):
            assert planned.service in waiting
        if planned.code:
            assert planned.code in NOTICES
