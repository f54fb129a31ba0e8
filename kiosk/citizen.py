"""The scripted citizen of the demonstration: acts on what the screen shows.

It knows no service item: for each kind of screen there is one thing that a citizen
does, by a press at the window's pixels or by a hand at a simulated device. What it saw
and got is left in the demonstration's folder.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.settings import Settings, load_settings
from drivers.simulators.control import ControlClient
from kiosk import app, setup
from kiosk.demo_system import System
from kiosk.errors import SetupError
from kiosk.processes import ROOT
from offline_cache.journal import Journal
from offline_cache.outbox import Outbox
from ui.robot import Robot

INTERRUPTED = 130
"""Exit status of a demonstration that was ended by a signal, as shells have it."""

SCREEN_WITHIN_S = 60.0
"""By then the next screen must have come, on however slow a machine."""


_BLANK = ("waiting", "starting")  # nothing is shown for the first 300 ms
_PASSING = ("", "starting", "waiting", "printing", "out_of_service")


@dataclass(frozen=True)
class Visit:
    """What the citizen comes for, with which card, and whether the network is there."""

    service: str
    offline: bool
    card: str


@dataclass
class Account:
    """What was seen: the screens of a visit, and the milliseconds until each."""

    visit: Visit
    steps: list[dict[str, Any]] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """The visit in the words of `summary.json`."""
        return {
            "service": self.visit.service,
            "offline": self.visit.offline,
            "steps": self.steps,
        }


def visits(default: str, service: str | None, offline: bool) -> list[Visit]:
    """An online and an offline visit, or the one that was asked for."""
    online = Visit(service or default, offline=False, card="li_na")
    cut = Visit(service or default, offline=True, card="chen_rare")
    if offline:
        return [cut]
    return [online] if service else [online, cut]


class InterruptedVisitError(Exception):
    """Whoever started the demonstration has ended it."""


@dataclass(frozen=True)
class Patience:
    """Waits at the screen, unless the demonstration is ended meanwhile."""

    stopping: threading.Event

    def wait(self, robot: Robot, holds: Callable[[], bool]) -> None:
        """Let the program run until something holds.

        Raises:
            TimeoutError: It did not come to hold.
            InterruptedVisitError: The demonstration was ended.
        """

        def looked() -> bool:
            self.check()
            return holds()

        robot.wait_until(looked, SCREEN_WITHIN_S)

    def check(self) -> None:
        """Go on only if the demonstration does."""
        if self.stopping.is_set():
            raise InterruptedVisitError


class Citizen:
    """Hands and eyes at one terminal.

    Args:
        robot: At its window.
        controls: Name of a simulator to its control socket.
        out: Folder for the pictures.
        patience: How it waits.
    """

    def __init__(
        self,
        robot: Robot,
        controls: dict[str, ControlClient],
        out: Path,
        patience: Patience,
    ) -> None:
        self._patience = patience
        self._robot = robot
        self._controls = controls
        self._out = out
        self._pictures = 0
        self._began: float | None = None
        self._account: Account

    def go(self, visit: Visit) -> Account:
        """Go through a visit, from the attract screen to the attract screen."""
        self._account, self._began = Account(visit), None
        robot = self._robot
        tile = f"tile_{visit.service}"
        card = self._controls["sam_reader"]
        actions: dict[str, Callable[[], object]] = {
            "attract": lambda: robot.click("begin_zh_CN"),
            "choose_item": lambda: robot.click(tile),
            "put_card": lambda: card.do("insert", card=visit.card),
            "confirm_person": lambda: robot.click("main"),
            "review": lambda: robot.click("main"),
            "offer_queue": lambda: robot.click("main"),
            "rate_visit": lambda: robot.click("grade_very_satisfied"),
            "take_card": lambda: card.do("lift"),
        }
        self._until_asked("")
        while True:
            shown = robot.screen()
            if shown not in actions:
                raise LookupError(f"a citizen would not know what to do on {shown}")
            self._began = time.monotonic()
            actions[shown]()
            self._until_asked(shown)
            if robot.screen() == "attract":
                return self._account

    def _until_asked(self, shown: str) -> None:
        """Look on until another screen asks something of the citizen."""
        last = shown

        def asked() -> bool:
            nonlocal last
            now = self._robot.screen()
            if now != last and now not in _BLANK:
                last = now
                self._note(now)
            return now not in (shown, *_PASSING)

        try:
            self._patience.wait(self._robot, asked)
        except TimeoutError as error:
            raise TimeoutError(f"nothing came after {shown or 'the start'}") from error

    def _note(self, screen: str) -> None:
        if self._began is not None:
            spent = round((time.monotonic() - self._began) * 1000)
            self._account.steps.append({"name": screen, "ms": spent})
        self._pictures += 1
        self._robot.save(self._out / f"{self._pictures:02d}-screen.png")


def run(
    system: System, planned: list[Visit], out: Path, stopping: threading.Event
) -> int:
    """Let the citizen make the visits; returns the process's exit status."""
    patience = Patience(stopping)
    settings = load_settings(system.config)
    controls = {
        name: ControlClient(address) for name, address in system.controls.items()
    }
    accounts: list[Account] = []
    app.application()
    try:
        with app.Screen(settings) as screen:
            screen.show()
            robot = Robot(screen.window)
            citizen = Citizen(robot, controls, out, patience)
            for visit in planned:
                if visit.offline:
                    controls["network"].do("cut")
                    patience.wait(robot, lambda: _says_offline(robot))
                accounts.append(citizen.go(visit))
                network = "cut" if visit.offline else "there"
                sys.stderr.write(f"demo: {visit.service}, network {network}: done\n")
                if visit.offline:
                    controls["network"].do("restore")
        ledger = _delivered(system, settings, out, patience)
    except InterruptedVisitError:
        return INTERRUPTED
    except (LookupError, TimeoutError, SetupError) as error:
        _write_summary(out, accounts, [], ok=False)
        sys.stderr.write(f"demo: {error}\n")
        return 1
    finally:
        for control in controls.values():
            control.close()
    ok = len(accounts) == len(planned) and bool(ledger)
    _write_summary(out, accounts, ledger, ok=ok)
    sys.stderr.write(f"demo: all delivered; what was seen and got is in {out}\n")
    return 0 if ok else 1


def _says_offline(robot: Robot) -> bool:
    """Whether the attract screen says, before a visit, that the network is away."""
    return any("联网" in text for text in robot.texts())


def _delivered(
    system: System, settings: Settings, out: Path, patience: Patience
) -> list[dict[str, Any]]:
    """Wait until all has arrived, and read the journal and central's ledger.

    Raises:
        TimeoutError: Something is still on its way.
    """
    deadline = time.monotonic() + SCREEN_WITHIN_S
    with setup.open_cache(settings) as cache:
        outbox, total = Outbox(cache), 0
        while True:
            counts, ledger = outbox.counts(), _ledger(system)
            total = counts.acknowledged + counts.quarantined
            waiting = counts.queued + counts.leased
            pending = [each for each in ledger if each["state"] == "pending"]
            if not waiting and not pending:
                break
            patience.check()
            if time.monotonic() > deadline:
                raise TimeoutError(f"{waiting} records wait, {len(pending)} pending")
        lines = [entry.line() for entry in Journal(cache).entries()]
        (out / "journal.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if counts.quarantined or len(ledger) != total:
        raise LookupError(f"{total} records sent, {len(ledger)} in central's ledger")
    return ledger


def _ledger(system: System) -> list[dict[str, Any]]:
    answer = subprocess.run(  # noqa: S603 - our own module
        [
            *(sys.executable, "-m", "central", "ledger", "--json"),
            *("--database", system.database, "--config", str(system.config)),
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    ledger: list[dict[str, Any]] = json.loads(answer.stdout)
    return ledger


def _write_summary(
    out: Path, accounts: list[Account], ledger: list[dict[str, Any]], *, ok: bool
) -> None:
    summary = {
        "ok": ok,
        "visits": [account.summary() for account in accounts],
        "ledger": ledger,
    }
    text = json.dumps(summary, ensure_ascii=False, indent=2)
    (out / "summary.json").write_text(text + "\n", encoding="utf-8")
