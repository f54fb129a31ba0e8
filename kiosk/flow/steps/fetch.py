"""`fetch`: query central; without an answer, follow the item's offline policy."""

from dataclasses import dataclass, replace
from typing import ClassVar

from contract.queries import Query, QueryAnswer
from contract.service_item import OfflinePolicy, StepKind
from kiosk.flow.actions import QueryCentral, QueueRequest, StartTimer, StopTimer
from kiosk.flow.events import (
    Event,
    QueryAnswered,
    QueryFailed,
    RecordStored,
    StoreFailed,
    Tapped,
    Timer,
    TimerElapsed,
)
from kiosk.flow.move import Move
from kiosk.flow.steps.review import ReviewStep
from kiosk.flow.visit import Face, Onto, To, Visit, VisitMove
from view import (
    Back,
    Main,
    MainAction,
    Message,
    OfferQueue,
    Problem,
    Trouble,
    Waiting,
)

AWAY = (Trouble.NETWORK, Trouble.CENTRAL)
"""Troubles that rule out an answer."""


@dataclass(frozen=True)
class FetchStep:
    """Waiting for central, offering to queue, or giving up.

    Attributes:
        slow: Whether the answer takes so long that a way out is shown.
        trouble: Why there is no answer, once that is known.
        storing: Whether the citizen has accepted and the request is being stored.
        lost: Why the request could not be stored: nothing was accepted.
    """

    slow: bool = False
    trouble: Trouble | None = None
    storing: bool = False
    lost: Trouble | None = None

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While a question is on the screen."""
        return self.trouble is not None and not self.storing

    @classmethod
    def applies(cls, visit: Visit) -> bool:  # noqa: ARG003 - of the Protocol
        """Return True: the step always applies."""
        return True

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Query central, unless it is known to be unreachable."""
        for trouble in AWAY:
            if trouble in visit.troubles:
                return Move(visit, cls(trouble=trouble))
        asking, token = replace(visit, answer=None, chosen=()).asking()
        query = Query(
            item=visit.item.code,
            # Central resolves the person behind a code at each query.
            applicant=visit.applicant if visit.code is None else None,
            form=visit.form,
            code=visit.code,
        )
        slow = StartTimer(Timer.SLOW, token.n, visit.setting.way_out_s)
        return Move(asking, cls(), (QueryCentral(token, query), slow))

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle central's answer or its absence; queue the request or go back."""
        match event:
            case QueryAnswered(token, answer) if self._awaits(visit, token.n):
                return self._answered(visit, answer)
            case QueryFailed(token, trouble) if self._awaits(visit, token.n):
                return Move(visit, FetchStep(trouble=trouble), (StopTimer(Timer.SLOW),))
            case TimerElapsed(Timer.SLOW, n) if self._awaits(visit, n):
                return Move(visit, replace(self, slow=True))
            case RecordStored(token, case, slip, again) if token.n == visit.n:
                stored = replace(
                    visit, case=case, entered=True, slip_code=slip, copied=again
                )
                return Move(stored, self, to=To.NEXT)
            case StoreFailed(token, trouble) if token.n == visit.n:
                return Move(visit, replace(self, storing=False, lost=trouble))
            case Tapped(tap) if isinstance(tap.intent, Main):
                return self._main(visit)
            case Tapped(tap) if isinstance(tap.intent, Back) and self._offers(visit):
                return Move(visit, self, to=To.BACK)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return the waiting screen, or why there is no answer and what can be done."""
        hotline = visit.item.hotline
        if self.lost is not None:
            content = Message(Problem.CANNOT_STORE, self.lost, hotline)
            return Face(content, main=MainAction.FINISH, cancel=False)
        if self.trouble is None or self.storing:
            department = visit.item.department.name.within(visit.language)
            return Face(
                Waiting(department, self.slow), cancel=self.slow and not self.storing
            )
        if not self._offers(visit):
            content = Message(Problem.NO_ANSWER, self.trouble, hotline)
            return Face(content, main=MainAction.FINISH, cancel=False)
        pay_later = StepKind.PAY in visit.item.steps
        offer = OfferQueue(self.trouble, visit.holder or None, pay_later)
        return Face(offer, main=MainAction.ACCEPT, back=True)

    def _answered(self, visit: Visit, answer: QueryAnswer) -> VisitMove:
        stop = (StopTimer(Timer.SLOW),)
        if visit.code is not None and not answer.found:
            # Probably mistyped: ask the same question again, with a message.
            missed = replace(visit, code=None, missed=True)
            return Move(missed, self, stop, To.BACK)
        holder = visit.applicant if visit.code is None else answer.holder
        answered = replace(visit, answer=answer, applicant=holder or visit.applicant)
        if not answer.found and StepKind.REVIEW not in visit.item.steps:
            # The citizen reads that nothing was found, and the visit ends.
            return Move(answered, self, stop, Onto((FetchStep, ReviewStep)))
        return Move(answered, self, stop, To.NEXT)

    def _main(self, visit: Visit) -> VisitMove:
        if self.trouble is None or self.storing:
            return Move(visit, self)
        if self.lost is not None or not self._offers(visit):
            return Move(visit, self, to=To.END)
        asking, token = visit.asking()
        queue = QueueRequest(
            token, visit.item, visit.language, visit.applicant, visit.form
        )
        return Move(asking, replace(self, storing=True), (queue,))

    def _awaits(self, visit: Visit, n: int) -> bool:
        return self.trouble is None and n == visit.n

    def _offers(self, visit: Visit) -> bool:
        return (
            self.trouble is not None
            and not self.storing
            and self.lost is None
            and visit.item.offline is OfflinePolicy.QUEUE
        )
