"""Paying: how much, with what, how long there is time, and how it ended."""

from PySide6.QtWidgets import QWidget

from kiosk.view import Pay, PayStage, PickOption, View
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import DONE, NOTICE, PALE, PALE_DONE, PALE_NOTICE, PRIMARY, QUIET
from ui.theme.look import BODY, NUMBER, STRONG, TITLE, Look
from ui.translation import yuan
from ui.widgets.button import Button
from ui.widgets.panel import Icon, Panel, column, empty
from ui.widgets.qr import QrCode
from ui.widgets.text import Text
from ui.words import pay_words

_CODE = 620
_METHOD = 160
_WORKING = (PayStage.OPENING, PayStage.CHARGING, PayStage.CLOSING)
_NOTHING_PAID = (PayStage.CLOSED, PayStage.DECLINED, PayStage.NO_ANSWER)


class PayScreen(Screen[Pay]):
    """The amount in large numerals; below it the code, the ways, or the words."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=32, gap=16)
        self._heading = self.heading()
        self._amount = Text(look, NUMBER, bold=True, align=MIDDLE)
        self._icon = Icon(look, "info", 200, PRIMARY, PALE)
        self._what = Text(look, STRONG, bold=True, align=MIDDLE)
        self._then = Text(look, BODY, colour=QUIET, align=MIDDLE)
        self._frame = Panel(look)
        self._code = QrCode(look, _CODE)
        column(look, self._frame, margins=(24, 24)).addWidget(self._code, 0, MIDDLE)
        self._left = Text(look, TITLE, bold=True, align=MIDDLE)
        self._methods = QWidget()
        self._ways = column(look, self._methods, gap=24)
        along.addWidget(self._heading)
        along.addWidget(self._amount)
        along.addStretch(1)
        along.addWidget(self._icon, 0, MIDDLE)
        along.addWidget(self._frame, 0, MIDDLE)
        along.addWidget(self._left)
        along.addWidget(self._what)
        along.addWidget(self._then)
        along.addWidget(self._methods)
        along.addStretch(2)

    def present(self, content: Pay, _view: View, /) -> None:
        """Show how far it has come."""
        self._heading.setText(content.title)
        self._amount.setText(yuan(content.amount))
        scan = content.stage is PayStage.SCAN
        shown = scan and not content.elsewhere
        self._frame.setVisible(shown)
        self._code.encode(content.code_url if shown else None)
        left = content.seconds_left
        self._left.setText("" if left is None else f"{left // 60}:{left % 60:02d}")
        what, then = pay_words(content)
        self._what.setText(what)
        self._then.setText(then)
        self._icon.setVisible(not scan)
        if content.stage in _WORKING or content.stage is PayStage.CHOOSE_METHOD:
            self._icon.dress("clock", PRIMARY, PALE)
        elif content.stage in _NOTHING_PAID:
            self._icon.dress("info", PRIMARY, PALE)
        elif content.stage is PayStage.PAID_BEFORE:
            self._icon.dress("done", DONE, PALE_DONE)
        else:
            self._icon.dress("notice", NOTICE, PALE_NOTICE)
        empty(self._ways)
        choosing = content.stage is PayStage.CHOOSE_METHOD
        self._methods.setVisible(choosing)
        for method in content.methods if choosing else ():
            button = Button(
                self.look,
                f"option_{method.value}",
                height=_METHOD,
                size=STRONG,
                icon="forward",
                icon_after=True,
            )
            button.label(method.label)
            button.clicked.connect(
                lambda _=False, value=method.value: self.say(PickOption(value))
            )
            self._ways.addWidget(button)
