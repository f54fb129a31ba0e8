"""A minor problem: what it is, and what to do."""

from PySide6.QtWidgets import QVBoxLayout

from ui.theme.colours import NOTICE, PALE_NOTICE
from ui.theme.look import BODY, Look
from ui.widgets.panel import Icon, Panel, row
from ui.widgets.text import Text


class Notice(Panel):
    """A band with an icon, what happened, and what to do now."""

    def __init__(self, look: Look, icon: str = "notice") -> None:
        super().__init__(look, PALE_NOTICE, edge=None)
        across = row(look, self, margins=(36, 28), gap=32)
        across.addWidget(Icon(look, icon, 88, NOTICE))
        words = QVBoxLayout()
        words.setSpacing(look.px(4))
        self._what = Text(look, BODY, bold=True, colour=NOTICE)
        self._then = Text(look, BODY, colour=NOTICE)
        words.addWidget(self._what)
        words.addWidget(self._then)
        across.addLayout(words, 1)

    def say(self, what: str, then: str = "") -> None:
        """Show a problem and what to do."""
        self._what.setText(what)
        self._then.setText(then)
