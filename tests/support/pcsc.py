"""A PC/SC service of the tests' own, and a social-security card for its reader."""

import atexit
import os
import tempfile
import threading
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from smartcard import scard

from drivers.simulators.control import BadRequestError, ControlClient
from drivers.social_security_card_reader.pcsc_social_security import (
    PcscSocialSecurityReader,
)
from support.processes import Simulator

SEEN_WITHIN_MS = 20_000
"""The service looks into a virtual reader every 0.4 s."""


@cache
def socket_path() -> Path:
    """Return this process's service socket: the library keeps to its first one."""
    folder = tempfile.TemporaryDirectory(prefix="pcsc-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "s"
    os.environ["PCSCLITE_CSOCK_NAME"] = str(path)
    return path


class PcscBench:
    """pcscd, a card's process, and the driver: everything that a reading needs."""

    def __init__(self) -> None:
        path = str(socket_path())
        self._daemon = Simulator("drivers.simulators.pcsc_daemon", "--socket", path)
        port = self._daemon.url.rpartition(":")[2]
        self._card = Simulator(
            "drivers.simulators.social_security_card", "--port", port
        )
        self._service = ControlClient(self._daemon.control)
        self._control = ControlClient(self._card.control)
        self.reader = PcscSocialSecurityReader()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.reader.close()
        self._control.close()
        self._service.close()
        self._card.stop()
        self._daemon.stop()

    def fresh(self) -> None:
        """Reset: the service runs, its reader is empty, and nothing is faulty."""
        self.reader.close()
        self.do("fault", kind="none")
        try:
            self.service("start")
        except BadRequestError:
            self.service("cont")  # it runs
        self.do("lift")
        self._until(present=False)
        self.reader = PcscSocialSecurityReader()

    def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a command to the card's control socket."""
        return self._control.do(command, **fields)

    def service(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a command to the service's control socket."""
        return self._service.do(command, **fields)

    def insert(self, card: str = "li_na", **settings: str) -> None:
        """Insert a card, and wait until the service has detected it."""
        self.do("insert", card=card, **settings)
        self._until(present=True)

    def lift(self) -> None:
        """Remove the card, and wait until the service has noticed."""
        self.do("lift")
        self._until(present=False)

    def until_seen(self) -> None:
        """Wait until the service detects a card, as after a restart."""
        self._until(present=True)

    @staticmethod
    def hung_call_ended() -> bool:
        """Wait for an abandoned call; return whether it has ended."""
        for thread in threading.enumerate():
            if thread.name == "pcsc":
                thread.join(SEEN_WITHIN_MS / 1000)
        return all(thread.name != "pcsc" for thread in threading.enumerate())

    def _until(self, *, present: bool) -> None:
        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        assert code == scard.SCARD_S_SUCCESS, scard.SCardGetErrorMessage(code)
        try:
            code, (name, *_) = scard.SCardListReaders(context, [])
            known = scard.SCARD_STATE_UNAWARE
            while True:
                code, states = scard.SCardGetStatusChange(
                    context, SEEN_WITHIN_MS, [(name, known)]
                )
                assert code == scard.SCARD_S_SUCCESS, scard.SCardGetErrorMessage(code)
                if bool(states[0][1] & scard.SCARD_STATE_PRESENT) is present:
                    return
                known = states[0][1] & ~scard.SCARD_STATE_CHANGED
        finally:
            scard.SCardReleaseContext(context)
