"""Surfaces behind words, and layouts."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.colours import HAIRLINE, WHITE
from ui.theme.icons import draw_icon
from ui.theme.look import RADIUS, Look


class Panel(QWidget):
    """A rounded surface that cannot be pressed."""

    def __init__(
        self, look: Look, fill: str = WHITE, edge: str | None = HAIRLINE
    ) -> None:
        super().__init__()
        self._look = look
        self._fill = QColor(fill)
        self._edge = edge

    def fill(self, colour: str) -> None:
        """Change the colour, `#RRGGBB`."""
        self._fill = QColor(colour)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surface."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._edge:
            thick = max(1.0, 2 * self._look.factor)
            painter.setPen(QPen(QColor(self._edge), thick))
            box.adjust(thick / 2, thick / 2, -thick / 2, -thick / 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._fill)
        painter.drawRoundedRect(box, self._look.px(RADIUS), self._look.px(RADIUS))
        painter.end()


class Icon(QWidget):
    """An icon of a fixed size, in a disc if `disc` gives its colour."""

    def __init__(
        self, look: Look, icon: str, side: int, colour: str, disc: str | None = None
    ) -> None:
        super().__init__()
        self._look = look
        self._icon = icon
        self._side = side
        self._colour = colour
        self._disc = disc
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def dress(self, icon: str, colour: str, disc: str | None = None) -> None:
        """Show another icon, or another colour."""
        self._icon, self._colour, self._disc = icon, colour, disc
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size, a square."""
        return QSize(self._look.px(self._side), self._look.px(self._side))

    def minimumSizeHint(self) -> QSize:
        """Return the size, a square."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc and the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._disc:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._disc))
            painter.drawEllipse(box)
            inset = box.width() * 0.22
            box.adjust(inset, inset, -inset, -inset)
        draw_icon(painter, self._icon, box, self._colour)
        painter.end()


def column(
    look: Look, parent: QWidget, *, margins: tuple[int, int] = (0, 0), gap: int = 0
) -> QVBoxLayout:
    """Create a column layout for `parent`; lengths in canvas pixels.

    Args:
        look: The scale.
        parent: The widget that gets the layout.
        margins: The horizontal and the vertical margin.
        gap: The gap between two children.
    """
    layout = QVBoxLayout(parent)
    across, along = look.px(margins[0]), look.px(margins[1])
    layout.setContentsMargins(across, along, across, along)
    layout.setSpacing(look.px(gap))
    return layout


def row(
    look: Look, parent: QWidget, *, margins: tuple[int, int] = (0, 0), gap: int = 0
) -> QHBoxLayout:
    """Create a row layout for `parent`; lengths in canvas pixels."""
    layout = QHBoxLayout(parent)
    across, along = look.px(margins[0]), look.px(margins[1])
    layout.setContentsMargins(across, along, across, along)
    layout.setSpacing(look.px(gap))
    return layout


def empty(layout: QLayout) -> None:
    """Remove everything from a layout, and hide it at once."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
