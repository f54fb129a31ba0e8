"""`submit`: stores an application, which is then sent to the department."""

from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.flow.actions import QueueRequest
from kiosk.flow.events import Event, RecordStored, StoreFailed, Tapped
from kiosk.flow.move import Move
from kiosk.flow.steps.not_stored import not_stored
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import Main, Submitting, Trouble


@dataclass(frozen=True)
class SubmitStep:
    """Storing the application, or reporting that it could not be stored.

    Attributes:
        lost: Why it could not be stored: nothing was handed in.
    """

    lost: Trouble | None = None

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While the citizen has a message to read."""
        return self.lost is not None

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether it was not queued before and its payment is not unclear."""
        return visit.slip_code is None and not visit.unclear

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Store the application."""
        asking, token = visit.asking()
        request = QueueRequest(
            token=token,
            item=visit.item,
            language=visit.language,
            applicant=visit.applicant,
            form=visit.form,
            options=visit.chosen,
            payment=visit.payment.payment if visit.payment else None,
        )
        return Move(asking, cls(), (request,))

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle the stored application, or the failure to store it."""
        match event:
            case RecordStored(token, case, slip, again) if token.n == visit.n:
                stored = replace(
                    visit, case=case, entered=True, slip_code=slip, copied=again
                )
                return Move(stored, self, to=To.NEXT)
            case StoreFailed(token, trouble) if token.n == visit.n:
                return Move(visit, SubmitStep(lost=trouble))
            case Tapped(tap) if isinstance(tap.intent, Main) and self.lost is not None:
                # A payment has a receipt, whatever became of the application.
                to = To.NEXT if visit.paid else To.END
                return Move(visit, self, to=to)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return the department it goes to, or that nothing was handed in."""
        if self.lost is not None:
            return not_stored(visit, self.lost)
        department = visit.item.department.name.within(visit.language)
        return Face(Submitting(department), cancel=False)
