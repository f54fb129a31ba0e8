"""A cabinet's doors as a grid: each shows its state, and a click moves it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ui.device_panel.link import Message
from ui.device_panel.model import Button, Cells
from ui.device_panel.texts import label, translated

ACROSS = 8
"""Cells in a row: three rows for a board of 24."""


class CellGrid(QWidget):
    """The cells in a device's state.

    Args:
        cells: The state's field for the cells, and the commands of clicks.
        press: Called with the button that a click stands for.
    """

    def __init__(self, cells: Cells, press: Callable[[Button], None]) -> None:
        super().__init__()
        self._cells = cells
        self._press = press
        self._how: dict[str, str] = {}
        self._marked: list[int] = []
        self.buttons: dict[str, QPushButton] = {}
        self.marking = QPushButton(translated(cells.marking))
        self.marking.setCheckable(True)
        self.marking.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.marking.setProperty("trouble", True)  # for the style sheet
        self._grid = QGridLayout()
        self._grid.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(label(cells.title, "caption"))
        box.addLayout(self._grid)
        box.addWidget(self.marking)

    def shows(self, field: str, value: object) -> bool:  # noqa: ARG002 - any value
        """Return whether the grid shows this field of the state."""
        return field in (self._cells.field, self._cells.marked)

    def show_state(self, state: Message) -> None:
        """Show each cell's state; keep the last one if the state has none."""
        self._how = state.get(self._cells.field, self._how)
        self._marked = state.get(self._cells.marked, self._marked)
        if self._how.keys() != self.buttons.keys():
            self._fill()
        for name, button in self.buttons.items():
            looks = {"cell": self._how[name], "marked": int(name) in self._marked}
            if looks != {key: button.property(key) for key in looks}:
                for key, value in looks.items():
                    button.setProperty(key, value)
                button.style().polish(button)  # the style sheet depends on them

    def _fill(self) -> None:
        for old in self.buttons.values():
            # removed at once, not in the next turn of the event loop
            old.setParent(None)
            old.deleteLater()
        self.buttons = {}
        for place, name in enumerate(self._how):
            button = QPushButton(name)
            button.setMinimumWidth(1)  # the style's own minimum is too wide for eight
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, n=name: self._click(n))
            self._grid.addWidget(button, *divmod(place, ACROSS))
            self.buttons[name] = button

    def _click(self, name: str) -> None:
        number = {self._cells.argument: int(name)}
        if self.marking.isChecked():
            on = int(name) not in self._marked
            request = {**self._cells.mark, **number, "on": on}
        else:
            request = {**self._cells.clicks[self._how[name]], **number}
        self._press(Button(name, request, {}))
