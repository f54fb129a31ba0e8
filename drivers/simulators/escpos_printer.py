"""A simulated ESC/POS receipt printer on TCP; its paper becomes PNG files.

Like many real ones it serves one connection at a time: a second one is accepted and
waits. Commands on the control socket (see `control`; `after_dots` delays a fault by so
many dot rows, to place it in the middle of a receipt):

`paper {state: full|near_end|out, after_dots}` · `refill` (a new roll; the paper in
the printer is torn out) · `cover {open, after_dots}` · `jam {after_dots}` ·
`cutter {after_dots}` · `clear` (staff removed jam and cutter error) ·
`head {hot, after_dots}` · `take` (takes the receipts in the outlet) ·
`presenter {blocked}` ·
`power {on, after_dots}` · `fault {kind}` · `receipts` · `state`

Faults: `none` · `mute` · `garbage` · `stale_status` · `slow` · `in_turn_mute` (answers
`DLE EOT`, but not `GS r`) · `in_turn_twice` (two answers to each `GS r`).

Events: `received {bytes, what}`, `status_asked {n}`, `cut {file, sha, rows}`,
`torn {file}`, `mouth {hanging}`, `ignored {what, bytes}`, `connected`, `disconnected`.
"""

import argparse
import asyncio
import contextlib
import random
import socket
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drivers.simulators.control import (
    BadRequestError,
    ControlServer,
    announce,
    argument_parser,
    until_stopped,
)
from drivers.simulators.escpos_machine import Machine, Troubles
from drivers.simulators.escpos_models import MODELS, Model, Mouth
from drivers.simulators.escpos_paper import ROLL_DOTS, Paper
from drivers.simulators.escpos_parser import Parser

FAULTS = (
    *("none", "mute", "garbage", "stale_status", "slow"),
    *("in_turn_mute", "in_turn_twice"),
)

SLOW_S = 0.1
"""Delay of a slow printer's answers."""

_HOST = "127.0.0.1"
_READ = 1024
_HEALTHY = 0x12


class Printer:
    """The printer with its interface board, its power switch and its faults."""

    def __init__(self, model: Model, paper: Paper, speed: float, port: int) -> None:
        self._model = model
        self._paper = paper
        self._mouth = Mouth()
        self._speed = speed
        self.port = port
        self._troubles = Troubles()
        self._fault = "none"
        self._last_status = _HEALTHY  # the next answer of a stale printer
        self._noise = random.Random(1)  # noqa: S311 - the same garbage every time
        self._machine: Machine | None = None
        self._listener: socket.socket | None = None
        self._serving: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.control = ControlServer(
            {
                "paper": self._set_paper,
                "refill": self._refill,
                "cover": self._cover,
                "jam": self._jam,
                "cutter": self._cutter,
                "clear": self._clear,
                "head": self._head,
                "take": self._mouth.take,
                "presenter": self._presenter,
                "power": self._power,
                "fault": self._set_fault,
                "receipts": self._receipts,
                "state": self._state,
            }
        )

    # -- power and connections ---------------------------------------------------

    def switch_on(self) -> None:
        """Turn the power on, and listen at once, at the same port as before."""
        self._listener = socket.create_server((_HOST, self.port))
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]
        self._machine = Machine(
            self._model,
            self._paper,
            self._mouth,
            self._troubles,
            self._speed,
            self._answer,
            self.control.tell,
        )
        self._serving = asyncio.create_task(self._serve(self._listener, self._machine))

    def switch_off(self) -> None:
        """Turn the power off: connections and unprinted data are lost."""
        if self._machine is None or self._listener is None or self._serving is None:
            return
        self._serving.cancel()
        self._listener.close()
        if self._writer is not None:
            self._writer.transport.abort()
        self._machine.stop()
        self._machine = None

    async def _serve(self, listener: socket.socket, machine: Machine) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(listener)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader, self._writer = await asyncio.open_connection(sock=connection)
            self.control.tell("connected")
            # A host may vanish without closing; the next one is served all the same.
            with contextlib.suppress(ConnectionError):
                await self._listen(reader, machine)
            self._writer.close()
            self._writer = None
            self.control.tell("disconnected")

    async def _listen(self, reader: asyncio.StreamReader, machine: Machine) -> None:
        parser = Parser()
        while data := await reader.read(_READ):
            for command in parser.feed(data):
                self.control.tell("received", bytes=command.size, what=command.name)
                machine.receive(command)
            await machine.room()

    def _answer(self, data: bytes) -> None:
        is_status = len(data) == 1 and data[0] & 0x93 == 0x12
        in_turn = len(data) == 1 and data[0] & 0x90 == 0
        match self._fault:
            case "mute":
                return
            case "garbage":
                data = self._noise.randbytes(self._noise.randint(1, 4))
            case "stale_status" if is_status:
                data, self._last_status = bytes([self._last_status]), data[0]
            case "in_turn_mute" if in_turn:
                return
            case "in_turn_twice" if in_turn:
                data *= 2
            case "slow":
                asyncio.get_running_loop().call_later(SLOW_S, self._send, data)
                return
        self._send(data)

    def _send(self, data: bytes) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(data)

    # -- control -----------------------------------------------------------------

    def _after(self, rows: int, act: Callable[[], None]) -> None:
        def changing() -> None:
            act()
            if self._machine is not None:
                self._machine.changed()

        if self._machine is None:
            changing()
        else:
            self._machine.after(rows, changing)

    def _set_paper(self, state: str, after_dots: int = 0) -> None:
        if state == "full":
            self._after(0, lambda: setattr(self._paper, "left", ROLL_DOTS))
        elif state == "out":
            # The roll ends there, so the near end is sensed from now on.
            self._after(0, lambda: setattr(self._paper, "left", after_dots))
        elif state == "near_end":
            near_end = self._paper.near_end_dots
            self._after(after_dots, lambda: setattr(self._paper, "left", near_end))
        else:
            raise BadRequestError(f"no such state of paper: {state}")

    def _refill(self) -> None:
        if (torn := self._paper.tear_out()) is not None:
            self.control.tell("torn", file=torn.file)
        self._after(0, self._paper.load)

    def _cover(self, open: bool, after_dots: int = 0) -> None:
        self._after(after_dots, lambda: setattr(self._troubles, "cover_open", open))

    def _jam(self, after_dots: int = 0) -> None:
        self._after(after_dots, lambda: setattr(self._troubles, "jam", True))

    def _cutter(self, after_dots: int = 0) -> None:
        self._after(after_dots, lambda: setattr(self._troubles, "cutter", True))

    def _clear(self) -> None:
        self._troubles.jam = self._troubles.cutter = False
        self._after(0, lambda: None)

    def _head(self, hot: bool, after_dots: int = 0) -> None:
        self._after(after_dots, lambda: setattr(self._troubles, "head_hot", hot))

    def _presenter(self, blocked: bool) -> None:
        self._mouth.blocked = blocked

    def _power(self, on: bool, after_dots: int = 0) -> None:
        if not on:
            self._after(after_dots, self.switch_off)
        elif self._machine is None:
            self.switch_on()

    def _set_fault(self, kind: str) -> None:
        if kind not in FAULTS:
            raise BadRequestError(f"no such fault; there are {', '.join(FAULTS)}")
        self._fault = kind
        if self._machine is not None:
            self._last_status = self._machine.status(4)

    def _receipts(self) -> dict[str, Any]:
        return {
            "receipts": [asdict(piece) for piece in self._paper.receipts],
            "torn": [asdict(piece) for piece in self._paper.torn],
        }

    def _state(self) -> dict[str, Any]:
        paper = self._paper
        word = "out" if paper.ended else "near_end" if paper.near_end else "full"
        return {
            "state": {
                "paper": word,
                "dots_left": paper.left,
                "rows_in_printer": paper.rows,
                "printed_on_it": paper.burnt,
                **asdict(self._troubles),
                "mouth": asdict(self._mouth),
                "power": self._machine is not None,
                "fault": self._fault,
                "connected": self._writer is not None,
                "waiting_bytes": self._machine.waiting if self._machine else 0,
                "receipts": len(paper.receipts),
                "cuts": paper.cuts,
            }
        }


async def _main(arguments: argparse.Namespace, out: Path) -> None:
    paper = Paper(arguments.width, arguments.near_end_dots, out)
    model = MODELS[arguments.model]
    printer = Printer(model, paper, arguments.speed, arguments.port)
    control = await printer.control.start(arguments.control_port)
    printer.switch_on()
    announce(url=f"tcp://{_HOST}:{printer.port}", control=control)
    await until_stopped(follow_stdin=arguments.follow_stdin)
    printer.switch_off()


def main() -> None:
    """Run until stopped."""
    parser = argument_parser("A receipt printer on TCP that speaks ESC/POS")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--model", choices=sorted(MODELS), default="generic")
    parser.add_argument("--width", type=int, default=576, help="dots in a row")
    parser.add_argument("--out", type=Path, help="folder for pictures of receipts")
    parser.add_argument("--near-end-dots", type=int, default=8000)
    parser.add_argument("--speed", type=float, default=0.0, help="mm/s; 0: at once")
    arguments = parser.parse_args()
    if arguments.width <= 0 or arguments.width % 8:
        parser.error("--width must be a multiple of 8")
    with contextlib.ExitStack() as stack:
        out = arguments.out
        if out is None:
            out = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        out.mkdir(parents=True, exist_ok=True)
        asyncio.run(_main(arguments, out))


if __name__ == "__main__":
    main()
