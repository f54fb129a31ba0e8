"""The table of buttons against what the simulators really understand."""

import pytest
from support.panel import Show, Start

from ui.device_panel.buttons import StateButton
from ui.device_panel.profiles import PROFILES

ARGUMENTS = {"network": ("--upstream", "127.0.0.1:9")}


@pytest.mark.parametrize("name", PROFILES)
def test_every_button_is_understood_and_shows_what_it_did(
    show: Show, start: Start, name: str
) -> None:
    hands = show(**{name: start(name, *ARGUMENTS.get(name, ())).control})
    column = hands.window.columns[name]
    hands.until(lambda: hands.label("state") != "")
    for button in column.findChildren(StateButton):
        if not button.isEnabled():
            continue  # a second card; the first was pressed before
        before = len(hands.log())
        hands.press(button.text())
        hands.until(lambda: len(hands.log()) > before)  # noqa: B023 - used at once
        if button.isCheckable():
            hands.until(button.isChecked)
    assert [line for line in hands.log() if " ! " in line] == []
