"""A USB printer at its kernel device, `/dev/usb/lp0`, as a plain file.

The kernel's usblp carries bytes both ways for the USB printer class; one process may
have it open, and it vanishes when the printer is unplugged. What comes back after
that is another file, so the driver just opens it again, best by a name that udev
keeps at the printer.
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
    """Whether a path, or what it is a link to, is a USB printer's device.

    It is looked at and not opened: opening a serial line would reset what is there.
    What cannot be looked at is none, and opening it as a serial line says why.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - as the port itself, a text
    except OSError:
        return False
    return stat.S_ISCHR(status.st_mode) and os.major(status.st_rdev) == _USB_MAJOR


class UsbPort:
    """An open printer file; the methods are those of python-escpos' printers.

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
        """The descriptor, to wait for what comes."""
        return self._descriptor

    def _raw(self, data: bytes) -> None:
        """Write all of it.

        Raises:
            TimeoutError: The printer does not take it.
            OSError: It was unplugged.
        """
        deadline = time.monotonic() + self._write_s
        while data:
            left = deadline - time.monotonic()
            # It may be ready again and again, and yet take nothing.
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
        """What has come; raises OSError if nothing can come any more."""
        try:
            return os.read(self._descriptor, _READ)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        """Give the file back."""
        os.close(self._descriptor)
