"""An invisible area for a long press: the staff's way into the service mode."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

HOLD_MS = 3000  # milliseconds; too long to happen by accident


class Hold(QWidget):
    """An invisible area; a finger that leaves it or is lifted starts again.

    Args:
        held: Called once the press has lasted long enough, while it goes on.
    """

    def __init__(self, held: Callable[[], object]) -> None:
        super().__init__()
        self._held = held
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(held)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start timing a press."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._timer.start(HOLD_MS)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stop timing if the finger leaves the area."""
        if not self.rect().contains(event.position().toPoint()):
            self._timer.stop()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Stop timing."""
        self._timer.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the timer."""
        super().hideEvent(event)
        self._timer.stop()
