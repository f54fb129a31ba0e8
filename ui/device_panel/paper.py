"""A printer's paper: it rises from the slot, and a click enlarges it."""

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.device_panel.texts import QT_TRANSLATE_NOOP, label, translated

_NOTHING = QT_TRANSLATE_NOOP("DevicePanel", "No paper has come out yet")
_NEWEST = QT_TRANSLATE_NOOP("DevicePanel", "Newest piece of paper (click to enlarge)")

RISE_MS = 900
"""Milliseconds for the paper to come out: a thermal printer's 10 cm or so."""

TALLEST = 480
"""The most pixels in the column; a longer receipt is shown smaller."""

SLOT = 5
"""Pixels of the printer's slot under the paper."""


class Paper(QWidget):
    """The newest sheet, scaled into the column.

    Signals:
        clicked: The paper was clicked, to be enlarged.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = QPixmap()
        self._small = QPixmap()  # the sheet in its displayed size
        self._out = 1.0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._rise = QVariantAnimation(self)
        self._rise.setDuration(RISE_MS)
        self._rise.setStartValue(0.0)
        self._rise.setEndValue(1.0)
        self._rise.setEasingCurve(QEasingCurve.Type.Linear)
        self._rise.valueChanged.connect(self._move)
        self.hide()

    def put_out(self, sheet: QPixmap) -> None:
        """Show a new sheet in place of the last one."""
        self.sheet = sheet
        self._small = QPixmap()
        self.show()
        self.updateGeometry()
        self._rise.stop()
        self._rise.start()

    def hasHeightForWidth(self) -> bool:
        """Return True: paper keeps its aspect ratio."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height in pixels needed at a width."""
        return self._scaled(width).height() + SLOT

    def sizeHint(self) -> QSize:
        """Return the preferred size, in any width of the column."""
        return QSize(200, self.heightForWidth(200))

    def _scaled(self, width: int) -> QSize:
        if self.sheet.isNull():
            return QSize(0, 0)
        return self.sheet.size().scaled(
            width, TALLEST, Qt.AspectRatioMode.KeepAspectRatio
        )

    def _move(self, out: float) -> None:
        self._out = out
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the part of the sheet that is out, and the slot."""
        painter = QPainter(self)
        size = self._scaled(self.width())
        sheet = self._shrunk(size)
        left = (self.width() - size.width()) / 2
        floor = self.height() - SLOT
        risen = size.height() * self._out
        visible = QRectF(left, floor - risen, size.width(), risen)
        source = QRectF(0, 0, sheet.width(), sheet.height() * self._out)
        painter.drawPixmap(visible, sheet, source)
        painter.fillRect(0, floor, self.width(), SLOT, QColor("#4a4a4a"))
        painter.end()

    def _shrunk(self, size: QSize) -> QPixmap:
        """Return the sheet in display pixels, smoothly scaled: it is text."""
        dots = size * self.devicePixelRatioF()
        if self._small.size() != dots:
            self._small = self.sheet.scaled(
                dots,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return self._small

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report a click anywhere on the paper."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class Tray(QFrame):
    """Where a printer's paper comes out, beside the printer's column.

    Args:
        title: The printer's title, in English.
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("device")
        self._caption = label(_NOTHING, "caption")
        self._paper = Paper()
        self._paper.clicked.connect(self._enlarge)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 5, 8, 8)
        box.setSpacing(3)
        box.addWidget(label(title, "title"))
        box.addWidget(self._caption)
        box.addWidget(self._paper)

    def put_out(self, file: str) -> bool:
        """Show a picture as the newest paper; return False if it cannot be read."""
        sheet = QPixmap(file)
        if sheet.isNull():
            return False
        self._caption.setText(translated(_NEWEST))
        self._paper.put_out(sheet)
        return True

    def _enlarge(self) -> None:
        LargePaper(self._paper.sheet, self).show()


class LargePaper(QScrollArea):
    """The sheet in full size, in a window of its own that closes with the panel."""

    def __init__(self, sheet: QPixmap, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(parent.window().windowTitle())
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page = QLabel()
        page.setPixmap(sheet)
        self.setWidget(page)
        room = parent.screen().availableSize() * 0.9
        frame = QSize(24, 8)  # the vertical scroll bar beside a long receipt
        self.resize((sheet.size() + frame).boundedTo(room))
