"""A clerk's commands and page: what is listed, what is resolved, and what is said."""

import json
from uuid import uuid4

import pytest
from support.central import central_app
from support.money import BEGAN
from support.paying import Paying

from central.cli import main, money
from central.cli.output import FAULT, OK, USAGE
from central.payments import providers
from central.payments.base import ProviderError, RefusedError
from central.store.payments import KeptPayment
from contract.payment import PaymentState

S = PaymentState
Out = pytest.CaptureFixture[str]


def run(paying: Paying, *arguments: str) -> int:
    with paying.store.reading() as session:
        url = session.get_bind().engine.url
    return main([*arguments, "--database", str(url)])


def at_staff(paying: Paying, paid: int = 47_999) -> KeptPayment:
    """Another amount came than was due."""
    kept = paying.pays(paid)
    assert kept.state is S.STAFF
    return kept


def goes_on(paying: Paying) -> KeptPayment:
    """The follow-up works; commands go by the machine's own clock."""
    paying.clock.now = paying.only().changed_at
    return paying.look()


@pytest.mark.parametrize(("paid", "said"), [(47_999, "479.99"), (1, "0.01")])
def test_what_came_is_paid_back_and_said(
    paying: Paying, capsys: Out, paid: int, said: str
) -> None:
    kept = at_staff(paying, paid)
    capsys.readouterr()
    assert run(paying, "resolve", str(kept.id), "refund") == OK
    assert capsys.readouterr().out == (
        f"sandbox {kept.reference}: {said} is paid back by the running central "
        f"({said} came, 480.00 was due)\n"
    )
    assert paying.causes(kept.id)[-1] == ("refund_pending", "clerk")
    assert goes_on(paying).state is S.REFUNDED
    assert list(paying.provider.refunds.values()) == [(kept.reference, paid)]


def test_more_than_was_due_is_paid_back_whole(paying: Paying, capsys: Out) -> None:
    kept = at_staff(paying, 48_001)
    assert run(paying, "resolve", str(kept.id), "refund") == OK
    assert "480.01 came" in capsys.readouterr().out
    assert goes_on(paying).state is S.REFUNDED


def test_what_was_late_and_odd_is_paid_back_too(paying: Paying) -> None:
    begun = paying.asks()
    paying.run(paying.office.close(begun.payment, "demo-01"))
    paying.provider.pay(begun.reference, 100)
    paying.calls_back(begun.reference)
    assert paying.only().state is S.STAFF
    assert run(paying, "resolve", str(begun.payment), "refund") == OK
    assert goes_on(paying).state is S.REFUNDED
    assert paying.provider.kept() == []


def test_an_amount_that_nobody_said_is_what_was_due(
    paying: Paying, capsys: Out
) -> None:
    kept = paying.in_state(S.STAFF)
    assert run(paying, "resolve", str(kept.id), "refund") == OK
    said = "480.00 is paid back by the running central (480.00 was due)\n"
    assert capsys.readouterr().out.endswith(said)


def test_an_approval_has_its_time_and_is_settled(paying: Paying, capsys: Out) -> None:
    kept = at_staff(paying)
    assert run(paying, "resolve", str(kept.id), "approved") == OK
    assert "the department is told that 480.00 was paid" in capsys.readouterr().out
    after = paying.only()
    assert after.approved_at == after.changed_at
    assert goes_on(paying).settled == "entered"


def test_what_was_approved_before_keeps_its_time(paying: Paying) -> None:
    kept = paying.in_state(S.STAFF, approved_at=BEGAN)
    assert run(paying, "resolve", str(kept.id), "approved") == OK
    assert paying.only().approved_at == BEGAN


def test_what_was_never_paid_is_closed_and_due_again(
    paying: Paying, capsys: Out
) -> None:
    kept = paying.in_state(S.STAFF)
    assert run(paying, "resolve", str(kept.id), "closed") == OK
    assert "nothing was paid, and 480.00 is due again" in capsys.readouterr().out
    assert (paying.only().look_at, paying.holds()) == (None, set())
    assert paying.asks().state is S.REQUESTED


@pytest.mark.parametrize("state", [each for each in S if each is not S.STAFF])
def test_only_what_waits_for_a_clerk_is_resolved(
    paying: Paying, capsys: Out, state: S
) -> None:
    kept = paying.in_state(state)
    capsys.readouterr()
    assert run(paying, "resolve", str(kept.id), "refund") == USAGE
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{kept.id} does not wait for a clerk" in told.err
    assert paying.only() == kept
    assert run(paying, "resolve", str(uuid4()), "refund") == USAGE


def test_two_clerks_resolve_it_once(
    paying: Paying, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = at_staff(paying)
    monkeypatch.setattr(money, "payment_of_id", lambda *_: kept)
    assert run(paying, "resolve", str(kept.id), "refund") == OK
    capsys.readouterr()
    assert run(paying, "resolve", str(kept.id), "closed") == FAULT
    told = capsys.readouterr()
    assert (told.out, "by somebody else" in told.err) == ("", True)
    assert paying.only().state is S.REFUND_PENDING


@pytest.mark.parametrize("arguments", [(), ("--staff",)])
def test_order_number_and_provider_stand_in_every_list(
    paying: Paying, capsys: Out, arguments: tuple[str, ...]
) -> None:
    kept = at_staff(paying)
    capsys.readouterr()
    assert run(paying, "payments", *arguments) == OK
    line = capsys.readouterr().out
    for word in ("staff", "480.00", "sandbox", kept.reference, kept.item, str(kept.id)):
        assert word in line
    assert line.endswith("479.99 came, 480.00 was due\n")
    assert run(paying, "payments", *arguments, "--json") == OK
    (row,) = json.loads(capsys.readouterr().out)
    assert row == {
        "payment": str(kept.id),
        "terminal": "demo-01",
        "item": kept.item,
        "state": "staff",
        "amount": 48_000,
        "paid": 47_999,
        "provider": "sandbox",
        "reference": kept.reference,
        "transaction": f"T-{kept.reference}",
        "created_at": "2026-11-26T02:00:00Z",
        "settled": "",
        "receipt": None,
    }


def test_only_those_for_a_clerk_are_listed_where_he_asks(
    paying: Paying, capsys: Out
) -> None:
    paying.pays()
    capsys.readouterr()
    assert run(paying, "payments", "--staff") == OK
    assert capsys.readouterr().out == ""
    assert run(paying, "payments") == OK
    line = capsys.readouterr().out
    assert "approved" in line
    assert "came" not in line


def test_the_page_names_order_provider_and_what_came(paying: Paying) -> None:
    kept = at_staff(paying)
    with central_app(paying.store) as client:
        page = client.get("/?lang=en").text
        chinese = client.get("/?lang=zh_CN").text
    row = page[page.index('<tr class="attention">') :]
    for word in ("sandbox", kept.reference, str(kept.id), "480.00", "came 479.99"):
        assert word in row
    assert "实收 479.99" in chinese


def test_the_page_says_nothing_of_what_came_where_it_is_what_was_due(
    paying: Paying,
) -> None:
    paying.in_place(paying.pays(), state=S.STAFF)
    with central_app(paying.store) as client:
        assert "<small>came" not in client.get("/?lang=en").text


@pytest.mark.parametrize("error", [ProviderError("away"), RefusedError("NO_AUTH")])
def test_the_provider_that_gives_no_statement_is_named(
    paying: Paying, capsys: Out, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    paying.provider.raises["statement"] = error
    monkeypatch.setattr(
        providers, "providers_of", lambda *_: {"sandbox": paying.provider}
    )
    assert run(paying, "reconcile", "--day", "2026-11-26") == FAULT
    said = f"central: no statement could be had of sandbox: {error}\n"
    assert capsys.readouterr().err.endswith(said)


def test_what_does_not_agree_is_listed_with_provider_and_order(
    paying: Paying, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = paying.pays()
    paying.look()
    monkeypatch.setattr(
        providers, "providers_of", lambda *_: {"sandbox": paying.provider}
    )
    capsys.readouterr()
    assert run(paying, "reconcile", "--day", "2026-11-26") == FAULT
    told = capsys.readouterr()
    assert told.out.split() == ["no_receipt", "480.00", "sandbox", kept.reference]
    assert "1 differences on 2026-11-26" in told.err
    paying.in_place(kept, receipt_printed=True)
    assert run(paying, "reconcile", "--day", "2026-11-26") == OK
