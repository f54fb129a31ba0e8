"""The agent until nothing is left to send, and its process."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from support.agents import Terminal
from support.processes import ROOT

from config.settings import DEMO_TERMINAL_KEY
from offline_cache.database import Cache
from offline_cache.errors import CacheError, DiskError
from offline_cache.outbox import Outbox

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
