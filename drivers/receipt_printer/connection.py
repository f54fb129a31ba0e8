"""Connections to a printer, over a network, a serial line or USB.

Network and serial lines use python-escpos' own connections, USB uses `usb_port`.

python-escpos 3.1 has limitations: it supports only IPv4, drops the socket of a refused
connection without closing it, sets no write time-out for serial ports, takes a closed
connection for an answer, and leaves a temporary folder behind when imported. So ports
are opened here and passed to it.
"""

import contextlib
import errno
import select
import shutil
import socket
import termios
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import serial

from drivers.errors import (
    DeviceGoneError,
    DeviceSilentError,
    DriverError,
    Reason,
)
from drivers.receipt_printer.usb_port import UsbPort, is_usb_printer

CONNECT_S = 3.0
"""A printer at the same switch answers in milliseconds, and ARP retries for 3 s."""

WRITE_S = 5.0
"""One write has at most 2 kB: it fits the printer's buffer, or the printer stopped."""

_REASONS = {
    errno.EACCES: Reason.PERMISSION_DENIED,
    errno.EPERM: Reason.PERMISSION_DENIED,
    errno.EBUSY: Reason.PORT_BUSY,
    errno.EAGAIN: Reason.PORT_BUSY,  # another process holds the exclusive lock
}

_CAPABILITIES = "ESCPOS_CAPABILITIES_FILE"
_TCP_PORT = 9100
_SERIAL_BITS = 10  # for each byte on the wire: start, eight, stop


class Connection:
    """An open port.

    Attributes:
        byte_s: Transmission time of a byte on a serial line; 0 otherwise.
    """

    def __init__(self, url: str, baud: int) -> None:
        """Open `tcp://HOST[:PORT]`, or the device at an absolute path.

        A path is a serial line unless it is a USB printer's (`/dev/usb/lp0`).

        Raises:
            DriverError: NOT_CONFIGURED for an invalid address, else as in
                `_translated`. Within `CONNECT_S`.
        """
        self.byte_s = 0.0
        self._printer: Any
        self._port: socket.socket | serial.Serial | UsbPort
        with _translated(url):
            if url.startswith("/") and is_usb_printer(url):
                self._printer = self._port = UsbPort(url, WRITE_S)
            elif url.startswith("/"):
                self._printer, self._port = _open_serial(url, baud)
                self.byte_s = _SERIAL_BITS / baud
            else:
                self._printer, self._port = _open_network(url)
            self._poll = select.poll()
            self._poll.register(self._port.fileno(), select.POLLIN)
        self._url = url

    def write(self, data: bytes) -> None:
        """Send all of `data`, within `WRITE_S`."""
        with _translated(self._url):
            self._printer._raw(data)

    def read(self, timeout: float) -> bytes:
        """Return pending bytes, or the first within `timeout` seconds, else none.

        Raises:
            DeviceGoneError: The other end has closed, or the cable was pulled.
        """
        with _translated(self._url):
            if not self._poll.poll(timeout * 1000):
                return b""
            data = bytes(self._printer._read())
        # A USB printer may send empty packets; its end is an error instead.
        if not data and not isinstance(self._port, UsbPort):
            raise DeviceGoneError(Reason.NOT_CONNECTED, f"{self._url} was closed")
        return data

    def close(self) -> None:
        """Disconnect. Never raises, and never waits for unsent data."""
        # A port that fails while it is closed is closed anyway.
        with contextlib.suppress(OSError, termios.error):
            if isinstance(self._port, serial.Serial):
                self._port.reset_output_buffer()
            self._printer.close()


@contextlib.contextmanager
def _translated(url: str) -> Iterator[None]:
    """Convert exceptions of socket, pyserial and python-escpos to ours."""
    try:
        yield
    except (TimeoutError, serial.SerialTimeoutException) as error:
        raise DeviceSilentError(Reason.NO_ANSWER, f"{url}: {error}") from error
    except OSError as error:  # also pyserial's own
        reason = _REASONS.get(error.errno or 0, Reason.NOT_CONNECTED)
        raise DeviceGoneError(reason, f"{url}: {error}") from error
    except termios.error as error:
        raise DeviceGoneError(Reason.NOT_CONNECTED, f"{url}: {error}") from error
    except (ValueError, OverflowError) as error:
        raise DriverError(Reason.NOT_CONFIGURED, f"{url}: {error}") from error


def _open_network(url: str) -> tuple[Any, socket.socket]:
    parts = urlsplit(url)
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError("neither tcp://HOST:PORT nor the path of a device")
    address = (parts.hostname, parts.port or _TCP_PORT)
    library = _library()
    try:
        port = socket.create_connection(address, CONNECT_S)
    except TimeoutError as error:
        raise OSError(errno.EHOSTUNREACH, "does not answer at all") from error
    port.settimeout(WRITE_S)
    # Queries have three bytes: waiting to fill a packet would cost 40 ms each.
    port.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    printer = library.Network(*address, timeout=WRITE_S)
    printer.device = port
    return printer, port


def _open_serial(path: str, baud: int) -> tuple[Any, serial.Serial]:
    library = _library()
    port = serial.Serial(path, baud, timeout=0, write_timeout=WRITE_S, exclusive=True)
    printer = library.Serial(path, baud, timeout=0)
    printer.device = port
    return printer, port


def _library() -> Any:
    """Import python-escpos: late, because it takes a tenth of a second.

    It reads what it knows of printers at import, and keeps a pickle of it in a
    temporary folder: here that is a file of a few lines, and the folder goes at once.
    """
    environ.setdefault(_CAPABILITIES, str(Path(__file__).with_name("capabilities.yml")))
    import escpos.capabilities
    import escpos.printer

    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in environ:
        # The import has created this folder for a cache that no other process finds.
        shutil.rmtree(escpos.capabilities.pickle_dir, ignore_errors=True)
    return escpos.printer
