"""What a department says, line by line: a label and its value."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme.colours import INK, PALE, QUIET
from ui.theme.look import BODY, NUMBER, SMALL, STRONG, Look
from ui.widgets.panel import Panel, row
from ui.widgets.text import Text
from view import FactLine

_RIGHT = Qt.AlignmentFlag.AlignRight
_LARGE = 132  # height of a line with large numerals


def fact_line(look: Look, fact: FactLine) -> QWidget:
    """A line for one fact; an emphasised one stands on a surface, in large numerals."""
    if fact.emphasised:
        line: QWidget = Panel(look, PALE, edge=None)
        across = row(look, line, margins=(36, 4), gap=24)
        across.addStrut(look.px(_LARGE))  # also where the numerals are set smaller
        label = Text(look, BODY, colour=INK)
        value = Text(look, NUMBER, bold=True, align=_RIGHT, smallest=STRONG)
    else:
        line = QWidget()
        across = row(look, line, margins=(36, 4), gap=24)
        label = Text(look, BODY, colour=QUIET)
        value = Text(look, BODY, bold=True, align=_RIGHT, smallest=SMALL)
    label.setText(fact.label)
    value.setText(fact.value)
    across.addWidget(label, 1)
    across.addWidget(value)  # as wide as it is; the label wraps first
    return line
