"""A declaration to read and accept: the whole text, in pages, in readable type."""

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import QUIET
from ui.theme.look import SMALL, Look
from ui.widgets.paged_text import PagedText
from ui.widgets.text import Text
from view import Declare, View


class DeclareScreen(Screen[Declare]):
    """A title, the text, and who declares it."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=32, gap=16)
        self._heading = self.heading()
        self._hint = self.body()
        self._text = PagedText(look)
        self._whose = Text(look, SMALL, colour=QUIET, align=MIDDLE)
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addWidget(self._text, 1)
        along.addWidget(self._whose)

    def present(self, content: Declare, _view: View, /) -> None:
        """Show the text."""
        self._heading.setText(content.title)
        self._hint.setText(self.tr("Please read this, then accept it or go back"))
        self._whose.setText(
            self.tr("Declared by {holder}").format(holder=content.holder)
            if content.holder
            else ""
        )
        self._text.present(content.text)
