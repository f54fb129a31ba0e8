"""Code scanners for tests: each driver with its simulator at the far end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drivers.base import CodeScanner, ScannedCode
from drivers.code_scanner.serial_scanner import SerialScanner
from drivers.code_scanner.wedge import WedgeScanner
from drivers.simulators.control import ControlClient
from support.processes import Simulator

WECHAT = "134567890123456789"
ALIPAY = "281234567890123456"
BILL = "51041126001234567890"
SLIP = "7F3A-9BXZ"
CARD = "https://card.example/e?c=Yx_9~k&v=2"

PATIENCE = 30.0
"""Seconds; a code that was scanned comes at once, and never later than this."""


class ScannerBackend:
    """A scanner, and codes to hold under it."""

    def __init__(self, scanner: CodeScanner, simulator: Simulator) -> None:
        self.scanner = scanner
        self._simulator = simulator
        self._control = ControlClient(simulator.control)
        self._listener = ControlClient(simulator.control)
        self._next_event = self._listener.events()
        self.url = simulator.url

    def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a control command."""
        return self._control.do(command, **fields)

    def scan(self, text: str, **fields: str) -> None:
        """Hold a code under the scanner."""
        self.do("scan", text=text, **fields)

    def scan_wholly(self, text: str) -> None:
        """Do the same, and wait until the scanner has begun to send all of it."""
        self.scan(text)
        while self._next_event()["event"] not in ("sent", "typed"):
            pass

    def read(self) -> ScannedCode:
        """Return the code that was scanned."""
        code = self.scanner.read_code(PATIENCE)
        assert code is not None, "nothing came"
        return code

    def stop(self) -> None:
        """End driver and process."""
        self.scanner.close()
        self._control.close()
        self._listener.close()
        self._simulator.stop()


def _serial(folder: Path, *arguments: str) -> ScannerBackend:
    simulator = Simulator(
        "drivers.simulators.code_scanner",
        "--link",
        str(folder / "scanner"),
        *arguments,
    )
    return ScannerBackend(SerialScanner(simulator.url), simulator)


def _wedge(folder: Path, *arguments: str) -> ScannerBackend:
    simulator = Simulator(
        "drivers.simulators.wedge_scanner",
        "--pipe",
        str(folder / "events"),
        *arguments,
    )
    return ScannerBackend(WedgeScanner(simulator.url), simulator)


BACKENDS = {"serial": _serial, "wedge": _wedge}
"""Every backend that must keep the contract of code scanners."""


@contextmanager
def opened(name: str, folder: Path, *arguments: str) -> Iterator[ScannerBackend]:
    """Open a scanner, and end it after the block."""
    backend = BACKENDS[name](folder, *arguments)
    try:
        backend.scanner.open()
        yield backend
    finally:
        backend.stop()
