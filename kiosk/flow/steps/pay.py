"""`pay`: an order at central and a code to scan; its end shows only once it is closed.

The terminal mirrors central's state. The screen never reports that nothing was paid
before the order is closed; an unknown result is reported as unclear, and nothing is
handed out for it. The citizen's own payment code is charged only after the order whose
QR code was on the screen is closed: it is another payment with its own key.
"""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from contract.payment import Payment, PaymentState
from drivers.base import CodeKind, ShownCode
from kiosk.flow.actions import (
    Action,
    ClearCode,
    ClosePayment,
    FollowPayment,
    ReadCode,
    RequestPayment,
    ShowCode,
    StartTimer,
    StopCode,
    StopTimer,
)
from kiosk.flow.events import (
    CodeScanned,
    CodeUnreadable,
    Event,
    PaymentAnswered,
    PaymentFailed,
    PaymentRefused,
    PayRefusal,
    Tapped,
    Timer,
    TimerElapsed,
)
from kiosk.flow.move import Move
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import (
    Back,
    FieldChoice,
    Main,
    MainAction,
    Pay,
    PayCodeProblem,
    PayStage,
    PickOption,
)

_REFUSALS = {
    PayRefusal.BILL_CHANGED: PayStage.CHANGED,
    PayRefusal.BILL_PAID: PayStage.PAID_BEFORE,
    PayRefusal.PAYMENT_UNCLEAR: PayStage.UNCLEAR,
    PayRefusal.AMOUNT_REFUSED: PayStage.REFUSED,
}
_ENDS = frozenset(
    {
        PayStage.CLOSED,
        PayStage.CHANGED,
        PayStage.PAID_BEFORE,
        PayStage.REFUSED,
        PayStage.UNCLEAR,
        PayStage.NO_ANSWER,
    }
)
"""Stages at which nothing more can be done here."""
_OPEN = (PaymentState.INTENT, PaymentState.REQUESTED)
_UNCLEAR = (
    PaymentState.UNKNOWN,
    PaymentState.STAFF,
    # Money came and is refunded: the slip has the number for questions.
    PaymentState.LATE_APPROVED,
    PaymentState.REFUND_PENDING,
)
_OVER = (StopTimer(Timer.PAY), StopCode(), ClearCode())


@dataclass(frozen=True)
class PayStep:
    """The progress of the payment.

    Attributes:
        provider: The payment method that was chosen.
        left: Seconds until the order is closed.
        following: The number of the action that follows the order.
        scanning: The number of the scanner's action.
        own_code: The citizen's own code, charged once the order is closed.
        problem: Why the last code scanned is not a payment code.
        leaving: Whether the citizen does not want to pay: back, once the order is
            closed.
    """

    stage: PayStage
    provider: str = ""
    left: int | None = None
    following: int = 0
    scanning: int = 0
    own_code: str | None = field(default=None, repr=False)
    problem: PayCodeProblem | None = None
    leaving: bool = False

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """While nothing can be paid; otherwise the order's own time counts."""
        return self.stage in _ENDS or self.stage in (
            PayStage.CHOOSE_METHOD,
            PayStage.DECLINED,
        )

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether there is a bill, and nothing was queued instead."""
        answer = visit.answer
        return (
            answer is not None
            and answer.found
            and answer.bill is not None
            and visit.slip_code is None
        )

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Ask for the payment method, if there are several."""
        methods = _methods(visit)
        if not methods:
            return Move(visit, cls(PayStage.NO_ANSWER))
        if len(methods) > 1:
            return Move(visit, cls(PayStage.CHOOSE_METHOD))
        return cls._request(visit, methods[0].value)

    @classmethod
    def _request(
        cls, visit: Visit, provider: str, code: str | None = None
    ) -> VisitMove:
        asking, token = replace(visit, payment=None).asking()
        request = RequestPayment(
            token=token,
            item=visit.item,
            applicant=visit.applicant,
            form=visit.form,
            options=visit.chosen,
            amount=amount_of(visit),
            provider=provider,
            payment_code=code,
            case=visit.case,
        )
        stage = PayStage.CHARGING if code else PayStage.OPENING
        return Move(asking, cls(stage, provider), (request,))

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Handle central's answers, the countdown, the scanner and taps."""
        match event:
            case PaymentAnswered(token, payment) if token.n == visit.n:
                return self._answered(visit, payment)
            case PaymentRefused(token, why) if token.n == visit.n:
                return Move(visit, PayStep(_REFUSALS[why], self.provider))
            case PaymentFailed(token) if token.n == visit.n:
                return self._failed(visit)
            case CodeScanned(token, code) if token.n == self.scanning:
                if code.kind is CodeKind.PAYMENT_CODE:
                    return self._close(visit, replace(self, own_code=code.text))
                problem = PayCodeProblem.NOT_FOR_PAYING
                return Move(visit, replace(self, problem=problem))
            case CodeUnreadable(token) if token.n == self.scanning:
                return Move(visit, replace(self, problem=PayCodeProblem.UNREADABLE))
            case TimerElapsed(Timer.PAY, n) if n == self.following and self.left:
                return self._ticked(visit, self.left)
            case Tapped(tap):
                match tap.intent:
                    case PickOption(value) if self.stage is PayStage.CHOOSE_METHOD:
                        if value in {each.value for each in _methods(visit)}:
                            return self._request(visit, value)
                    case Back() if self.stage is PayStage.CHOOSE_METHOD:
                        return Move(visit, self, to=To.BACK)
                    case Back() if self.stage is PayStage.SCAN:
                        return self._close(visit, replace(self, leaving=True))
                    case Main() if self.stage is PayStage.DECLINED:
                        return PayStep.enter(replace(visit, payment=None))
                    case Main() if self.stage in _ENDS:
                        return Move(visit, self, to=To.END)
        return Move(visit, self)

    def face(self, visit: Visit) -> Face:
        """Return the code and the countdown, or how it ended."""
        scan = self.stage is PayStage.SCAN
        payment = visit.payment
        content = Pay(
            stage=self.stage,
            title=visit.item.name.within(visit.language),
            amount=amount_of(visit),
            methods=_methods(visit, self.provider),
            code_url=payment.code_url if scan and payment else None,
            seconds_left=self.left if scan else None,
            own_code=scan and visit.setting.scanner,
            elsewhere=scan and visit.setting.qr_beside,
            problem=self.problem if scan else None,
        )
        main = None
        if self.stage is PayStage.DECLINED:
            main = MainAction.RETRY
        elif self.stage in _ENDS:
            main = MainAction.FINISH
        return Face(
            content,
            main=main,
            back=scan or self.stage is PayStage.CHOOSE_METHOD,
            cancel=self.stage in (PayStage.CHOOSE_METHOD, PayStage.DECLINED),
            staff_code=payment.reference or None if payment else None,
        )

    def _answered(self, visit: Visit, payment: Payment) -> VisitMove:
        paying = replace(visit, payment=payment, case=payment.case)
        if payment.state is PaymentState.APPROVED:
            return Move(paying, self, _OVER, To.NEXT)
        if payment.state in _UNCLEAR:
            return self._unclear(paying)
        if payment.state in _OPEN:
            if self.stage is PayStage.CLOSING:
                return self._unclear(paying)  # it should have been closed, and is not
            return self._opened(paying, payment)
        if self.stage is PayStage.CLOSING and self.own_code is not None:
            move = self._request(paying, self.provider, self.own_code)
            return replace(move, actions=(*_OVER, *move.actions))
        if self.leaving:
            return Move(replace(paying, payment=None), self, _OVER, To.BACK)
        declined = payment.state is PaymentState.DECLINED
        stage = PayStage.DECLINED if declined else PayStage.CLOSED
        return Move(paying, PayStep(stage, self.provider), _OVER)

    def _opened(self, visit: Visit, payment: Payment) -> VisitMove:
        """Follow the order that can be paid, count down, and start the scanner."""
        if self.following:  # nothing has changed for this step: keep following
            following, token = visit.asking()
            step = replace(self, following=token.n)
            follow = FollowPayment(token, payment.payment, payment.state)
            return Move(following, step, (follow, StartTimer(Timer.PAY, token.n, 1)))
        scan = self.stage is PayStage.OPENING and payment.code_url is not None
        actions: tuple[Action, ...] = ()
        scanning = 0
        if scan and visit.setting.scanner:
            visit, token = visit.asking()
            scanning = token.n
            actions = (ReadCode(token),)
        if scan and visit.setting.qr_beside and payment.code_url is not None:
            caption = visit.item.name.within(visit.language)
            shown = ShownCode(payment.code_url, caption, payment.amount)
            actions = (*actions, ShowCode(shown))
        visit, token = visit.asking()
        step = replace(
            self,
            stage=PayStage.SCAN if scan else PayStage.CHARGING,
            left=payment.seconds_left or 1,
            following=token.n,
            scanning=scanning,
        )
        follow = FollowPayment(token, payment.payment, payment.state)
        return Move(visit, step, (*actions, follow, StartTimer(Timer.PAY, token.n, 1)))

    def _ticked(self, visit: Visit, left: int) -> VisitMove:
        if left == 1:
            return self._close(visit, self)
        again = StartTimer(Timer.PAY, self.following, 1)
        return Move(visit, replace(self, left=left - 1), (again,))

    def _close(self, visit: Visit, step: "PayStep") -> VisitMove:
        """Close the order before its end is reported."""
        if visit.payment is None:
            raise LookupError("an order is to be closed before there is one")
        asking, token = visit.asking()
        closing = replace(
            step, stage=PayStage.CLOSING, left=None, following=0, scanning=0
        )
        close = ClosePayment(token, visit.payment.payment)
        return Move(asking, closing, (*_OVER, close))

    def _failed(self, visit: Visit) -> VisitMove:
        """Handle a missing answer of central.

        Without an order no code was shown, so nothing can have been paid: central
        closes what it may have opened. With an order, or if the citizen's own code was
        to be charged, the result is unknown.
        """
        if visit.payment is None:
            charged = self.stage is PayStage.CHARGING
            stage = PayStage.UNCLEAR if charged else PayStage.NO_ANSWER
            return Move(visit, PayStep(stage, self.provider), _OVER)
        return self._unclear(visit)

    def _unclear(self, visit: Visit) -> VisitMove:
        """Go on to the slip that warns not to pay again."""
        return Move(replace(visit, unclear=True), self, _OVER, To.NEXT)


def amount_of(visit: Visit) -> int:
    """Return the amount to pay in fen: the bill's, or the chosen options' total."""
    answer = visit.answer
    if answer is None or answer.bill is None:
        raise LookupError("a payment without a bill")
    if answer.bill.amount is not None:
        return answer.bill.amount
    return sum(each.amount for each in answer.options if each.reference in visit.chosen)


def _methods(visit: Visit, chosen: str = "") -> tuple[FieldChoice, ...]:
    """Return the payment methods, or the chosen one alone."""
    answer = visit.answer
    if answer is None or answer.bill is None:
        return ()
    return tuple(
        FieldChoice(each.provider, each.name.within(visit.language))
        for each in answer.bill.methods
        if chosen in ("", each.provider)
    )
