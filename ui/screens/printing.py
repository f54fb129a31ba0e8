"""Paper is on its way, and this is where it comes out."""

from kiosk.view import Printing, View
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
        if content.slip:
            self._heading.setText(self.tr("Accepted. Your slip is being printed"))
        else:
            self._heading.setText(self.tr("Your receipt is being printed"))
        self._hint.setText(self.tr("It comes out here. Wait until it is cut off."))
