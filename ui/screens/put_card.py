"""Asks for the card: where it goes, and what went wrong with the last try."""

from ui.screens.base import Say, Screen
from ui.theme.look import STRONG, Look
from ui.widgets.button import Button
from ui.widgets.cabinet_drawing import Cabinet, Scene
from ui.widgets.notice import Notice
from ui.words import card_problem
from view import PutCard, UseCode, View

_CODE = 136


class PutCardScreen(Screen[PutCard]):
    """The terminal with its card area lit up."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=56)
        self._heading = self.heading()
        self._hint = self.body()
        self._notice = Notice(look)
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addWidget(self._notice)
        along.addWidget(Cabinet(look, Scene.PUT_CARD), 1)
        self._code = Button(look, "use_code", height=_CODE, icon="keys", size=STRONG)
        self._code.clicked.connect(lambda: say(UseCode()))
        along.addWidget(self._code)

    def present(self, content: PutCard, _view: View, /) -> None:
        """Ask for the card; after a failed try, show first what went wrong."""
        self._heading.setText(self.tr("Put your identity card on the card reader"))
        self._hint.setText(
            self.tr("Or hold the code of your slip to the scanner")
            if content.code_instead
            else self.tr("Lay it flat and leave it there")
        )
        self._code.label(self.tr("I have a collection code"))
        self._code.setVisible(content.code_instead)
        self._notice.setVisible(content.problem is not None)
        self._hint.setVisible(content.problem is None)
        if content.problem is not None:
            self._notice.say(*card_problem(content.problem))
