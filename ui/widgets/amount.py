"""An amount of money in large numerals, and what it is for."""

from PySide6.QtCore import Qt

from ui.theme.colours import INK, PALE, PRIMARY
from ui.theme.look import BODY, NUMBER, STRONG, Look
from ui.translation import amount_text
from ui.widgets.panel import Panel, row
from ui.widgets.text import Text

_HEIGHT = 136


class Amount(Panel):
    """A surface with what is paid for at the left, and the amount at the right."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, PALE, edge=None)
        across = row(look, self, margins=(36, 4), gap=24)
        across.addStrut(look.px(_HEIGHT))
        self._label = Text(look, BODY, colour=INK)
        self._number = Text(
            look,
            NUMBER,
            bold=True,
            colour=PRIMARY,
            align=Qt.AlignmentFlag.AlignRight,
            smallest=STRONG,
        )
        across.addWidget(self._label, 1)
        across.addWidget(self._number)

    def say(self, label: str, amount: int) -> None:
        """Show an amount in fen."""
        self._label.setText(label)
        self._number.setText(amount_text(amount))
