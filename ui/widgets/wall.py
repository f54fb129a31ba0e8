"""A drawing of the locker's cells: which one to use, and its door."""

from enum import Enum
from math import ceil, sqrt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy

from ui.theme.colours import EDGE, INK, NOTICE, PALE, PRIMARY, QUIET, WHITE
from ui.theme.look import BODY, Look
from ui.widgets.motion import Motion, ease
from view import DoorStage

WIDTH = 900  # the drawing's own grid
HEIGHT = 720

_FRAME = 28
_GAP = 14
_OPEN = frozenset({DoorStage.TAKE, DoorStage.CLOSE, DoorStage.LEFT_OPEN})
_WRONG = frozenset(
    {DoorStage.STUCK, DoorStage.LEFT_OPEN, DoorStage.UNCLEAR, DoorStage.ANOTHER_OPEN}
)


class Content(Enum):
    """The direction in which the document moves."""

    OUT = "out"
    IN = "in"
    UNSEEN = "unseen"  # it is unknown whether there is one


class Wall(Motion):
    """The wall of cells from the front, with one cell lit up."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, period_ms=2800)
        self._stage = DoorStage.OPENING
        self._cell = 0
        self._cells = 0
        self._content = Content.OUT
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    def present(
        self, stage: DoorStage, cell: int, cells: int, content: Content = Content.OUT
    ) -> None:
        """Show a cell and its door's state."""
        self._content = content
        self._stage, self._cell, self._cells = stage, cell, max(cells, cell, 1)
        self.update()

    def forget(self) -> None:
        """Remove the highlight."""
        self._cell = 0

    def sizeHint(self) -> QSize:
        """Return the least size; it grows with the space available."""
        return QSize(self._look.px(WIDTH), self._look.px(HEIGHT) * 2 // 3)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the wall, the cells' doors, and the highlighted one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = min(self.width() / WIDTH, self.height() / HEIGHT)
        painter.translate(
            (self.width() - WIDTH * zoom) / 2, (self.height() - HEIGHT * zoom) / 2
        )
        painter.scale(zoom, zoom)
        _draw_shell(painter)
        columns = columns_of(self._cells)
        rows = ceil(self._cells / columns)
        boxes = [_box(n, columns, rows) for n in range(self._cells)]
        for number, box in enumerate(boxes, start=1):
            if number != self._cell:
                _draw_door(painter, box, EDGE, "#EDF2F7", 3)
                self._number(painter, box, number, QUIET)
        if 0 < self._cell <= len(boxes):
            self._draw_lit(painter, boxes[self._cell - 1])
        painter.end()

    def _draw_lit(self, painter: QPainter, box: QRectF) -> None:
        colour = NOTICE if self._stage in _WRONG else PRIMARY
        _draw_light(painter, box, colour, self.phase())
        if self._stage in _OPEN:
            _draw_inside(painter, box)
            if self._stage is DoorStage.TAKE and self._content is not Content.UNSEEN:
                out = ease(self.phase() * 2)
                inwards = self._content is Content.IN
                _draw_document(painter, box, 1 - out if inwards else out)
            swing = 1.0
            if self._stage is DoorStage.CLOSE:
                swing = 1 - 0.6 * ease(self.phase() * 1.6)
            _draw_leaf(painter, box, swing, colour)
            return
        _draw_door(painter, box, colour, PALE if colour == PRIMARY else "#FFF4DB", 8)
        self._number(painter, box, self._cell, colour)

    def _number(self, painter: QPainter, box: QRectF, number: int, colour: str) -> None:
        size = min(BODY + 24, box.height() * 0.5, box.width() * 0.4)
        painter.setFont(Look(1.0).font(size, bold=True))
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))


def columns_of(cells: int) -> int:
    """Return the number of cells in a row, for a wall slightly wider than high."""
    return min(cells, max(3, round(sqrt(cells * 1.3))))


def _box(index: int, columns: int, rows: int) -> QRectF:
    wide = (WIDTH - 2 * _FRAME - (columns - 1) * _GAP) / columns
    high = (HEIGHT - 2 * _FRAME - (rows - 1) * _GAP) / rows
    return QRectF(
        _FRAME + (index % columns) * (wide + _GAP),
        _FRAME + (index // columns) * (high + _GAP),
        wide,
        high,
    )


def _pen(colour: str, width: float) -> QPen:
    return QPen(
        QColor(colour),
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def _draw_shell(painter: QPainter) -> None:
    shell = QLinearGradient(0, 0, 0, HEIGHT)
    shell.setColorAt(0, QColor("#FDFEFF"))
    shell.setColorAt(1, QColor("#DCE5EE"))
    painter.setPen(_pen(EDGE, 4))
    painter.setBrush(shell)
    painter.drawRoundedRect(QRectF(4, 4, WIDTH - 8, HEIGHT - 8), 26, 26)


def _draw_door(
    painter: QPainter, box: QRectF, edge: str, fill: str, width: float
) -> None:
    painter.setPen(_pen(edge, width))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(box, 10, 10)
    painter.setPen(_pen(edge, 6))
    x, middle = box.right() - 20, box.center().y()
    reach = min(22.0, box.height() * 0.16)
    painter.drawLine(QPointF(x, middle - reach), QPointF(x, middle + reach))


def _draw_light(painter: QPainter, box: QRectF, colour: str, phase: float) -> None:
    """Draw a pale frame that widens and fades around the cell."""
    painter.setPen(Qt.PenStyle.NoPen)
    for start in (0.0, 0.5):
        t = (phase + start) % 1
        glow = QColor(colour)
        glow.setAlphaF(0.3 * (1 - t))
        painter.setBrush(glow)
        grow = 8 + 26 * t
        painter.drawRoundedRect(box.adjusted(-grow, -grow, grow, grow), 24, 24)


def _draw_inside(painter: QPainter, box: QRectF) -> None:
    depth = QLinearGradient(box.topLeft(), box.bottomLeft())
    depth.setColorAt(0, QColor("#33475B"))
    depth.setColorAt(1, QColor("#5B7186"))
    painter.setPen(_pen(INK, 4))
    painter.setBrush(depth)
    painter.drawRoundedRect(box, 8, 8)


def _draw_document(painter: QPainter, box: QRectF, out: float) -> None:
    """Draw a booklet coming out of the cell, `out` from 0 to 1."""
    high = box.height() * 0.62
    book = QRectF(0, 0, high * 0.74, high)
    book.moveCenter(box.center() + QPointF(0, box.height() * 0.3 * out))
    painter.setPen(_pen(INK, 3))
    painter.setBrush(QColor("#7A1F2B"))
    painter.drawRoundedRect(book, 6, 6)
    painter.setPen(_pen("#E8C877", max(2.0, high * 0.04)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    seal = high * 0.13
    painter.drawEllipse(book.center() - QPointF(0, high * 0.12), seal, seal)
    line = book.center().y() + high * 0.24
    painter.drawLine(
        QPointF(book.left() + high * 0.18, line),
        QPointF(book.right() - high * 0.18, line),
    )


def _draw_leaf(painter: QPainter, box: QRectF, swing: float, colour: str) -> None:
    """Draw the door, `swing` from 0 shut to 1 wide open; hinged towards the middle."""
    right = box.center().x() < WIDTH / 2
    hinge = box.right() if right else box.left()
    reach = box.width() * (1 - 1.36 * swing) * (-1 if right else 1)
    lean = box.height() * 0.1 * swing
    leaf = QPolygonF(
        [
            QPointF(hinge, box.top()),
            QPointF(hinge + reach, box.top() + lean),
            QPointF(hinge + reach, box.bottom() + lean),
            QPointF(hinge, box.bottom()),
        ]
    )
    painter.setPen(_pen(colour, 6))
    painter.setBrush(QColor(WHITE))
    painter.drawPolygon(leaf)
