"""What stands on the paper: all that it must say, in either language, and whole."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
import zxingcpp
from support.flow import NAME, NUMBER, both, item
from support.receipt_printers import image

from central.contract.model import Applicant, Bilingual
from central.contract.queries import Column, DataTable, Fact, QueryAnswer
from central.contract.service_item import ServiceItem
from drivers.base import Block, Pair, QrCode, Receipt, Rule, Table, Text
from drivers.receipt_printer.layout import Page, lay_out
from drivers.receipt_printer.raster import draw
from kiosk import receipts
from kiosk.receipts import Heading
from kiosk.view import Language

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
    name: value
    for name, value in vars(receipts).items()
    if isinstance(value, Bilingual)
}
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")

both_languages = pytest.mark.parametrize("language", LANGUAGES)


def statement(
    language: Language = "zh_CN",
    *,
    heading: Heading = HEADING,
    about: ServiceItem | None = None,
    who: Applicant = WHO,
    answer: QueryAnswer = ANSWER,
) -> Receipt:
    return receipts.statement(heading, about or item(), who, answer, language)


def slip(
    language: Language = "zh_CN",
    *,
    heading: Heading = HEADING,
    about: ServiceItem | None = None,
    who: Applicant = WHO,
) -> Receipt:
    return receipts.slip(heading, about or item(), who, CODE, language)


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
@pytest.mark.parametrize("make", [statement, slip])
def test_every_receipt_says_where_when_what_and_whom_to_ask(
    make: Make, language: Language
) -> None:
    paper = make(language)
    texts = said(paper)
    service = item()
    assert service.name.within(language) in texts
    assert service.department.name.within(language) in texts
    assert HEADING.place.within(language) in texts
    assert receipts.DEMONSTRATION.within(language) in texts
    found = pairs(paper)
    assert found[receipts.TERMINAL.within(language)] == "demo-01"
    assert found[receipts.TIME.within(language)] == "2026-11-23 00:05:09"
    assert found[receipts.SERIAL.within(language)] == "demo-01-20261123-00042"
    assert found[receipts.FEE.within(language)] == receipts.FREE.within(language)
    assert found[receipts.HELP.within(language)] == "12333 / 12345"


@both_languages
@pytest.mark.parametrize("make", [statement, slip])
def test_the_name_stands_in_full_and_the_number_masked(
    make: Make, language: Language
) -> None:
    paper = make(language)
    found = pairs(paper)
    assert found[receipts.NAME.within(language)] == NAME
    assert found[receipts.NUMBER.within(language)] == "510411********3175"
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
    assert pairs(paper)[receipts.AS_OF.within(language)] == "2026-11-01"
    assert receipts.DONE.within(language) in texts
    emphasised = [b.label for b in paper.blocks if isinstance(b, Pair) and b.bold]
    assert both("months").within(language) in emphasised
    assert both("insurance").within(language) not in emphasised


@both_languages
def test_a_slip_says_that_it_is_accepted_what_happens_next_and_until_when(
    language: Language,
) -> None:
    paper = slip(language)
    texts = said(paper)
    assert receipts.ACCEPTED.within(language) in texts
    assert receipts.KEEP.within(language) in texts
    assert texts.count(CODE) == 2, "to be read, and to be scanned"
    assert QrCode(CODE) in paper.blocks
    assert "1" in pairs(paper)[receipts.LIMIT.within(language)]


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
        (5, "0.05 元", "0.05 yuan"),
        (1_234_500, "12,345.00 元", "12,345.00 yuan"),
    ],
)
def test_the_fee_is_said_in_yuan(fee: int, chinese: str, english: str) -> None:
    about = item(fee=fee)
    assert chinese in said(statement("zh_CN", about=about))
    assert english in said(statement("en", about=about))


def test_the_governments_hotline_stands_once_where_it_is_the_items_own() -> None:
    paper = statement(about=item(hotline="12345"))
    assert pairs(paper)[receipts.HELP.zh_CN] == "12345"


def test_only_a_demonstration_says_that_it_is_one() -> None:
    real = replace(HEADING, demonstration=False)
    assert not any("演示" in text for text in said(statement(heading=real)))


def test_an_answer_of_facts_alone_needs_neither_table_nor_note() -> None:
    bare = ANSWER.model_copy(update={"table": None, "note": None, "facts": ()})
    paper = statement(answer=bare)
    assert not any(isinstance(block, Table) for block in paper.blocks)


@both_languages
@pytest.mark.parametrize("make", [statement, slip])
def test_no_line_is_ruled_twice(make: Make, language: Language) -> None:
    paper = make(language)
    ruled = [isinstance(block, Rule) for block in paper.blocks]
    assert not any(first and second for first, second in pairwise(ruled))
    assert not ruled[0]
    assert not ruled[-1]


# -- languages --------------------------------------------------------------------


@pytest.mark.parametrize("make", [statement, slip])
def test_an_english_paper_has_no_chinese_but_the_name(make: Make) -> None:
    texts = [text for text in said(make("en")) if text != NAME]
    assert not [text for text in texts if CHINESE.search(text)]
    assert not [text for text in said(make("zh_CN")) if "(en)" in text]


@pytest.mark.parametrize("name", sorted(WORDS))
def test_every_text_of_ours_is_in_both_languages(name: str) -> None:
    assert CHINESE.search(WORDS[name].zh_CN)
    assert not CHINESE.search(WORDS[name].en)
    for make in (statement, slip):
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
@pytest.mark.parametrize("make", [statement, slip])
def test_everything_fits_the_paper(
    make: Make, long: bool, width: int, language: Language
) -> None:
    changes: dict[str, Any] = {"who": LONG} if long else {}
    if long and make is statement:
        changes["answer"] = long_answer()
    paper = make(language, **changes)
    page = lay_out(paper, width)
    assert all(left >= 0 and right <= width + 1 for _, left, right in lines(page))
    assert draw(paper, width).rows == page.rows


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("make", [statement, slip])
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
def test_the_code_can_be_scanned(width: int, language: Language) -> None:
    found = zxingcpp.read_barcodes(image(draw(slip(language), width)))
    assert [code.text for code in found] == [CODE]
