"""Tables are read in full, however many rows and however wide."""

from typing import Any

import pytest
from support.views import review, view

from kiosk.view import FactLine, Review, TableView
from ui.widgets.table import PagedTable


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
    table = table_of(kiosk)
    seen = table.texts()
    while kiosk.robot.find("page_down") is not None:
        kiosk.robot.click("page_down")
        seen += table.texts()
    assert {part for f in facts for part in (f.label, f.value)} <= set(seen)


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
    assert sum(table._widths) <= table.width()
    assert table._row_height * table._per_page <= table.height()


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
