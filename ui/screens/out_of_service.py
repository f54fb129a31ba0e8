"""The terminal is out of service: why, that it recovers by itself, where to go.

Right after start-up, when nothing is wrong, it only asks for a moment.
"""

from PySide6.QtWidgets import QVBoxLayout

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import NOTICE, PALE, PALE_NOTICE, PRIMARY
from ui.theme.look import BODY, NUMBER, Look
from ui.widgets.hotline import Hotline
from ui.widgets.panel import Icon, Panel, column, empty, row
from ui.widgets.text import Text
from ui.words import trouble_cause
from view import OutOfService, Trouble, View

_MOST = 5  # the most reasons shown; a hurried reader stops earlier
GOVERNMENT_HOTLINE = "12345"  # the same number all over China, day and night


class OutOfServiceScreen(Screen[OutOfService]):
    """A reason for each trouble, and a number to call."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=64, gap=24)
        self._heading = Text(look, NUMBER, bold=True, align=MIDDLE, smallest=64)
        self._back = self.body()
        self._icon = Icon(look, "stop", 240, NOTICE, PALE_NOTICE)
        self._reasons = QVBoxLayout()
        self._why = Panel(look)
        inside = column(look, self._why, margins=(48, 40))
        inside.addLayout(self._reasons)
        self._reasons.setSpacing(look.px(24))
        self._hotline = Hotline(look)
        along.addStretch(2)
        along.addWidget(self._icon, 0, MIDDLE)
        along.addSpacing(look.px(16))
        along.addWidget(self._heading)
        along.addWidget(self._back)
        along.addStretch(1)
        along.addWidget(self._why)
        along.addWidget(self._hotline)
        along.addStretch(2)

    def present(self, content: OutOfService, _view: View, /) -> None:
        """Show the reasons, or that the terminal is starting."""
        starting = content.troubles == (Trouble.STARTING,)
        self._why.setVisible(not starting)
        self._hotline.setVisible(not starting)
        if starting:
            self._icon.dress("clock", PRIMARY, PALE)
            self._heading.setText(self.tr("Getting ready, one moment"))
            self._back.setText(self.tr("You can begin shortly."))
            return
        self._icon.dress("stop", NOTICE, PALE_NOTICE)
        self._heading.setText(self.tr("Out of service"))
        self._back.setText(
            self.tr("It comes back by itself as soon as this is put right.")
        )
        empty(self._reasons)
        for trouble in content.troubles[:_MOST]:
            line = row(self.look, holder := Panel(self.look, edge=None), gap=24)
            words = Text(self.look, BODY)
            words.setText(trouble_cause(trouble))
            line.addWidget(Icon(self.look, "info", 56, PRIMARY))
            line.addWidget(words, 1)
            self._reasons.addWidget(holder)
        self._hotline.say(
            self.tr("Please ask at a counter, use another terminal, or call"),
            GOVERNMENT_HOTLINE,
        )
