"""The base class of the kiosk's buttons."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme.colours import EDGE
from ui.theme.look import RADIUS, Look


class Press(QAbstractButton):
    """A button that reacts in the frame of the press and takes no focus.

    Args:
        look: The scale.
        name: The object name for scripts and tests.
        width: The least width in pixels of the canvas.
        height: The height in pixels of the canvas.
    """

    def __init__(
        self,
        look: Look,
        name: str,
        width: int,
        height: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._least = QSize(look.px(width), look.px(height))
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(self._least)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # A method of ours: PySide6 never frees an object connected to a Qt method.
        self.pressed.connect(self._show_at_once)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self._least

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return self._least

    def label(self, text: str) -> None:
        """Set the words, on the screen and for a screen reader."""
        self.setText(text)
        self.setAccessibleName(text)
        self.update()

    def forget(self) -> None:
        """Remove the words and the object name: both may hold personal data."""
        self.setObjectName("")
        self.label("")

    def _show_at_once(self) -> None:
        """Show the press at once, not with the next event."""
        self.repaint()

    def _body(
        self, painter: QPainter, fill: str, edge: str = EDGE, edge_width: float = 2
    ) -> QRectF:
        """Draw the rounded body; return the box inside it, in window pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = max(1.0, edge_width * self._look.factor)
        half = thick / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.setPen(QPen(QColor(edge), thick))
        painter.setBrush(QColor(fill))
        radius = self._look.px(RADIUS)
        painter.drawRoundedRect(box, radius, radius)
        return box
