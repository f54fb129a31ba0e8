"""`declare`: read a declaration and accept it (告知承诺)."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.flow.events import Event, Tapped
from kiosk.flow.move import Move
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import Back, Declare, Main, MainAction


@dataclass(frozen=True)
class DeclareStep:
    """Shows the text; stateless."""

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether there is a declaration and the item was not queued."""
        return visit.item.declaration is not None and visit.slip_code is None

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Begin without an action."""
        return Move(visit, cls())

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Go on once the citizen declares it, or go back."""
        match event:
            case Tapped(tap) if isinstance(tap.intent, Main):
                return Move(visit, self, to=To.NEXT)
            case Tapped(tap) if isinstance(tap.intent, Back):
                return Move(visit, self, to=To.BACK)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return the whole text, and who declares it."""
        declaration = visit.item.declaration
        if declaration is None:
            raise LookupError("a declaration of nothing")
        content = Declare(
            title=declaration.title.within(visit.language),
            text=declaration.text.within(visit.language),
            holder=visit.holder,
        )
        return Face(content, main=MainAction.DECLARE, back=True)
