"""Entitlements of an earlier visit: take one now, or go on as chosen."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.screens.base import Say, Screen, content_bottom
from ui.theme.colours import (
    EDGE,
    INK,
    NOTICE,
    PALE,
    PALE_NOTICE,
    PALE_PRESSED,
    PRIMARY,
    QUIET,
    WHITE,
)
from ui.theme.look import BODY, CANVAS_WIDTH, MARGIN, REACH_TOP, SMALL, Look
from ui.translation import spoken_date
from ui.widgets.panel import Icon, Panel, row
from ui.widgets.press import Press
from ui.widgets.rows import PagedRows
from ui.widgets.text import Text
from ui.words import translate
from view import Collect, ComingLine, Language, StillComing, View

_BOTTOM = 24
_ROW = 168


class StillComingScreen(Screen[StillComing]):
    """A row for each entitlement; an unclear payment can only be read."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=0)
        self._heading = self.heading()
        self._whose = self.body()
        self._rows = PagedRows(look)
        self._built = False

    def present(self, content: StillComing, view: View, /) -> None:
        """Show the entitlements."""
        if not self._built:
            self._build(content, view)
        self._heading.setText(self.tr("Something is still waiting for you"))
        whose = self.tr("{holder}: tap what you want to take now")
        self._whose.setText(whose.format(holder=content.holder))

    def _build(self, content: StillComing, view: View) -> None:
        self._built = True
        head, words = self.head(view)
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addWidget(self._whose)
        words.addStretch(1)
        self._along.addWidget(head)
        self._along.addWidget(self._rows, 1)
        self._along.addSpacing(self.look.px(_BOTTOM))
        lines: list[QWidget] = []
        for index, line in enumerate(content.lines):
            if line.unclear:
                lines.append(_Unclear(self.look, line, view.language))
                continue
            taking = _Coming(self.look, line, index, view.language)
            taking.clicked.connect(lambda _=False, n=index: self.say(Collect(n)))
            lines.append(taking)
        px = self.look.px
        self._rows.present(
            lines,
            px(CANVAS_WIDTH - 2 * MARGIN),
            px(content_bottom(view) - REACH_TOP - _BOTTOM),
        )


class _Coming(Press):
    """An entitlement and its date; press to take it."""

    def __init__(
        self, look: Look, line: ComingLine, index: int, language: Language
    ) -> None:
        super().__init__(look, f"collect_{index}", 480, _ROW)
        across = row(look, self, margins=(32, 16), gap=28)
        icon = "paper" if line.receipt else "document"
        across.addWidget(Icon(look, icon, 96, PRIMARY, PALE))
        about = (
            translate("StillComing", "Receipt of a payment of {day}")
            if line.receipt
            else translate("StillComing", "Ready since {day}")
        ).format(day=spoken_date(line.since, language))
        across.addLayout(_words(look, line.title, about, INK, QUIET), 1)
        across.addWidget(Icon(look, "forward", 56, PRIMARY))
        self.setAccessibleName(f"{line.title}. {about}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._body(painter, PALE_PRESSED if self.isDown() else WHITE, EDGE)
        painter.end()


class _Unclear(Panel):
    """A payment that is being confirmed; it cannot be pressed."""

    def __init__(self, look: Look, line: ComingLine, language: Language) -> None:
        super().__init__(look, PALE_NOTICE, edge=None)
        self.setMinimumHeight(look.px(_ROW))
        across = row(look, self, margins=(32, 16), gap=28)
        across.addWidget(Icon(look, "clock", 96, NOTICE))
        about = translate(
            "StillComing", "Payment of {day} is being confirmed. Do not pay again."
        ).format(day=spoken_date(line.since, language))
        across.addLayout(_words(look, line.title, about, NOTICE, NOTICE), 1)


def _words(look: Look, title: str, about: str, ink: str, quiet: str) -> QVBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(look.px(4))
    words.addStretch()
    for text, size, bold, colour in (
        (title, BODY, True, ink),
        (about, SMALL, False, quiet),
    ):
        part = Text(look, size, bold=bold, colour=colour)
        part.setText(text)
        words.addWidget(part)
    words.addStretch()
    return words
