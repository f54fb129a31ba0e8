"""The receipt that every item ends with, by itself; or the slip of a queued request."""

from dataclasses import dataclass, replace
from typing import ClassVar

from central.contract.records import Paper
from kiosk import view as seen
from kiosk.flow.actions import PrintReceipt
from kiosk.flow.events import Event, ReceiptSettled, StoreFailed, Tapped
from kiosk.flow.visit import Face, Move, To, Visit
from kiosk.view import (
    Leaving,
    Main,
    MainAction,
    Message,
    PaperTrouble,
    Printing,
    Problem,
    Trouble,
)


@dataclass(frozen=True)
class Receipt:
    """Printing; or having to say that the paper did not come out well.

    Attributes:
        settled: How the last attempt ended, if not well.
        lost: The attempt could not be written down, so nothing was printed.
    """

    settled: ReceiptSettled | None = None
    lost: Trouble | None = None

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While something is said to the citizen; never while the printer works."""
        return self.settled is not None or self.lost is not None

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Where something was accepted, or found."""
        found = visit.answer is not None and visit.answer.found
        return visit.case is not None or found

    @classmethod
    def enter(cls, visit: Visit) -> Move:
        """Print."""
        return cls._print(visit, serial=None)

    @classmethod
    def _print(cls, visit: Visit, serial: str | None) -> Move:
        asking, token = visit.asking()
        action = PrintReceipt(
            token=token,
            item=visit.item,
            language=visit.language,
            applicant=visit.person,
            case=visit.case,
            serial=serial,
            slip_code=visit.slip_code,
            answer=visit.answer,
        )
        return Move(asking, cls(), (action,))

    def advance(self, visit: Visit, event: Event) -> Move:
        """The paper came, or not; the citizen tries again, or goes on."""
        match event:
            case ReceiptSettled(token, case, _, paper) if token.n == visit.n:
                came = paper is Paper.PRINTED
                settled = replace(visit, case=case, paper_came=came)
                if came:
                    return Move(settled, Receipt(), to=To.NEXT)
                return Move(settled, Receipt(settled=event))
            case StoreFailed(token, trouble) if token.n == visit.n:
                return Move(visit, Receipt(lost=trouble))
            case Tapped(tap) if isinstance(tap.intent, Main):
                if self.lost is not None:
                    return Move(visit, self, to=To.END)
                if self.settled is not None and self.settled.paper is Paper.NOT_PRINTED:
                    return self._print(visit, self.settled.serial)
                if self.settled is not None:
                    return Move(visit, self, to=To.NEXT)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Where the paper comes out; or what it would have said."""
        if self.lost is not None and visit.slip_code is None:
            content = Message(Problem.CANNOT_STORE, self.lost, visit.item.hotline)
            return Face(content, main=MainAction.FINISH, cancel=False)
        if self.lost is not None:  # accepted all the same: the code must be seen
            return self._trouble(visit, Paper.NOT_PRINTED, self.lost, "", False)
        if self.settled is not None:
            return self._trouble(
                visit,
                self.settled.paper,
                self.settled.trouble or Trouble.PRINTER,
                self.settled.serial,
                self.settled.paper is Paper.NOT_PRINTED,
            )
        return Face(
            Printing(Leaving.SLIP if visit.slip_code else Leaving.RECEIPT), cancel=False
        )

    def _trouble(
        self, visit: Visit, paper: Paper, trouble: Trouble, serial: str, retry: bool
    ) -> Face:
        content = PaperTrouble(
            paper=seen.Paper(paper),
            trouble=trouble,
            serial=serial,
            slip_code=visit.slip_code,
            can_retry=retry,
        )
        main = MainAction.RETRY if retry else MainAction.CONTINUE
        return Face(content, main=main, cancel=True, staff_code=serial or None)
