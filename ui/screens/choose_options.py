"""Choose some of these, and see what they cost together."""

from PySide6.QtWidgets import QWidget

from kiosk.view import ChooseOptions, ToggleOption, View
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.look import BODY, GAP, SMALL, TITLE, Look
from ui.translation import yuan
from ui.widgets.button import Button
from ui.widgets.option import OptionRow
from ui.widgets.panel import column, empty, row
from ui.widgets.text import Text

_PER_PAGE = 4
_PAGER = 112


class ChooseOptionsScreen(Screen[ChooseOptions]):
    """Title and total above, where they are seen; the rows below, in pages."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=16, gap=16)
        self._head: QWidget | None = None
        self._page = 0
        self._heading = self.heading()
        self._holder = self.body()
        self._label = Text(look, SMALL, align=MIDDLE)
        self._total = Text(look, TITLE, bold=True, align=MIDDLE)
        self._list = QWidget()
        self._rows = column(look, self._list, gap=GAP)

    def present(self, content: ChooseOptions, view: View, /) -> None:
        """List them; mark the chosen ones."""
        if self._head is None:
            self._head, words = self.head(view)
            words.addStretch(1)
            for part in (self._heading, self._holder, self._label, self._total):
                words.addWidget(part)
            words.addStretch(1)
            self._along.addWidget(self._head)
            self._along.addWidget(self._list)
            self._along.addStretch(1)
        self._heading.setText(content.title)
        self._holder.setText(content.holder)
        count = sum(line.chosen for line in content.lines)
        self._label.setText(self.tr("{count} chosen").format(count=count))
        self._total.setText(yuan(content.total))
        empty(self._rows)
        pages = max(1, -(-len(content.lines) // _PER_PAGE))
        self._page = min(self._page, pages - 1)
        first = self._page * _PER_PAGE
        for line in content.lines[first : first + _PER_PAGE]:
            option = OptionRow(self.look, line)
            option.clicked.connect(
                lambda _=False, reference=line.reference: self.say(
                    ToggleOption(reference)
                )
            )
            self._rows.addWidget(option)
        if pages > 1:
            self._rows.addWidget(self._pager(content, view, pages))

    def _pager(self, content: ChooseOptions, view: View, pages: int) -> QWidget:
        pager = QWidget()
        across = row(self.look, pager, gap=GAP)
        where = Text(self.look, BODY, align=MIDDLE)
        words = self.tr("Page {page} of {pages}")
        where.setText(words.format(page=self._page + 1, pages=pages))
        for name, icon, label, step in (
            ("page_up", "up", self.tr("Back up"), -1),
            ("page_down", "down", self.tr("More"), 1),
        ):
            button = Button(self.look, name, width=300, height=_PAGER, icon=icon)
            button.label(label)
            button.setEnabled(0 <= self._page + step < pages)
            button.clicked.connect(
                lambda _=False, by=step: self._turn(content, view, by)
            )
            across.addWidget(button)
            if step < 0:
                across.addWidget(where, 1)
        return pager

    def _turn(self, content: ChooseOptions, view: View, by: int) -> None:
        self._page += by
        self.present(content, view)
