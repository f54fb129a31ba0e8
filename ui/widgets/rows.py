"""Rows one above the other, in pages if they do not all fit."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.theme.look import GAP, Look
from ui.widgets.pager import PAGER_HEIGHT, Pager
from ui.widgets.panel import column


class PagedRows(QWidget):
    """Rows of any height; each is as high as its words need.

    Args:
        look: The scale.
        gap: The gap between two rows, in pixels of the canvas.
    """

    def __init__(self, look: Look, gap: int = GAP) -> None:
        super().__init__()
        self._look = look
        self._gap = gap
        self._rows: Sequence[QWidget] = ()
        self._pages: list[range] = []
        self._along = column(look, self, gap=GAP)
        holder = QWidget()
        self._lines = column(look, holder, gap=gap)
        self._pager = Pager(look, self._show)
        self._along.addWidget(holder)
        self._along.addStretch(1)
        self._along.addWidget(self._pager)

    def present(
        self, rows: Sequence[QWidget], width: int, height: int, first: int = 0
    ) -> None:
        """Show rows.

        Args:
            rows: The rows, from the top.
            width: The width in window pixels.
            height: The height for the rows and the paging buttons in window pixels.
            first: The row whose page is shown first.
        """
        for old in self._rows:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._rows = rows
        heights = [_height(each, width) for each in rows]
        for each, high in zip(rows, heights, strict=True):
            each.setParent(self)
            each.setFixedHeight(high)
            each.hide()
        gap = self._look.px(self._gap)
        self._pages = _fill(heights, gap, height)
        if len(self._pages) > 1:
            room = height - self._look.px(PAGER_HEIGHT + GAP)
            self._pages = _fill(heights, gap, room)
        page = next((n for n, shown in enumerate(self._pages) if first in shown), 0)
        self._pager.present(len(self._pages), page)
        self._show()

    def _show(self) -> None:
        while self._lines.takeAt(0) is not None:
            pass  # only taken out of the layout: it comes back with its page
        shown = self._pages[self._pager.page] if self._pages else range(0)
        for index, each in enumerate(self._rows):
            each.setVisible(False)
            if index in shown:
                self._lines.addWidget(each)
                each.setVisible(True)


def _height(row: QWidget, width: int) -> int:
    """Return the height that a row needs at a width, at least its minimum."""
    needed = row.heightForWidth(width) if row.hasHeightForWidth() else 0
    return max(needed, row.minimumSizeHint().height(), row.minimumHeight())


def _fill(heights: Sequence[int], gap: int, room: int) -> list[range]:
    """Return rows page by page, as many on each as fit, at least one."""
    pages, first, taken = [], 0, 0
    for index, height in enumerate(heights):
        if index > first and taken + height > room:
            pages.append(range(first, index))
            first, taken = index, 0
        taken += height + gap
    return [*pages, range(first, len(heights))] if heights else []
