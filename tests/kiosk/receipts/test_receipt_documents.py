"""What was printed or handed out, and whose it is."""

import pytest
from support.flow import both
from support.receipts import (
    Make,
    both_languages,
    copied,
    every_paper,
    make,
    paid,
    pairs,
    printed,
    released,
    said,
)

from drivers.base import Table
from kiosk.receipts import words as words
from view import Language


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
