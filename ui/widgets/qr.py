"""A QR code on the terminal's own screen, for a citizen's phone."""

import qrcode
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.look import Look

_QUIET = 4
"""Modules of white around the code (ISO/IEC 18004)."""


class QrCode(QWidget):
    """A square code; black on white, whatever the theme.

    Args:
        look: The scale.
        side: In pixels of the canvas, with the white around it.
    """

    def __init__(self, look: Look, side: int) -> None:
        super().__init__()
        self._look = look
        self._side = side
        self._matrix: list[list[bool]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def encode(self, data: str | None) -> None:
        """Show this; or, with None, nothing."""
        self._matrix = []
        if data is not None:
            code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=_QUIET)
            code.add_data(data)
            self._matrix = code.get_matrix()
        self.setVisible(data is not None)
        self.update()

    def forget(self) -> None:
        """Drop the code."""
        self._matrix = []

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._look.px(self._side), self._look.px(self._side))

    def minimumSizeHint(self) -> QSize:
        """The same square."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw whole modules, so that none is blurred."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        count = len(self._matrix)
        if count:
            module = max(1, min(self.width(), self.height()) // count)
            left = (self.width() - module * count) / 2
            top = (self.height() - module * count) / 2
            for y, line in enumerate(self._matrix):
                for x, dark in enumerate(line):
                    if dark:
                        box = QRectF(
                            left + x * module, top + y * module, module, module
                        )
                        painter.fillRect(box, QColor(Qt.GlobalColor.black))
        painter.end()
