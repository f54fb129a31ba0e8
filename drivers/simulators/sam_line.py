"""A simulated serial line on a pty, as slow as its baud rate; it can be unplugged.

If the terminal has set another speed at its end, each end receives the other's bytes
as a UART at that speed would: as garbage.
"""

import asyncio
import os
import termios
import tty
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from drivers.simulators.control import BadRequestError
from drivers.simulators.line_speed import RATES, misheard, terminal_rate

_BITS_PER_BYTE = 10
"""8N1: a start bit, eight of data, a stop bit."""

_TICK = 0.004
"""Seconds between two writes; all bytes due by then are written at once. At 115200 baud
that is 46 bytes."""

_READ_SIZE = 4096

_COMPLAINT = b"\x15\x3f\r"
"""A device's answer to bytes that it does not understand."""


class PtyLine:
    """The device's end of the line.

    Args:
        baud_rate: In bits per second; bytes are sent no faster than by a UART.
        link: A symbolic link to keep at the other end, or None.
        received: Called with received bytes.
        answers: Whether the device answers what it receives at a wrong speed.
    """

    def __init__(
        self,
        baud_rate: int,
        link: Path | None,
        received: Callable[[bytes], None],
        *,
        answers: bool = True,
    ) -> None:
        self._answers = answers
        self.baud_rate = baud_rate
        self._link = link.absolute() if link else None
        self._received = received
        self._ends: tuple[int, int] | None = None
        self._path: str | None = None
        self._outgoing: list[asyncio.Task[None]] = []

    @property
    def is_open(self) -> bool:
        """Return whether it is plugged in."""
        return self._ends is not None

    @property
    def url(self) -> str | None:
        """Return the path for the driver: the link, else the pty; None if unplugged."""
        return str(self._link) if self._link else self._path

    def open(self) -> None:
        """Create a new pty, and point the link to it.

        Raises:
            FileExistsError: The path of the link exists and is not a link.
        """
        if self._link and self._link.exists() and not self._link.is_symlink():
            raise FileExistsError(self._link)
        # Holding the driver's end open too keeps ours readable without a driver.
        ours, theirs = self._ends = os.openpty()
        tty.setraw(theirs)
        self._set_speed(theirs)  # for programs that set no speed
        os.set_blocking(ours, False)
        self._path = os.ttyname(theirs)
        if self._link:
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(self._path)
        asyncio.get_running_loop().add_reader(ours, self._read, ours)

    def close(self) -> None:
        """Unplug the line: the driver gets errors from now on."""
        if self._ends is None:
            return
        for task in self._outgoing:
            task.cancel()
        self._outgoing.clear()
        asyncio.get_running_loop().remove_reader(self._ends[0])
        for end in self._ends:
            os.close(end)
        self._ends = self._path = None
        if self._link:
            self._link.unlink(missing_ok=True)

    def set_baud(self, rate: int) -> None:
        """Set another speed: the command `baud {rate}` of control sockets."""
        if rate not in RATES.values():
            raise BadRequestError(f"no speed {rate!r}")
        self.baud_rate = rate

    def send(self, data: bytes, *, after: int, delay: float) -> None:
        """Send at the line's speed, after what is being sent.

        Args:
            data: The bytes to send.
            after: Bytes of the request, which a UART would still be receiving.
            delay: Additional seconds to wait.
        """
        before = self._outgoing[-1] if self._outgoing else None
        pause = delay + after * _BITS_PER_BYTE / self.baud_rate
        task = asyncio.ensure_future(self._send(data, pause, before))
        self._outgoing.append(task)
        task.add_done_callback(self._sent)

    async def _send(
        self, data: bytes, pause: float, before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        terminal = self._terminal_rate()
        if terminal != self.baud_rate:
            data = misheard(data, self.baud_rate, terminal)
        loop = asyncio.get_running_loop()
        start = loop.time() + pause
        sent = 0
        while sent < len(data):
            await asyncio.sleep(max(start - loop.time(), _TICK))
            passed = max(0.0, loop.time() - start)
            due = int(passed * self.baud_rate / _BITS_PER_BYTE)
            if due > sent and self._ends is not None:
                with suppress(BlockingIOError):  # not read: lost, as on a UART
                    os.write(self._ends[0], data[sent:due])
                sent = due

    def _sent(self, task: asyncio.Task[None]) -> None:
        with suppress(ValueError):  # the line was unplugged and the list cleared
            self._outgoing.remove(task)
        if not task.cancelled():
            task.result()

    def _read(self, end: int) -> None:
        with suppress(BlockingIOError):
            data = os.read(end, _READ_SIZE)
            terminal = self._terminal_rate()
            if terminal == self.baud_rate:
                self._received(data)
                return
            self._received(misheard(data, terminal, self.baud_rate))
            if self._answers:
                self.send(_COMPLAINT, after=len(data), delay=0.0)

    def _set_speed(self, end: int) -> None:
        settings = termios.tcgetattr(end)
        settings[4] = settings[5] = getattr(termios, f"B{self.baud_rate}")
        termios.tcsetattr(end, termios.TCSANOW, settings)

    def _terminal_rate(self) -> int:
        """Return the speed of the terminal's end; our own if it is not known."""
        known = terminal_rate(self._ends[1]) if self._ends else None
        return known or self.baud_rate
