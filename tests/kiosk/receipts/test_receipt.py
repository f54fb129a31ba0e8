"""What stands on the paper: all that it must say, in either language, and whole."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
import zxingcpp
from support.flow import NAME, NUMBER, both, item
from support.receipt_printers import image

from contract.manifest import HoldingState
from contract.model import Applicant, Bilingual
from contract.payment import Payment, PaymentState
from contract.queries import (
    Bill,
    Column,
    DataTable,
    Fact,
    Option,
    PaymentMethod,
    QueryAnswer,
)
from contract.service_item import (
    FieldKind,
    FieldOption,
    FormField,
    ServiceItem,
)
from drivers.base import Block, Pair, QrCode, Receipt, Rule, Table, Text
from drivers.receipt_printer.layout import Page, lay_out
from drivers.receipt_printer.raster import draw
from kiosk.flow.actions import Paid, PrintReceipt
from kiosk.flow.events import Held, Token
from kiosk.receipts import receipt as receipts
from kiosk.receipts import words as words
from kiosk.receipts.receipt import Heading
from view import Language

pytestmark = pytest.mark.usefixtures("qapp")

WHO = Applicant(number=NUMBER, name=NAME)
CODE = "7KX2-9QMC"
HEADING = Heading(
    terminal="demo-01",
    place=both("hall"),
    at=datetime(2026, 11, 22, 16, 5, 9, tzinfo=UTC),
    serial="demo-01-20261123-00042",
    demonstration=True,
)
ANSWER = QueryAnswer(
    time=HEADING.at,
    found=True,
    department=both("social security"),
    title=both("title"),
    as_of=datetime(2026, 10, 31, 16, 0, tzinfo=UTC),
    facts=(
        Fact(label=both("insurance"), value=both("pension")),
        Fact(label=both("months"), value=both("132"), emphasised=True),
    ),
    table=DataTable(
        columns=(
            Column(heading=both("month")),
            Column(heading=both("amount"), align="right"),
        ),
        rows=((both("2026-09"), both("400.00")), (both("2026-10"), both("410.00"))),
    ),
    note=both("ask at the office"),
)
Make = Callable[..., Receipt]
LANGUAGES: tuple[Language, Language] = ("zh_CN", "en")
WORDS = {
    name: value for name, value in vars(words).items() if isinstance(value, Bilingual)
}
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")

both_languages = pytest.mark.parametrize("language", LANGUAGES)

PAYMENT = Payment(
    time=HEADING.at,
    payment=UUID(int=1),
    case=UUID(int=2),
    state=PaymentState.APPROVED,
    amount=123_450,
    provider="wechat",
    reference="OT20261123000501",
    transaction="4200002026112300001234567890",
    approved_at=datetime(2026, 11, 22, 16, 4, 50, tzinfo=UTC),
)
UNCLEAR = PAYMENT.model_copy(
    update={"state": PaymentState.UNKNOWN, "approved_at": None, "transaction": None}
)
BILL = "51040020261100000187"
PAY_ITEM: dict[str, Any] = {
    "identify": "none",
    "steps": ("form", "fetch", "review", "pay", "rate"),
    "form": (
        FormField(
            name="months",
            kind=FieldKind.CHOICE,
            label=both("months"),
            options=(FieldOption(value="1", label=both("one")),),
        ),
        FormField(name="bill", kind=FieldKind.CODE, label=both("bill"), scan=True),
    ),
}
SUBMIT_ITEM: dict[str, Any] = {"steps": ("identify", "submit", "rate")}
HELD = Held(UUID(int=3), both("passport"), 7, HoldingState.RELEASED)


def make(
    language: Language = "zh_CN",
    *,
    heading: Heading = HEADING,
    about: ServiceItem | None = None,
    who: Applicant | None = WHO,
    **says: Any,
) -> Receipt:
    action = PrintReceipt(
        token=Token(1, 1),
        item=about or item(),
        language=language,
        applicant=who,
        case=None,
        entered=False,
        serial=None,
        **says,
    )
    return receipts.receipt(heading, action)


def statement(
    language: Language = "zh_CN", *, answer: QueryAnswer = ANSWER, **changes: Any
) -> Receipt:
    return make(language, answer=answer, **changes)


def slip(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return make(language, slip_code=CODE, **changes)


def pay_later(language: Language = "zh_CN", **changes: Any) -> Receipt:
    given: dict[str, Any] = {
        "about": item(**PAY_ITEM),
        "form": {"months": "1", "bill": BILL},
        "who": None,
    }
    return slip(language, **(given | changes))


def submitted(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return slip(language, **({"about": item(**SUBMIT_ITEM)} | changes))


def to_collect(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return slip(language, issued=True, **changes)


def paid(language: Language = "zh_CN", **changes: Any) -> Receipt:
    given: dict[str, Any] = {
        "answer": ANSWER,
        "paid": Paid(PAYMENT),
        "about": item(**PAY_ITEM),
    }
    return make(language, **(given | changes))


def unclear(language: Language = "zh_CN", **changes: Any) -> Receipt:
    given: dict[str, Any] = {
        "paid": Paid(UNCLEAR, unclear=True),
        "about": item(**PAY_ITEM),
    }
    return make(language, **(given | changes))


def printed(language: Language = "zh_CN", **changes: Any) -> Receipt:
    documents = ((both("certificate").within(language), "SS-1"),)
    return make(language, documents=documents, answer=ANSWER, **changes)


def released(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return make(language, **({"released": HELD} | changes))


def copied(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return make(language, paid=Paid(PAYMENT), copied=True, **changes)


PAPERS: dict[str, Make] = {
    each.__name__: each
    for each in (
        statement,
        slip,
        pay_later,
        submitted,
        to_collect,
        paid,
        unclear,
        printed,
        released,
        copied,
    )
}
every_paper = pytest.mark.parametrize("make", PAPERS.values(), ids=list(PAPERS))


def told(block: Block) -> tuple[str, ...]:
    match block:
        case Text(text):
            return (text,)
        case Pair(label, value):
            return (label, value)
        case Table(header, rows):
            return (*header, *(cell for row in rows for cell in row))
        case QrCode(data):
            return (data,)
        case Rule():
            return ()


def said(receipt: Receipt) -> list[str]:
    """Every text on the paper, from top to bottom."""
    return [text for block in receipt.blocks for text in told(block)]


def pairs(receipt: Receipt) -> dict[str, str]:
    return {b.label: b.value for b in receipt.blocks if isinstance(b, Pair)}


# -- what it says -----------------------------------------------------------------


@both_languages
@every_paper
def test_every_receipt_says_where_when_what_and_whom_to_ask(
    make: Make, language: Language
) -> None:
    paper = make(language)
    texts = said(paper)
    service = item()
    assert service.name.within(language) in texts
    assert service.department.name.within(language) in texts
    assert HEADING.place.within(language) in texts
    assert words.DEMONSTRATION.within(language) in texts
    found = pairs(paper)
    assert found[words.TERMINAL.within(language)] == "demo-01"
    assert found[words.TIME.within(language)] == "2026-11-23 00:05:09"
    assert found[words.SERIAL.within(language)] == "demo-01-20261123-00042"
    assert found[words.HELP.within(language)] == "12333 / 12345"


@both_languages
@every_paper
def test_the_name_stands_in_full_and_the_number_masked(
    make: Make, language: Language
) -> None:
    paper = make(language, who=WHO)
    found = pairs(paper)
    assert found[words.NAME.within(language)] == NAME
    assert found[words.NUMBER.within(language)] == "510411********3175"
    assert NUMBER not in str(paper.blocks)


@both_languages
def test_a_statement_holds_all_of_the_answer_with_its_day(language: Language) -> None:
    paper = statement(language)
    texts = said(paper)
    for fact in ANSWER.facts:
        assert pairs(paper)[fact.label.within(language)] == fact.value.within(language)
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    assert ANSWER.table is not None
    assert table.header == tuple(
        column.heading.within(language) for column in ANSWER.table.columns
    )
    assert len(table.rows) == 2
    assert table.right == {1}
    assert both("ask at the office").within(language) in texts
    assert pairs(paper)[words.AS_OF.within(language)] == "2026-11-01"
    assert words.DONE.within(language) in texts
    assert words.ABOUT_YOU.within(language) in texts
    emphasised = [b.label for b in paper.blocks if isinstance(b, Pair) and b.bold]
    assert both("months").within(language) in emphasised
    assert both("insurance").within(language) not in emphasised


@both_languages
def test_a_slip_says_that_it_is_accepted_what_happens_next_and_until_when(
    language: Language,
) -> None:
    paper = slip(language)
    texts = said(paper)
    assert words.ACCEPTED.within(language) in texts
    assert words.KEEP.within(language) in texts
    assert texts.count(CODE) == 2, "to be read, and to be scanned"
    assert QrCode(CODE) in paper.blocks
    assert "1" in pairs(paper)[words.LIMIT.within(language)]


def test_a_slip_says_the_words_that_the_law_gives_it() -> None:
    assert "已受理，待联网办理" in said(slip())


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (0, "联网后1个工作日内", "within 1 working day of being online"),
        (5, "联网后5个工作日内", "within 5 working days of being online"),
    ],
)
def test_a_slip_promises_no_more_than_the_items_time_limit(
    days: int, chinese: str, english: str
) -> None:
    about = item(time_limit_days=days)
    assert chinese in said(slip("zh_CN", about=about))
    assert english in said(slip("en", about=about))


@pytest.mark.parametrize(
    ("fee", "chinese", "english"),
    [
        (0, "免费", "free of charge"),
        (5, "¥ 0.05", "¥ 0.05"),
        (1_234_500, "¥ 12,345.00", "¥ 12,345.00"),
    ],
)
def test_the_fee_is_said_in_yuan(fee: int, chinese: str, english: str) -> None:
    about = item(fee=fee)
    assert chinese in said(statement("zh_CN", about=about))
    assert english in said(statement("en", about=about))


def test_the_governments_hotline_stands_once_where_it_is_the_items_own() -> None:
    paper = statement(about=item(hotline="12345"))
    assert pairs(paper)[words.HELP.zh_CN] == "12345"


def test_only_a_demonstration_says_that_it_is_one() -> None:
    real = replace(HEADING, demonstration=False)
    assert not any("演示" in text for text in said(statement(heading=real)))


def test_an_answer_of_facts_alone_needs_neither_table_nor_note() -> None:
    bare = ANSWER.model_copy(update={"table": None, "note": None, "facts": ()})
    paper = statement(answer=bare)
    assert not any(isinstance(block, Table) for block in paper.blocks)


@both_languages
@every_paper
def test_no_line_is_ruled_twice(make: Make, language: Language) -> None:
    paper = make(language)
    ruled = [isinstance(block, Rule) for block in paper.blocks]
    assert not any(first and second for first, second in pairwise(ruled))
    assert not ruled[0]
    assert not ruled[-1]


# -- money ------------------------------------------------------------------------


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
    ways = (PaymentMethod(provider="wechat", name=both("our WeChat")),)
    bill = Bill(reference="B-1", amount=1, methods=ways)
    named = ANSWER.model_copy(update={"bill": bill})
    found = pairs(paid("en", answer=named))
    assert found[words.METHOD.en] == "our WeChat (en)"
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


# -- what comes later -------------------------------------------------------------


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


# -- what was handed out ----------------------------------------------------------


@both_languages
def test_documents_are_named_with_their_serials_and_not_told_twice(
    language: Language,
) -> None:
    paper = printed(language)
    assert pairs(paper)[both("certificate").within(language)] == "SS-1"
    assert words.PRINTED.within(language) in said(paper)
    assert words.DONE.within(language) in said(paper)
    assert not any(isinstance(block, Table) for block in paper.blocks)


@both_languages
def test_what_came_out_of_a_cell_is_named_with_the_cell(language: Language) -> None:
    found = pairs(released(language))
    assert found[words.HANDED_OUT.within(language)] == both("passport").within(language)
    assert found[words.CELL.within(language)] == "7"


def test_only_a_copy_says_that_it_is_one() -> None:
    assert "副本 COPY" in said(copied())
    assert "COPY" in said(copied("en"))
    assert not [text for text in said(paid()) if "副本" in text]


@both_languages
@every_paper
def test_without_a_card_there_is_no_person(make: Make, language: Language) -> None:
    texts = said(make(language, who=None))
    for never in (words.NAME, words.NUMBER, words.ABOUT_YOU):
        assert never.within(language) not in texts


def test_a_receipt_about_nothing_is_a_bug() -> None:
    with pytest.raises(LookupError):
        make()


# -- languages --------------------------------------------------------------------


@every_paper
def test_an_english_paper_has_no_chinese_but_the_name(make: Make) -> None:
    texts = [text for text in said(make("en")) if text != NAME]
    assert not [text for text in texts if CHINESE.search(text)]
    assert not [text for text in said(make("zh_CN")) if "(en)" in text]


@pytest.mark.parametrize("name", sorted(WORDS))
def test_every_text_of_ours_is_in_both_languages(name: str) -> None:
    assert CHINESE.search(WORDS[name].zh_CN)
    assert not CHINESE.search(WORDS[name].en)
    for make in PAPERS.values():
        # A text that stands on one paper must stand there in its own language only.
        assert WORDS[name].en not in said(make("zh_CN"))


# -- on paper ---------------------------------------------------------------------

WIDTHS = (576, 384)

LONG = Applicant(
    number="951250198704162125",
    name="DUBOIS DE LA FONTAINE-VILLENEUVE, JEAN-BAPTISTE MAXIMILIEN MARIE " * 3,
)


def long_answer() -> QueryAnswer:
    text = both("攀枝花市仁和区示例科技发展有限责任公司第一分公司 " * 6)
    cells = tuple(
        both(text) for text in ("2026-10", "Panzhihua Example Co", "1,234.00")
    )
    columns = (
        Column(heading=both("month")),
        Column(heading=both("employer")),
        Column(heading=both("amount"), align="right"),
    )
    return ANSWER.model_copy(
        update={
            "facts": tuple(Fact(label=text, value=text) for _ in range(3)),
            "table": DataTable(columns=columns, rows=(cells,) * 60),
            "note": text,
        }
    )


def lines(page: Page) -> list[tuple[str, float, float]]:
    """Each line set on the page: its text, where it begins, and where it ends."""
    found = []
    for placed in page.texts:
        text = placed.layout.text()
        for number in range(placed.layout.lineCount()):
            line = placed.layout.lineAt(number)
            part = text[line.textStart() : line.textStart() + line.textLength()]
            left = placed.x + line.position().x()
            found.append((part, left, left + line.naturalTextWidth()))
    return found


@both_languages
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("long", [False, True])
@every_paper
def test_everything_fits_the_paper(
    make: Make, long: bool, width: int, language: Language
) -> None:
    changes: dict[str, Any] = {"who": LONG} if long else {}
    if long and make in (statement, paid):
        changes["answer"] = long_answer()
    if long and make is released:
        held = replace(HELD, title=both("机动车驾驶证（补换证）" * 6))
        changes["released"] = held
    paper = make(language, **changes)
    page = lay_out(paper, width)
    assert all(left >= 0 and right <= width + 1 for _, left, right in lines(page))
    assert draw(paper, width).rows == page.rows


@pytest.mark.parametrize("width", WIDTHS)
@every_paper
def test_none_of_our_own_words_is_broken(make: Make, width: int) -> None:
    page = lay_out(make("en"), width)
    ours = " ".join(words.en for words in WORDS.values()).split()
    for placed in page.texts:
        text = placed.layout.text()
        if text in {words.en for words in WORDS.values()}:
            for number in range(placed.layout.lineCount()):
                line = placed.layout.lineAt(number)
                part = text[line.textStart() : line.textStart() + line.textLength()]
                assert set(part.split()) <= set(ours), f"{text!r} broken at {part!r}"


def test_a_label_that_ends_in_a_leaning_letter_stays_whole() -> None:
    value = both("Panzhihua Example Technology Company, Limited")
    fact = Fact(label=Bilingual(zh_CN="单位", en="Employer"), value=value)
    page = lay_out(
        statement("en", answer=ANSWER.model_copy(update={"facts": (fact,)})), 576
    )
    assert "Employer" in [text for text, _, _ in lines(page)]


@both_languages
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("make", "code"), [(slip, CODE), (to_collect, CODE), (pay_later, BILL)]
)
def test_the_code_can_be_scanned(
    make: Make, code: str, width: int, language: Language
) -> None:
    found = zxingcpp.read_barcodes(image(draw(make(language), width)))
    assert [each.text for each in found] == [code]
