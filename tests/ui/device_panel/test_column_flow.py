"""Columns beside each other, as the window allows."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.device_panel.flow import COLUMN_WIDTH, GAP, WIDEST, ColumnFlow

HEIGHTS = (300, 100, 200, 50)


@pytest.fixture
def area(qtbot: QtBot) -> QWidget:
    area = QWidget()
    qtbot.addWidget(area)
    flow = ColumnFlow(area)
    for height in HEIGHTS:
        child = QWidget()
        child.setFixedHeight(height)
        flow.addWidget(child)
    area.show()
    return area


def flow(area: QWidget) -> ColumnFlow:
    layout = area.layout()
    assert isinstance(layout, ColumnFlow)
    return layout


def places(area: QWidget, width: int) -> list[tuple[int, int]]:
    area.resize(width, 1000)
    flow(area).activate()
    items = [child.geometry() for child in area.findChildren(QWidget)]
    for one in items:
        assert COLUMN_WIDTH <= one.width() <= WIDEST
        assert one.right() < width
        assert not any(one.intersects(other) for other in items if other is not one)
    return [(place.x(), place.y()) for place in items]


def test_a_wide_window_has_them_in_one_row(area: QWidget) -> None:
    assert {y for _, y in places(area, 1200)} == {GAP}


def test_a_further_device_goes_under_the_shortest_column(area: QWidget) -> None:
    first, second, third, fourth = places(area, 2 * (COLUMN_WIDTH + GAP) + GAP)
    assert first[1] == second[1] == GAP
    assert third == (second[0], GAP + 100 + GAP)
    assert fourth == (first[0], GAP + 300 + GAP)


def test_a_narrow_window_has_them_one_under_another(area: QWidget) -> None:
    assert [x for x, _ in places(area, COLUMN_WIDTH + 2 * GAP)] == [GAP] * 4
    needed = flow(area).heightForWidth(COLUMN_WIDTH + 2 * GAP)
    assert needed == sum(HEIGHTS) + GAP * 5
