"""A day's books: what agrees is silent, and each difference is named."""

import asyncio
from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from support.money import BillDepartment, Clock, FakeProvider

from central.definitions import Definitions
from central.departments.desk import Desk
from central.payments.base import ProviderError
from central.payments.office import PaymentRules, Payments
from central.payments.reconcile import Difference, reconcile
from central.store.database import Store
from central.store.persons import Persons
from central.store.schema import CompletionRow, PaymentRow, RecordRow
from config import loader
from contract.payment import Payment, PaymentRequest, PaymentState

DAY = date(2026, 11, 26)


class Books:
    """An office, its provider, and what terminals have told."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.provider = FakeProvider(clock=self.clock)
        self.department = BillDepartment()
        definitions = Definitions(loader.SERVICES)
        self.office = Payments(
            store,
            Desk([self.department], 60, self.clock, definitions.get),
            Persons(bytes(32)),
            definitions.get,
            {"sandbox": self.provider},
            self.clock,
            PaymentRules(),
        )
        self.loop = asyncio.new_event_loop()

    def pays(self, *, settled: bool = True) -> Payment:
        """A bill that is paid, and entered at its department."""
        request = PaymentRequest(
            idempotency_key=uuid4(),
            case=uuid4(),
            item="one_stop.bill_payment",
            form={"bill_code": "51041120260000010018"},
            amount=self.department.amount,
            provider="sandbox",
        )
        begun = self.loop.run_until_complete(self.office.request(request, "demo-01"))
        self.provider.pay(begun.reference)
        headers, body = {"x-signed": "yes"}, begun.reference.encode()
        self.loop.run_until_complete(self.office.notified("sandbox", headers, body))
        if settled:
            self.loop.run_until_complete(self.office.followup.round())
        return begun

    def has_receipt(self, payment: UUID) -> None:
        with self.store.writing() as session:
            session.execute(
                update(PaymentRow)
                .where(PaymentRow.id == payment)
                .values(receipt_printed=True)
            )

    def terminal_says(self, payment: UUID, amount: int) -> None:
        key = uuid4()
        with self.store.writing() as session:
            session.add(
                RecordRow(
                    idempotency_key=key,
                    terminal="demo-01",
                    install=UUID(int=1),
                    seq=1,
                    item="one_stop.bill_payment",
                    kind="completion",
                    fingerprint="f",
                    answered="completed",
                    state="completed",
                    created_at=self.clock.now,
                    received_at=self.clock.now,
                    attempts=0,
                )
            )
            session.flush()
            session.add(
                CompletionRow(record=key, serial="S", payment=payment, amount=amount)
            )

    def differences(self) -> list[Difference]:
        return [each.what for each in reconcile(self.store, [self.provider], DAY)]


@pytest.fixture
def books(store: Store) -> Iterator[Books]:
    made = Books(store)
    yield made
    made.loop.close()


def test_books_that_agree_are_silent(books: Books) -> None:
    paid = books.pays()
    books.has_receipt(paid.payment)
    books.terminal_says(paid.payment, paid.amount)
    assert books.differences() == []


def test_a_receipt_that_was_not_printed_is_named(books: Books) -> None:
    books.pays()
    assert books.differences() == [Difference.NO_RECEIPT]


def test_what_the_department_has_not_entered_is_named(books: Books) -> None:
    paid = books.pays(settled=False)
    books.has_receipt(paid.payment)
    assert books.differences() == [Difference.NOT_SETTLED]


def test_money_that_only_the_provider_knows_is_named(books: Books) -> None:
    books.provider.order("somebody-elses", 100, "t", books.clock.now)
    books.provider.pay("somebody-elses")
    assert books.differences() == [Difference.NOT_AT_CENTRAL]


def test_money_that_only_central_knows_is_named(books: Books) -> None:
    paid = books.pays()
    books.has_receipt(paid.payment)
    books.provider.ever_paid.clear()
    assert books.differences() == [Difference.NOT_AT_PROVIDER]


def test_another_amount_at_the_provider_or_at_the_terminal_is_named(
    books: Books,
) -> None:
    paid = books.pays()
    books.has_receipt(paid.payment)
    books.terminal_says(paid.payment, paid.amount + 1)
    assert books.differences() == [Difference.TERMINAL_AMOUNT]
    with books.store.writing() as session:
        session.execute(update(PaymentRow).values(amount=paid.amount + 1))
    assert books.differences() == [Difference.AMOUNT]


def test_an_order_that_was_paid_twice_is_another_amount(books: Books) -> None:
    paid = books.pays()
    books.has_receipt(paid.payment)
    books.provider.ever_paid *= 2
    assert books.differences() == [Difference.AMOUNT]


def test_what_a_terminal_takes_to_be_paid_and_nobody_else_is_named(
    books: Books,
) -> None:
    books.terminal_says(UUID(int=9), 100)
    (found,) = reconcile(books.store, [books.provider], DAY)
    assert (found.what, found.payment) == (Difference.TERMINAL_ONLY, str(UUID(int=9)))


def test_paid_there_and_closed_here_is_named_until_it_has_gone_back(
    books: Books,
) -> None:
    paid = books.pays()
    with books.store.writing() as session:
        session.execute(update(PaymentRow).values(state=PaymentState.CLOSED))
    assert books.differences() == [Difference.PAID_UNKNOWN]
    with books.store.writing() as session:
        session.execute(update(PaymentRow).values(state=PaymentState.REFUND_PENDING))
    assert books.differences() == [Difference.NOT_REFUNDED]
    books.provider.refund(paid.reference, "R1", paid.amount, paid.amount)
    assert Difference.REFUND_UNKNOWN in books.differences()


def test_another_day_has_nothing_of_it(books: Books) -> None:
    books.pays()
    books.provider.ever_paid.clear()  # nor does its statement
    assert reconcile(books.store, [books.provider], date(2026, 11, 25)) == ()


def test_without_a_statement_nothing_is_said(books: Books) -> None:
    books.provider.silent = True
    with pytest.raises(ProviderError):
        books.differences()
