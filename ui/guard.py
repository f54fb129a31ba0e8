"""Filters the window's events: records touches, blocks every way out of the kiosk."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

_EATEN = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Shortcut,
        QEvent.Type.InputMethod,
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.Gesture,
        QEvent.Type.NativeGesture,
        QEvent.Type.Wheel,
        QEvent.Type.ToolTip,
        QEvent.Type.StatusTip,
        QEvent.Type.WhatsThis,
    }
)
_PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick})


class Guard(QObject):
    """Receives every event of one window before the window does.

    Keys, menus, drags and gestures are blocked. Presses are reported to `pressed`, then
    passed on.

    Args:
        window: The guarded window, which also owns the guard.
        pressed: Receives the widget that was pressed and the time of the press in
            milliseconds by the touch screen's clock.
    """

    def __init__(
        self, window: QWidget, pressed: Callable[[QWidget, int], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._pressed = pressed
        app = QCoreApplication.instance()
        if app is None:
            raise RuntimeError("a window needs a QApplication")
        app.installEventFilter(self)
        self._app = app

    def leave(self) -> None:
        """Stop filtering events."""
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return True if the event is blocked."""
        kind = event.type()
        if kind not in _EATEN and kind not in _PRESSES:
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if kind in _EATEN:
            return True
        if isinstance(event, QMouseEvent):
            if event.button() is not Qt.MouseButton.LeftButton:
                return True
            self._pressed(watched, event.timestamp())
        return False
