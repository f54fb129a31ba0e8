"""`pay`: each thing it asks for, whole; two payments; and an outage after a retry."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from support.flow import item
from support.steps import CASE, PAYMENT, PERSON, OneStep, pay_answer, payment

import view as seen
from contract.payment import PaymentState
from contract.queries import Option
from drivers.base import CodeKind, ScannedCode, ShownCode
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.pay import PayStep, amount_of
from kiosk.flow.visit import To
from view import PayCodeProblem, PayStage

PAYING = item(steps=("identify", "fetch", "review", "pay", "rate"), offline="refuse")
OWN_CODE = ScannedCode(CodeKind.PAYMENT_CODE, "134567890123456789")
FORM = {"months": "2"}
CAPTION = "statement（中）"
OVER = (do.StopTimer(on.Timer.PAY), do.StopCode(), do.ClearCode())
OPEN = payment(PaymentState.REQUESTED)
DECLINED = payment(PaymentState.DECLINED)


def paying(**visit: Any) -> OneStep:
    return OneStep(PayStep, PAYING, **({"answer": pay_answer(), "form": FORM} | visit))


def token(n: int) -> on.Token:
    return on.Token(1, n)


def answer(step: OneStep, state: PaymentState, **changes: Any) -> OneStep:
    """Central answers what was asked last."""
    now = on.Token(1, step.visit.n)
    return step.tell(on.PaymentAnswered(now, payment(state, **changes)))


def failed(step: OneStep) -> OneStep:
    now = on.Token(1, step.visit.n)
    return step.tell(on.PaymentFailed(now, seen.Trouble.NETWORK))


def opened(**visit: Any) -> OneStep:
    return answer(paying(**visit), PaymentState.REQUESTED)


def request(n: int, **changes: Any) -> do.RequestPayment:
    values: dict[str, Any] = {
        "token": token(n),
        "item": PAYING,
        "applicant": PERSON,
        "form": FORM,
        "options": (),
        "amount": 12_345,
        "provider": "sandbox",
        "payment_code": None,
        "case": None,
    }
    return do.RequestPayment(**(values | changes))


def tick(n: int) -> do.StartTimer:
    return do.StartTimer(on.Timer.PAY, n, 1)


def follow(n: int, state: PaymentState = PaymentState.REQUESTED) -> do.FollowPayment:
    return do.FollowPayment(token(n), PAYMENT, state)


def scanned(step: OneStep, code: ScannedCode = OWN_CODE) -> OneStep:
    return step.tell(on.CodeScanned(step.last(do.ReadCode).token, code))


def second(step: OneStep) -> OneStep:
    return step.tell(on.TimerElapsed(on.Timer.PAY, step.last(do.StartTimer).n))


def test_an_order_is_asked_for_with_all_that_it_is_about() -> None:
    assert paying().said == (request(1),)
    options = tuple(
        Option(reference=name, title=PAYING.name, amount=fen)
        for name, fen in (("a", 100), ("b", 20_000), ("c", 5_000))
    )
    step = paying(
        answer=pay_answer(None, options=options), chosen=("b", "c"), case=CASE
    )
    assert step.said == (request(1, options=("b", "c"), amount=25_000, case=CASE),)


@pytest.mark.parametrize(
    ("scanner", "beside"),
    [(False, False), (True, False), (False, True), (True, True)],
)
def test_an_order_is_followed_and_shown_wherever_this_cabinet_can(
    scanner: bool, beside: bool
) -> None:
    step = opened(scanner=scanner, qr_beside=beside)
    last = 3 if scanner else 2
    read = (do.ReadCode(token(2)),) if scanner else ()
    shown = ShownCode("http://pay/1", CAPTION, 12_345)
    show = (do.ShowCode(shown),) if beside else ()
    assert step.said == (*read, *show, follow(last), tick(last))
    assert step.face.content == seen.Pay(
        stage=PayStage.SCAN,
        title=CAPTION,
        amount=12_345,
        methods=(seen.FieldChoice("sandbox", "sandbox（中）"),),
        code_url="http://pay/1",
        seconds_left=120,
        own_code=scanner,
        elsewhere=beside,
    )
    assert step.visit.case == CASE
    assert step.visit.payment == OPEN


def test_an_order_without_a_code_is_only_followed() -> None:
    step = paying(scanner=True, qr_beside=True)
    answer(step, PaymentState.INTENT)
    assert step.said == (follow(2, PaymentState.INTENT), tick(2))
    assert step.shows(seen.Pay).stage is PayStage.CHARGING
    assert step.shows(seen.Pay).code_url is None
    assert not step.face.back


@pytest.mark.parametrize("left", [None, 0, 1])
def test_an_order_without_time_is_closed_after_a_second(left: int | None) -> None:
    step = answer(paying(), PaymentState.REQUESTED, seconds_left=left)
    assert step.shows(seen.Pay).seconds_left == 1
    assert second(step).shows(seen.Pay).stage is PayStage.CLOSING


def test_the_last_second_closes_the_order_and_stops_all_that_runs() -> None:
    step = answer(paying(), PaymentState.REQUESTED, seconds_left=2)
    second(step)
    assert step.said == (tick(2),)
    assert step.shows(seen.Pay).seconds_left == 1
    second(step)
    assert step.said == (*OVER, do.ClosePayment(token(3), PAYMENT))
    assert step.step == PayStep(PayStage.CLOSING, "sandbox")
    second(step)
    assert step.said == ()


def test_an_order_that_goes_on_being_followed_keeps_its_time() -> None:
    step = answer(paying(), PaymentState.INTENT, seconds_left=9)
    second(step)
    left = step.step
    assert isinstance(left, PayStep)
    answer(step, PaymentState.REQUESTED)
    assert step.said == (follow(3), tick(3))
    assert step.step == replace(left, following=3)
    step.tell(on.TimerElapsed(on.Timer.PAY, 2))
    assert step.said == ()  # a second of the time before
    assert step.step == replace(left, following=3)
    step.tell(on.PaymentAnswered(token(2), DECLINED))
    assert step.step == replace(left, following=3)
    assert answer(step, PaymentState.APPROVED).to is To.NEXT


def test_who_goes_back_closes_the_order_first() -> None:
    step = opened(scanner=True, qr_beside=True).tap(seen.Back())
    assert step.said == (*OVER, do.ClosePayment(token(4), PAYMENT))
    answer(step, PaymentState.CLOSED)
    assert (step.said, step.to, step.visit.payment) == (OVER, To.BACK, None)


def test_the_citizens_own_code_is_another_payment_of_the_same_case() -> None:
    step = scanned(opened(scanner=True))
    assert step.said == (*OVER, do.ClosePayment(token(4), PAYMENT))
    answer(step, PaymentState.CLOSED)
    charge = request(5, payment_code=OWN_CODE.text, case=CASE)
    assert step.said == (*OVER, charge)
    assert step.visit.payment is None
    assert step.step == PayStep(PayStage.CHARGING, "sandbox")
    answer(step, PaymentState.REQUESTED)  # its code is not for scanning
    assert step.said == (follow(6), tick(6))
    assert step.shows(seen.Pay).stage is PayStage.CHARGING


def test_what_was_charged_and_not_answered_is_unclear() -> None:
    step = answer(scanned(opened(scanner=True)), PaymentState.CLOSED)
    failed(step)
    assert step.said == OVER
    assert step.shows(seen.Pay).stage is PayStage.UNCLEAR
    assert step.main is seen.MainAction.FINISH
    assert step.face.staff_code is None


def test_a_code_that_pays_nothing_is_told_and_pays_nothing() -> None:
    step = opened(scanner=True)
    before = step.step
    assert isinstance(before, PayStep)
    step.tell(on.CodeScanned(token(99), OWN_CODE))
    step.tell(on.CodeUnreadable(token(99)))
    assert step.step == before
    told = replace(before, problem=PayCodeProblem.NOT_FOR_PAYING)
    for kind in CodeKind:
        if kind is not CodeKind.PAYMENT_CODE:
            assert scanned(step, ScannedCode(kind, "1" * 18)).step == told
            assert step.said == ()
    step.tell(on.CodeUnreadable(step.last(do.ReadCode).token))
    assert step.step == replace(before, problem=PayCodeProblem.UNREADABLE)
    assert step.shows(seen.Pay).problem is PayCodeProblem.UNREADABLE
    assert step.said == ()


@pytest.mark.parametrize("state", [PaymentState.INTENT, PaymentState.REQUESTED])
def test_an_order_that_could_not_be_closed_is_unclear(state: PaymentState) -> None:
    step = answer(opened().tap(seen.Back()), state)
    assert (step.said, step.to, step.visit.unclear) == (OVER, To.NEXT, True)


@pytest.mark.parametrize(
    "state",
    [
        PaymentState.UNKNOWN,
        PaymentState.STAFF,
        PaymentState.LATE_APPROVED,
        PaymentState.REFUND_PENDING,
    ],
)
@pytest.mark.parametrize("begun", [paying, opened])
def test_what_nobody_knows_goes_on_to_its_slip(begun: Any, state: PaymentState) -> None:
    step = answer(begun(), state)
    assert (step.said, step.to, step.visit.unclear) == (OVER, To.NEXT, True)
    assert step.visit.payment == payment(state)


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (PaymentState.DECLINED, PayStage.DECLINED),
        (PaymentState.CLOSED, PayStage.CLOSED),
        (PaymentState.REFUNDED, PayStage.CLOSED),
    ],
)
@pytest.mark.parametrize("begun", [paying, opened])
def test_what_took_no_money_says_so(
    begun: Any, state: PaymentState, stage: PayStage
) -> None:
    step = answer(begun(), state)
    assert step.said == OVER
    assert step.step == PayStep(stage, "sandbox")
    assert step.to is None


def test_an_approved_payment_stops_all_that_runs() -> None:
    for begun in (paying(), opened(), opened().tap(seen.Back())):
        step = answer(begun, PaymentState.APPROVED)
        assert (step.said, step.to) == (OVER, To.NEXT)
        assert step.visit.payment == payment(PaymentState.APPROVED)


# -- again after a declined payment -------------------------------------------------


def test_a_declined_payment_is_forgotten_before_the_next_try() -> None:
    step = answer(opened(), PaymentState.DECLINED).tap(seen.Main())
    assert step.said == (request(3, case=CASE),)
    assert step.visit.payment is None
    assert step.step == PayStep(PayStage.OPENING, "sandbox")
    failed(step)  # an outage then: no order, and so nothing unclear
    assert step.step == PayStep(PayStage.NO_ANSWER, "sandbox")
    assert (step.said, step.to, step.visit.unclear) == (OVER, None, False)


def test_it_is_forgotten_too_where_another_way_to_pay_may_be_chosen() -> None:
    step = paying(answer=pay_answer(methods=("wechat", "alipay")))
    answer(step.tap(seen.PickOption("wechat")), PaymentState.DECLINED)
    assert step.face.staff_code == "R-1"
    step.tap(seen.Main())
    assert step.visit.payment is None
    assert step.step == PayStep(PayStage.CHOOSE_METHOD)
    assert step.face.staff_code is None
    assert step.tap(seen.Back()).to is To.BACK
    assert step.visit.payment is None


def test_a_second_order_is_paid_by_its_own_number() -> None:
    step = answer(opened(), PaymentState.DECLINED).tap(seen.Main())
    other = UUID(int=0xFEE2)
    answer(step, PaymentState.REQUESTED, payment=other, reference="R-2")
    assert step.said == (
        do.FollowPayment(token(4), other, PaymentState.REQUESTED),
        tick(4),
    )
    assert step.face.staff_code == "R-2"
    step.tell(on.PaymentAnswered(token(2), DECLINED))  # late, of the first
    assert step.shows(seen.Pay).stage is PayStage.SCAN
    step.tap(seen.Back())
    assert step.last(do.ClosePayment) == do.ClosePayment(token(5), other)


# -- answers that are not waited for ------------------------------------------------


def test_an_answer_to_an_earlier_question_changes_nothing() -> None:
    step = opened()
    before = step.step
    step.tell(on.PaymentAnswered(token(1), payment(PaymentState.APPROVED)))
    step.tell(on.PaymentFailed(token(1), seen.Trouble.NETWORK))
    step.tell(on.PaymentRefused(token(1), on.PayRefusal.BILL_PAID))
    step.tell(on.TimerElapsed(on.Timer.DOOR, 2))
    step.tell(on.TimerElapsed(on.Timer.PAY, 1))
    assert (step.step, step.to, step.said) == (before, None, ())


def test_a_refusal_keeps_the_way_to_pay() -> None:
    step = paying()
    step.tell(on.PaymentRefused(token(1), on.PayRefusal.BILL_PAID))
    assert step.step == PayStep(PayStage.PAID_BEFORE, "sandbox")
    assert step.said == ()


def test_an_order_that_fails_while_it_is_followed_is_unclear() -> None:
    step = failed(opened())
    assert (step.said, step.to, step.visit.unclear) == (OVER, To.NEXT, True)


# -- what is to be paid -------------------------------------------------------------


def test_without_an_answer_or_a_bill_nothing_can_be_paid() -> None:
    visit = paying().visit
    for answered in (None, replace_bill()):
        nothing = replace(visit, answer=answered)
        assert PayStep.enter(nothing).part == PayStep(PayStage.NO_ANSWER)
        assert not PayStep.applies(nothing)
        with pytest.raises(LookupError):
            amount_of(nothing)
    none = replace(visit, answer=pay_answer(methods=()))
    move = PayStep.enter(none)
    assert (move.part, move.actions) == (PayStep(PayStage.NO_ANSWER), ())


def replace_bill() -> Any:
    return pay_answer().model_copy(update={"bill": None})


def test_it_applies_where_there_is_a_bill_and_nothing_was_queued() -> None:
    visit = paying().visit
    assert PayStep.applies(visit)
    assert not PayStep.applies(replace(visit, slip_code="7K3M-9QXA"))
    missing = pay_answer().model_copy(update={"found": False})
    assert not PayStep.applies(replace(visit, answer=missing))


def test_an_order_cannot_be_closed_before_there_is_one() -> None:
    step = PayStep(PayStage.SCAN)
    with pytest.raises(LookupError):
        step.advance(paying().visit, on.Tapped(seen.Tap(0, seen.Back())))
