"""Two that want the same of one payment or one bill at once: one gets it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

from central.store.database import Store
from central.store.payments import (
    BillHeldError,
    KeptPayment,
    begin,
    move,
    paid_bills,
    payment_of_id,
)
from contract.payment import PaymentState

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
AT_ONCE = 6

T = TypeVar("T")


def intent(key: UUID) -> KeptPayment:
    return KeptPayment(
        id=key,
        fingerprint="f",
        terminal="demo-01",
        case=uuid4(),
        item="one_stop.bill_payment",
        title_zh="缴费",
        title_en="Payment",
        person=None,
        provider="sandbox",
        reference=key.hex,
        amount=1200,
        state=PaymentState.INTENT,
        settlement=None,
        created_at=NOW,
        deadline_at=NOW,
        changed_at=NOW,
        look_at=NOW,
        receipt_token=key.hex,
    )


def together(work: Callable[[int], T]) -> list[T]:
    start = Barrier(AT_ONCE)

    def one(number: int) -> T:
        start.wait(60)
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_a_bill_has_one_payment(store: Store) -> None:
    for _ in range(5):
        bills = [uuid4().hex, uuid4().hex]

        def ask(number: int, bills: list[str] = bills) -> bool:
            # In either order, so that each may have the other's.
            mine = bills if number % 2 else bills[::-1]
            try:
                begin(store, intent(uuid4()), "one_stop", mine)
            except BillHeldError:
                return False
            return True

        assert together(ask).count(True) == 1


def test_a_payment_goes_one_way(store: Store) -> None:
    for _ in range(5):
        key = uuid4()
        begin(store, intent(key), "one_stop", [key.hex])
        move(store, key, (PaymentState.INTENT, PaymentState.REQUESTED), "asked", NOW)

        def go(number: int, key: UUID = key) -> PaymentState | None:
            end = PaymentState.APPROVED if number % 2 else PaymentState.CLOSED
            moved = move(store, key, (PaymentState.REQUESTED, end), "told", NOW)
            return None if moved is None else moved.state

        (end,) = [state for state in together(go) if state is not None]
        kept = payment_of_id(store, key)
        assert kept is not None
        assert kept.state is end
        held = paid_bills(store, "one_stop")
        assert (key.hex in held) is (end is PaymentState.APPROVED)
