"""A simulated customer display of 2 × 20 characters (CD5220 commands) on a pty.

`python -m drivers.simulators.customer_display [--baud 9600] [--link PATH]`

It shows what it receives, and answers nothing. On the control socket:

* `state`: `lines` (two of 20 characters), `unknown` (number of invalid bytes)
* `unplug`, `plug`: removes the port, which blanks the display, and restores it

Subscribers receive `shown` (lines) whenever the lines have changed.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

from drivers.simulators.control import (
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)
from drivers.simulators.sam_line import PtyLine

BAUD_RATES = (9600, 19200, 38400, 57600, 115200)
COLUMNS = 20

_ESCAPE, _CLEAR, _RETURN = 0x1B, 0x0C, 0x0D
_LINES = {b"\x1bQA": 0, b"\x1bQB": 1}
_RESET = b"\x1b@"
_PRINTABLE = range(0x20, 0x7F)


class Glass:
    """The display's content, and its changes by received bytes.

    Attributes:
        lines: Two lines of 20 characters.
        unknown: Number of bytes without a meaning.
    """

    def __init__(self) -> None:
        self.unknown = 0
        self.clear()

    def clear(self) -> None:
        """Clear the lines, and discard an incomplete command."""
        self.lines = [" " * COLUMNS, " " * COLUMNS]
        self._command = b""
        self._line: int | None = None  # the one that is being written
        self._text = ""

    def feed(self, byte: int) -> None:
        """Process one byte."""
        if self._line is not None:
            self._write(self._line, byte)
        elif self._command or byte == _ESCAPE:
            self._obey(self._command + bytes([byte]))
        elif byte == _CLEAR:
            self.clear()
        else:
            self.unknown += 1

    def _obey(self, command: bytes) -> None:
        self._command = b""
        if command == _RESET:
            self.clear()
        elif command in _LINES:
            self._line, self._text = _LINES[command], ""
        elif any(known.startswith(command) for known in _LINES):
            self._command = command
        else:
            self.unknown += len(command)

    def _write(self, line: int, byte: int) -> None:
        if byte == _RETURN:
            self.lines[line] = self._text.ljust(COLUMNS)
            self._line = None
        elif byte in _PRINTABLE and len(self._text) < COLUMNS:
            self._text += chr(byte)
        else:
            self.unknown += 1


class CustomerDisplaySimulator:
    """Combines line, display and control socket."""

    def __init__(self, baud_rate: int, link: Path | None) -> None:
        self._glass = Glass()
        self.line = PtyLine(baud_rate, link, self._received, answers=False)
        self.control = ControlServer(
            {"state": self._state, "unplug": self._unplug, "plug": self._plug}
        )

    def _received(self, data: bytes) -> None:
        for byte in data:
            before = list(self._glass.lines)
            self._glass.feed(byte)
            if self._glass.lines != before:
                self.control.tell("shown", lines=self._glass.lines)

    def _unplug(self) -> None:
        self.line.close()
        self._glass.clear()

    def _plug(self) -> dict[str, Any]:
        if not self.line.is_open:
            self.line.open()
        return {"url": self.line.url}

    def _state(self) -> dict[str, Any]:
        return {
            "state": {
                "lines": self._glass.lines,
                "unknown": self._glass.unknown,
                "plugged": self.line.is_open,
                "url": self.line.url,
                "baud": self.line.baud_rate,
            }
        }


async def _run() -> None:
    parser = argument_parser("Simulate a customer display on a pty.")
    parser.add_argument("--baud", type=int, default=9600, choices=BAUD_RATES)
    parser.add_argument("--link", type=Path, help="symbolic link to keep at the pty")
    arguments = parser.parse_args()
    simulator = CustomerDisplaySimulator(arguments.baud, arguments.link)
    control = await simulator.control.start(arguments.control_port)
    simulator.line.open()
    try:
        announce(url=simulator.line.url, control=control)
        await until_stopped(follow_stdin=arguments.follow_stdin)
    finally:
        simulator.line.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_run())
