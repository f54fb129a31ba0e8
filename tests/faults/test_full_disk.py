"""Promise 5, at the real screen and with the real agent."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from faults import strace
from faults.books import arrived
from faults.system import WITHIN_S, Whole, whole_system
from faults.terminal import DEMO, Terminal, Writer
from support.central import central_process

from kiosk.demo.citizen import Visit
from kiosk.demo.processes import ROOT
from offline_cache.database import Cache
from offline_cache.outbox import Outbox

STATEMENT = Visit("social_security.contribution_statement", False, "li_na")
WRITING = "pwrite64,fsync,ftruncate"
CALLS = {"ENOSPC": WRITING, "EIO": f"{WRITING},pread64"}
RECORDS = 40


def inject(error: str, calls: str, when: str = "1+") -> tuple[str, ...]:
    return "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={when}"


def closes(whole: Whole) -> None:
    deadline = time.monotonic() + WITHIN_S
    while "STORAGE" not in (shown := whole.screens.shown()):
        assert time.monotonic() < deadline, shown
    assert shown.startswith("OutOfService"), shown


@pytest.mark.parametrize("error", CALLS)
def test_the_screen_says_that_it_is_closed_and_serves_again_by_itself(
    tmp_path: Path, error: str
) -> None:
    with whole_system(tmp_path) as whole:
        whole.screen()
        screen = whole.screens.begin(STATEMENT)
        assert whole.screens.over()
        with strace.attached(screen, *inject(error, CALLS[error])):
            closes(whole)
        assert whole.screens.begin(STATEMENT) == screen
        assert whole.screens.over()
        whole.screens.end()
        whole.delivered()
        with whole.cache() as cache:
            arrived(cache, whole.system.database)


def waiting(cache: Cache) -> int:
    counts = Outbox(cache).counts()
    return counts.queued + counts.leased


@pytest.mark.parametrize(("error", "when"), [("ENOSPC", "2..3"), ("EIO", "20..21")])
def test_the_agent_sends_everything_once_the_disk_is_back(
    tmp_path: Path, error: str, when: str
) -> None:
    """From its n-th call on: while it opens the cache, and while it sends."""
    log = tmp_path / "log"
    with central_process(tmp_path) as central:
        terminal = Terminal(tmp_path, central.url, agent__batch_size=5)
        with terminal.open() as cache:
            Writer(cache).visits(RECORDS)
            agent = subprocess.Popen(  # noqa: S603 - our own module
                [
                    *("strace", "-f", *inject(error, WRITING, when), "-o", str(log)),
                    *(sys.executable, "-m", "kiosk", "agent", "--config", str(DEMO)),
                ],
                cwd=ROOT,
                env=os.environ | terminal.environment,
                stderr=subprocess.DEVNULL,
                process_group=0,
            )
            try:
                deadline = time.monotonic() + WITHIN_S
                while waiting(cache):
                    assert agent.poll() is None, "it ended"
                    assert time.monotonic() < deadline, "it does not go on"
                    time.sleep(0.05)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(agent.pid, signal.SIGKILL)
                agent.wait()
            assert len(arrived(cache, central.database)) == RECORDS
    assert "(INJECTED)" in log.read_text()
