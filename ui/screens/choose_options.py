"""A choice of several options, with the amount of each and their total."""

from PySide6.QtWidgets import QWidget

from ui.screens.base import MIDDLE, Say, Screen, content_bottom, content_top
from ui.theme.colours import QUIET
from ui.theme.look import BODY, CANVAS_WIDTH, MARGIN, REACH_TOP, SMALL, STRONG, Look
from ui.widgets.amount import Amount
from ui.widgets.option import Option
from ui.widgets.panel import column
from ui.widgets.rows import PagedRows
from ui.widgets.text import Text
from view import ChooseOptions, View
from view import ToggleOption as Toggle

_BOTTOM = 24


class ChooseOptionsScreen(Screen[ChooseOptions]):
    """The total above, always visible; the rows to press in reach."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=0)
        self._heading = Text(look, STRONG + 8, bold=True, align=MIDDLE)
        self._whose = Text(look, SMALL, colour=QUIET, align=MIDDLE)
        self._hint = Text(look, BODY, colour=QUIET, align=MIDDLE)
        self._total = Amount(look)
        self._rows = PagedRows(look)
        self._options: dict[str, Option] = {}

    def present(self, content: ChooseOptions, view: View, /) -> None:
        """Show the options, the selection and its total."""
        if not self._options:
            self._build(content, view)
        chosen = [line for line in content.lines if line.chosen]
        closed = all(line.closed is not None for line in content.lines)
        self._heading.setText(content.title)
        self._whose.setText(content.holder)
        self._hint.setText(
            self.tr("None of these can be done here")
            if closed
            else self.tr("Tap what you want to choose")
        )
        costs = any(line.amount for line in content.lines)
        self._total.setVisible(costs and not closed)
        together = self.tr("Together, {count} chosen").format(count=len(chosen))
        self._total.say(together, content.total)
        for line in content.lines:
            self._options[line.reference].dress(line)

    def clear(self) -> None:
        """Remove the rows' references as well."""
        super().clear()
        self._options = {}

    def _build(self, content: ChooseOptions, view: View) -> None:
        px = self.look.px
        head = QWidget()
        head.setFixedHeight(px(REACH_TOP - content_top(view)))
        words = column(self.look, head, gap=8)
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addWidget(self._whose)
        words.addStretch(1)
        words.addWidget(self._total)
        words.addWidget(self._hint)
        words.addSpacing(px(16))
        self._along.addWidget(head)
        self._along.addWidget(self._rows, 1)
        self._along.addSpacing(px(_BOTTOM))
        self._options = {
            line.reference: Option(self.look, line) for line in content.lines
        }
        for reference, option in self._options.items():
            option.clicked.connect(lambda _=False, r=reference: self.say(Toggle(r)))
        # Show the page of the first selected option.
        chosen = [n for n, line in enumerate(content.lines) if line.chosen]
        self._rows.present(
            tuple(self._options.values()),
            px(CANVAS_WIDTH - 2 * MARGIN),
            px(content_bottom(view) - REACH_TOP - _BOTTOM),
            chosen[-1] if chosen else 0,
        )
