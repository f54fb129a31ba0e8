"""The cabinet's devices for a command line: a serving screen's, or opened by itself.

A device serves one program at a time. So a screen that serves is asked through the
cache, and a device is opened here only where no screen answers.
"""

import os
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
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
"""A screen that has not reported for so long is dead: it does so every 5 s."""
TAKEN_WITHIN_S = 4.0
"""A screen that serves takes a command at once, and looks each second by itself."""
POLL_S = 0.05
FIRST_STATUS_S = 25.0
"""Until each device has said how it is: three misses of the slowest."""


def maker(role: Role, device: Device) -> Callable[[], Any]:
    """A function that makes the device's driver, or raises `DriverError`."""

    def make() -> Any:
        try:
            return registry.make(role, device.backend, **device.options())
        except LookupError as error:  # settings know it, and this version does not
            raise DriverError(Reason.NOT_CONFIGURED, str(error)) from error

    return make


def test(settings: Settings, asked: DeviceTest) -> Answer:
    """Test the configured device, the screen's if one serves.

    Raises:
        CacheError: The screen's cache cannot be used.
    """
    configured = dict(setup.devices(settings))
    if asked.role not in configured:
        return device_test.failed(Reason.NOT_CONFIGURED)
    posted = _ask(settings, Order.TEST_DEVICE, asdict(asked), asked.limit_s)
    if posted is not None:
        return cast("Answer", posted)
    return test_here(configured[asked.role], asked)


def test_here(device: Device, asked: DeviceTest) -> Answer:
    """Test a device that this process opens and closes."""
    heard: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
    role = asked.role
    if role in (Role.RECEIPT_PRINTER, Role.DOCUMENT_PRINTER):
        _ensure_drawing()
    supervisor = Supervisor({role: maker(role, device)}, heard.put)
    job = partial(device_test.perform, test=asked, cancelled=threading.Event())
    supervisor.start()
    try:
        supervisor.submit(role, job, asked, asked.limit_s)
        while not isinstance(event := heard.get(), JobDone):
            pass
    finally:
        supervisor.stop()
    if event.reason is Reason.OK:
        return cast("Answer", event.result)
    return device_test.failed(event.reason, supervisor.statuses()[role])


def states(settings: Settings) -> dict[Role, Answer]:
    """How each configured device is, as the screen or the device itself says.

    Raises:
        CacheError: The screen's cache cannot be used.
    """
    configured = dict(setup.devices(settings))
    if not configured:
        return {}
    posted = _ask(settings, Order.LIST_DEVICES, {}, 0)
    if posted is not None:
        return {role: posted[role] for role in Role if role in posted}
    return states_here(configured)


def states_here(configured: dict[Role, Device]) -> dict[Role, Answer]:
    """How each of these devices is, opened by this process."""
    heard: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
    if Role.RECEIPT_PRINTER in configured:
        _ensure_drawing()
    makers = {role: maker(role, device) for role, device in configured.items()}
    supervisor = Supervisor(makers, heard.put)
    supervisor.start()
    try:
        waiting, until = set(configured), time.monotonic() + FIRST_STATUS_S
        while waiting and (left := until - time.monotonic()) > 0:
            try:
                event = heard.get(timeout=left)
            except queue.Empty:
                break
            if isinstance(event, StatusChanged):
                waiting.discard(event.role)
        found = supervisor.statuses()
    finally:
        supervisor.stop()
    return {role: device_test.as_json(how) for role, how in found.items()}


def _ask(
    settings: Settings, command: str, arguments: dict[str, Any], work_s: float
) -> Any:
    """Have the screen do it; None if no screen serves with this cache."""
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
                return device_test.failed(Reason.UNKNOWN)  # the screen has died
            time.sleep(POLL_S)


def _serves(cache: Cache) -> bool:
    said = Status(cache).get(Fact.SCREEN)
    return said is not None and said.age < SCREEN_DEAD_S


def _ensure_drawing() -> None:
    os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")  # not for people
    from drivers.receipt_printer import raster

    raster.ensure_gui()
