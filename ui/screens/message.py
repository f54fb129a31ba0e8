"""A visit that ends early: what happened, that nothing is lost, what to do now."""

from ui.problem_words import problem_loss, problem_title, problem_way
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import NOTICE, PALE_NOTICE
from ui.theme.look import BODY, Look
from ui.widgets.hotline import Hotline
from ui.widgets.panel import Icon
from ui.widgets.text import Text
from ui.words import trouble_cause
from view import Message, View


class MessageScreen(Screen[Message]):
    """An icon, three sentences, and a number to call."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(gap=24)
        self._heading = self.heading()
        self._what = self.body()
        self._loss = Text(look, BODY, bold=True, align=MIDDLE)
        self._hotline = Hotline(look)
        along.addStretch(2)
        along.addWidget(Icon(look, "notice", 200, NOTICE, PALE_NOTICE), 0, MIDDLE)
        along.addSpacing(look.px(16))
        along.addWidget(self._heading)
        along.addWidget(self._what)
        along.addWidget(self._loss)
        along.addStretch(1)
        along.addWidget(self._hotline)
        along.addStretch(2)

    def present(self, content: Message, _view: View, /) -> None:
        """Show the message."""
        self._heading.setText(problem_title(content.problem))
        cause = trouble_cause(content.trouble) if content.trouble else ""
        self._what.setText(cause)
        self._loss.setText(problem_loss(content.problem))
        self._hotline.say(problem_way(content.problem), content.hotline)
