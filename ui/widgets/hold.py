"""A place that answers to a finger that stays: a way in for staff, without a hint."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

HOLD_MS = 3000  # nobody rests a finger there for so long by accident


class Hold(QWidget):
    """Nothing to see; a finger that leaves it, or is lifted, begins anew.

    Args:
        held: Called once the finger has stayed, while it lies there still.
    """

    def __init__(self, held: Callable[[], object]) -> None:
        super().__init__()
        self._held = held
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(held)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger comes down."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._timer.start(HOLD_MS)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It moves, perhaps away."""
        if not self.rect().contains(event.position().toPoint()):
            self._timer.stop()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """It is lifted."""
        self._timer.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no timer behind."""
        super().hideEvent(event)
        self._timer.stop()
