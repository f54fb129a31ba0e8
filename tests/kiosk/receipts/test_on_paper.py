"""Papers laid out: everything fits, nothing is broken, each code can be scanned."""

from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from support.flow import both
from support.receipt_printers import image
from support.receipts import (
    ANSWER,
    BILL,
    CODE,
    HELD,
    WORDS,
    Make,
    both_languages,
    every_paper,
    paid,
    pay_later,
    released,
    slip,
    statement,
    to_collect,
)

from contract.model import Applicant, Bilingual
from contract.queries import (
    Column,
    DataTable,
    Fact,
    QueryAnswer,
)
from drivers.receipt_printer.layout import Page, lay_out
from drivers.receipt_printer.raster import draw
from kiosk.receipts import words as words
from view import Language

pytestmark = pytest.mark.usefixtures("qapp")

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
