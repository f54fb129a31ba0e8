"""Buttons that show the device's state."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ui.device_panel.link import Message
from ui.device_panel.model import Button, Choice, Group, has
from ui.device_panel.texts import label, translated

_NEVER = object()
"""A value unequal to every value of a state."""


class StateButton(QPushButton):
    """A button that is down if the device's state says so, not after a click."""

    def __init__(self, button: Button) -> None:
        # A card's label is a name and the kind of card; only the kind has a
        # translation.
        super().__init__(" · ".join(map(translated, button.label.split(" · "))))
        self.setToolTip(self.text())  # a long text is cut off
        self._button = button
        self.setCheckable(bool(button.lit))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def nextCheckState(self) -> None:
        """Do nothing: only `show_state` changes the button."""

    def shows(self, field: str, value: object) -> bool:
        """Return whether the button is lit for this value of a state's field."""
        return has({field: value}, {field: self._button.lit.get(field, _NEVER)})

    def show_state(self, state: Message) -> None:
        """Light and enable the button according to the device's state."""
        self.setChecked(bool(self._button.lit) and has(state, self._button.lit))
        self.setEnabled(has(state, self._button.only))


class ButtonGroup(QWidget):
    """Buttons in rows under a title.

    Args:
        group: The title, the number of buttons in a row and, if known, the buttons.
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
        """Replace the buttons."""
        for old in self.buttons:
            # removed at once, not in the next turn of the event loop
            old.setParent(None)
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
        """Return whether a button shows this value; the state's line then omits it."""
        return any(button.shows(field, value) for button in self.buttons)

    def show_state(self, state: Message) -> None:
        """Light and enable each button according to the device's state."""
        for button in self.buttons:
            button.show_state(state)
