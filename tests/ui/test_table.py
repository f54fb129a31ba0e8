"""Tables can be read completely, however many rows and however wide."""

from dataclasses import replace
from typing import Any

import pytest
from support.views import review, view

from ui.theme.look import NUMBER
from ui.widgets.table import PagedTable
from ui.widgets.text import Text
from view import FactLine, Review, TableView


def table_of(kiosk: Any) -> PagedTable:
    kiosk.robot.settle()
    (table,) = kiosk.window.findChildren(PagedTable)
    assert isinstance(table, PagedTable)
    return table


def showing(rows: tuple[tuple[str, ...], ...], header: tuple[str, ...]) -> Review:
    return Review(True, "t", "d", "h", "2026-10-31", (), TableView(header, rows), None)


@pytest.mark.parametrize("rows", [0, 1, 11, 12, 24, 600])
def test_every_row_comes_by_turning_pages(kiosk: Any, rows: int) -> None:
    content = review("zh_CN", rows)
    kiosk.window.show_view(view("zh_CN", content, stage=rows))
    table = table_of(kiosk)
    assert content.table is not None
    seen: list[str] = []
    while True:
        seen += table.texts()[len(content.table.header) :]
        if kiosk.robot.find("page_down") is None:
            break
        kiosk.robot.click("page_down")
    assert seen == [cell for row in content.table.rows for cell in row]
    assert not table.clipped()


def test_a_long_list_of_facts_is_turned_in_pages_and_none_is_lost(kiosk: Any) -> None:
    facts = tuple(FactLine(f"label {n}", f"value {n}") for n in range(40))
    content = Review(True, "t", "d", "h", "2026-10-31", facts, None, None)
    kiosk.window.show_view(view("en", content))
    seen = {text for page in read_through(kiosk) for text in page}
    assert {part for f in facts for part in (f.label, f.value)} <= seen


def read_through(kiosk: Any) -> list[list[str]]:
    """The texts of every page, turned as a citizen does."""
    pages = [table_of(kiosk).texts()]
    while kiosk.robot.find("page_down") is not None:
        kiosk.robot.click("page_down")
        pages.append(table_of(kiosk).texts())
        assert pages[-1] != pages[-2], "turned, and the same again"
    return pages


@pytest.mark.parametrize("facts", [12, 40])
@pytest.mark.parametrize("rows", [15, 100])
def test_table_and_details_follow_each_other_and_share_no_page(
    kiosk: Any, facts: int, rows: int
) -> None:
    content = review("en", rows)
    assert content.table is not None
    told = tuple(FactLine(f"label {n}", f"value {n}") for n in range(facts))
    kiosk.window.show_view(view("en", replace(content, facts=told)))
    pages = read_through(kiosk)
    assert f"Page {len(pages)} of {len(pages)}" in kiosk.robot.texts()
    columns = len(content.table.header)
    first = [page for page in pages if page[0] == content.table.header[0]]
    last = [page for page in pages if page[0] == "Details"]
    assert pages == first + last
    cells = [cell for page in first for cell in page[columns:]]
    assert cells == [cell for row in content.table.rows for cell in row]
    parts = [part for page in last for part in page[2:]]
    assert parts == [part for fact in told for part in (fact.label, fact.value)]


def test_what_fits_beside_the_whole_table_is_not_turned_away(kiosk: Any) -> None:
    content = review("en", 3)
    told = tuple(FactLine(f"label {n}", f"value {n}") for n in range(8))
    kiosk.window.show_view(view("en", replace(content, facts=told)))
    texts = kiosk.robot.texts()
    assert {part for fact in told for part in (fact.label, fact.value)} <= set(texts)
    assert table_of(kiosk).pages() == 1
    assert "Details" not in texts


def test_three_facts_at_most_are_large_and_the_others_are_details(kiosk: Any) -> None:
    told = tuple(FactLine(f"label {n}", f"value {n}", True) for n in range(5))
    kiosk.window.show_view(view("en", replace(review("en", 30), facts=told)))
    kiosk.robot.settle()
    large = [
        text.text()
        for text in kiosk.window.findChildren(Text)
        if text.isVisible() and text._font(text.width()).pixelSize() == NUMBER
    ]
    assert large == ["value 0", "value 1", "value 2"]
    assert {"value 3", "value 4"} <= set(kiosk.robot.texts())


def test_a_value_higher_than_a_page_goes_on_on_the_next(kiosk: Any) -> None:
    words = [f"{year}-{month:02}," for year in range(1980, 2020) for month in range(12)]
    facts = (FactLine("Months not paid", " ".join(words)),)
    content = replace(review("en"), facts=facts, table=None)
    kiosk.window.show_view(view("en", content))
    pages = read_through(kiosk)
    assert len(pages) > 1
    assert not table_of(kiosk).clipped()
    assert " ".join(cell for page in pages for cell in page[3::2]).split() == words
    assert sum("Months not paid" in page for page in pages) == 1


def test_pages_of_one_table_are_of_about_equal_length(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", review("en", 25)))
    lengths = [len(page) // 5 - 1 for page in read_through(kiosk)]
    assert sum(lengths) == 25
    assert max(lengths) - min(lengths) <= len(lengths)


def test_turning_back_comes_to_the_first_page(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", review("en")))
    first = table_of(kiosk).texts()
    assert kiosk.robot.find("page_up") is None
    kiosk.robot.click("page_down")
    assert table_of(kiosk).texts() != first
    kiosk.robot.click("page_up")
    assert table_of(kiosk).texts() == first


def test_wide_columns_wrap_and_are_not_cut(kiosk: Any) -> None:
    wide = "An agency whose name is very much longer than a column can be"
    rows = tuple(
        (wide, str(n), "灵活就业人员基本养老保险缴费", "8,000.00") for n in range(9)
    )
    kiosk.window.show_view(view("en", showing(rows, ("Agency", "No.", "Kind", "Base"))))
    table = table_of(kiosk)
    assert not table.clipped()
    table.resize(table.width() // 4, table.height())
    assert table.clipped()  # a word longer than its column is detected


def test_a_new_table_begins_at_its_first_page(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", review("en"), stage=1))
    kiosk.robot.click("page_down")
    kiosk.window.show_view(view("en", review("en"), stage=2))
    assert "2026-12" in table_of(kiosk).texts()


def test_a_countdown_does_not_turn_the_page_back(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", review("en"), stage=1))
    kiosk.robot.click("page_down")
    page = table_of(kiosk).texts()
    kiosk.window.show_view(view("en", review("en"), stage=1, idle_left=20))
    kiosk.window.show_view(view("en", review("en"), stage=1))
    assert table_of(kiosk).texts() == page
