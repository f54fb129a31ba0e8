"""Every item from the card to the paper and to central's ledger, on both databases.

The scripted citizen goes through the real screens by presses at pixels; who comes for
what stands in `config/demo_visits.toml`.
"""

from collections.abc import Callable
from typing import Any

import pytest
from support.journey import Journey

from config import loader
from kiosk import demo_system, setup
from kiosk.scripted import Plan, Planned, visits
from offline_cache.journal import EffectState

Begin = Callable[..., Journey]

PLANNED = loader.load_toml(loader.HOME / "demo_visits.toml", Plan).visits
WHOLE = tuple(each for each in demo_system.CABINET if each.role != "qr_display")


def by_code(one: Planned) -> str:
    return one.service


def ledger(journey: Journey) -> list[dict[str, Any]]:
    """What central has taken in, once all of it was delivered and done."""
    journey.delivered()
    journey.until(lambda: "pending" not in {e["state"] for e in journey.ledger()})
    return journey.ledger()


@pytest.mark.parametrize("planned", PLANNED, ids=by_code)
def test_an_item_online(begin: Begin, database_url: str, planned: Planned) -> None:
    journey = begin(cabinet=WHOLE, database=database_url)
    for visit in visits(planned.service, offline=False):
        journey.ready()
        if visit.offline:
            journey.offline()
        account = journey.citizen.go(visit)
        assert not account.turned_away
        journey.network.do("restore")
    entries = [e for e in ledger(journey) if e["item"] == planned.service]
    assert [e["state"] for e in entries].count("completed") == 1
    assert {e["state"] for e in entries} == {"completed", "recorded"}
    open_effects = {e.effect for e in journey.journal() if e.state is EffectState.ARMED}
    closed = {e.effect for e in journey.journal() if e.state is EffectState.CONFIRMED}
    assert open_effects == closed, "every effect is known to have ended well"
    assert len(journey.receipts()) == len(visits(planned.service, offline=False))


OFFLINE = {
    "queue": "ready",
    "cached": "completed",
    "refuse": None,
}


@pytest.mark.parametrize("planned", PLANNED, ids=by_code)
def test_an_item_without_network(
    begin: Begin, database_url: str, planned: Planned
) -> None:
    journey = begin(cabinet=WHOLE, database=database_url)
    journey.ready()
    journey.offline()
    (visit,) = visits(planned.service, offline=True)[-1:]
    account = journey.citizen.go(visit)
    journey.network.do("restore")
    entries = ledger(journey)
    policies = {item.code: item.offline for item in setup.catalogue()}
    expected = OFFLINE[policies[planned.service]]
    assert account.turned_away == (expected is None)
    if expected is None:
        assert entries == []
        assert journey.receipts() == []
    else:
        assert [e["state"] for e in entries].count(expected) == 1
        assert len(journey.receipts()) == 1
        assert len({e["idempotency_key"] for e in entries}) == len(entries)
