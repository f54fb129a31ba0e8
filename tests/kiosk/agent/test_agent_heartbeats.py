"""What a heartbeat reports, against a central that can misbehave."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.agents import SCREEN, SINCE, Terminal
from support.cache import enqueue

from contract.model import nearest_instant
from kiosk import VERSION
from kiosk.agent import agent as agent_module
from offline_cache.outbox import Outbox
from offline_cache.status import Status

# -- heartbeats -------------------------------------------------------------------


def test_a_heartbeat_says_how_the_whole_terminal_is(terminal: Terminal) -> None:
    terminal.say_screen()
    terminal.central.records_status = 500
    terminal.retry_first_s = 600
    terminal.write(2)
    with terminal.serving():
        terminal.central.wait(lambda: len(terminal.central.heartbeats) > 2)
    told = terminal.heartbeat()
    assert told.install == terminal.folder.see(lambda cache: cache.install)
    assert told.version == VERSION
    assert (told.screen, told.screen_since) == ("attract", SINCE)
    (printer,) = told.devices
    assert (printer.role, printer.state) == ("receipt_printer", "warning")
    assert printer.supplies == {"paper": "paper_near_end"}
    assert (told.queue.queued, told.queue.quarantined) == (2, 0)
    assert told.queue.oldest is not None
    paths = {request.path for request in terminal.wire.requests}
    assert paths >= {"/v1/terminals/demo-01/heartbeat", "/v1/records"}


@pytest.mark.parametrize("year", [1, 1969, 2101, 9998])
def test_an_absurd_clock_is_reported_and_ends_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    absurd = datetime(year, 12, 31, tzinfo=UTC)
    monkeypatch.setattr(agent_module, "utc_now", lambda: absurd)
    terminal.say_screen()
    terminal.central.records_status = 500
    terminal.retry_first_s = 600
    terminal.folder.see(lambda cache: enqueue(cache, Outbox(cache), at=absurd))
    with terminal.serving():
        terminal.central.wait(lambda: len(terminal.central.heartbeats) > 2)
    told = terminal.heartbeat()
    assert told.time == told.queue.oldest == nearest_instant(absurd)


def test_a_screen_that_is_silent_is_reported_dead_since_it_last_spoke(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.say_screen()
    monkeypatch.setattr(agent_module, "SCREEN_DEAD_S", 0.0)
    with terminal.serving():
        terminal.central.wait(lambda: terminal.central.heartbeats)
    last = terminal.folder.see(lambda cache: Status(cache).get("screen"))
    assert terminal.heartbeat().screen == "dead"
    assert terminal.heartbeat().screen_since == last.updated_at
    assert terminal.heartbeat().devices, "what it said last of its devices"


def test_a_screen_that_never_spoke_is_reported_dead(terminal: Terminal) -> None:
    with terminal.serving():
        terminal.central.wait(lambda: terminal.central.heartbeats)
    assert (terminal.heartbeat().screen, terminal.heartbeat().devices) == ("dead", ())


def test_a_screen_of_another_version_is_reported_as_far_as_it_is_understood(
    terminal: Terminal,
) -> None:
    printer = SCREEN["devices"][0]
    odd: list[Any] = [printer, {"role": 7}, "printer", printer | {"state": None}]
    terminal.say_screen(stage="ballroom", since="at dawn", devices=odd)
    terminal.folder.see(lambda cache: Status(cache).put("link", ["seasick"]))
    with terminal.serving():
        terminal.central.wait(lambda: terminal.central.heartbeats)
    told = terminal.heartbeat()
    said = terminal.folder.see(lambda cache: Status(cache).get("screen"))
    assert (told.screen, told.screen_since) == ("unknown", said.updated_at)
    assert [each.role for each in told.devices] == ["receipt_printer"]


@pytest.mark.parametrize("value", ["attract", None, {}, {"devices": 7}])
def test_what_a_screen_says_in_another_shape_stops_no_heartbeat(
    terminal: Terminal, value: object
) -> None:
    terminal.folder.see(lambda cache: Status(cache).put("screen", value))
    with terminal.serving():
        terminal.central.wait(lambda: terminal.central.heartbeats)
    assert (terminal.heartbeat().screen, terminal.heartbeat().devices) == (
        "unknown",
        (),
    )
