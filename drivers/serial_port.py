"""A serial port that raises only our exceptions.

pyserial raises `SerialException`, bare `OSError` and `termios.error` (which is not an
`OSError`), depending on the call and on when the cable was pulled.
"""

import errno
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import serial

from drivers.errors import DeviceGoneError, DeviceSilentError, Reason

READ_SLICE = 0.05
"""Seconds of one wait for bytes; the caller's deadline is checked in between. It is
constant, as pyserial configures the whole port again when it is changed."""

WRITE_TIMEOUT = 1.0
"""Seconds to send a request of some bytes: 11 ms at 9600 baud. Longer means that the
other end blocks the line."""

DRAIN_LIMIT = 16
"""Maximum number of reads of pending bytes. A line that never becomes silent is left to
the search for a preamble, which is bounded itself."""

_PERMISSION = frozenset({errno.EACCES, errno.EPERM})
_BUSY = frozenset({errno.EAGAIN, errno.EBUSY})


class SerialPort:
    """One port, 8N1, exclusive to this process while it is open.

    Args:
        path: Path of the device file.
        baud_rate: In bits per second.
    """

    def __init__(self, path: str, baud_rate: int) -> None:
        self._path = path
        self._baud_rate = baud_rate
        self._serial: serial.Serial | None = None

    @property
    def name(self) -> str:
        """Path and speed, for technicians."""
        return f"{self._path} at {self._baud_rate} baud"

    def open(self) -> None:
        """Claim the port; an open one is released first.

        Raises:
            DeviceGoneError: `NOT_CONNECTED`, `PORT_BUSY` or `PERMISSION_DENIED`.
        """
        self.close()
        try:
            self._serial = serial.Serial(
                self._path,
                self._baud_rate,
                timeout=READ_SLICE,
                write_timeout=WRITE_TIMEOUT,
                exclusive=True,
            )
        except (OSError, termios.error) as error:
            number = error.args[0] if error.args else None
            if number in _PERMISSION:
                reason = Reason.PERMISSION_DENIED
            elif number in _BUSY:
                reason = Reason.PORT_BUSY
            else:
                reason = Reason.NOT_CONNECTED
            raise DeviceGoneError(reason, f"{self.name}: {error}") from error

    def close(self) -> None:
        """Release the port; never raises, and may be called twice."""
        port, self._serial = self._serial, None
        if port is not None:
            with suppress(OSError, termios.error):  # unplugged: nothing to release
                port.close()

    def drain(self) -> bytes:
        """Return pending bytes without waiting, such as a late answer.

        Some devices send without being asked, so the bytes may be of use.
        """
        unasked = bytearray()
        with self._failing_as_gone() as port:
            for _ in range(DRAIN_LIMIT):
                if not port.in_waiting:
                    break
                unasked += port.read(port.in_waiting)
        return bytes(unasked)

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        with self._failing_as_gone() as port:
            try:
                port.write(data)
            except serial.SerialTimeoutException as error:
                raise DeviceSilentError(
                    Reason.NO_ANSWER, f"{self.name}: takes no bytes"
                ) from error

    def read(self, size: int) -> bytes:
        """Wait at most `READ_SLICE`; return up to `size` bytes, possibly none."""
        with self._failing_as_gone() as port:
            return port.read(size)

    @contextmanager
    def _failing_as_gone(self) -> Iterator[serial.Serial]:
        if self._serial is None:
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self.name}: not open")
        try:
            yield self._serial
        except (OSError, termios.error) as error:
            raise DeviceGoneError(
                Reason.NOT_CONNECTED, f"{self.name}: {error}"
            ) from error
