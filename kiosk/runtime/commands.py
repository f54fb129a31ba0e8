"""A technician's commands to a serving screen: list devices, test one.

The command line posts them in the cache's table `command`. Citizens come first: no test
begins during a visit, and a running one releases its device at once.
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
from kiosk.technician import device_test
from kiosk.technician.device_test import Answer, DeviceTest
from kiosk.technician.remedies import BUSY
from offline_cache.errors import CacheError
from offline_cache.mailbox import Command, Mailbox
from offline_cache.words import Order

_log = structlog.get_logger()


class Devices(Protocol):
    """The part of the devices' supervisor that commands use."""

    def statuses(self) -> dict[Role, DeviceStatus]:
        """Return each device's status."""

    def submit(
        self,
        role: Role,
        job: Callable[[Any], object],
        ticket: object,
        limit_s: float,
    ) -> None:
        """Run a job on a device."""


@dataclass(frozen=True)
class TestTicket:
    """A running test; the ticket of its job."""

    command: int
    role: Role
    cancelled: threading.Event = field(default_factory=threading.Event, compare=False)


class Commands:
    """Takes commands and answers them; used by the runtime's thread only.

    Args:
        devices: The terminal's devices.
        running: Each configured device's settings as this screen uses them.
        mailbox: Returns the table `command`; raises `CacheError`.
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
        self._under_way: TestTicket | None = None
        self._begun = False

    def look(self, free: Callable[[Role], bool]) -> None:
        """Take the posted commands.

        `free` returns whether no citizen needs a device.
        """
        try:
            mailbox = self._mailbox()
            if not self._begun:
                mailbox.interrupt_taken("screen")  # by a screen that has died
                self._begun = True
            while command := mailbox.take("screen"):
                self._take(mailbox, command, free)
        except CacheError as error:
            # The storage is monitored elsewhere; the technician's call times out.
            _log.warning("command_not_taken", detail=str(error))

    def give_way(self, free: Callable[[Role], bool]) -> None:
        """Stop the test if a citizen now needs its device."""
        if self._under_way is not None and not free(self._under_way.role):
            self._under_way.cancelled.set()

    def done(self, ticket: TestTicket, ended: JobDone) -> None:
        """Answer a test that has ended."""
        self._under_way = None
        if ended.reason is Reason.OK:
            answer = cast("Answer", ended.result)
        else:
            status = self._devices.statuses().get(ticket.role)
            answer = device_test.failed(ended.reason, status)
        try:
            self._mailbox().done(ticket.command, answer)
        except CacheError as error:
            _log.warning("command_not_answered", detail=str(error))

    def _take(
        self, mailbox: Mailbox, command: Command, free: Callable[[Role], bool]
    ) -> None:
        if command.name == Order.LIST_DEVICES:
            statuses = self._devices.statuses().items()
            states = {str(role): device_test.as_json(how) for role, how in statuses}
            mailbox.done(command.id, states)
        elif command.name == Order.DEVICE_KEYS:
            keys = {str(role): keys for role, keys in self._running.items()}
            mailbox.done(command.id, keys)
        elif (test := _test(command)) is not None:
            role = test.role
            if self._under_way is not None or not free(role):
                mailbox.done(command.id, {"ok": False, "reason": BUSY})
                return
            self._under_way = ticket = TestTicket(command.id, role)
            job = partial(device_test.perform, test=test, cancelled=ticket.cancelled)
            _log.info("device_test", role=role)
            self._devices.submit(role, job, ticket, test.limit_s)
        else:
            _log.warning("command_unknown", command=command.name)
            mailbox.done(command.id, device_test.failed(Reason.UNKNOWN))


def _test(command: Command) -> DeviceTest | None:
    """Return the requested test, or None if this version does not know it."""
    if command.name != Order.TEST_DEVICE:
        return None
    try:
        role = Role(command.arguments["role"])
        test = DeviceTest(**(command.arguments | {"role": role}))
        well = test.limit_s > 0
    except (KeyError, TypeError, ValueError):
        return None
    return test if well else None
