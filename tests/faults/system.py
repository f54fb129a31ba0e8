"""The whole real system, with a screen that can be killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faults.terminal import DEMO
from support.cache import open_cache

from drivers.simulators.control import ControlClient
from kiosk.demo import system as demo_system
from kiosk.demo.citizen import Visit
from kiosk.demo.processes import ROOT, Processes
from offline_cache.database import Cache
from offline_cache.outbox import Outbox

KILLED = -9
WITHIN_S = 90.0
CABINET = tuple(
    each
    for each in demo_system.CABINET
    if each in demo_system.NEEDED or each.role in ("document_printer", "locker")
)


class Screens:
    """The process that screens are forked from: one at a time."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        paths = {
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
            "QT_QPA_PLATFORM": "offscreen",
        }
        with log.open("ab") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "faults.screen", str(DEMO)],
                cwd=ROOT,
                env=os.environ | environment | paths,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                process_group=0,
            )
        self._log = log
        self._alive = 0

    def start(self, controls: dict[str, str]) -> None:
        """Start a screen."""
        self._say(controls)

    def begin(
        self, visit: Visit, die_at: str | None = None, *, clock_steps: bool = False
    ) -> int:
        """Start a visit, once the screen serves; return the screen's process.

        Args:
            visit: Without network where it says so.
            die_at: A named step.
            clock_steps: Whether the wall clock jumps before each of the citizen's
                actions.
        """
        self._say(asdict(visit) | {"die_at": die_at, "clock_steps": clock_steps})
        heard = self._hears()
        assert "begun" in heard, f"it does not serve: {heard}; {self._log.read_text()}"
        self._alive = heard["begun"]
        return self._alive

    def shown(self) -> str:
        """Return the kind of the first screen, as the View names it."""
        self._say({"look": True})
        return str(self._hears().get("content"))

    def over(self) -> bool:
        """Return whether the visit was completed; else the screen was killed in it."""
        heard = self._hears()
        if "over" in heard:
            return True
        assert heard == {"ended": KILLED}, f"{heard}; {self._log.read_text()}"
        self._alive = 0
        return False

    def kill(self) -> None:
        """Kill the screen, whatever it is doing."""
        os.kill(self._alive, signal.SIGKILL)

    def end(self) -> None:
        """End the screen cleanly."""
        self._say({})
        assert self._hears() == {"ended": 0}
        self._alive = 0

    def close(self) -> None:
        """End everything."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()

    def _say(self, what: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _hears(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        heard: dict[str, Any] = json.loads(self._process.stdout.readline() or "{}")
        return heard


class Whole:
    """Central, agent and devices, and the screens that are started one by one.

    Attributes:
        out: The printers' output.
        state: The terminal's own folder.
        temporary: For the screen's temporary files.
    """

    def __init__(self, folder: Path, processes: Processes, database: str) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.out.mkdir()
        self.state = folder / "state"
        self.state.mkdir()
        self.processes = processes
        self.system = demo_system.start(
            processes,
            DEMO,
            self.state,
            self.out,
            port=0,
            cabinet=CABINET,
            database=database,
        )
        self.controls = {
            name: ControlClient(address)
            for name, address in self.system.controls.items()
        }

        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        own = processes.environment | {"TMPDIR": str(self.temporary)}
        self.screens = Screens(own, folder / "screen.log")

    def screen(self) -> None:
        """Start a new one, once the devices are reset from the last visit."""
        self.controls["sam_reader"].do("lift")
        self.controls["escpos_printer"].do("refill")
        locker = self.controls["lock_board"]
        for cell, door in locker.do("state")["state"]["doors"].items():
            if door == "open":
                locker.do("close", cell=int(cell))
        self.screens.start(self.system.controls)

    def cache(self) -> Cache:
        return open_cache(self.state)

    def delivered(self) -> None:
        """Wait until the agent has delivered everything."""
        deadline = time.monotonic() + WITHIN_S
        with self.cache() as cache:
            while (counts := Outbox(cache).counts()).queued or counts.leased:
                assert time.monotonic() < deadline, f"not delivered: {counts}"
                time.sleep(0.05)

    def close(self) -> None:
        self.screens.close()
        for control in self.controls.values():
            control.close()


@contextmanager
def whole_system(folder: Path, **settings: object) -> Iterator[Whole]:
    """Start everything except a screen; settings as environment variables."""
    with Processes(folder / "processes.log") as processes:
        for name, value in settings.items():
            processes.environment[f"ONETRIP_{name.upper()}"] = str(value)
        whole = Whole(folder, processes, f"sqlite:///{folder / 'central.db'}")
        try:
            yield whole
        finally:
            whole.close()
