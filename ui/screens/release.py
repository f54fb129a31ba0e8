"""A cell opens: which one, and what to do at it now."""

from kiosk.view import DoorStage, Release, View
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.look import BODY, NUMBER, Look
from ui.widgets.notice import Notice
from ui.widgets.text import Text
from ui.widgets.wall import Wall
from ui.words import door_words

_OPEN = (DoorStage.TAKE, DoorStage.CLOSE, DoorStage.LEFT_OPEN)
_TROUBLE = (
    DoorStage.CLOSE,
    DoorStage.STUCK,
    DoorStage.LEFT_OPEN,
    DoorStage.UNCLEAR,
    DoorStage.ANOTHER_OPEN,
)


class ReleaseScreen(Screen[Release]):
    """The number of the cell in large numerals, and where it is on the wall."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=40, gap=16)
        self._heading = self.heading()
        self._hint = self.body()
        self._notice = Notice(look)
        self._cell = Text(look, NUMBER, bold=True, align=MIDDLE)
        self._title = Text(look, BODY, align=MIDDLE)
        self._wall = Wall(look)
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addWidget(self._notice)
        along.addStretch(1)
        along.addWidget(self._cell)
        along.addWidget(self._title)
        along.addWidget(self._wall, 8)

    def present(self, content: Release, _view: View, /) -> None:
        """Say what the door does, and what is to be done."""
        what, then = door_words(content.stage)
        trouble = content.stage in _TROUBLE
        self._notice.setVisible(trouble)
        self._heading.setText("" if trouble else what)
        self._hint.setText("" if trouble else then)
        if trouble:
            self._notice.say(what, then)
        self._cell.setText(self.tr("Cell {number}").format(number=content.cell))
        self._title.setText(content.title)
        is_open = content.stage in _OPEN
        self._wall.show_cell(content.cell, content.cells, door_open=is_open)
