"""What a receipt says of money: exactly, and never of what did not come."""

import pytest
from support.flow import both
from support.receipts import (
    ANSWER,
    PAYMENT,
    UNCLEAR,
    both_languages,
    paid,
    pairs,
    said,
    unclear,
)

from contract.payment import PaymentState
from contract.queries import (
    Bill,
    Option,
    PaymentMethod,
)
from kiosk.flow.actions import Paid
from kiosk.receipts import receipt as receipts
from kiosk.receipts import words as words
from view import Language


@both_languages
def test_a_payment_is_said_with_all_that_finds_it_again(language: Language) -> None:
    found = pairs(paid(language))
    assert found[words.PAID.within(language)] == "¥ 1,234.50"
    assert found[words.METHOD.within(language)] == words.METHODS["wechat"].within(
        language
    )
    assert found[words.PAID_AT.within(language)] == "2026-11-23 00:04:50"
    assert found[words.REFERENCE.within(language)] == PAYMENT.reference
    assert found[words.TRANSACTION.within(language)] == PAYMENT.transaction
    assert words.FEE.within(language) not in found, "the bill says what it costs"


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (1, "¥ 0.01"),
        (100, "¥ 1.00"),
        (123_450, "¥ 1,234.50"),
        (10**9, "¥ 10,000,000.00"),
    ],
)
def test_amounts_are_exact(fen: int, text: str) -> None:
    assert receipts._amount(fen) == text


def test_the_bills_own_name_of_a_way_to_pay_comes_first() -> None:
    ways = (
        PaymentMethod(provider="alipay", name=both("our Alipay")),
        PaymentMethod(provider="wechat", name=both("our WeChat")),
    )
    bill = Bill(reference="B-1", amount=1, methods=ways)
    named = ANSWER.model_copy(update={"bill": bill})
    found = pairs(paid("en", answer=named))
    assert found[words.METHOD.en] == "our WeChat (en)"
    assert pairs(paid("en", answer=None))[words.METHOD.en] == "WeChat Pay"
    other = PAYMENT.model_copy(update={"provider": "sandbox"})
    found = pairs(paid("zh_CN", paid=Paid(other), answer=named))
    assert found[words.METHOD.zh_CN] == "sandbox"
    strange = PAYMENT.model_copy(update={"provider": "unionpay"})
    assert pairs(paid("en", paid=Paid(strange)))[words.METHOD.en] == "unionpay"


def test_what_was_chosen_is_said_with_what_it_costs() -> None:
    options = tuple(
        Option(reference=each, title=both(f"violation {each}"), amount=20_000)
        for each in "AB"
    )
    several = ANSWER.model_copy(update={"options": options})
    found = pairs(paid("en", answer=several, chosen=("B",)))
    assert found["violation B (en)"] == "¥ 200.00"
    assert "violation A (en)" not in found


def test_a_note_to_pay_is_not_repeated_once_it_is_paid() -> None:
    assert both("ask at the office").en not in said(paid("en"))


@both_languages
def test_an_unclear_payment_is_never_taken_for_a_receipt(language: Language) -> None:
    texts = said(unclear(language))
    assert words.UNCLEAR.within(language) in texts
    assert words.UNCLEAR_NEXT.within(language) in texts
    assert words.UNCLEAR_CARD.within(language) in texts
    found = pairs(unclear(language))
    assert found[words.AMOUNT.within(language)] == "¥ 1,234.50"
    assert found[words.REFERENCE.within(language)] == UNCLEAR.reference
    for never in (words.PAID, words.PAID_AT, words.TRANSACTION, words.DONE):
        assert never.within(language) not in texts


def test_an_unclear_payment_says_the_words_that_the_office_gives_it() -> None:
    assert "支付确认中，请勿重复支付" in said(unclear())


def test_nobodys_unclear_payment_does_not_ask_for_a_card() -> None:
    texts = said(unclear("en", who=None))
    assert words.UNCLEAR_CALL.en in texts
    assert words.UNCLEAR_CARD.en not in texts


@pytest.mark.parametrize(
    "state", [PaymentState.CLOSED, PaymentState.DECLINED, PaymentState.REQUESTED]
)
def test_what_was_not_paid_is_not_said_to_be(state: PaymentState) -> None:
    not_paid = PAYMENT.model_copy(update={"state": state})
    texts = said(paid("en", paid=Paid(not_paid)))
    assert words.PAID.en not in texts
    assert "¥ 1,234.50" not in texts
