"""Buttons that look as the device says it is."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ui.device_panel.link import Message
from ui.device_panel.model import Button, Choice, Group, has
from ui.device_panel.texts import label, translated

_NEVER = object()
"""Equals no value of a state."""


class StateButton(QPushButton):
    """Pressed while the device says so, and not because it was clicked."""

    def __init__(self, button: Button) -> None:
        # A card's label is a name and what kind of card it is; only that translates.
        super().__init__(" · ".join(map(translated, button.label.split(" · "))))
        self.setToolTip(self.text())  # a long one is cut off
        self._button = button
        self.setCheckable(bool(button.lit))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def nextCheckState(self) -> None:
        """Stay as it is: `show_state` alone decides."""

    def shows(self, field: str, value: object) -> bool:
        """Whether its light says that a field of the state has this value."""
        return has({field: value}, {field: self._button.lit.get(field, _NEVER)})

    def show_state(self, state: Message) -> None:
        """Light it, and allow it, as the device's state says."""
        self.setChecked(bool(self._button.lit) and has(state, self._button.lit))
        self.setEnabled(has(state, self._button.only))


class ButtonGroup(QWidget):
    """Buttons in rows under a title.

    Args:
        group: The title, how many stand in a row, and the buttons, if it knows them.
        press: Called with the button that was clicked.
    """

    def __init__(self, group: Group | Choice, press: Callable[[Button], None]) -> None:
        super().__init__()
        self._group = group
        self._press = press
        self.buttons: list[StateButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(label(group.title, "caption"))
        box.addLayout(self._grid)
        if isinstance(group, Group):
            self.fill(group.buttons)

    def fill(self, buttons: Iterable[Button]) -> None:
        """Put these in the place of those that are there."""
        for old in self.buttons:
            old.setParent(None)  # gone at once, not with the next turn of the loop
            old.deleteLater()
        self.buttons = []
        for place, button in enumerate(buttons):
            widget = StateButton(button)
            is_choice = isinstance(self._group, Choice)
            widget.setProperty("choice", is_choice)  # for the style sheet
            widget.setProperty("trouble", place > 0 and not is_choice)
            widget.clicked.connect(lambda _=False, b=button: self._press(b))
            self._grid.addWidget(widget, *divmod(place, self._group.across))
            self.buttons.append(widget)

    def shows(self, field: str, value: object) -> bool:
        """Whether one of them is lit by this value, so that no line need tell it."""
        return any(button.shows(field, value) for button in self.buttons)

    def show_state(self, state: Message) -> None:
        """Light and allow each button as the device's state says."""
        for button in self.buttons:
            button.show_state(state)
