"""An envelope's label is scanned or typed: may it be put in, and where?"""

from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.flow import keyboard
from kiosk.flow.actions import Action, ReadCode, StopCode
from kiosk.flow.events import (
    CodeScanned,
    CodeUnreadable,
    Event,
    StoreFailed,
    Tapped,
)
from kiosk.flow.move import Move
from kiosk.flow.service.actions import LookUpLabel
from kiosk.flow.service.base import ClerkMove, ClerkSession, To
from kiosk.flow.service.door import Door
from kiosk.flow.service.events import LabelLooked
from kiosk.flow.service.notice import failed
from kiosk.flow.visit import Face
from view import (
    Back,
    Erase,
    Intent,
    Key,
    Keys,
    LabelProblem,
    Main,
    MainAction,
    ServiceScan,
    Task,
)

LONGEST = 32


@dataclass(frozen=True)
class Loading:
    """Waiting for a label.

    What was scanned is not shown: it may be a code of somebody who stands by.

    Attributes:
        value: What is typed.
        scanning: Number of the scanner's action; 0 where nothing is scanned.
        looking: Number of the look into the manifest, while that is waited for.
        problem: Why the last one is not put in.
        cell: Where it lies, if that is the problem.
    """

    value: str = ""
    scanning: int = 0
    looking: int = 0
    problem: LabelProblem | None = None
    cell: int | None = None

    clock_runs: ClassVar[bool] = True

    @classmethod
    def enter(cls, session: ClerkSession) -> ClerkMove:
        """Listen to the scanner, if there is one."""
        if not session.setting.scanner:
            return Move(session, cls())
        asking, token = session.asking()
        return Move(asking, cls(scanning=token.n), (ReadCode(token),))

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """A label, and what the manifest has under it."""
        match event:
            case CodeScanned(token, code) if token.n == self.scanning:
                if not self.looking:
                    return self._look(session, code.text)
            case CodeUnreadable(token) if token.n == self.scanning:
                if not self.looking:
                    told = replace(self, problem=LabelProblem.UNREADABLE, cell=None)
                    return Move(replace(session, stored=None), told)
            case LabelLooked(token) if token.n == self.looking:
                return self._looked(session, event)
            case StoreFailed(token, trouble) if token.n == self.looking:
                return Move(session, failed(trouble), self.left(session))
            case Tapped(tap) if not self.looking:
                return self._tapped(session, tap.intent)
        return Move(session, self)

    def face(self, session: ClerkSession) -> Face:
        """The question, and what became of the last one."""
        stored = session.stored
        content = ServiceScan(
            value=self.value,
            longest=LONGEST,
            scan=bool(self.scanning),
            problem=self.problem,
            cell=self.cell,
            stored=session.line(stored) if stored else None,
        )
        return Face(content, main=MainAction.NEXT, back=True, cancel=False)

    def left(self, session: ClerkSession) -> tuple[Action, ...]:  # noqa: ARG002
        """Nobody waits for a label any more."""
        return (StopCode(),) if self.scanning else ()

    def _tapped(self, session: ClerkSession, intent: Intent) -> ClerkMove:
        match intent:
            case Key() | Erase():
                value = keyboard.typed(self.value, intent, Keys.LETTERS, LONGEST)
                if value is not None:
                    typed = replace(self, value=value, problem=None)
                    return Move(replace(session, stored=None), typed)
            case Main() if not self.value:
                return Move(session, replace(self, problem=LabelProblem.EMPTY))
            case Main():
                return self._look(session, self.value)
            case Back():
                return Move(session, self, self.left(session), To.MENU)
        return Move(session, self)

    def _look(self, session: ClerkSession, label: str) -> ClerkMove:
        asking, token = replace(session, stored=None).asking()
        look = LookUpLabel(token, label, session.setting.cells, session.passed)
        return Move(asking, replace(self, looking=token.n, problem=None), (look,))

    def _looked(self, session: ClerkSession, found: LabelLooked) -> ClerkMove:
        if found.document is None:
            told = Loading(
                scanning=self.scanning, problem=found.problem, cell=found.cell
            )
            return Move(session, told)
        door = Door(Task.LOAD, found.document)
        return Move(session, door, self.left(session))
