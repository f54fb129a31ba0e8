"""The label of an envelope, scanned or typed."""

from PySide6.QtWidgets import QWidget

from ui.screens.base import Say, Screen, content_top
from ui.service_mode.words import label_problem, task_words
from ui.theme.look import REACH_TOP, Look
from ui.widgets.entry import Entry
from ui.widgets.keyboard import Keyboard
from ui.widgets.panel import column
from ui.widgets.remark import Remark
from view import Keys, ServiceScan, Task, View

_BOTTOM = 24


class ServiceScanScreen(Screen[ServiceScan]):
    """What to do, the last envelope's result, and keys for labels that do not scan."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=0)
        self._heading = self.heading()
        self._hint = self.body()
        self._entry = Entry(look)
        self._remark = Remark(look)
        self._keyboard = Keyboard(look, Keys.LETTERS, say)
        self._built = False

    def present(self, content: ServiceScan, view: View, /) -> None:
        """Ask for the next envelope."""
        if not self._built:
            self._build(view)
        self._heading.setText(task_words(Task.LOAD))
        self._hint.setText(
            self.tr("Hold the label of the envelope to the scanner, or type it.")
            if content.scan
            else self.tr("Type the label of the envelope.")
        )
        self._entry.present(content.value, wrong=content.problem is not None)
        if content.problem is not None:
            self._remark.warn(label_problem(content.problem, content.cell))
        elif content.stored is not None:
            done = self.tr("In cell {cell} now: {title}. The next one, please.")
            self._remark.tell(
                "done",
                done.format(cell=content.stored.cell, title=content.stored.title),
            )
        else:
            self._remark.tell("scan", "")
        self._keyboard.present(content.value)

    def _build(self, view: View) -> None:
        self._built = True
        px = self.look.px
        head = QWidget()
        head.setMinimumHeight(px(REACH_TOP - content_top(view)))
        words = column(self.look, head, gap=12)
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addWidget(self._hint)
        words.addStretch(1)
        words.addWidget(self._entry)
        words.addWidget(self._remark)
        self._along.addWidget(head)
        self._along.addWidget(self._keyboard, 1)
        self._along.addSpacing(px(_BOTTOM))
