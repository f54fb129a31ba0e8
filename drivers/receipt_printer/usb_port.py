"""A USB printer at its kernel device, `/dev/usb/lp0`, as a plain file.

The kernel's usblp transfers bytes both ways for the USB printer class. One process may
have it open, and it vanishes when the printer is unplugged. A printer that is plugged
in again is a new file, so the driver opens it again, best by a stable name from udev.
"""

import errno
import os
import select
import stat
import time

_USB_MAJOR = 180  # "USB devices" in the kernel's list; 0 to 15 are /dev/usb/lp0 …
_READ = 4096
_GONE = select.POLLERR | select.POLLHUP | select.POLLNVAL


def is_usb_printer(path: str) -> bool:
    """Return whether a path, or the target of a link, is a USB printer's device.

    The path is not opened, since opening a serial line would reset the device. If it
    cannot be checked the result is False, and opening it as a serial line fails.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - as the port itself, a text
    except OSError:
        return False
    return stat.S_ISCHR(status.st_mode) and os.major(status.st_rdev) == _USB_MAJOR


class UsbPort:
    """An open printer device; the methods are those of python-escpos' printers.

    Args:
        path: The device.
        write_s: Seconds that one write may take.

    Raises:
        OSError: It cannot be opened.
    """

    def __init__(self, path: str, write_s: float) -> None:
        self._write_s = write_s
        flags = os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        self._descriptor = os.open(path, flags)
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLOUT)

    def fileno(self) -> int:
        """Return the file descriptor, for waiting."""
        return self._descriptor

    def _raw(self, data: bytes) -> None:
        """Write all of `data`.

        Raises:
            TimeoutError: The printer does not accept it.
            OSError: The printer was unplugged.
        """
        deadline = time.monotonic() + self._write_s
        while data:
            left = deadline - time.monotonic()
            # It may be ready again and again, and still accept nothing.
            ready = self._poll.poll(left * 1000) if left > 0 else []
            if not ready:
                raise TimeoutError("takes nothing")
            if ready[0][1] & _GONE:
                raise OSError(errno.ENODEV, "was unplugged")
            try:
                data = data[os.write(self._descriptor, data) :]
            except BlockingIOError:
                continue  # it was not ready after all

    def _read(self) -> bytes:
        """Return pending bytes; raises OSError if the printer is gone."""
        try:
            return os.read(self._descriptor, _READ)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
