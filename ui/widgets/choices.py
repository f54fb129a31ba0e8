"""A choice of one of a few answers: large rows, the chosen one marked."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.theme.look import BODY, STRONG, Look
from ui.widgets.button import Button, Kind
from ui.widgets.panel import column
from ui.widgets.rows import PagedRows
from view import FieldChoice, PickOption

_ROW = 136


class Choices(QWidget):
    """A row for each answer.

    Args:
        look: The scale.
        options: The answers.
        say: Receives `PickOption`.
        icon: The icon of answers that are not chosen.
        height: The height of a row, in pixels of the canvas.
    """

    def __init__(
        self,
        look: Look,
        options: tuple[FieldChoice, ...],
        say: Callable[[PickOption], None],
        *,
        icon: str = "ring",
        height: int = _ROW,
    ) -> None:
        super().__init__()
        self._icon = icon
        self._buttons = {}
        for option in options:
            button = Button(
                look,
                f"option_{option.value}",
                height=height,
                size=STRONG,
                left=True,
                icon_side=round(BODY * 1.8),
            )
            button.label(option.label)
            button.clicked.connect(
                lambda _=False, value=option.value: say(PickOption(value))
            )
            self._buttons[option.value] = button
        self._rows = PagedRows(look)
        column(look, self).addWidget(self._rows)

    def arrange(self, width: int, height: int, value: str) -> None:
        """Fit the rows into a size in window pixels, with `value` visible."""
        first = list(self._buttons).index(value) if value in self._buttons else 0
        self._rows.present(tuple(self._buttons.values()), width, height, first)

    def present(self, value: str) -> None:
        """Mark the chosen answer."""
        for each, button in self._buttons.items():
            chosen = each == value
            button.dress(
                Kind.CHOSEN if chosen else Kind.OTHER, "done" if chosen else self._icon
            )
