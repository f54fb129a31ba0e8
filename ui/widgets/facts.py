"""A department's facts, line by line: a label and its value."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme.colours import INK, PALE, QUIET
from ui.theme.look import BODY, NUMBER, SMALL, STRONG, Look
from ui.widgets.panel import Panel, row
from ui.widgets.text import Text
from view import FactLine

_RIGHT = Qt.AlignmentFlag.AlignRight
_LARGE = 132  # the height of a line with large numerals


def fact_line(look: Look, fact: FactLine) -> QWidget:
    """Return a line for a fact; an emphasised one has a surface and large numerals."""
    if fact.emphasised:
        line: QWidget = Panel(look, PALE, edge=None)
        across = row(look, line, margins=(36, 4), gap=24)
        across.addStrut(look.px(_LARGE))  # even if the numerals are set smaller
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
    across.addWidget(value)  # in its full width; the label wraps first
    return line
