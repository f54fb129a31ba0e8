"""The cabinet's devices for the command line: the screen's, or opened directly.

A device serves one program at a time. A screen that serves is therefore asked through
the cache; a device is opened here only if no screen answers.
"""

import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, cast

from config.device_settings import Device
from config.settings import Settings
from drivers import registry
from drivers.base import Role
from drivers.errors import DriverError, Reason
from drivers.supervisor import DeviceEvent, JobDone, StatusChanged, Supervisor
from kiosk import setup
from kiosk.technician import device_test
from kiosk.technician.device_test import Answer, DeviceTest
from offline_cache.database import Cache
from offline_cache.mailbox import CommandState, Mailbox
from offline_cache.status import Status
from offline_cache.wake import Waker
from offline_cache.words import Fact, Order

SCREEN_DEAD_S = 20.0
"""Seconds after which a silent screen counts as dead; it reports every 5 s."""
TAKEN_WITHIN_S = 4.0
"""Seconds; a serving screen takes a command at once and checks each second."""
POLL_S = 0.05
FIRST_STATUS_S = 25.0
"""Seconds until each device has reported: three time-outs of the slowest."""


Keys = dict[str, Any]
"""A device's keys in the settings, including `backend`."""

Differences = dict[str, dict[str, Any]]
"""Values of differing keys: `running` and in the `settings`; a missing value is left
out."""


@dataclass(frozen=True)
class Seen:
    """A device of the settings or of a serving screen, and its state.

    Attributes:
        state: Its state in the words of the interface.
        runs: Its keys as the screen uses them; None if no screen runs it.
        settings: Its keys in the settings; None if it is not there.
        serving: Whether a screen serves and has reported its devices' keys.
    """

    role: Role
    state: Answer
    runs: Keys | None
    settings: Keys | None
    serving: bool

    @property
    def keys(self) -> Keys:
        """The keys the device runs with, otherwise those of the settings."""
        return self.runs or self.settings or {}

    @property
    def differences(self) -> Differences:
        """The keys that a restart of the screen would change."""
        if not self.serving:
            return {}
        sides = {"running": self.runs or {}, "settings": self.settings or {}}
        return {
            key: {side: keys[key] for side, keys in sides.items() if key in keys}
            for key in (self.runs or {}) | (self.settings or {})
            if sides["running"].get(key) != sides["settings"].get(key)
        }


_UNASKED: Answer = {"state": "unknown", "reason": "unknown"}


def maker(role: Role, device: Device) -> Callable[[], Any]:
    """Return a function that makes the device's driver or raises `DriverError`."""

    def make() -> Any:
        try:
            return registry.make(role, device.backend, **device.options())
        except LookupError as error:  # the settings allow it, and this version lacks it
            raise DriverError(Reason.NOT_CONFIGURED, str(error)) from error

    return make


def test(settings: Settings, asked: DeviceTest) -> tuple[Answer, Seen | None]:
    """Test the configured device, through the screen if one serves.

    Returns:
        The answer, and the device if the screen runs it and has reported its keys.

    Raises:
        CacheError: The screen's cache cannot be used.
    """
    configured = dict(setup.devices(settings))
    if asked.role not in configured:
        return device_test.failed(Reason.NOT_CONFIGURED), None
    lost = device_test.failed(Reason.UNKNOWN)  # what the test has done is unknown
    posted = _ask(settings, Order.TEST_DEVICE, asdict(asked), asked.limit_s, lost)
    if posted is None:
        return test_here(configured[asked.role], asked), None
    running = _ask(settings, Order.DEVICE_KEYS, {}, 0)
    if running is None or asked.role not in running:
        return posted, None
    keys = configured[asked.role].table()
    return posted, Seen(asked.role, posted, running[asked.role], keys, serving=True)


def test_here(device: Device, asked: DeviceTest) -> Answer:
    """Test a device that this process opens and closes."""
    events: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
    role = asked.role
    if role in (Role.RECEIPT_PRINTER, Role.DOCUMENT_PRINTER):
        _ensure_drawing()
    supervisor = Supervisor({role: maker(role, device)}, events.put)
    job = partial(device_test.perform, test=asked, cancelled=threading.Event())
    supervisor.start()
    try:
        supervisor.submit(role, job, asked, asked.limit_s)
        while not isinstance(event := events.get(), JobDone):
            pass
    finally:
        supervisor.stop()
    if event.reason is Reason.OK:
        return cast("Answer", event.result)
    return device_test.failed(event.reason, supervisor.statuses()[role])


def look(settings: Settings) -> list[Seen]:
    """Return each device's state, as reported by the screen or the device itself.

    A serving screen's devices are those that it runs, whatever the settings are now.

    Raises:
        CacheError: The screen's cache cannot be used.
    """
    configured = dict(setup.devices(settings))
    states = _ask(settings, Order.LIST_DEVICES, {}, 0)
    if states is None:
        return look_here(configured)
    running = _ask(settings, Order.DEVICE_KEYS, {}, 0)
    return [
        Seen(
            role,
            states.get(role, _UNASKED),
            None if running is None else running.get(role),
            configured[role].table() if role in configured else None,
            serving=running is not None,
        )
        for role in Role
        if role in configured or role in states
    ]


def look_here(configured: dict[Role, Device]) -> list[Seen]:
    """Return the state of each device, opened by this process."""
    states = _states(configured) if configured else {}
    return [
        Seen(role, states.get(role, _UNASKED), None, device.table(), serving=False)
        for role, device in configured.items()
    ]


def _states(configured: dict[Role, Device]) -> dict[Role, Answer]:
    events: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
    if Role.RECEIPT_PRINTER in configured:
        _ensure_drawing()
    makers = {role: maker(role, device) for role, device in configured.items()}
    supervisor = Supervisor(makers, events.put)
    supervisor.start()
    try:
        waiting, until = set(configured), time.monotonic() + FIRST_STATUS_S
        while waiting and (left := until - time.monotonic()) > 0:
            try:
                event = events.get(timeout=left)
            except queue.Empty:
                break
            if isinstance(event, StatusChanged):
                waiting.discard(event.role)
        found = supervisor.statuses()
    finally:
        supervisor.stop()
    return {role: device_test.as_json(how) for role, how in found.items()}


def _ask(
    settings: Settings,
    command: str,
    arguments: dict[str, Any],
    work_s: float,
    lost: Any = None,
) -> Any:
    """Send a command to the screen; return None if no screen serves.

    Args:
        settings: The terminal's settings.
        command: The command's name.
        arguments: The command's arguments.
        work_s: Seconds that the screen may take for it.
        lost: The answer if the screen took the command and then died.
    """
    if not settings.cache.path.exists():
        return None
    with setup.open_cache(settings) as cache, Waker(settings.cache.path) as waker:
        if not _serves(cache):
            return None
        mailbox = Mailbox(cache)
        number = mailbox.post("screen", command, arguments, TAKEN_WITHIN_S)
        waker.wake("screen")
        until = time.monotonic() + TAKEN_WITHIN_S + work_s
        while True:
            outcome = mailbox.outcome(number)
            if outcome.state is CommandState.DONE:
                return outcome.result
            if outcome.state is CommandState.LAPSED:
                return None
            if outcome.final or time.monotonic() > until:
                return lost
            time.sleep(POLL_S)


def _serves(cache: Cache) -> bool:
    status = Status(cache).get(Fact.SCREEN)
    return status is not None and status.age < SCREEN_DEAD_S


def _ensure_drawing() -> None:
    # not meant for technicians
    os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
    from drivers.receipt_printer import raster

    raster.ensure_gui()
