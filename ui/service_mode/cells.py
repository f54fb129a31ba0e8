"""The cells that a task concerns: press one."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.screens.base import MIDDLE, Say, Screen, content_bottom
from ui.service_mode.words import task_words
from ui.theme.colours import EDGE, PALE_PRESSED, PRIMARY, QUIET, WHITE
from ui.theme.look import BODY, CANVAS_WIDTH, MARGIN, NUMBER, REACH_TOP, SMALL, Look
from ui.widgets.panel import Icon, row
from ui.widgets.press import Press
from ui.widgets.rows import PagedRows
from ui.widgets.text import Text
from view import PickOption, ServiceLine, ServiceList, View

_BOTTOM = 24
_ROW = 160
_CELL = 176


class ServiceListScreen(Screen[ServiceList]):
    """A row for each cell: its number and its document."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=0)
        self._heading = self.heading()
        self._hint = self.body()
        self._rows = PagedRows(look)
        self._built = False
        self._shown: tuple[ServiceLine, ...] = ()

    def present(self, content: ServiceList, view: View, /) -> None:
        """Show the cells."""
        if not self._built:
            self._build(view)
        self._heading.setText(task_words(content.task))
        self._hint.setText(self.tr("Tap the cell that you want to open."))
        if content.lines == self._shown:
            return
        self._shown = content.lines
        lines: list[QWidget] = []
        for index, line in enumerate(content.lines):
            choosing = _CellRow(self.look, line, index)
            choosing.clicked.connect(
                lambda _=False, r=line.reference: self.say(PickOption(r))
            )
            lines.append(choosing)
        px = self.look.px
        self._rows.present(
            lines,
            px(CANVAS_WIDTH - 2 * MARGIN),
            px(content_bottom(view) - REACH_TOP - _BOTTOM),
        )

    def _build(self, view: View) -> None:
        self._built = True
        head, words = self.head(view)
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addWidget(self._hint)
        words.addStretch(1)
        self._along.addWidget(head)
        self._along.addWidget(self._rows, 1)
        self._along.addSpacing(self.look.px(_BOTTOM))


class _CellRow(Press):
    """The cell's number, the title, the label."""

    def __init__(self, look: Look, line: ServiceLine, index: int) -> None:
        super().__init__(look, f"cell_{index}", 480, _ROW)
        across = row(look, self, margins=(24, 12), gap=28)
        number = Text(look, NUMBER, bold=True, colour=PRIMARY, align=MIDDLE)
        number.setText(str(line.cell))
        number.setFixedWidth(look.px(_CELL))
        across.addWidget(number)
        words = QVBoxLayout()
        words.setSpacing(look.px(4))
        words.addStretch()
        title, label = Text(look, BODY, bold=True), Text(look, SMALL, colour=QUIET)
        title.setText(line.title)
        label.setText(line.label)
        words.addWidget(title)
        words.addWidget(label)
        words.addStretch()
        across.addLayout(words, 1)
        across.addWidget(Icon(look, "forward", 56, PRIMARY))
        self.setAccessibleName(f"{line.cell}. {line.title}. {line.label}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        self._body(painter, PALE_PRESSED if self.isDown() else WHITE, EDGE)
        painter.end()
