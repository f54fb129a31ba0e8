"""`declare`: read what is declared, and accept it (告知承诺)."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.flow.events import Event, Tapped
from kiosk.flow.masking import mask_name
from kiosk.flow.visit import Face, Move, To, Visit
from kiosk.view import Back, Declare, Main, MainAction


@dataclass(frozen=True)
class DeclareStep:
    """Shows the item's declaration; has no state of its own."""

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Unless the department has nothing that it could be about."""
        return visit.answer is None or visit.answer.found

    @classmethod
    def enter(cls, visit: Visit) -> Move:
        """Nothing needs to be done."""
        return Move(visit, cls())

    def advance(self, visit: Visit, event: Event) -> Move:
        """Accepted, or not."""
        match event:
            case Tapped(tap) if isinstance(tap.intent, Main):
                return Move(visit, self, to=To.NEXT)
            case Tapped(tap) if isinstance(tap.intent, Back):
                return Move(visit, self, to=To.BACK)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """The text, and who declares."""
        declaration = visit.item.declaration
        if declaration is None:
            raise LookupError("a declaration that the item does not have")
        content = Declare(
            title=declaration.title.within(visit.language),
            text=declaration.text.within(visit.language),
            holder=mask_name(visit.person.name) if visit.applicant else "",
        )
        return Face(content, main=MainAction.DECLARE, back=True)
