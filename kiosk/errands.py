"""What technicians ask of a screen that serves: its devices, their states, and tests.

The command line leaves it in the cache's table `command`. A citizen always comes
first: no test begins during a visit, and one under way gives its device back at once.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, cast

import structlog

from drivers.base import DeviceStatus, Role
from drivers.errors import Reason
from drivers.supervisor import JobDone
from kiosk import device_test
from kiosk.device_test import Answer, DeviceTest
from kiosk.remedies import BUSY
from offline_cache.errors import CacheError
from offline_cache.mailbox import Command, Mailbox

LIST = "list_devices"
KEYS = "device_keys"
TEST = "test_device"

_log = structlog.get_logger()


class Devices(Protocol):
    """What is used of the devices' supervisor."""

    def statuses(self) -> dict[Role, DeviceStatus]:
        """How each device is."""

    def submit(
        self,
        role: Role,
        job: Callable[[Any], object],
        ticket: object,
        limit_s: float,
    ) -> None:
        """Have something done with a device."""


@dataclass(frozen=True)
class Errand:
    """A test under way; the ticket of its job."""

    command: int
    role: Role
    cancelled: threading.Event = field(default_factory=threading.Event, compare=False)


class Errands:
    """Takes commands, and answers them; used by the runtime's thread alone.

    Args:
        devices: The terminal's devices.
        running: Keys of each configured device's settings, as this screen has them.
        mailbox: Gives the table `command`; raises `CacheError`.
    """

    def __init__(
        self,
        devices: Devices,
        running: dict[Role, dict[str, Any]],
        mailbox: Callable[[], Mailbox],
    ) -> None:
        self._devices = devices
        self._running = running
        self._mailbox = mailbox
        self._under_way: Errand | None = None
        self._begun = False

    def look(self, free: Callable[[Role], bool]) -> None:
        """Take what was left; `free` says whether no citizen needs a device."""
        try:
            mailbox = self._mailbox()
            if not self._begun:
                mailbox.interrupt_taken("screen")  # by a screen that has died
                self._begun = True
            while command := mailbox.take("screen"):
                self._take(mailbox, command, free)
        except CacheError as error:
            # The storage itself is watched elsewhere; the technician's call times out.
            _log.warning("errand_not_taken", detail=str(error))

    def give_way(self, free: Callable[[Role], bool]) -> None:
        """Something has happened: stop the test if a citizen needs its device."""
        if self._under_way is not None and not free(self._under_way.role):
            self._under_way.cancelled.set()

    def done(self, errand: Errand, ended: JobDone) -> None:
        """A test has ended."""
        self._under_way = None
        if ended.reason is Reason.OK:
            answer = cast("Answer", ended.result)
        else:
            status = self._devices.statuses().get(errand.role)
            answer = device_test.failed(ended.reason, status)
        try:
            self._mailbox().done(errand.command, answer)
        except CacheError as error:
            _log.warning("errand_not_answered", detail=str(error))

    def _take(
        self, mailbox: Mailbox, command: Command, free: Callable[[Role], bool]
    ) -> None:
        if command.name == LIST:
            statuses = self._devices.statuses().items()
            states = {str(role): device_test.as_json(how) for role, how in statuses}
            mailbox.done(command.id, states)
        elif command.name == KEYS:
            keys = {str(role): keys for role, keys in self._running.items()}
            mailbox.done(command.id, keys)
        elif command.name == TEST:
            role = Role(command.arguments["role"])
            test = DeviceTest(**(command.arguments | {"role": role}))
            if self._under_way is not None or not free(role):
                mailbox.done(command.id, {"ok": False, "reason": BUSY})
                return
            self._under_way = errand = Errand(command.id, role)
            job = partial(device_test.perform, test=test, cancelled=errand.cancelled)
            _log.info("device_test", role=role)
            self._devices.submit(role, job, errand, test.limit_s)
        else:
            _log.warning("errand_unknown", command=command.name)
            mailbox.done(command.id, None)
