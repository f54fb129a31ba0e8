"""Payment: the method, the code to scan, and the result."""

from PySide6.QtWidgets import QWidget

from ui.screens.base import MIDDLE, Say, Screen, content_bottom, content_top
from ui.stage_words import pay_code_problem, pay_words
from ui.theme.colours import NOTICE, PALE, PALE_NOTICE, PRIMARY
from ui.theme.look import BODY, CANVAS_WIDTH, MARGIN, REACH_TOP, STRONG, TITLE, Look
from ui.translation import countdown
from ui.widgets.amount import Amount
from ui.widgets.choices import Choices
from ui.widgets.panel import Icon, column, row
from ui.widgets.qr import QrCode
from ui.widgets.query_picture import QueryPicture
from ui.widgets.remark import Remark
from ui.widgets.text import Text
from view import Pay, PayStage, View

_CODE = 660
_METHOD = 208
_BOTTOM = 24
_NOT_DUE = frozenset(
    {PayStage.CLOSED, PayStage.CHANGED, PayStage.PAID_BEFORE, PayStage.NO_ANSWER}
)
"""Stages at which a large amount could be mistaken for one that was paid."""
_BUSY = frozenset({PayStage.OPENING, PayStage.CHARGING, PayStage.CLOSING})


class PayScreen(Screen[Pay]):
    """One part for each kind of stage; a payment goes through several of them."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=0)
        self._part: _Methods | _Scan | _Told | None = None
        self._stage: PayStage | None = None

    def present(self, content: Pay, view: View, /) -> None:
        """Show the progress of the payment."""
        if content.stage is not self._stage:
            self._stage = content.stage
            if self._part is not None:
                self.clear()
                self._part.hide()
                self._part.setParent(None)
                self._part.deleteLater()
            self._part = self._made(content)
            self._along.addWidget(self._part)
        assert self._part is not None  # noqa: S101 - made above, with `_stage`
        self._part.present(content, view)

    def _made(self, content: Pay) -> "_Methods | _Scan | _Told":
        if content.stage is PayStage.CHOOSE_METHOD:
            return _Methods(self.look, self.say, content)
        if content.stage is PayStage.SCAN:
            return _Scan(self.look)
        return _Told(self.look, content.stage)


class _Methods(QWidget):
    """A large row for each payment method."""

    def __init__(self, look: Look, say: Say, content: Pay) -> None:
        super().__init__()
        self._look = look
        self._heading = Text(look, TITLE, bold=True, align=MIDDLE)
        self._amount = Amount(look)
        self._choices = Choices(look, content.methods, say, icon="pay", height=_METHOD)
        self._along = column(look, self)
        self._built = False

    def present(self, content: Pay, view: View) -> None:
        if not self._built:
            self._build(view)
        self._heading.setText(pay_words(content.stage)[0])
        self._amount.say(content.title, content.amount)
        self._choices.present("")

    def _build(self, view: View) -> None:
        self._built = True
        px = self._look.px
        head = QWidget()
        head.setMinimumHeight(px(REACH_TOP - content_top(view)))
        words = column(self._look, head)
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addStretch(1)
        words.addWidget(self._amount)
        words.addStretch(1)
        self._along.addWidget(head)
        width, room = (
            CANVAS_WIDTH - 2 * MARGIN,
            content_bottom(view) - REACH_TOP - _BOTTOM,
        )
        self._choices.arrange(px(width), px(room), "")
        self._along.addWidget(self._choices, 1)
        self._along.addSpacing(px(_BOTTOM))


class _Scan(QWidget):
    """The code, large, with the amount above it and the time left below."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._heading = Text(look, STRONG + 8, bold=True, align=MIDDLE)
        self._amount = Amount(look)
        self._code = QrCode(look, _CODE)
        self._left = Text(look, TITLE, bold=True)
        self._own = Remark(look)
        along = column(look, self, margins=(0, 24), gap=20)
        along.addStretch(1)
        along.addWidget(self._heading)
        along.addWidget(self._amount)
        along.addWidget(self._code, 0, MIDDLE)
        line = QWidget()
        across = row(look, line, gap=20)
        across.addStretch(1)
        across.addWidget(Icon(look, "clock", 64, PRIMARY))
        across.addWidget(self._left)
        across.addStretch(1)
        along.addWidget(line)
        along.addWidget(self._own)
        along.addStretch(1)

    def present(self, content: Pay, _view: View) -> None:
        heading, _ = pay_words(content.stage)
        names = [method.label for method in content.methods]
        phone = self.tr("your phone")
        self._heading.setText(heading.format(method=" / ".join(names) or phone))
        self._amount.say(content.title, content.amount)
        self._code.present(content.code_url or "")
        self._code.setVisible(content.code_url is not None)
        left = self.tr("Time left: {time}")
        self._left.setText(left.format(time=countdown(content.seconds_left or 0)))
        if content.problem is not None:
            self._own.warn(pay_code_problem(content.problem))
        elif content.own_code:
            words = self.tr("Or hold your own payment code to the scanner")
            self._own.tell("scan", words)
        elif content.elsewhere:
            words = self.tr("The code is on the payment display beside, too")
            self._own.tell("terminal", words)
        else:
            self._own.tell("scan", "")


class _Told(QWidget):
    """A picture, what happens, and what it means for the money."""

    def __init__(self, look: Look, stage: PayStage) -> None:
        super().__init__()
        busy = stage in _BUSY
        self._heading = Text(look, TITLE, bold=True, align=MIDDLE)
        self._hint = Text(look, BODY, align=MIDDLE)
        self._amount = Amount(look)
        along = column(look, self, gap=24)
        along.addStretch(2)
        if busy:
            along.addWidget(QueryPicture(look), 0, MIDDLE)
        elif stage is PayStage.UNCLEAR:
            along.addWidget(Icon(look, "clock", 200, NOTICE, PALE_NOTICE), 0, MIDDLE)
        else:
            along.addWidget(Icon(look, "info", 200, PRIMARY, PALE), 0, MIDDLE)
        along.addSpacing(look.px(32))
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addStretch(1)
        along.addWidget(self._amount)
        along.addStretch(2)

    def present(self, content: Pay, _view: View) -> None:
        heading, hint = pay_words(content.stage)
        self._heading.setText(heading)
        self._hint.setText(hint)
        self._amount.setVisible(content.stage not in _NOT_DUE)
        self._amount.say(content.title, content.amount)
