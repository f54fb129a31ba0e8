"""Animated pictures that move only while they are visible."""

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.theme.look import Look

FRAME_MS = 40  # 25 frames a second: smooth for slow movements, light for the CPU
STILL = 0.3  # the phase shown if animation is off


class Motion(QWidget):
    """Repeats a movement; no timer runs while it is hidden.

    Args:
        look: The scale, and whether drawings move.
        period_ms: The length of one cycle.
    """

    def __init__(self, look: Look, period_ms: int) -> None:
        super().__init__()
        self._look = look
        self._period_ms = period_ms
        self._elapsed = QElapsedTimer()
        self._ticks = QTimer(self)
        self._ticks.setInterval(FRAME_MS)
        self._ticks.timeout.connect(self._move)

    def _move(self) -> None:
        # connected directly to Qt's method, it would never be freed by PySide6
        self.update()

    def moving(self) -> bool:
        """Return whether the timer runs."""
        return self._ticks.isActive()

    def phase(self) -> float:
        """Return the phase of the cycle, 0 to 1."""
        if not self.moving():
            return STILL
        return (self._elapsed.elapsed() % self._period_ms) / self._period_ms

    def showEvent(self, event: QShowEvent) -> None:
        """Start moving."""
        super().showEvent(event)
        if self._look.motion:
            self._elapsed.start()
            self._ticks.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop moving."""
        super().hideEvent(event)
        self._ticks.stop()


def ease(t: float) -> float:
    """Return slow-fast-slow progress: 0 to 1 for `t` from 0 to 1, clamped outside."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)
