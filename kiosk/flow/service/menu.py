"""The service mode's menu of tasks."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.flow.actions import Action
from kiosk.flow.events import Event, StoreFailed, Tapped
from kiosk.flow.move import Move
from kiosk.flow.service.actions import CountCells
from kiosk.flow.service.base import ClerkMove, ClerkSession, To
from kiosk.flow.service.events import CellsCounted
from kiosk.flow.service.notice import failed
from kiosk.flow.visit import Face
from view import ChooseTask, Main, MainAction, ServiceMenu, Task

_NOTHING = ServiceMenu(expected=0, free=0, overdue=0, unclear=0)


@dataclass(frozen=True)
class Menu:
    """The menu's counts; zero until they are known."""

    counts: ServiceMenu = _NOTHING

    clock_runs: ClassVar[bool] = True

    @classmethod
    def enter(cls, session: ClerkSession) -> ClerkMove:
        """Request the counts."""
        asking, token = session.asking()
        return Move(asking, cls(), (CountCells(token, session.setting.cells),))

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """Enter the chosen task, or leave."""
        match event:
            case CellsCounted(token) if token.n == session.n:
                counts = ServiceMenu(
                    expected=event.expected,
                    free=event.free,
                    overdue=event.overdue,
                    unclear=event.unclear,
                )
                return Move(session, Menu(counts))
            case StoreFailed(token, trouble) if token.n == session.n:
                return Move(session, failed(trouble))
            case Tapped(tap) if isinstance(tap.intent, Main):
                return Move(session, self, to=To.LEAVE)
            case Tapped(tap) if isinstance(tap.intent, ChooseTask):
                task = tap.intent.task
                if self._offers(task):
                    return Move(session, self, to=To(task))
        return Move(session, self)

    def face(self, session: ClerkSession) -> Face:  # noqa: ARG002 - of the Protocol
        """Return the three tasks and the way out."""
        return Face(self.counts, main=MainAction.FINISH, cancel=False)

    def left(self, session: ClerkSession) -> tuple[Action, ...]:  # noqa: ARG002
        """Return no actions."""
        return ()

    def _offers(self, task: Task) -> bool:
        count = {
            Task.LOAD: True,  # a document that was taken back may be loaded again
            Task.TAKE_BACK: self.counts.overdue > 0,
            Task.LOOK: self.counts.unclear > 0,
        }
        return count[task]
