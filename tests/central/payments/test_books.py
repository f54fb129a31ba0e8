"""Reconciliation line by line: which day, whose, how much, and what is said of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete
from support.money import BEGAN, FakeProvider
from support.paying import Paying

from central.payments.base import LineKind, ProviderError, StatementLine
from central.payments.reconcile import (
    Difference,
    Finding,
    NoStatementError,
    reconcile,
)
from central.store.payments import KeptPayment
from central.store.schema import CompletionRow, RecordRow
from contract.payment import PaymentState

S = PaymentState
D = Difference
DAY = date(2026, 11, 26)
MIDNIGHT = datetime(2026, 11, 25, 16, tzinfo=UTC)
"""In Shanghai."""


class Statement(FakeProvider):
    """A provider whose statement is as a test writes it."""

    lines: tuple[StatementLine, ...] = ()
    days: tuple[date, ...] = ()

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        self.days = (*self.days, day)
        return self.lines


def line(
    kept: KeptPayment, kind: LineKind = LineKind.PAID, amount: int = 48_000
) -> StatementLine:
    return StatementLine(kind, kept.reference, "T", amount, BEGAN)


def found(
    paying: Paying, *lines: StatementLine, day: date = DAY
) -> list[tuple[Difference, str, str, str, int]]:
    bank = Statement()
    bank.lines = lines
    told = [
        (each.what, each.provider, each.reference, each.payment, each.amount)
        for each in reconcile(paying.store, [bank], day)
    ]
    assert bank.days == (day,)
    return told


def of(what: Difference, kept: KeptPayment) -> tuple[Difference, str, str, str, int]:
    return what, "sandbox", kept.reference, str(kept.id), 48_000


def done(paying: Paying, state: S = S.APPROVED, **changes: object) -> KeptPayment:
    """A payment that has come to its end."""
    ended: dict[str, object] = {"settled": "entered", "receipt_printed": True}
    return paying.in_state(state, **(ended | changes))


@pytest.fixture(autouse=True)
def no_records(paying: Paying) -> None:
    with paying.store.writing() as session:
        session.execute(delete(CompletionRow))
        session.execute(delete(RecordRow))


def completed(paying: Paying, payment: UUID | None, amount: int | None) -> None:
    """A terminal has said so."""
    key = uuid4()
    with paying.store.writing() as session:
        session.add(
            RecordRow(
                idempotency_key=key, terminal="demo-01", install=UUID(int=1),
                seq=key.int % 10**9, item="x.y", kind="completion", fingerprint="f",
                answered="completed", state="completed", created_at=BEGAN,
                received_at=BEGAN, attempts=0,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            CompletionRow(record=key, serial="S", payment=payment, amount=amount)
        )


def test_what_agrees_is_silent(paying: Paying) -> None:
    kept = done(paying)
    assert found(paying, line(kept)) == []


@pytest.mark.parametrize("amount", [47_999, 48_001])
def test_another_amount_is_named_with_centrals(paying: Paying, amount: int) -> None:
    kept = done(paying)
    assert found(paying, line(kept, amount=amount)) == [of(D.AMOUNT, kept)]


PAID = (S.APPROVED, S.LATE_APPROVED, S.REFUND_PENDING, S.REFUNDED)
GOING_BACK = (S.LATE_APPROVED, S.REFUND_PENDING)


@pytest.mark.parametrize("state", S)
def test_money_on_the_statement_is_known_as_paid_or_named(
    paying: Paying, state: S
) -> None:
    kept = done(paying, state)
    expected = [] if state in PAID else [of(D.PAID_UNKNOWN, kept)]
    expected += [of(D.NOT_REFUNDED, kept)] if state in GOING_BACK else []
    assert found(paying, line(kept)) == expected


@pytest.mark.parametrize("state", S)
def test_what_is_paid_here_alone_is_named(paying: Paying, state: S) -> None:
    kept = done(paying, state)
    expected = [of(D.NOT_AT_PROVIDER, kept)] if state in PAID else []
    expected += [of(D.NOT_REFUNDED, kept)] if state in GOING_BACK else []
    assert found(paying) == expected


@pytest.mark.parametrize("state", PAID)
def test_what_went_back_there_is_refunded_here_or_named(
    paying: Paying, state: S
) -> None:
    kept = done(paying, state)
    expected = [] if state is S.REFUNDED else [of(D.REFUND_UNKNOWN, kept)]
    expected += [of(D.NOT_REFUNDED, kept)] if state in GOING_BACK else []
    assert found(paying, line(kept), line(kept, LineKind.REFUNDED)) == expected


@pytest.mark.parametrize("state", S)
def test_only_an_approved_one_needs_its_department_and_its_receipt(
    paying: Paying, state: S
) -> None:
    kept = done(paying, state, settled="", receipt_printed=False)
    told = [what for what, *_ in found(paying, line(kept))]
    both = {D.NOT_SETTLED, D.NO_RECEIPT}
    assert set(told) & both == (both if state is S.APPROVED else set())


def test_each_end_is_named_by_itself(paying: Paying) -> None:
    kept = done(paying, settled="")
    assert found(paying, line(kept)) == [of(D.NOT_SETTLED, kept)]
    kept = paying.in_place(kept, settled="entered", receipt_printed=False)
    assert found(paying, line(kept)) == [of(D.NO_RECEIPT, kept)]


def test_a_strangers_line_is_named_with_what_it_says(paying: Paying) -> None:
    strange = StatementLine(LineKind.PAID, "strange", "T", 700, BEGAN)
    back = StatementLine(LineKind.REFUNDED, "strange-2", "T", 1, BEGAN)
    told = found(paying, strange, back)
    assert told == [(D.NOT_AT_CENTRAL, "sandbox", "strange", "", 700)]


def test_each_provider_is_compared_with_its_own(paying: Paying) -> None:
    kept = done(paying)
    ours, others = Statement(), Statement(name="wechat")
    ours.lines = (line(kept),)
    assert reconcile(paying.store, [ours, others], DAY) == ()
    others.lines, ours.lines = ours.lines, ()
    told = reconcile(paying.store, [ours, others], DAY)
    assert [(each.what, each.provider) for each in told] == [
        (D.NOT_AT_PROVIDER, "sandbox"),
        (D.NOT_AT_CENTRAL, "wechat"),
    ]


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (MIDNIGHT - timedelta(seconds=1), False),
        (MIDNIGHT, True),
        (MIDNIGHT + timedelta(days=1, seconds=-1), True),
        (MIDNIGHT + timedelta(days=1), False),
    ],
)
def test_a_day_is_shanghais_from_midnight_to_midnight(
    paying: Paying, at: datetime, there: bool
) -> None:
    far = BEGAN - timedelta(days=9)
    for changes in (
        {"approved_at": at, "created_at": far},
        {"approved_at": None, "created_at": at},
    ):
        kept = done(paying, **changes)
        expected = [of(D.NOT_AT_PROVIDER, kept)] if there else []
        assert found(paying) == expected
        paying.in_place(kept, approved_at=far, created_at=far, settled="x")
        paying.run(paying.teller.take(kept, (S.REFUND_PENDING,), "x"))
        paying.run(
            paying.teller.take(paying.kept(kept.id), (S.REFUNDED,), "x")
        )  # so that the bill is free


def test_a_provider_without_a_statement_is_named(paying: Paying) -> None:
    bank = FakeProvider(name="wechat", raises={"statement": ProviderError("away")})
    with pytest.raises(NoStatementError, match=r"^wechat: away$"):
        reconcile(paying.store, [bank], DAY)


# -- terminals ----------------------------------------------------------------------


def test_terminals_that_say_the_same_are_silent(paying: Paying) -> None:
    kept = done(paying)
    completed(paying, kept.id, 48_000)
    completed(paying, kept.id, None)  # one that says no amount
    completed(paying, None, 5)  # one that is about no payment
    assert found(paying, line(kept)) == []


@pytest.mark.parametrize("amount", [0, 47_999, 48_001])
def test_another_amount_at_a_terminal_is_named(paying: Paying, amount: int) -> None:
    kept = done(paying)
    completed(paying, kept.id, amount)
    assert found(paying, line(kept)) == [of(D.TERMINAL_AMOUNT, kept)]


@pytest.mark.parametrize("state", S)
def test_a_terminal_that_says_paid_alone_is_named(paying: Paying, state: S) -> None:
    kept = done(paying, state)
    completed(paying, kept.id, 48_000)
    told = [what for what, *_ in found(paying)]
    assert (D.TERMINAL_ONLY in told) is (state not in PAID)


@pytest.mark.parametrize(("amount", "said"), [(700, 700), (None, 0)])
def test_a_payment_of_which_central_knows_nothing_is_named_on_every_day(
    paying: Paying, amount: int | None, said: int
) -> None:
    completed(paying, UUID(int=9), amount)
    told = [(D.TERMINAL_ONLY, "", "", str(UUID(int=9)), said)]
    assert found(paying) == told
    assert found(paying, day=date(2026, 1, 1)) == told


def test_what_a_terminal_says_of_another_days_payment_is_that_days(
    paying: Paying,
) -> None:
    kept = done(paying, S.CLOSED)
    completed(paying, kept.id, 48_000)
    assert found(paying, day=date(2026, 11, 27)) == []
    assert found(paying) == [of(D.TERMINAL_ONLY, kept)]


def test_a_finding_is_a_row(paying: Paying) -> None:
    assert Finding(D.AMOUNT, "sandbox", "r", "p", 7).row() == {
        "what": "amount",
        "provider": "sandbox",
        "reference": "r",
        "payment": "p",
        "amount": 7,
    }
