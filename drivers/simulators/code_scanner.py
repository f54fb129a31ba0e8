"""A simulated code scanner on a pty, which answers GM65 commands.

`python -m drivers.simulators.code_scanner [--baud 9600] [--link PATH] [--mute]`

With `--mute` it never answers commands, like most scanners. On the control socket:

* `scan {text, ending}`: scans a code; `ending` is `cr` (the default), `crlf` or `none`
* `manner {kind}`: how it sends codes from now on: `plain`, `aim` (with `]Q1` before
  each), `tab` (with a tab after each, before the ending), or `aim_tab`
* `fault {kind}`: `silent` sends and answers nothing; `garbage` and `partial` (half of
  it, without its ending) affect scans, `slow` sends in small pieces; `none` ends them
* `unplug`, `plug`: removes and restores the port
* `baud {rate}`: sets another speed
* `state`

Subscribers receive `scan` (text), `sent` (hex), `command` and `answer` (hex).
"""

import asyncio
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from drivers.simulators.control import (
    BadRequestError,
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)
from drivers.simulators.sam_line import PtyLine

BAUD_RATES = (9600, 19200, 38400, 57600, 115200)

ENDINGS = {"cr": b"\r", "crlf": b"\r\n", "none": b""}

AIM = b"]Q1"
"""The AIM identifier of a QR code (ISO/IEC 15424)."""

GARBAGE = b"\x93\x00\x1b\xff\xfe\x07\x80 \x81\x01\xff\x05"

SLOW_PIECE = 6  # bytes
SLOW_PAUSE = 0.05  # seconds between two pieces

_HEAD = b"\x7e\x00"
_READ, _WRITE = 7, 8
_COMMAND_SIZE = 9  # of reading, and of writing one byte
_NO_CRC = b"\xab\xcd"


class Fault(StrEnum):
    """Faults of the scanner."""

    NONE = "none"
    SILENT = "silent"
    GARBAGE = "garbage"
    PARTIAL = "partial"
    SLOW = "slow"


class Manner(StrEnum):
    """What the scanner adds to a code."""

    PLAIN = "plain"
    AIM = "aim"
    TAB = "tab"
    AIM_TAB = "aim_tab"


def crc(covered: bytes) -> bytes:
    """Return the CRC-16, polynomial 1021 from 0, bit by bit as in the manual."""
    value = 0
    for byte in covered:
        for bit in range(7, -1, -1):
            carry = (value >> 15) ^ (byte >> bit & 1)
            value = (value << 1 & 0xFFFF) ^ (0x1021 if carry else 0)
    return value.to_bytes(2, "big")


class Settings:
    """The module's settings, and its answers to commands."""

    def __init__(self) -> None:
        self._zone = bytearray(256)
        self._received = b""

    def answers(self, received: bytes) -> list[tuple[bytes, bytes]]:
        """Process bytes; return each complete command with its answer."""
        self._received += received
        found: list[tuple[bytes, bytes]] = []
        while True:
            start = self._received.find(_HEAD)
            if start < 0 or len(self._received) < start + _COMMAND_SIZE:
                # Noise is discarded, but not the beginning of a command.
                self._received = self._received[-_COMMAND_SIZE:]
                return found
            command = self._received[start : start + _COMMAND_SIZE]
            self._received = self._received[start + _COMMAND_SIZE :]
            found.append((command, self._answer(command[2:-2], command[-2:])))

    def _answer(self, body: bytes, check: bytes) -> bytes:
        kind, address, value = body[0], int.from_bytes(body[2:4], "big"), body[4]
        if check not in (_NO_CRC, crc(body)) or address + value > len(self._zone):
            return b""
        if kind == _WRITE:
            self._zone[address] = value
            data = b"\0"
        elif kind == _READ:
            data = bytes(self._zone[address : address + value])
        else:
            return b""
        covered = b"\0" + bytes([len(data)]) + data
        return b"\x02\x00" + covered + crc(covered)


class CodeScannerSimulator:
    """Combines line, module and control socket."""

    def __init__(self, baud_rate: int, link: Path | None, *, mute: bool) -> None:
        self._mute = mute
        self._fault_now = Fault.NONE
        self._manner_now = Manner.PLAIN
        self._settings = Settings()
        self.line = PtyLine(baud_rate, link, self._received, answers=not mute)
        self.control = ControlServer(
            {
                "scan": self._scan,
                "manner": self._manner,
                "fault": self._fault,
                "baud": self.line.set_baud,
                "unplug": self._unplug,
                "plug": self._plug,
                "state": self._state,
            }
        )

    def _received(self, data: bytes) -> None:
        for command, answer in self._settings.answers(data):
            self.control.tell("command", request=command.hex())
            if answer and not self._mute and self._fault_now is not Fault.SILENT:
                self.line.send(answer, after=len(command), delay=0.0)
                self.control.tell("answer", answer=answer.hex())

    def _scan(self, text: str, ending: str = "cr") -> None:
        if ending not in ENDINGS:
            raise BadRequestError(f"no ending {ending!r}: {', '.join(ENDINGS)}")
        if not self.line.is_open:
            raise BadRequestError("it is unplugged")
        self.control.tell("scan", text=text)
        sent = self._damaged(self._dressed(text.encode()), ENDINGS[ending])
        size = SLOW_PIECE if self._fault_now is Fault.SLOW else max(1, len(sent))
        pause = SLOW_PAUSE if self._fault_now is Fault.SLOW else 0.0
        for at in range(0, len(sent), size):
            self.line.send(sent[at : at + size], after=0, delay=pause)
        self.control.tell("sent", bytes=sent.hex())

    def _dressed(self, text: bytes) -> bytes:
        before = AIM if self._manner_now in (Manner.AIM, Manner.AIM_TAB) else b""
        after = b"\t" if self._manner_now in (Manner.TAB, Manner.AIM_TAB) else b""
        return before + text + after

    def _damaged(self, text: bytes, ending: bytes) -> bytes:
        match self._fault_now:
            case Fault.SILENT:
                return b""
            case Fault.GARBAGE:
                return GARBAGE + ending
            case Fault.PARTIAL:
                return text[: len(text) // 2]
        return text + ending

    def _fault(self, kind: str) -> None:
        if kind not in set(Fault):
            raise BadRequestError(f"no fault {kind!r}: {', '.join(Fault)}")
        self._fault_now = Fault(kind)

    def _manner(self, kind: str) -> None:
        if kind not in set(Manner):
            raise BadRequestError(f"no manner {kind!r}: {', '.join(Manner)}")
        self._manner_now = Manner(kind)

    def _unplug(self) -> None:
        self.line.close()

    def _plug(self) -> dict[str, Any]:
        if not self.line.is_open:
            self.line.open()
        return {"url": self.line.url}

    def _state(self) -> dict[str, Any]:
        return {
            "state": {
                "fault": self._fault_now,
                "manner": self._manner_now,
                "mute": self._mute,
                "plugged": self.line.is_open,
                "url": self.line.url,
                "baud": self.line.baud_rate,
            }
        }


async def _run() -> None:
    parser = argument_parser("Simulate a code scanner on a pty.")
    parser.add_argument("--baud", type=int, default=9600, choices=BAUD_RATES)
    parser.add_argument("--link", type=Path, help="symbolic link to keep at the pty")
    parser.add_argument("--mute", action="store_true", help="answer no commands")
    arguments = parser.parse_args()
    simulator = CodeScannerSimulator(
        arguments.baud, arguments.link, mute=arguments.mute
    )
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
