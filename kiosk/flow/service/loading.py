"""Loading: an envelope's label is scanned or typed, then a cell is chosen for it."""

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

    A scanned text is not shown: it may be a bystander's code.

    Attributes:
        value: The label typed so far.
        scanning: The number of the scanner's action; 0 without a scanner.
        looking: The number of the look-up in the manifest while it is awaited.
        problem: Why the last envelope is not loaded.
        cell: The cell it is in already, if that is the problem.
    """

    value: str = ""
    scanning: int = 0
    looking: int = 0
    problem: LabelProblem | None = None
    cell: int | None = None

    clock_runs: ClassVar[bool] = True

    @classmethod
    def enter(cls, session: ClerkSession) -> ClerkMove:
        """Start the scanner, if there is one."""
        if not session.setting.scanner:
            return Move(session, cls())
        asking, token = session.asking()
        return Move(asking, cls(scanning=token.n), (ReadCode(token),))

    def advance(self, session: ClerkSession, event: Event) -> ClerkMove:
        """Take a label, and the manifest's entry for it."""
        match event:
            case CodeScanned(token, code) if token.n == self.scanning:
                if not self.looking:
                    return self._look(session, code.text)
            case CodeUnreadable(token) if token.n == self.scanning:
                if not self.looking:
                    unread = replace(self, problem=LabelProblem.UNREADABLE, cell=None)
                    return Move(replace(session, stored=None), unread)
            case LabelLooked(token) if token.n == self.looking:
                return self._looked(session, event)
            case StoreFailed(token, trouble) if token.n == self.looking:
                return Move(session, failed(trouble), self.left(session))
            case Tapped(tap) if not self.looking:
                return self._tapped(session, tap.intent)
        return Move(session, self)

    def face(self, session: ClerkSession) -> Face:
        """Return the question, and what became of the last envelope."""
        stored = session.stored
        content = ServiceScan(
            value=self.value,
            scan=bool(self.scanning),
            problem=self.problem,
            cell=self.cell,
            stored=session.line(stored) if stored else None,
        )
        return Face(content, main=MainAction.NEXT, back=True, cancel=False)

    def left(self, session: ClerkSession) -> tuple[Action, ...]:  # noqa: ARG002
        """Stop the scanner."""
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
            refused = Loading(
                scanning=self.scanning, problem=found.problem, cell=found.cell
            )
            return Move(session, refused)
        door = Door(Task.LOAD, found.document)
        return Move(session, door, self.left(session))
