"""A choice of a month: the year above, its twelve months below."""

from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme.look import GAP, STRONG, TITLE, Look
from ui.widgets.button import Button, Kind
from ui.widgets.panel import column, row
from ui.widgets.text import Text
from ui.words import translate
from view import Language, PickOption

_ABREAST = 3
_MOST_KEY = 168
_YEAR = 128


class Months(QWidget):
    """A grid of months, turned year by year between the first and the last month.

    Args:
        look: The scale.
        first: The first month that may be chosen, `YYYY-MM`.
        last: The last month that may be chosen, `YYYY-MM`.
        say: Receives `PickOption`.
    """

    def __init__(
        self, look: Look, first: str, last: str, say: Callable[[PickOption], None]
    ) -> None:
        super().__init__()
        self._first, self._last = first, last
        self._say = say
        self._value = ""
        self._year = int(last[:4])
        self._language: Language = "en"
        along = column(look, self, gap=2 * GAP)
        turn = QWidget()
        across = row(look, turn, gap=GAP)
        self._back = Button(look, "year_back", width=240, height=_YEAR, icon="back")
        self._on = Button(
            look, "year_on", width=240, height=_YEAR, icon="forward", icon_after=True
        )
        self._back.clicked.connect(lambda: self._turn(-1))
        self._on.clicked.connect(lambda: self._turn(1))
        self._title = Text(look, TITLE, bold=True, align=Qt.AlignmentFlag.AlignHCenter)
        across.addWidget(self._back)
        across.addWidget(self._title, 1)
        across.addWidget(self._on)
        along.addWidget(turn)
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(look.px(GAP))
        policy = QSizePolicy.Policy.Expanding
        self._months = []
        for index in range(12):
            button = Button(look, "", size=STRONG)
            button.setSizePolicy(policy, policy)
            button.clicked.connect(
                lambda _=False, n=index: say(PickOption(self._at(n)))
            )
            cells.addWidget(button, index // _ABREAST, index % _ABREAST)
            self._months.append(button)
        for number in range(12 // _ABREAST):
            cells.setRowStretch(number, 1)
        grid.setMaximumHeight(look.px(4 * _MOST_KEY + 3 * GAP))
        along.addWidget(grid, 1)
        along.addStretch()
        self.setSizePolicy(policy, policy)

    def present(self, value: str, language: Language) -> None:
        """Mark the chosen month, and turn to its year if it has changed."""
        self._language = language
        if value != self._value:
            self._value = value
            if value:
                self._year = int(value[:4])
        self._show()

    def _turn(self, years: int) -> None:
        self._year += years
        self._show()

    def _show(self) -> None:
        chinese = self._language == "zh_CN"
        self._title.setText(f"{self._year}年" if chinese else str(self._year))
        self._back.label(translate("Months", "Earlier"))
        self._on.label(translate("Months", "Later"))
        self._back.setEnabled(self._year > int(self._first[:4]))
        self._on.setEnabled(self._year < int(self._last[:4]))
        for index, button in enumerate(self._months):
            month = self._at(index)
            chosen = month == self._value
            button.setObjectName(f"month_{month}")
            day = QDate(self._year, index + 1, 1)
            short = QLocale.c().toString(day, "MMM")
            button.label(f"{index + 1}月" if chinese else short)
            button.setEnabled(self._first <= month <= self._last)
            button.dress(
                Kind.CHOSEN if chosen else Kind.OTHER, "check" if chosen else None
            )

    def _at(self, index: int) -> str:
        return f"{self._year:04d}-{index + 1:02d}"
