"""A list of cells to choose from: the overdue ones, or those to be checked."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.flow.actions import Action
from kiosk.flow.events import Event, StoreFailed, Tapped
from kiosk.flow.move import Move
from kiosk.flow.service.actions import ListCells
from kiosk.flow.service.base import ClerkMove, ClerkSession, To
from kiosk.flow.service.door import Door
from kiosk.flow.service.events import CellDocument, CellsListed
from kiosk.flow.service.notice import failed
from kiosk.flow.visit import Face
from view import Back, PickOption, ServiceList, Task


@dataclass(frozen=True)
class Listing:
    """The documents that the task concerns."""

    task: Task
    documents: tuple[CellDocument, ...] = ()

    clock_runs: ClassVar[bool] = True

    @classmethod
    def enter(cls, session: ClerkSession, task: Task) -> ClerkMove:
        """Request the list."""
        asking, token = session.asking()
        return Move(asking, cls(task), (ListCells(token, task),))

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """Open the chosen cell; return to the menu if the list is empty."""
        match event:
            case CellsListed(token, documents) if token.n == session.n:
                to = None if documents else To.MENU
                return Move(session, Listing(self.task, documents), to=to)
            case StoreFailed(token, trouble) if token.n == session.n:
                return Move(session, failed(trouble))
            case Tapped(tap) if isinstance(tap.intent, Back):
                return Move(session, self, to=To.MENU)
            case Tapped(tap) if isinstance(tap.intent, PickOption):
                for each in self.documents:
                    if str(each.holding) == tap.intent.value:
                        return Move(session, Door(self.task, each))
        return Move(session, self)

    def face(self, session: ClerkSession) -> Face:
        """Return a line for each document."""
        lines = tuple(map(session.line, self.documents))
        return Face(ServiceList(self.task, lines), back=True, cancel=False)

    def left(self, session: ClerkSession) -> tuple[Action, ...]:  # noqa: ARG002
        """Return no actions."""
        return ()
