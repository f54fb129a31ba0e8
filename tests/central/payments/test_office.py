"""The office: what is begun, what is the same again, and what is refused."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from support.money import BEGAN, WORDS
from support.paying import DEFINITIONS, ITEM, RULES, TERMINAL, Paying

from central.payments import office as module
from central.payments.base import ProviderError
from central.payments.errors import (
    AmountRefusedError,
    BillChangedError,
    BillPaidError,
    NotPayableError,
    PaymentKeyReusedError,
    PaymentUnclearError,
    ProviderAwayError,
)
from central.payments.office import Payments
from central.store.persons import Persons
from contract.codes import CODE_ALPHABET
from contract.model import Applicant, Bilingual
from contract.payment import Payment, PaymentState
from contract.queries import Bill, Option, Query, QueryAnswer

S = PaymentState
LI_NA = Applicant(number="510411199003074526", name="李娜")


def fine(name: str, fen: int, *, closed: bool = False) -> Option:
    title = Bilingual(zh_CN=name, en=name)
    why = Bilingual(zh_CN="争议中", en="disputed") if closed else None
    return Option(reference=name, title=title, amount=fen, closed=why)


FINES = (fine("a", 100), fine("b", 20_000), fine("c", 5_000, closed=True))


# -- begun --------------------------------------------------------------------------


def test_what_is_begun_is_kept_with_all_it_is_about(paying: Paying) -> None:
    wish = paying.wish(applicant=LI_NA)
    told = paying.asks(wish)
    kept = paying.kept(wish.idempotency_key)
    item = DEFINITIONS.get(ITEM)
    assert item is not None
    assert (kept.case, kept.item, kept.terminal) == (wish.case, ITEM, TERMINAL)
    assert (kept.title_zh, kept.title_en) == (item.name.zh_CN, item.name.en)
    assert kept.person == Persons(bytes(32)).hash(LI_NA.number)
    assert (kept.provider, kept.amount, kept.state) == ("sandbox", 48_000, S.REQUESTED)
    assert kept.created_at == kept.changed_at == BEGAN
    assert kept.deadline_at == BEGAN + timedelta(seconds=120)
    assert paying.provider.asked == [("order", kept.reference)]
    assert paying.provider.trades[kept.reference].amount == 48_000
    assert paying.holds() == {("one_stop", "B1")}
    assert paying.causes(kept.id) == [("intent", "asked"), ("requested", "ordered")]
    assert told == Payment(
        time=BEGAN,
        payment=wish.idempotency_key,
        case=wish.case,
        state=S.REQUESTED,
        amount=48_000,
        provider="sandbox",
        reference=kept.reference,
        code_url=f"https://pay.test/{kept.reference}",
        seconds_left=120,
    )
    assert LI_NA.number not in repr(told) + repr(kept)


def test_who_shows_no_card_is_nobody(paying: Paying) -> None:
    assert paying.kept(paying.asks().payment).person is None


def test_an_order_number_is_short_and_has_the_day_in_shanghai(paying: Paying) -> None:
    paying.clock.on(13.9 * 3600)  # 15:54 in UTC: late in the evening in Shanghai
    late = paying.asks().reference
    paying.run(paying.office.close(paying.only().id, TERMINAL))
    paying.clock.on(0.2 * 3600)
    next_day = paying.asks().reference
    assert (late[:8], next_day[:8]) == ("20261126", "20261127")
    assert len(late) == 18
    assert set(late[8:]) <= set(CODE_ALPHABET)
    assert late[8:] != next_day[8:]


def test_how_a_bill_can_be_paid_is_named(paying: Paying) -> None:
    answer = QueryAnswer(
        time=BEGAN, found=True, department=WORDS, title=WORDS, as_of=BEGAN,
        bill=Bill(reference="B1", amount=1),
    )  # fmt: skip
    told = paying.office.with_methods(answer)
    assert told.bill is not None
    assert [each.provider for each in told.bill.methods] == ["sandbox"]
    assert told.bill.methods[0].name == module.NAMES["sandbox"]
    without = answer.model_copy(update={"bill": None})
    assert paying.office.with_methods(without) is without


# -- the same again -----------------------------------------------------------------


def test_the_same_request_is_the_same_payment_and_one_order(paying: Paying) -> None:
    wish = paying.wish()
    first = paying.asks(wish)
    paying.clock.on(5)
    again = paying.asks(wish)
    assert (again.payment, again.seconds_left) == (first.payment, 115)
    assert again.code_url == first.code_url
    assert paying.did("order") == 1


CHANGES: dict[str, dict[str, Any]] = {
    "amount": {"amount": 1},
    "case": {"case": uuid4()},
    "item": {"item": "traffic_police.violations"},
    "form": {"form": {"bill_code": "51041120260000020025"}},
    "options": {"options": ("a",)},
    "provider": {"provider": "wechat"},
    "applicant": {"applicant": LI_NA},
}


@pytest.mark.parametrize("what", CHANGES)
def test_one_key_with_another_wish_is_refused(paying: Paying, what: str) -> None:
    wish = paying.wish()
    paying.asks(wish)
    with pytest.raises(PaymentKeyReusedError):
        paying.asks(wish.model_copy(update=CHANGES[what]))


def test_one_key_of_another_terminal_is_refused(paying: Paying) -> None:
    wish = paying.wish()
    paying.asks(wish)
    with pytest.raises(PaymentKeyReusedError):
        paying.run(paying.office.request(wish, "demo-02"))


def test_a_charge_is_asked_for_again_without_its_code(paying: Paying) -> None:
    wish = paying.wish(payment_code="plain")
    paying.asks(wish)
    again = paying.asks(wish.model_copy(update={"payment_code": None}))
    assert again.state is S.APPROVED
    assert (paying.did("charge"), paying.did("order")) == (1, 0)


@pytest.mark.parametrize("code", [None, "plain"])
def test_the_same_request_twice_at_once_is_one_payment(
    paying: Paying, code: str | None
) -> None:
    wish = paying.wish(payment_code=code)

    async def both() -> list[Payment]:
        asked = [paying.office.request(wish, TERMINAL) for _ in range(4)]
        return await asyncio.gather(*asked)

    told = paying.run(both())
    assert {each.payment for each in told} == {wish.idempotency_key}
    assert paying.did("charge") == (code is not None)
    assert paying.holds() == {("one_stop", "B1")}


def test_who_loses_the_right_to_charge_charges_nothing(paying: Paying) -> None:
    wish = paying.wish(payment_code="plain")
    paying.provider.raises["order"] = ProviderError("away")
    with pytest.raises(ProviderAwayError):
        paying.asks(wish.model_copy(update={"payment_code": None}))
    stale = paying.only()  # still an intent
    paying.asks(wish)
    assert paying.did("charge") == 1
    charged = paying.office._charged(stale, paying.provider, "plain")
    assert paying.run(charged).state is S.APPROVED
    assert paying.did("charge") == 1


# -- refused ------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [1, RULES.limit])
def test_every_amount_up_to_the_limit_is_taken(paying: Paying, amount: int) -> None:
    paying.department.amount = amount
    assert paying.asks().state is S.REQUESTED


@pytest.mark.parametrize("amount", [0, -1, RULES.limit + 1, 2**53])
def test_other_amounts_are_refused(paying: Paying, amount: int) -> None:
    paying.department.amount = amount
    with pytest.raises(AmountRefusedError):
        paying.asks()
    assert paying.provider.asked == []
    assert paying.holds() == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"item": "one_stop.nothing"},
        {"item": "social_security.contribution_statement"},  # has no step `pay`
        {"provider": "wechat"},
    ],
)
def test_what_cannot_be_paid_here_is_refused(
    paying: Paying, changes: dict[str, Any]
) -> None:
    with pytest.raises(NotPayableError):
        paying.asks(**changes)


def test_a_provider_that_takes_no_codes_is_not_asked_for_a_charge(
    paying: Paying,
) -> None:
    paying.provider.accepts_codes = False
    with pytest.raises(NotPayableError):
        paying.asks(payment_code="plain")
    assert paying.asks().state is S.REQUESTED


def test_a_payment_whose_provider_is_gone_goes_no_further(paying: Paying) -> None:
    wish = paying.wish()
    paying.provider.raises["order"] = ProviderError("away")
    with pytest.raises(ProviderAwayError):
        paying.asks(wish)
    office = Payments(
        paying.store, paying.desk, Persons(bytes(32)), DEFINITIONS.get, {},
        paying.clock, RULES,
    )  # fmt: skip
    with pytest.raises(NotPayableError):
        paying.run(office.request(wish, TERMINAL))


def test_a_bill_that_is_gone_or_changed_is_not_paid(paying: Paying) -> None:
    with pytest.raises(BillChangedError):
        paying.asks(amount=paying.department.amount - 1)
    with pytest.raises(BillChangedError):
        paying.asks(options=("a",))  # there is nothing to choose from
    paying.department.found = False
    with pytest.raises(BillPaidError):
        paying.asks()
    assert paying.holds() == set()


def test_an_answer_without_a_bill_is_a_bill_paid(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(query: Query, now: Any) -> QueryAnswer:
        return QueryAnswer(
            time=now, found=True, department=WORDS, title=WORDS, as_of=now
        )

    monkeypatch.setattr(paying.department, "answer", answer)
    with pytest.raises(BillPaidError):
        paying.asks()


@pytest.mark.parametrize(
    ("options", "amount", "error"),
    [
        ((), 20_100, BillChangedError),
        (("a",), 101, BillChangedError),
        (("a", "b"), 100, BillChangedError),
        (("a", "a"), 200, BillChangedError),
        (("a", "a"), 100, BillChangedError),
        (("a", "c"), 5_100, BillPaidError),  # one is closed
        (("a", "d"), 100, BillPaidError),  # one is not there any more
    ],
)
def test_what_is_chosen_must_be_open_and_make_the_sum(
    paying: Paying, options: tuple[str, ...], amount: int, error: type[Exception]
) -> None:
    paying.department.options = FINES
    with pytest.raises(error):
        paying.asks(options=options, amount=amount)
    assert paying.holds() == set()


def test_each_thing_that_is_chosen_is_held_by_itself(paying: Paying) -> None:
    paying.department.options = FINES
    one = paying.asks(options=("a",), amount=100)
    assert paying.holds() == {("one_stop", "a")}
    two = paying.asks(options=("b",), amount=20_000)
    assert paying.holds() == {("one_stop", "a"), ("one_stop", "b")}
    with pytest.raises(PaymentUnclearError):
        paying.asks(options=("a", "b"), amount=20_100)
    for each, options in ((one, ("a",)), (two, ("b",))):
        paying.provider.pay(each.reference)
        paying.calls_back(each.reference)
        paying.run(paying.followup.round())
        assert paying.department.settled[-1].options == options


def test_a_bill_that_is_open_is_unclear_and_one_that_is_paid_is_paid(
    paying: Paying,
) -> None:
    begun = paying.asks()
    for code in (None, "plain"):
        with pytest.raises(PaymentUnclearError):
            paying.asks(payment_code=code)
    paying.provider.pay(begun.reference)
    paying.calls_back(begun.reference)
    with pytest.raises(BillPaidError):
        paying.asks()
    assert len(paying.provider.asked) == 1


@pytest.mark.parametrize("state", [S.UNKNOWN, S.STAFF, S.REFUND_PENDING])
def test_a_bill_whose_money_is_nowhere_yet_is_unclear(paying: Paying, state: S) -> None:
    paying.in_state(state)
    with pytest.raises(PaymentUnclearError):
        paying.asks()
