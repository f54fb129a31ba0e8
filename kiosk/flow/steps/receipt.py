"""The receipt that ends every item automatically, or a queued request's slip."""

from dataclasses import dataclass, replace
from typing import ClassVar

import view as seen
from contract.records import Paper
from kiosk.flow.actions import Paid, PrintReceipt
from kiosk.flow.events import Event, ReceiptSettled, StoreFailed, Tapped
from kiosk.flow.move import Move
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    Leaving,
    Main,
    MainAction,
    Message,
    PaperTrouble,
    Pay,
    PayStage,
    Printing,
    Problem,
    Trouble,
)


@dataclass(frozen=True)
class ReceiptStep:
    """Printing, or reporting that the paper did not come out properly.

    Attributes:
        settled: The outcome of the last attempt, if it failed.
        lost: Why the attempt could not be stored; nothing was printed then.
        telling: Whether the slip is printed and the screen repeats that the payment is
            being confirmed.
    """

    settled: ReceiptSettled | None = None
    lost: Trouble | None = None
    telling: bool = False

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While the citizen has a message to read; never while the printer works."""
        return self.settled is not None or self.lost is not None or self.telling

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether something was accepted, paid, handed out or found."""
        found = visit.answer is not None and visit.answer.found
        return visit.case is not None or visit.payment is not None or found

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Print the receipt."""
        return cls._print(visit)

    @classmethod
    def _print(cls, visit: Visit) -> VisitMove:
        asking, token = visit.asking()
        said_elsewhere = visit.documents or visit.slip_code
        action = PrintReceipt(
            token=token,
            item=visit.item,
            language=visit.language,
            applicant=visit.applicant,
            case=visit.case,
            entered=visit.entered,
            serial=visit.serial,
            slip_code=visit.slip_code,
            issued=visit.issued,
            form=visit.form,
            answer=None if said_elsewhere else visit.answer,
            chosen=visit.chosen,
            paid=Paid(visit.payment, visit.unclear) if visit.payment else None,
            documents=visit.documents,
            released=visit.released,
            copied=visit.copied,
        )
        return Move(asking, cls(), (action,))

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle the print's outcome; try again or go on."""
        match event:
            case ReceiptSettled(token, case, serial, paper) if token.n == visit.n:
                came = paper is Paper.PRINTED
                settled = replace(
                    visit,
                    case=case,
                    serial=serial,
                    entered=True,
                    paper_came=visit.paper_came or came,
                )
                if came:
                    return self._went_well(settled)
                return Move(settled, ReceiptStep(settled=event))
            case StoreFailed(token, trouble) if token.n == visit.n:
                return Move(visit, ReceiptStep(lost=trouble))
            case Tapped(tap) if isinstance(tap.intent, Main):
                return self._main(visit)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return where the paper comes out, or what would be on it."""
        if self.telling and visit.payment is not None:
            unclear = Pay(
                PayStage.UNCLEAR,
                visit.item.name.within(visit.language),
                visit.payment.amount,
            )
            code = visit.payment.reference or visit.serial
            return Face(unclear, MainAction.FINISH, cancel=False, staff_code=code)
        if self.lost is not None and not _to_be_seen(visit):
            content = Message(Problem.CANNOT_STORE, self.lost, visit.item.hotline)
            return Face(content, main=MainAction.FINISH, cancel=False)
        # the case is valid all the same: its codes must be shown
        if self.lost is not None:
            return self._trouble(visit, Paper.NOT_PRINTED, self.lost, "", False)
        if self.settled is not None:
            return self._trouble(
                visit,
                self.settled.paper,
                self.settled.trouble or Trouble.PRINTER,
                self.settled.serial,
                self.settled.paper is Paper.NOT_PRINTED,
            )
        slip = visit.slip_code is not None or visit.unclear
        paper = Leaving.SLIP if slip else Leaving.RECEIPT
        return Face(Printing(paper), cancel=False)

    def _went_well(self, visit: Visit) -> VisitMove:
        if visit.unclear:
            return Move(visit, ReceiptStep(telling=True))
        return Move(visit, ReceiptStep(), to=To.NEXT)

    def _main(self, visit: Visit) -> VisitMove:
        if self.telling:
            return Move(visit, self, to=To.END)
        if self.lost is not None:
            if visit.unclear:
                return Move(visit, ReceiptStep(telling=True))
            return Move(visit, self, to=To.END)
        if self.settled is None:
            return Move(visit, self)
        if self.settled.paper is Paper.NOT_PRINTED:
            return self._print(visit)
        return self._went_well(visit)

    def _trouble(
        self, visit: Visit, paper: Paper, trouble: Trouble, serial: str, retry: bool
    ) -> Face:
        payment = visit.payment
        content = PaperTrouble(
            paper=seen.Paper(paper),
            trouble=trouble,
            serial=serial,
            slip_code=visit.slip_code,
            can_retry=retry,
            kind=Leaving.SLIP if visit.slip_code else Leaving.RECEIPT,
            receipt_url=payment.receipt_url if payment else None,
        )
        main = MainAction.RETRY if retry else MainAction.CONTINUE
        return Face(
            content,
            main=main,
            # An unclear payment is shown before the citizen leaves.
            cancel=not visit.unclear,
            staff_code=serial or None,
        )


def _to_be_seen(visit: Visit) -> bool:
    """Return whether there is a code or payment to show without a paper."""
    return visit.slip_code is not None or visit.payment is not None
