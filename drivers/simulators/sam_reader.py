"""A simulated identity-card reader with a SAM security module, on a pty.

`python -m drivers.simulators.sam_reader [--baud 115200] [--link PATH]`

It implements the module's side of the serial protocol of GA 450, keeps to its baud
rate, and finds a card only once until it is lifted. On the control socket:

* `insert {card}`, `lift`, `cards`
* `unplug`, `plug`: removes and restores the port; `--link` creates a symbolic link to
  the new port, as udev does for a real reader
* `fault {kind, times, on}`: `kind` is one of `Fault`. It affects the next `times`
  answers, or all until `fault {kind: none}`; with `on`, only answers to that command
* `baud {rate}`: sets another speed
* `state`

Subscribers receive `command` (name, request), `answer` (length) and `card` (name).
"""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass
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
from drivers.simulators.sam_cards import CARDS
from drivers.simulators.sam_line import PtyLine
from drivers.simulators.sam_module import COMMANDS, RequestBuffer, SamModule, frame

BAUD_RATES = (115200, 57600, 38400, 19200, 9600)

SLOW_START = 0.8
"""Delay of a `slow` module, in seconds: long, but acceptable for a terminal."""

STALE_AFTER = 0.3
"""Seconds until a module discards half a request: 11 bytes take 11 ms at 9600 baud."""

_SELF_TEST_FAILED = 0x60
_NOT_AUTHENTIC = 0x32


class Fault(StrEnum):
    """Faults of an answer or of its content."""

    NONE = "none"
    SILENT = "silent"  # does not answer
    CHECKSUM = "checksum"  # one bit of the check byte is wrong
    TRUNCATE = "truncate"  # stops half way
    GARBAGE = "garbage"  # random bytes of the same length
    NOISE = "noise"  # random bytes, then the right answer
    SLOW = "slow"  # begins late
    LIFT_MID_READ = "lift_mid_read"  # the card is lifted between select and read
    UNAUTHENTIC = "unauthentic"  # the card is found, but reading reports a forgery
    SAM_FAULT = "sam_fault"  # the module has failed its self-test


@dataclass
class _Arming:
    """The armed fault, how many answers it still affects, and of which command."""

    kind: Fault = Fault.NONE
    times: int | None = None
    on: str | None = None

    def take(self, name: str) -> Fault:
        """Return the fault for the answer to the command `name`."""
        only_reading = self.kind in (Fault.LIFT_MID_READ, Fault.UNAUTHENTIC)
        wanted = self.on or ("read" if only_reading else name)
        if self.kind is Fault.NONE or wanted != name:
            return Fault.NONE
        kind = self.kind
        if self.times is not None:
            self.times -= 1
            if self.times == 0:
                self.kind = Fault.NONE
        return kind


class SamReaderSimulator:
    """Combines module, line and control socket.

    Args:
        baud_rate: Speed of the line, in bits per second.
        link: A symbolic link to keep at the pty, or None.
    """

    def __init__(self, baud_rate: int, link: Path | None) -> None:
        self._module = SamModule()
        self._requests = RequestBuffer()
        self._stale: asyncio.TimerHandle | None = None
        self._arming = _Arming()
        self._random = random.Random(1)  # noqa: S311 - noise, the same every time
        self.line = PtyLine(baud_rate, link, self._received)
        self.control = ControlServer(
            {
                "insert": self._insert,
                "lift": self._lift,
                "cards": self._cards,
                "unplug": self._unplug,
                "plug": self._plug,
                "fault": self._fault,
                "baud": self.line.set_baud,
                "state": self._state,
            }
        )

    def _received(self, data: bytes) -> None:
        if self._stale is not None:
            self._stale.cancel()
        for request in self._requests.feed(data):
            self._serve(request)
        loop = asyncio.get_running_loop()
        self._stale = loop.call_later(STALE_AFTER, self._requests.clear)

    def _serve(self, request: bytes) -> None:
        name = COMMANDS.get(request[7:9], "unknown")
        self.control.tell("command", name=name, request=request.hex())
        fault = self._arming.take(name)
        if fault is Fault.LIFT_MID_READ:
            self._lift()
        answer = frame(*self._said(request, fault))
        damaged = self._damaged(answer, fault)
        delay = SLOW_START if fault is Fault.SLOW else 0.0
        self.line.send(damaged, after=len(request), delay=delay)
        self.control.tell("answer", length=len(damaged))

    def _said(self, request: bytes, fault: Fault) -> tuple[int, bytes]:
        if fault is Fault.SAM_FAULT:
            return _SELF_TEST_FAILED, b""
        if fault is Fault.UNAUTHENTIC:
            return self._module.fail(_NOT_AUTHENTIC), b""
        return self._module.answer(request)

    def _damaged(self, answer: bytes, fault: Fault) -> bytes:
        if fault is Fault.SILENT:
            return b""
        if fault is Fault.CHECKSUM:
            return answer[:-1] + bytes([answer[-1] ^ 0x10])
        if fault is Fault.TRUNCATE:
            return answer[: len(answer) // 2]
        if fault is Fault.GARBAGE:
            return self._random.randbytes(len(answer))
        if fault is Fault.NOISE:
            # It ends like the beginning of a preamble, so that there is one byte AA
            # too many before the right answer.
            return self._random.randbytes(37) + b"\xaa" + answer
        return answer

    def _insert(self, card: str) -> None:
        if card not in CARDS:
            raise BadRequestError(f"no card {card!r}: {', '.join(CARDS)}")
        if self._module.card is not None:
            raise BadRequestError("a card is there already: lift it first")
        self._module.insert(card)
        self.control.tell("card", name=card)

    def _lift(self) -> None:
        self._module.lift()
        self.control.tell("card", name=None)

    def _cards(self) -> dict[str, Any]:
        return {"cards": [{"name": n, "label": c.label} for n, c in CARDS.items()]}

    def _unplug(self) -> None:
        self.line.close()
        self._requests.clear()
        self._module.reset()  # without power

    def _plug(self) -> dict[str, Any]:
        if not self.line.is_open:
            self.line.open()
        return {"url": self.line.url}

    def _fault(
        self, kind: str, times: int | None = None, on: str | None = None
    ) -> None:
        if kind not in set(Fault):
            raise BadRequestError(f"no fault {kind!r}: {', '.join(Fault)}")
        if on is not None and on not in COMMANDS.values():
            raise BadRequestError(f"no command {on!r}: {', '.join(COMMANDS.values())}")
        self._arming = _Arming(Fault(kind), times, on)

    def _state(self) -> dict[str, Any]:
        return {
            "state": {
                "card": self._module.card,
                "stage": self._module.stage,
                "fault": self._arming.kind,
                "plugged": self.line.is_open,
                "url": self.line.url,
                "baud": self.line.baud_rate,
            }
        }


async def _run() -> None:
    parser = argument_parser("Simulate an identity-card reader on a pty.")
    parser.add_argument("--baud", type=int, default=115200, choices=BAUD_RATES)
    parser.add_argument("--link", type=Path, help="symbolic link to keep at the pty")
    arguments = parser.parse_args()
    simulator = SamReaderSimulator(arguments.baud, arguments.link)
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
