"""An option to choose: its title, its amount, and why it is closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout

from ui.theme.colours import (
    EDGE,
    HAIRLINE,
    INK,
    NOTICE,
    PALE,
    PALE_PRESSED,
    PRIMARY,
    QUIET,
    SHADE,
    WHITE,
)
from ui.theme.look import BODY, SMALL, STRONG, Look
from ui.translation import amount_text
from ui.widgets.panel import Icon, row
from ui.widgets.press import Press
from ui.widgets.text import Text
from view import OptionLine

LEAST_HEIGHT = 144
_MOST_FACTS = 4


class Option(Press):
    """A row to press; a chosen one has its own mark, edge and surface.

    Args:
        look: The scale.
        line: The option shown; it may be a citizen's data.
    """

    def __init__(self, look: Look, line: OptionLine) -> None:
        super().__init__(look, f"toggle_{line.reference}", 480, LEAST_HEIGHT)
        self._closed = line.closed is not None
        self._chosen = False
        self.setEnabled(not self._closed)
        ink = QUIET if self._closed else INK
        across = row(look, self, margins=(32, 16), gap=28)
        self._mark = Icon(look, "box", 64, PRIMARY)
        across.addWidget(self._mark)
        words = QVBoxLayout()
        words.setSpacing(look.px(2))
        words.addStretch()
        title = Text(look, BODY, bold=True, colour=ink)
        title.setText(line.title)
        words.addWidget(title)
        for fact in line.facts[:_MOST_FACTS]:
            text = Text(look, SMALL, colour=ink if fact.emphasised else QUIET)
            text.setText(f"{fact.label}  {fact.value}".strip())
            words.addWidget(text)
        if line.closed is not None:
            why = Text(look, SMALL, colour=NOTICE)
            why.setText(line.closed)
            words.addWidget(why)
        words.addStretch()
        across.addLayout(words, 1)
        if line.amount:
            amount = Text(
                look,
                STRONG,
                bold=True,
                colour=ink,
                align=Qt.AlignmentFlag.AlignRight,
                smallest=BODY,
            )
            amount.setText(amount_text(line.amount))
            across.addWidget(amount)
        self.dress(line)

    def dress(self, line: OptionLine) -> None:
        """Show whether it is chosen."""
        self._chosen = line.chosen
        icon = "stop" if self._closed else "boxed" if line.chosen else "box"
        self._mark.dress(icon, QUIET if self._closed else PRIMARY)
        parts = [line.title, *(f"{fact.label} {fact.value}" for fact in line.facts)]
        if line.closed is not None:
            parts.append(line.closed)
        self.setAccessibleName(". ".join(parts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row's background; its contents draw themselves."""
        painter = QPainter(self)
        if self._closed:
            self._body(painter, SHADE, HAIRLINE)
        elif self._chosen:
            self._body(painter, PALE_PRESSED if self.isDown() else PALE, PRIMARY, 4)
        else:
            self._body(painter, PALE_PRESSED if self.isDown() else WHITE, EDGE)
        painter.end()
