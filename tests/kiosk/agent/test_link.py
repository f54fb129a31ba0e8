"""What heartbeats report about the link to central."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from support.central import heartbeat
from support.signing import signer
from support.wire import NOW, Central, Wire

from contract.heartbeat import Heartbeat
from kiosk.agent.link import LATELY, Link
from kiosk.errors import CentralError
from kiosk.wire.client import CentralClient

BEAT = Heartbeat.model_validate(heartbeat())


@pytest.fixture
def central() -> Central:
    return Central()


@pytest.fixture
def client(central: Central) -> Iterator[CentralClient]:
    with Wire(central) as wire:
        made = CentralClient(
            wire.url, signer(), connect_timeout_s=60, answer_timeout_s=60
        )
        yield made
        made.close()


def test_round_trips_losses_and_the_clock_are_measured(
    central: Central, client: CentralClient
) -> None:
    seconds = iter([0.0, 0.2, 1.0, 1.4, 2.0, 3.0, 3.6])
    ahead = NOW + timedelta(hours=2)
    link = Link(client, lambda: next(seconds), lambda: ahead)
    assert link.report() is None
    assert link.beat(BEAT) == NOW
    link.beat(BEAT)
    central.status = 500
    with pytest.raises(CentralError):
        link.beat(BEAT)
    central.status = 200
    link.beat(BEAT)
    report = link.report()
    assert report is not None
    assert (report.round_trip_ms, report.lost, report.of) == (400, 1, 4)
    assert report.clock_off_s == pytest.approx(2 * 3600, abs=1)


@pytest.mark.parametrize("year", [1, 1969, 2101, 9999])
def test_however_wrong_the_clock_is_the_contract_can_say_it(
    client: CentralClient, year: int
) -> None:
    link = Link(client, wall=lambda: datetime(year, 12, 31, tzinfo=UTC))
    link.beat(BEAT)
    report = link.report()
    assert report is not None
    assert report.clock_off_s is not None
    assert (report.clock_off_s > 0) is (year > NOW.year)


def test_only_the_last_ones_count(central: Central, client: CentralClient) -> None:
    link = Link(client, wall=lambda: datetime.now(UTC))
    central.status = 500
    for _ in range(3):
        with pytest.raises(CentralError):
            link.beat(BEAT)
    report = link.report()
    assert report is not None
    assert (report.round_trip_ms, report.lost, report.of) == (None, 3, 3)
    central.status = 200
    for _ in range(LATELY):
        link.beat(BEAT)
    report = link.report()
    assert report is not None
    assert (report.lost, report.of) == (0, LATELY)
