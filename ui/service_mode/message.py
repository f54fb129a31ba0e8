"""The service mode cannot do anything: why, and what to do."""

from ui.screens.base import MIDDLE, Say, Screen
from ui.service_mode.words import service_problem
from ui.theme.colours import NOTICE, PALE_NOTICE
from ui.theme.look import Look
from ui.widgets.panel import Icon
from view import ServiceMessage, View


class ServiceMessageScreen(Screen[ServiceMessage]):
    """An icon and two sentences."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(gap=24)
        self._heading = self.heading()
        self._what = self.body()
        along.addStretch(2)
        along.addWidget(Icon(look, "notice", 200, NOTICE, PALE_NOTICE), 0, MIDDLE)
        along.addSpacing(look.px(16))
        along.addWidget(self._heading)
        along.addWidget(self._what)
        along.addStretch(3)

    def present(self, content: ServiceMessage, _view: View, /) -> None:
        """Show the message."""
        heading, what = service_problem(content.problem)
        self._heading.setText(heading)
        self._what.setText(what)
