"""A private PC/SC service (pcscd) with a virtual reader, separate from the system's.

`python -m drivers.simulators.pcsc_daemon --socket PATH [--port 0]`

It is a real pcscd, which gets its socket like from systemd. Programs find it if
`PCSCLITE_CSOCK_NAME=PATH` is in their environment before their first call of the
library, which keeps the value. Its one virtual reader is Debian's vpcd, at `--port` (or
a free one), where `social_security_card` inserts its card.

The first line of output has `url` (vpcd's port, as `vpcd://127.0.0.1:PORT`), `control`
and `environment` for the programs that use it. On the control socket: `kill` (like a
crash), `stop` and `cont` (it hangs), `start {reader}` (false: without a reader),
`state`.

pcscd stores its process id in /run/pcscd, and creates that folder if it may: run as
root, or create the folder once, as systemd does for the system's own.
"""

import argparse
import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from drivers.simulators.control import (
    BadRequestError,
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)

VPCD_LIBRARY = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"

_READER = """FRIENDLYNAME "{name}"
DEVICENAME /dev/null:0x{port:X}
LIBPATH {library}
CHANNELID 0x{port:X}
"""
READER_NAME = "Virtual PCD"

_SERVES_WITHIN = 10.0
_FIRST_PASSED = 3
"""The first file descriptor that systemd passes on."""

_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl."""

_EXEC = (
    "import ctypes, os, signal, sys\n"
    f"ctypes.CDLL(None).prctl({_PARENT_DEATH_SIGNAL}, signal.SIGKILL)\n"
    f"os.dup2(int(sys.argv[1]), {_FIRST_PASSED})\n"
    "os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()))\n"
    "os.execv(sys.argv[2], sys.argv[2:])\n"
)
"""LISTEN_PID must be the process that becomes pcscd, whose id Popen returns too late.
It ends when this process ends, for any reason."""


class PcscDaemon:
    """Starts and stops pcscd.

    Args:
        path: Path of its socket.
        port: Port of vpcd, which also uses the next one for a second reader.
        folder: Folder for its configuration.
    """

    def __init__(self, path: Path, port: int, folder: Path) -> None:
        self._program = shutil.which("pcscd", path=f"{os.defpath}:/usr/sbin:/sbin")
        self._path = path
        self.port = port
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.control = ControlServer(
            {
                "start": self.start,
                "kill": self.kill,
                "stop": lambda: self._signal(signal.SIGSTOP),
                "cont": lambda: self._signal(signal.SIGCONT),
                "state": self._state,
            }
        )

    def start(self, reader: bool = True) -> None:
        """Start pcscd; programs can connect at once, and wait until it answers.

        Args:
            reader: Whether it has its virtual reader.

        Raises:
            BadRequestError: It is already running, is not installed, or its socket
                cannot be created.
        """
        if self._process is not None:
            raise BadRequestError("it runs already")
        if self._program is None or not VPCD_LIBRARY.exists():
            raise BadRequestError("install the packages pcscd and vsmartcard-vpcd")
        text = _READER.format(name=READER_NAME, port=self.port, library=VPCD_LIBRARY)
        (self._folder / "vpcd").write_text(text if reader else "", encoding="ascii")
        self._path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listening:
            try:
                listening.bind(str(self._path))
            except OSError as error:  # also for a path of more than 107 bytes
                raise BadRequestError(f"{self._path}: {error}") from error
            listening.listen()
            number = listening.fileno()
            command = (self._program, "-f", "-c", str(self._folder))
            self._process = subprocess.Popen(  # noqa: S603 - Debian's program
                [sys.executable, "-c", _EXEC, str(number), *command],
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr,
            )

    def kill(self) -> None:
        """End it like a crash; its socket stays, without a listener."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """End it if it is running."""
        if self._process is not None:
            self._end(signal.SIGKILL)
        self._path.unlink(missing_ok=True)

    async def until_serving(self) -> None:
        """Wait until vpcd listens.

        Raises:
            BadRequestError: pcscd has ended, or does not serve in time.
        """
        deadline = asyncio.get_running_loop().time() + _SERVES_WITHIN
        while asyncio.get_running_loop().time() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            if _listens(self.port):
                return
            await asyncio.sleep(0.02)
        raise BadRequestError(
            "pcscd does not come up: see what it wrote above (it needs root, or the "
            "folder /run/pcscd made beforehand)"
        )

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            raise BadRequestError("it does not run")
        self._process.send_signal(number)

    def _end(self, number: signal.Signals) -> None:
        self._signal(number)
        if self._process is not None:
            self._process.wait()
        self._process = None

    def _state(self) -> dict[str, Any]:
        running = self._process is not None and self._process.poll() is None
        return {"state": {"running": running, "port": self.port}}


def _listens(port: int) -> bool:
    """Return whether a process listens at the port, without connecting as a card."""
    wanted = f":{port:04X}"
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        _, local, _, state = line.split()[:4]
        if local.endswith(wanted) and state == "0A":
            return True
    return False


def _two_free_ports() -> int:
    """Return the first of two adjacent free ports: vpcd has two readers."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("", port + 1))
            except (OSError, OverflowError):
                continue
            return port


async def _main(arguments: argparse.Namespace, folder: Path) -> None:
    port = arguments.port or _two_free_ports()
    daemon = PcscDaemon(arguments.socket.absolute(), port, folder)
    try:
        daemon.start()
        await daemon.until_serving()
        announce(
            url=f"vpcd://127.0.0.1:{port}",
            control=await daemon.control.start(arguments.control_port),
            environment={SOCKET_VARIABLE: str(arguments.socket.absolute())},
        )
        await until_stopped(follow_stdin=arguments.follow_stdin)
    finally:
        daemon.close()


def main() -> int:
    """Run until stopped; return the process's exit status."""
    parser = argument_parser("A PC/SC service of one's own with a virtual reader.")
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0, help="of vpcd; 0: a free one")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pcscd-") as folder:
        try:
            asyncio.run(_main(arguments, Path(folder)))
        except BadRequestError as error:
            sys.stderr.write(f"pcsc_daemon: {error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
