"""The table of buttons against the commands that the simulators understand."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.panel import Hands, Show, Start

from ui.device_panel.buttons import StateButton
from ui.device_panel.profiles import PROFILES


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of a short name: a socket's path has 108 bytes."""
    with tempfile.TemporaryDirectory(prefix="panel-") as name:
        yield Path(name)


def arguments(name: str, folder: Path) -> tuple[str, ...]:
    match name:
        case "network":
            return ("--upstream", "127.0.0.1:9")
        case "pcsc_daemon":
            return ("--socket", str(folder / "s"))
        case "social_security_card":
            return ("--port", "9")  # no answer: its buttons are looked up afterwards
        case "wedge_scanner":
            return ("--pipe", str(folder / "keys"))
        case "payment_provider":
            return ("--key", "panel")
    return ()


def press(hands: Hands, button: StateButton) -> None:
    """Press it, and wait until the panel shows what it did."""
    before = len(hands.log())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    hands.until(lambda: len(hands.log()) > before)
    if button.isCheckable():
        hands.until(button.isChecked)


@pytest.mark.parametrize("name", PROFILES)
def test_every_button_is_understood_and_shows_what_it_did(
    show: Show, start: Start, folder: Path, name: str
) -> None:
    hands = show(**{name: start(name, *arguments(name, folder)).control})
    column = hands.window.columns[name]
    hands.until(lambda: hands.label("state") != "")
    waiting = column.findChildren(StateButton)
    while ready := [button for button in waiting if button.isEnabled()]:
        for button in ready:
            waiting.remove(button)
            if button.isEnabled():  # no longer, if the last one killed the device
                press(hands, button)
    # No second card is on a reader; the first was pressed before. And without an order
    # nothing can be paid: that has a test of its own.
    nobody = name == "payment_provider"
    assert nobody or all(button.property("choice") for button in waiting)
    assert [line for line in hands.log() if " ! " in line] == []
