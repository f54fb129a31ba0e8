"""Payments through the runtime."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import structlog
from support.cache import open_cache
from support.flow import answer, bill
from support.pillars import identify, lost, refused, terminal
from support.steps import payment
from support.visits import Kiosk

from contract.payment import Payment, PaymentRequest, PaymentState
from drivers.base import (
    CodeKind,
    ScannedCode,
)
from drivers.supervisor import CodeRead, CodeUnreadable
from kiosk.runtime import orders
from offline_cache.journal import Journal
from view import (
    Main,
    Pay,
    PayCodeProblem,
    PayStage,
    Review,
)

OWN_CODE = ScannedCode(CodeKind.PAYMENT_CODE, "281234567890123456")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "AGAIN_S", 0.0)


# -- money ------------------------------------------------------------------------


@pytest.fixture
def paying(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = terminal(tmp_path, "contribution", scanner=True)
    kiosk.client.reply = lambda _: answer(bill=bill())
    kiosk.client.pay = lambda request: of(request, PaymentState.REQUESTED)
    over = threading.Event()

    def nothing_yet(_: PaymentState | None) -> Payment:
        over.wait(0.01)
        return of(asked(kiosk), PaymentState.REQUESTED)

    kiosk.client.stands = nothing_yet
    yield kiosk
    over.set()


def of(request: PaymentRequest, state: PaymentState) -> Payment:
    return payment(
        state, amount=request.amount, payment=request.idempotency_key, case=request.case
    )


def asked(kiosk: Kiosk) -> PaymentRequest:
    request: PaymentRequest = [e for name, e in kiosk.client.calls if name == "pay"][-1]
    return request


def to_pay(kiosk: Kiosk) -> None:
    identify(kiosk)
    kiosk.shows(Review)
    kiosk.tap(Main())


def stage(expected: PayStage) -> Callable[[Any], bool]:
    return lambda view: view.content.stage is expected


def problem(expected: PayCodeProblem) -> Callable[[Any], bool]:
    return lambda view: view.content.problem is expected


def test_a_payment_is_written_down_asked_for_followed_and_mirrored(
    paying: Kiosk,
) -> None:
    seen: list[list[str]] = []

    def pay(request: PaymentRequest) -> Payment:
        with open_cache(paying.folder.path) as cache:
            seen.append([entry.kind for entry in Journal(cache).entries()])
        return of(request, PaymentState.REQUESTED)

    paying.client.pay = pay
    with paying as kiosk:
        to_pay(kiosk)
        kiosk.shows(Pay, stage(PayStage.SCAN))
        kiosk.client.stands = lambda _: of(asked(kiosk), PaymentState.APPROVED)
        kiosk.job()
    assert seen == [["payment_intent"]], "written before it was asked"
    journal: list[Any] = kiosk.folder.see(lambda c: list(Journal(c).entries()))
    states = [e.detail["state"] for e in journal if e.kind == "payment"]
    assert states == ["requested", "approved"]


def test_a_cut_network_never_ends_the_following(
    paying: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "LOOK_FIRST_S", 0.001)
    monkeypatch.setattr(orders, "LOOK_MOST_S", 0.01)
    with structlog.testing.capture_logs() as logged, paying as kiosk:
        to_pay(kiosk)
        kiosk.shows(Pay, stage(PayStage.SCAN))
        kiosk.client.stands = lost
        before = kiosk.client.count("stands")
        kiosk.until(lambda: kiosk.client.count("stands") > before + 10)
        kiosk.client.stands = lambda _: of(asked(kiosk), PaymentState.APPROVED)
        kiosk.job()
    assert [e["event"] for e in logged].count("payment_unseen") == 1


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("bill_changed", PayStage.CHANGED),
        ("bill_paid", PayStage.PAID_BEFORE),
        ("payment_unclear", PayStage.UNCLEAR),
        ("amount_refused", PayStage.REFUSED),
        ("something_new", PayStage.NO_ANSWER),
    ],
)
def test_a_refusal_is_told_by_its_word(
    reason: str, expected: PayStage, paying: Kiosk
) -> None:
    def refuse(_: PaymentRequest) -> Payment:
        raise refused(reason)

    paying.client.pay = refuse
    with paying as kiosk:
        to_pay(kiosk)
        kiosk.shows(Pay, stage(expected))
    assert kiosk.client.count("pay") == 1, "asked again in vain"


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key(
    paying: Kiosk,
) -> None:
    def cut_once(request: PaymentRequest) -> Payment:
        if paying.client.count("pay") == 1:
            lost()
        return of(request, PaymentState.REQUESTED)

    paying.client.pay = cut_once
    with paying as kiosk:
        to_pay(kiosk)
        kiosk.shows(Pay, stage(PayStage.SCAN))
    keys = {e.idempotency_key for name, e in kiosk.client.calls if name == "pay"}
    assert len(keys) == 1


def test_an_own_code_whose_charge_nobody_answers_ends_with_a_slip_that_says_unclear(
    paying: Kiosk,
) -> None:
    paying.client.shut = lambda _: of(asked(paying), PaymentState.CLOSED)
    with paying as kiosk:
        to_pay(kiosk)
        kiosk.shows(Pay, stage(PayStage.SCAN))
        kiosk.until(lambda: kiosk.devices.listening)
        kiosk.client.pay = lost
        kiosk.devices.tell(CodeRead(kiosk.devices.listening, OWN_CODE))
        _, slip = kiosk.job()
        assert kiosk.devices.listening is None
    calls = [name for name, _ in kiosk.client.calls if name in ("pay", "close")]
    assert calls == ["pay", "close", "pay", "pay"], "closed first; one key, tried twice"
    assert "请勿重复支付" in str(slip)


def test_a_code_that_the_scanner_could_not_read_is_said_to_who_pays(
    paying: Kiosk,
) -> None:
    with paying as kiosk:
        to_pay(kiosk)
        kiosk.shows(Pay, stage(PayStage.SCAN))
        kiosk.until(lambda: kiosk.devices.listening)
        kiosk.devices.tell(CodeUnreadable(kiosk.devices.listening))
        kiosk.shows(Pay, problem(PayCodeProblem.UNREADABLE))
        assert kiosk.devices.listening is not None


def test_the_following_ends_with_the_visit(paying: Kiosk) -> None:
    shut = threading.Event()

    def close(_: UUID) -> Payment:
        shut.set()
        return of(asked(paying), PaymentState.CLOSED)

    paying.client.shut = close
    with paying as kiosk:
        to_pay(kiosk)
        kiosk.shows(Pay, stage(PayStage.SCAN))
        kiosk.runtime._dispatcher._drop()
        kiosk.until(
            lambda: (
                not any(
                    each.name == "payment_following" for each in threading.enumerate()
                )
            )
        )
