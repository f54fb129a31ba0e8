"""The teller: one place where a payment moves, with what it carries and who is told."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from support.money import BEGAN
from support.paying import Paying

from central.payments.base import ProviderError, RefusedError, Trade, TradeState
from central.payments.teller import Teller
from contract.payment import PaymentState

S = PaymentState


def trade(
    paying: Paying, state: TradeState, amount: int | None = None, **changes: object
) -> Trade:
    told = {"reference": paying.only().reference, "state": state, "amount": amount}
    return Trade(**(told | changes))  # type: ignore[arg-type]


def alarms(logs: object) -> list[str]:
    return [
        each["event"]
        for each in logs  # type: ignore[attr-defined]
        if each["log_level"] == "error"
    ]


# -- moving -------------------------------------------------------------------------


def test_a_move_is_written_with_its_cause(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    moved = paying.run(paying.teller.move(kept, (S.APPROVED,), "told"))
    assert moved == paying.only()
    assert moved.state is S.APPROVED
    assert paying.causes(kept.id)[-1] == ("approved", "told")


def test_no_states_are_no_move(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    before = paying.causes(kept.id)
    assert paying.run(paying.teller.move(kept, (), "told")) is kept
    assert paying.causes(kept.id) == before


def test_who_comes_second_moves_nothing_and_is_told_how_it_stands(
    paying: Paying,
) -> None:
    kept = paying.in_state(S.REQUESTED)
    first = paying.run(paying.teller.take(kept, (S.APPROVED,), "first"))
    assert first is not None
    with capture_logs() as logs:
        assert paying.run(paying.teller.take(kept, (S.CLOSED,), "second")) is None
        second = paying.run(paying.teller.move(kept, (S.CLOSED,), "second"))
    assert second.state is S.APPROVED
    assert [cause for _, cause in paying.causes(kept.id)][-1] == "first"
    assert [each["event"] for each in logs] == []


@pytest.mark.parametrize(
    ("before", "after", "pause"),
    [
        (S.INTENT, S.REQUESTED, 3),
        (S.REQUESTED, S.UNKNOWN, 0),
        (S.REQUESTED, S.APPROVED, 0),
        (S.REQUESTED, S.DECLINED, 10),
        (S.REQUESTED, S.CLOSED, 10),
        (S.UNKNOWN, S.STAFF, None),
        (S.APPROVED, S.REFUND_PENDING, 0),
        (S.REFUND_PENDING, S.REFUNDED, None),
    ],
)
def test_each_state_says_when_it_is_looked_at_first(
    paying: Paying, before: S, after: S, pause: float | None
) -> None:
    kept = paying.in_state(before, looks=7, look_at=BEGAN + timedelta(hours=9))
    moved = paying.run(paying.teller.move(kept, (after,), "x"))
    assert paying.due_in(moved) == pause
    assert moved.looks == 0
    assert moved.changed_at == paying.clock()


def test_a_time_that_is_given_counts_more_than_the_first_look(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    moved = paying.run(
        paying.teller.move(kept, (S.APPROVED,), "x", look_at=None, approved_at=BEGAN)
    )
    assert (moved.look_at, moved.approved_at) == (None, BEGAN)


def test_money_that_came_has_its_time_and_nothing_else_has(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.clock.on(50)
    moved = paying.run(paying.teller.move(kept, (S.UNKNOWN,), "x"))
    assert moved.approved_at is None
    moved = paying.run(paying.teller.move(moved, (S.APPROVED,), "x"))
    assert moved.approved_at == BEGAN + timedelta(seconds=50)


def test_a_clerk_is_called_by_an_alarm_and_nobody_else_is(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    with capture_logs() as logs:
        unknown = paying.run(paying.teller.move(kept, (S.UNKNOWN,), "x"))
        assert alarms(logs) == []
        paying.run(paying.teller.move(unknown, (S.STAFF,), "x"))
    assert alarms(logs) == ["alarm: a payment needs a clerk"]
    assert logs[-1]["payment"] == str(kept.id)
    assert (logs[0]["before"], logs[0]["after"]) == (S.REQUESTED, S.UNKNOWN)


# -- what a provider says -----------------------------------------------------------


def test_the_right_amount_is_approved_with_all_that_was_said(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.clock.on(30)
    came = BEGAN + timedelta(seconds=20)
    said = trade(paying, TradeState.PAID, kept.amount, transaction="T1", paid_at=came)
    with capture_logs() as logs:
        moved = paying.run(paying.teller.told(kept, said, "callback"))
    assert moved.state is S.APPROVED
    assert (moved.transaction, moved.approved_at) == ("T1", came)
    assert moved.paid == kept.amount
    assert paying.causes(kept.id)[-1] == ("approved", "callback")
    assert alarms(logs) == []


def test_an_amount_or_time_that_is_not_said_is_taken_as_it_should_be(
    paying: Paying,
) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.clock.on(30)
    moved = paying.run(
        paying.teller.told(kept, trade(paying, TradeState.PAID), "asked")
    )
    assert moved.state is S.APPROVED
    assert (moved.transaction, moved.paid) == (None, None)
    assert moved.approved_at == BEGAN + timedelta(seconds=30)


@pytest.mark.parametrize("by", [-1, 1, -48_000])
@pytest.mark.parametrize(
    ("state", "way"),
    [
        (S.INTENT, ["unknown", "staff"]),
        (S.REQUESTED, ["unknown", "staff"]),
        (S.UNKNOWN, ["staff"]),
        (S.DECLINED, ["late_approved", "refund_pending", "staff"]),
        (S.CLOSED, ["late_approved", "refund_pending", "staff"]),
    ],
)
def test_another_amount_goes_to_a_clerk_with_an_alarm_and_is_kept(
    paying: Paying, state: S, way: list[str], by: int
) -> None:
    kept = paying.in_state(state)
    before = len(paying.causes(kept.id))
    said = trade(paying, TradeState.PAID, kept.amount + by, transaction="T1")
    with capture_logs() as logs:
        moved = paying.run(paying.teller.told(kept, said, "callback"))
    assert moved.state is S.STAFF
    assert (moved.paid, moved.amount) == (kept.amount + by, kept.amount)
    assert (moved.transaction, moved.look_at) == ("T1", None)
    assert paying.causes(kept.id)[before:] == [(to, "amount_differs") for to in way]
    assert alarms(logs) == [
        "alarm: another amount was paid",
        "alarm: a payment needs a clerk",
    ]
    assert paying.did("refund") == 0


@pytest.mark.parametrize("state", [S.DECLINED, S.CLOSED])
def test_late_money_goes_back_and_is_no_approval(paying: Paying, state: S) -> None:
    kept = paying.in_state(state)
    said = trade(paying, TradeState.PAID, kept.amount, transaction="T", paid_at=BEGAN)
    with capture_logs() as logs:
        moved = paying.run(paying.teller.told(kept, said, "callback"))
    assert moved.state is S.REFUND_PENDING
    assert (moved.approved_at, moved.paid) == (None, kept.amount)
    assert paying.due_in(moved) == 0
    assert alarms(logs) == []


@pytest.mark.parametrize("state", [S.APPROVED, S.STAFF, S.REFUND_PENDING, S.REFUNDED])
def test_what_is_decided_stays_so_whatever_amount_is_said(
    paying: Paying, state: S
) -> None:
    kept = paying.in_state(state, transaction="T1")
    said = trade(paying, TradeState.PAID, kept.amount + 1, transaction="T2")
    with capture_logs() as logs:
        assert paying.run(paying.teller.told(kept, said, "callback")) == kept
    assert paying.only() == kept
    assert logs == []


@pytest.mark.parametrize("said", [TradeState.OPEN, TradeState.CLOSED])
def test_amounts_count_only_where_money_came(paying: Paying, said: TradeState) -> None:
    kept = paying.in_state(S.REQUESTED)
    with capture_logs() as logs:
        moved = paying.run(paying.teller.told(kept, trade(paying, said, 1), "asked"))
    assert moved.state is (S.CLOSED if said is TradeState.CLOSED else S.REQUESTED)
    assert moved.paid is None
    assert alarms(logs) == []


# -- closing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state", [each for each in S if each not in (S.INTENT, S.REQUESTED, S.UNKNOWN)]
)
def test_what_is_not_open_is_not_closed(paying: Paying, state: S) -> None:
    kept = paying.in_state(state)
    assert paying.run(paying.teller.close(kept)) is kept
    assert paying.did("close") == 0


@pytest.mark.parametrize("state", [S.INTENT, S.REQUESTED, S.UNKNOWN])
@pytest.mark.parametrize("absent", [False, True])
def test_an_order_is_closed_at_the_provider_first(
    paying: Paying, state: S, absent: bool
) -> None:
    kept = paying.in_state(state)
    if absent:
        paying.provider.trades.clear()
    moved = paying.run(paying.teller.close(kept))
    assert moved.state is S.CLOSED
    assert paying.provider.asked[-1] == ("close", kept.reference)
    assert paying.causes(kept.id)[-1] == ("closed", "closed")


def test_a_close_that_loses_its_race_is_approved(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.provider.lose_race = True
    moved = paying.run(paying.teller.close(kept))
    assert (moved.state, moved.paid) == (S.APPROVED, kept.amount)


@pytest.mark.parametrize("error", [ProviderError("away"), RefusedError("BUSY")])
@pytest.mark.parametrize("state", [S.INTENT, S.REQUESTED, S.UNKNOWN])
def test_a_close_without_answer_leaves_it_unknown(
    paying: Paying, state: S, error: Exception
) -> None:
    kept = paying.in_state(state)
    before = len(paying.causes(kept.id))
    paying.provider.raises["close"] = error
    with capture_logs() as logs:
        moved = paying.run(paying.teller.close(kept))
    requested = state is S.REQUESTED
    assert moved.state is (S.UNKNOWN if requested else state)
    told = [("unknown", "close_unanswered")] if requested else []
    assert paying.causes(kept.id)[before:] == told
    assert logs[0]["error"] == str(error)


@pytest.mark.parametrize("said", [TradeState.OPEN, TradeState.PAYING])
def test_what_can_still_be_paid_after_its_close_is_unknown(
    paying: Paying, said: TradeState, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = paying.in_state(S.REQUESTED)
    answer = trade(paying, said, kept.amount)
    monkeypatch.setattr(paying.provider, "close", lambda _: answer)
    moved = paying.run(paying.teller.close(kept))
    assert moved.state is S.UNKNOWN
    assert paying.causes(kept.id)[-1] == ("unknown", "not_closed")


def test_an_order_whose_provider_is_gone_is_unknown(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    teller = Teller(paying.store, {}, paying.clock)
    assert paying.run(teller.close(kept)).state is S.UNKNOWN
    assert paying.causes(kept.id)[-1] == ("unknown", "no_provider")


# -- looking again ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("looks", "pause"),
    [(0, 3), (1, 6), (2, 12), (3, 24), (4, 48), (5, 60), (6, 60), (10**6, 60)],
)
def test_the_pause_doubles_up_to_a_minute(
    paying: Paying, looks: int, pause: float
) -> None:
    kept = paying.in_state(S.UNKNOWN, looks=looks)
    paying.run(paying.teller.again(kept))
    assert paying.due_in(kept) == pause
    assert paying.only().looks == looks + 1


def test_later_may_be_never_and_a_look_may_not_count(paying: Paying) -> None:
    kept = paying.in_state(S.CLOSED, looks=4)
    paying.run(paying.teller.later(kept, None))
    assert (paying.only().look_at, paying.only().looks) == (None, 5)
    paying.run(paying.teller.later(kept, 7, 0))
    assert paying.due_in(kept) == 7
    assert paying.only().looks == 0


# -- who waits ----------------------------------------------------------------------


def test_all_who_wait_are_woken_by_a_move_and_nobody_by_another_payments(
    paying: Paying,
) -> None:
    one = paying.in_state(S.REQUESTED)
    other = paying.run(
        paying.teller.move(one, (S.CLOSED,), "freed")
    )  # so that the bill can be paid by another one
    one = paying.kept(paying.asks().payment)
    teller = paying.teller

    async def both() -> None:
        waiting = [asyncio.create_task(teller.changes(one.id, 600)) for _ in range(2)]
        stays = asyncio.create_task(teller.changes(other.id, 600))
        await asyncio.sleep(0)
        await teller.take(one, (S.APPROVED,), "told")
        await asyncio.gather(*waiting)
        assert not stays.done()
        stays.cancel()

    paying.run(asyncio.wait_for(both(), 60))


def test_who_has_waited_long_enough_goes_on_and_is_forgotten(paying: Paying) -> None:
    kept = paying.in_state(S.REQUESTED)
    teller = paying.teller
    paying.run(teller.changes(kept.id, 0.001))
    assert len(teller._changed) == 0
    moved = paying.run(teller.take(kept, (S.CLOSED,), "told"))
    assert moved is not None
