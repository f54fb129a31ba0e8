"""The service mode: a clerk's session and its current screen."""

from dataclasses import dataclass, replace

from kiosk.flow.actions import Action
from kiosk.flow.events import Event
from kiosk.flow.service.base import ClerkMove, ClerkSession, ServiceScreen, To
from kiosk.flow.service.listing import Listing
from kiosk.flow.service.loading import Loading
from kiosk.flow.service.menu import Menu
from kiosk.flow.service.pin import Pin
from kiosk.flow.visit import Face
from view import Language, Task


@dataclass(frozen=True)
class ServiceMode:
    """A clerk's session and its current screen."""

    session: ClerkSession
    screen: ServiceScreen

    @property
    def clock_runs(self) -> bool:
        """Whether the screen is waiting for the clerk."""
        return self.screen.clock_runs

    def face(self) -> Face:
        """Return what the clerk sees."""
        return self.screen.face(self.session)

    def left(self) -> tuple[Action, ...]:
        """Return the actions that are due if the session ends here."""
        return self.screen.left(self.session)

    def speaking(self, language: Language) -> "ServiceMode":
        """Return the session in another language."""
        return replace(self, session=replace(self.session, language=language))


def begin(session: ClerkSession) -> tuple[ServiceMode, tuple[Action, ...]]:
    """Ask for the PIN, after the long press on the terminal's name."""
    move = Pin.enter(session)
    return ServiceMode(move.subject, move.part), move.actions


def advance(
    service: ServiceMode, event: Event
) -> tuple[ServiceMode | None, tuple[Action, ...]]:
    """Process one event; return None once the session is over."""
    move = service.screen.advance(service.session, event)
    actions = move.actions
    if move.to is To.LEAVE:
        return None, actions
    if move.to is not None:
        move = _entered(move.subject, move.to)
        actions = (*actions, *move.actions)
    return ServiceMode(move.subject, move.part), actions


def _entered(session: ClerkSession, to: To) -> ClerkMove:
    match to:
        case To.LOAD:
            return Loading.enter(session)
        case To.TAKE_BACK | To.LOOK:
            return Listing.enter(session, Task(to))
        case _:
            return Menu.enter(replace(session, stored=None))
