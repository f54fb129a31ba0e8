"""Receipts as dots: drawn by Qt with one bit for each dot, without antialiasing.

Only QtGui is used, on a QImage, which Qt allows in any thread while the process has a
QGuiApplication; `ensure_gui` creates one for a command line without one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from drivers.base import Receipt, Text
from drivers.receipt_printer.layout import Page, PlacedQr, UnprintableError, lay_out

_WHITE, _BLACK = 0xFFFFFFFF, 0xFF000000
_SOME_WIDTH = 576  # dots; the width does not matter to fonts

_own_application: list[QGuiApplication] = []


@dataclass(frozen=True)
class Raster:
    """Dots from top to bottom, in the format of `GS v 0`.

    Attributes:
        width: Dots in a row; a multiple of 8.
        rows: Number of rows.
        data: `width // 8` bytes for each row; the highest bit is the leftmost dot, and
            1 is black.
    """

    width: int
    rows: int
    data: bytes

    def bands(self, rows: int) -> Iterator[tuple[int, bytes]]:
        """Split into bands of at most so many rows; yield `(rows, data)` of each."""
        stride = self.width // 8
        for top in range(0, self.rows, rows):
            piece = self.data[top * stride : (top + rows) * stride]
            yield len(piece) // stride, piece


def ensure_gui() -> None:
    """Create an offscreen QGuiApplication if there is none; main thread only.

    Raises:
        RuntimeError: There is a Qt application that cannot draw.
    """
    if QCoreApplication.instance() is None:
        _own_application.append(QGuiApplication(["onetrip", "-platform", "offscreen"]))
    if not can_draw():
        raise RuntimeError("the process has a QCoreApplication, which cannot draw")


def can_draw() -> bool:
    """Return whether there is a QGuiApplication; Qt aborts a process without one."""
    return isinstance(QCoreApplication.instance(), QGuiApplication)


def can_print(text: str) -> bool:
    """Return whether a font has a glyph for each character; in any thread.

    Raises:
        RuntimeError: The process has no QGuiApplication (see `ensure_gui`).
    """
    if not can_draw():
        raise RuntimeError("fonts need a QGuiApplication: call ensure_gui()")
    try:
        lay_out(Receipt((Text(text, bold=True),)), _SOME_WIDTH)
    except UnprintableError:
        return False
    return True


def draw(receipt: Receipt, width: int) -> Raster:
    """Draw a receipt for paper of `width` dots (576 for 80 mm, 384 for 58 mm).

    Raises:
        UnprintableError: A character cannot be drawn.
        ValueError: The width is not a multiple of 8, or see `lay_out`.
        RuntimeError: The process has no QGuiApplication (see `ensure_gui`).
    """
    if width <= 0 or width % 8:
        raise ValueError(f"width of {width} dots is not a multiple of 8")
    if not can_draw():
        raise RuntimeError("drawing text needs a QGuiApplication: call ensure_gui()")
    page = lay_out(receipt, width)
    image = QImage(width, page.rows, QImage.Format.Format_Mono)
    image.setColorTable([_WHITE, _BLACK])
    image.fill(0)
    painter = QPainter(image)
    try:
        _paint(painter, page)
    finally:
        painter.end()
    return Raster(width, page.rows, _packed(image))


def _paint(painter: QPainter, page: Page) -> None:
    black = QColor(_BLACK)
    painter.setPen(black)
    for text in page.texts:
        text.layout.draw(painter, QPointF(text.x, text.y))
    for rule in page.rules:
        painter.fillRect(QRect(0, rule.y, page.width, rule.rows), black)
    for code in page.codes:
        painter.drawImage(QPoint(code.x, code.y), _modules(code))


def _modules(code: PlacedQr) -> QImage:
    """Return a QR code as an image of its final size."""
    modules = len(code.matrix)
    image = QImage(modules, modules, QImage.Format.Format_Mono)
    image.setColorTable([_WHITE, _BLACK])
    image.fill(0)
    for y, row in enumerate(code.matrix):
        for x, dark in enumerate(row):
            if dark:
                image.setPixel(x, y, 1)
    size = modules * code.module
    return image.scaled(size, size)  # by a whole number, nearest: exact squares


def _packed(image: QImage) -> bytes:
    """Return the rows without Qt's padding to four bytes."""
    stride, kept = image.bytesPerLine(), image.width() // 8
    data = bytes(image.constBits())
    if stride == kept:
        return data
    rows = range(0, len(data), stride)
    return b"".join(data[at : at + kept] for at in rows)
