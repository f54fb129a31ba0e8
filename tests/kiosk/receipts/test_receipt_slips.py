"""What is to be collected, paid or done later, and with which code."""

from support.flow import both, item
from support.receipts import (
    BILL,
    CODE,
    PAY_ITEM,
    PAYMENT,
    both_languages,
    pairs,
    pay_later,
    said,
    slip,
    submitted,
    to_collect,
)

from drivers.base import QrCode
from kiosk.flow.actions import Paid
from kiosk.receipts import words as words
from view import Language


@both_languages
def test_a_pay_later_slip_has_the_bill_to_be_scanned(language: Language) -> None:
    paper = pay_later(language)
    texts = said(paper)
    assert words.PAY_LATER.within(language) in texts
    assert words.PAY_LATER_NEXT.within(language) in texts
    assert pairs(paper)[both("bill").within(language)] == BILL
    assert QrCode(BILL) in paper.blocks
    assert pairs(paper)[words.CODE.within(language)] == CODE
    for never in (words.ACCEPTED, words.DONE, words.NAME, words.PAID):
        assert never.within(language) not in texts


def test_what_was_paid_before_is_no_more_to_be_paid_later() -> None:
    about = item(**PAY_ITEM)
    texts = said(slip("en", about=about, paid=Paid(PAYMENT)))
    assert words.PAY_LATER.en not in texts
    assert words.ACCEPTED.en in texts
    assert words.PAID.en in texts


@both_languages
def test_an_application_is_handed_in_and_waits_for_no_network(
    language: Language,
) -> None:
    texts = said(submitted(language))
    assert words.SUBMITTED.within(language) in texts
    assert words.SUBMITTED_NEXT.within(language) in texts
    assert QrCode(CODE) in submitted(language).blocks
    limit = pairs(submitted(language))[words.LIMIT.within(language)]
    assert limit == {"zh_CN": "1个工作日内", "en": "within 1 working day"}[language]


@both_languages
def test_a_document_that_waits_elsewhere_is_there_already(language: Language) -> None:
    paper = to_collect(language)
    texts = said(paper)
    assert words.TO_COLLECT.within(language) in texts
    assert words.COLLECT.within(language) in texts
    assert QrCode(CODE) in paper.blocks
    for never in (words.ACCEPTED, words.LIMIT, words.DONE):
        assert never.within(language) not in texts


def test_without_a_card_only_the_code_collects() -> None:
    assert words.KEEP_CODE.en in said(slip("en", who=None))
    assert words.COLLECT_CODE.en in said(to_collect("en", who=None))


def test_one_document_may_be_here_and_another_elsewhere() -> None:
    texts = said(to_collect("en", documents=(("a statement", "SS-1"),)))
    assert words.TO_COLLECT.en in texts
    assert "SS-1" in texts
    assert words.DONE.en not in texts
