"""`pay`: never a second charge, and never a word before the order is closed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.flow import both, item
from support.steps import OneStep, pay_answer, payment

import view as seen
from contract.payment import MOVES, PaymentState
from contract.queries import Option
from drivers.base import CodeKind, ScannedCode
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.pay import PayStep
from kiosk.flow.visit import To
from view import PayCodeProblem, PayStage

PAYING = item(steps=("identify", "fetch", "review", "pay", "rate"), offline="refuse")
OWN_CODE = ScannedCode(CodeKind.PAYMENT_CODE, "134567890123456789")


def paying(**visit: Any) -> OneStep:
    return OneStep(PayStep, PAYING, **({"answer": pay_answer()} | visit))


def opened(**visit: Any) -> OneStep:
    step = paying(**visit)
    token = step.last(do.RequestPayment).token
    return step.tell(on.PaymentAnswered(token, payment(PaymentState.REQUESTED)))


def answered(step: OneStep, state: PaymentState) -> OneStep:
    """Central answers what was asked last of it."""
    asked = (do.RequestPayment, do.FollowPayment, do.ClosePayment)
    action = next(each for each in reversed(step.actions) if isinstance(each, asked))
    return step.tell(on.PaymentAnswered(action.token, payment(state)))


def second(step: OneStep, times: int = 1) -> OneStep:
    for _ in range(times):
        timer = step.last(do.StartTimer)
        step.tell(on.TimerElapsed(timer.timer, timer.n))
    return step


def test_the_bill_is_requested_and_its_code_shown_with_the_time_left() -> None:
    step = paying()
    request = step.last(do.RequestPayment)
    assert (request.amount, request.provider) == (12_345, "sandbox")
    assert step.shows(seen.Pay).stage is PayStage.OPENING
    answered(step, PaymentState.REQUESTED)
    shown = step.shows(seen.Pay)
    assert (shown.stage, shown.code_url) == (PayStage.SCAN, "http://pay/1")
    assert shown.seconds_left == 120
    second(step, 3)
    assert step.shows(seen.Pay).seconds_left == 117


def test_what_was_chosen_is_the_amount() -> None:
    options = tuple(
        Option(reference=name, title=both(name), amount=fen)
        for name, fen in (("a", 100), ("b", 20_000), ("c", 5_000))
    )
    step = paying(answer=pay_answer(None, options=options), chosen=("a", "c"))
    request = step.last(do.RequestPayment)
    assert (request.amount, request.options) == (5_100, ("a", "c"))


def test_several_ways_to_pay_are_a_question() -> None:
    step = paying(answer=pay_answer(methods=("wechat", "alipay")))
    assert [each.value for each in step.shows(seen.Pay).methods] == ["wechat", "alipay"]
    assert step.count(do.RequestPayment) == 0
    step.tap(seen.PickOption("nonsense"))
    assert step.count(do.RequestPayment) == 0
    step.tap(seen.PickOption("alipay"))
    assert step.last(do.RequestPayment).provider == "alipay"


def test_approved_goes_on_and_stops_what_runs() -> None:
    step = answered(opened(scanner=True, qr_beside=True), PaymentState.APPROVED)
    assert step.to is To.NEXT
    assert step.visit.payment is not None
    assert not step.visit.unclear
    assert isinstance(step.actions[-1], do.ClearCode)
    assert step.count(do.StopCode) == 1


def test_when_time_is_up_the_order_is_closed_before_anything_is_said() -> None:
    step = second(opened(), 120)
    assert step.count(do.ClosePayment) == 1
    assert step.shows(seen.Pay).stage is PayStage.CLOSING
    answered(step, PaymentState.CLOSED)
    assert step.shows(seen.Pay).stage is PayStage.CLOSED
    assert step.tap(seen.Main()).to is To.END


def test_a_close_that_loses_its_race_is_a_payment() -> None:
    step = answered(second(opened(), 120), PaymentState.APPROVED)
    assert step.to is To.NEXT
    assert not step.visit.unclear


@pytest.mark.parametrize("state", [PaymentState.UNKNOWN, PaymentState.STAFF])
def test_a_close_that_nobody_knows_of_is_unclear(state: PaymentState) -> None:
    step = answered(second(opened(), 120), state)
    assert step.to is To.NEXT
    assert step.visit.unclear


def test_a_close_without_answer_is_unclear() -> None:
    step = second(opened(), 120)
    token = step.last(do.ClosePayment).token
    step.tell(on.PaymentFailed(token, seen.Trouble.NETWORK))
    assert step.to is To.NEXT
    assert step.visit.unclear


def test_an_order_that_did_not_come_about_took_nothing() -> None:
    step = paying()
    token = step.last(do.RequestPayment).token
    step.tell(on.PaymentFailed(token, seen.Trouble.NETWORK))
    assert step.shows(seen.Pay).stage is PayStage.NO_ANSWER
    assert step.tap(seen.Main()).to is To.END


@pytest.mark.parametrize(
    ("why", "stage"),
    [
        (on.PayRefusal.BILL_CHANGED, PayStage.CHANGED),
        (on.PayRefusal.BILL_PAID, PayStage.PAID_BEFORE),
        (on.PayRefusal.PAYMENT_UNCLEAR, PayStage.UNCLEAR),
        (on.PayRefusal.AMOUNT_REFUSED, PayStage.REFUSED),
    ],
)
def test_a_refusal_is_told_and_ends(why: on.PayRefusal, stage: PayStage) -> None:
    step = paying()
    step.tell(on.PaymentRefused(step.last(do.RequestPayment).token, why))
    assert step.shows(seen.Pay).stage is stage
    assert step.tap(seen.Main()).to is To.END


def test_who_does_not_want_to_pay_goes_back_once_it_is_closed() -> None:
    step = opened().tap(seen.Back())
    assert step.shows(seen.Pay).stage is PayStage.CLOSING
    answered(step, PaymentState.CLOSED)
    assert step.to is To.BACK
    assert step.visit.payment is None


def test_the_citizens_own_code_is_charged_only_after_the_order_is_closed() -> None:
    step = opened(scanner=True)
    scan = step.last(do.ReadCode).token
    step.tell(on.CodeScanned(scan, OWN_CODE))
    assert step.count(do.RequestPayment) == 1
    assert step.count(do.ClosePayment) == 1
    answered(step, PaymentState.CLOSED)
    charge = step.last(do.RequestPayment)
    assert charge.payment_code == OWN_CODE.text
    assert step.shows(seen.Pay).stage is PayStage.CHARGING
    answered(step, PaymentState.APPROVED)
    assert step.to is To.NEXT


def test_an_order_paid_while_it_is_closed_is_not_charged_again() -> None:
    step = opened(scanner=True)
    step.tell(on.CodeScanned(step.last(do.ReadCode).token, OWN_CODE))
    answered(step, PaymentState.APPROVED)
    assert step.to is To.NEXT
    assert step.count(do.RequestPayment) == 1


def test_another_code_at_the_scanner_pays_nothing() -> None:
    step = opened(scanner=True)
    scan = step.last(do.ReadCode).token
    step.tell(on.CodeScanned(scan, ScannedCode(CodeKind.BILL_CODE, "1" * 18)))
    assert step.count(do.ClosePayment) == 0
    assert step.shows(seen.Pay).problem is PayCodeProblem.NOT_FOR_PAYING
    step.tell(on.CodeScanned(scan, OWN_CODE))
    assert step.count(do.ClosePayment) == 1
    assert step.shows(seen.Pay).problem is None


@pytest.mark.parametrize("kind", [each for each in CodeKind if "payment" not in each])
def test_a_code_that_pays_nothing_is_said(kind: CodeKind) -> None:
    step = opened(scanner=True)
    scan = step.last(do.ReadCode).token
    step.tell(on.CodeScanned(scan, ScannedCode(kind, "6212345678901234567")))
    shown = step.shows(seen.Pay)
    assert (shown.stage, shown.problem) == (
        PayStage.SCAN,
        PayCodeProblem.NOT_FOR_PAYING,
    )
    assert "6212345678901234567" not in repr(shown)


def test_a_code_that_could_not_be_read_is_said_and_may_be_shown_again() -> None:
    step = opened(scanner=True)
    scan = step.last(do.ReadCode).token
    step.tell(on.CodeUnreadable(scan))
    assert step.shows(seen.Pay).problem is PayCodeProblem.UNREADABLE
    assert step.count(do.ClosePayment) == 0
    step.tell(on.CodeScanned(scan, OWN_CODE))
    assert step.count(do.ClosePayment) == 1


def test_a_code_that_comes_once_the_order_is_being_closed_changes_nothing() -> None:
    step = opened(scanner=True)
    scan = step.last(do.ReadCode).token
    step.tap(seen.Back())
    step.tell(on.CodeUnreadable(scan)).tell(on.CodeScanned(scan, OWN_CODE))
    assert step.shows(seen.Pay).problem is None
    answered(step, PaymentState.CLOSED)
    assert step.to is To.BACK
    assert step.count(do.RequestPayment) == 1


def test_declined_may_be_tried_again() -> None:
    step = answered(opened(), PaymentState.DECLINED)
    assert step.shows(seen.Pay).stage is PayStage.DECLINED
    step.tap(seen.Main())
    assert step.count(do.RequestPayment) == 2


def test_the_next_try_is_for_the_same_case_and_knows_nothing_of_the_declined_one() -> (
    None
):
    step = answered(opened(), PaymentState.DECLINED)
    declined = step.visit.payment
    assert declined is not None
    step.tap(seen.Main())
    assert step.visit.payment is None
    again = step.last(do.RequestPayment)
    assert (again.case, again.payment_code) == (declined.case, None)
    # Nothing was shown for it, so that nobody can have paid.
    step.tell(on.PaymentFailed(again.token, seen.Trouble.NETWORK))
    assert step.shows(seen.Pay).stage is PayStage.NO_ANSWER
    assert not step.visit.unclear


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (PaymentState.APPROVED, To.NEXT),
        (PaymentState.UNKNOWN, To.NEXT),
        (PaymentState.DECLINED, None),
    ],
)
def test_a_charge_that_is_unclear_is_waited_for_before_a_slip_says_so(
    state: PaymentState, to: To | None
) -> None:
    step = opened(scanner=True)
    step.tell(on.CodeScanned(step.last(do.ReadCode).token, OWN_CODE))
    answered(step, PaymentState.CLOSED)
    charge = step.last(do.RequestPayment)
    waiting = payment(PaymentState.REQUESTED).model_copy(update={"code_url": None})
    step.tell(on.PaymentAnswered(charge.token, waiting))
    assert step.shows(seen.Pay).stage is PayStage.CHARGING
    second(step, 100)
    assert (step.to, step.visit.unclear) == (None, False)
    assert step.count(do.ClosePayment) == 1  # of the order on the screen
    answered(step, state)
    assert step.to is to
    assert step.visit.unclear is (state is PaymentState.UNKNOWN)


def test_a_charge_that_stays_unclear_is_closed_at_its_deadline() -> None:
    step = opened(scanner=True)
    step.tell(on.CodeScanned(step.last(do.ReadCode).token, OWN_CODE))
    answered(step, PaymentState.CLOSED)
    charge = step.last(do.RequestPayment)
    waiting = payment(PaymentState.REQUESTED).model_copy(update={"code_url": None})
    step.tell(on.PaymentAnswered(charge.token, waiting))
    second(step, 120)
    assert step.count(do.ClosePayment) == 2
    answered(step, PaymentState.CLOSED)
    assert step.shows(seen.Pay).stage is PayStage.CLOSED


def test_nobody_leaves_while_it_can_be_paid() -> None:
    step = opened()
    face = step.step.face(step.visit)
    assert not face.cancel
    assert not step.step.clock_runs


_SAID = st.sampled_from(
    ["answer", "old answer", "failed", "refused", "tick", "back", "main", "scan"]
)


class _Central:
    """Payments as central may hold them, by the number of the request."""

    def __init__(self) -> None:
        self.states: dict[int, PaymentState] = {}

    def moved(self, n: int, wish: PaymentState) -> PaymentState:
        state = self.states.get(n, PaymentState.REQUESTED)
        if wish in MOVES[state]:
            state = wish
        self.states[n] = state
        return state


@given(st.data())
def test_no_order_of_events_asks_for_money_while_another_may_have_taken_it(
    data: st.DataObject,
) -> None:
    """A request is made only where every one before it is known to be over."""
    step, central = paying(scanner=True), _Central()
    asked = (do.RequestPayment, do.FollowPayment, do.ClosePayment)
    current = 0
    for _ in range(30):
        if step.to is not None:
            break
        requests = [a for a in step.actions if isinstance(a, do.RequestPayment)]
        if len(requests) - 1 > current:
            before = central.states.get(current)
            over = (PaymentState.CLOSED, PaymentState.DECLINED)
            assert before in over, f"asked for money again while {before}"
            current = len(requests) - 1
        actions = [a for a in step.actions if isinstance(a, asked)]
        match data.draw(_SAID):
            case "answer":
                wish = data.draw(st.sampled_from(list(PaymentState)))
                told = payment(central.moved(current, wish))
                step.tell(on.PaymentAnswered(actions[-1].token, told))
            case "old answer":
                old = data.draw(st.sampled_from(actions))
                if old.token != actions[-1].token:
                    told = payment(central.states.get(current, PaymentState.REQUESTED))
                    step.tell(on.PaymentAnswered(old.token, told))
            case "failed":
                token = actions[-1].token
                step.tell(on.PaymentFailed(token, seen.Trouble.NETWORK))
            case "refused":
                if isinstance(actions[-1], do.RequestPayment):
                    why = data.draw(st.sampled_from(list(on.PayRefusal)))
                    step.tell(on.PaymentRefused(actions[-1].token, why))
            case "tick":
                timers = [a for a in step.actions if isinstance(a, do.StartTimer)]
                if timers:
                    step.tell(on.TimerElapsed(timers[-1].timer, timers[-1].n))
            case "back":
                step.tap(seen.Back())
            case "main":
                step.tap(seen.Main())
            case "scan":
                scans = [a for a in step.actions if isinstance(a, do.ReadCode)]
                if scans:
                    step.tell(on.CodeScanned(scans[-1].token, OWN_CODE))
    if step.to is To.NEXT and not step.visit.unclear:
        assert central.states[current] is PaymentState.APPROVED
