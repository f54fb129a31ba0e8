"""Thousands of visits through every order of events, from a seed.

Whatever happens in whatever order: the machine never fails; no visit sees another's
answer; nothing of a citizen is left when a visit is over; nobody is charged while an
earlier order may have taken the money, nor told that nothing was paid; a cell opens
only for whom the right code was given, and one at a time; no paper that may have come
is printed again by itself; and every visit ends when it is left alone. A failing seed
is in the test's name.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from support.flow import NAME, NUMBER
from support.reachable import texts
from support.schedules import World

import view as seen
from contract.payment import PaymentState
from contract.service_item import ServiceItem
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow import machine
from kiosk.flow.machine import Mode, State
from kiosk.flow.move import Move
from kiosk.flow.steps import pay
from kiosk.flow.steps.pay import PayStep
from kiosk.flow.visit import To, Visit, VisitMove

SEEDS = 25
CI_PARTS = 80
LONG_PARTS = 4_000
EVENTS = 120
PATIENCE = 2_000
"""Answers and timers until a visit that was left alone must have ended."""

OVER = (
    PaymentState.CLOSED,
    PaymentState.DECLINED,
    PaymentState.LATE_APPROVED,
    PaymentState.REFUND_PENDING,
    PaymentState.REFUNDED,
)
"""No money was taken, or central gives it back by itself."""
NOTHING_PAID = (
    seen.PayStage.CLOSED,
    seen.PayStage.DECLINED,
    seen.PayStage.NO_ANSWER,
    seen.PayStage.CHOOSE_METHOD,
)
"""Stages that say, or mean, that no money was taken."""


class Schedule:
    """One world from its seed, and what must hold in it after every event."""

    def __init__(self, seed: int) -> None:
        self.world = World(seed)

    def run(self) -> None:
        for _ in range(EVENTS):
            for event in self.world.moves():
                self.happens(event)
        for _ in range(PATIENCE):
            if self.state.serving is None and self.state.mode in _REST:
                return
            for event in self.world.alone():
                self.happens(event)
        content = self.world.stage.content()
        raise AssertionError(f"left alone, the visit did not end: {content}")

    @property
    def state(self) -> State:
        return self.world.stage.state

    def happens(self, event: on.Event) -> None:
        before, asked = self.state, self.world.tell(event)
        token = getattr(event, "token", None)
        if token is not None and (
            before.serving is None or token.visit != before.visits
        ):
            assert self.state == before, "an answer of another visit was taken"
            assert not asked
        for action in asked:
            self.check_action(action)
        self.check_screen()
        if self.state.serving is None:
            if before.serving is not None:
                self.check_nothing_left()
        else:
            self.check_person()
            assert self.state.mode is Mode.SERVING

    def check_action(self, action: do.Action) -> None:
        world = self.world
        match action:
            case do.RequestPayment(token):
                assert self.owed(token.visit) == [], "asked for money twice"
            case do.ReleaseCell(token, item, _, held):
                if item.assurance == "card_and_code":
                    assert (token.visit, held.holding) in world.right, "without a code"
                assert world.releasing <= {token}, "two cells at once"
            case do.PrintDocument(token, document=document):
                again = (token.visit, document.document) in world.uncertain
                assert not again, "printed a document again that may have come"
        if isinstance(action, do.IssueDocument | do.PrintDocument | do.QueueRequest):
            unclear = [
                each for each in self.owed(action.token.visit) if each != "approved"
            ]
            assert not unclear or not _is_paid(action.item), "handed out unclear"

    def owed(self, visit: int) -> list[PaymentState]:
        """How the payments of a visit stand that may have taken money, in truth."""
        orders = (each for each in self.world.orders if each.visit == visit)
        return [each.state for each in orders if each.state not in OVER]

    def check_screen(self) -> None:
        state, view = self.state, self.world.stage.view
        if state.mode is Mode.TAKE_CARD:
            assert state.card_lying
        if state.mode is Mode.ATTRACT:
            assert not state.card_lying
        if state.idle.running:
            ways = view.main or view.back or view.cancel
            assert ways, f"no way on from {view.content}"
        if isinstance(view.content, seen.Pay) and view.content.stage in NOTHING_PAID:
            assert self.owed(state.visits) == [], "told that nothing was paid"
        assert all(times == 1 for times in self.world.printed.values()), "twice"

    def check_person(self) -> None:
        serving = self.state.serving
        assert serving is not None
        if serving.visit.applicant is not None and serving.visit.code is None:
            mine = self.world.number(self.state.visits)
            assert serving.visit.applicant.number == mine, "another visit's card"
        stays = self.state.intruded and serving.step.clock_runs
        assert not stays, "somebody else's card lies there"

    def check_nothing_left(self) -> None:
        left = texts(self.state, leaving_out=(self.state.setting,))
        assert not any(NAME in text or NUMBER[:14] in text for text in left)


_REST = (Mode.ATTRACT, Mode.TAKE_CARD)


def _is_paid(item: ServiceItem) -> bool:
    return "pay" in item.steps


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_order_of_events_keeps_the_promises(seed: int) -> None:
    for part in range(CI_PARTS):
        Schedule(seed * 10_000 + part).run()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_order_of_events_keeps_the_promises_at_length(seed: int) -> None:
    for part in range(CI_PARTS, LONG_PARTS):
        Schedule(seed * 10_000 + part).run()


# -- controls: each bug, planted, is caught -----------------------------------------

MOST = 400
"""Schedules within which a bug must show itself."""


def caught(words: str) -> bool:
    """Whether a schedule fails, and says so in these words."""
    for seed in range(MOST):
        try:
            Schedule(seed).run()
        except AssertionError as error:
            return words in str(error)
    return False


def test_telling_at_time_out_without_closing_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ticked(step: PayStep, visit: Visit, _left: int) -> VisitMove:
        return Move(visit, PayStep(seen.PayStage.CLOSED, step.provider))

    monkeypatch.setattr(PayStep, "_ticked", ticked)
    assert caught("told that nothing was paid")


def test_handing_out_what_is_unclear_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unclear(step: PayStep, visit: Visit) -> VisitMove:
        return Move(replace(visit, unclear=False), step, pay._OVER, To.NEXT)

    monkeypatch.setattr(PayStep, "_unclear", unclear)
    assert caught("handed out unclear")


def test_taking_a_late_answer_of_another_visit_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right: Callable[[State, on.Event], bool] = machine._concerns

    def concerns(state: State, event: on.Event) -> bool:
        token = getattr(event, "token", None)
        return right(state, event) or (token is not None and state.serving is not None)

    monkeypatch.setattr(machine, "_concerns", concerns)
    assert caught("an answer of another visit")


def test_keeping_a_citizens_data_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right: Any = machine._drop

    def drop(state: State) -> Any:
        gone, actions = right(state)
        who = state.serving.visit.applicant if state.serving else None
        if who is None:
            return gone, actions
        left: Any = who.name  # in a field that nobody clears
        return replace(gone, troubles=gone.troubles | {left}), actions

    monkeypatch.setattr(machine, "_drop", drop)
    assert caught("any(")
