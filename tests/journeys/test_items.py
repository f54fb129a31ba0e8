"""Every item from the card to the paper and to central's ledger.

The scripted citizen presses pixels of the real screens; `config/demo_visits.toml` says
who uses which item. Each item is done once, with or without a network, on one of the
databases and in one of the languages, drawn at random.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from support.journey import Journey
from support.journeys import journeys
from support.pairs import drawn

from config import loader
from kiosk import setup
from kiosk.demo import system as demo_system
from kiosk.demo.scripted import Plan, Planned, visits
from offline_cache.journal import EffectState
from view import Language

PLANNED = loader.load_toml(loader.HOME / "demo_visits.toml", Plan).visits
WHOLE = tuple(each for each in demo_system.CABINET if each.role != "qr_display")


NETWORKS = ("there", "away")
DATABASES = ("sqlite", "postgresql")
LANGUAGES = ("zh_CN", "en")
REST = {"network": NETWORKS, "database": DATABASES, "language": LANGUAGES}
SEED = 2
"""Under it every offline policy meets both networks, which a test sees to."""

DRAWN = drawn([each.service for each in PLANNED], REST, SEED)


def cases() -> list[Any]:
    """Return each item with drawn settings; all combinations in the long run.

    Each pair of settings is drawn. `tests/conftest.py` keeps together what shares a
    terminal.
    """
    found = []
    for planned, rest in product(PLANNED, product(*REST.values())):
        network, database, language = rest
        long = (planned.service, rest) not in DRAWN
        found.append(
            pytest.param(
                (database, network),
                planned,
                language,
                id=f"{planned.service}-{network}-{database}-{language}",
                marks=[pytest.mark.long] if long else [],
            )
        )
    return found


@pytest.fixture(scope="module")
def journey(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    qapp: QApplication,
) -> Iterator[Journey]:
    database, network = request.param
    folder = tmp_path_factory.mktemp(f"{database}-{network}")
    with ExitStack() as stack:
        url = None
        if database == "postgresql":
            server = request.getfixturevalue("postgres_server")
            url = stack.enter_context(server.database())
        yield stack.enter_context(journeys(folder))(cabinet=WHOLE, database=url)


def ledger(journey: Journey, item: str) -> list[dict[str, Any]]:
    """Return central's records of an item, once all was delivered and done."""
    journey.delivered()
    journey.until(lambda: "pending" not in {e["state"] for e in journey.ledger()})
    return [entry for entry in journey.ledger() if entry["item"] == item]


POLICIES = {item.code: item.offline for item in setup.catalogue()}
OFFLINE = {"queue": "ready", "cached": "completed", "refuse": None}
"""What becomes of a visit without a network; None where it is turned away."""


def test_every_policy_is_drawn_with_and_without_a_network() -> None:
    met = {(POLICIES[item], rest[0]) for item, rest in DRAWN}
    assert met == set(product(POLICIES.values(), NETWORKS))


@pytest.mark.parametrize(
    ("journey", "planned", "language"), cases(), indirect=["journey"]
)
def test_an_item(
    journey: Journey,
    planned: Planned,
    language: Language,
    request: pytest.FixtureRequest,
) -> None:
    _, network = request.node.callspec.params["journey"]
    if network == "there":
        online(journey, planned.service, language)
    else:
        without_network(journey, planned.service, language)


def online(journey: Journey, item: str, language: Language) -> None:
    receipts, before = len(journey.receipts()), ledger(journey, item)
    for visit in visits(item, offline=False):
        journey.ready()
        if visit.offline:
            journey.offline()
        account = journey.citizen.go(replace(visit, language=language))
        assert not account.turned_away
        journey.network.do("restore")
        ledger(journey, item)  # the request is there when the next visit begins
    entries = [each for each in ledger(journey, item) if each not in before]
    assert [e["state"] for e in entries].count("completed") == 1
    assert {e["state"] for e in entries} == {"completed", "recorded"}
    open_effects = {e.effect for e in journey.journal() if e.state is EffectState.ARMED}
    closed = {e.effect for e in journey.journal() if e.state is EffectState.CONFIRMED}
    assert open_effects == closed, "every effect is known to have ended well"
    printed = len(journey.receipts()) - receipts
    assert printed == len(visits(item, offline=False))


def without_network(journey: Journey, item: str, language: Language) -> None:
    receipts, before = len(journey.receipts()), ledger(journey, item)
    journey.ready()
    journey.offline()
    (visit,) = visits(item, offline=True)[-1:]
    account = journey.citizen.go(replace(visit, language=language))
    journey.network.do("restore")
    entries = [each for each in ledger(journey, item) if each not in before]
    printed = len(journey.receipts()) - receipts
    expected = OFFLINE[POLICIES[item]]
    assert account.turned_away == (expected is None)
    if expected is None:
        assert (entries, printed) == ([], 0)
    else:
        assert [e["state"] for e in entries].count(expected) == 1
        assert printed == 1
        assert len({e["idempotency_key"] for e in entries}) == len(entries)
