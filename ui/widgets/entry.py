"""What is being typed: in large type, in groups, with a caret after it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.colours import INK, NOTICE, PRIMARY, WHITE
from ui.theme.look import RADIUS, SMALL, TITLE, Look
from ui.widgets.text import fitting_size

HEIGHT = 120
_PAD = 36
_CARET = 6


class Entry(QWidget):
    """A single line; its question is shown above it.

    Args:
        look: The scale.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text = ""
        self._wrong = False
        self._largest = TITLE + 8
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the text shown."""
        return self._text

    def present(self, text: str, *, wrong: bool) -> None:
        """Show a text; with a stronger edge if it is not accepted."""
        self._text = text
        self._wrong = wrong
        self.setAccessibleName(text)
        self.update()

    def forget(self) -> None:
        """Remove the text."""
        self._text = ""
        self.setAccessibleName("")

    def clipped(self) -> bool:
        """Return whether the text is too long to be shown whole."""
        font = self._look.font(self._size(), bold=True)
        return QFontMetrics(font).horizontalAdvance(self._text) > self._room()

    def sizeHint(self) -> QSize:
        """Return the preferred size; the width grows with the space available."""
        return QSize(self._look.px(480), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the preferred size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line's box, the text and the caret."""
        px = self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = max(1.0, 4 * self._look.factor)
        box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(QPen(QColor(NOTICE if self._wrong else PRIMARY), thick))
        painter.setBrush(QColor(WHITE))
        painter.drawRoundedRect(box, px(RADIUS), px(RADIUS))
        size = self._size()
        font = self._look.font(size, bold=True)
        metrics = QFontMetrics(font)
        wide = metrics.horizontalAdvance(self._text)
        left = (self.width() - wide) / 2
        painter.setFont(font)
        painter.setPen(QColor(INK))
        painter.drawText(
            QRectF(left, 0, wide + 2, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter.value),
            self._text,
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(PRIMARY))
        tall = px(min(size, TITLE))
        painter.drawRoundedRect(
            QRectF(
                left + wide + px(6),
                (self.height() - tall) / 2,
                max(2, px(_CARET)),
                tall,
            ),
            px(3),
            px(3),
        )
        painter.end()

    def _room(self) -> int:
        return self.width() - self._look.px(2 * _PAD)

    def _size(self) -> int:
        return fitting_size(
            self._look, self._text, self._room(), self._largest, SMALL, True
        )
