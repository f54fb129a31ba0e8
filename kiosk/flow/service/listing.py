"""Cells to choose one from: those that are overdue, or those that need a look."""

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
    """The documents that the task is about."""

    task: Task
    documents: tuple[CellDocument, ...] = ()

    clock_runs: ClassVar[bool] = True

    @classmethod
    def enter(cls, session: ClerkSession, task: Task) -> ClerkMove:
        """Ask for them."""
        asking, token = session.asking()
        return Move(asking, cls(task), (ListCells(token, task),))

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """One is chosen; where there is none, the menu."""
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
        """A line for each."""
        lines = tuple(map(session.line, self.documents))
        return Face(ServiceList(self.task, lines), back=True, cancel=False)

    def left(self, session: ClerkSession) -> tuple[Action, ...]:  # noqa: ARG002
        """Nothing."""
        return ()
