"""`submit`: hand the application in, exactly once, through the outbox."""

from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.flow.actions import QueueRequest
from kiosk.flow.events import Event, RecordStored, StoreFailed, Tapped
from kiosk.flow.visit import Face, Move, To, Visit
from kiosk.view import Main, MainAction, Message, Problem, Submitting, Trouble


@dataclass(frozen=True)
class Submit:
    """Being written down; or having to say that it could not be."""

    lost: Trouble | None = None

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While something is said to the citizen."""
        return self.lost is not None

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Unless the request was queued before."""
        return visit.slip_code is None

    @classmethod
    def enter(cls, visit: Visit) -> Move:
        """Write it down."""
        asking, token = visit.asking()
        action = QueueRequest(
            token,
            visit.item,
            visit.language,
            visit.applicant,
            visit.form,
            visit.chosen,
            visit.payment.payment if visit.payment else None,
        )
        return Move(asking, cls(), (action,))

    def advance(self, visit: Visit, event: Event) -> Move:
        """It is on the disk, or not."""
        match event:
            case RecordStored(token, case, slip) if token.n == visit.n:
                stored = replace(visit, case=case, entered=True, slip_code=slip)
                return Move(stored, self, to=To.NEXT)
            case StoreFailed(token, trouble) if token.n == visit.n:
                return Move(visit, Submit(trouble))
            case Tapped(tap) if isinstance(tap.intent, Main) and self.lost:
                return Move(visit, self, to=To.END)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """To whom it goes."""
        if self.lost is not None:
            content = Message(Problem.CANNOT_STORE, self.lost, visit.item.hotline)
            return Face(content, main=MainAction.FINISH, cancel=False)
        department = visit.item.department.name.within(visit.language)
        return Face(Submitting(department), cancel=False)
