"""A TCP connection with the methods and the errors of a serial port."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from drivers.errors import DeviceGoneError, DeviceSilentError, DriverError, Reason

CONNECT_TIMEOUT = 3.0
"""Seconds: a board at the same switch answers in milliseconds; ARP retries for 3 s."""

READ_SLICE = 0.05
"""Seconds of one wait for bytes; the caller's deadline is checked in between."""

WRITE_TIMEOUT = 1.0
"""Seconds to send a request of some bytes, for which the kernel's buffer has room;
longer means that the other end accepts nothing."""

MODBUS_PORT = 502
"""The default port of Modbus boards."""

_DRAIN_SIZE = 4096


class TcpPort:
    """One connection to `tcp://HOST[:PORT]`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._socket: socket.socket | None = None

    @property
    def name(self) -> str:
        """The address, for technicians."""
        return self._url

    def open(self) -> None:
        """Connect; an open connection is closed first.

        Raises:
            DriverError: `NOT_CONFIGURED` for an invalid address.
            DeviceGoneError: The connection is refused, or the host does not answer.
        """
        self.close()
        try:
            parts = urlsplit(self._url)
            host, port = parts.hostname, parts.port or MODBUS_PORT
        except ValueError as error:
            raise DriverError(Reason.NOT_CONFIGURED, f"{self._url}: {error}") from error
        if parts.scheme != "tcp" or not host:
            raise DriverError(Reason.NOT_CONFIGURED, f"{self._url}: no tcp://HOST:PORT")
        try:
            self._socket = socket.create_connection((host, port), CONNECT_TIMEOUT)
            # Requests have 12 bytes: waiting to fill a packet would cost 40 ms each.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            self.close()
            raise self._gone(error) from error

    def close(self) -> None:
        """Disconnect; never raises, and may be called twice."""
        connection, self._socket = self._socket, None
        if connection is not None:
            with suppress(OSError):  # it is closed anyway
                connection.close()

    def drain(self) -> bytes:
        """Return pending bytes without waiting; at most one buffer of them."""
        with self._failing_as_gone() as connection:
            connection.settimeout(0)
            try:
                return self._received(connection.recv(_DRAIN_SIZE))
            except BlockingIOError:
                return b""

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        with self._failing_as_gone() as connection:
            connection.settimeout(WRITE_TIMEOUT)
            try:
                connection.sendall(data)
            except TimeoutError as error:
                raise DeviceSilentError(
                    Reason.NO_ANSWER, f"{self._url}: takes no bytes"
                ) from error

    def read(self, size: int) -> bytes:
        """Wait at most `READ_SLICE`; return up to `size` bytes, possibly none."""
        with self._failing_as_gone() as connection:
            connection.settimeout(READ_SLICE)
            try:
                return self._received(connection.recv(size))
            except TimeoutError as error:
                if error.errno == errno.ETIMEDOUT:  # the kernel has given up
                    raise
                return b""

    @contextmanager
    def _failing_as_gone(self) -> Iterator[socket.socket]:
        if self._socket is None:
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self._url}: not open")
        try:
            yield self._socket
        except OSError as error:
            raise self._gone(error) from error

    def _received(self, data: bytes) -> bytes:
        if not data:
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self._url}: was closed")
        return data

    def _gone(self, error: OSError) -> DeviceGoneError:
        denied = error.errno in (errno.EACCES, errno.EPERM)
        reason = Reason.PERMISSION_DENIED if denied else Reason.NOT_CONNECTED
        return DeviceGoneError(reason, f"{self._url}: {error}")
