"""Read this, and accept it (告知承诺)."""

from kiosk.view import Declare, View
from ui.screens.base import Say, Screen
from ui.theme.look import BODY, Look
from ui.widgets.panel import Panel, column
from ui.widgets.text import Text


class DeclareScreen(Screen[Declare]):
    """The title, who declares, and the whole text on one surface."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=56)
        self._heading = self.heading()
        self._holder = self.body()
        self._text = Text(look, BODY)
        panel = Panel(look)
        column(look, panel, margins=(56, 48)).addWidget(self._text)
        along.addWidget(self._heading)
        along.addWidget(self._holder)
        along.addStretch(1)
        along.addWidget(panel)
        along.addStretch(2)

    def present(self, content: Declare, _view: View, /) -> None:
        """Show the text."""
        self._heading.setText(content.title)
        whose = self.tr("Applicant: {holder}")
        self._holder.setText(whose.format(holder=content.holder))
        self._text.setText(content.text)
