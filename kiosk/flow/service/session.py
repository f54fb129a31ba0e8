"""The service mode as the machine has it: a session, and the screen it is at."""

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
    """A clerk's session, and the screen that is on."""

    session: ClerkSession
    screen: ServiceScreen

    @property
    def clock_runs(self) -> bool:
        """Whether the clerk is being waited for."""
        return self.screen.clock_runs

    def face(self) -> Face:
        """What the clerk sees."""
        return self.screen.face(self.session)

    def left(self) -> tuple[Action, ...]:
        """What must still be done where it ends here."""
        return self.screen.left(self.session)

    def speaking(self, language: Language) -> "ServiceMode":
        """The same in another language."""
        return replace(self, session=replace(self.session, language=language))


def begin(session: ClerkSession) -> tuple[ServiceMode, tuple[Action, ...]]:
    """The terminal's name was pressed for long: ask for the PIN."""
    move = Pin.enter(session)
    return ServiceMode(move.subject, move.part), move.actions


def advance(
    service: ServiceMode, event: Event
) -> tuple[ServiceMode | None, tuple[Action, ...]]:
    """Go on by one event; None where the session is over."""
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
