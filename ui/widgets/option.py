"""One of several things to choose from: what it is, what it costs, and a check mark."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from kiosk.view import OptionLine
from ui.theme.colours import (
    EDGE,
    HAIRLINE,
    INK,
    PALE,
    PALE_PRESSED,
    PRIMARY,
    QUIET,
    SHADE,
    WHITE,
)
from ui.theme.icons import draw_icon
from ui.theme.look import BODY, CANVAS_WIDTH, MARGIN, SMALL, STRONG, Look
from ui.translation import yuan
from ui.widgets.press import Press

HEIGHT = 208


class OptionRow(Press):
    """A whole row that can be pressed; one that is closed says why, and cannot.

    Args:
        look: The scale.
        line: What it says.
    """

    def __init__(self, look: Look, line: OptionLine) -> None:
        name = f"toggle_{line.reference}"
        super().__init__(look, name, CANVAS_WIDTH - 2 * MARGIN, HEIGHT)
        self._line: OptionLine | None = line
        self.setEnabled(line.closed is None)
        self.label(line.title)

    def label(self, text: str) -> None:
        """Set the words; with none, drop all that the row says."""
        super().label(text)
        if not text:
            self._line = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, the mark, and the words."""
        line = self._line
        painter = QPainter(self)
        if line is None:
            painter.end()
            return
        closed = line.closed is not None
        fill = PALE if line.chosen else WHITE
        if closed:
            fill = SHADE
        elif self.isDown():
            fill = PALE_PRESSED
        edge = PRIMARY if line.chosen else EDGE
        self._body(painter, fill, HAIRLINE if closed else edge, 4 if line.chosen else 2)
        px = self._look.px
        if not closed:
            box = QRectF(px(32), (self.height() - px(72)) / 2, px(72), px(72))
            painter.setBrush(QColor(PRIMARY if line.chosen else WHITE))
            painter.drawRoundedRect(box, px(12), px(12))
            if line.chosen:
                inset = px(10)
                inner = box.adjusted(inset, inset, -inset, -inset)
                draw_icon(painter, "check", inner, WHITE)
        left = px(136 if not closed else 36)
        amount = yuan(line.amount) if line.amount and not closed else ""
        room = self.width() - left - px(300 if amount else 36)
        painter.setPen(QColor(QUIET if closed else INK))
        painter.setFont(self._look.font(BODY, bold=True))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(
            QRectF(left, px(16), room, px(108)),
            int(flags) | int(Qt.AlignmentFlag.AlignVCenter),
            line.title,
        )
        painter.setPen(QColor(QUIET))
        painter.setFont(self._look.font(SMALL))
        said = line.closed or " · ".join(fact.value for fact in line.facts)
        painter.drawText(
            QRectF(left, px(124), room, px(80)),
            int(flags) | int(Qt.AlignmentFlag.AlignTop),
            said,
        )
        if amount:
            painter.setPen(QColor(INK))
            painter.setFont(self._look.font(STRONG, bold=True))
            painter.drawText(
                QRectF(0, 0, self.width() - px(36), self.height()),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                amount,
            )
        painter.end()
