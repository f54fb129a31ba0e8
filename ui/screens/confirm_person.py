"""Asks whether the card is the citizen's, with the full name as on the card."""

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import PALE, PRIMARY, QUIET
from ui.theme.look import BODY, TITLE, Look
from ui.widgets.panel import Icon, Panel, column
from ui.widgets.text import Text
from view import ConfirmPerson, View


class ConfirmPersonScreen(Screen[ConfirmPerson]):
    """A card with the name and the masked number."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(gap=32)
        self._heading = self.heading()
        self._label = Text(look, BODY, colour=QUIET, align=MIDDLE)
        self._name = Text(look, 2 * TITLE, bold=True, align=MIDDLE, smallest=TITLE)
        self._number_label = Text(look, BODY, colour=QUIET, align=MIDDLE)
        self._number = Text(look, TITLE, align=MIDDLE, smallest=BODY)
        self._hint = self.body()
        card = Panel(look)
        inside = column(look, card, margins=(48, 72), gap=8)
        inside.addWidget(Icon(look, "card", 208, PRIMARY, PALE), 0, MIDDLE)
        inside.addSpacing(look.px(40))
        inside.addWidget(self._label)
        inside.addWidget(self._name)
        inside.addSpacing(look.px(40))
        inside.addWidget(self._number_label)
        inside.addWidget(self._number)
        along.addStretch(2)
        along.addWidget(self._heading)
        along.addStretch(1)
        along.addWidget(card)
        along.addStretch(1)
        along.addWidget(self._hint)
        along.addStretch(2)

    def present(self, content: ConfirmPerson, view: View, /) -> None:
        """Show the card's holder."""
        self._heading.setText(
            self.tr("Is this you?") if view.main is not None else self.tr("Welcome")
        )
        self._label.setText(self.tr("Name"))
        self._name.setText(content.name)
        self._number_label.setText(self.tr("Identity number"))
        self._number.setText(content.masked_number)
        asking = view.main is None  # confirmed: entitlements are being looked up
        self._hint.setText(
            self.tr("One moment: is anything still waiting for you? …")
            if asking
            else self.tr("If it is not, cancel and take the card away.")
        )
