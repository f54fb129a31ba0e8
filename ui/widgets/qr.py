"""A QR code on the screen (ISO/IEC 18004), scanned by a citizen's phone."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.colours import HAIRLINE, WHITE
from ui.theme.look import RADIUS, Look

Matrix = tuple[tuple[bool, ...], ...]
"""Rows of a QR code from the top, True is dark, including the quiet zone."""

_QUIET = 4  # the quiet zone's modules, as the standard requires


class QrCode(QWidget):
    """A white card with the code, its edges sharp; empty without a code.

    Args:
        look: The scale.
        side: The side of the card, in pixels of the canvas.
    """

    def __init__(self, look: Look, side: int) -> None:
        super().__init__()
        self._look = look
        self._side = side
        self._holds = ""
        self._matrix: Matrix = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the code's text."""
        return self._holds

    def present(self, text: str) -> None:
        """Show the code of a text, at level M (15 % may be damaged)."""
        if text != self._holds:
            self._holds = text
            self._matrix = encode(text) if text else ()
            self.update()

    def forget(self) -> None:
        """Remove the code."""
        self._holds, self._matrix = "", ()

    def sizeHint(self) -> QSize:
        """Return the size, a square."""
        return QSize(self._look.px(self._side), self._look.px(self._side))

    def minimumSizeHint(self) -> QSize:
        """Return the size, a square."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card and the code."""
        if not self._matrix:
            return
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()), self._look)
        inset = self._look.px(RADIUS) // 3
        inside = self.rect().adjusted(inset, inset, -inset, -inset)
        draw_code(painter, self._matrix, inside, self.devicePixelRatioF())
        painter.end()


def encode(text: str) -> Matrix:
    """The smallest code of level M that holds a text."""
    import qrcode  # late: it brings Pillow along, and no first screen has a code

    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET
    )
    code.add_data(text)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def draw_card(painter: QPainter, card: QRectF, look: Look) -> None:
    """Draw the white surface behind a code."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(HAIRLINE), 2))
    painter.setBrush(QColor(WHITE))
    painter.drawRoundedRect(
        card.adjusted(1, 1, -1, -1), look.px(RADIUS), look.px(RADIUS)
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def draw_code(painter: QPainter, matrix: Matrix, card: QRect, ratio: float) -> None:
    """Draw each module as a square of whole device pixels, so that its edges are sharp.

    Args:
        painter: A painter in window pixels.
        matrix: The code.
        card: The square in whose centre the code is drawn.
        ratio: Device pixels per window pixel.
    """
    modules = len(matrix)
    image = QImage(modules, modules, QImage.Format.Format_RGB32)
    image.fill(QColor(WHITE))
    dark = QColor(Qt.GlobalColor.black)
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                image.setPixelColor(x, y, dark)
    size = modules * max(1, int(card.width() * ratio) // modules) / ratio
    left = round((card.left() + (card.width() - size) / 2) * ratio) / ratio
    top = round((card.top() + (card.height() - size) / 2) * ratio) / ratio
    painter.drawImage(QRectF(QPointF(left, top), QSizeF(size, size)), image)
