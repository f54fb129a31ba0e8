"""`python -m kiosk demo`: the whole system on this machine.

Central, the agent and the simulated devices run as processes of their own and speak
their real protocols; the network between terminal and central is one of them, so that
it can be cut. With a display you are the citizen, at the window and the device panel;
otherwise a scripted one goes through the real screens by real clicks, and all that it
saw and got is left in a folder.
"""

import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.settings import load_settings
from kiosk import setup
from kiosk.errors import SetupError
from kiosk.processes import Processes
from kiosk.view import Language

CONSOLE_PORT = 8600
"""Where central is looked for first; another port is taken if this one is in use."""

OURS = ("*-screen.png", "receipt-*.png", "document-*.pdf", "journal.jsonl")
"""What an earlier demonstration left in the folder, and this one writes anew."""


@dataclass(frozen=True)
class System:
    """What runs, and where its ends are.

    Attributes:
        config: The settings' file; the addresses of this start are in the
            environment of `processes`.
        controls: Name of a simulator to the address of its control socket.
        central: Where central is; its first page is the operators'.
    """

    processes: Processes
    agent: subprocess.Popen[bytes]
    config: Path
    database: str
    central: str
    controls: dict[str, str]


def run(
    config: Path, *, scripted: bool, service: str | None, offline: bool, out: Path
) -> int:
    """Run the demonstration; returns the process's exit status.

    Args:
        config: Demonstration settings.
        scripted: A scripted citizen also where there is a display.
        service: This item alone, online or, with `offline`, with the network cut.
        offline: Without `service`: the offline visit alone.
        out: Folder for what the scripted citizen saw and got.
    """
    codes = [item.code for item in setup.catalogue()]
    if service is not None and service not in codes:
        sys.stderr.write(f"demo: no service {service!r}; there is {', '.join(codes)}\n")
        return 2
    out = out.absolute()
    _make_empty(out)
    # Ctrl-C and SIGTERM alike unwind what is below, which stops every process.
    setup.on_signals(_interrupt)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="onetrip-demo-") as state,
            Processes(out / "processes.log") as processes,
        ):
            system = start(processes, config, Path(state), out, port=CONSOLE_PORT)
            os.environ.update(processes.environment)  # for the screen in this process
            if not scripted and has_display():
                return _interactive(system, load_settings(config).terminal.language)
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            from kiosk import citizen

            visits = citizen.visits(service or codes[0], service, offline)
            return citizen.run(system, visits, out)
    except SetupError as error:
        sys.stderr.write(f"demo: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def has_display() -> bool:
    """Whether a window could be seen."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _interrupt() -> None:
    raise KeyboardInterrupt


def _make_empty(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for pattern in (*OURS, "summary.json", "processes.log"):
        for path in out.glob(pattern):
            path.unlink()


def start(
    processes: Processes, config: Path, state: Path, out: Path, *, port: int
) -> System:
    """Start all but the screen, each once what it needs is there.

    Args:
        processes: Gets the environment that leads a screen to these devices.
        config: Demonstration settings.
        state: Folder for databases and the card reader's port.
        out: Folder for what the printer prints.
        port: Central's, or any other if it is in use.

    Raises:
        SetupError: Something did not start.
    """
    reader = processes.serve(
        "drivers.simulators.sam_reader", "--link", str(state / "reader")
    )
    printer = processes.serve("drivers.simulators.escpos_printer", "--out", str(out))
    database = f"sqlite:///{state / 'central.db'}"
    central = _central(processes, config, database, port)
    upstream = central["url"].removeprefix("http://")
    network = processes.serve("drivers.simulators.network", "--upstream", upstream)
    processes.environment.update(
        {
            "ONETRIP_CACHE__PATH": str(state / "cache.db"),
            "ONETRIP_CACHE__KEY_FILE": str(state / "cache.key"),
            "ONETRIP_CENTRAL__URL": network["url"],
            "ONETRIP_DEVICES__ID_CARD_READER__BACKEND": "sam_serial",
            "ONETRIP_DEVICES__ID_CARD_READER__URL": reader["url"],
            "ONETRIP_DEVICES__RECEIPT_PRINTER__BACKEND": "escpos",
            "ONETRIP_DEVICES__RECEIPT_PRINTER__URL": printer["url"],
        }
    )
    agent = processes.start("kiosk", "agent", "--config", str(config))
    return System(
        processes=processes,
        agent=agent,
        config=config,
        database=database,
        central=central["url"],
        controls={
            "sam_reader": reader["control"],
            "escpos_printer": printer["control"],
            "network": network["control"],
        },
    )


def _central(
    processes: Processes, config: Path, database: str, port: int
) -> dict[str, Any]:
    command = ("central", "run", "--config", str(config), "--database", database)
    try:
        return processes.serve(*command, "--port", str(port))
    except SetupError:  # the port is in use, perhaps by another demonstration
        return processes.serve(*command, "--port", "0")


def _interactive(system: System, language: Language) -> int:
    """The window and the device panel, until one of them is closed."""
    processes = system.processes
    screen = processes.start("kiosk", "run", "--config", str(system.config))
    devices = [
        argument
        for name, address in system.controls.items()
        for argument in ("--device", f"{name}={address}")
    ]
    panel = processes.start("ui.device_panel", *devices, "--language", language)
    sys.stderr.write(
        f"OneTrip runs. Operators' page: {system.central}/\n"
        "Put a card on the reader in the device panel. Ctrl-C ends everything.\n"
    )
    ended = threading.Event()

    def watch(process: subprocess.Popen[bytes]) -> None:
        process.wait()
        ended.set()

    for process in (screen, panel):
        threading.Thread(target=watch, args=(process,), daemon=True).start()
    ended.wait()
    status = screen.poll()
    return status if status is not None else 0
