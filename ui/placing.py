"""Where the demonstration's two windows stand: the kiosk at the left, the panel beside.

Each is a process of its own; both work it out from the display alone. Lengths are
pixels of the display.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt

from ui.theme.look import CANVAS_HEIGHT, CANVAS_WIDTH

LEAST_PANEL = 484
"""Two of the panel's columns; on a display that is too narrow it covers the kiosk."""

FRAME_TOP = 40
FRAME = 8
"""What a window manager may draw around a window, at its top and at the other sides."""


def kiosk_place(display: QRect, size: QSize) -> QRect:
    """At the left edge, as large as wanted or as the display allows, in the same shape.

    Args:
        display: What is free of it, without task bars.
        size: That is wanted.
    """
    fits = size
    if not QRect(QPoint(0, 0), display.size()).contains(QRect(QPoint(0, 0), size)):
        fits = size.scaled(display.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(display.topLeft(), fits)


def panel_place(display: QRect) -> QRect:
    """What the kiosk leaves of a display; of a large one, all of its height.

    Args:
        display: What is free of it, without task bars.
    """
    canvas = QSize(CANVAS_WIDTH, CANVAS_HEIGHT)
    left = kiosk_place(display, canvas).right() + 1
    width = max(LEAST_PANEL, display.right() + 1 - left)
    width = min(width, display.width())
    outside = QRect(display.right() + 1 - width, display.top(), width, display.height())
    return outside.adjusted(FRAME, FRAME_TOP, -FRAME, -FRAME)
