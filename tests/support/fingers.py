"""Fingers on the window, and a question to touch."""

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from support.views import view
from view import (
    Grade,
    MainAction,
    RateVisit,
    View,
)

LEFT = Qt.MouseButton.LeftButton


def finger(kiosk: Any, kind: QEvent.Type, spot: QPoint, at: int) -> None:
    """Press a pixel of the window at a time in milliseconds."""
    target: QWidget = kiosk.window.childAt(spot) or kiosk.window
    pressed = kind is not QEvent.Type.MouseButtonRelease
    event = QMouseEvent(
        kind,
        QPointF(target.mapFrom(kiosk.window, spot)),
        QPointF(kiosk.window.mapToGlobal(spot)),
        LEFT,
        LEFT if pressed else Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setTimestamp(at)
    QApplication.sendEvent(target, event)


def tap_at(kiosk: Any, spot: QPoint, at: int) -> None:
    finger(kiosk, QEvent.Type.MouseButtonPress, spot, at)
    finger(kiosk, QEvent.Type.MouseButtonRelease, spot, at + 60)


def middle_of(kiosk: Any, name: str) -> QPoint:
    kiosk.robot.settle()
    button = kiosk.robot.find(name)
    assert button is not None, name
    spot: QPoint = button.mapTo(kiosk.window, button.rect().center())
    return spot


def poor(stage: int = 1, **changes: object) -> View:
    content = RateVisit(True, None, Grade.DISSATISFIED)
    return view(
        "en", content, stage=stage, cancel=True, main=MainAction.SEND_RATING, **changes
    )
