"""One clerk's session, and what a screen of it says when something has happened."""

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
    """A clerk at the terminal, from the pressed name until they leave.

    Attributes:
        number: Counted together with the visits, so that no answer is mistaken.
        language: Of the screen.
        setting: Of the terminal when the session began.
        n: Of the last action that expects an answer.
        passed: Cells that were opened and not used: not offered again.
        stored: What was put in last.
    """

    number: int
    language: Language
    setting: Setting = field(repr=False)
    n: int = 0
    passed: frozenset[int] = frozenset()
    stored: CellDocument | None = None

    def asking(self) -> "tuple[ClerkSession, Token]":
        """The session with one more action asked, and that action's token."""
        session = replace(self, n=self.n + 1)
        return session, Token(session.number, session.n)

    def line(self, document: CellDocument) -> ServiceLine:
        """A document in the words of the screen."""
        return ServiceLine(
            str(document.holding),
            document.title.within(self.language),
            document.label,
            document.cell,
        )


class To(StrEnum):
    """Where the session goes after a screen has spoken."""

    MENU = "menu"
    LOAD = "load"
    TAKE_BACK = "take_back"
    LOOK = "look"
    LEAVE = "leave"


ClerkMove = Move[ClerkSession, "ServiceScreen", To]
"""A screen's answer."""


class ServiceScreen(Protocol):
    """A screen of the service mode; a frozen dataclass with its own state alone."""

    @property
    def clock_runs(self) -> bool:
        """Whether the clerk is being waited for, rather than a door."""

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """Answer to what has happened; what does not concern it changes nothing."""

    def face(self, session: ClerkSession) -> Face:
        """What the clerk sees."""

    def left(self, session: ClerkSession) -> tuple[Action, ...]:
        """What must still be done where nobody has answered the screen's question."""
