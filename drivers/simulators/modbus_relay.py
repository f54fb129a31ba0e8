"""A simulated Modbus relay board with the locks and door contacts of a cabinet.

`python -m drivers.simulators.modbus_relay [--cells 8] [--unit 1] [--closed-state 1|0]
[--port 0]` is a board on a network; with `--link PATH` it is one on a serial line
(`--baud 9600`), on a pty. Coil n - 1 powers the lock of cell n, discrete input n - 1 is
on while its door is closed, or with `--closed-state 0` while it is open. On the control
socket:

* `close {cell}` (a person closes the door), `open_by_hand {cell}`, `stuck {cell, on}`
  (its lock is powered, but the door does not open)
* `fault {kind}`: one of `KINDS`, until `fault {kind: none}`
* `unplug`, `plug`: removes and restores the port
* `closed_state {state}`: state of its inputs while doors are closed, 1 or 0
* `leave_on {cell}`: turns its coil on, as left by a terminal that lost its power
* `state`; `most_at_once` is the largest number of coils that were on together

Subscribers receive `command {request}`, `lock {cell}` and `door {cell, open}`.
"""

import asyncio
import random
import socket
from collections.abc import Coroutine
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
from drivers.simulators.lock_modbus import Relays, Request, take_rtu, take_tcp
from drivers.simulators.sam_line import PtyLine

KINDS = (
    "none", "echo", "silent", "garbage", "noise", "slow", "no_reply", "lost_off",
)  # fmt: skip
"""`echo`: the line echoes the host's bytes. `silent`: does nothing. `garbage`: other
bytes instead of an answer. `noise`: other bytes before each answer. `slow`: answers
late. `no_reply`: executes commands, but never answers. `lost_off`: the next *off* is
lost in transit."""

SLOW_S = 0.2
"""Delay of a slow board's answers: long, but acceptable."""

STALE_AFTER_S = 0.1
"""Time until half a request is discarded: eight bytes take 8 ms at 9600 baud."""

_HOST = "127.0.0.1"
_READ = 1024
_NOISE = bytes.fromhex("0102ff015502")
"""The beginning of an answer that never ends, and more."""


class RelayBoard:
    """The board, its cabinet, and its port.

    Args:
        cells: Number of locks and contacts.
        unit: Address of the board.
        closed_state: State of an input while its door is closed, 1 or 0.
        line: Baud rate and link of a serial line; None for a network.
        port: Port to listen at, on loopback; 0 selects a free one.
    """

    def __init__(
        self,
        cells: int,
        unit: int,
        closed_state: int,
        line: tuple[int, Path] | None,
        port: int = 0,
    ) -> None:
        self._unit = unit
        self._closed_state = closed_state
        self._port = port
        self._fault = "none"
        self._most_at_once = 0
        self._buffer = b""
        self._stale: asyncio.TimerHandle | None = None
        self._random = random.Random(1)  # noqa: S311 - the same garbage every time
        self._line = PtyLine(*line, self._received) if line else None
        self._listener: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._cabinet = Cabinet(
            cells, lambda event, **fields: self.control.tell(event, **fields)
        )
        self._relays = Relays([False] * cells, self._inputs, self._switched)
        self.control = ControlServer(
            self._cabinet.commands()
            | {
                "fault": self._set_fault,
                "unplug": self.unplug,
                "plug": self.plug,
                "closed_state": self._set_closed_state,
                "leave_on": self._leave_on,
                "state": self._state,
            }
        )

    @property
    def url(self) -> str | None:
        """Return the board's address for the driver."""
        return self._line.url if self._line else f"tcp://{_HOST}:{self._port}"

    def plug(self) -> dict[str, Any]:
        """Connect the port, at the same address as before."""
        if self._line is not None:
            if not self._line.is_open:
                self._line.open()
        elif self._listener is None:
            self._listener = socket.create_server((_HOST, self._port))
            self._listener.setblocking(False)
            self._port = self._listener.getsockname()[1]
            self._run(self._accept(self._listener))
        return {"url": self.url}

    def unplug(self) -> None:
        """Disconnect: ports and connections fail. The board keeps its power."""
        self._forget()
        if self._line is not None:
            self._line.close()
        for task in self._tasks:
            task.cancel()
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for writer in self._writers:
            writer.transport.abort()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _ = await asyncio.get_running_loop().sock_accept(listener)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._run(self._serve(*await asyncio.open_connection(sock=connection)))

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writers.add(writer)
        try:
            # A host may vanish without closing; the next one is served all the same.
            with suppress(ConnectionError):
                while data := await reader.read(_READ):
                    self._received(data)
        finally:
            self._writers.discard(writer)
            writer.close()

    def _received(self, data: bytes) -> None:
        if self._fault == "echo":
            self._send(data, 0)
        if self._stale is not None:
            self._stale.cancel()
        self._stale = asyncio.get_running_loop().call_later(STALE_AFTER_S, self._forget)
        self._buffer += data
        take = take_rtu if self._line else take_tcp
        while True:
            self._buffer, request = take(self._buffer, self._unit)
            if request is None:
                return
            self._obey(request)

    def _forget(self) -> None:
        self._buffer = b""

    def _obey(self, request: Request) -> None:
        self.control.tell("command", request=request.raw.hex())
        is_off = request.body[0] == 0x05 and request.body[3:] == b"\0\0"
        if self._fault == "lost_off" and is_off:
            self._fault = "none"
            return
        if self._fault == "silent":
            return
        answer = request.frame(self._relays.answer(request.body))
        match self._fault:
            case "no_reply":
                return
            case "garbage":
                answer = self._random.randbytes(len(answer))
            case "noise":
                answer = _NOISE + answer
        self._send(answer, len(request.raw))

    def _send(self, data: bytes, after: int) -> None:
        delay = SLOW_S if self._fault == "slow" else 0.0
        if self._line is not None:
            if self._line.is_open:
                self._line.send(data, after=after, delay=delay)
            return
        asyncio.get_running_loop().call_later(delay, self._write, data)

    def _write(self, data: bytes) -> None:
        for writer in self._writers:
            if not writer.is_closing():
                writer.write(data)

    def _inputs(self) -> list[bool]:
        cells = range(1, self._cabinet.cells + 1)
        is_on_while_open = self._closed_state == 0
        return [self._cabinet.is_open(cell) is is_on_while_open for cell in cells]

    def _switched(self, cell: int, on: bool) -> None:
        self._most_at_once = max(self._most_at_once, sum(self._relays.coils))
        if on:
            self._cabinet.release(cell)

    def _set_fault(self, kind: str) -> None:
        if kind not in KINDS:
            raise BadRequestError(f"no fault {kind!r}: {', '.join(KINDS)}")
        self._fault = kind

    def _set_closed_state(self, state: int) -> None:
        if state not in (0, 1):
            raise BadRequestError(f"an input is 0 or 1, not {state!r}")
        self._closed_state = state

    def _leave_on(self, cell: int) -> None:
        if not 1 <= cell <= self._cabinet.cells:
            raise BadRequestError(f"no cell {cell}")
        self._relays.coils[cell - 1] = True

    def _state(self) -> dict[str, Any]:
        plugged = self._line.is_open if self._line else self._listener is not None
        return {
            "state": {
                **self._cabinet.state(),
                "powered": [c for c, on in enumerate(self._relays.coils, 1) if on],
                "most_at_once": self._most_at_once,
                "closed_state": self._closed_state,
                "fault": self._fault,
                "plugged": plugged,
                "url": self.url,
            }
        }


async def _run() -> None:
    parser = argument_parser("Simulate a Modbus relay board.")
    parser.add_argument("--cells", type=int, default=8)
    parser.add_argument("--unit", type=int, default=1)
    parser.add_argument("--closed-state", type=int, default=1, choices=(0, 1))
    parser.add_argument("--port", type=int, default=0, help="of TCP; 0: any free one")
    parser.add_argument("--baud", type=int, default=9600)
    parser.add_argument("--link", type=Path, help="be on a serial line")
    given = parser.parse_args()
    line = (given.baud, given.link) if given.link else None
    board = RelayBoard(given.cells, given.unit, given.closed_state, line, given.port)
    control = await board.control.start(given.control_port)
    board.plug()
    try:
        announce(url=board.url, control=control)
        await until_stopped(follow_stdin=given.follow_stdin)
    finally:
        board.unplug()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_run())
