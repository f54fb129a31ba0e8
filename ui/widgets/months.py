"""A month to be chosen: the year above, its twelve months below."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.view import Intent, PickOption
from ui.theme.look import GAP, STRONG, TITLE, Look
from ui.widgets.button import Button, Kind
from ui.widgets.panel import column, row
from ui.widgets.text import Text
from ui.words import month_words

_ABREAST = 3
_HEIGHT = 128


class Months(QWidget):
    """Years are turned with two buttons; months that may not be chosen are quiet.

    Args:
        look: The scale.
        say: Takes the month, as `2026-03`.
    """

    def __init__(self, look: Look, say: Callable[[Intent], None]) -> None:
        super().__init__()
        self._say = say
        self._year = 0
        self._first = self._last = self._value = ""
        along = column(look, self, gap=GAP)
        years = QWidget()
        across = row(look, years, gap=GAP)
        self._before = Button(look, "year_before", width=200, icon="back")
        self._after = Button(
            look, "year_after", width=200, icon="forward", icon_after=True
        )
        self._shown_year = Text(
            look, TITLE, bold=True, align=Qt.AlignmentFlag.AlignHCenter
        )
        across.addWidget(self._before)
        across.addWidget(self._shown_year, 2)
        across.addWidget(self._after)
        self._before.clicked.connect(lambda: self._turn(-1))
        self._after.clicked.connect(lambda: self._turn(1))
        along.addWidget(years)
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(look.px(GAP))
        self._months = []
        for index in range(12):
            button = Button(look, f"month_{index + 1}", height=_HEIGHT, size=STRONG)
            button.clicked.connect(
                lambda _=False, n=index + 1: self._say(
                    PickOption(f"{self._year:04d}-{n:02d}")
                )
            )
            cells.addWidget(button, index // _ABREAST, index % _ABREAST)
            self._months.append(button)
        along.addWidget(grid)

    def present(self, value: str, first: str, last: str) -> None:
        """Show the year of `value`; from `first` to `last` may be chosen."""
        if (value, first, last) != (self._value, self._first, self._last):
            self._year = int((value or last)[:4])
        self._value, self._first, self._last = value, first, last
        self._arrange()

    def _turn(self, by: int) -> None:
        self._year += by
        self._arrange()

    def _arrange(self) -> None:
        self._shown_year.setText(f"{self._year}")
        self._before.label(f"{self._year - 1}")
        self._after.label(f"{self._year + 1}")
        self._before.setEnabled(self._year > int(self._first[:4]))
        self._after.setEnabled(self._year < int(self._last[:4]))
        for number, button in enumerate(self._months, start=1):
            month = f"{self._year:04d}-{number:02d}"
            button.label(month_words(number))
            button.setEnabled(self._first <= month <= self._last)
            chosen = month == self._value
            button.dress(
                Kind.CHOSEN if chosen else Kind.OTHER, "check" if chosen else None
            )
