"""A table that is turned page by page, with large buttons or a swipe."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from kiosk.view import TableView
from ui.theme.colours import GROUND, HAIRLINE, INK, QUIET, WHITE
from ui.theme.look import BODY, GAP, SMALL, Look
from ui.widgets.button import Button, Kind
from ui.widgets.text import Text, wrapped_bounds
from ui.words import translate

_CELL = 20  # at each side of a cell's words
_ROW = 72  # least height
_ROW_MOST = 96
_PAGER = 112
_SWIPE = 80  # a shorter stroke is a tap
_SIZES = (BODY, 36, SMALL)


class PagedTable(QWidget):
    """Rows in pages of equal length; large enough to read at arm's length.

    Type becomes smaller, down to the smallest, where columns need it; after that words
    wrap within their cells. Nothing is cut off.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._table: TableView | None = None
        self._size = BODY
        self._widths: list[int] = []
        self._row_height = 0
        self._header_height = 0
        self._per_page = 1
        self._page = 0
        self._swipe_from: int | None = None
        self._up = self._pager_button("page_up", "up")
        self._down = self._pager_button("page_down", "down")
        self._up.clicked.connect(lambda: self.turn(-1))
        self._down.clicked.connect(lambda: self.turn(1))
        self._where = Text(look, BODY, align=Qt.AlignmentFlag.AlignHCenter)
        self._where.setParent(self)

    def present(self, table: TableView | None) -> None:
        """Show a table; a new one from its first page."""
        self._up.label(translate("PagedTable", "Back up"))
        self._down.label(translate("PagedTable", "More"))
        if table != self._table:
            self._table = table
            self._page = 0
            self._arrange()

    def forget(self) -> None:
        """Drop the table."""
        self._table = None
        self._where.forget()

    def pages(self) -> int:
        """How many pages there are, at least 1."""
        rows = len(self._table.rows) if self._table else 0
        return max(1, -(-rows // self._per_page))

    def texts(self) -> list[str]:
        """The cells on the page that is shown, and the header."""
        if self._table is None:
            return []
        return [*self._table.header, *(c for line in self._visible() for c in line)]

    def turn(self, pages: int) -> None:
        """Go on by so many pages, or back; stops at the ends."""
        self._page = min(max(0, self._page + pages), self.pages() - 1)
        self._show_where()
        self.update()

    def clipped(self) -> bool:
        """Whether a row or a column does not fit."""
        if self._table is None:
            return False
        shown = self._header_height + self._row_height * min(
            self._per_page, len(self._table.rows)
        )
        room = self._up.y() if self._up.isVisibleTo(self) else self.height()
        return shown > room or sum(self._widths) > self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit columns and pages to the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A swipe may begin."""
        self._swipe_from = event.position().toPoint().y()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A swipe up turns on, a swipe down turns back."""
        if self._swipe_from is None:
            return
        stroke = self._swipe_from - event.position().toPoint().y()
        self._swipe_from = None
        if abs(stroke) >= self._look.px(_SWIPE):
            self.turn(1 if stroke > 0 else -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the header and the rows of this page."""
        if self._table is None:
            return
        painter = QPainter(self)
        rows = self._visible()
        height = self._header_height + self._row_height * len(rows)
        painter.fillRect(QRect(0, 0, self.width(), height), QColor(WHITE))
        painter.setPen(QColor(QUIET))
        painter.setFont(self._look.font(SMALL))
        right = self._table.right
        self._draw_row(painter, self._table.header, right, 0, self._header_height)
        painter.setFont(self._look.font(self._size))
        for index, cells in enumerate(rows):
            top = self._header_height + index * self._row_height
            if index % 2 == 0:
                stripe = QRect(0, top, self.width(), self._row_height)
                painter.fillRect(stripe, QColor(GROUND))
            painter.setPen(QColor(INK))
            self._draw_row(painter, cells, right, top, self._row_height)
        painter.setPen(QColor(HAIRLINE))
        painter.drawRect(QRect(0, 0, self.width() - 1, height - 1))
        painter.end()

    def _draw_row(
        self,
        painter: QPainter,
        cells: tuple[str, ...],
        right: frozenset[int],
        top: int,
        height: int,
    ) -> None:
        pad = self._look.px(_CELL)
        left = 0
        for index, (cell, width) in enumerate(zip(cells, self._widths, strict=True)):
            box = QRect(left + pad, top, width - 2 * pad, height)
            side = (
                Qt.AlignmentFlag.AlignRight
                if index in right
                else Qt.AlignmentFlag.AlignLeft
            )
            flags = int((side | Qt.AlignmentFlag.AlignVCenter).value)
            painter.drawText(box, flags | int(Qt.TextFlag.TextWordWrap.value), cell)
            left += width

    def _visible(self) -> tuple[tuple[str, ...], ...]:
        if self._table is None:
            return ()
        first = self._page * self._per_page
        return self._table.rows[first : first + self._per_page]

    def _arrange(self) -> None:
        """Choose type, columns, rows a page, and where the pager stands."""
        rows = len(self._table.rows) if self._table else 0
        if self._table is not None:
            self._fit_columns(self._table)
        room = self.height() - self._header_height
        row = max(1, self._row_height)
        paged = rows * row > room
        if paged:
            room -= self._look.px(_PAGER + GAP)
        fits = max(1, room // row)
        pages = max(1, -(-rows // fits))
        self._per_page = max(1, -(-rows // pages))  # pages of equal length
        grown = min(self._look.px(_ROW_MOST), room // self._per_page)
        self._row_height = max(self._row_height, grown)
        self._page = min(self._page, self.pages() - 1)
        self._place_pager(paged)

    def _fit_columns(self, table: TableView) -> None:
        """Natural widths if they fit in a size; else the widest columns give way."""
        pad = 2 * self._look.px(_CELL)
        heads = QFontMetrics(self._look.font(SMALL))
        for self._size in _SIZES:
            cells = QFontMetrics(self._look.font(self._size))
            natural = [
                pad
                + 2
                + max(
                    heads.horizontalAdvance(head),
                    *(cells.horizontalAdvance(line[index]) for line in table.rows),
                    0,
                )
                for index, head in enumerate(table.header)
            ]
            spare = self.width() - sum(natural)
            if spare >= 0:
                break
        if spare >= 0:
            share = spare // len(natural)
            self._widths = [width + share for width in natural]
            self._widths[-1] += self.width() - sum(self._widths)
        else:
            fair = self.width() // len(natural)
            small = sum(width for width in natural if width <= fair)
            wide = [width for width in natural if width > fair]
            left = (self.width() - small) / sum(wide)
            self._widths = [w if w <= fair else int(w * left) for w in natural]
        self._row_height = self._needed(table.rows, self._size)
        self._header_height = self._needed((table.header,), SMALL)

    def _needed(self, rows: tuple[tuple[str, ...], ...], size: int) -> int:
        """Height in which each of these rows fits."""
        font = self._look.font(size)
        line = QFontMetrics(font)
        pad = 2 * self._look.px(_CELL)
        tallest = line.height()
        for cells in rows:
            for cell, width in zip(cells, self._widths, strict=True):
                if line.horizontalAdvance(cell) > width - pad:
                    bounds = wrapped_bounds(font, cell, width - pad)
                    tallest = max(tallest, bounds.height())
        return max(self._look.px(_ROW), tallest + self._look.px(16))

    def _pager_button(self, name: str, icon: str) -> Button:
        return Button(
            self._look,
            name,
            Kind.OTHER,
            width=300,
            height=_PAGER,
            icon=icon,
            parent=self,
        )

    def _place_pager(self, paged: bool) -> None:
        px = self._look.px
        top = self.height() - px(_PAGER)
        wide = px(300)
        self._up.setGeometry(0, top, wide, px(_PAGER))
        self._down.setGeometry(self.width() - wide, top, wide, px(_PAGER))
        self._where.setGeometry(wide, top, self.width() - 2 * wide, px(_PAGER))
        for part in (self._up, self._down, self._where):
            part.setVisible(paged)
        self._show_where()

    def _show_where(self) -> None:
        paged = self.pages() > 1
        self._up.setEnabled(self._page > 0)
        self._down.setEnabled(self._page < self.pages() - 1)
        if paged:
            words = translate("PagedTable", "Page {page} of {pages}")
            self._where.setText(words.format(page=self._page + 1, pages=self.pages()))
