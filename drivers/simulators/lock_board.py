"""A simulated lock board of a cabinet on RS-485, on a pty.

`python -m drivers.simulators.lock_board [--cells 24] [--locks 24] [--board 1]
[--baud 9600] [--closed-state 0|17] [--link PATH]`

`--locks` is the number of locks of the board, wired or not: its answer for all has one
status byte for each eight of them.

It opens locks, answers queries for one lock and for all, and reports without a query
when a door moves. On the control socket:

* `close {cell}` (a person closes the door), `open_by_hand {cell}`, `stuck {cell, on}`
  (its lock is powered, but the door does not open)
* `fault {kind}`: one of `KINDS`, until `fault {kind: none}`
* `pushes {on}`: whether it reports door movements without a query
* `locks {count}`: acts as a board with so many locks
* `baud {rate}`: sets another speed
* `unplug`, `plug`: removes and restores the port
* `state`

Subscribers receive `command {request}`, `lock {cell}` and `door {cell, open}`.
"""

import asyncio
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

from drivers.simulators.control import (
    BadRequestError,
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)
from drivers.simulators.lock_doors import Cabinet
from drivers.simulators.sam_line import PtyLine

KINDS = ("none", "echo", "silent", "garbage", "noise", "slow", "no_reply")
"""`echo`: the line echoes the host's bytes. `silent`: sends nothing at all. `garbage`:
other bytes instead of an answer. `noise`: other bytes before each answer. `slow`:
answers late, and receives nothing until it has. `no_reply`: never answers *open*, like
some boards."""

SLOW_S = 0.5
"""Delay of a slow board's answers: long, but acceptable."""

MOST_LOCKS = 255
"""A lock's number is one byte."""

STALE_AFTER_S = 0.1
"""Time until half a command is discarded: five bytes take 5 ms at 9600 baud."""

_COMMAND_SIZE = 5
_NOISE = bytes.fromhex("8001810100558a0180018a")
"""Incomplete frames."""


class LockBoard:
    """Combines board, cabinet, line and control socket."""

    def __init__(
        self,
        cells: int,
        locks: int,
        board: int,
        closed_state: int,
        baud: int,
        link: Path | None,
    ) -> None:
        self._locks = locks
        self._board = board
        self._closed = closed_state
        self._opened = 0x11 - closed_state
        self._fault = "none"
        self._pushes = True
        self._buffer = b""
        self._busy_until = 0.0
        self._stale: asyncio.TimerHandle | None = None
        self._random = random.Random(1)  # noqa: S311 - the same garbage every time
        self.line = PtyLine(baud, link, self._received)
        self._cabinet = Cabinet(
            cells, lambda event, **more: self.control.tell(event, **more), self._moved
        )
        self.control = ControlServer(
            self._cabinet.commands()
            | {
                "fault": self._set_fault,
                "pushes": self._set_pushes,
                "locks": self._set_locks,
                "baud": self.line.set_baud,
                "unplug": self._unplug,
                "plug": self._plug,
                "state": self._state,
            }
        )

    def _received(self, data: bytes) -> None:
        if self._fault == "echo":
            self.line.send(data, after=0, delay=0)
        if asyncio.get_running_loop().time() < self._busy_until:
            return
        if self._stale is not None:
            self._stale.cancel()
        self._stale = asyncio.get_running_loop().call_later(STALE_AFTER_S, self._forget)
        self._buffer += data
        while len(self._buffer) >= _COMMAND_SIZE:
            command = self._buffer[:_COMMAND_SIZE]
            if _xor(command) != 0:
                self._buffer = self._buffer[1:]
                continue
            self._buffer = self._buffer[_COMMAND_SIZE:]
            self._serve(command)

    def _forget(self) -> None:
        self._buffer = b""

    def _serve(self, command: bytes) -> None:
        self.control.tell("command", request=command.hex())
        head, board, lock, do, _ = command
        if board != self._board:
            return
        every = range(1, self._cabinet.cells + 1)
        match head, do:
            case 0x8A, 0x11:
                for cell in every if lock == 0 else (lock,):
                    self._release(cell)
            case 0x80, 0x33 if lock == 0:
                self._answer(self._all())
            case 0x80, 0x33 if lock in every:
                self._answer(bytes([0x80, board, lock, self._state_of(lock)]))

    def _release(self, cell: int) -> None:
        if cell > self._cabinet.cells:
            return
        self._cabinet.release(cell)
        if self._fault != "no_reply":
            self._answer(bytes([0x8A, self._board, cell, self._state_of(cell)]))

    def _all(self) -> bytes:
        groups = [0] * -(-self._locks // 8)  # 1–8, 9–16, 17–24 …
        for lock in range(1, self._locks + 1):
            if self._state_of(lock) == 0x11:
                groups[(lock - 1) // 8] |= 1 << (lock - 1) % 8
        return bytes([0x80, self._board, *reversed(groups), 0x33])

    def _state_of(self, lock: int) -> int:
        return self._opened if self._cabinet.is_open(lock) else self._closed

    def _moved(self, cell: int) -> None:
        if self._pushes:
            pushed = bytes([0x81, self._board, cell, self._state_of(cell)])
            self._answer(pushed, late=False)

    def _answer(self, body: bytes, *, late: bool = True) -> None:
        frame = body + bytes([_xor(body)])
        match self._fault:
            case "silent":
                return
            case "garbage":
                frame = self._random.randbytes(len(frame))
            case "noise":
                frame = _NOISE + frame
        if self.line.is_open:
            delay = SLOW_S if late and self._fault == "slow" else 0.0
            if delay:
                self._busy_until = asyncio.get_running_loop().time() + delay
            self.line.send(frame, after=_COMMAND_SIZE, delay=delay)

    def _set_fault(self, kind: str) -> None:
        if kind not in KINDS:
            raise BadRequestError(f"no fault {kind!r}: {', '.join(KINDS)}")
        self._fault = kind

    def _set_pushes(self, on: bool) -> None:
        self._pushes = on

    def _set_locks(self, count: int) -> None:
        if not 1 <= count <= MOST_LOCKS:
            raise BadRequestError(f"no board has {count} locks: 1 to {MOST_LOCKS}")
        self._locks = count

    def _unplug(self) -> None:
        self.line.close()
        self._forget()

    def _plug(self) -> dict[str, Any]:
        if not self.line.is_open:
            self.line.open()
        return {"url": self.line.url}

    def _state(self) -> dict[str, Any]:
        return {
            "state": {
                **self._cabinet.state(),
                "fault": self._fault,
                "pushes": self._pushes,
                "locks": self._locks,
                "baud": self.line.baud_rate,
                "plugged": self.line.is_open,
                "url": self.line.url,
            }
        }


def _xor(data: bytes) -> int:
    check = 0
    for byte in data:
        check ^= byte
    return check


async def _run() -> None:
    parser = argument_parser("Simulate a cabinet's lock board on a pty.")
    parser.add_argument("--cells", type=int, default=24)
    parser.add_argument("--locks", type=int, default=24)
    parser.add_argument("--board", type=int, default=1)
    parser.add_argument("--baud", type=int, default=9600)
    parser.add_argument("--closed-state", type=int, default=0, choices=(0, 0x11))
    parser.add_argument("--link", type=Path, help="symbolic link to keep at the pty")
    given = parser.parse_args()
    board = LockBoard(
        given.cells,
        given.locks,
        given.board,
        given.closed_state,
        given.baud,
        given.link,
    )
    control = await board.control.start(given.control_port)
    board.line.open()
    try:
        announce(url=board.line.url, control=control)
        await until_stopped(follow_stdin=given.follow_stdin)
    finally:
        board.line.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_run())
