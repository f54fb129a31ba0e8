"""A private CUPS with one queue, configured as on a terminal.

Files of jobs are not preserved, an error aborts a job and does not stop the queue, and
the service listens only on loopback.
"""

import asyncio
from pathlib import Path

from drivers.simulators.ipp_daemons import (
    START_WITHIN_S,
    Daemon,
    free_port,
    listening,
    run,
)

QUEUE = "Laser"

_LOOK_S = 0.02

_SERVER = """\
Listen localhost:{port}
LogLevel warn
MaxLogSize 0
Browsing No
WebInterface No
DefaultAuthType None
DirtyCleanInterval 0
PreserveJobHistory Yes
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""

_FILES = """\
ServerRoot {root}
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/state
ErrorLog {root}/error_log
AccessLog {root}/access_log
PageLog {root}/page_log
"""


class Cups:
    """A cupsd in its own folder, on a port that stays the same after a restart.

    Attributes:
        port: Port on loopback.
        spool: Folder of queued jobs.
    """

    def __init__(self, root: Path, bus: str) -> None:
        self.port = port = free_port()
        self._server = f"localhost:{port}"
        self.spool = root / "spool"
        self._described = root / "ppd" / f"{QUEUE}.ppd"
        for folder in (self.spool / "tmp", root / "cache", root / "state"):
            folder.mkdir(parents=True)
        settings, files = root / "cupsd.conf", root / "cups-files.conf"
        settings.write_text(_SERVER.format(port=port), "utf-8")
        files.write_text(_FILES.format(root=root), "utf-8")
        self._daemon = Daemon(
            ["/usr/sbin/cupsd", "-f", "-c", str(settings), "-s", str(files)],
            lambda: listening(port),
            root / "daemon_log",
            {"DBUS_SYSTEM_BUS_ADDRESS": bus},
        )

    @property
    def running(self) -> bool:
        """Return whether the service is running."""
        return self._daemon.running

    def start(self) -> None:
        """Start the service with an empty spool, as a terminal's unit does.

        A cupsd that was killed leaves documents that it has lost track of or prints
        again.
        """
        for left in self.spool.glob("[cd]*"):
            left.unlink()
        self._daemon.start()

    def stop(self) -> None:
        """Stop the service regularly."""
        self._daemon.stop()

    def kill(self) -> None:
        """Kill the service and the programs of its jobs, as in a power failure."""
        self._daemon.kill()

    async def add_queue(self, printer: str) -> None:
        """Add the queue for a printer at the URI `printer`."""
        await run(
            "/usr/sbin/lpadmin",
            *("-h", self._server, "-p", QUEUE, "-E", "-v", printer),
            *("-m", "everywhere", "-o", "printer-error-policy=abort-job"),
        )
        # The service queries the printer's capabilities in its own thread, and then
        # configures the queue again.
        async with asyncio.timeout(START_WITHIN_S):
            while not self._described.exists():
                await asyncio.sleep(_LOOK_S)

    async def set_queue(self, *, stopped: bool, accepting: bool) -> None:
        """Stop or start the queue, and make it accept or reject jobs."""
        for program in (
            "cupsdisable" if stopped else "cupsenable",
            "cupsaccept" if accepting else "cupsreject",
        ):
            await run(f"/usr/sbin/{program}", "-h", self._server, QUEUE)
