"""Tables that are turned page by page, with large buttons or a swipe."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.theme.colours import GROUND, HAIRLINE, INK, QUIET, WHITE
from ui.theme.look import BODY, GAP, SMALL, Look
from ui.widgets.button import Button, Kind
from ui.widgets.pages import CELL, Cells, Page, in_pages
from ui.widgets.text import Text, balanced_width, wrapped_bounds
from ui.words import translate
from view import TableView

_PAGER = 112
_SWIPE = 80  # a shorter stroke is a tap


class PagedTable(QWidget):
    """Tables one after the other, in pages that can be read at arm's length."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tables: tuple[TableView, ...] = ()
        self._pages: list[Page] = []
        self._turned = 0  # the page wanted, if there are that many
        self._swipe_from: int | None = None
        self._up = self._pager_button("page_up", "up")
        self._down = self._pager_button("page_down", "down")
        self._up.clicked.connect(lambda: self.turn(-1))
        self._down.clicked.connect(lambda: self.turn(1))
        self._where = Text(look, BODY, align=Qt.AlignmentFlag.AlignHCenter)
        self._where.setParent(self)

    def present(self, *tables: TableView) -> None:
        """Show tables; new ones from their first page."""
        self._up.label(translate("PagedTable", "Back up"))
        self._down.label(translate("PagedTable", "More"))
        if tables != self._tables:
            self._tables = tables
            self._turned = 0
            self._arrange()

    def forget(self) -> None:
        """Remove the tables."""
        self._tables = ()
        self._pages = []
        self._where.forget()

    def holds(self, table: TableView, width: int, height: int) -> bool:
        """Return whether a size in window pixels shows all of a table at once."""
        (first, *more) = in_pages(self._look, (table,), width, height, height)
        return not more and first.height <= height

    def pages(self) -> int:
        """Return the number of pages, at least 1."""
        return max(1, len(self._pages))

    def texts(self) -> list[str]:
        """Return the header and the cells of the current page."""
        page = self._shown()
        if page is None:
            return []
        return [*page.header, *(cell for row in page.rows for cell in row)]

    def turn(self, pages: int) -> None:
        """Turn by a number of pages, forward or back; stop at the ends."""
        self._turned = min(max(0, self._page() + pages), self.pages() - 1)
        self._show_where()
        self.update()

    def clipped(self) -> bool:
        """Return whether anything on any page does not fit."""
        room = self._paged_room() if self.pages() > 1 else self.height()
        return any(
            page.height > room
            or sum(page.widths) > self.width()
            or any(self._too_wide(page, row) for row in page.rows)
            for page in self._pages
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit columns and pages to the space available."""
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Record where a swipe may begin."""
        self._swipe_from = event.position().toPoint().y()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Turn forward on a swipe up, back on a swipe down."""
        if self._swipe_from is None:
            return
        stroke = self._swipe_from - event.position().toPoint().y()
        self._swipe_from = None
        if abs(stroke) >= self._look.px(_SWIPE):
            self.turn(1 if stroke > 0 else -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the header and the rows of the current page."""
        page = self._shown()
        if page is None:
            return
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), page.height), QColor(WHITE))
        painter.setPen(QColor(QUIET))
        painter.setFont(self._look.font(SMALL))
        self._draw_row(painter, page, page.header, 0, page.header_height)
        painter.setFont(self._look.font(page.size))
        top = page.header_height
        for index, (cells, height) in enumerate(
            zip(page.rows, page.heights, strict=True)
        ):
            if index % 2 == 0:
                painter.fillRect(QRect(0, top, self.width(), height), QColor(GROUND))
            painter.setPen(QColor(INK))
            self._draw_row(painter, page, cells, top, height)
            top += height
        painter.setPen(QColor(HAIRLINE))
        painter.drawRect(QRect(0, 0, self.width() - 1, page.height - 1))
        painter.end()

    def _draw_row(
        self, painter: QPainter, page: Page, cells: Cells, top: int, height: int
    ) -> None:
        pad = self._look.px(CELL)
        left = 0
        for index, (cell, width) in enumerate(zip(cells, page.widths, strict=True)):
            words = balanced_width(painter.font(), cell, width - 2 * pad)
            box = QRect(left + pad, top, words, height)
            side = Qt.AlignmentFlag.AlignLeft
            if index in page.right:
                side = Qt.AlignmentFlag.AlignRight
                box.moveLeft(left + width - pad - words)
            flags = int((side | Qt.AlignmentFlag.AlignVCenter).value)
            painter.drawText(box, flags | int(Qt.TextFlag.TextWordWrap.value), cell)
            left += width

    def _shown(self) -> Page | None:
        return self._pages[self._page()] if self._pages else None

    def _page(self) -> int:
        return min(self._turned, self.pages() - 1)

    def _too_wide(self, page: Page, cells: Cells) -> bool:
        """Return whether a word is longer than its column is wide."""
        font = self._look.font(page.size)
        rooms = (width - 2 * self._look.px(CELL) for width in page.widths)
        return any(
            wrapped_bounds(font, cell, room).width() > room + 1
            for cell, room in zip(cells, rooms, strict=True)
        )

    def _paged_room(self) -> int:
        return self.height() - self._look.px(_PAGER + GAP)

    def _arrange(self) -> None:
        """Lay out the pages, and place the paging buttons if there are several."""
        self._pages = in_pages(
            self._look, self._tables, self.width(), self.height(), self._paged_room()
        )
        px = self._look.px
        top, wide = self.height() - px(_PAGER), px(300)
        self._up.setGeometry(0, top, wide, px(_PAGER))
        self._down.setGeometry(self.width() - wide, top, wide, px(_PAGER))
        self._where.setGeometry(wide, top, self.width() - 2 * wide, px(_PAGER))
        for part in (self._up, self._down, self._where):
            part.setVisible(self.pages() > 1)
        self._show_where()
        self.update()

    def _show_where(self) -> None:
        self._up.setEnabled(self._page() > 0)
        self._down.setEnabled(self._page() < self.pages() - 1)
        if self.pages() > 1:
            words = translate("PagedTable", "Page {page} of {pages}")
            self._where.setText(words.format(page=self._page() + 1, pages=self.pages()))

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
