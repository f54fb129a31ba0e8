"""One question of a form, or a code: the answer in large type, and keys for it."""

from PySide6.QtWidgets import QWidget

from ui.problem_words import field_problem
from ui.screens.base import MIDDLE, Say, Screen, content_bottom, content_top
from ui.theme.look import CANVAS_WIDTH, MARGIN, REACH_TOP, STRONG, Look
from ui.translation import amount_text
from ui.widgets.choices import Choices
from ui.widgets.entry import Entry
from ui.widgets.keyboard import Keyboard
from ui.widgets.months import Months
from ui.widgets.panel import column
from ui.widgets.remark import Remark
from ui.widgets.text import Text
from view import AskField, FieldWhat, Keys, View

_BOTTOM = 24
_HEAD_GAP = 12
_BIRTH_DATE = (6, 14)  # the birth date's place in a citizen number
_LONG = 6  # characters that can be read at one glance
_TYPED = frozenset(Keys) - {Keys.CHOICE, Keys.MONTH}


class AskFieldScreen(Screen[AskField]):
    """The question above, the keys in reach; built once, so that no key moves."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=0)
        self._label = Text(look, STRONG + 8, bold=True, align=MIDDLE)
        self._hint = self.body()
        self._entry = Entry(look)
        self._remark = Remark(look)
        self._keyboard: Keyboard | None = None
        self._months: Months | None = None
        self._choices: Choices | None = None
        self._built = False

    def present(self, content: AskField, view: View, /) -> None:
        """Show the question and the answer so far."""
        if not self._built:
            self._build(content, view)
        label, hint = self._asked(content)
        self._label.setText(label)
        self._hint.setText(hint)
        self._entry.present(shown(content), wrong=content.problem is not None)
        self._say_remark(content)
        if self._keyboard is not None:
            self._keyboard.present(content.value)
        if self._months is not None:
            self._months.present(content.value, view.language)
        if self._choices is not None:
            self._choices.present(content.value)

    def _build(self, content: AskField, view: View) -> None:
        """Build the parts, once the kind of keys is known."""
        self._built = True
        px = self.look.px
        head = QWidget()
        head.setMinimumHeight(px(REACH_TOP - content_top(view)))
        words = column(self.look, head, gap=_HEAD_GAP)
        words.addSpacing(px(_HEAD_GAP))
        words.addStretch(1)
        words.addWidget(self._label)
        words.addWidget(self._hint)
        words.addStretch(1)
        if content.keys in _TYPED:
            words.addWidget(self._entry)
        words.addWidget(self._remark)
        self._along.addWidget(head)
        if content.keys is Keys.CHOICE:
            room = content_bottom(view) - REACH_TOP - _BOTTOM
            width = CANVAS_WIDTH - 2 * MARGIN
            self._choices = Choices(self.look, content.options, self.say)
            self._choices.arrange(px(width), px(room), content.value)
            self._along.addWidget(self._choices, 1)
        elif content.keys is Keys.MONTH:
            first, last = (each.value for each in content.options)
            self._months = Months(self.look, first, last, self.say)
            self._along.addWidget(self._months, 1)
        else:
            self._keyboard = Keyboard(self.look, content.keys, self.say)
            self._along.addWidget(self._keyboard, 1)
        self._along.addSpacing(px(_BOTTOM))

    def _asked(self, content: AskField) -> tuple[str, str]:
        """Return the question, and where its answer can be found."""
        if content.what is FieldWhat.COLLECTION_CODE:
            return (
                self.tr("Please enter your collection code"),
                self.tr("It stands on your slip: eight letters and digits."),
            )
        if content.what is FieldWhat.PICKUP_CODE:
            where = self.tr("The six digits of the message that you got")
            which = f"{content.hint}: " if content.hint else ""
            return self.tr("Please enter your pick-up code"), which + where
        return content.label, content.hint or ""

    def _say_remark(self, content: AskField) -> None:
        if content.problem is not None:
            limit = "" if content.limit is None else amount_text(content.limit)
            what, then = field_problem(content.problem, limit, content.tries_left)
            self._remark.warn(f"{what} {then}")
        elif content.scan:
            self._remark.tell(
                "scan", self.tr("You can also hold the code to the scanner.")
            )
        else:
            self._remark.tell("scan", "")


def shown(content: AskField) -> str:
    """Return an answer in its most readable form: in groups, an amount with sign."""
    value = content.value
    if content.keys is Keys.AMOUNT:
        return _amount(value)
    if content.keys is Keys.PLATE:
        at = 4 if value.startswith("使") else 2
        return f"{value[:at]} · {value[at:]}" if len(value) > at else value
    if content.keys is Keys.CITIZEN_NUMBER:
        first, second = _BIRTH_DATE
        parts = (value[:first], value[first:second], value[second:])
        return " ".join(part for part in parts if part)
    if content.longest > _LONG:
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    return value


def _amount(value: str) -> str:
    yuan, point, rest = value.partition(".")
    whole = f"{int(yuan):,}" if yuan.isascii() and yuan.isdigit() else yuan
    return f"¥ {whole}{point}{rest}"
