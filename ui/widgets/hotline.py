"""A number to call, in numerals that can be read from afar."""

from PySide6.QtCore import Qt

from ui.theme.colours import PRIMARY, QUIET
from ui.theme.look import BODY, NUMBER, Look
from ui.widgets.panel import Icon, Panel, column, row
from ui.widgets.text import Text


class Hotline(Panel):
    """A sentence and a telephone number."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._words = Text(
            look, BODY, colour=QUIET, align=Qt.AlignmentFlag.AlignHCenter
        )
        self._number = Text(look, NUMBER, bold=True, smallest=NUMBER)
        along = column(look, self, margins=(48, 36), gap=4)
        along.addWidget(self._words)
        line = row(look, holder := Panel(look, edge=None), gap=28)
        line.addStretch()
        line.addWidget(Icon(look, "phone", 80, PRIMARY))
        line.addWidget(self._number)
        line.addStretch()
        along.addWidget(holder)

    def say(self, words: str, number: str) -> None:
        """Show a sentence and a number."""
        self._words.setText(words)
        self._number.setText(number)
