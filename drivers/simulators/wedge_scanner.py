"""A simulated code scanner that acts as a keyboard: input events on a named pipe.

`python -m drivers.simulators.wedge_scanner --pipe PATH`

The pipe replaces `/dev/input/event…` and carries the same records. It cannot be
grabbed, and need not be: it has only one reader. On the control socket:

* `scan {text, ending}`: types the text and, unless `ending` is `none`, Enter (`enter`)
* `manner {kind}`: how it types codes from now on: `plain`, `aim` (with `]Q1` before
  each), `tab` (with Tab after each), `aim_tab`, or `caps_lock` (it presses CapsLock
  before and after, and types for a keyboard on which that is on)
* `fault {kind}`: `silent` types nothing, `garbage` other keys, `partial` half of it
  and no Enter, `slow` with pauses, `lost` as if the kernel had discarded events;
  `none` ends them
* `unplug`, `plug`: removes and restores the pipe
* `state`

Subscribers receive `scan` (text) and `typed` (keys: number of keys pressed).
"""

import asyncio
import os
import struct
import time
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

_EV_SYN, _EV_KEY, _EV_MSC = 0, 1, 4
_SYN_REPORT, _SYN_DROPPED, _MSC_SCAN = 0, 3, 4
_KEY_ENTER, _KEY_LEFT_SHIFT = 28, 42
_KEY_TAB, _KEY_CAPS_LOCK = 15, 58
_KEY_F13 = 183

_UNSHIFTED = {
    "1": 2, "2": 3, "3": 4, "4": 5, "5": 6, "6": 7, "7": 8, "8": 9, "9": 10, "0": 11,
    "-": 12, "=": 13, "q": 16, "w": 17, "e": 18, "r": 19, "t": 20, "y": 21, "u": 22,
    "i": 23, "o": 24, "p": 25, "[": 26, "]": 27, "a": 30, "s": 31, "d": 32, "f": 33,
    "g": 34, "h": 35, "j": 36, "k": 37, "l": 38, ";": 39, "'": 40, "`": 41, "\\": 43,
    "z": 44, "x": 45, "c": 46, "v": 47, "b": 48, "n": 49, "m": 50, ",": 51, ".": 52,
    "/": 53, " ": 57,
}  # fmt: skip
"""Key codes of `input-event-codes.h`, for an American keyboard."""

_SHIFTED = {letter.upper(): code for letter, code in _UNSHIFTED.items()} | {
    "!": 2, "@": 3, "#": 4, "$": 5, "%": 6, "^": 7, "&": 8, "*": 9, "(": 10, ")": 11,
    "_": 12, "+": 13, "{": 26, "}": 27, ":": 39, '"': 40, "~": 41, "|": 43, "<": 51,
    ">": 52, "?": 53,
}  # fmt: skip

SLOW_PAUSE = 0.05  # seconds between two keys
_FULL_PAUSE = 0.01  # seconds until the next attempt with a full pipe


class Fault(StrEnum):
    """Faults of the scanner."""

    NONE = "none"
    SILENT = "silent"
    GARBAGE = "garbage"
    PARTIAL = "partial"
    SLOW = "slow"
    LOST = "lost"


class Manner(StrEnum):
    """What the scanner adds to a code, and how it types."""

    PLAIN = "plain"
    AIM = "aim"
    TAB = "tab"
    AIM_TAB = "aim_tab"
    CAPS_LOCK = "caps_lock"


_AIM = "]Q1"
"""The AIM identifier of a QR code (ISO/IEC 15424)."""


def _event(kind: int, code: int, value: int) -> bytes:
    now = time.time_ns() // 1000
    return struct.pack("@llHHi", now // 1_000_000, now % 1_000_000, kind, code, value)


def _report() -> bytes:
    return _event(_EV_SYN, _SYN_REPORT, 0)


def press(code: int, *, shift: bool = False) -> bytes:
    """Return the events of a key that is pressed and released."""
    before = _event(_EV_KEY, _KEY_LEFT_SHIFT, 1) + _report() if shift else b""
    after = _event(_EV_KEY, _KEY_LEFT_SHIFT, 0) + _report() if shift else b""
    down = _event(_EV_MSC, _MSC_SCAN, code) + _event(_EV_KEY, code, 1) + _report()
    return before + down + _event(_EV_KEY, code, 0) + _report() + after


def keys_of(text: str) -> list[bytes]:
    """Return the events of each key that types this text.

    Raises:
        BadRequestError: An American keyboard has no key for a character.
    """
    keys = []
    for character in text:
        if character in _UNSHIFTED:
            keys.append(press(_UNSHIFTED[character]))
        elif character in _SHIFTED:
            keys.append(press(_SHIFTED[character], shift=True))
        else:
            raise BadRequestError(f"no key types {character!r}")
    return keys


class WedgeSimulator:
    """Combines pipe and control socket."""

    def __init__(self, pipe: Path) -> None:
        self._pipe = pipe
        self._end: int | None = None
        self._fault_now = Fault.NONE
        self._manner_now = Manner.PLAIN
        self._typing: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()
        self.control = ControlServer(
            {
                "scan": self._scan,
                "manner": self._manner,
                "fault": self._fault,
                "unplug": self.unplug,
                "plug": self._plug,
                "state": self._state,
            }
        )

    def plug(self) -> None:
        """Create the pipe; both ends are held, so that writing never blocks."""
        if self._end is None:
            os.mkfifo(self._pipe, 0o600)
            self._end = os.open(self._pipe, os.O_RDWR | os.O_NONBLOCK)

    def unplug(self) -> None:
        """Remove the pipe: its reader gets an end of file."""
        for task in self._typing:
            task.cancel()
        if self._end is not None:
            self._pipe.unlink(missing_ok=True)
            os.close(self._end)
            self._end = None

    def _plug(self) -> dict[str, Any]:
        self.plug()
        return {"url": str(self._pipe)}

    def _scan(self, text: str, ending: str = "enter") -> None:
        if ending not in ("enter", "none"):
            raise BadRequestError(f"no ending {ending!r}: enter, none")
        if self._end is None:
            raise BadRequestError("it is unplugged")
        keys = self._damaged(self._dressed(text))
        if ending == "enter" and self._fault_now not in (Fault.PARTIAL, Fault.SILENT):
            keys.append(press(_KEY_ENTER))
        self.control.tell("scan", text=text)
        task = asyncio.ensure_future(self._type(keys, self._fault_now))
        self._typing.add(task)
        task.add_done_callback(self._typed)

    def _dressed(self, text: str) -> list[bytes]:
        match self._manner_now:
            case Manner.AIM:
                return keys_of(_AIM + text)
            case Manner.TAB:
                return [*keys_of(text), press(_KEY_TAB)]
            case Manner.AIM_TAB:
                return [*keys_of(_AIM + text), press(_KEY_TAB)]
            case Manner.CAPS_LOCK:
                lock = press(_KEY_CAPS_LOCK)
                return [lock, *keys_of(text.swapcase()), lock]
        return keys_of(text)

    def _damaged(self, keys: list[bytes]) -> list[bytes]:
        match self._fault_now:
            case Fault.SILENT:
                return []
            case Fault.GARBAGE:
                return [press(_KEY_F13)] * len(keys)
            case Fault.PARTIAL:
                return keys[: len(keys) // 2]
            case Fault.LOST:
                lost = _event(_EV_SYN, _SYN_DROPPED, 0) + _report()
                return [*keys[:2], lost, *keys[3:]]
        return keys

    async def _type(self, keys: list[bytes], fault: Fault) -> None:
        async with self._one_at_a_time:
            for key in keys:
                if fault is Fault.SLOW:
                    await asyncio.sleep(SLOW_PAUSE)
                await self._write(key)
        self.control.tell("typed", keys=len(keys))

    async def _write(self, events: bytes) -> None:
        while True:
            assert self._end is not None  # noqa: S101 - `unplug` cancels this task
            try:
                os.write(self._end, events)  # less than PIPE_BUF, so written as a whole
            except BlockingIOError:
                await asyncio.sleep(_FULL_PAUSE)
            else:
                return

    def _typed(self, task: asyncio.Task[None]) -> None:
        self._typing.discard(task)
        if not task.cancelled():
            task.result()

    def _fault(self, kind: str) -> None:
        if kind not in set(Fault):
            raise BadRequestError(f"no fault {kind!r}: {', '.join(Fault)}")
        self._fault_now = Fault(kind)

    def _manner(self, kind: str) -> None:
        if kind not in set(Manner):
            raise BadRequestError(f"no manner {kind!r}: {', '.join(Manner)}")
        self._manner_now = Manner(kind)

    def _state(self) -> dict[str, Any]:
        return {
            "state": {
                "fault": self._fault_now,
                "manner": self._manner_now,
                "plugged": self._end is not None,
                "url": str(self._pipe),
            }
        }


async def _run() -> None:
    parser = argument_parser("Simulate a code scanner that types like a keyboard.")
    parser.add_argument("--pipe", type=Path, required=True, help="named pipe to make")
    arguments = parser.parse_args()
    simulator = WedgeSimulator(arguments.pipe.absolute())
    control = await simulator.control.start(arguments.control_port)
    simulator.plug()
    try:
        announce(url=str(arguments.pipe.absolute()), control=control)
        await until_stopped(follow_stdin=arguments.follow_stdin)
    finally:
        simulator.unplug()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_run())
