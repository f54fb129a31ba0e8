"""Asks whether the citizen still needs the terminal."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.colours import INK, QUIET, VEIL, WHITE
from ui.theme.look import (
    BODY,
    CANVAS_WIDTH,
    MAIN_HEIGHT,
    MARGIN,
    NUMBER,
    STRONG,
    TITLE,
    Look,
)
from ui.widgets.button import Button, Kind
from ui.widgets.panel import Panel, column
from ui.widgets.text import Text
from ui.words import translate
from view import Cancel, Intent, Touch, View

_TOP = 620
_HEIGHT = 940


class Prompt(QWidget):
    """Covers everything while it counts down; a touch beside its buttons closes it.

    Args:
        look: The scale.
        say: Receives `Touch` for more time, `Cancel` to end.
    """

    def __init__(
        self, look: Look, parent: QWidget, say: Callable[[Intent], None]
    ) -> None:
        super().__init__(parent)
        panel = Panel(look, WHITE, edge=None)
        panel.setParent(self)
        panel.setGeometry(
            QRect(
                look.px(MARGIN),
                look.px(_TOP),
                look.px(CANVAS_WIDTH - 2 * MARGIN),
                look.px(_HEIGHT),
            )
        )
        middle = Qt.AlignmentFlag.AlignHCenter
        self._question = Text(look, TITLE, bold=True, align=middle)
        self._number = Text(look, 2 * NUMBER, bold=True, align=middle, colour=INK)
        self._then = Text(look, BODY, colour=QUIET, align=middle)
        self._more = Button(
            look,
            "more_time",
            Kind.MAIN,
            height=MAIN_HEIGHT + 16,
            size=STRONG,
            bold=True,
            icon="clock",
        )
        self._end = Button(look, "end_visit", height=MAIN_HEIGHT - 24, icon="close")
        along = column(look, panel, margins=(56, 48), gap=16)
        along.addWidget(self._question)
        along.addStretch(1)
        along.addWidget(self._number)
        along.addWidget(self._then)
        along.addStretch(2)
        along.addWidget(self._more)
        along.addSpacing(look.px(8))
        along.addWidget(self._end)
        self._more.clicked.connect(lambda: say(Touch()))
        self._end.clicked.connect(lambda: say(Cancel()))
        self.hide()

    def present(self, view: View) -> None:
        """Show or hide the question."""
        if view.idle_left is not None:
            self._question.setText(translate("Prompt", "Do you need more time?"))
            self._number.setText(str(view.idle_left))
            self._then.setText(
                translate(
                    "Prompt",
                    "seconds until this visit ends and everything about you is cleared",
                )
            )
            self._more.label(translate("Prompt", "Yes, more time"))
            self._end.label(translate("Prompt", "No, end now"))
            self._end.setVisible(view.cancel)
            self.raise_()
        self.setVisible(view.idle_left is not None)

    def asks_at(self, widget: QWidget) -> bool:
        """Return whether `widget` is one of the two answers."""
        return widget in (self._more, self._end)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the veil, dense enough that bystanders cannot read through it."""
        painter = QPainter(self)
        veil = QColor(VEIL)
        veil.setAlphaF(0.88)
        painter.fillRect(self.rect(), veil)
        painter.end()
