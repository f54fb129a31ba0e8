"""The mechanism of a simulated ESC/POS printer: printing, stalling, and status.

Commands wait in a receive buffer and are executed in order while the printer can print.
Without paper, with its cover open or with an error it stalls at the present dot row,
and continues from there; `DLE EOT` is answered all the time.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from drivers.simulators.escpos_models import Model, Mouth
from drivers.simulators.escpos_paper import CUTTER_DOTS, DOTS_PER_MM, Paper
from drivers.simulators.escpos_parser import Command
from drivers.simulators.escpos_text import Line, Style

RECEIVE_BUFFER = 4096
"""Bytes, as in many real ones; a host that sends more must wait."""

_STEP_ROWS = 8  # rows that the paper moves in one step, if printing takes time
_CLEAR_BUFFERS = bytes((8, 1, 3, 20, 1, 6, 2, 8))
_CLEARED = b"\x37\x25\x00"


@dataclass
class Troubles:
    """Faults of the mechanism, except those of paper."""

    cover_open: bool = False
    jam: bool = False
    cutter: bool = False
    head_hot: bool = False

    def any(self) -> bool:
        """Return whether there is any fault."""
        return self.cover_open or self.jam or self.cutter or self.head_hot


class Machine:
    """The printer behind its interface; created anew at each power-up.

    Args:
        model: Its differences from the standard.
        paper: Its paper; survives a power cycle, like `mouth` and `troubles`.
        mouth: The outlet for receipts.
        troubles: Its faults.
        speed: Millimetres per second; 0 prints at once.
        answer: Sends bytes to the host.
        tell: Reports an event to subscribers.
    """

    def __init__(
        self,
        model: Model,
        paper: Paper,
        mouth: Mouth,
        troubles: Troubles,
        speed: float,
        answer: Callable[[bytes], None],
        tell: Callable[..., None],
    ) -> None:
        self._model = model
        self._paper = paper
        self._mouth = mouth
        self._troubles = troubles
        self._speed = speed
        self._answer = answer
        self._tell = tell
        self._queue: deque[Command] = deque()
        self.waiting = 0  # bytes in the receive buffer
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._asb = 0
        self._asb_sent = b""
        self._trigger: tuple[int, Callable[[], None]] | None = None
        self._initialise()
        self._task = asyncio.create_task(self._run())

    # -- from the interface ------------------------------------------------------

    def receive(self, command: Command) -> None:
        """Execute a realtime command at once, or queue the command."""
        if command.realtime:
            self._realtime(command)
            return
        self._queue.append(command)
        self.waiting += command.size
        self._wake.set()

    def status(self, n: int) -> int:
        """Return the byte that answers `DLE EOT n`."""
        trouble = self._troubles
        failed = trouble.jam or trouble.cutter or trouble.head_hot
        cover, ended = self._cover_and_end()
        untorn = self._model.tear_sensor and self._mouth.hanging > 0
        bits = {
            1: 0x08 * (trouble.any() or ended) + 0x80 * untorn,
            2: 0x04 * cover + 0x20 * ended + 0x40 * failed,
            3: 0x04 * trouble.jam + 0x08 * trouble.cutter + 0x40 * trouble.head_hot,
            4: 0x0C * self._paper.near_end + 0x60 * ended,
        }
        return 0x12 | bits.get(n, 0)

    def _cover_and_end(self) -> tuple[bool, bool]:
        """Return whether an open cover, and paper end, are reported."""
        cover, ended = self._troubles.cover_open, self._paper.ended
        if self._model.cover_reads_as_paper_end:
            return False, ended or cover
        return cover, ended

    def _full_status(self) -> bytes:
        """Return paper, user, recoverable and unrecoverable errors (Custom)."""
        trouble, paper = self._troubles, self._paper
        hanging = self._mouth.hanging > 0
        return bytes(
            (
                0x10,
                0x0F,
                0x01 * paper.ended + 0x04 * paper.near_end + 0x20 * hanging,
                0x02 * trouble.cover_open,
                0x01 * trouble.head_hot + 0x40 * trouble.jam,
                0x01 * trouble.cutter,
            )
        )

    # -- from the operator -------------------------------------------------------

    def changed(self) -> None:
        """Update after a change of paper, cover or mechanism."""
        self._wake.set()
        self._send_asb()

    def after(self, rows: int, act: Callable[[], None]) -> None:
        """Call `act` after so many more rows; at 0, now."""
        if rows <= 0:
            act()
        else:
            self._trigger = (rows, act)

    def clear(self) -> None:
        """Discard everything received and not printed."""
        self._task.cancel()
        self._queue.clear()
        self.waiting = 0
        self._room.set()
        self._line = Line(self._paper.stride * 8)
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Turn the power off."""
        self._task.cancel()

    # -- in turn -----------------------------------------------------------------

    @property
    def _able(self) -> bool:
        return not (self._paper.ended or self._troubles.any())

    async def _until_able(self) -> None:
        while not self._able:
            self._wake.clear()
            await self._wake.wait()

    async def room(self) -> None:
        """Wait until the receive buffer has room."""
        while self.waiting >= RECEIVE_BUFFER:
            self._room.clear()
            await self._room.wait()

    async def _run(self) -> None:
        while True:
            while not (self._queue and self._able):
                self._wake.clear()
                await self._wake.wait()
            command = self._queue[0]
            await self._obey(command)
            self._queue.popleft()
            self.waiting -= command.size
            self._room.set()
            # Let queries in between, however many commands wait.
            await asyncio.sleep(0)

    async def _obey(self, command: Command) -> None:
        data, style = command.data, self._style
        match command.name:
            case "text":
                for rows in self._line.put(data, style):
                    await self._move(rows)
            case "LF":
                await self._move(self._line.take(style))
            case "ESC @":
                self._initialise()
            case "ESC !":
                style.bold = bool(data[0] & 0x08)
                style.high = 2 if data[0] & 0x10 else 1
                style.wide = 2 if data[0] & 0x20 else 1
            case "GS !" | "FS !" | "FS W":
                self._size(command.name, data[0])
            case "ESC E" | "ESC G":
                style.bold = bool(data[0] & 1)
            case "ESC a":
                style.align = data[0] % 48
            case "ESC 2":
                style.spacing = Style().spacing
            case "ESC 3":
                style.spacing = data[0]
            case "FS &" | "FS .":
                style.chinese = command.name == "FS &"
                self._line.lead = b""
            case "ESC d":
                await self._flush()
                await self._feed(data[0] * style.spacing)
            case "ESC J":
                await self._flush()
                await self._feed(data[0])
            case "GS v":
                await self._raster(data)
            case "GS V" | "ESC i" | "ESC m":
                await self._cut(data)
            case "GS e" if self._model.presenter:
                self._eject(data)
            case "GS r":
                self._answer(bytes([self._in_turn(data[0])]))
            case "GS a":
                self._asb, self._asb_sent = data[0], b""
                self._send_asb()
            case _:
                self._tell("ignored", what=command.name, bytes=data[:8].hex())

    def _initialise(self) -> None:
        self._style = Style()
        self._line = Line(self._paper.stride * 8)

    def _size(self, name: str, n: int) -> None:
        if name == "GS !":
            self._style.wide, self._style.high = (n >> 4 & 7) + 1, (n & 7) + 1
        elif name == "FS !":
            self._style.wide = 2 if n & 0x04 else 1
            self._style.high = 2 if n & 0x08 else 1
        else:
            self._style.wide = self._style.high = 2 if n & 1 else 1

    async def _flush(self) -> None:
        if self._line.glyphs:
            await self._move(self._line.take(self._style))

    async def _raster(self, data: bytes) -> None:
        """`GS v 0 m xL xH yL yH`; m doubles width (bit 0) and height (bit 1)."""
        stride = int.from_bytes(data[2:4], "little")
        dots = data[6:]
        wide, high = 1 + (data[1] & 1), 1 + (data[1] >> 1 & 1)
        for at in range(0, len(dots), stride or 1):
            row = dots[at : at + stride]
            if wide == 2:
                row = b"".join(_doubled(byte) for byte in row)
            # Dots beyond the paper's right edge are lost.
            row = row[: self._paper.stride].ljust(self._paper.stride, b"\x00")
            await self._move(row * high)

    async def _cut(self, data: bytes) -> None:
        await self._flush()
        if len(data) == 2:
            await self._feed(CUTTER_DOTS + data[1])
        await self._until_able()
        before = self._paper.rows
        piece = self._paper.cut()
        if self._paper.rows < before:
            self._mouth.cut(presenter=self._model.presenter)
        if piece is not None:
            self._tell("cut", file=piece.file, sha=piece.sha, rows=piece.rows)

    def _eject(self, data: bytes) -> None:
        """`GS e n`: 2 retracts, 3 presents, 5 presents and drops the receipt."""
        if data[0] == 2:
            self._mouth.retract()
        elif data[0] in (3, 5):
            self._mouth.present()
        if data[0] == 5:
            self._mouth.take()
        self._tell("mouth", hanging=self._mouth.hanging)

    async def _feed(self, rows: int) -> None:
        await self._move(bytes(rows * self._paper.stride))

    async def _move(self, rows: bytes) -> None:
        """Print rows as far as paper and mechanism allow."""
        stride = self._paper.stride
        while rows:
            await self._until_able()
            step = min(len(rows) // stride, self._paper.left)
            if self._trigger is not None:
                step = min(step, self._trigger[0])
            if self._speed:
                step = min(step, _STEP_ROWS)
                await asyncio.sleep(step / (self._speed * DOTS_PER_MM))
            near_end = self._paper.near_end
            self._paper.advance(rows[: step * stride])
            rows = rows[step * stride :]
            if self._paper.ended or self._paper.near_end != near_end:
                self.changed()
            await self._pull_trigger(step)

    async def _pull_trigger(self, step: int) -> None:
        if self._trigger is None:
            return
        left, act = self._trigger
        if left > step:
            self._trigger = (left - step, act)
            return
        self._trigger = None
        act()
        await asyncio.sleep(0)  # if the power was turned off, this ends the task

    # -- answers -----------------------------------------------------------------

    def _realtime(self, command: Command) -> None:
        if command.name == "DLE EOT":
            n = command.data[0] % 48
            self._tell("status_asked", n=n)
            if n in (1, 2, 3, 4):
                self._answer(bytes([self.status(n)]))
            elif n == 20 and self._model.presenter:
                self._answer(self._full_status())
        elif command.name == "DLE DC4" and command.data == _CLEAR_BUFFERS:
            self.clear()
            self._answer(_CLEARED)
        elif command.name == "DLE ENQ" and command.data[0] % 48 == 2:
            self.clear()
        else:
            self._tell("ignored", what=command.name, bytes=command.data.hex())

    def _in_turn(self, n: int) -> int:
        """Answer `GS r`: 1 is paper, 2 is the drawer, which does not exist."""
        return 0x03 if n % 48 == 1 and self._paper.near_end else 0x00

    def _send_asb(self) -> None:
        """Send automatic status if `GS a` requested it, and it has changed."""
        trouble = self._troubles
        cover, ended = self._cover_and_end()
        frame = bytes(
            (
                0x10 | 0x08 * (trouble.any() or ended) | 0x20 * cover,
                0x04 * trouble.jam | 0x08 * trouble.cutter | 0x40 * trouble.head_hot,
                0x03 * self._paper.near_end | 0x0C * ended,
                0x00,
            )
        )
        if self._asb and frame != self._asb_sent:
            self._asb_sent = frame
            self._answer(frame)


def _doubled(byte: int) -> bytes:
    bits = "".join(bit * 2 for bit in f"{byte:08b}")
    return int(bits, 2).to_bytes(2, "big")
