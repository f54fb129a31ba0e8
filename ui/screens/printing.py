"""Paper is on its way, and this is where it comes out."""

from kiosk.view import Leaving, Printing, View
from ui.screens.base import Say, Screen
from ui.theme.look import Look
from ui.widgets.cabinet import Cabinet, Scene


class PrintingScreen(Screen[Printing]):
    """The terminal with its paper slot lit up."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=56)
        self._heading = self.heading()
        self._hint = self.body()
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addWidget(Cabinet(look, Scene.TAKE_PAPER), 1)

    def present(self, content: Printing, _view: View, /) -> None:
        """Say what is being printed."""
        hint = self.tr("It comes out here. Wait until it is cut off.")
        if content.paper is Leaving.SLIP:
            heading = self.tr("Accepted. Your slip is being printed")
        elif content.paper is Leaving.RECEIPT:
            heading = self.tr("Your receipt is being printed")
        elif content.making:
            heading = self.tr("Your document is being made and sealed")
            hint = self.tr("This takes a moment.")
        else:
            heading = self.tr("Your document is being printed")
            hint = self.tr("It comes out of the printer for A4 paper.")
        if content.of > 1:
            count = self.tr("Document {number} of {of}.")
            hint += " " + count.format(number=content.number, of=content.of)
        self._heading.setText(heading)
        self._hint.setText(hint)
