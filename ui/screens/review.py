"""The department's answer, to be read and then printed."""

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import PALE, PRIMARY, QUIET
from ui.theme.look import BODY, SMALL, STRONG, Look
from ui.translation import spoken_date
from ui.widgets.facts import fact_line
from ui.widgets.panel import Icon, Panel, column, empty
from ui.widgets.table import PagedTable
from ui.widgets.text import Text
from view import FactLine, Review, TableView, View

_MOST_LARGE = 3  # the most facts in large numerals
_FEW = 3  # so few ordinary facts do not deserve a page of their own
_MOST_LINES = 16  # the most lines of ordinary facts that can fit


class ReviewScreen(Screen[Review]):
    """The important facts above; below, in pages, the table and then the details.

    If the whole table stays visible, the ordinary facts are above it as well. If
    nothing was found, it shows what to do.
    """

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=24, gap=12)
        self._title = Text(look, STRONG + 8, bold=True)
        self._whose = Text(look, SMALL, colour=QUIET)
        self._lines = QWidget()
        self._facts = column(look, self._lines, gap=8)
        self._table = PagedTable(look)
        self._missing = _Missing(look)
        self._rest = QWidget()
        self._note = Text(look, SMALL, colour=QUIET)
        self._along.addWidget(self._title)
        self._along.addWidget(self._whose)
        self._along.addWidget(self._lines)
        self._along.addWidget(self._table, 1)
        self._along.addWidget(self._missing, 1)
        self._along.addWidget(self._rest, 1)
        self._along.addWidget(self._note)

    def present(self, content: Review, view: View, /) -> None:
        """Lay out the answer."""
        named = view.progress is not None and view.progress.item == content.title
        self._title.setText("" if named else content.title)
        day = spoken_date(content.as_of, view.language)
        whose = self.tr("{holder} · {department} · as of {day}")
        self._whose.setText(
            whose.format(holder=content.holder, department=content.department, day=day)
        )
        self._note.setText(content.note or "" if content.found else "")
        empty(self._facts)
        lines, tables = self._arranged(content) if content.found else ([], ())
        for line in lines:
            self._facts.addWidget(line)
        self._lines.setVisible(bool(lines))
        self._table.setVisible(bool(tables))
        self._table.present(*tables)
        self._rest.setVisible(content.found and not tables)
        self._missing.setVisible(not content.found)
        if not content.found:
            self._missing.present(self.tr("No records were found"), content.note)

    def _arranged(self, content: Review) -> tuple[list[QWidget], tuple[TableView, ...]]:
        """Return the lines above, and the tables shown in pages below."""
        room = self._room()
        large: list[QWidget] = []
        ordinary: list[FactLine] = []
        for fact in content.facts:
            if fact.emphasised and len(large) < _MOST_LARGE:
                line = fact_line(self.look, fact)
                if self._height_of([*large, line]) <= room.height() // 2:
                    large.append(line)
                    continue
            ordinary.append(replace(fact, emphasised=False))
        table = content.table
        if len(ordinary) <= _MOST_LINES:
            lines = [*large, *(fact_line(self.look, fact) for fact in ordinary)]
            left = room.height() - self._height_of(lines)
            if table is None:
                whole = left >= 0
            else:
                whole = self._table.holds(table, room.width(), left)
            if whole or (len(ordinary) <= _FEW and left >= room.height() // 2):
                return lines, () if table is None else (table,)
        return large, (*([table] if table else []), self._details(ordinary))

    def _details(self, facts: list[FactLine]) -> TableView:
        rows = tuple((fact.label, fact.value) for fact in facts)
        return TableView((self.tr("Details"), ""), rows, frozenset({1}))

    def _room(self) -> QSize:
        """Return the space for facts and tables beside title, day and note."""
        margins = self._along.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        height = self.height() - margins.top() - margins.bottom()
        for text in (self._title, self._whose, self._note):
            if text.text():
                height -= text.heightForWidth(width) + self._along.spacing()
        return QSize(width, height)

    def _height_of(self, lines: list[QWidget]) -> int:
        """Return the height of lines, including the gaps and what follows."""
        width = self._room().width()
        heights = [line.heightForWidth(width) + self._facts.spacing() for line in lines]
        return sum(heights) + self._along.spacing() if lines else 0


class _Missing(QWidget):
    """Nothing was found for this person: not a fault, and there is a next step."""

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
