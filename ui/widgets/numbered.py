"""A line of a list whose order matters."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.colours import PRIMARY, WHITE
from ui.theme.look import BODY, Look
from ui.widgets.panel import row
from ui.widgets.text import Text

_DISC = 88


def numbered(look: Look, number: int, words: Text) -> QWidget:
    """Return a disc with the number, and the words beside it."""
    line = QWidget()
    across = row(look, line, gap=36)
    across.addWidget(_Disc(look, str(number)))
    across.addWidget(words, 1)
    return line


class _Disc(QWidget):
    def __init__(self, look: Look, number: str) -> None:
        super().__init__()
        self._look = look
        self._number = number
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(_DISC), self._look.px(_DISC))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(PRIMARY))
        painter.drawEllipse(self.rect())
        painter.setPen(QColor(WHITE))
        painter.setFont(self._look.font(BODY, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._number)
        painter.end()
