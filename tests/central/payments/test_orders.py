"""Orders and charges at the office: begun, followed, called back, told."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs
from support.money import BEGAN
from support.paying import DEFINITIONS, ITEM, SIGNED, TERMINAL, Paying

from central.payments import office as module
from central.payments.base import NotGenuineError, RefusedError
from central.payments.errors import (
    NoSuchPaymentError,
    ProviderAwayError,
)
from contract.payment import Payment, PaymentState

S = PaymentState


# -- orders and charges -------------------------------------------------------------


def test_an_order_without_answer_is_away_and_may_be_asked_for_again(
    paying: Paying,
) -> None:
    wish = paying.wish()
    paying.provider.silent = True
    with capture_logs() as logs, pytest.raises(ProviderAwayError):
        paying.asks(wish)
    assert logs[-1]["error"] == "timeout"
    kept = paying.kept(wish.idempotency_key)
    assert (kept.state, paying.due_in(kept)) == (S.INTENT, 120)
    paying.provider.silent = False
    assert paying.asks(wish).state is S.REQUESTED
    assert {one for _, one in paying.provider.asked} == {kept.reference}


def test_an_order_that_is_refused_is_closed_and_its_code_logged(paying: Paying) -> None:
    paying.provider.raises["order"] = RefusedError("NO_AUTH")
    with capture_logs() as logs:
        told = paying.asks()
    assert (told.state, told.code_url) == (S.CLOSED, None)
    assert "NO_AUTH" in [each.get("code") for each in logs]
    assert paying.causes(told.payment)[-1] == ("closed", "refused")
    assert paying.holds() == set()


def test_a_charge_carries_what_is_paid_and_the_citizens_code(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    charge, asked = paying.provider.charge, []

    def recorded(*arguments: Any) -> Any:
        asked.append((*arguments, paying.only().state))
        return charge(*arguments)

    monkeypatch.setattr(paying.provider, "charge", recorded)
    told = paying.asks(payment_code="plain")
    item = DEFINITIONS.get(ITEM)
    assert item is not None
    # Written down before it is charged: from then on it may have been.
    assert asked == [(told.reference, 48_000, item.name.zh_CN, "plain", S.REQUESTED)]
    assert (told.state, told.transaction) == (S.APPROVED, f"T-{told.reference}")
    assert paying.causes(told.payment)[1:] == [
        ("requested", "charging"),
        ("approved", "charged"),
    ]


def test_a_charge_that_is_refused_is_declined_and_the_next_one_is_another(
    paying: Paying,
) -> None:
    with capture_logs() as logs:
        first = paying.asks(payment_code="poor")
    assert first.state is S.DECLINED
    assert "NOT_ENOUGH" in [each.get("code") for each in logs]
    assert paying.causes(first.payment)[-1] == ("declined", "refused")
    second = paying.asks(payment_code="plain")
    assert second.state is S.APPROVED
    assert second.reference != first.reference
    assert paying.kept(first.payment).state is S.DECLINED


# -- following ----------------------------------------------------------------------


def test_only_its_own_terminal_is_told_of_a_payment(paying: Paying) -> None:
    begun = paying.asks()
    calls: tuple[Callable[[], Any], ...] = (
        lambda: paying.office.get(begun.payment, "demo-02", None),
        lambda: paying.office.close(begun.payment, "demo-02"),
        lambda: paying.office.get(uuid4(), TERMINAL, None),
        lambda: paying.office.close(uuid4(), TERMINAL),
    )
    for call in calls:
        with pytest.raises(NoSuchPaymentError):
            paying.run(call())
    assert paying.did("close") == 0


def test_a_question_is_answered_at_once_where_there_is_news(paying: Paying) -> None:
    begun = paying.asks()
    for unlike in (None, S.INTENT, S.APPROVED):
        told = paying.run(paying.office.get(begun.payment, TERMINAL, unlike))
        assert told == begun


def test_a_question_is_held_until_the_payment_moves(paying: Paying) -> None:
    begun = paying.asks()

    async def both() -> Payment:
        question = paying.office.get(begun.payment, TERMINAL, S.REQUESTED)
        held = asyncio.create_task(question)
        await asyncio.sleep(0)
        paying.provider.pay(begun.reference)
        await paying.office.notified("sandbox", SIGNED, begun.reference.encode())
        return await held

    assert paying.run(asyncio.wait_for(both(), 60)).state is S.APPROVED


def test_a_question_is_not_held_for_ever(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT_S", 0.02)
    begun = paying.asks()
    asked = paying.office.get(begun.payment, TERMINAL, S.REQUESTED)
    assert paying.run(asyncio.wait_for(asked, 60)) == begun


def test_a_move_by_another_process_is_seen_too(
    paying: Paying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT_S", 600.0)
    monkeypatch.setattr(module, "WAIT_S", 0.01)
    begun = paying.asks()

    async def both() -> Payment:
        question = paying.office.get(begun.payment, TERMINAL, S.REQUESTED)
        held = asyncio.create_task(question)
        await asyncio.sleep(0)
        await paying.teller.take(paying.only(), (S.APPROVED,), "elsewhere")
        return await held

    assert paying.run(asyncio.wait_for(both(), 60)).state is S.APPROVED


def test_what_a_terminal_closes_is_closed_at_the_provider(paying: Paying) -> None:
    begun = paying.asks()
    told = paying.run(paying.office.close(begun.payment, TERMINAL))
    assert (told.state, told.code_url, told.seconds_left) == (S.CLOSED, None, None)
    assert paying.provider.asked[-1] == ("close", begun.reference)


# -- callbacks ----------------------------------------------------------------------


def test_a_callback_moves_the_payment_that_it_is_about(paying: Paying) -> None:
    kept = paying.pays()
    assert kept.state is S.APPROVED
    assert paying.causes(kept.id)[-1] == ("approved", "callback")
    paying.calls_back(kept.reference)
    assert paying.kept(kept.id) == kept


def test_what_is_not_genuine_moves_nothing(paying: Paying) -> None:
    begun = paying.asks()
    paying.provider.pay(begun.reference)
    body = begun.reference.encode()
    for name, headers in (("wechat", SIGNED), ("sandbox", {})):
        with pytest.raises(NotGenuineError):
            paying.run(paying.office.notified(name, headers, body))
    assert paying.only().state is S.REQUESTED


def test_a_callback_for_nothing_of_ours_is_an_alarm(paying: Paying) -> None:
    paying.provider.order("somebody-elses", 100, "t", BEGAN)
    with capture_logs() as logs:
        paying.calls_back("somebody-elses")
    assert (logs[-1]["log_level"], logs[-1]["provider"]) == ("error", "sandbox")


# -- told ---------------------------------------------------------------------------


def test_a_receipt_and_its_time_are_told_of_an_approved_payment(paying: Paying) -> None:
    kept = paying.pays()
    told = paying.office.told(kept)
    assert told.approved_at == BEGAN
    assert told.receipt_url == f"https://pay.test/receipt/{kept.receipt_token}"
    assert paying.run(paying.office.receipt(kept.receipt_token)) == kept
    assert paying.run(paying.office.receipt("nobodys")) is None
    back = paying.in_place(kept, state=S.REFUND_PENDING)
    told = paying.office.told(back)
    assert (told.approved_at, told.receipt_url) == (None, None)


@pytest.mark.parametrize(
    ("after_s", "left"), [(0, 120), (0.4, 120), (119.4, 1), (120, 0), (999, 0)]
)
def test_the_time_that_is_left_is_never_below_nothing(
    paying: Paying, after_s: float, left: int
) -> None:
    kept = paying.in_state(S.REQUESTED)
    paying.clock.on(after_s)
    assert paying.office.told(kept).seconds_left == left


@pytest.mark.parametrize("state", [each for each in S if each is not S.REQUESTED])
def test_a_code_is_told_only_while_it_can_be_paid(paying: Paying, state: S) -> None:
    told = paying.office.told(paying.in_state(state))
    assert (told.state, told.code_url, told.seconds_left) == (state, None, None)
