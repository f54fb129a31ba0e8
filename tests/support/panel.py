"""Operates the device panel as a person would."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from drivers.simulators.control import ControlClient
from support.processes import Simulator
from ui.device_panel.window import PanelWindow

DEADLINE_MS = 20_000
"""Long enough for a machine that does other things as well."""


class Hands:
    """Reads a panel and presses its buttons, as a person would."""

    def __init__(self, qtbot: QtBot, window: PanelWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        self.qtbot.waitUntil(true, timeout=DEADLINE_MS)

    def button(self, text: str) -> QPushButton:
        """Return the one button with that text."""
        (found,) = (
            b for b in self.window.findChildren(QPushButton) if b.text() == text
        )
        return found

    def press(self, text: str) -> None:
        """Click it, once it can be clicked."""
        self.until(lambda: self.is_there(text) and self.button(text).isEnabled())
        QTest.mouseClick(self.button(text), Qt.MouseButton.LeftButton)

    def is_there(self, text: str) -> bool:
        """Return whether there is such a button."""
        buttons = self.window.findChildren(QPushButton)
        return any(button.text() == text for button in buttons)

    def label(self, name: str) -> str:
        """Return the text of the label with that name in the style sheet."""
        label = self.window.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def log(self) -> list[str]:
        """Return the log's lines."""
        return [str(line) for line in self.window.wire.lines]


Show = Callable[..., Hands]
"""Opens a panel for simulators: name to address of the control socket."""

Start = Callable[..., Simulator]
"""Starts a simulator: its name, and further arguments."""

Control = Callable[[Simulator], ControlClient]
"""A second hand on a simulator, to see what the panel did to it."""
