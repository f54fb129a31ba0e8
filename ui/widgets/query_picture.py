"""The picture of waiting: a query on its way to a department and back."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.theme.colours import HAIRLINE, PALE, PRIMARY, WHITE
from ui.theme.icons import draw_icon
from ui.theme.look import Look
from ui.widgets.motion import Motion

WIDTH = 720
HEIGHT = 220
_DOTS = 7


class QueryPicture(Motion):
    """Terminal and department, with dots that travel between them."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, period_ms=2400)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the picture's own size."""
        return QSize(self._look.px(WIDTH), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the picture's own size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the two ends and the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / WIDTH, self.height() / HEIGHT)
        middle = HEIGHT / 2
        for x, name in ((110, "terminal"), (WIDTH - 110, "building")):
            painter.setPen(QPen(QColor(HAIRLINE), 2))
            painter.setBrush(QColor(WHITE))
            painter.drawEllipse(QPointF(x, middle), 104, 104)
            draw_icon(painter, name, QRectF(x - 54, middle - 54, 108, 108), PRIMARY)
        phase = self.phase()
        painter.setPen(Qt.PenStyle.NoPen)
        first, last = 258, WIDTH - 258
        for index in range(_DOTS):
            place = index / (_DOTS - 1)
            near = max(0.0, 1 - abs(place - phase * 1.4 + 0.2) * 3)
            colour = QColor(PRIMARY if near > 0 else PALE)
            colour.setAlphaF(0.25 + 0.75 * near)
            painter.setBrush(colour)
            size = 8 + 5 * near
            painter.drawEllipse(
                QPointF(first + (last - first) * place, middle), size, size
            )
        painter.end()
