"""One question of a form, or a code: one question a screen, with what answers it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.view import AskField, FieldWhat, Keys, PickOption, View
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.look import BODY, SMALL, STRONG, Look
from ui.widgets.button import Button, Kind
from ui.widgets.keyboard import Keyboard
from ui.widgets.months import Months
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column, empty
from ui.widgets.text import Text
from ui.words import field_problem, spoken_month

_CHOICE = 132
_TYPED = 72
_GROUP = 4


class AskFieldScreen(Screen[AskField]):
    """The question and what is typed above; keys, months or choices below."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=24, gap=16)
        self._head: QWidget | None = None
        self._heading = self.heading()
        self._hint = self.body()
        self._field = Panel(look)
        self._value = Text(look, _TYPED, bold=True, align=MIDDLE, smallest=STRONG)
        column(look, self._field, margins=(24, 12)).addWidget(self._value)
        self._problem = Notice(look)
        self._scan = Text(look, SMALL, align=MIDDLE)
        self._keyboard = Keyboard(look, say)
        self._months = Months(look, say)
        self._choices = QWidget()
        self._rows = column(look, self._choices, gap=16)

    def present(self, content: AskField, view: View, /) -> None:
        """Ask; show what is typed, and what is wrong with it."""
        if self._head is None:
            self._head, words = self.head(view)
            self._fill(words)
        title, hint = self._words(content)
        self._heading.setText(title)
        self._hint.setText(hint)
        typed = content.keys not in (Keys.CHOICE, Keys.MONTH)
        self._field.setVisible(typed or bool(content.value and not content.options))
        self._value.setText(self._spelt(content, view) or "·")
        self._problem.setVisible(content.problem is not None)
        if content.problem is not None:
            self._problem.say(*field_problem(content.problem, content))
        self._scan.setText(
            self.tr("You may also hold the code to the scanner.")
            if content.scan
            else ""
        )
        self._keyboard.setVisible(typed)
        self._months.setVisible(content.keys is Keys.MONTH)
        self._choices.setVisible(content.keys is Keys.CHOICE)
        if typed:
            self._keyboard.present(content.keys, content.value)
        elif content.keys is Keys.MONTH:
            first, last = content.options
            self._months.present(content.value, first.value, last.value)
        else:
            self._offer(content)

    def _fill(self, words: QVBoxLayout) -> None:
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addWidget(self._hint)
        words.addWidget(self._field)
        words.addStretch(1)
        if self._head is not None:
            self._along.addWidget(self._head)
        for part in (self._keyboard, self._months, self._choices):
            self._along.addWidget(part)
        self._along.addWidget(self._scan)
        self._along.addStretch(1)
        self._along.addWidget(self._problem)  # where the eye and the thumb are
        self._along.addStretch(1)

    def _words(self, content: AskField) -> tuple[str, str]:
        if content.what is FieldWhat.COLLECTION_CODE:
            return (
                self.tr("Type your collection code"),
                self.tr("It stands on the slip that you were given"),
            )
        if content.what is FieldWhat.PICKUP_CODE:
            return (
                self.tr("Type your pick-up code"),
                self.tr("The department has sent it to your phone"),
            )
        return content.label, content.hint or ""

    def _spelt(self, content: AskField, view: View) -> str:
        if content.secret:
            return "●" * len(content.value)
        if content.keys is Keys.MONTH and content.value:
            return spoken_month(content.value, view.language)
        if content.keys in (Keys.DIGITS, Keys.LETTERS) and len(content.value) > 6:
            parts = range(0, len(content.value), _GROUP)
            return " ".join(content.value[at : at + _GROUP] for at in parts)
        return content.value

    def _offer(self, content: AskField) -> None:
        empty(self._rows)
        for choice in content.options:
            button = Button(
                self.look,
                f"option_{choice.value}",
                height=_CHOICE,
                size=BODY,
                left=True,
                icon="check",
            )
            chosen = choice.value == content.value
            button.dress(
                Kind.CHOSEN if chosen else Kind.OTHER, "check" if chosen else None
            )
            button.label(choice.label)
            button.clicked.connect(
                lambda _=False, value=choice.value: self.say(PickOption(value))
            )
            self._rows.addWidget(button)
