"""A line under an answer: what is wrong with it, or another way to give it."""

from PySide6.QtWidgets import QWidget

from ui.theme.colours import GROUND, NOTICE, PALE_NOTICE, PRIMARY, QUIET
from ui.theme.look import Look
from ui.widgets.panel import Icon, Panel, column, row
from ui.widgets.text import Text

_HEIGHT = 120
_SIZE = 36


class Remark(QWidget):
    """Keeps its space while it is empty, so that no key moves under a finger.

    Args:
        look: The scale.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFixedHeight(look.px(_HEIGHT))
        self._panel = Panel(look, PALE_NOTICE, edge=None)
        across = row(look, self._panel, margins=(28, 4), gap=20)
        self._icon = Icon(look, "notice", 60, NOTICE)
        self._words = Text(look, _SIZE, colour=NOTICE)
        across.addWidget(self._icon)
        across.addWidget(self._words, 1)
        along = column(look, self)
        along.addStretch(1)
        along.addWidget(self._panel)
        along.addStretch(1)

    def warn(self, words: str) -> None:
        """Show what is wrong and what to do."""
        self._panel.fill(PALE_NOTICE)
        self._icon.dress("notice", NOTICE)
        self._words.setColour(NOTICE)
        self._say(words)

    def tell(self, icon: str, words: str) -> None:
        """Show another way to answer; nothing if `words` is empty."""
        self._panel.fill(GROUND)
        self._icon.dress(icon, PRIMARY)
        self._words.setColour(QUIET)
        self._say(words)

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._panel.setVisible(bool(words))
