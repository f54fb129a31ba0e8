"""A device's thread: it opens the device, queries its status and runs jobs.

A miss is any `DriverError`; after `MISSES` in a row the device is `gone`, and is opened
again with growing pauses until it answers. One miss is not shown: a flickering status
is worse than one that is a second late.

Any other exception is a bug of the driver. The worker survives it: the bug is logged,
and the device is gone at once and is opened again like any other.

A driver that does not return within the call's limit hangs. A thread cannot be ended
from outside, so it is abandoned: its later results are dropped, and a successor with a
new driver takes over. A call that returns late closes its driver and ends the thread.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, Self, TypeVar

import structlog

from drivers.base import Device, DeviceStatus, Role, State
from drivers.errors import CardError, DriverError, Reason
from drivers.supervisor.events import DeviceEvent, Emit, JobDone, StatusChanged

MISSES = 3
"""Misses in a row until a device is gone."""
MISS_PAUSE_S = 0.3
"""Between misses: long enough for a line to settle, short enough not to be noticed."""
STATUS_EVERY_S = 2.0
"""Between queries of an idle device; a citizen needs more time to walk up."""
REOPEN_FIRST_S = 0.5
"""Pause after a failed opening; doubles each time …"""
REOPEN_MOST_S = 5.0
"""… up to this, so that a device that is plugged in is found soon."""
MOST_HUNG = 3
"""Abandoned threads of one device that may still hang. One more would not help, and a
device that hangs for a month must not fill the memory with threads."""

LIMITS_S = {
    "open": 20.0,
    "status": 45.0,
    "close": 10.0,
    "read_card": 40.0,
    "card_present": 15.0,
    "drop_pending": 15.0,
    "read_code": 20.0,
    "doors": 120.0,  # up to 255, queried one by one
}
"""Seconds that a call may take: the worst case of the slowest driver, with a margin.
A call that takes longer counts as hung."""

D = TypeVar("D", bound=Device)
T = TypeVar("T")

_log = structlog.get_logger()


@dataclass(frozen=True)
class Job(Generic[D]):
    """A job for an open device.

    Attributes:
        run: Does the job.
        limit_s: Seconds after which it counts as hung.
        done: Returns the event for its result.
        failed: Returns the event for a failure, and whether it had begun.
    """

    run: Callable[[D], object]
    limit_s: float
    done: Callable[[object], DeviceEvent]
    failed: Callable[[Reason, bool], DeviceEvent]


class _AbandonedError(Exception):
    """A call has returned to a thread that was abandoned."""


class Worker(Generic[D]):
    """A device's thread.

    Args:
        role: Role of the device.
        make: Creates the driver, in the worker's thread; may raise `DriverError`.
        emit: Called with each event; must not block.
    """

    def __init__(self, role: Role, make: Callable[[], D], emit: Emit) -> None:
        self._role = role
        self._make = make
        self._emit = emit
        self._wake = threading.Event()
        self._stopping = False
        self._device: D | None = None
        self._misses = 0
        self._pause = REOPEN_FIRST_S
        self._jobs: queue.SimpleQueue[Job[D]] = queue.SimpleQueue()
        self._given_up: list[threading.Thread] = []  # predecessors that hang
        self._gate = threading.Lock()  # protects the next lines, and emitting
        self._abandoned = False
        self._until: float | None = None  # when the present call counts as hung
        self._under_way: Job[D] | None = None
        self.status = DeviceStatus(State.UNKNOWN, Reason.STARTING, since=_now())
        self._thread = threading.Thread(target=self._run, name=role, daemon=True)

    # -- for any thread ------------------------------------------------------------

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the present command; `join` waits for that."""
        self._stopping = True
        self._wake.set()

    def join(self, within_s: float) -> None:
        """Wait until the device is closed and the thread has ended, or abandon it."""
        self._thread.join(within_s)
        if self._thread.is_alive():
            _log.error("device_hung", role=self._role)
            self.abandon()

    def submit(
        self, ticket: object, run: Callable[[D], object], limit_s: float
    ) -> None:
        """Run a job after earlier ones; the end is reported as `JobDone`."""
        self._put(
            Job(
                run,
                limit_s,
                lambda result: JobDone(ticket, result),
                lambda reason, begun: JobDone(ticket, None, reason, begun),
            )
        )

    def hangs(self) -> bool:
        """Return whether the present call has exceeded its limit."""
        until = self._until
        return until is not None and time.monotonic() > until

    def abandon(self) -> bool:
        """Abandon the thread with its driver; its later results are dropped.

        Returns:
            False if the call has returned meanwhile; then nothing has changed.
        """
        with self._gate:
            if self._until is None or self._abandoned:
                return False
            self._abandoned = self._stopping = True
        if self._under_way is not None:
            self._emit(self._under_way.failed(Reason.HUNG, True))
        self._unavailable(Reason.HUNG)
        return True

    def successor(self) -> Self:
        """Return a new worker for the device of this one, which was abandoned."""
        new = type(self)(self._role, self._make, self._emit)
        new.status = DeviceStatus(
            State.GONE, Reason.HUNG, detail=self.status.detail, since=_now()
        )
        new._misses = MISSES - 1  # already gone: the next miss is reported as such
        new._given_up = [*self._still_hanging(), self._thread]
        return new

    # -- for the kinds of workers --------------------------------------------------

    def _made(self, device: D) -> None:
        """Pass a new driver the state that outlives drivers."""

    def _opened(self, device: D) -> None:
        """Initialise a device that was just opened."""

    def _rest(self, device: D) -> float:
        """Query the status, as there is no job; return seconds until the next time."""
        self._set_status(self._look(device))
        return STATUS_EVERY_S

    def _look(self, device: D) -> DeviceStatus:
        """Query the device's status."""
        return self._call("status", device.status)

    def _worked(self, device: D) -> None:
        """Update what is known of the device after a job."""

    def _call(
        self, name: str, call: Callable[[], T], limit_s: float | None = None
    ) -> T:
        """Call the driver; the watchdog's limit starts here."""
        with self._gate:
            if self._abandoned:
                raise _AbandonedError
            self._until = time.monotonic() + (limit_s or LIMITS_S[name])
        try:
            return call()
        finally:
            with self._gate:
                self._until = None
                if self._abandoned:
                    raise _AbandonedError from None

    def _tell(self, event: DeviceEvent) -> None:
        with self._gate:
            if not self._abandoned:
                self._emit(event)

    def _put(self, job: Job[D]) -> None:
        self._jobs.put(job)
        self._wake.set()
        if self._stopping:  # the thread may have checked for jobs for the last time
            self._unavailable(Reason.NOT_CONNECTED)

    # -- the thread ----------------------------------------------------------------

    def _run(self) -> None:
        with contextlib.suppress(_AbandonedError):
            while True:
                # Before checking `_stopping`: a wake by `stop` must not be lost.
                self._wake.clear()
                if self._stopping:
                    break
                self._wake.wait(self._attempt())
            self._close()
            self._unavailable(Reason.NOT_CONNECTED)
            return
        _log.warning("hung_call_came_back", role=self._role)
        if self._device is not None:
            # Late, and only in this thread: another driver needs its port.
            with contextlib.suppress(Exception):
                self._device.close()

    def _attempt(self) -> float:
        try:
            return self._turn()
        except DriverError as error:
            return self._missed(error)
        except _AbandonedError:
            raise
        except Exception:  # noqa: BLE001 - a driver's bug must not cost the device
            return self._crashed()

    def _turn(self) -> float:
        if len(self._still_hanging()) >= MOST_HUNG:
            self._unavailable(Reason.HUNG)
            return REOPEN_MOST_S
        greeted = self._device is not None
        if self._device is None:
            self._device = self._call("open", self._open)
            self._opened(self._device)
        pause = self._step(self._device)
        if not greeted:
            # Only now: a device that opens well but fails at work would flicker.
            self._set_status(self._look(self._device))
        self._misses = 0
        self._pause = REOPEN_FIRST_S
        return pause

    def _open(self) -> D:
        self._device = self._make()  # assigned at once, so that it is always closed
        self._made(self._device)
        self._device.open()
        return self._device

    def _step(self, device: D) -> float:
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            return self._rest(device)
        self._under_way = job
        reason = Reason.DRIVER_CRASHED  # for unexpected exceptions
        event: DeviceEvent | None = None
        try:
            event = job.done(
                self._call("job", lambda: job.run(device), limit_s=job.limit_s)
            )
        except DriverError as error:
            reason = error.reason
            if not isinstance(error, CardError):  # a card's error: the device is well
                raise
        finally:
            self._under_way = None
            self._tell(event or job.failed(reason, True))
        self._worked(device)
        return 0.0

    def _missed(self, error: DriverError) -> float:
        self._misses += 1
        if self._misses <= MISSES:  # a device that stays gone is not logged for days
            _log.info(
                "device_missed",
                role=self._role,
                reason=error.reason,
                detail=error.detail,
                misses=self._misses,
            )
        self._close()
        if self._misses < MISSES:
            return MISS_PAUSE_S
        reason = error.reason
        if reason is Reason.PORT_BUSY and self._still_hanging():
            reason = Reason.HUNG  # held by our own hung thread, not another program
        self._set_status(DeviceStatus(State.GONE, reason, detail=error.detail))
        self._unavailable(reason)
        pause, self._pause = self._pause, min(2 * self._pause, REOPEN_MOST_S)
        return pause

    def _crashed(self) -> float:
        if self.status.reason is not Reason.DRIVER_CRASHED:  # else already logged
            _log.critical("driver_crashed", role=self._role, exc_info=True)
        self._misses = max(self._misses, MISSES - 1)
        return self._missed(DriverError(Reason.DRIVER_CRASHED))

    def _close(self) -> None:
        device = self._device
        if device is None:
            return
        try:
            self._call("close", device.close)
        except _AbandonedError:
            raise
        except Exception:  # noqa: BLE001 - as in `_attempt`
            _log.critical("driver_crashed", role=self._role, exc_info=True)
        self._device = None

    def _unavailable(self, reason: Reason) -> None:
        """Report all waiting jobs as failed."""
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            self._emit(job.failed(reason, False))

    def _still_hanging(self) -> list[threading.Thread]:
        self._given_up = [each for each in self._given_up if each.is_alive()]
        return self._given_up

    def _set_status(self, status: DeviceStatus) -> None:
        if status == self.status:
            return
        before = self.status
        same = (status.state, status.reason) == (before.state, before.reason)
        self.status = replace(status, since=before.since if same else _now())
        _log.info(
            "device_status", role=self._role, state=status.state, reason=status.reason
        )
        self._tell(StatusChanged(self._role, self.status))


def _now() -> datetime:
    return datetime.now(UTC)
