"""What the department knows, to be read and then printed."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.view import FactLine, Review, TableView, View
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import PALE, PRIMARY, QUIET
from ui.theme.look import BODY, SMALL, STRONG, Look
from ui.translation import spoken_date
from ui.widgets.facts import fact_line
from ui.widgets.panel import Icon, Panel, column, empty
from ui.widgets.table import PagedTable
from ui.widgets.text import Text
from ui.words import translate

_MOST_FACTS = 12


class ReviewScreen(Screen[Review]):
    """The facts above, the table below; or what to do where nothing was found."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=24, gap=12)
        self._title = Text(look, STRONG + 8, bold=True)
        self._whose = Text(look, SMALL, colour=QUIET)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(look.px(8))
        self._table = PagedTable(look)
        self._missing = _Missing(look)
        self._note = Text(look, SMALL, colour=QUIET)
        self._along.addWidget(self._title)
        self._along.addWidget(self._whose)
        self._along.addLayout(self._facts)
        self._along.addSpacing(look.px(12))
        self._along.addWidget(self._table, 1)
        self._along.addWidget(self._missing, 1)
        self._rest = QWidget()
        self._along.addWidget(self._rest, 1)
        self._along.addWidget(self._note)

    def present(self, content: Review, view: View, /) -> None:
        """Lay out what was answered."""
        named = view.progress is not None and view.progress.item == content.title
        self._title.setText("" if named else content.title)
        day = spoken_date(content.as_of, view.language)
        whose = self.tr("{holder} · {department} · as of {day}")
        self._whose.setText(
            whose.format(holder=content.holder, department=content.department, day=day)
        )
        empty(self._facts)
        lines, table = _arranged(content)
        for fact in lines:
            self._facts.addWidget(fact_line(self.look, fact))
        self._table.setVisible(table is not None)
        self._table.present(table)
        self._missing.setVisible(not content.found)
        self._rest.setVisible(content.found and table is None)
        self._note.setText(content.note or "" if content.found else "")
        if not content.found:
            self._missing.present(self.tr("No records were found"), content.note)


def _arranged(content: Review) -> tuple[tuple[FactLine, ...], TableView | None]:
    """What stands above, and the table; a long list of facts is turned in pages too."""
    if not content.found:
        return (), None
    if content.table is not None or len(content.facts) <= _MOST_FACTS:
        return content.facts, content.table
    large = tuple(fact for fact in content.facts if fact.emphasised)
    rows = tuple((f.label, f.value) for f in content.facts if not f.emphasised)
    header = (
        translate("ReviewScreen", "Entry"),
        translate("ReviewScreen", "What is known"),
    )
    return large, TableView(header, rows, frozenset({1}))


class _Missing(QWidget):
    """Nothing is known of this person; that is no fault, and there is a next step."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        along = column(look, self)
        panel = Panel(look)
        inside = column(look, panel, margins=(56, 64), gap=24)
        self._words = Text(look, STRONG, bold=True, align=MIDDLE)
        self._note = Text(look, BODY, align=MIDDLE, colour=QUIET)
        inside.addWidget(Icon(look, "info", 160, PRIMARY, PALE), 0, MIDDLE)
        inside.addSpacing(look.px(16))
        inside.addWidget(self._words)
        inside.addWidget(self._note)
        along.addStretch(1)
        along.addWidget(panel)
        along.addStretch(2)

    def present(self, words: str, note: str | None) -> None:
        self._words.setText(words)
        self._note.setText(note or "")
