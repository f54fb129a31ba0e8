"""Two large buttons that turn pages, and the page number."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme.look import BODY, GAP, Look
from ui.widgets.button import Button
from ui.widgets.panel import row
from ui.widgets.text import Text
from ui.words import translate

PAGER_HEIGHT = 112
_WIDTH = 300


class Pager(QWidget):
    """Takes no space while there is only one page.

    Args:
        look: The scale.
        turned: Called when another page is to be shown.
    """

    def __init__(self, look: Look, turned: Callable[[], None]) -> None:
        super().__init__()
        self._page = 0
        self._pages = 1
        self._turned = turned
        across = row(look, self, gap=GAP)
        self._up = Button(look, "page_up", width=_WIDTH, height=PAGER_HEIGHT, icon="up")
        self._down = Button(
            look, "page_down", width=_WIDTH, height=PAGER_HEIGHT, icon="down"
        )
        self._where = Text(look, BODY, align=Qt.AlignmentFlag.AlignHCenter)
        across.addWidget(self._up)
        across.addWidget(self._where, 1)
        across.addWidget(self._down)
        self._up.clicked.connect(lambda: self._turn(-1))
        self._down.clicked.connect(lambda: self._turn(1))

    @property
    def page(self) -> int:
        """The page to be shown, from 0."""
        return self._page

    def present(self, pages: int, page: int | None = None) -> None:
        """Set the number of pages and show one, or keep the current one if possible."""
        self._pages = max(1, pages)
        self._page = min(self._page if page is None else page, self._pages - 1)
        self._up.label(translate("PagedTable", "Back up"))
        self._down.label(translate("PagedTable", "More"))
        words = translate("PagedTable", "Page {page} of {pages}")
        self._where.setText(words.format(page=self._page + 1, pages=self._pages))
        self._up.setEnabled(self._page > 0)
        self._down.setEnabled(self._page < self._pages - 1)
        self.setVisible(self._pages > 1)

    def _turn(self, by: int) -> None:
        self.present(self._pages, max(0, self._page + by))
        self._turned()
