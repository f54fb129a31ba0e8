"""An application is being stored, to be sent to the department."""

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.look import Look
from ui.widgets.query_picture import QueryPicture
from view import Submitting, View


class SubmittingScreen(Screen[Submitting]):
    """Shows the department it goes to."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(gap=24)
        self._heading = self.heading()
        self._hint = self.body()
        along.addStretch(2)
        along.addWidget(QueryPicture(look), 0, MIDDLE)
        along.addSpacing(look.px(48))
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addStretch(3)

    def present(self, content: Submitting, _view: View, /) -> None:
        """Show the department."""
        handing = self.tr("Handing your application in …")
        self._heading.setText(handing)
        whom = self.tr("It goes to: {department}")
        self._hint.setText(whom.format(department=content.department))
