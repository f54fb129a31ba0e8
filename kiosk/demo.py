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

INTERRUPTED = 130
"""Exit status of a demonstration that was ended by a signal, as shells have it."""

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
    # Asked between two steps: an exception out of a signal's handler could come while
    # a lock is taken, and leave it so.
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
                return _interactive(system, language, stopping)
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
            from kiosk import citizen

            visits = citizen.visits(service or codes[0], service, offline)
            return citizen.run(system, visits, out, stopping)
    except SetupError as error:
        sys.stderr.write(f"demo: {error}\n")
        return 1


def has_display() -> bool:
    """Whether a window could be seen."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _make_empty(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for pattern in (*OURS, "summary.json", "processes.log"):
        for path in out.glob(pattern):
            path.unlink()


@dataclass(frozen=True)
class Device:
    """A simulated device of the cabinet.

    Attributes:
        role: What it is for, in the settings.
        backend: The driver that speaks with it.
        module: In `drivers.simulators`; the device panel has the same name for it.
        arguments: `{state}` and `{out}` are the demonstration's folders.
    """

    role: str
    backend: str
    module: str
    arguments: tuple[str, ...] = ()


NEEDED = (
    Device("id_card_reader", "sam_serial", "sam_reader", ("--link", "{state}/reader")),
    Device("receipt_printer", "escpos", "escpos_printer", ("--out", "{out}")),
)
"""What every visit needs."""

CABINET = (
    *NEEDED,
    Device("document_printer", "ipp", "ipp_printer", ("--out", "{out}")),
    Device("locker", "lock_board", "lock_board", ("--link", "{state}/locker")),
    Device("code_scanner", "serial", "code_scanner", ("--link", "{state}/scanner")),
    Device("qr_display", "cd5220", "customer_display", ("--link", "{state}/display")),
)
"""The whole cabinet, but for the social-security card reader: see `_card_service`."""


def start(
    processes: Processes,
    config: Path,
    state: Path,
    out: Path,
    *,
    port: int,
    cabinet: tuple[Device, ...] = CABINET,
) -> System:
    """Start all but the screen, each once what it needs is there.

    Args:
        processes: Gets the environment that leads a screen to these devices.
        config: Demonstration settings.
        state: Folder for databases and the devices' ports.
        out: Folder for what the printers print.
        port: Central's, or any other if it is in use.
        cabinet: The devices.

    Raises:
        SetupError: Something did not start.
    """
    environment = processes.environment
    environment["ONETRIP_CACHE__PATH"] = str(state / "cache.db")
    environment["ONETRIP_CACHE__KEY_FILE"] = str(state / "cache.key")
    starting = [
        processes.start(
            f"drivers.simulators.{device.module}",
            *(each.format(state=state, out=out) for each in device.arguments),
        )
        for device in cabinet
    ]
    database = f"sqlite:///{state / 'central.db'}"
    central = _central(processes, config, database, port)
    upstream = central["url"].removeprefix("http://")
    network = processes.serve("drivers.simulators.network", "--upstream", upstream)
    environment["ONETRIP_CENTRAL__URL"] = network["url"]
    controls = {}
    for device, process in zip(cabinet, starting, strict=True):
        ready = processes.announced(process, device.module)
        section = f"ONETRIP_DEVICES__{device.role.upper()}"
        environment[f"{section}__BACKEND"] = device.backend
        environment[f"{section}__URL"] = ready["url"]
        controls[device.module] = ready["control"]
    if cabinet is CABINET:
        try:
            controls |= _card_service(processes, state)
        except SetupError as error:  # pcscd wants more rights than some users have
            sys.stderr.write(f"demo: no reader of social-security cards: {error}\n")
    controls["network"] = network["control"]
    agent = processes.start("kiosk", "agent", "--config", str(config))
    return System(
        processes=processes,
        agent=agent,
        config=config,
        database=database,
        central=central["url"],
        controls=controls,
    )


def _card_service(processes: Processes, state: Path) -> dict[str, str]:
    """A PC/SC service of our own, and a social-security card for its reader."""
    service = processes.serve(
        "drivers.simulators.pcsc_daemon", "--socket", str(state / "pcscd.comm")
    )
    port = service["url"].rpartition(":")[2]
    card = processes.serve("drivers.simulators.social_security_card", "--port", port)
    processes.environment |= service["environment"]
    section = "ONETRIP_DEVICES__SOCIAL_SECURITY_CARD_READER"
    processes.environment[f"{section}__BACKEND"] = "pcsc_social_security"
    return {
        "social_security_card": card["control"],
        "pcsc_daemon": service["control"],
    }


def _central(
    processes: Processes, config: Path, database: str, port: int
) -> dict[str, Any]:
    command = ("central", "run", "--config", str(config), "--database", database)
    try:
        return processes.serve(*command, "--port", str(port))
    except SetupError:  # the port is in use, perhaps by another demonstration
        return processes.serve(*command, "--port", "0")


def _interactive(system: System, language: Language, stopping: threading.Event) -> int:
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

    def watch(process: subprocess.Popen[bytes]) -> None:
        process.wait()
        stopping.set()

    for process in (screen, panel):
        threading.Thread(target=watch, args=(process,), daemon=True).start()
    stopping.wait()
    status = screen.poll()
    return status if status is not None else 0
