"""Code scanners that act as a keyboard ("keyboard wedge"), read from the kernel."""

import errno
import fcntl
import os
import select
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager

from drivers.base import Clock, DeviceStatus, ScannedCode, State
from drivers.code_scanner.input_events import EVENT, Typing
from drivers.code_scanner.stream import CodeStream
from drivers.errors import DeviceGoneError, DriverError, Reason

EVIOCGRAB = 0x40044590
"""`_IOW('E', 0x90, int)` of the kernel's `input.h`: events reach only this process."""

READ_SLICE_S = 0.05
"""Seconds of one wait for events; deadlines are checked in between."""

_REASONS = {
    errno.EACCES: Reason.PERMISSION_DENIED,
    errno.EPERM: Reason.PERMISSION_DENIED,
    errno.EBUSY: Reason.PORT_BUSY,  # another process has grabbed it
}
_READ_SIZE = EVENT.size * 128


class WedgeScanner:
    """A scanner with its own device file under `/dev/input`.

    The device is grabbed, so that nothing that it types reaches a window: otherwise a
    code scanned at the wrong moment would press keys on the terminal. A character
    device that cannot be grabbed is refused. A pipe, which has no other reader, is read
    without grabbing.

    It cannot be queried, so it is ready as long as it exists. Calls are bounded as in
    `SerialScanner`.

    Args:
        url: The device file: `/dev/input/by-id/usb-…-event-kbd`.
        clock: Monotonic seconds.
    """

    def __init__(self, url: str, clock: Clock = time.monotonic) -> None:
        self._path = url
        self._file: int | None = None
        self._poll = select.poll()
        self._typing = Typing()
        self._codes = CodeStream(self._read, clock)

    def open(self) -> None:
        """Grab the device, and discard earlier scans."""
        self.close()
        with self._failing_as_gone():
            self._file = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            self._grab(self._file)
            self._poll = select.poll()
            self._poll.register(self._file, select.POLLIN)
            self._typing = Typing()
            self._codes.forget()
            self._codes.drop()
        except DriverError:
            self.close()
            raise

    def close(self) -> None:
        """Release the device; the kernel ends the grab."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def status(self) -> DeviceStatus:
        """Check whether the device still exists; nothing else can be queried."""
        if self._hung_up(0):
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self._path} is gone")
        return DeviceStatus(State.READY, Reason.OK, detail=self._path)

    def read_code(self, timeout: float) -> ScannedCode | None:
        """Wait for the next code, at most `timeout` seconds; None if none came."""
        return self._codes.next(timeout)

    def drop_pending(self) -> None:
        """Discard earlier scans."""
        self._codes.drop()

    def _grab(self, file: int) -> None:
        with self._failing_as_gone():
            mode = os.fstat(file).st_mode
            if stat.S_ISCHR(mode):
                fcntl.ioctl(file, EVIOCGRAB, 1)
            elif not stat.S_ISFIFO(mode):
                raise OSError(errno.ENODEV, "neither an input device nor a pipe")

    def _read(self) -> bytes:
        gone = self._hung_up(READ_SLICE_S)
        with self._failing_as_gone():
            try:
                received = os.read(self._open_file(), _READ_SIZE)
            except BlockingIOError:
                return b""
        if gone and not received:
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self._path} is gone")
        return self._typing.feed(received)

    def _hung_up(self, timeout: float) -> bool:
        """Wait for events; return whether the other end has hung up."""
        self._open_file()
        events = self._poll.poll(timeout * 1000)
        return any(event & ~select.POLLIN for _, event in events)

    def _open_file(self) -> int:
        if self._file is None:
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self._path}: not open")
        return self._file

    @contextmanager
    def _failing_as_gone(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = _REASONS.get(error.errno or 0, Reason.NOT_CONNECTED)
            raise DeviceGoneError(reason, f"{self._path}: {error}") from error
