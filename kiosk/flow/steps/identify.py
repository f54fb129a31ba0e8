"""`identify`: put the card on the reader, and say that it is you."""

from dataclasses import dataclass, replace
from typing import ClassVar

from central.contract.model import Applicant
from kiosk.flow.actions import ReadCard
from kiosk.flow.events import (
    CardFailed,
    CardLifted,
    CardRead,
    Event,
    Tapped,
    TroublesChanged,
)
from kiosk.flow.masking import mask_number
from kiosk.flow.visit import Face, Move, To, Visit
from kiosk.view import (
    Back,
    CardProblem,
    ConfirmPerson,
    Main,
    MainAction,
    Message,
    Problem,
    PutCard,
    Trouble,
)


@dataclass(frozen=True)
class Identify:
    """Waits for a card; then, with the applicant known, for the citizen's yes."""

    problem: CardProblem | None = None
    reader_lost: bool = False

    clock_runs: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @classmethod
    def applies(cls, visit: Visit) -> bool:  # noqa: ARG003 - of the Protocol
        """Whenever it stands in the item."""
        return True

    @classmethod
    def enter(cls, visit: Visit) -> Move:
        """Read a card, unless one was read already and the citizen came back."""
        if visit.applicant is not None:
            return Move(visit, cls())
        asking, token = visit.asking()
        problem = CardProblem.LIFT_FIRST if visit.card_lying else None
        return Move(asking, cls(problem), (ReadCard(token),))

    def advance(self, visit: Visit, event: Event) -> Move:
        """A card was read, or not; the citizen confirms, or goes back."""
        match event:
            case CardRead(token, reading) if self._awaits(visit, token.n):
                name = reading.name or reading.english_name or ""
                applicant = Applicant(number=reading.number, name=name)
                return Move(replace(visit, applicant=applicant), Identify())
            case CardFailed(token, problem) if self._awaits(visit, token.n):
                return Move(visit, Identify(problem=problem))
            case CardLifted() if self.problem is CardProblem.LIFT_FIRST:
                return Move(visit, Identify())
            case TroublesChanged(troubles) if visit.applicant is None:
                lost = Trouble.READER in troubles
                if self.reader_lost and not lost:
                    return Identify.enter(visit)
                return Move(visit, replace(self, reader_lost=lost))
            case Tapped(tap) if isinstance(tap.intent, Main) and visit.applicant:
                return Move(visit, self, to=To.NEXT)
            case Tapped(tap) if isinstance(tap.intent, Main) and self.reader_lost:
                return Move(visit, self, to=To.END)
            case Tapped(tap) if isinstance(tap.intent, Back):
                if visit.applicant is None:
                    return Move(visit, self, to=To.BACK)
                return Identify.enter(replace(visit, applicant=None))
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """The drawing of where the card goes, or the person's name."""
        if visit.applicant is not None:
            person = visit.applicant
            return Face(
                ConfirmPerson(person.name, mask_number(person.number)),
                main=MainAction.CONFIRM,
                back=True,
            )
        if self.reader_lost:
            message = Message(Problem.READER_LOST, Trouble.READER, visit.item.hotline)
            return Face(message, main=MainAction.FINISH, cancel=False)
        return Face(PutCard(self.problem), back=True)

    def _awaits(self, visit: Visit, n: int) -> bool:
        return visit.applicant is None and n == visit.n
