"""The visit is over and its data dropped; the card is still on the reader."""

from ui.screens.base import Say, Screen
from ui.theme.colours import INK, STOP
from ui.theme.look import Look
from ui.widgets.cabinet_drawing import Cabinet, Scene
from ui.widgets.notice import Notice
from view import TakeCard, View


class TakeCardScreen(Screen[TakeCard]):
    """The terminal with a card leaving it."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=72)
        self._heading = self.heading()
        self._hint = self.body()
        self._alert = Notice(look)
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addWidget(self._alert)
        along.addWidget(Cabinet(look, Scene.TAKE_CARD), 1)

    def present(self, content: TakeCard, _view: View, /) -> None:
        """Ask for the card to be taken, more urgently after a while."""
        self._heading.setText(self.tr("Please take your card"))
        self._heading.setColour(STOP if content.long else INK)
        self._hint.setText(self.tr("Everything about you has been cleared here."))
        self._hint.setVisible(not content.long)
        self._alert.setVisible(content.long)
        self._alert.say(
            self.tr("A card is still on the reader."),
            self.tr("If it is not yours, please hand it to the staff."),
        )
