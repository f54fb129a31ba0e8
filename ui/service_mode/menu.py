"""The tasks at the cells: a card for each, with a count."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout

from ui.screens.base import Say, Screen
from ui.service_mode.words import task_words
from ui.theme.colours import (
    EDGE,
    HAIRLINE,
    INK,
    PALE,
    PALE_PRESSED,
    PRIMARY,
    QUIET,
    SHADE,
    WHITE,
)
from ui.theme.look import BODY, NUMBER, STRONG, Look
from ui.widgets.panel import Icon, row
from ui.widgets.press import Press
from ui.widgets.text import Text
from view import ChooseTask, ServiceMenu, Task, View

_CARD = 288
_GAP = 24
_ICONS = {Task.LOAD: "door", Task.TAKE_BACK: "clock", Task.LOOK: "notice"}


class ServiceMenuScreen(Screen[ServiceMenu]):
    """Three cards; one with nothing to do cannot be pressed."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=_GAP)
        self._heading = self.heading()
        self._hint = self.body()
        self._cards: dict[Task, _TaskCard] = {}

    def present(self, content: ServiceMenu, view: View, /) -> None:
        """Show the counts."""
        if not self._cards:
            self._build(view)
        self._heading.setText(self.tr("Documents in the cells"))
        self._hint.setText(self.tr("What would you like to do?"))
        free = self.tr("Free cells: {count}").format(count=content.free)
        overdue = self.tr("Nobody came for them in time.")
        unclear = self.tr("A door was opened, and what is inside is not known.")
        self._cards[Task.LOAD].show_count(content.expected, free, open_=True)
        self._cards[Task.TAKE_BACK].show_count(
            content.overdue, overdue, open_=content.overdue > 0
        )
        self._cards[Task.LOOK].show_count(
            content.unclear, unclear, open_=content.unclear > 0
        )

    def _build(self, view: View) -> None:
        head, words = self.head(view)
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addWidget(self._hint)
        words.addStretch(1)
        self._along.addWidget(head)
        for task in Task:
            card = _TaskCard(self.look, task)
            card.clicked.connect(lambda _=False, t=task: self.say(ChooseTask(t)))
            self._cards[task] = card
            self._along.addWidget(card)
        self._along.addStretch(1)


class _TaskCard(Press):
    """An icon, the task, its description and its count."""

    def __init__(self, look: Look, task: Task) -> None:
        super().__init__(look, f"task_{task}", 480, _CARD)
        self._task = task
        across = row(look, self, margins=(40, 24), gap=36)
        self._icon = Icon(look, _ICONS[task], 128, PRIMARY, PALE)
        self._title = Text(look, STRONG, bold=True)
        self._about = Text(look, BODY, colour=QUIET)
        self._count = Text(look, NUMBER, bold=True, colour=PRIMARY)
        words = QVBoxLayout()
        words.setSpacing(look.px(4))
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._about)
        words.addStretch()
        across.addWidget(self._icon)
        across.addLayout(words, 1)
        across.addWidget(self._count)

    def show_count(self, count: int, about: str, *, open_: bool) -> None:
        """Show the count; enable the card if there is anything to do."""
        self.setEnabled(open_)
        title = task_words(self._task)
        self._title.setText(title)
        self._about.setText(about)
        self._count.setText(str(count))
        ink = INK if open_ else QUIET
        self._title.setColour(ink)
        self._count.setColour(PRIMARY if open_ else QUIET)
        self._icon.dress(
            _ICONS[self._task], PRIMARY if open_ else QUIET, PALE if open_ else SHADE
        )
        self.setAccessibleName(f"{title}: {count}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        if not self.isEnabled():
            self._body(painter, SHADE, HAIRLINE)
        else:
            self._body(painter, PALE_PRESSED if self.isDown() else WHITE, EDGE)
        painter.end()
