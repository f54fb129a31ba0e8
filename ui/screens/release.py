"""A cell being opened: which one, what to do at its door, and the question after it."""

from ui.screens.base import MIDDLE, Say, Screen
from ui.stage_words import door_words
from ui.theme.colours import PRIMARY, QUIET
from ui.theme.look import BODY, NUMBER, Look
from ui.widgets.text import Text
from ui.widgets.wall import Wall
from view import DoorStage, MainAction, Release, View

_NO_CELL = frozenset({DoorStage.ANOTHER_OPEN})


class ReleaseScreen(Screen[Release]):
    """The cell's number, large, and the wall of cells with the cell lit up."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=40, gap=16)
        self._title = Text(look, BODY, colour=QUIET, align=MIDDLE)
        self._heading = self.heading()
        self._hint = self.body()
        self._number = Text(look, NUMBER, bold=True, colour=PRIMARY, align=MIDDLE)
        self._wall = Wall(look)
        along.addWidget(self._title)
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        along.addWidget(self._number)
        along.addWidget(self._wall, 1)

    def present(self, content: Release, view: View, /) -> None:
        """Show what to do now."""
        again = view.main is not MainAction.FINISH
        heading, hint = door_words(content.stage, again=again)
        self._title.setText(content.title)
        self._heading.setText(heading)
        self._hint.setText(hint)
        cell = self.tr("Cell {number}").format(number=content.cell)
        self._number.setText("" if content.stage in _NO_CELL else cell)
        lit = 0 if content.stage in _NO_CELL else content.cell
        self._wall.present(content.stage, lit, content.cells)

    def clear(self) -> None:
        """Remove the highlight as well."""
        super().clear()
        self._wall.forget()
