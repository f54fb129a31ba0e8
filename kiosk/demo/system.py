"""The parts of the demonstration beside the screen: central, agent, wire, devices."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.demo.processes import ROOT, Processes
from kiosk.errors import SetupError


@dataclass(frozen=True)
class System:
    """The running parts and their addresses.

    Attributes:
        config: The settings file; this run's addresses are in the environment of
            `processes`.
        controls: Addresses of control sockets by the simulators' names.
        central: Central's URL; its first page is the operators' console.
    """

    processes: Processes
    agent: subprocess.Popen[bytes]
    config: Path
    database: str
    central: str
    controls: dict[str, str]

    def operate(self, *command: str) -> bytes:
        """Run one of central's operator commands and return its output.

        Raises:
            SetupError: The command failed; its messages are on standard error.
        """
        where = ("--database", self.database, "--config", str(self.config))
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "central", *command, *where],
            cwd=ROOT,
            env=os.environ | self.processes.environment,
            check=False,
            stdout=subprocess.PIPE,
        )
        if done.returncode:
            raise SetupError(f"central {command[0]} failed with {done.returncode}")
        return done.stdout

    def leave_documents(self, out: Path) -> None:
        """Write the documents as signed, and the keys that verify them.

        Raises:
            SetupError: Central's database or keys cannot be read.
        """
        self.operate("documents", "export", str(out))
        (out / "keys.pem").write_bytes(self.operate("keys", "export"))


@dataclass(frozen=True)
class Device:
    """A simulated device of the cabinet.

    Attributes:
        role: The device's role in the settings.
        backend: The driver for it.
        module: The module in `drivers.simulators`; the device panel uses the same name.
        arguments: Command-line arguments; `{state}` and `{out}` are folders.
    """

    role: str
    backend: str
    module: str
    arguments: tuple[str, ...] = ()


NEEDED = (
    Device("id_card_reader", "sam_serial", "sam_reader", ("--link", "{state}/reader")),
    Device("receipt_printer", "escpos", "escpos_printer", ("--out", "{out}")),
)
"""The devices that every visit needs."""

CABINET = (
    *NEEDED,
    Device("document_printer", "ipp", "ipp_printer", ("--out", "{out}")),
    Device("locker", "lock_board", "lock_board", ("--link", "{state}/locker")),
    Device("code_scanner", "serial", "code_scanner", ("--link", "{state}/scanner")),
    Device("qr_display", "cd5220", "customer_display", ("--link", "{state}/display")),
)
"""The whole cabinet except the social-security card reader: see `_card_service`."""


def start(
    processes: Processes,
    config: Path,
    state: Path,
    out: Path,
    *,
    port: int,
    cabinet: tuple[Device, ...] = CABINET,
    database: str | None = None,
) -> System:
    """Start everything but the screen, each part after those it needs.

    Args:
        processes: Receives the environment with which a screen finds these devices.
        config: The demonstration's settings file.
        state: The folder for databases and the devices' ports.
        out: The folder for printed papers.
        port: Central's port; another one is taken if it is in use.
        cabinet: The devices to simulate.
        database: Central's database; by default, a file in `state`.

    Raises:
        SetupError: A part did not start.
    """
    environment = processes.environment
    environment["ONETRIP_CACHE__PATH"] = str(state / "cache.db")
    environment["ONETRIP_CACHE__KEY_FILE"] = str(state / "cache.key")
    environment["ONETRIP_CENTRAL_SERVICE__KEYS"] = str(state / "keys")
    starting = [
        processes.start(
            f"drivers.simulators.{device.module}",
            *(each.format(state=state, out=out) for each in device.arguments),
        )
        for device in cabinet
    ]
    key = secrets.token_hex(16)
    provider = processes.serve("drivers.simulators.payment_provider", "--key", key)
    sandbox = "ONETRIP_CENTRAL_SERVICE__PAYMENTS__SANDBOX"
    environment[f"{sandbox}__URL"] = provider["url"]
    environment[f"{sandbox}__KEY"] = key
    database = database or f"sqlite:///{state / 'central.db'}"
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
        except SetupError as error:  # pcscd needs permissions that some users lack
            sys.stderr.write(f"demo: no reader of social-security cards: {error}\n")
    controls["network"] = network["control"]
    controls["payment_provider"] = provider["control"]
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
    """Start a private PC/SC service with a simulated social-security card."""
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
