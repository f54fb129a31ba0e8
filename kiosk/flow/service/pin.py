"""Asks for the PIN; the service mode stays closed without one."""

from dataclasses import dataclass, field, replace
from math import ceil
from typing import ClassVar

from kiosk.flow import keyboard
from kiosk.flow.actions import Action
from kiosk.flow.events import Event, StoreFailed, Tapped
from kiosk.flow.move import Move
from kiosk.flow.service.actions import AskPin, CheckPin
from kiosk.flow.service.base import ClerkMove, ClerkSession, To
from kiosk.flow.service.events import PinChecked, PinStands
from kiosk.flow.service.notice import Notice, failed
from kiosk.flow.visit import Face
from view import (
    Erase,
    Intent,
    Key,
    Keys,
    Main,
    MainAction,
    PinProblem,
    ServicePin,
    ServiceProblem,
)

SHORTEST = 6
LONGEST = 12


@dataclass(frozen=True)
class Pin:
    """The digits typed so far; they are used only for the check.

    Attributes:
        waiting: Whether the PIN's status or the check's result is awaited.
        locked_s: Seconds until the PIN may be tried again, as reported.
    """

    typed: str = field(default="", repr=False)
    waiting: bool = True
    problem: PinProblem | None = None
    tries_left: int | None = None
    locked_s: float = 0

    clock_runs: ClassVar[bool] = True

    @classmethod
    def enter(cls, session: ClerkSession) -> ClerkMove:
        """Find whether there is a PIN and whether it is locked."""
        asking, token = session.asking()
        return Move(asking, cls(), (AskPin(token),))

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """Handle a key, or an answer about the PIN."""
        match event:
            case PinStands() | PinChecked() if not self.waiting:
                pass
            case PinStands(token, usable, locked_s) if token.n == session.n:
                if not usable:
                    return Move(session, Notice(ServiceProblem.NO_PIN))
                return Move(session, _locked(locked_s) if locked_s else _asks())
            case PinChecked(token, right, left, locked_s) if token.n == session.n:
                if right:
                    return self._open(session)
                if locked_s:
                    return Move(session, _locked(locked_s))
                wrong = replace(_asks(), problem=PinProblem.WRONG, tries_left=left)
                return Move(session, wrong)
            case StoreFailed(token, trouble) if token.n == session.n:
                return Move(session, failed(trouble))
            case Tapped(tap) if not self.waiting and not self.locked_s:
                return self._tapped(session, tap.intent)
        return Move(session, self)

    def face(self, session: ClerkSession) -> Face:  # noqa: ARG002 - of the Protocol
        """Return the screen: dots, never the digits."""
        content = ServicePin(
            typed=len(self.typed),
            problem=self.problem,
            tries_left=self.tries_left,
            minutes=ceil(self.locked_s / 60) if self.locked_s else None,
        )
        return Face(content, main=None if self.locked_s else MainAction.NEXT)

    def left(self, session: ClerkSession) -> tuple[Action, ...]:  # noqa: ARG002
        """Return no actions."""
        return ()

    def _tapped(self, session: ClerkSession, intent: Intent) -> ClerkMove:
        match intent:
            case Key() | Erase():
                typed = keyboard.typed(self.typed, intent, Keys.DIGITS, LONGEST)
                if typed is not None:
                    return Move(session, replace(self, typed=typed, problem=None))
            case Main() if len(self.typed) < SHORTEST:
                return Move(session, replace(self, problem=PinProblem.TOO_SHORT))
            case Main():
                asking, token = session.asking()
                return Move(asking, Pin(), (CheckPin(token, self.typed),))
        return Move(session, self)

    def _open(self, session: ClerkSession) -> ClerkMove:
        if not session.setting.cells:
            return Move(session, Notice(ServiceProblem.NO_CELLS))
        return Move(session, self, to=To.MENU)


def _asks() -> Pin:
    return Pin(waiting=False)


def _locked(seconds: float) -> Pin:
    return Pin(waiting=False, problem=PinProblem.LOCKED, locked_s=seconds)
