"""The agent's work and its link, against a central that can misbehave."""

import threading
from typing import Any

import pytest
import structlog
from support.agents import Terminal
from support.central import eventually
from support.signing import signer
from support.wire import Wire

from kiosk.agent import agent as agent_module
from kiosk.agent import loop as loop_module
from kiosk.wire.client import CentralClient
from offline_cache.database import Cache
from offline_cache.errors import DiskError
from offline_cache.outbox import Outbox
from offline_cache.status import Status
from offline_cache.words import Fact

# -- the link ---------------------------------------------------------------------


def test_the_link_is_said_and_the_screen_woken_when_it_changes(
    terminal: Terminal,
) -> None:
    def becomes(trouble: str | None) -> None:
        while (link := terminal.link()) is None or link.value["trouble"] != trouble:
            assert terminal.screen.wait(60), f"not woken for {trouble}"

    with terminal.serving():
        becomes(None)
        terminal.central.status = 503
        becomes("central")
        terminal.central.status = 200
        becomes(None)
        beats = len(terminal.central.heartbeats)
        terminal.central.wait(lambda: len(terminal.central.heartbeats) > beats + 3)
        assert not terminal.screen.wait(0), "woken although nothing changed"


def test_an_unreachable_central_is_a_network_in_trouble(terminal: Terminal) -> None:
    terminal.wire.close()
    with terminal.serving():
        assert terminal.screen.wait(60)
    assert terminal.link().value["trouble"] == "network"
    terminal.wire = Wire(terminal.central)


def test_an_outage_is_logged_when_it_begins_and_ends_and_not_for_days(
    terminal: Terminal,
) -> None:
    terminal.central.status = 503
    with structlog.testing.capture_logs() as logged, terminal.serving():
        terminal.central.wait(lambda: len(terminal.wire.requests) > 20)
        terminal.central.status = 200
        beats = len(terminal.central.heartbeats)
        terminal.central.wait(lambda: len(terminal.central.heartbeats) > beats + 2)
    told = [(e["log_level"], e["detail"]) for e in logged if e["event"] == "link"]
    assert told == [("warning", "status 503"), ("info", "")]
    others = {e["what"] for e in logged if e["event"] != "link"}
    assert len(logged) == 2 + len(others), "each once"


def test_records_that_central_cannot_take_do_not_make_the_link_flicker(
    terminal: Terminal,
) -> None:
    """Queries may be answered nevertheless: the heartbeat decides."""
    terminal.central.records_status = 500
    terminal.write()
    with terminal.serving():
        terminal.central.wait(lambda: len(terminal.central.seen) > 3)
        assert terminal.screen.wait(60), "the first word"
        terminal.central.wait(lambda: len(terminal.central.seen) > 6)
        assert not terminal.screen.wait(0)
    assert terminal.link().value["trouble"] is None


# -- background work ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ("refresh.Refresh.look", "refresh"),
        ("checkpoints.Checkpoints.countersign", "journal"),
        ("drain.Drain.batch", "records"),
        ("link.Link.beat", "heartbeat"),
    ],
)
def test_work_that_fails_is_named_and_holds_up_nothing_else(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, broken: str, name: str
) -> None:
    def wrong(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(loop_module, "FIRST_RETRY_S", 0.01)
    monkeypatch.setattr(loop_module, "LONGEST_RETRY_S", 0.01)
    terminal.write()

    def failing() -> list[str]:
        said = terminal.folder.see(lambda cache: Status(cache).get(Fact.AGENT))
        return [] if said is None else list(said.value["failing"])

    def queued() -> int:
        counts = terminal.folder.see(lambda cache: Outbox(cache).counts())
        return int(counts.queued)

    with monkeypatch.context() as planted:
        planted.setattr(f"kiosk.agent.{broken}", wrong)
        with terminal.serving():
            eventually(lambda: failing() == [name], "named")
            if name != "records":
                eventually(lambda: not queued(), "sent all the same")
            planted.undo()
            eventually(lambda: not failing(), "well again")


# -- records ----------------------------------------------------------------------


def test_what_a_killed_agent_held_is_sent_by_the_next_one(terminal: Terminal) -> None:
    terminal.write(3)
    held = terminal.folder.see(lambda cache: Outbox(cache).lease("killed", 600, 2))
    assert len(held) == 2
    with terminal.serving():
        terminal.central.wait(lambda: len(terminal.central.ledger) == 3)


def test_whoever_wakes_the_agent_has_records_sent_at_once(terminal: Terminal) -> None:
    with terminal.serving(heartbeat_s=3600):
        terminal.central.wait(lambda: terminal.central.heartbeats)
        terminal.write()
        terminal.screen.wake("agent")
        terminal.central.wait(lambda: terminal.central.ledger)
    assert terminal.counts().acknowledged == 1


def test_a_failed_batch_is_tried_again_when_its_pause_is_over_not_at_a_heartbeat(
    terminal: Terminal,
) -> None:
    terminal.central.records_status = 500
    terminal.write()
    with terminal.serving(heartbeat_s=3600):
        terminal.central.wait(lambda: len(terminal.central.seen) > 2)
        terminal.central.records_status = 200
        terminal.central.wait(lambda: terminal.central.ledger)


def test_records_are_sent_also_where_central_refuses_the_heartbeat(
    terminal: Terminal,
) -> None:
    central = terminal.central

    def serve(request: Any, connection: Any) -> None:
        if request.path.endswith("/heartbeat"):
            connection.sendall(b"HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n")
        else:
            central(request, connection)

    terminal.wire.close()
    terminal.wire = Wire(serve)
    terminal.client = CentralClient(
        terminal.wire.url, signer(), connect_timeout_s=5, answer_timeout_s=5
    )
    terminal.write(60)
    with terminal.serving():
        central.wait(lambda: len(central.ledger) == 60)


def test_a_wrong_key_holds_everything_back_and_loses_nothing(
    terminal: Terminal,
) -> None:
    terminal.central.status = 401
    terminal.write(3)
    with terminal.serving():
        assert terminal.screen.wait(60)
        assert terminal.link().value["trouble"] == "central"
        asked = len(terminal.wire.requests)
        terminal.central.wait(lambda: len(terminal.wire.requests) > asked + 4)
        assert terminal.counts().quarantined == 0
        terminal.central.status = 200
        terminal.central.wait(lambda: len(terminal.central.ledger) == 3)


# -- the cache --------------------------------------------------------------------


def test_a_cache_that_fails_is_told_once_and_opened_again(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_module, "REOPEN_S", 0.001)
    tries: list[int] = []

    def failing() -> Cache:
        tries.append(1)
        if len(tries) < 5:
            raise DiskError("the disk is away")
        return terminal.folder.open()

    terminal.open_cache = failing
    with structlog.testing.capture_logs() as logged, terminal.serving():
        terminal.central.wait(lambda: terminal.central.heartbeats)
    events = [each["event"] for each in logged]
    assert events.count("cache_trouble") == 1


def test_stopping_ends_also_an_agent_whose_cache_cannot_be_opened(
    terminal: Terminal,
) -> None:
    opened = threading.Event()

    def failing() -> Cache:
        opened.set()
        raise DiskError("the disk is away")

    terminal.open_cache = failing
    with terminal.serving():
        assert opened.wait(60)
