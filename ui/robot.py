"""Hands and eyes for the scripted demonstration and for journeys.

It acts as a person does: a press lands on whatever lies under that pixel of the
window, so that an overlay or a disabled button stops it as it stops a finger.
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

_LOOK_EVERY_MS = 10


class Robot:
    """Works one window.

    Args:
        window: Visible, and of this thread.
    """

    def __init__(self, window: KioskWindow) -> None:
        self._window = window

    def screen(self) -> str:
        """Name of what is shown, such as `confirm_person`; `starting` before that."""
        view = self._window.view
        if view is None:
            return "starting"
        return re.sub(r"(?<=.)([A-Z])", r"_\1", type(view.content).__name__).lower()

    def content(self) -> Content | None:
        """What is shown; nothing before the first screen."""
        view = self._window.view
        return None if view is None else view.content

    def asked_for_time(self) -> bool:
        """Whether the question "do you need more time?" lies over the screen."""
        view = self._window.view
        return view is not None and view.idle_left is not None

    def find(self, object_name: str) -> QAbstractButton | None:
        """The button of this name that can be seen and pressed, if there is one."""
        for button in self._window.findChildren(QAbstractButton, object_name):
            if button.isVisible() and button.isEnabled():
                return button
        return None

    def click(self, object_name: str) -> None:
        """Press at the centre of a button.

        Raises:
            LookupError: None of this name can be seen and pressed.
        """
        self.settle()
        button = self.find(object_name)
        if button is None:
            raise LookupError(f"no {object_name} to press on {self.screen()}")
        centre = button.mapTo(self._window, button.rect().center())
        self.press_at(centre.x(), centre.y())

    def press_at(self, x: int, y: int) -> None:
        """Press and lift at a pixel of the window."""
        QTest.mouseClick(
            self._window.windowHandle(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(x, y),
        )
        self.settle()

    def texts(self) -> list[str]:
        """Every text that can be read now, from the top down."""
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
        """Write what is shown as a PNG of the full canvas, 1080 × 1920.

        Raises:
            OSError: It could not be written.
        """
        self.settle()
        image = QImage(CANVAS_WIDTH, CANVAS_HEIGHT, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(CANVAS_HEIGHT / self._window.height())
        image.fill(Qt.GlobalColor.white)
        self._window.render(image)
        if not image.save(str(path)):
            raise OSError(f"could not write {path.name}")

    def settle(self) -> None:
        """Let everything that waits be delivered, laid out and drawn."""
        QApplication.sendPostedEvents()
        QApplication.processEvents()

    def wait_until(self, holds: Callable[[], bool], deadline: float = 20.0) -> None:
        """Let the program run until something holds.

        Args:
            holds: Asked again and again.
            deadline: In seconds.

        Raises:
            TimeoutError: It did not come to hold.
        """
        end = time.monotonic() + deadline
        loop, look = QEventLoop(), QTimer()
        look.timeout.connect(lambda: loop.quit())
        look.start(_LOOK_EVERY_MS)
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {deadline} s in vain on {self.screen()}")
            loop.exec()
