"""What stands on every paper: all that it must say, in either language."""

from dataclasses import replace
from itertools import pairwise

import pytest
from support.flow import NAME, NUMBER, both, item
from support.receipts import (
    ANSWER,
    CHINESE,
    CODE,
    HEADING,
    PAPERS,
    WHO,
    WORDS,
    Make,
    both_languages,
    every_paper,
    pairs,
    said,
    slip,
    statement,
)

from drivers.base import Pair, QrCode, Rule, Table
from kiosk.receipts import words as words
from view import Language


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
