"""A clerk's session, and the protocol of its screens."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from kiosk.flow.actions import Action
from kiosk.flow.events import Event
from kiosk.flow.move import Move
from kiosk.flow.service.events import CellDocument
from kiosk.flow.setting import Setting
from kiosk.flow.tokens import Token
from kiosk.flow.visit import Face
from view import Language, ServiceLine


@dataclass(frozen=True)
class ClerkSession:
    """A clerk's session, from the long press on the terminal's name until they leave.

    Attributes:
        number: Numbered together with the visits, so that answers are not confused.
        language: The language of the screen.
        setting: The terminal's setting when the session began.
        n: The number of the last action that expects an answer.
        passed: Cells that were opened and not used; they are not offered again.
        stored: The document that was loaded last.
    """

    number: int
    language: Language
    setting: Setting = field(repr=False)
    n: int = 0
    passed: frozenset[int] = frozenset()
    stored: CellDocument | None = None

    def asking(self) -> "tuple[ClerkSession, Token]":
        """Count one more action; return the session and the action's token."""
        session = replace(self, n=self.n + 1)
        return session, Token(session.number, session.n)

    def line(self, document: CellDocument) -> ServiceLine:
        """Return a document as a line on the screen."""
        return ServiceLine(
            str(document.holding),
            document.title.within(self.language),
            document.label,
            document.cell,
        )


class To(StrEnum):
    """Where the session goes next."""

    MENU = "menu"
    LOAD = "load"
    TAKE_BACK = "take_back"
    LOOK = "look"
    LEAVE = "leave"


ClerkMove = Move[ClerkSession, "ServiceScreen", To]
"""A screen's answer to an event."""


class ServiceScreen(Protocol):
    """A screen of the service mode: a frozen dataclass with its own state only."""

    @property
    def clock_runs(self) -> bool:
        """Whether the screen is waiting for the clerk, not for a door."""

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """Handle an event; one that does not concern the screen changes nothing."""

    def face(self, session: ClerkSession) -> Face:
        """Return what the clerk sees."""

    def left(self, session: ClerkSession) -> tuple[Action, ...]:
        """Return the actions that are due if the screen is left without an answer."""
