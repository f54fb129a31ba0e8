"""Daemons of the simulated printer: private ones, in a folder of their own.

Ports are the kernel's choice and sockets stand in the folder, so that nothing of the
machine's own print service is touched and many can run side by side.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

START_WITHIN_S = 20.0
"""A daemon serves in a tenth of a second, and later where the machine is busy."""

STOP_WITHIN_S = 10.0
"""What has not ended this long after it was asked to is killed."""

_PR_SET_PDEATHSIG = 1  # prctl(2)
_LOOK_S = 0.02


class DaemonError(Exception):
    """A daemon did not start; says which, and what it wrote."""


def free_port() -> int:
    """A port of loopback that nobody listens at now."""
    with socket.create_server(("localhost", 0)) as probe:
        return int(probe.getsockname()[1])


class Daemon:
    """One program that is running, or not.

    Args:
        arguments: The program and its arguments.
        serving: Tells whether it serves by now.
        log: Where it writes.
        environment: Added to this process's own.
    """

    def __init__(
        self,
        arguments: list[str],
        serving: Callable[[], bool],
        log: Path,
        environment: dict[str, str] | None = None,
    ) -> None:
        self._arguments = arguments
        self._serving = serving
        self._log = log
        self._environment = environment or {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether it was started and not ended."""
        return self._process is not None

    def start(self) -> None:
        """Start it and wait until it serves.

        Raises:
            DaemonError: It ended, or does not serve within `START_WITHIN_S`.
        """
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - Debian's own daemons
                self._arguments,
                env=os.environ | self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_in_own_session,
            )
        deadline = time.monotonic() + START_WITHIN_S
        while not self._serving():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                said = self._log.read_text("utf-8", "replace")[-2000:]
                raise DaemonError(f"{self._arguments[0]} did not start: {said}")
            time.sleep(_LOOK_S)

    def stop(self) -> None:
        """Ask it to end, and end what it started as well."""
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_WITHIN_S)
            self.kill()

    def kill(self) -> None:
        """SIGKILL to it and to all that it started, as when power is lost."""
        if self._process is not None:
            self.kill_alone()
            for number in _session(self._process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            self._process = None

    def kill_alone(self) -> None:
        """SIGKILL to it, while what it started goes on."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def listening(port: int) -> bool:
    """Whether somebody listens at this port of loopback."""
    try:
        socket.create_connection(("localhost", port), 1.0).close()
    except OSError:
        return False
    return True


async def run(*arguments: str) -> str:
    """Run a program of CUPS to its end; returns what it wrote.

    Raises:
        DaemonError: It failed.
    """
    process = await asyncio.create_subprocess_exec(
        *arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = (await process.communicate())[0].decode("utf-8", "replace")
    if process.returncode:
        raise DaemonError(f"{arguments[0]} failed: {said}")
    return said


def _in_own_session() -> None:
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _session(leader: int) -> list[int]:
    """Processes of the session that a daemon of ours leads."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # ended meanwhile
            after_name = place.read_text("utf-8", "replace").rpartition(")")[2]
            if int(after_name.split()[3]) == leader:
                found.append(int(place.parent.name))
    return found
