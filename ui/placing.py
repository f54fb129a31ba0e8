"""Positions of the demonstration's windows: the kiosk at the left, the panel beside.

Each is a process of its own and computes its position from the display alone. Lengths
are pixels of the display.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt

from ui.theme.look import CANVAS_HEIGHT, CANVAS_WIDTH

LEAST_PANEL = 484
"""Width of two of the panel's columns; on a narrower display the panel covers the
kiosk."""

FRAME_TOP = 40
FRAME = 8
"""Space for a window manager's frame, at the top and at the other sides."""


def kiosk_place(display: QRect, size: QSize) -> QRect:
    """Return the kiosk's place: at the left edge, as large as wanted or as possible.

    Args:
        display: The display's free area, without task bars.
        size: The wanted size; its aspect ratio is kept.
    """
    fits = size
    if not QRect(QPoint(0, 0), display.size()).contains(QRect(QPoint(0, 0), size)):
        fits = size.scaled(display.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(display.topLeft(), fits)


def panel_place(display: QRect) -> QRect:
    """Return the panel's place: the width left by the kiosk, at full height.

    Args:
        display: The display's free area, without task bars.
    """
    canvas = QSize(CANVAS_WIDTH, CANVAS_HEIGHT)
    left = kiosk_place(display, canvas).right() + 1
    width = max(LEAST_PANEL, display.right() + 1 - left)
    width = min(width, display.width())
    outside = QRect(display.right() + 1 - width, display.top(), width, display.height())
    return outside.adjusted(FRAME, FRAME_TOP, -FRAME, -FRAME)
