"""The bar at the top: place, terminal, time, and the other language.

A long press on the names asks for the service mode.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme.colours import HAIRLINE, QUIET, WHITE
from ui.theme.look import BODY, MARGIN, SMALL, TOUCH, Look
from ui.widgets.button import Button
from ui.widgets.hold import Hold
from ui.widgets.panel import column, row
from ui.widgets.text import Text
from ui.words import translate
from view import Language, OpenService, SwitchLanguage, View

# All of China has one time zone, without summer time (Asia/Shanghai since 1992).
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_NAMES = 540  # the width for place and terminal
_OTHER: dict[Language, tuple[Language, str]] = {
    "zh_CN": ("en", "English"),
    "en": ("zh_CN", "中文"),
}


class Bar(QWidget):
    """Place, terminal, time, language.

    Args:
        look: The scale.
        say: Receives the intents to switch the language or open the service mode.
        clock: Returns the current time, with a time zone.
    """

    def __init__(
        self,
        look: Look,
        say: Callable[[SwitchLanguage | OpenService], None],
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._clock = clock
        self._other: Language = "en"
        self._names_width = look.px(_NAMES)
        across = row(look, self, margins=(MARGIN, 0), gap=32)
        hold = Hold(lambda: say(OpenService()))
        names = column(look, hold)
        self._place = Text(look, SMALL, bold=True, smallest=SMALL)
        self._terminal = Text(look, SMALL, colour=QUIET, smallest=SMALL)
        names.addStretch()
        names.addWidget(self._place)
        names.addWidget(self._terminal)
        names.addStretch()
        across.addWidget(hold, 1)
        self._time = Text(look, BODY, smallest=BODY)
        across.addWidget(self._time)
        self._switch = Button(look, "language", width=220, height=TOUCH, icon="globe")
        self._switch.setMaximumWidth(look.px(220))
        self._switch.clicked.connect(lambda: say(SwitchLanguage(self._other)))
        across.addWidget(self._switch)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._show_time)
        self._show_time()

    def present(self, view: View) -> None:
        """Show place and terminal, and offer the other language."""
        self._place.setText(view.place)
        self._terminal.setText(view.terminal)
        if self._place.sizeHint().width() > self._names_width:  # then in two lines
            self._place.setText(f"{view.place} · {view.terminal}")
            self._terminal.setText("")
        self._other, name = _OTHER[view.language]
        self._switch.label(name)
        self._switch.setAccessibleDescription(
            translate("Bar", "Switches the language of the screen")
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(WHITE))
        painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(HAIRLINE))
        painter.end()

    def _show_time(self) -> None:
        """Show the time, and update it when the next minute begins."""
        now = self._clock().astimezone(SHANGHAI)
        self._time.setText(now.strftime("%H:%M"))
        self._tick.start(60_000 - now.second * 1000 - now.microsecond // 1000)
