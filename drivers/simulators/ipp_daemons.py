"""Private daemons of the simulated printer, in their own folder.

The kernel chooses the ports and sockets are in the folder, so the machine's own print
service is not affected and many simulators can run in parallel.
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
"""A daemon needs a tenth of a second, and longer on a busy machine."""

STOP_WITHIN_S = 10.0
"""A daemon that has not ended this long after SIGTERM is killed."""

_PR_SET_PDEATHSIG = 1  # prctl(2)
_LOOK_S = 0.02


class DaemonError(Exception):
    """A daemon did not start; the message has its name and its output."""


def free_port() -> int:
    """Return a port of loopback that is free now."""
    with socket.create_server(("localhost", 0)) as probe:
        return int(probe.getsockname()[1])


class Daemon:
    """One program that runs in the background.

    Args:
        arguments: The program and its arguments.
        serving: Returns whether it already serves.
        log: File for its output.
        environment: Added to this process's environment.
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
        """Return whether it was started and not ended."""
        return self._process is not None

    def start(self) -> None:
        """Start it and wait until it serves.

        Raises:
            DaemonError: It has ended, or does not serve within `START_WITHIN_S`.
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
                output = self._log.read_text("utf-8", "replace")[-2000:]
                raise DaemonError(f"{self._arguments[0]} did not start: {output}")
            time.sleep(_LOOK_S)

    def stop(self) -> None:
        """Send SIGTERM, then end the processes that it started as well."""
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_WITHIN_S)
            self.kill()

    def kill(self) -> None:
        """Send SIGKILL to it and to all processes of its session."""
        if self._process is not None:
            self.kill_alone()
            for number in _session(self._process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            self._process = None

    def kill_alone(self) -> None:
        """Send SIGKILL to it, but not to the processes that it started."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def listening(port: int) -> bool:
    """Return whether a service listens at this port of loopback."""
    try:
        socket.create_connection(("localhost", port), 1.0).close()
    except OSError:
        return False
    return True


async def run(*arguments: str) -> str:
    """Run a program of CUPS to its end; return its output.

    Raises:
        DaemonError: The program failed.
    """
    process = await asyncio.create_subprocess_exec(
        *arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    output = (await process.communicate())[0].decode("utf-8", "replace")
    if process.returncode:
        raise DaemonError(f"{arguments[0]} failed: {output}")
    return output


def _in_own_session() -> None:
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _session(leader: int) -> list[int]:
    """Return the processes of the session that a daemon leads."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # ended meanwhile
            after_name = place.read_text("utf-8", "replace").rpartition(")")[2]
            if int(after_name.split()[3]) == leader:
                found.append(int(place.parent.name))
    return found
