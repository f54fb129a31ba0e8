"""An application is being written down."""

from kiosk.view import Submitting, View
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import PALE, PRIMARY
from ui.theme.look import Look
from ui.widgets.panel import Icon


class SubmittingScreen(Screen[Submitting]):
    """What is being done, for the moment that it takes."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay()
        self._heading = self.heading()
        along.addStretch(1)
        along.addWidget(Icon(look, "document", 168, PRIMARY, PALE), 0, MIDDLE)
        along.addWidget(self._heading)
        along.addStretch(2)

    def present(self, content: Submitting, _view: View, /) -> None:
        """Say to whom it goes."""
        words = self.tr("Handing your application in: {department}")
        self._heading.setText(words.format(department=content.department))
