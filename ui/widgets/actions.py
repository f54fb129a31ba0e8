"""Back at the left, Cancel in the middle, the main action at the right."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from ui.theme.look import (
    ACTIONS_HEIGHT,
    CANVAS_WIDTH,
    GAP,
    MAIN_HEIGHT,
    MAIN_WIDTH,
    MARGIN,
    STRONG,
    Look,
)
from ui.widgets.button import Button, Kind
from ui.words import MAIN_ICONS, back_words_on, main_words_on, translate
from view import Back, Cancel, Intent, Main, View

_SIDE = (CANVAS_WIDTH - 2 * MARGIN - MAIN_WIDTH - 2 * GAP) // 2


class Actions(QWidget):
    """The zone at the bottom; a button without a meaning now leaves its place empty.

    Args:
        look: The scale.
        say: Receives the intents.
    """

    def __init__(self, look: Look, say: Callable[[Intent], None]) -> None:
        super().__init__()
        self._back = Button(look, "back", height=MAIN_HEIGHT, icon="back", parent=self)
        self._cancel = Button(
            look, "cancel", height=MAIN_HEIGHT, icon="close", parent=self
        )
        self._main = Button(
            look,
            "main",
            Kind.MAIN,
            width=MAIN_WIDTH,
            height=MAIN_HEIGHT,
            icon="check",
            size=STRONG,
            bold=True,
            parent=self,
        )
        left = MARGIN
        for button, width in (
            (self._back, _SIDE),
            (self._cancel, _SIDE),
            (self._main, MAIN_WIDTH),
        ):
            top = (ACTIONS_HEIGHT - MAIN_HEIGHT) // 2
            box = (left, top, width, MAIN_HEIGHT)
            button.setGeometry(QRect(*(look.px(length) for length in box)))
            left += width + GAP
        self._back.clicked.connect(lambda: say(Back()))
        self._cancel.clicked.connect(lambda: say(Cancel()))
        self._main.clicked.connect(lambda: say(Main()))

    def present(self, view: View) -> None:
        """Show the actions that are possible now."""
        words, icon = back_words_on(view.content)
        self._back.label(words)
        self._back.dress(Kind.OTHER, icon)
        self._cancel.label(translate("Actions", "Cancel"))
        self._back.setVisible(view.back)
        self._cancel.setVisible(view.cancel)
        self._main.setVisible(view.main is not None)
        if view.main is not None:
            self._main.label(main_words_on(view.content, view.main))
            icon = MAIN_ICONS[view.main]
            self._main.dress(Kind.MAIN, icon, icon_after=icon == "forward")
        self.setVisible(view.back or view.cancel or view.main is not None)
