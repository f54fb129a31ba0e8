"""The demonstration without a display: scripted citizens, and their results.

Screenshots and papers are stored in the demonstration's folder, with the terminal's
journal and central's ledger once everything has been delivered.
"""

import json
import sys
import threading
import time
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from config import loader
from config.layers import Section
from config.settings import Settings, load_settings
from drivers.simulators.control import ControlClient
from kiosk import app, setup
from kiosk.demo.citizen import (
    SCREEN_WITHIN_S,
    Account,
    Citizen,
    InterruptedVisitError,
    Patience,
    Visit,
)
from kiosk.demo.system import System
from kiosk.errors import SetupError
from offline_cache.journal import Journal
from offline_cache.outbox import Outbox
from ui.robot import Robot
from view import Attract, Tile, Trouble

INTERRUPTED = 130
"""The exit status of a demonstration ended by a signal, as in shells."""


class Planned(Section):
    """A planned visit to an item; see `config/demo_visits.toml`."""

    service: str
    card: str
    code: str = ""
    before: str | None = None


class Plan(Section):
    """The plan of visits, one per item."""

    visits: Annotated[tuple[Planned, ...], Field(min_length=1)]


def visits(service: str | None, *, offline: bool) -> list[Visit]:
    """Return the visits for an item; without one, the first item's, online and offline.

    Raises:
        ConfigError: The plan is invalid.
    """
    plan = loader.load_toml(loader.HOME / "demo_visits.toml", Plan).visits
    chosen = next((each for each in plan if each.service == service), plan[0])
    if service is not None and chosen.service != service:
        chosen = Planned(service=service, card=plan[0].card)

    def visit(*, cut: bool) -> Visit:
        return Visit(chosen.service, cut, chosen.card, chosen.code)

    first = []
    if chosen.before is not None:
        first.append(Visit(chosen.before, offline=True, card=chosen.card))
    if offline:
        return [*first, visit(cut=True)]
    if service is not None:
        return [*first, visit(cut=False)]
    return [visit(cut=False), Visit(chosen.service, offline=True, card="chen_rare")]


def run(
    system: System, planned: list[Visit], out: Path, stopping: threading.Event
) -> int:
    """Run the visits and return the process's exit status."""
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
                _until_all_is_open(robot, patience)
                if visit.offline:
                    controls["network"].do("cut")
                    patience.wait(robot, lambda: _says_offline(robot))
                accounts.append(citizen.go(visit))
                network = "cut" if visit.offline else "there"
                sys.stderr.write(f"demo: {visit.service}, network {network}: done\n")
                if visit.offline:
                    controls["network"].do("restore")
                ledger = _delivered(system, settings, out, patience)
        system.leave_documents(out)
    except InterruptedVisitError:
        return INTERRUPTED
    except (LookupError, TimeoutError, SetupError) as error:
        _write_summary(out, accounts, [], ok=False)
        sys.stderr.write(f"demo: {error}\n")
        return 1
    finally:
        for control in controls.values():
            control.close()
    served = any(not account.turned_away for account in accounts)
    ok = len(accounts) == len(planned) and bool(ledger) == served
    _write_summary(out, accounts, ledger, ok=ok)
    sys.stderr.write(f"demo: all delivered; what was seen and got is in {out}\n")
    return 0 if ok else 1


def _until_all_is_open(robot: Robot, patience: Patience) -> None:
    """Wait until the screen shows devices, network and manifest as available."""
    patience.wait(
        robot,
        lambda: (
            bool(tiles := _tiles(robot)) and all(tile.trouble is None for tile in tiles)
        ),
    )


def _says_offline(robot: Robot) -> bool:
    """Return whether the attract screen shows, before a visit, that it is offline."""
    away = (Trouble.NETWORK, Trouble.CENTRAL)
    return any(tile.trouble in away for tile in _tiles(robot))


def _tiles(robot: Robot) -> tuple[Tile, ...]:
    content = robot.content()
    return content.tiles if isinstance(content, Attract) else ()


def _delivered(
    system: System, settings: Settings, out: Path, patience: Patience
) -> list[dict[str, Any]]:
    """Wait until everything is delivered; read the journal and central's ledger.

    Raises:
        TimeoutError: Something has not been delivered.
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
    ledger: list[dict[str, Any]] = json.loads(system.operate("ledger", "--json"))
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
