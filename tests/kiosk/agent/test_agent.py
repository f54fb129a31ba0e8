"""The terminal's process without a screen, against a central that can misbehave."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from support.agents import SCREEN, SINCE, Terminal
from support.cache import enqueue
from support.central import eventually
from support.processes import ROOT
from support.signing import signer
from support.wire import Wire

from config.settings import DEMO_TERMINAL_KEY
from contract.model import nearest_instant
from kiosk import VERSION
from kiosk.agent import agent as agent_module
from kiosk.agent import loop as loop_module
from kiosk.wire.client import CentralClient
from offline_cache.database import Cache
from offline_cache.errors import CacheError, DiskError
from offline_cache.outbox import Outbox
from offline_cache.status import Status
from offline_cache.words import Fact


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path)
    yield made
    made.close()


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


# -- until drained ----------------------------------------------------------------


def test_draining_sends_all_and_says_so(terminal: Terminal) -> None:
    terminal.write(120)
    assert terminal.agent().drain(timeout_s=60) is True
    assert terminal.counts().acknowledged == 120


def test_draining_tells_how_much_is_left(terminal: Terminal) -> None:
    terminal.write(120)
    left: list[int] = []
    assert terminal.agent().drain(60, left.append)
    assert left == [70, 20, 0]


def test_draining_does_not_wait_for_quarantine(terminal: Terminal) -> None:
    terminal.write(3)
    terminal.central.poison = {str(first_key(terminal))}
    assert terminal.agent().drain(timeout_s=60) is True
    assert terminal.counts().quarantined == 1


def first_key(terminal: Terminal) -> Any:
    return terminal.folder.see(lambda c: Outbox(c).records()[0].idempotency_key)


@pytest.mark.parametrize("timeout_s", [0, 0.2])
def test_draining_says_when_something_was_left(
    timeout_s: float, terminal: Terminal
) -> None:
    terminal.write()
    terminal.central.records_status = 500
    assert terminal.agent().drain(timeout_s) is False
    assert terminal.counts().queued == 1


def test_draining_outlasts_an_outage(terminal: Terminal) -> None:
    terminal.write(3)
    terminal.central.records_status = 500
    done: list[bool] = []
    thread = threading.Thread(
        target=lambda: done.append(terminal.agent().drain(timeout_s=60))
    )
    thread.start()
    terminal.central.wait(lambda: len(terminal.central.seen) > 2)
    terminal.central.records_status = 200
    thread.join(60)
    assert done == [True]


def test_draining_a_cache_that_cannot_be_opened_says_why(terminal: Terminal) -> None:
    def failing() -> Cache:
        raise DiskError("the disk is away")

    terminal.open_cache = failing
    with pytest.raises(CacheError):
        terminal.agent().drain(1)


# -- the process ------------------------------------------------------------------


def settings(folder: Path, url: str) -> Path:
    path = folder / "terminal.toml"
    path.write_text(
        f"""
        [terminal]
        name = "demo-01"
        demonstration = true
        [central]
        url = "{url}"
        key = "{DEMO_TERMINAL_KEY}"
        [cache]
        path = "cache.db"
        key_file = "cache.key"
        [agent]
        heartbeat_s = 0.1
        """
    )
    return path


def start_agent(terminal: Terminal, *arguments: str) -> subprocess.Popen[bytes]:
    terminal.waker.close()  # its name is the process's
    config = settings(terminal.folder.path, terminal.wire.url)
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "kiosk", "agent", "--config", str(config), *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_in_good_order(
    number: signal.Signals, terminal: Terminal
) -> None:
    process = start_agent(terminal)
    try:
        terminal.central.wait(lambda: terminal.central.heartbeats)
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, errors.decode()
    assert b"Traceback" not in errors


@pytest.mark.parametrize(
    ("status", "timeout_s", "code"), [(200, "60", 0), (500, "0.5", 3)]
)
def test_the_process_says_by_its_exit_status_whether_all_was_sent(
    status: int, timeout_s: str, code: int, terminal: Terminal
) -> None:
    terminal.write(2)
    terminal.central.status = status
    process = start_agent(terminal, "--until-drained", "--timeout", timeout_s)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code, errors.decode()
    assert terminal.counts().acknowledged == (2 if code == 0 else 0)
