"""What an earlier visit has left open: take it now, or go on."""

from PySide6.QtWidgets import QWidget

from kiosk.view import Collect, ComingLine, StillComing, View
from ui.screens.base import Say, Screen
from ui.theme.colours import QUIET
from ui.theme.look import BODY, SMALL, STRONG, Look
from ui.translation import spoken_date
from ui.widgets.button import Button, Kind
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column, empty, row
from ui.widgets.text import Text

_MOST = 5


class StillComingScreen(Screen[StillComing]):
    """A row for each thing, with the button that takes it."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=24, gap=16)
        self._head: QWidget | None = None
        self._heading = self.heading()
        self._hint = self.body()
        self._list = QWidget()
        self._rows = column(look, self._list, gap=16)

    def present(self, content: StillComing, view: View, /) -> None:
        """List what there is."""
        if self._head is None:
            self._head, words = self.head(view)
            words.addStretch(1)
            words.addWidget(self._heading)
            words.addWidget(self._hint)
            words.addStretch(1)
            self._along.addWidget(self._head)
            self._along.addWidget(self._list)
            self._along.addStretch(1)
        whose = self.tr("{holder}, something is still waiting for you")
        self._heading.setText(whose.format(holder=content.holder))
        self._hint.setText(self.tr("Take it now, or go on with what you chose."))
        empty(self._rows)
        for index, line in enumerate(content.lines[:_MOST]):
            self._rows.addWidget(self._line(index, line, view))

    def _line(self, index: int, line: ComingLine, view: View) -> QWidget:
        panel = Panel(self.look)
        across = row(self.look, panel, margins=(36, 20), gap=24)
        words = QWidget()
        along = column(self.look, words, gap=4)
        title = Text(self.look, STRONG, bold=True)
        title.setText(line.title)
        what = Text(self.look, SMALL, colour=QUIET)
        day = spoken_date(line.since, view.language)
        kind = self.tr("Receipt, {day}") if line.receipt else self.tr("Document, {day}")
        what.setText(kind.format(day=day))
        along.addWidget(title)
        along.addWidget(what)
        across.addWidget(words, 1)
        if line.unclear:
            notice = Notice(self.look, "clock")
            notice.say(self.tr("Payment being confirmed. Do not pay again."))
            across.addWidget(notice, 1)
        else:
            button = Button(
                self.look, f"collect_{index}", Kind.CHOSEN, width=280, size=BODY
            )
            button.label(self.tr("Take it now"))
            button.clicked.connect(lambda: self.say(Collect(index)))
            across.addWidget(button)
        return panel
