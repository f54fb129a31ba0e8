"""Every item from the card to the paper and to central's ledger, on both databases.

The scripted citizen presses pixels of the real screens; `config/demo_visits.toml` says
who uses which item. One terminal serves them all, one after the other: one with a
network, one without, on each database.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from support.journey import Journey
from support.journeys import journeys

from config import loader
from kiosk import setup
from kiosk.demo import system as demo_system
from kiosk.demo.scripted import Plan, Planned, visits
from offline_cache.journal import EffectState

PLANNED = loader.load_toml(loader.HOME / "demo_visits.toml", Plan).visits
WHOLE = tuple(each for each in demo_system.CABINET if each.role != "qr_display")


def by_code(one: Planned) -> str:
    return one.service


def on_both_databases(network: str) -> pytest.MarkDecorator:
    """A terminal for each; `tests/conftest.py` keeps its tests together."""
    terminals = [("sqlite", network), ("postgresql", network)]
    return pytest.mark.parametrize(
        "journey", terminals, ids=lambda each: each[0], indirect=True
    )


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


@on_both_databases("there")
@pytest.mark.parametrize("planned", PLANNED, ids=by_code)
def test_an_item_online(journey: Journey, planned: Planned) -> None:
    item, receipts = planned.service, len(journey.receipts())
    before = ledger(journey, item)
    for visit in visits(item, offline=False):
        journey.ready()
        if visit.offline:
            journey.offline()
        account = journey.citizen.go(visit)
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


OFFLINE = {
    "queue": "ready",
    "cached": "completed",
    "refuse": None,
}


@on_both_databases("away")
@pytest.mark.parametrize("planned", PLANNED, ids=by_code)
def test_an_item_without_network(journey: Journey, planned: Planned) -> None:
    item, receipts = planned.service, len(journey.receipts())
    before = ledger(journey, item)
    journey.ready()
    journey.offline()
    (visit,) = visits(item, offline=True)[-1:]
    account = journey.citizen.go(visit)
    journey.network.do("restore")
    entries = [each for each in ledger(journey, item) if each not in before]
    printed = len(journey.receipts()) - receipts
    policies = {item.code: item.offline for item in setup.catalogue()}
    expected = OFFLINE[policies[item]]
    assert account.turned_away == (expected is None)
    if expected is None:
        assert (entries, printed) == ([], 0)
    else:
        assert [e["state"] for e in entries].count(expected) == 1
        assert printed == 1
        assert len({e["idempotency_key"] for e in entries}) == len(entries)
