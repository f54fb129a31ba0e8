"""A code that a citizen keeps: in large type, to be photographed or written down."""

from PySide6.QtCore import Qt

from ui.theme.colours import PALE, PRIMARY, QUIET
from ui.theme.look import NUMBER, SMALL, STRONG, Look
from ui.widgets.panel import Panel, column
from ui.widgets.text import Text


class Code(Panel):
    """A surface with the code, its label and its purpose."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, PALE, edge=PRIMARY)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._label = Text(look, SMALL, colour=QUIET, align=middle)
        self._code = Text(look, NUMBER, bold=True, align=middle, smallest=STRONG)
        self._hint = Text(look, SMALL, colour=QUIET, align=middle)
        along = column(look, self, margins=(24, 20))
        along.addWidget(self._label)
        along.addWidget(self._code)
        along.addWidget(self._hint)

    def say(self, label: str, code: str, hint: str) -> None:
        """Show a code."""
        self._label.setText(label)
        self._code.setText(code)
        self._hint.setText(hint)
