"""When a visit is over, however it ends, nothing of it can be reached any more."""

import gc
import weakref
from collections.abc import Callable
from itertools import product

import pytest
from support.flow import NAME, NUMBER, Stage, answer, bill, entitlement, option, shape
from support.reachable import texts
from support.steps import payment

import view as seen
from contract.entitlements import EntitlementKind
from contract.payment import PaymentState
from kiosk.flow import actions as do
from kiosk.flow import events as on

BILL = "1234567890123456"
CANARIES = (NAME, NUMBER, "陈*", BILL, "7K3M", "http://pay/1", "V1")


def reviewing() -> Stage:
    coming = entitlement(EntitlementKind.DOCUMENT)
    stage = Stage(shape("certificate")).identify(coming)
    return stage.tap(seen.Main()).answered()


def choosing() -> Stage:
    stage = Stage(shape("fines")).identify()
    stage.answered(options=(option("V1"), option("V2")), bill=bill(None))
    return stage.tap(seen.ToggleOption("V1"))


def declined() -> Stage:
    stage = Stage(shape("bill"), scanner=True).choose().scan(BILL)
    stage.answered(bill=bill()).tap(seen.Main())
    token = stage.last(do.RequestPayment).token
    stage.tell(on.PaymentAnswered(token, payment(PaymentState.REQUESTED)))
    token = stage.last(do.FollowPayment).token
    return stage.tell(on.PaymentAnswered(token, payment(PaymentState.DECLINED)))


def typing() -> Stage:
    return Stage(shape("collect")).choose().tap(seen.UseCode()).type("7K3M")


def cancelled(stage: Stage) -> None:
    stage.tap(seen.Cancel())


def left_alone(stage: Stage) -> None:
    stage.idle()
    for _ in range(30):
        stage.tick()


def gone_back(stage: Stage) -> None:
    for _ in range(9):
        if not isinstance(stage.content(), seen.ChooseItem):
            stage.tap(seen.Back())
    stage.shows(seen.ChooseItem)


@pytest.mark.parametrize(
    ("begun", "ended"),
    [
        *product((reviewing, choosing, typing), (cancelled, left_alone, gone_back)),
        # From a declined payment there is no way back.
        *product((declined,), (cancelled, left_alone)),
    ],
)
def test_however_it_ends_nothing_of_a_visit_can_be_reached(
    begun: Callable[[], Stage], ended: Callable[[Stage], None]
) -> None:
    stage = begun()
    left = [*texts(stage.state, leaving_out=(stage.state.setting,))]
    assert any(canary in text for text in left for canary in CANARIES)
    visit = weakref.ref(stage.visit)
    stage.actions.clear()
    ended(stage)
    told = [type(each) for each in stage.actions]
    assert told.count(do.DropVisit) == 1
    assert {do.StopCode, do.ClearCode} <= {*told}
    left = [*texts(stage.state, leaving_out=(stage.state.setting,))]
    assert not [text for text in left for canary in CANARIES if canary in text]
    gc.collect()
    assert visit() is None


def test_no_late_answer_brings_anything_of_it_back() -> None:
    stage = reviewing()
    late = on.QueryAnswered(stage.last(do.QueryCentral).token, answer())
    stage.tap(seen.Cancel())
    before = stage.state
    stage.tell(late)
    assert stage.state is before
    stage.tell(on.CardLifted()).choose().tell(late)
    assert stage.visit.answer is None
    assert stage.visit.form == {}


def test_what_a_citizen_typed_is_in_no_repr() -> None:
    stage = Stage(shape("bill")).choose().type(BILL)
    assert BILL not in repr(stage.state)
    stage.tap(seen.Main())
    assert BILL not in repr(stage.state) + repr(stage.actions)
    assert "7K3M" not in repr(typing().state)
    person = Stage(shape("certificate")).identify().answered()
    assert NUMBER not in repr(person.state) + repr(person.actions)
