"""No order of events charges twice, moves backwards, or leaves money without an end.

The real office, its follow-up and its store; a provider that is silent, late, loses
races and calls twice; restarts at any point; a clock that jumps.
"""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from support.money import BillDepartment, Clock, FakeProvider

from central.definitions import Definitions
from central.departments.base import Settled
from central.departments.breaker import Breaker
from central.departments.desk import Desk
from central.departments.errors import DepartmentError
from central.payments.base import TradeState
from central.payments.errors import PaymentError
from central.payments.office import PaymentRules, Payments
from central.store.database import open_store
from central.store.payments import in_state
from central.store.persons import Persons
from central.store.schema import PaymentMoveRow
from config import loader
from contract.payment import FREE, MOVES, PaymentRequest, PaymentState

T = TypeVar("T")

DEFINITIONS = Definitions(loader.SERVICES)
WHICH = st.integers(0, 59)
OVER = (PaymentState.CLOSED, PaymentState.DECLINED)


class PaymentWorld(RuleBasedStateMachine):
    """One bill, several terminals that want to pay it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.store = open_store(f"sqlite:///{Path(self.folder.name) / 'c.db'}")
        self.store.migrate()
        self.clock = Clock()
        self.provider = FakeProvider(clock=self.clock)
        self.department = BillDepartment()
        self.requests: list[PaymentRequest] = []
        self.told: dict[UUID, set[PaymentState]] = {}
        self.loop = asyncio.new_event_loop()
        self.restart()

    def teardown(self) -> None:
        try:
            self.comes_to_its_end()
        finally:
            self.loop.close()
            self.store.close()
            self.folder.cleanup()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    # -- what happens -----------------------------------------------------------------

    @rule()
    def restart(self) -> None:
        """Central ends and starts again; what it has only thought of is gone."""
        breaker = Breaker(lambda: self.clock().timestamp())
        desk = Desk([self.department], 60, self.clock, DEFINITIONS.get, lambda: breaker)
        self.office = Payments(
            self.store,
            desk,
            Persons(bytes(32)),
            DEFINITIONS.get,
            {"sandbox": self.provider},
            self.clock,
            PaymentRules(deadline_s=60),
        )

    @rule(code=st.sampled_from([None, None, "plain", "asks", "poor"]))
    def somebody_wants_to_pay(self, code: str | None) -> None:
        self.requests.append(
            PaymentRequest(
                idempotency_key=uuid4(),
                case=uuid4(),
                item="one_stop.bill_payment",
                form={"bill_code": "51041120260000010018"},
                amount=self.department.amount,
                provider="sandbox",
                payment_code=code,
            )
        )
        self._send(self.requests[-1])

    # What is drawn does not depend on what has happened: threads have a part in that.

    @rule(which=WHICH)
    def the_answer_was_lost_and_it_is_sent_again(self, which: int) -> None:
        if self.requests:
            self._send(self.requests[which % len(self.requests)])

    @rule(which=WHICH)
    def a_terminal_closes(self, which: int) -> None:
        if not self.requests:
            return
        request = self.requests[which % len(self.requests)]
        try:
            told = self.run(self.office.close(request.idempotency_key, "demo-01"))
        except PaymentError:
            return
        self.told.setdefault(told.payment, set()).add(told.state)

    @rule(which=WHICH)
    def a_citizen_pays(self, which: int) -> None:
        """Only what can be paid; that it was closed, a provider may see late."""
        trades = self.provider.trades
        if not trades:
            return
        reference = list(trades)[which % len(trades)]
        if trades[reference].state.value in ("open", "paying", "closed"):
            self.provider.pay(reference)

    @rule(which=WHICH)
    def the_provider_calls_back(self, which: int) -> None:
        """Perhaps for the second time, perhaps with old news."""
        trades = self.provider.trades
        if trades:
            self.the_provider_calls_back_for(list(trades)[which % len(trades)])

    def the_provider_calls_back_for(self, reference: str) -> None:
        headers = {"x-signed": "yes"}
        self.run(self.office.notified("sandbox", headers, reference.encode()))

    @rule(silent=st.booleans(), deaf=st.booleans())
    def the_provider_speaks_or_not(self, silent: bool, deaf: bool) -> None:
        self.provider.silent, self.provider.deaf = silent, deaf

    @rule()
    def the_next_close_loses_its_race(self) -> None:
        self.provider.lose_race = True

    @rule(away=st.booleans(), says=st.sampled_from(Settled))
    def the_department_is(self, away: bool, says: Settled) -> None:
        self.department.away, self.department.says = away, says

    @rule(seconds=st.sampled_from([1, 4, 61, 700]))
    def time_goes_on(self, seconds: int) -> None:
        self.clock.on(seconds)
        self.run(self.office.followup.round())

    # -- what always holds ------------------------------------------------------------

    @invariant()
    def one_bill_has_one_payment(self) -> None:
        open_ones = [
            kept
            for kept in in_state(self.store, *PaymentState)
            if kept.state not in FREE
            # What came late is on its way back, and has the bill no more.
            and not (self._states(kept.id) & set(OVER))
        ]
        assert len(open_ones) <= 1, [kept.state for kept in open_ones]

    @invariant()
    def a_code_is_charged_once(self) -> None:
        charges = [one for what, one in self.provider.asked if what == "charge"]
        assert len(charges) == len(set(charges))

    @invariant()
    def what_is_closed_here_cannot_be_paid_there(self) -> None:
        """It was closed at the provider first, and only then told."""
        for kept in in_state(self.store, *OVER):
            trade = self.provider.trades.get(kept.reference)
            payable = (TradeState.OPEN, TradeState.PAYING)
            assert trade is None or trade.state not in payable

    @invariant()
    def nothing_moves_backwards(self) -> None:
        with self.store.reading() as session:
            rows = session.scalars(select(PaymentMoveRow).order_by(PaymentMoveRow.id))
            for row in rows:
                if row.before:
                    after = PaymentState(row.after)
                    assert after in MOVES[PaymentState(row.before)]

    @invariant()
    def who_was_told_that_nothing_was_paid_is_never_charged(self) -> None:
        for payment, states in self.told.items():
            if states & set(OVER):
                assert PaymentState.APPROVED not in self._after_over(payment)

    def comes_to_its_end(self) -> None:
        """Once everybody speaks again, every payment ends, and late money goes back."""
        self.provider.silent = self.provider.deaf = False
        self.department.away = False
        for reference in self.provider.ever_paid:
            self.the_provider_calls_back_for(reference)
        for _ in range(40):
            self.clock.on(200)
            self.run(self.office.followup.round())
        ended = {
            PaymentState.APPROVED,
            PaymentState.DECLINED,
            PaymentState.CLOSED,
            PaymentState.STAFF,
            PaymentState.REFUNDED,
        }
        for kept in in_state(self.store, *PaymentState):
            assert kept.state in ended, kept.state
            has_money = kept.reference in self.provider.kept()
            if kept.state in FREE:
                assert not has_money
            if kept.state is PaymentState.APPROVED:
                assert has_money
                assert kept.settled == Settled.ENTERED
        approved = in_state(self.store, PaymentState.APPROVED)
        assert len(approved) <= 1

    # -- hands ------------------------------------------------------------------------

    def _send(self, request: PaymentRequest) -> None:
        try:
            told = self.run(self.office.request(request, "demo-01"))
        except (PaymentError, DepartmentError):
            return
        self.told.setdefault(told.payment, set()).add(told.state)

    def _states(self, payment: UUID) -> set[PaymentState]:
        with self.store.reading() as session:
            rows = session.scalars(
                select(PaymentMoveRow.after).where(PaymentMoveRow.payment == payment)
            )
            return {PaymentState(row) for row in rows}

    def _after_over(self, payment: UUID) -> set[PaymentState]:
        with self.store.reading() as session:
            rows = session.scalars(
                select(PaymentMoveRow.after)
                .where(PaymentMoveRow.payment == payment)
                .order_by(PaymentMoveRow.id)
            ).all()
        states = [PaymentState(row) for row in rows]
        first = next(i for i, state in enumerate(states) if state in OVER)
        return set(states[first:])


TestPayments = pytest.mark.timeout(1200)(PaymentWorld.TestCase)
TestPayments.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_same_many_times_as_often() -> None:
    run_state_machine_as_test(
        PaymentWorld,
        settings=settings(max_examples=500, stateful_step_count=40, deadline=None),
    )
