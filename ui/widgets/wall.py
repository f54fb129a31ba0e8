"""The wall of cells from the front, the one in question lit up and perhaps open."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.theme.colours import EDGE, HAIRLINE, PALE, PRIMARY, QUIET, SHADE, WHITE
from ui.theme.look import SMALL, TITLE, Look
from ui.widgets.motion import Motion

_ACROSS = 4
_WIDTH, _HEIGHT = 860, 620


class Wall(Motion):
    """Cells in rows of four, numbered from the top left.

    Args:
        look: The scale.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look, period_ms=1600)
        self._cells = 0
        self._cell = 0
        self._open = False
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    def show_cell(self, cell: int, cells: int, *, door_open: bool) -> None:
        """Light a cell up."""
        self._cell, self._cells, self._open = cell, max(cells, cell, 1), door_open
        self.update()

    def sizeHint(self) -> QSize:
        """As large as it is drawn."""
        return QSize(self._look.px(_WIDTH), self._look.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Half of that."""
        return QSize(self._look.px(_WIDTH / 2), self._look.px(_HEIGHT / 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw every cell."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._look.px
        across = min(_ACROSS, self._cells)
        down = -(-self._cells // across)
        gap = px(10)
        wide = min(self.width(), px(_WIDTH)) / across
        high = min(self.height() / down, wide * 0.8)
        left = (self.width() - wide * across) / 2
        top = (self.height() - high * down) / 2
        for index in range(self._cells):
            box = QRectF(
                left + wide * (index % across) + gap / 2,
                top + high * (index // across) + gap / 2,
                wide - gap,
                high - gap,
            )
            self._draw(painter, box, index + 1)
        painter.end()

    def _draw(self, painter: QPainter, box: QRectF, number: int) -> None:
        px = self._look.px
        lit = number == self._cell
        colour = QColor(PALE if lit else SHADE)
        if lit and not self._open:
            colour = QColor(PALE)
            colour.setAlphaF(0.55 + 0.45 * abs(1 - 2 * self.phase()))
        painter.setPen(QPen(QColor(PRIMARY if lit else EDGE), px(5 if lit else 2)))
        painter.setBrush(QColor(WHITE) if lit and self._open else colour)
        painter.drawRoundedRect(box, px(10), px(10))
        if lit and self._open:  # the door stands to the left, seen from its edge
            door = QRectF(box.left(), box.top(), box.width() * 0.34, box.height())
            painter.setBrush(QColor(PRIMARY))
            painter.drawRoundedRect(door, px(10), px(10))
            painter.setPen(QPen(QColor(HAIRLINE), px(4)))
        painter.setPen(QColor(PRIMARY if lit else QUIET))
        size = min(TITLE if lit else SMALL, int(box.height() / self._look.factor * 0.6))
        painter.setFont(self._look.font(max(size, SMALL), bold=lit))
        inner = box.adjusted(box.width() * 0.34 if lit and self._open else 0, 0, 0, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, str(number))
