"""Operates and reads the window, for the scripted demonstration and for journeys.

It acts as a person does: a press reaches whatever is under that pixel of the window, so
an overlay or a disabled button stops it as it stops a finger.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.theme.look import CANVAS_HEIGHT, CANVAS_WIDTH
from ui.widgets.table import PagedTable
from ui.widgets.text import Text
from ui.window import KioskWindow
from view import Content

_LOOK_EVERY_MS = 4


class Robot:
    """Operates one window.

    Args:
        window: A visible window of this thread.
    """

    def __init__(self, window: KioskWindow) -> None:
        self._window = window

    def screen(self) -> str:
        """Return the name of the screen, such as `confirm_person`.

        At first `starting`.
        """
        view = self._window.view
        if view is None:
            return "starting"
        return re.sub(r"(?<=.)([A-Z])", r"_\1", type(view.content).__name__).lower()

    def content(self) -> Content | None:
        """Return the content shown, or None before the first screen."""
        view = self._window.view
        return None if view is None else view.content

    def asked_for_time(self) -> bool:
        """Return whether the question "do you need more time?" covers the screen."""
        view = self._window.view
        return view is not None and view.idle_left is not None

    def find(self, object_name: str) -> QAbstractButton | None:
        """Return the visible, enabled button of this name, or None."""
        for button in self._window.findChildren(QAbstractButton, object_name):
            if button.isVisible() and button.isEnabled():
                return button
        return None

    def click(self, object_name: str) -> None:
        """Press at the centre of a button.

        Raises:
            LookupError: No visible, enabled button has this name.
        """
        self.settle()
        button = self.find(object_name)
        if button is None:
            raise LookupError(f"no {object_name} to press on {self.screen()}")
        centre = button.mapTo(self._window, button.rect().center())
        self.press_at(centre.x(), centre.y())

    def press_at(self, x: int, y: int) -> None:
        """Press and release at a pixel of the window."""
        QTest.mouseClick(
            self._window.windowHandle(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(x, y),
        )
        self.settle()

    def texts(self) -> list[str]:
        """Return every visible text, from top to bottom."""
        found: list[tuple[int, str]] = []
        for widget in self._window.findChildren(QWidget):
            if not widget.isVisible():
                continue
            top = widget.mapTo(self._window, QPoint(0, 0)).y()
            if isinstance(widget, Text | QAbstractButton) and widget.text():
                found.append((top, widget.text()))
            elif isinstance(widget, PagedTable):
                found.extend((top, text) for text in widget.texts())
        return [text for _, text in sorted(found, key=lambda pair: pair[0])]

    def save(self, path: Path) -> None:
        """Write the screen as a PNG of the full canvas, 1080 × 1920.

        Raises:
            OSError: The file could not be written.
        """
        self.settle()
        image = QImage(CANVAS_WIDTH, CANVAS_HEIGHT, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(CANVAS_HEIGHT / self._window.height())
        image.fill(Qt.GlobalColor.white)
        self._window.render(image)
        if not image.save(str(path)):
            raise OSError(f"could not write {path.name}")

    def settle(self) -> None:
        """Process all pending events, layouts and drawings."""
        QApplication.sendPostedEvents()
        QApplication.processEvents()

    def wait_until(self, holds: Callable[[], bool], deadline: float = 20.0) -> None:
        """Run the event loop until a condition holds.

        Args:
            holds: The condition, checked repeatedly.
            deadline: Seconds to wait.

        Raises:
            TimeoutError: The condition did not come to hold.
        """
        end = time.monotonic() + deadline
        loop, look = QEventLoop(), QTimer()
        look.timeout.connect(lambda: loop.quit())
        look.start(_LOOK_EVERY_MS)
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {deadline} s in vain on {self.screen()}")
            loop.exec()
