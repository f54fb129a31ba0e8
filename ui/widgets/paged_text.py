"""A long text to be read completely, in pages."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.look import BODY, GAP, Look
from ui.widgets.pager import PAGER_HEIGHT, Pager
from ui.widgets.panel import Panel, column
from ui.widgets.text import Text

_MARGIN = 48


class PagedText(QWidget):
    """The text on a surface, with the paging buttons below."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._whole = ""
        self._pages: list[str] = [""]
        self._words = Text(look, BODY)
        self._pager = Pager(look, self._show)
        panel = Panel(look)
        inside = column(look, panel, margins=(_MARGIN, 40))
        inside.addWidget(self._words)
        along = column(look, self, gap=GAP)
        along.addWidget(panel)
        along.addStretch(1)
        along.addWidget(self._pager)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    def present(self, text: str) -> None:
        """Show a text; a new one from its first page."""
        if text != self._whole:
            self._whole = text
            self._arrange()

    def sizeHint(self) -> QSize:
        """Return the preferred size, which grows with the space available."""
        return QSize(self._look.px(480), self._look.px(480))

    def minimumSizeHint(self) -> QSize:
        """Return the preferred size."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the space available."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._look.px
        width = self.width() - 2 * px(_MARGIN)
        height = self.height() - 2 * px(40)
        font = self._look.font(BODY)
        self._pages = in_pages(font, self._whole, width, height)
        if len(self._pages) > 1:
            height -= px(PAGER_HEIGHT + GAP)
            self._pages = in_pages(font, self._whole, width, height)
        self._pager.present(len(self._pages))
        self._show()

    def _show(self) -> None:
        self._words.setText(self._pages[self._pager.page])


def in_pages(font: QFont, text: str, width: int, height: int) -> list[str]:
    """Split a text into pages of as many wrapped lines as fit.

    Args:
        font: The font of the text.
        text: Paragraphs, one per line.
        width: A page's width in window pixels.
        height: A page's height in window pixels.

    Returns:
        At least one page.
    """
    most = max(1, height // QFontMetrics(font).lineSpacing())
    pages: list[list[str]] = [[]]
    room = most
    for paragraph in text.split("\n"):
        lines = _lines(font, paragraph, width)
        while len(lines) > room:
            if room:
                pages[-1].append("".join(lines[:room]).rstrip())
            lines = lines[room:]
            pages.append([])
            room = most
        pages[-1].append("".join(lines).rstrip())
        room -= len(lines)
    return ["\n".join(page) for page in pages]


def _lines(font: QFont, paragraph: str, width: int) -> list[str]:
    layout = QTextLayout(paragraph, font)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        start, length = line.textStart(), line.textLength()
        lines.append(paragraph[start : start + length])
    layout.endLayout()
    return lines or [""]
