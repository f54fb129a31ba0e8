"""Processes of the demonstration: started together, none outlives it.

Each is stopped in an orderly way when the demonstration ends; the kernel ends it if the
demonstration is killed.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kiosk.errors import SetupError

ROOT = Path(__file__).resolve().parents[2]
STOP_WITHIN_S = 10.0
"""Seconds after which a process that was asked to end is killed."""

_PR_SET_PDEATHSIG = 1  # prctl(2)


class Processes:
    """Starts modules of this program, and stops them in reverse order.

    Args:
        log: The file for their standard error.

    Attributes:
        environment: Added to this process's environment for each process started.
    """

    def __init__(self, log: Path) -> None:
        self.environment: dict[str, str] = {}
        self._log = log.open("ab")
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop all processes that still run."""
        for process in reversed(self._running):
            self.stop(process)
        self._log.close()

    def start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `python -m module`."""
        process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            preexec_fn=_end_with_parent,
        )
        self._running.append(process)
        return process

    def serve(self, module: str, *arguments: str) -> dict[str, Any]:
        """Start a module that announces itself; return its announcement.

        Raises:
            SetupError: The process ended before it served.
        """
        return self.announced(self.start(module, *arguments), module)

    def announced(
        self, process: subprocess.Popen[bytes], module: str
    ) -> dict[str, Any]:
        """Wait for a process's announcement that it serves; return it.

        Raises:
            SetupError: The process ended before it served.
        """
        line = process.stdout.readline() if process.stdout else b""
        if not line:
            self.stop(process)
            raise SetupError(f"{module} did not start; see {self._log.name}")
        ready: dict[str, Any] = json.loads(line)
        return ready

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        """End one process, by force if necessary; return its exit status."""
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
        if process.stdout:
            process.stdout.close()
        if process in self._running:
            self._running.remove(process)
        return process.wait()


def _end_with_parent() -> None:
    # Ctrl-C is sent to the whole process group of a shell's job: only the demonstration
    # handles it, and then stops the others in order.
    os.setpgid(0, 0)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
