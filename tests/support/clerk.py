"""A clerk at a terminal in simulated time, with a disk that answers at once."""

from typing import Any
from uuid import UUID

import view as seen
from drivers.base import CodeKind, ScannedCode
from kiosk.flow.actions import ReadCode
from kiosk.flow.events import CodeScanned, DoorSeen, Event, ReleaseOutcome, Tapped
from kiosk.flow.service.actions import (
    AskPin,
    CheckPin,
    CountCells,
    ListCells,
    LookUpLabel,
    OpenForClerk,
)
from kiosk.flow.service.base import ClerkMove, ClerkSession, ServiceScreen, To
from kiosk.flow.service.events import (
    CellDocument,
    CellsCounted,
    CellsListed,
    ClerkSettled,
    LabelLooked,
    PinChecked,
    PinStands,
)
from kiosk.flow.tokens import Token
from kiosk.flow.visit import Face
from support.flow import Stage, both, setting_of

PIN = "730185"


def document(cell: int = 3) -> CellDocument:
    """Return a document that is in this cell, or is to be put into it."""
    return CellDocument(
        UUID(int=cell), "exit_entry.passport_pickup", f"EE{cell}", both("pass"), cell
    )


class Counter(Stage):
    """A terminal with 24 cells and a scanner."""

    def __init__(self, *, scanner: bool = True, cells: int = 24) -> None:
        super().__init__(scanner=scanner, cells=cells)

    def tell(self, event: Event) -> "Counter":
        super().tell(event)
        return self

    def tap(self, intent: seen.Intent) -> "Counter":
        super().tap(intent)
        return self

    def type(self, text: str) -> "Counter":
        super().type(text)
        return self

    def knock(self, *, usable: bool = True, locked_s: float = 0) -> "Counter":
        self.tap(seen.OpenService())
        token = self.last(AskPin).token
        self.tell(PinStands(token, usable, locked_s))
        return self

    def enter_pin(
        self, *, right: bool = True, left: int = 5, locked_s: float = 0
    ) -> "Counter":
        self.type(PIN).tap(seen.Main())
        token = self.last(CheckPin).token
        self.tell(PinChecked(token, right, left, locked_s))
        return self

    def counted(self, overdue: int = 2, unclear: int = 1) -> "Counter":
        token = self.last(CountCells).token
        self.tell(CellsCounted(token, 4, 20, overdue, unclear))
        return self

    def enter(self) -> "Counter":
        """Go as far as the menu."""
        self.knock().enter_pin().counted()
        return self

    def listed(self, *cells: int) -> "Counter":
        token = self.last(ListCells).token
        self.tell(CellsListed(token, tuple(map(document, cells))))
        return self

    def scanned(
        self,
        found: CellDocument | None = None,
        problem: seen.LabelProblem | None = None,
    ) -> "Counter":
        code = ScannedCode(CodeKind.UNKNOWN, "EE3")
        self.tell(CodeScanned(self.last(ReadCode).token, code))
        token = self.last(LookUpLabel).token
        self.tell(LabelLooked(token, found, problem, 7 if problem else None))
        return self

    def confirm(self, task: seen.Task) -> "Counter":
        """Go from the menu to the question whether a cell is to be opened."""
        self.enter().tap(seen.ChooseTask(task))
        if task is seen.Task.LOAD:
            self.scanned(document())
        else:
            self.listed(2, 3).tap(seen.PickOption(str(document().holding)))
        return self

    def open_door(self, task: seen.Task) -> "Counter":
        self.confirm(task).tap(seen.Main())
        self.tell(DoorSeen(self.last(OpenForClerk).token))
        return self

    def settle(self, outcome: ReleaseOutcome = ReleaseOutcome.CLOSED) -> "Counter":
        action = self.last(OpenForClerk)
        self.tell(ClerkSettled(action.token, action.task, outcome))
        return self


def session(**changes: Any) -> ClerkSession:
    """Of a clerk at a cabinet with 24 cells, who has asked four things already."""
    setting = setting_of(cells=24, scanner=True, door_long_s=45)
    values: dict[str, Any] = {"number": 1, "language": "zh_CN", "n": 4}
    return ClerkSession(**(values | {"setting": setting} | changes))


class OneScreen:
    """A screen of the service mode alone: what it asks for, and where it goes."""

    def __init__(
        self, screen: ServiceScreen | None = None, move: ClerkMove | None = None
    ) -> None:
        self.screen: Any = screen
        self.said: Any = ()
        """The actions that the last event led to."""
        self.to: To | None = None
        self.session = session()
        if move is not None:
            self._took(move)

    def _took(self, move: ClerkMove) -> None:
        self.session, self.screen, self.to = move.subject, move.part, move.to
        self.said = move.actions

    def tell(self, event: Event) -> "OneScreen":
        assert self.to is None, "the screen is over"
        self._took(self.screen.advance(self.session, event))
        return self

    def tap(self, intent: seen.Intent) -> "OneScreen":
        return self.tell(Tapped(seen.Tap(0, intent)))

    def type(self, text: str) -> "OneScreen":
        for character in text:
            self.tap(seen.Key(character))
        return self

    @property
    def now(self) -> Token:
        """The token of what was asked last."""
        return Token(self.session.number, self.session.n)

    @property
    def face(self) -> Face:
        shown: Face = self.screen.face(self.session)
        return shown
