"""Payments as they are kept: whose bill it is, what a move writes, what is found."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from support.paying import Paying

from central.store.database import Store
from central.store.errors import NotAllowedError
from central.store.payments import (
    BillHeldError,
    KeptPayment,
    begin,
    due,
    in_state,
    move,
    note,
    paid_bills,
    payment_of_id,
    payment_of_reference,
    payment_of_token,
    payments_between,
    payments_of,
)
from contract.payment import FREE, PaymentState

S = PaymentState
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)


@pytest.fixture
def rows(paying: Paying) -> Store:
    """A database without payments."""
    return paying.store


def intent(number: int, **changes: object) -> KeptPayment:
    key = UUID(int=number)
    made = KeptPayment(
        id=key, fingerprint="f", terminal="demo-01", case=uuid4(), item="a.b",
        title_zh="缴费", title_en="Payment", person=None, provider="sandbox",
        reference=f"order-{number}", amount=1200, state=S.INTENT, settlement="{}",
        created_at=NOW, deadline_at=NOW, changed_at=NOW, look_at=NOW,
        receipt_token=f"token-{number}",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def kept(
    store: Store,
    number: int,
    bills: Sequence[str] | None = None,
    department: str = "one_stop",
    **changes: object,
) -> KeptPayment:
    made = intent(number, **changes)
    begin(store, made, department, [f"B{number}"] if bills is None else bills)
    return made


def goes(store: Store, number: int, *states: PaymentState) -> KeptPayment | None:
    return move(store, UUID(int=number), states, "x", NOW)


def approved(store: Store, number: int) -> None:
    goes(store, number, S.INTENT, S.REQUESTED, S.APPROVED)


# -- whose bill ---------------------------------------------------------------------


def test_what_is_kept_is_what_was_given(rows: Store) -> None:
    made = kept(rows, 1, person="p", look_at=None, paid=7, looks=3)
    assert payment_of_id(rows, made.id) == made
    assert payment_of_id(rows, UUID(int=2)) is None


def test_two_departments_may_number_their_bills_alike(rows: Store) -> None:
    kept(rows, 1, ["7"], "one_stop")
    kept(rows, 2, ["7"], "traffic_police")
    approved(rows, 1)
    approved(rows, 2)
    assert paid_bills(rows, "one_stop") == {"7": UUID(int=1)}
    assert paid_bills(rows, "traffic_police") == {"7": UUID(int=2)}
    assert paid_bills(rows, "housing") == {}


def test_a_bill_is_held_whole_or_not_at_all(rows: Store) -> None:
    kept(rows, 1, ["a", "b"])
    for bills in (["b"], ["c", "b"], ["b", "c"]):
        with pytest.raises(BillHeldError):
            kept(rows, 2, bills)
    assert payment_of_id(rows, UUID(int=2)) is None
    kept(rows, 3, ["c"])  # nobody holds it


def test_bills_are_held_in_one_order_so_that_two_cannot_cross(rows: Store) -> None:
    held: list[str] = []

    def seen(*said: Any) -> None:
        _, _, statement, parameters, _, many = said
        if statement.startswith("INSERT INTO bill_hold"):
            held.extend(each[1] for each in (parameters if many else [parameters]))

    with rows.reading() as session:
        engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", seen)
    try:
        kept(rows, 1, ["c", "a", "b"])
    finally:
        event.remove(engine, "before_cursor_execute", seen)
    assert held == ["a", "b", "c"]


@pytest.mark.parametrize("state", [each for each in S if each not in FREE])
def test_only_an_approved_payment_has_paid_its_bill(
    paying: Paying, state: PaymentState
) -> None:
    kept(paying.store, 1, ["a"])
    paying.in_place(intent(1), state=state)
    with pytest.raises(BillHeldError) as caught:
        kept(paying.store, 2, ["a"])
    assert caught.value.paid is (state is S.APPROVED)
    assert str(caught.value) == ("paid" if caught.value.paid else "unclear")
    paid = {"a": UUID(int=1)} if state is S.APPROVED else {}
    assert paid_bills(paying.store, "one_stop") == paid


@pytest.mark.parametrize(
    ("way", "free"),
    [
        ((S.INTENT, S.CLOSED), True),
        ((S.INTENT, S.REQUESTED), False),
        ((S.INTENT, S.REQUESTED, S.DECLINED), True),
        ((S.INTENT, S.REQUESTED, S.APPROVED), False),
        ((S.INTENT, S.UNKNOWN, S.STAFF), False),
        ((S.INTENT, S.REQUESTED, S.APPROVED, S.REFUND_PENDING), False),
        ((S.INTENT, S.REQUESTED, S.APPROVED, S.REFUND_PENDING, S.REFUNDED), True),
    ],
)
def test_a_bill_is_free_where_nothing_was_paid_in_the_end(
    rows: Store, way: tuple[PaymentState, ...], free: bool
) -> None:
    kept(rows, 1, ["a", "b"])
    kept(rows, 2, ["c"])
    goes(rows, 1, *way)
    for bill in ("a", "b"):
        if not free:
            with pytest.raises(BillHeldError):
                kept(rows, 3, [bill])
    if free:
        kept(rows, 3, ["a", "b"])
    with pytest.raises(BillHeldError):  # another one's is not
        kept(rows, 4, ["c"])


# -- moving -------------------------------------------------------------------------


def test_every_step_of_a_way_is_written_down(paying: Paying) -> None:
    kept(paying.store, 1, looks=5)
    later = NOW + timedelta(seconds=9)
    moved = move(
        paying.store, UUID(int=1), (S.INTENT, S.REQUESTED, S.APPROVED), "told", later,
        transaction="T1", paid=3,
    )  # fmt: skip
    assert moved is not None
    assert moved == payment_of_id(paying.store, UUID(int=1))
    assert (moved.state, moved.looks, moved.changed_at) == (S.APPROVED, 0, later)
    assert (moved.transaction, moved.paid) == ("T1", 3)
    assert paying.causes(UUID(int=1)) == [
        ("intent", "asked"),
        ("requested", "told"),
        ("approved", "told"),
    ]


def test_who_starts_from_where_it_is_no_more_moves_nothing(paying: Paying) -> None:
    kept(paying.store, 1)
    kept(paying.store, 2)
    goes(paying.store, 1, S.INTENT, S.CLOSED)
    before = payment_of_id(paying.store, UUID(int=1))
    assert goes(paying.store, 1, S.INTENT, S.REQUESTED) is None
    assert payment_of_id(paying.store, UUID(int=1)) == before
    assert len(paying.causes(UUID(int=1))) == 2
    other = payment_of_id(paying.store, UUID(int=2))
    assert other is not None
    assert other.state is S.INTENT


@pytest.mark.parametrize(
    "way",
    [
        (S.INTENT, S.APPROVED),
        (S.INTENT, S.REQUESTED, S.REFUNDED),
        (S.INTENT, S.CLOSED, S.REQUESTED),
    ],
)
def test_a_way_that_is_none_moves_nothing(
    rows: Store, way: tuple[PaymentState, ...]
) -> None:
    made = kept(rows, 1)
    with pytest.raises(NotAllowedError):
        goes(rows, 1, *way)
    assert payment_of_id(rows, made.id) == made


def test_a_note_changes_one_payment_and_no_state(rows: Store) -> None:
    one, other = kept(rows, 1), kept(rows, 2)
    note(rows, one.id, looks=4, settled="entered")
    assert payment_of_id(rows, one.id) == replace(one, looks=4, settled="entered")
    assert payment_of_id(rows, other.id) == other


# -- finding ------------------------------------------------------------------------


def numbers(found: Sequence[KeptPayment]) -> list[int]:
    return [each.id.int for each in found]


def test_what_is_due_comes_longest_first_and_not_all_at_once(rows: Store) -> None:
    for number, look_at in (
        (1, NOW),
        (2, NOW - timedelta(seconds=5)),
        (3, NOW + timedelta(seconds=1)),
        (4, None),
        (5, NOW - timedelta(seconds=9)),
    ):
        kept(rows, number, look_at=look_at)
    assert numbers(due(rows, NOW, 16)) == [5, 2, 1]
    assert numbers(due(rows, NOW, 2)) == [5, 2]
    assert numbers(due(rows, NOW - timedelta(seconds=9), 16)) == [5]


def test_states_are_listed_oldest_first(rows: Store) -> None:
    for number, age in ((1, 1), (2, 3), (3, 2), (4, 9)):
        kept(rows, number, created_at=NOW - timedelta(seconds=age))
    goes(rows, 3, S.INTENT, S.CLOSED)
    goes(rows, 4, S.INTENT, S.REQUESTED)
    assert numbers(in_state(rows, S.INTENT)) == [2, 1]
    assert numbers(in_state(rows, S.INTENT, S.CLOSED)) == [2, 3, 1]
    assert in_state(rows, S.STAFF) == []


def test_a_provider_speaks_of_its_own_payments_alone(rows: Store) -> None:
    made = kept(rows, 1)
    kept(rows, 2)
    assert payment_of_reference(rows, "sandbox", "order-1") == made
    assert payment_of_reference(rows, "wechat", "order-1") is None
    assert payment_of_reference(rows, "sandbox", "order-9") is None
    assert payment_of_token(rows, "token-1") == made
    assert payment_of_token(rows, "token-9") is None


def test_a_persons_payments_are_found_oldest_first(rows: Store) -> None:
    for number, who, age in ((1, "a", 1), (2, "b", 2), (3, "a", 3), (4, None, 4)):
        kept(rows, number, person=who, created_at=NOW - timedelta(seconds=age))
    assert numbers(payments_of(rows, "a")) == [3, 1]
    assert payments_of(rows, "c") == []


def test_a_time_holds_what_came_or_was_begun_in_it(rows: Store) -> None:
    end = NOW + timedelta(days=1)
    second = timedelta(seconds=1)
    for number, created, came in (
        (1, NOW, None),
        (2, NOW - second, None),
        (3, end, None),
        (4, end - second, None),
        (5, NOW - 9 * second, NOW),
        (6, NOW, end),
        (7, NOW - 5 * second, end - second),
    ):
        kept(rows, number, created_at=created, approved_at=came)
    assert numbers(payments_between(rows, NOW, end)) == [5, 7, 1, 4]
