"""`fetch` of an item with a cell: finds the document here and asks for its code.

No network is needed: the manifest is on the terminal. The visit holds nothing that can
be released until the code was right.
"""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from contract.manifest import HoldingState
from kiosk.flow import keyboard
from kiosk.flow.actions import CheckCode, LookUpHoldings
from kiosk.flow.events import (
    CodeChecked,
    Event,
    Held,
    HoldingsLooked,
    QueryFailed,
    StoreFailed,
    Tapped,
)
from kiosk.flow.move import Move
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    AskField,
    Back,
    Erase,
    FieldProblem,
    FieldWhat,
    Intent,
    Key,
    Keys,
    Main,
    MainAction,
    Message,
    Problem,
    Trouble,
    Waiting,
)

CODE_LENGTH = 6
"""Digits of the code that a department sends to the citizen."""


@dataclass(frozen=True)
class FindHoldingStep:
    """Looking up, then asking for the code, or explaining why nothing is handed out.

    Attributes:
        held: The document that may be taken once its code is given.
        value: The code typed so far.
        checking: Whether the code is being checked.
        refused: Why nothing is handed out.
        trouble: The terminal's trouble, if that is the reason.
    """

    held: Held | None = None
    value: str = field(default="", repr=False)
    problem: FieldProblem | None = None
    tries_left: int | None = None
    checking: bool = False
    refused: Problem | None = None
    trouble: Trouble | None = None

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While the screen waits for the citizen, not for the disk."""
        return self.refused is not None or (self.held is not None and not self.checking)

    @classmethod
    def applies(cls, visit: Visit) -> bool:  # noqa: ARG003 - of the Protocol
        """Return True: the step always applies."""
        return True

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Look up the manifest."""
        asking, token = replace(visit, held=None).asking()
        look = LookUpHoldings(token, visit.item, visit.person)
        return Move(asking, cls(), (look,))

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle the documents found, a key, or the code's check."""
        match event:
            case HoldingsLooked(token, held) if self._awaits(visit, token.n):
                return self._looked(visit, held)
            case QueryFailed(token, trouble) if self._awaits(visit, token.n):
                return self._refuse(visit, Problem.NO_ANSWER, trouble)
            case CodeChecked(token) if self.checking and token.n == visit.n:
                return self._checked(visit, event)
            case StoreFailed(token, trouble) if token.n == visit.n:
                return self._refuse(visit, Problem.CANNOT_STORE, trouble)
            case Tapped(tap) if self.refused is not None:
                if isinstance(tap.intent, Main):
                    return Move(visit, self, to=To.END)
            case Tapped(tap) if self.held is not None and not self.checking:
                return self._typed(visit, self.held, tap.intent)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return the code's keyboard, or why nothing is handed out."""
        if self.refused is not None:
            content = Message(self.refused, self.trouble, visit.item.hotline)
            return Face(content, main=MainAction.FINISH, cancel=False)
        if self.held is None:
            department = visit.item.department.name.within(visit.language)
            return Face(Waiting(department), cancel=False)
        ask = AskField(
            label="",
            keys=Keys.DIGITS,
            what=FieldWhat.PICKUP_CODE,
            hint=self.held.title.within(visit.language),
            value=self.value,
            longest=CODE_LENGTH,
            problem=self.problem,
            tries_left=self.tries_left,
        )
        main = None if self.checking else MainAction.NEXT
        return Face(ask, main=main, back=not self.checking)

    def _looked(self, visit: Visit, found: tuple[Held, ...]) -> VisitMove:
        """Choose one document; the others are found at the next visit."""
        ready = [each for each in found if _is_ready(each)]
        for each in ready:
            if each.tries_left > 0:
                if visit.item.assurance == "card_and_code":
                    return Move(visit, replace(self, held=each))
                return Move(replace(visit, held=each), self, to=To.NEXT)
        return self._refuse(visit, _why_not(found, locked=bool(ready)))

    def _typed(self, visit: Visit, held: Held, intent: Intent) -> VisitMove:
        match intent:
            case Key() | Erase():
                value = keyboard.typed(self.value, intent, Keys.DIGITS, CODE_LENGTH)
                if value is not None:
                    return Move(visit, replace(self, value=value, problem=None))
            case Main() if len(self.value) < CODE_LENGTH:
                short = FieldProblem.TOO_SHORT if self.value else FieldProblem.EMPTY
                return Move(visit, replace(self, problem=short))
            case Main():
                asking, token = visit.asking()
                check = CheckCode(token, held, self.value)
                return Move(asking, replace(self, checking=True), (check,))
            case Back():
                return Move(visit, self, to=To.BACK)
        return Move(visit, self)

    def _checked(self, visit: Visit, event: CodeChecked) -> VisitMove:
        if event.right:
            return Move(replace(visit, held=self.held), self, to=To.NEXT)
        if event.tries_left <= 0:
            return self._refuse(visit, Problem.CODE_LOCKED)
        wrong = FindHoldingStep(
            held=self.held,
            problem=FieldProblem.WRONG_CODE,
            tries_left=event.tries_left,
        )
        return Move(visit, wrong)

    def _refuse(
        self, visit: Visit, problem: Problem, trouble: Trouble | None = None
    ) -> VisitMove:
        return Move(visit, FindHoldingStep(refused=problem, trouble=trouble))

    def _awaits(self, visit: Visit, n: int) -> bool:
        return self.held is None and self.refused is None and n == visit.n


def _is_ready(held: Held) -> bool:
    return (
        held.state is HoldingState.LOADED and held.cell is not None and not held.overdue
    )


def _why_not(found: tuple[Held, ...], *, locked: bool) -> Problem:
    """Return the most important of the reasons."""
    if locked:
        return Problem.CODE_LOCKED
    states = {each.state for each in found}
    if HoldingState.UNCLEAR in states:
        return Problem.RELEASE_UNCLEAR
    if HoldingState.RECALLED in states or any(
        each.overdue and each.state is HoldingState.LOADED for each in found
    ):
        return Problem.TAKEN_BACK
    if states == {HoldingState.RELEASED}:
        return Problem.ALREADY_OUT
    return Problem.NOTHING_THERE
