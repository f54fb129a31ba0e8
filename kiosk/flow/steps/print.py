"""`print`: a document, fetched completely from central before it is printed.

If the printer or the network is down, nothing is lost: central keeps the document, and
its code, or the same card, collects it at any terminal.
"""

from dataclasses import dataclass, field, replace
from typing import ClassVar

import view as seen
from contract.documents import Collection, IssuedDocument
from contract.queries import WaitingDocument
from contract.records import Paper
from contract.service_item import OfflinePolicy
from kiosk.flow.actions import (
    CollectDocument,
    IssueDocument,
    PrintDocument,
    QueueRequest,
    StartTimer,
    StopTimer,
)
from kiosk.flow.events import (
    DocumentFailed,
    DocumentIssued,
    DocumentSettled,
    Event,
    RecordStored,
    StoreFailed,
    Tapped,
    Timer,
    TimerElapsed,
)
from kiosk.flow.masking import mask_name
from kiosk.flow.move import Move
from kiosk.flow.steps.not_stored import not_stored
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    Leaving,
    Main,
    MainAction,
    Message,
    OfferQueue,
    PaperTrouble,
    Printing,
    Problem,
    Trouble,
)

MOST_TRIES = 2
"""Attempts without any output, after which the code is the better way."""


@dataclass(frozen=True)
class PrintStep:
    """Making and printing, or explaining why there is no paper here.

    Attributes:
        waiting: Documents made earlier; empty if one is to be made.
        index: The index of the one being printed.
        document: The document that has been fetched.
        tries: The number of attempts to print it.
        slow: Whether making takes so long that a way out is shown.
        settled: The outcome of the last attempt, if it failed.
        failed: Why there is no document.
        storing: Whether the request for later is being stored.
        lost: Why nothing could be stored; nothing was printed then.
    """

    waiting: tuple[WaitingDocument, ...] = ()
    index: int = 0
    document: IssuedDocument | None = field(default=None, repr=False)
    tries: int = 0
    slow: bool = False
    settled: Paper | None = None
    trouble: Trouble | None = None
    failed: Trouble | None = None
    storing: bool = False
    lost: Trouble | None = None

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While the citizen has a message to read."""
        ended = self.settled is not None or self.failed is not None
        return (ended and not self.storing) or self.lost is not None

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether a document waits, or can be made of the answer."""
        if visit.collecting:
            return True
        if visit.answer is None or not visit.answer.found or visit.slip_code:
            return False
        if visit.unclear:  # nothing is handed out for an unclear payment
            return False
        # Items with an optional card only collect documents and never make one.
        return bool(visit.answer.documents) or visit.item.identify != "optional"

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Have the first document made, or fetch it."""
        waiting = visit.collecting
        if not waiting and visit.answer is not None:
            waiting = visit.answer.documents
        return cls(waiting)._fetch(visit)

    def _fetch(self, visit: Visit) -> VisitMove:
        asking, token = visit.asking()
        slow = StartTimer(Timer.SLOW, token.n, visit.setting.way_out_s)
        if self.waiting:
            by_code = visit.code is not None
            who = Collection(
                applicant=None if by_code else visit.person,
                code=visit.code,
            )
            document = self.waiting[self.index].document
            return Move(asking, self, (CollectDocument(token, document, who), slow))
        issue = IssueDocument(
            token=token,
            item=visit.item,
            applicant=visit.person,
            form=visit.form,
            case=visit.case,
            payment=visit.payment.payment if visit.payment else None,
        )
        return Move(asking, self, (issue, slow))

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle the document's arrival, the print's outcome and taps."""
        match event:
            case DocumentIssued(token, case, document) if self._awaits(visit, token.n):
                return self._issued(replace(visit, case=visit.case or case), document)
            case DocumentFailed(token, trouble) if self._awaits(visit, token.n):
                return self._failed(visit, trouble)
            case TimerElapsed(Timer.SLOW, n) if self._awaits(visit, n):
                return Move(visit, replace(self, slow=True))
            case DocumentSettled(token) if token.n == visit.n:
                return self._settled(visit, event)
            case RecordStored(token, case, slip) if token.n == visit.n:
                stored = replace(
                    visit,
                    case=case,
                    entered=True,
                    slip_code=slip,
                    copied=event.again,
                )
                if visit.paid:  # shown first: this case has been paid for
                    return Move(stored, replace(self, storing=False))
                return Move(stored, self, to=To.NEXT)
            case StoreFailed(token, trouble) if token.n == visit.n:
                return Move(visit, replace(self, storing=False, lost=trouble))
            case Tapped(tap) if isinstance(tap.intent, Main):
                return self._main(visit)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return where the paper comes out, or how to get it elsewhere."""
        if self.lost is not None:
            return not_stored(visit, self.lost)
        if self.failed is not None:
            if visit.paid:
                content = Message(Problem.PAID_LATER, self.failed, visit.item.hotline)
                main = None if self.storing else MainAction.CONTINUE
                return Face(content, main=main, cancel=False)
            if self._queues(visit):
                offer = OfferQueue(self.failed, mask_name(visit.person.name))
                return Face(offer, main=MainAction.ACCEPT, cancel=not self.storing)
            content = Message(Problem.NO_ANSWER, self.failed, visit.item.hotline)
            return Face(content, main=MainAction.FINISH, cancel=False)
        if self.settled is not None and self.document is not None:
            retry = self._can_retry(visit)
            trouble = PaperTrouble(
                paper=seen.Paper(self.settled),
                trouble=self.trouble or Trouble.DOCUMENT_PRINTER,
                serial=self.document.serial,
                slip_code=self.document.code,
                can_retry=retry,
                kind=Leaving.DOCUMENT,
            )
            main = MainAction.RETRY if retry else MainAction.CONTINUE
            serial = self.document.serial
            return Face(trouble, main=main, cancel=False, staff_code=serial)
        printing = Printing(
            Leaving.DOCUMENT,
            making=self.document is None,
            number=self.index + 1,
            of=max(1, len(self.waiting)),
        )
        return Face(printing, cancel=self.slow and self.document is None)

    def _failed(self, visit: Visit, trouble: Trouble) -> VisitMove:
        """Handle a missing document; request a paid one for later at once."""
        stop = StopTimer(Timer.SLOW)
        step = replace(self, failed=trouble)
        if not (visit.paid and self._queues(visit)):
            return Move(visit, step, (stop,))
        move = step._queue(visit)
        return replace(move, actions=(stop, *move.actions))

    def _queue(self, visit: Visit) -> VisitMove:
        asking, token = visit.asking()
        queue = QueueRequest(
            token,
            visit.item,
            visit.language,
            visit.person,
            visit.form,
            payment=visit.payment.payment if visit.payment else None,
        )
        return Move(asking, replace(self, storing=True), (queue,))

    def _issued(self, visit: Visit, document: IssuedDocument) -> VisitMove:
        here = replace(self, document=document, slow=False, tries=0)
        stop = StopTimer(Timer.SLOW)
        if Trouble.DOCUMENT_PRINTER in visit.troubles:
            held_back = replace(
                here, settled=Paper.NOT_PRINTED, trouble=Trouble.DOCUMENT_PRINTER
            )
            return Move(visit, held_back, (stop,))
        move = here._print(visit)
        return replace(move, actions=(stop, *move.actions))

    def _print(self, visit: Visit) -> VisitMove:
        if self.document is None:
            raise LookupError("a document is to be printed before it is here")
        asking, token = visit.asking()
        printing = PrintDocument(
            token=token,
            item=visit.item,
            applicant=visit.applicant,
            document=self.document,
            case=visit.case,
            entered=visit.entered,
            serial=visit.serial,
            payment=visit.payment,
        )
        step = replace(self, settled=None, trouble=None, tries=self.tries + 1)
        return Move(asking, step, (printing,))

    def _settled(self, visit: Visit, event: DocumentSettled) -> VisitMove:
        if self.document is None:
            raise LookupError("a paper that nobody printed")
        entered = replace(visit, case=event.case, serial=event.serial, entered=True)
        if event.paper is not Paper.PRINTED:
            step = replace(self, settled=event.paper, trouble=event.trouble)
            return Move(entered, step)
        title = self.document.title.within(visit.language)
        printed = (title, self.document.serial)
        done = replace(entered, documents=(*visit.documents, printed), paper_came=True)
        return self._following(done)

    def _following(self, visit: Visit) -> VisitMove:
        """Go to the next document or the next step."""
        if self.index + 1 >= len(self.waiting):
            return Move(visit, self, to=To.NEXT)
        return PrintStep(self.waiting, self.index + 1)._fetch(visit)

    def _main(self, visit: Visit) -> VisitMove:
        receipt = To.NEXT if visit.paid or visit.documents else To.END
        if self.lost is not None:
            return Move(visit, self, to=receipt)
        if self.failed is not None:
            if self.storing:
                return Move(visit, self)
            if not self._queues(visit):
                return Move(visit, self, to=receipt)
            return self._queue(visit)
        if self.settled is None or self.document is None:
            return Move(visit, self)
        if self._can_retry(visit):
            return self._print(visit)
        code = visit.slip_code or self.document.code
        later = replace(visit, slip_code=code, issued=True)
        return self._following(later)

    def _can_retry(self, visit: Visit) -> bool:
        return (
            self.settled is Paper.NOT_PRINTED
            and self.tries < MOST_TRIES
            and Trouble.DOCUMENT_PRINTER not in visit.troubles
        )

    def _queues(self, visit: Visit) -> bool:
        """Return whether it can be requested now and collected later.

        A paid one can, whatever the item's policy; not if a completion is stored
        already, as that case is recorded differently.
        """
        queues = visit.paid or visit.item.offline is OfflinePolicy.QUEUE
        return queues and not self.waiting and not visit.entered

    def _awaits(self, visit: Visit, n: int) -> bool:
        return self.document is None and self.failed is None and n == visit.n
