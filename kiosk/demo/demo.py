"""`python -m kiosk demo`: the whole system on this machine.

Central, the agent and the simulated devices run as processes of their own and speak
their real protocols; the network between terminal and central is one of them, so that
it can be cut. With a display you are the citizen, at the window and the device panel.
Otherwise a scripted one operates the real screens by real clicks, and its screenshots
and papers are stored in a folder.
"""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from config.settings import load_settings
from kiosk import setup
from kiosk.demo.processes import Processes
from kiosk.demo.system import System, start
from kiosk.errors import SetupError
from view import Language

CONSOLE_PORT = 8600
"""Central's preferred port; if it is in use, another one is taken."""

OURS = (
    *("*-screen.png", "receipt-*.png", "document-*.pdf", "printed-*.pdf"),
    *("keys.pem", "journal.jsonl", "summary.json", "processes.log"),
)
"""Files of an earlier demonstration, replaced by this one."""


def run(
    config: Path, *, scripted: bool, service: str | None, offline: bool, out: Path
) -> int:
    """Run the demonstration and return the process's exit status.

    Args:
        config: The demonstration's settings file.
        scripted: Whether to run a scripted citizen even if there is a display.
        service: Run this item only: online or, with `offline`, with the network cut.
        offline: Without `service`: run the offline visit only.
        out: The folder for the scripted citizen's screenshots and papers.
    """
    codes = [item.code for item in setup.catalogue()]
    if service is not None and service not in codes:
        sys.stderr.write(f"demo: no service {service!r}; there is {', '.join(codes)}\n")
        return 2
    out = out.absolute()
    _make_empty(out)
    # Checked between two steps: an exception raised by a signal handler could leave a
    # lock taken.
    stopping = threading.Event()
    setup.on_signals(stopping.set)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="onetrip-demo-") as state,
            Processes(out / "processes.log") as processes,
        ):
            system = start(processes, config, Path(state), out, port=CONSOLE_PORT)
            os.environ.update(processes.environment)  # for the screen in this process
            if not scripted and has_display():
                language = load_settings(config).terminal.language
                status = _interactive(system, language, stopping)
                system.leave_documents(out)
                return status
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            from kiosk.demo import scripted as citizens

            visits = citizens.visits(service, offline=offline)
            return citizens.run(system, visits, out, stopping)
    except SetupError as error:
        sys.stderr.write(f"demo: {error}\n")
        return 1


def has_display() -> bool:
    """Return whether there is a display."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _make_empty(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for pattern in OURS:
        for path in out.glob(pattern):
            path.unlink()


def _interactive(system: System, language: Language, stopping: threading.Event) -> int:
    """Run the window and the device panel until one of them is closed."""
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

    def watch(process: subprocess.Popen[bytes]) -> None:
        process.wait()
        stopping.set()

    for process in (screen, panel):
        threading.Thread(target=watch, args=(process,), daemon=True).start()
    stopping.wait()
    status = screen.poll()
    return status if status is not None else 0
