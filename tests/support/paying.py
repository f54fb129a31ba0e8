"""The payment office with a provider, a department, and a clock that stands still."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from central.definitions import Definitions
from central.departments.breaker import Breaker
from central.departments.desk import Desk
from central.payments.followup import Followup
from central.payments.office import PaymentRules, Payments
from central.payments.teller import Teller
from central.store.database import Store
from central.store.payments import KeptPayment, payment_of_id
from central.store.persons import Persons
from central.store.schema import BillHoldRow, PaymentMoveRow, PaymentRow
from config import loader
from contract.payment import Payment, PaymentRequest, PaymentState
from support.money import BillDepartment, Clock, FakeProvider

T = TypeVar("T")

DEFINITIONS = Definitions(loader.SERVICES)
ITEM = "one_stop.bill_payment"
SIGNED = {"x-signed": "yes"}
TERMINAL = "demo-01"
RULES = PaymentRules(limit=60_000, deadline_s=120, public_url="https://pay.test")


class Paying:
    """The payment office, on a database that is emptied first.

    Args:
        store: May be shared by tests that run one after the other.
    """

    def __init__(self, store: Store) -> None:
        with store.writing() as session:
            for table in (BillHoldRow, PaymentMoveRow, PaymentRow):
                session.execute(delete(table))
        self.store = store
        self.clock = Clock()
        self.provider = FakeProvider(clock=self.clock)
        self.department = BillDepartment()
        breaker = Breaker(lambda: self.clock().timestamp())
        self.desk = Desk(
            [self.department], 60, self.clock, DEFINITIONS.get, lambda: breaker
        )
        self.office = Payments(
            store,
            self.desk,
            Persons(bytes(32)),
            DEFINITIONS.get,
            {"sandbox": self.provider},
            self.clock,
            RULES,
        )
        self.teller = Teller(store, {"sandbox": self.provider}, self.clock)
        self.followup = Followup(self.teller, self.desk)
        self.loop = asyncio.new_event_loop()

    def close(self) -> None:
        self.loop.close()

    def without_provider(self) -> None:
        """Remove the provider from the settings, for the follow-up."""
        self.followup = Followup(Teller(self.store, {}, self.clock), self.desk)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def wish(self, **changes: Any) -> PaymentRequest:
        """Return a request for the department's one bill."""
        wish: dict[str, Any] = {
            "idempotency_key": uuid4(),
            "case": uuid4(),
            "item": ITEM,
            "form": {"bill_code": "51041120260000010018"},
            "amount": self.department.amount,
            "provider": "sandbox",
        }
        return PaymentRequest(**wish | changes)

    def asks(self, wish: PaymentRequest | None = None, **changes: Any) -> Payment:
        """Request a payment as a terminal does."""
        request = wish or self.wish(**changes)
        return self.run(self.office.request(request, TERMINAL))

    def calls_back(self, reference: str) -> None:
        """Send the provider's notification of an order."""
        self.run(self.office.notified("sandbox", SIGNED, reference.encode()))

    def pays(self, amount: int | None = None) -> KeptPayment:
        """Scan the code and pay as a citizen; the provider sends its notification."""
        begun = self.asks()
        self.provider.pay(begun.reference, amount)
        self.calls_back(begun.reference)
        return self.kept(begun.payment)

    def in_state(self, state: PaymentState, **changes: object) -> KeptPayment:
        """Return a payment with an order at the provider, put into a state."""
        begun = self.asks()
        return self.in_place(self.kept(begun.payment), state=state, **changes)

    def in_place(self, kept: KeptPayment, **changes: object) -> KeptPayment:
        """Change a payment's row, as no move would."""
        with self.store.writing() as session:
            row = session.get_one(PaymentRow, kept.id)
            for name, value in changes.items():
                setattr(row, name, value)
        return self.kept(kept.id)

    def look(self, after_s: float = 0) -> KeptPayment:
        """Let the follow-up do what is due then; return the one payment."""
        self.clock.on(after_s)
        self.run(self.followup.round())
        return self.only()

    def kept(self, payment: UUID) -> KeptPayment:
        kept = payment_of_id(self.store, payment)
        assert kept is not None
        return kept

    def only(self) -> KeptPayment:
        with self.store.reading() as session:
            (one,) = session.scalars(select(PaymentRow.id))
        return self.kept(one)

    def causes(self, payment: UUID) -> list[tuple[str, str]]:
        """Return a payment's moves and their causes."""
        with self.store.reading() as session:
            rows = session.scalars(
                select(PaymentMoveRow)
                .where(PaymentMoveRow.payment == payment)
                .order_by(PaymentMoveRow.id)
            )
            return [(row.after, row.cause) for row in rows]

    def holds(self) -> set[tuple[str, str]]:
        """Return each bill that a payment has, and whose bill it is."""
        with self.store.reading() as session:
            rows = session.scalars(select(BillHoldRow))
            return {(row.department, row.reference) for row in rows}

    def did(self, what: str) -> int:
        """Return how often the provider received this request."""
        return [each for each, _ in self.provider.asked].count(what)

    def due_in(self, kept: KeptPayment) -> float | None:
        """Return the seconds until it is due next."""
        now = self.kept(kept.id)
        if now.look_at is None:
            return None
        return (now.look_at - self.clock()).total_seconds()
