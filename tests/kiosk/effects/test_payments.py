"""Payments survive a crash, and a payment code is stored nowhere."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from support.effects import (
    NOTHING,
    OTHER,
    PRINTED,
    TOKEN,
    UNKNOWN,
    WHO,
    failing,
    intent,
    journal,
    statement,
)
from support.flow import item
from support.steps import payment
from support.visits import NOW, FakeDevices, Folder, effects_of

from contract.entitlements import EntitlementKind
from contract.payment import Payment, PaymentRequest, PaymentState
from kiosk.effects import Effects
from kiosk.flow.actions import Paid
from offline_cache.database import Cache
from offline_cache.errors import CacheError


def told(effects: Effects, request: PaymentRequest, **changes: Any) -> Payment:
    """Central reports a payment's state."""
    values = {"payment": request.idempotency_key, "case": request.case} | changes
    state = values.pop("state", PaymentState.APPROVED)
    stands = payment(state, **values)
    effects.payments.payment_changed(TOKEN, request.item, stands)
    return stands


def states(cache: Cache) -> list[str]:
    return [e.detail["state"] for e in journal(cache) if e.kind == "payment"]


def coming(effects: Effects) -> list[UUID | None]:
    return [
        each.payment.payment if each.payment else None
        for each in effects.payments.coming(WHO)
    ]


# -- the intent -------------------------------------------------------------------


def test_an_intent_is_on_the_disk_before_anything_can_be_sent(
    effects: Effects, folder: Folder
) -> None:
    action = intent()
    request = effects.payments.intend_payment(action)
    (entry,) = folder.see(journal)
    assert entry.kind == "payment_intent"
    assert entry.detail == {
        "case": str(request.case),
        "payment": str(request.idempotency_key),
        "amount": 12_345,
        "provider": "sandbox",
    }
    assert (request.item, request.applicant) == (item().code, WHO)
    assert (request.form, request.amount) == (action.form, action.amount)
    assert request.payment_code == action.payment_code


@pytest.mark.parametrize(
    "statement_that_fails", ["INSERT INTO payment", "INSERT INTO journal", "COMMIT"]
)
def test_without_the_intent_there_is_nothing_to_send(
    statement_that_fails: str,
    effects: Effects,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
        effects.payments.intend_payment(intent())
    assert journal(cache) == []


def test_a_second_payment_of_a_case_has_a_key_of_its_own(effects: Effects) -> None:
    first = effects.payments.intend_payment(intent())
    second = effects.payments.intend_payment(intent(case=first.case))
    assert second.case == first.case
    assert second.idempotency_key != first.idempotency_key


def test_neither_person_nor_code_is_in_the_journal_or_the_table(
    effects: Effects, cache: Cache
) -> None:
    request = effects.payments.intend_payment(intent())
    told(effects, request, state=PaymentState.REQUESTED)
    kept = str(cache.rows("SELECT * FROM payment")) + str(journal(cache))
    for secret in (WHO.number, WHO.name, str(intent().payment_code), "http://pay"):
        assert secret not in kept
    assert str(intent().payment_code) not in repr(request)


# -- what central says ------------------------------------------------------------


def test_only_news_is_written(effects: Effects, cache: Cache) -> None:
    request = effects.payments.intend_payment(intent())
    for state in (
        PaymentState.REQUESTED,
        PaymentState.REQUESTED,
        PaymentState.APPROVED,
        PaymentState.APPROVED,
    ):
        told(effects, request, state=state)
    assert states(cache) == ["requested", "approved"]


def test_an_answer_that_was_overtaken_takes_nothing_back(
    effects: Effects, cache: Cache
) -> None:
    request = effects.payments.intend_payment(intent())
    told(effects, request)
    told(effects, request, state=PaymentState.REQUESTED)
    assert states(cache) == ["approved"]
    assert coming(effects) == [request.idempotency_key]


def test_of_a_state_in_unknown_words_central_has_the_last_word(
    effects: Effects, cache: Cache
) -> None:
    request = effects.payments.intend_payment(intent())
    cache.rows("UPDATE payment SET state = 'bartered'")
    told(effects, request, state=PaymentState.REQUESTED)
    assert states(cache) == [], "an unknown payment is not asked for again"
    told(effects, request)
    assert states(cache) == ["approved"]


def test_a_payment_of_another_terminal_is_not_ours_to_write(
    effects: Effects, cache: Cache
) -> None:
    effects.payments.payment_changed(TOKEN, item().code, payment(PaymentState.APPROVED))
    assert journal(cache) == []


# -- what is coming ---------------------------------------------------------------


def test_what_is_paid_and_has_no_receipt_is_coming_also_after_a_crash(
    effects: Effects, folder: Folder
) -> None:
    request = effects.payments.intend_payment(intent())
    paid = told(effects, request, transaction="T-1", approved_at=NOW)
    with folder.open() as cache:
        (found,) = effects_of(cache, FakeDevices()).payments.coming(WHO)
    assert found.kind is EntitlementKind.RECEIPT
    assert (found.case, found.item) == (request.case, item().code)
    assert found.title == item().name
    assert found.since == NOW
    assert found.payment == paid
    assert found.serial is None


def test_nothing_of_it_is_coming_to_somebody_else(effects: Effects) -> None:
    told(effects, effects.payments.intend_payment(intent()))
    assert effects.payments.coming(OTHER) == ()


@pytest.mark.parametrize(
    "state",
    [each for each in PaymentState if each is not PaymentState.APPROVED],
)
def test_only_what_is_paid_is_coming(effects: Effects, state: PaymentState) -> None:
    told(effects, effects.payments.intend_payment(intent()), state=state)
    assert coming(effects) == []


def test_a_refund_ends_it(effects: Effects) -> None:
    request = effects.payments.intend_payment(intent())
    told(effects, request)
    told(effects, request, state=PaymentState.REFUND_PENDING)
    assert coming(effects) == []


@pytest.mark.parametrize(("result", "left"), [(PRINTED, 0), (NOTHING, 1), (UNKNOWN, 1)])
def test_it_is_coming_until_its_receipt_is_known_to_be_printed(
    result: Any, left: int, effects: Effects, devices: FakeDevices
) -> None:
    request = effects.payments.intend_payment(intent())
    paid = told(effects, request)
    effects.papers.print_receipt(statement(case=request.case, paid=Paid(paid)))
    armed = devices.jobs[0][0]
    effects.papers.settle(armed, result)
    assert len(effects.payments.coming(WHO)) == left
    if left:
        (found,) = effects.payments.coming(WHO)
        assert found.serial == armed.serial


def test_a_copy_in_a_case_of_its_own_ends_it_too(
    effects: Effects, devices: FakeDevices
) -> None:
    request = effects.payments.intend_payment(intent())
    paid = told(effects, request)
    effects.papers.print_receipt(statement(case=request.case, paid=Paid(paid)))
    effects.papers.settle(devices.jobs[0][0], UNKNOWN)
    (found,) = effects.payments.coming(WHO)
    assert found.payment is not None
    effects.papers.print_receipt(
        statement(serial=found.serial, paid=Paid(found.payment), copied=True)
    )
    copy = devices.jobs[1][0]
    assert copy.case != request.case
    assert copy.serial == devices.jobs[0][0].serial
    effects.papers.settle(copy, PRINTED)
    assert effects.payments.coming(WHO) == ()


def test_the_slip_of_an_unclear_payment_leaves_its_receipt_coming(
    effects: Effects, devices: FakeDevices
) -> None:
    request = effects.payments.intend_payment(intent())
    unclear = told(effects, request, state=PaymentState.UNKNOWN)
    effects.papers.print_receipt(
        statement(case=request.case, paid=Paid(unclear, unclear=True))
    )
    effects.papers.settle(devices.jobs[0][0], PRINTED)
    told(effects, request, approved_at=datetime(2026, 11, 22, tzinfo=UTC))
    (found,) = effects.payments.coming(WHO)
    assert found.serial is None, "the slip's serial is not the receipt's"
