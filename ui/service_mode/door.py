"""A cell being opened for a clerk: which one, what to do, and the question after it."""

from ui.screens.base import MIDDLE, Say, Screen
from ui.service_mode.words import cell_words
from ui.theme.colours import PRIMARY, QUIET
from ui.theme.look import BODY, NUMBER, Look
from ui.widgets.text import Text
from ui.widgets.wall import Content, Wall
from view import ClerkStage, DoorStage, ServiceDoor, Task, View

_DRAWN = {
    ClerkStage.CONFIRM: DoorStage.OPENING,
    ClerkStage.OPENING: DoorStage.OPENING,
    ClerkStage.OPEN: DoorStage.TAKE,
    ClerkStage.CLOSE: DoorStage.CLOSE,
    ClerkStage.STUCK: DoorStage.STUCK,
    ClerkStage.DOOR_OPEN: DoorStage.ANOTHER_OPEN,
    ClerkStage.ASK: DoorStage.TAKEN,
    ClerkStage.ASK_CLOSED: DoorStage.ASK_CLOSED,
    ClerkStage.UNCLEAR: DoorStage.UNCLEAR,
}
_MOVES = {Task.LOAD: Content.IN, Task.TAKE_BACK: Content.OUT, Task.LOOK: Content.UNSEEN}


class ServiceDoorScreen(Screen[ServiceDoor]):
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

    def present(self, content: ServiceDoor, _view: View, /) -> None:
        """Show what to do now."""
        heading, hint = cell_words(content.stage, content.task, content.cell)
        self._title.setText(f"{content.title} · {content.label}")
        self._heading.setText(heading)
        self._hint.setText(hint)
        elsewhere = content.stage is ClerkStage.DOOR_OPEN
        cell = self.tr("Cell {number}").format(number=content.cell)
        self._number.setText("" if elsewhere else cell)
        self._wall.present(
            _DRAWN[content.stage],
            0 if elsewhere else content.cell,
            content.cells,
            _MOVES[content.task],
        )

    def clear(self) -> None:
        """Remove the highlight as well."""
        super().clear()
        self._wall.forget()
