"""`pay`: what each stage shows, and which of its buttons do anything."""

from dataclasses import replace
from typing import Any

import pytest
from support.flow import item
from support.steps import OneStep, pay_answer, payment

import view as seen
from contract.payment import PaymentState
from kiosk.flow import events as on
from kiosk.flow.steps.pay import PayStep
from kiosk.flow.visit import Face, To
from view import MainAction, PayCodeProblem, PayStage

PAYING = item(steps=("identify", "fetch", "review", "pay", "rate"), offline="refuse")
UNREADABLE = PayCodeProblem.UNREADABLE
ORDER = payment(PaymentState.REQUESTED)
CLOCKED = {
    PayStage.CHOOSE_METHOD,
    PayStage.DECLINED,
    PayStage.CLOSED,
    PayStage.CHANGED,
    PayStage.PAID_BEFORE,
    PayStage.REFUSED,
    PayStage.UNCLEAR,
    PayStage.NO_ANSWER,
}
"""Where nothing can be paid, the citizen's patience counts."""
MAIN = {
    PayStage.DECLINED: MainAction.RETRY,
    **dict.fromkeys(
        CLOCKED - {PayStage.CHOOSE_METHOD, PayStage.DECLINED}, MainAction.FINISH
    ),
}
BACK = {PayStage.CHOOSE_METHOD, PayStage.SCAN}
CANCEL = {PayStage.CHOOSE_METHOD, PayStage.DECLINED}


def at(stage: PayStage, **visit: Any) -> OneStep:
    step = OneStep(PayStep, PAYING, **({"answer": pay_answer()} | visit))
    step.step = PayStep(stage, "sandbox", left=7, problem=UNREADABLE)
    return step


def face(stage: PayStage, *, cabinet: bool, order: bool) -> Face:
    scan = stage is PayStage.SCAN
    content = seen.Pay(
        stage=stage,
        title="statement（中）",
        amount=12_345,
        methods=(seen.FieldChoice("sandbox", "sandbox（中）"),),
        code_url="http://pay/1" if scan and order else None,
        seconds_left=7 if scan else None,
        own_code=scan and cabinet,
        elsewhere=scan and cabinet,
        problem=UNREADABLE if scan else None,
    )
    return Face(
        content,
        main=MAIN.get(stage),
        back=stage in BACK,
        cancel=stage in CANCEL,
        staff_code="R-1" if order else None,
        question=0,
    )


@pytest.mark.parametrize("order", [False, True])
@pytest.mark.parametrize("cabinet", [False, True])
@pytest.mark.parametrize("stage", list(PayStage))
def test_each_stage_has_its_screen_and_its_buttons(
    stage: PayStage, cabinet: bool, order: bool
) -> None:
    step = at(stage, scanner=cabinet, qr_beside=cabinet)
    step.visit = replace(step.visit, payment=ORDER if order else None)
    assert step.face == face(stage, cabinet=cabinet, order=order)
    assert step.step.clock_runs is (stage in CLOCKED)


def test_the_scanner_and_the_display_beside_are_told_apart() -> None:
    content = at(PayStage.SCAN, scanner=True).shows(seen.Pay)
    assert (content.own_code, content.elsewhere) == (True, False)
    content = at(PayStage.SCAN, qr_beside=True).shows(seen.Pay)
    assert (content.own_code, content.elsewhere) == (False, True)


def test_an_order_without_a_number_has_no_code_for_staff() -> None:
    step = at(PayStage.SCAN)
    nameless = payment(PaymentState.REQUESTED, reference="")
    step.visit = replace(step.visit, payment=nameless)
    assert step.face.staff_code is None


@pytest.mark.parametrize("stage", list(PayStage))
def test_the_main_button_ends_what_is_over_and_does_nothing_else(
    stage: PayStage,
) -> None:
    step = at(stage).tap(seen.Main())
    over = MAIN.get(stage) is MainAction.FINISH
    assert step.to is (To.END if over else None)
    stays = PayStep(stage, "sandbox", left=7, problem=UNREADABLE)
    opening = PayStep(PayStage.OPENING, "sandbox")
    assert step.step == (opening if stage is PayStage.DECLINED else stays)


@pytest.mark.parametrize("stage", list(PayStage))
def test_back_leads_back_only_where_no_order_can_be_open(stage: PayStage) -> None:
    step = at(stage)
    step.visit = replace(step.visit, payment=ORDER)
    step.tap(seen.Back())
    assert step.to is (To.BACK if stage is PayStage.CHOOSE_METHOD else None)
    stays = PayStep(stage, "sandbox", left=7, problem=UNREADABLE)
    closing = replace(stays, stage=PayStage.CLOSING, left=None, leaving=True)
    assert step.step == (closing if stage is PayStage.SCAN else stays)


@pytest.mark.parametrize("stage", list(PayStage))
def test_a_way_to_pay_is_picked_only_where_it_is_asked(stage: PayStage) -> None:
    before = len(at(stage).actions)
    step = at(stage).tap(seen.PickOption("sandbox"))
    asked = stage is PayStage.CHOOSE_METHOD
    assert len(step.actions) == before + asked


@pytest.mark.parametrize("stage", list(PayStage))
def test_a_timer_ticks_only_where_an_order_is_followed(stage: PayStage) -> None:
    step = at(stage)
    step.step = replace(PayStep(stage), following=3, left=None)
    before = step.step
    assert step.tell(on.TimerElapsed(on.Timer.PAY, 3)).step == before
