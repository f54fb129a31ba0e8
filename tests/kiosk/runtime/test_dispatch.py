"""Money, documents, cells and persons through the runtime."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

import pytest
import structlog
from support.cache import open_cache
from support.flow import NAME, NUMBER, answer, bill, entitlement, item, reading, shape
from support.sealed import ANOTHER, PUBLIC, catalogue, published, seal, sealed
from support.steps import payment
from support.visits import NOW, Kiosk, bodies

from contract.documents import Collection
from contract.entitlements import EntitlementKind, Entitlements
from contract.payment import Payment, PaymentRequest, PaymentState
from contract.records import Paper, PaperKind, RecordKind
from drivers.base import (
    CardReading,
    CodeKind,
    PrintOutcome,
    PrintResult,
    Role,
    ScannedCode,
)
from drivers.supervisor import CardRead, CodeRead, CodeUnreadable, JobDone
from kiosk.effects import ArmedDocument
from kiosk.errors import CentralError
from kiosk.runtime import orders
from offline_cache.catalogue import Catalogue, Definition
from offline_cache.journal import Journal
from offline_cache.keyring import Keyring
from view import (
    Attract,
    Begin,
    Cancel,
    CardProblem,
    Choose,
    ChooseItem,
    ConfirmPerson,
    Main,
    OfferQueue,
    Pay,
    PayCodeProblem,
    PayStage,
    PutCard,
    Review,
    StillComing,
    Trouble,
)

PRINTED = PrintResult(PrintOutcome.PRINTED)
OWN_CODE = ScannedCode(CodeKind.PAYMENT_CODE, "281234567890123456")


def refused(reason: str | None = None, status: int = 409) -> CentralError:
    return CentralError(Trouble.CENTRAL, "no", status=status, reason=reason)


def lost(*_: Any) -> NoReturn:
    raise CentralError(Trouble.NETWORK, "TimeoutError")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "AGAIN_S", 0.0)


def terminal(path: Path, name: str, **setting: Any) -> Kiosk:
    return Kiosk(path, catalogue=(shape(name),), **setting)


def begin(kiosk: Kiosk) -> None:
    kiosk.shows(Attract)
    kiosk.tap(Begin("zh_CN"))
    code = kiosk.shows(ChooseItem).tiles[0].code
    kiosk.tap(Choose(code))
    kiosk.shows(PutCard)


def identify(kiosk: Kiosk) -> None:
    begin(kiosk)
    kiosk.put_card()
    kiosk.shows(ConfirmPerson, lambda view: view.main)
    kiosk.tap(Main())


# -- documents --------------------------------------------------------------------


@pytest.fixture
def certifying(tmp_path: Path) -> Kiosk:
    kiosk = terminal(tmp_path, "certificate")
    kiosk.client.issue = lambda _: sealed()
    kiosk.folder.see(lambda cache: Keyring(cache).put_verification_keys((PUBLIC,)))
    return kiosk


def ask_for_document(kiosk: Kiosk) -> None:
    identify(kiosk)
    kiosk.shows(Review)
    kiosk.tap(Main())


def test_a_document_is_fetched_checked_printed_and_told(certifying: Kiosk) -> None:
    with certifying as kiosk:
        ask_for_document(kiosk)
        kiosk.until(lambda: kiosk.devices.submitted)
        role, armed, _ = kiosk.devices.submitted[0]
        assert role is Role.DOCUMENT_PRINTER
        assert isinstance(armed, ArmedDocument)
        kiosk.devices.tell(JobDone(armed, PRINTED))
        kiosk.job()  # the receipt follows
    told = kiosk.folder.see(lambda cache: bodies(cache, RecordKind.OUTCOME))
    assert [(body.kind, body.paper) for _, body in told] == [
        (PaperKind.DOCUMENT, Paper.PRINTED)
    ]
    (request,) = [each for name, each in kiosk.client.calls if name == "issue"]
    assert request.idempotency_key == armed.case
    assert kiosk.client.count("catalogue") == 0, "the keys were known"


def test_keys_that_are_not_known_yet_are_fetched(tmp_path: Path) -> None:
    kiosk = terminal(tmp_path, "certificate")
    kiosk.client.issue = lambda _: sealed()
    kiosk.client.published = catalogue()
    with kiosk:
        ask_for_document(kiosk)
        kiosk.until(lambda: kiosk.devices.submitted)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "0" * 64},
        {"pdf": b"<html>"},
        {"verification": seal(key=ANOTHER)},
        {"verification": seal(serial="SS-2")},
        {"verification": "OT1:NONSENSE"},
        {"verification": "https://example.com"},
    ],
    ids=["cut", "no_pdf", "another_key", "another_document", "damaged", "no_seal"],
)
def test_a_document_whose_seal_is_wrong_is_never_printed(
    wrong: dict[str, Any], certifying: Kiosk
) -> None:
    certifying.client.issue = lambda _: sealed(**wrong)
    with structlog.testing.capture_logs() as logged, certifying as kiosk:
        ask_for_document(kiosk)
        assert kiosk.shows(OfferQueue).trouble is Trouble.CENTRAL
    assert "document_failed" in [each["event"] for each in logged]
    assert certifying.devices.submitted == []
    assert NAME not in str(logged)


# -- what is still coming ---------------------------------------------------------


def test_what_central_says_is_still_coming_is_offered_and_collected(
    tmp_path: Path,
) -> None:
    kiosk = terminal(tmp_path, "certificate")
    kiosk.client.published = catalogue()
    waiting = entitlement(EntitlementKind.DOCUMENT)
    kiosk.client.coming = lambda _: Entitlements(time=NOW, entitlements=(waiting,))
    with kiosk:
        identify(kiosk)
        kiosk.shows(StillComing)
    ((_, collection),) = kiosk.client.calls
    assert isinstance(collection, Collection)
    assert collection.applicant is not None
    assert collection.applicant.number == NUMBER


def test_without_central_the_visit_goes_on_with_what_this_terminal_knows(
    tmp_path: Path,
) -> None:
    kiosk = terminal(tmp_path, "certificate")
    kiosk.client.coming = lost
    with kiosk:
        identify(kiosk)
        kiosk.shows(Review)


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


# -- cards and codes --------------------------------------------------------------


def test_an_expired_card_identifies_nobody_and_another_is_waited_for(
    tmp_path: Path,
) -> None:
    kiosk = Kiosk(tmp_path)
    over = replace(reading(), valid_to=date.today() - timedelta(days=2))  # noqa: DTZ011
    with kiosk:
        begin(kiosk)
        kiosk.until(lambda: kiosk.devices.wanted)
        ticket = kiosk.devices.wanted
        kiosk.devices.wanted = None
        kiosk.devices.tell(CardRead(ticket, over))
        kiosk.sees(PutCard(CardProblem.EXPIRED))
        assert kiosk.devices.wanted == ticket
        kiosk.put_card()
        kiosk.shows(ConfirmPerson)


@pytest.mark.parametrize(
    "unprintable",
    [
        replace(reading(), name="何\ue000欣"),
        replace(reading(), name=None, english_name="\ue000, JEAN"),
    ],
    ids=["name", "english_name"],
)
def test_a_name_that_no_font_has_is_said_before_anything_is_asked(
    tmp_path: Path, unprintable: CardReading
) -> None:
    def can_print(name: str) -> bool:
        return "\ue000" not in name

    kiosk = Kiosk(tmp_path, can_print=can_print)
    with kiosk:
        begin(kiosk)
        kiosk.until(lambda: kiosk.devices.wanted)
        ticket = kiosk.devices.wanted
        kiosk.devices.wanted = None
        kiosk.devices.tell(CardRead(ticket, unprintable))
        kiosk.sees(PutCard(CardProblem.NAME_UNPRINTABLE))
        assert kiosk.devices.wanted == ticket, "another card may be put down"
        kiosk.put_card()
        kiosk.shows(ConfirmPerson)


def test_a_name_that_is_not_printed_may_have_any_character(tmp_path: Path) -> None:
    """The Chinese name is printed; the English one beside it is not."""
    kiosk = Kiosk(tmp_path, can_print=lambda name: "\ue000" not in name)
    with kiosk:
        begin(kiosk)
        kiosk.until(lambda: kiosk.devices.wanted)
        foreign = replace(reading(), name="样本", english_name="\ue000")
        kiosk.devices.tell(CardRead(kiosk.devices.wanted, foreign))
        kiosk.shows(ConfirmPerson)


def test_a_card_without_an_end_is_never_expired(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path)
    past = date.today() - timedelta(days=2)  # noqa: DTZ011
    with kiosk:
        begin(kiosk)
        kiosk.until(lambda: kiosk.devices.wanted)
        forever = replace(reading(), valid_to=past, long_term=True)
        kiosk.devices.tell(CardRead(kiosk.devices.wanted, forever))
        kiosk.shows(ConfirmPerson)


def test_an_expired_card_of_a_visit_that_is_over_is_waited_for_no_more(
    tmp_path: Path,
) -> None:
    kiosk = Kiosk(tmp_path)
    over = replace(reading(), valid_to=date(2020, 1, 1))
    with kiosk:
        begin(kiosk)
        kiosk.until(lambda: kiosk.devices.wanted)
        late = kiosk.devices.wanted
        kiosk.tap(Cancel())
        kiosk.shows(Attract)
        kiosk.devices.tell(CardRead(late, over))
        begin(kiosk)
        kiosk.until(lambda: kiosk.devices.wanted)
        assert late not in kiosk.devices.asked[1:]


# -- the catalogue ----------------------------------------------------------------


def test_what_central_publishes_is_shown_once_no_visit_runs(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path)
    newer = item(version=2, fee=100)
    told = published(newer)

    def receive() -> None:
        definition = Definition(told.code, told.version, told.toml, told.signature)
        kiosk.folder.see(lambda cache: Catalogue(cache).put([definition]))
        kiosk.runtime.look()

    with kiosk:
        begin(kiosk)
        receive()
        kiosk.put_card()
        kiosk.shows(ConfirmPerson)
        serving = kiosk.runtime._state.serving
        assert serving is not None
        assert serving.visit.item.version == 1, "a visit keeps its version"
        assert kiosk.runtime._state.setting.catalogue == (item(),), "looked at before"
        kiosk.tap(Cancel())
        kiosk.lift_card()
        kiosk.shows(Attract)
        kiosk.until(lambda: kiosk.runtime._state.setting.catalogue == (newer,))
