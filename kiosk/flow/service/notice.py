"""A message about a problem, with the way back to the menu or out."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.flow.actions import Action
from kiosk.flow.events import Event, Tapped
from kiosk.flow.move import Move
from kiosk.flow.service.base import ClerkMove, ClerkSession, To
from kiosk.flow.visit import Face
from view import (
    Main,
    MainAction,
    ServiceMessage,
    ServiceProblem,
    Trouble,
)


@dataclass(frozen=True)
class Notice:
    """One message to read."""

    problem: ServiceProblem

    clock_runs: ClassVar[bool] = True

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """Go on once it has been read."""
        if isinstance(event, Tapped) and isinstance(event.tap.intent, Main):
            changed = self.problem is ServiceProblem.CHANGED
            return Move(session, self, to=To.MENU if changed else To.LEAVE)
        return Move(session, self)

    def face(self, session: ClerkSession) -> Face:  # noqa: ARG002 - of the Protocol
        """Return the message."""
        changed = self.problem is ServiceProblem.CHANGED
        main = MainAction.CONTINUE if changed else MainAction.FINISH
        return Face(ServiceMessage(self.problem), main=main, cancel=False)

    def left(self, session: ClerkSession) -> tuple[Action, ...]:  # noqa: ARG002
        """Return no actions."""
        return ()


def failed(trouble: Trouble) -> Notice:
    """Return the notice for a failed commit or a changed manifest."""
    if trouble is Trouble.MANIFEST:
        return Notice(ServiceProblem.CHANGED)
    return Notice(ServiceProblem.CANNOT_STORE)
