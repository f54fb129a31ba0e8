"""Money, documents, cells and persons through the runtime."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from support.flow import NAME, NUMBER, entitlement, item, reading
from support.pillars import begin, identify, lost, terminal
from support.sealed import ANOTHER, PUBLIC, catalogue, published, seal, sealed
from support.visits import NOW, Kiosk, bodies

from contract.documents import Collection
from contract.entitlements import EntitlementKind, Entitlements
from contract.records import Paper, PaperKind, RecordKind
from drivers.base import (
    CardReading,
    PrintOutcome,
    PrintResult,
    Role,
)
from drivers.supervisor import CardRead, JobDone
from kiosk.effects import ArmedDocument
from offline_cache.catalogue import Catalogue, Definition
from offline_cache.keyring import Keyring
from view import (
    Attract,
    Cancel,
    CardProblem,
    ConfirmPerson,
    Main,
    OfferQueue,
    PutCard,
    Review,
    StillComing,
    Trouble,
)

PRINTED = PrintResult(PrintOutcome.PRINTED)


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
