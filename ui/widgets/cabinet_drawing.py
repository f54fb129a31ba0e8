"""A drawing of the terminal that shows where a card or a paper is."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy

from ui.theme.colours import EDGE, HAIRLINE, INK, PALE, PRIMARY, QUIET, WHITE
from ui.theme.icons import draw_icon
from ui.theme.look import BODY, Look
from ui.widgets.motion import Motion, ease

WIDTH = 640  # the drawing's own grid
HEIGHT = 720

_PAD = QRectF(104, 444, 190, 122)  # the card reader
_SLOT = QRectF(374, 495, 176, 20)  # the receipt slot
_TRAY = QRectF(200, 748, 240, 26)  # the document tray
_FOOT = 250  # how far the view moves down to show the tray


class Scene(Enum):
    """The scene to show."""

    PUT_CARD = "put_card"
    TAKE_CARD = "take_card"
    TAKE_PAPER = "take_paper"
    TAKE_DOCUMENT = "take_document"  # a sheet, from the tray in the foot


class Cabinet(Motion):
    """The upper part of the terminal from the front, with one place lit up.

    Args:
        look: The scale.
        scene: The scene to show.
    """

    def __init__(self, look: Look, scene: Scene) -> None:
        super().__init__(look, period_ms=3200)
        self._scene = scene
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    def sizeHint(self) -> QSize:
        """Return the drawing's own size; it grows with the space available."""
        return QSize(self._look.px(WIDTH), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the drawing's own size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the terminal, the lit place and what moves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = min(self.width() / WIDTH, self.height() / HEIGHT)
        painter.translate(
            (self.width() - WIDTH * zoom) / 2, (self.height() - HEIGHT * zoom) / 2
        )
        painter.scale(zoom, zoom)
        painter.setClipRect(QRectF(0, 0, WIDTH, HEIGHT))
        phase = self.phase()
        scene = self._scene
        if scene is Scene.TAKE_DOCUMENT:
            painter.translate(0, -_FOOT)
        _draw_body(painter)
        lit = {Scene.TAKE_PAPER: _SLOT, Scene.TAKE_DOCUMENT: _TRAY}.get(scene, _PAD)
        grown = lit if lit is _PAD else lit.adjusted(0, -34, 0, 34)
        _draw_light(painter, grown, phase)
        _draw_pad(painter, lit=lit is _PAD)
        _draw_slot(painter, _SLOT, lit=lit is _SLOT)
        if lit is _TRAY:  # otherwise it is below the drawing
            _draw_slot(painter, _TRAY, lit=True)
        self._draw_labels(painter, zoom, lit)
        if scene is Scene.PUT_CARD:
            _draw_card(painter, 1 - ease(phase * 2))
            _draw_arrow(painter, _PAD.center().x(), 250, down=True)
        elif scene is Scene.TAKE_CARD:
            _draw_card(painter, ease(phase * 2 - 0.2))
            _draw_arrow(painter, _PAD.center().x(), 250, down=False)
        else:
            _draw_paper(painter, lit, ease(phase * 2))
        painter.end()

    def _draw_labels(self, painter: QPainter, zoom: float, lit: QRectF) -> None:
        """Draw the labels on the desk, in the size of body text."""
        font = Look(1.0).font(BODY * self._look.factor / zoom, bold=True)
        painter.setFont(font)
        labels = [(_PAD, self.tr("Card"), 587), (_SLOT, self.tr("Receipt"), 587)]
        if lit is _TRAY:
            labels.append((_TRAY, self.tr("Documents"), 662))
        for place, words, top in labels:
            box = QRectF(place.center().x() - 120, top, 240, 44)
            painter.setPen(QColor(PRIMARY if place is lit else QUIET))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _pen(colour: str, width: float) -> QPen:
    return QPen(
        QColor(colour),
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def _draw_body(painter: QPainter) -> None:
    shell = QLinearGradient(0, 0, 0, HEIGHT)
    shell.setColorAt(0, QColor("#FDFEFF"))
    shell.setColorAt(1, QColor("#E3EAF2"))
    # the head, with the screen
    painter.setPen(_pen(EDGE, 4))
    painter.setBrush(shell)
    painter.drawRoundedRect(QRectF(96, 6, 448, 420), 34, 34)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(PRIMARY))
    painter.drawRoundedRect(QRectF(128, 40, 384, 350), 16, 16)
    painter.setBrush(QColor("#2A6CBB"))
    painter.drawRoundedRect(QRectF(160, 76, 180, 22), 11, 11)
    painter.setBrush(QColor("#1B5DAC"))
    for index in range(3):
        painter.drawRoundedRect(QRectF(160, 128 + 62 * index, 320, 44), 12, 12)
    painter.setBrush(QColor(WHITE))
    painter.drawRoundedRect(QRectF(340, 326, 140, 40), 12, 12)
    # the foot
    painter.setPen(_pen(EDGE, 4))
    painter.setBrush(shell)
    painter.drawRect(QRectF(120, 620, 400, 620))
    # the desk, leaning towards the user
    desk = QPolygonF(
        [QPointF(84, 414), QPointF(556, 414), QPointF(634, 632), QPointF(6, 632)]
    )
    painter.setBrush(QColor("#F7FAFD"))
    painter.drawPolygon(desk)
    painter.setBrush(QColor("#DCE5EE"))
    painter.drawRoundedRect(QRectF(6, 630, 628, 30), 8, 8)


def _draw_light(painter: QPainter, place: QRectF, phase: float) -> None:
    """Draw a pale ring that widens and fades around the place to use."""
    painter.setPen(Qt.PenStyle.NoPen)
    for start in (0.0, 0.5):
        t = (phase + start) % 1
        colour = QColor(PRIMARY)
        colour.setAlphaF(0.26 * (1 - t))
        painter.setBrush(colour)
        grow = 10 + 34 * t
        box = place.adjusted(-grow, -grow, grow, grow)
        painter.drawRoundedRect(box, 26 + grow / 2, 26 + grow / 2)


def _draw_pad(painter: QPainter, *, lit: bool) -> None:
    painter.setPen(_pen(PRIMARY if lit else EDGE, 6 if lit else 4))
    painter.setBrush(QColor(PALE if lit else "#EDF2F7"))
    painter.drawRoundedRect(_PAD, 20, 20)
    box = QRectF(0, 0, 84, 84)
    box.moveCenter(_PAD.center())
    draw_icon(painter, "card", box, PRIMARY if lit else EDGE)


def _draw_slot(painter: QPainter, slot: QRectF, *, lit: bool) -> None:
    frame = slot.adjusted(-20, -24, 20, 24)
    painter.setPen(_pen(PRIMARY if lit else EDGE, 6 if lit else 4))
    painter.setBrush(QColor(PALE if lit else "#EDF2F7"))
    painter.drawRoundedRect(frame, 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(INK))
    painter.drawRoundedRect(slot, 9, 9)


def _draw_card(painter: QPainter, lift: float) -> None:
    """Draw an identity card, `lift` from 0 on the pad to 1 above it."""
    box = QRectF(0, 0, 216, 138)
    box.moveCenter(_PAD.center() - QPointF(0, 6 + 132 * lift))
    painter.save()
    shadow = QColor(INK)
    shadow.setAlphaF(0.18 - 0.1 * lift)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shadow)
    painter.drawRoundedRect(box.translated(0, 10 + 26 * lift), 16, 16)
    painter.setPen(_pen(INK, 4))
    painter.setBrush(QColor(WHITE))
    painter.drawRoundedRect(box, 16, 16)
    painter.setPen(_pen(EDGE, 8))
    left, top = box.left() + 24, box.top() + 34
    for index, length in enumerate((58, 82, 70)):
        y = top + 28 * index
        painter.drawLine(QPointF(left, y), QPointF(left + length, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#B9CCE2"))
    painter.drawEllipse(QPointF(box.right() - 52, box.top() + 50), 22, 22)
    shoulders = QPainterPath(QPointF(box.right() - 88, box.bottom() - 22))
    shoulders.cubicTo(
        QPointF(box.right() - 84, box.top() + 76),
        QPointF(box.right() - 20, box.top() + 76),
        QPointF(box.right() - 16, box.bottom() - 22),
    )
    painter.drawPath(shoulders)
    painter.restore()


def _draw_arrow(painter: QPainter, x: float, y: float, *, down: bool) -> None:
    """Draw a broad arrow on a disc, over the card's path."""
    painter.setPen(_pen(PRIMARY, 5))
    painter.setBrush(QColor(WHITE))
    disc = QRectF(x - 50, y - 50, 100, 100)
    painter.drawEllipse(disc)
    draw_icon(
        painter, "down" if down else "up", disc.adjusted(20, 20, -20, -20), PRIMARY
    )


def _draw_paper(painter: QPainter, slot: QRectF, out: float) -> None:
    """Draw a paper, `out` of its slot from 0 to 1."""
    length = 26 + (slot.width() - 26) * out
    top = slot.center().y()
    box = QRectF(slot.left() + 18, top, slot.width() - 36, length)
    painter.setPen(_pen(INK, 4))
    painter.setBrush(QColor(WHITE))
    painter.drawRect(box)
    painter.setPen(_pen(HAIRLINE, 8))
    y = box.bottom() - 28
    for share in (0.5, 0.8, 0.65, 0.8):
        if y < top + 16:
            break
        painter.drawLine(
            QPointF(box.left() + 22, y),
            QPointF(box.left() + 22 + (box.width() - 44) * share, y),
        )
        y -= 30
