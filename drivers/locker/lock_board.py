"""Cabinets with a lock board on RS-485."""

import time
from collections.abc import Iterable

from drivers.base import Clock, DeviceStatus, Door, State
from drivers.errors import DeviceSilentError, DriverError, ProtocolError, Reason
from drivers.locker.lock_frames import (
    HIGHEST,
    LOCKS_IN_A_BYTE,
    STATES,
    Answered,
    Frame,
    FrameAssembler,
    Opened,
    Pushed,
    encode_open,
    encode_question,
)
from drivers.serial_port import SerialPort

ANSWER_TIMEOUT = 1.5
"""Seconds for the answer to a query. Most boards answer within about 50 ms, slow ones
after 500 ms; three times that leaves room for a loaded computer (D: no source gives a
limit). A valid answer ends the wait, so it costs time only if a board is dead."""

REPLY_TIMEOUT = 1.0
"""Seconds to leave the line to the board after *open*, unless it replies earlier. A
board receives nothing while it prepares its reply, and a query sent meanwhile is lost.
Slow boards reply after 500 ms, and some never do (D)."""

TRIES = 2
"""How often a query is sent if its answer was damaged on the wire."""


class LockBoardLocker:
    """Opens cells through a lock board, and queries it for the doors.

    A board's answer to *open* is ignored: some boards never send it, and with one
    wiring a failed one is byte-identical to the command, and so to its echo. Only
    `doors`, which uses answers to queries and the board's own messages, reports whether
    a door opened.

    Every call is bounded: a query by `TRIES` times `ANSWER_TIMEOUT`, `unlock` by
    `REPLY_TIMEOUT` plus the time to send. Cells that are missing in the board's answer
    for all are queried one by one, about 20 ms each at 9600 baud; the first one that
    does not answer ends it.

    Args:
        url: The port: `/dev/ttyUSB2`, `/dev/serial/by-id/…`.
        cells: Number of wired locks, from lock 1 on; 1 to 255.
        board: The board's address, 1 to 255.
        closed_state: The state of a closed door, 0x00 or 0x11, depending on the wiring
            of the locks. In the answer for all a set bit means 0x11 (D).
        baud_rate: In bits per second.
        clock: Monotonic seconds.

    Raises:
        ValueError: A number is outside the protocol's range.
    """

    poll_interval = 0.05
    """Seconds between two calls of `doors`: soon enough for a person to feel that
    the terminal saw the door, and the line is idle most of the time."""

    def __init__(
        self,
        url: str,
        cells: int = 24,
        board: int = 1,
        closed_state: int = 0x00,
        baud_rate: int = 9600,
        clock: Clock = time.monotonic,
    ) -> None:
        if not 1 <= cells <= HIGHEST or not 1 <= board <= HIGHEST:
            raise ValueError(f"{cells} cells at board {board}: both are 1 to {HIGHEST}")
        if closed_state not in STATES:
            raise ValueError(f"closed state {closed_state:#x} is neither 0 nor 0x11")
        self.cells = cells
        self._board = board
        self._closed_state = closed_state
        self._port = SerialPort(url, baud_rate)
        self._clock = clock
        self._detail = f"{self._port.name}, board {board}"
        self._assembler = FrameAssembler(board)
        self._seen_open: set[int] = set()

    def open(self) -> None:
        """Claim the port, and check that the board answers."""
        self._port.open()
        self._assembler = FrameAssembler(self._board)
        self._seen_open.clear()
        try:
            self._ask_all()
        except DriverError:
            self._port.close()
            raise

    def close(self) -> None:
        """Release the port."""
        self._port.close()

    def status(self) -> DeviceStatus:
        """Query the doors; an answer is the board's only sign of health."""
        self._ask_all()
        return DeviceStatus(State.READY, Reason.OK, detail=self._detail)

    def unlock(self, cell: int) -> None:
        """Open one cell's lock; `doors` reports whether the door opened.

        Earlier door movements are discarded: an opening that `doors` reports from now
        on happened after the command.

        Raises:
            ValueError: The cell does not exist; nothing was sent.
            DriverError: The port is at fault. The lock may have been opened; only
                `doors` can tell.
        """
        if not 1 <= cell <= self.cells:
            raise ValueError(f"no cell {cell}: there are {self.cells}")
        self._hear_pending()
        self._seen_open.clear()
        self._port.write(encode_open(self._board, cell))
        until = self._clock() + REPLY_TIMEOUT
        due = 2 if self._assembler.echoes else 1  # the echo looks like a reply
        while due > 0 and self._clock() < until:
            frames = list(self._assembler.feed(self._port.read(self._assembler.wanted)))
            self._hear(frames)
            due -= frames.count(Opened(cell))

    def doors(self) -> dict[int, Door]:
        """Return the state of each door, queried from the board.

        A door that the board reported as opened since the last call is reported open
        once, even if it is closed again: a quick hand is faster than `poll_interval`,
        and the opening must not be missed.
        """
        states = dict(self._ask_all())
        for cell in range(1, self.cells + 1):
            if cell not in states:
                states |= self._ask(cell).states
        opened, self._seen_open = self._seen_open, set()
        return {
            cell: Door.OPEN if cell in opened else self._door(states[cell])
            for cell in range(1, self.cells + 1)
        }

    def _door(self, state: int) -> Door:
        return Door.CLOSED if state == self._closed_state else Door.OPEN

    def _ask_all(self) -> dict[int, int]:
        """Return the states of the locks in the board's answer for all."""
        try:
            return self._ask(None).states
        except DeviceSilentError:
            if not self._answers_with_the_question():
                raise
        self._assembler.status_bytes = 1
        return dict.fromkeys(range(1, LOCKS_IN_A_BYTE + 1), 0x00)

    def _answers_with_the_question(self) -> bool:
        """Return whether the received bytes of the query were the answer, not an echo.

        The answer of a board with 8 locks, whose bits are all 0, equals the query. So
        one lock is queried, whose answer never equals the query: if an echo precedes
        it, the line echoes.
        """
        learning = self._assembler.status_bytes is None
        one_byte = learning and self.cells <= LOCKS_IN_A_BYTE
        if not one_byte or not self._assembler.heard_itself:
            return False
        self._ask(1)
        return not self._assembler.echoes

    def _ask(self, lock: int | None) -> Answered:
        for _ in range(TRIES - 1):
            try:
                return self._exchange(lock)
            except ProtocolError:
                continue  # damaged on the wire: a query may be repeated
        return self._exchange(lock)

    def _exchange(self, lock: int | None) -> Answered:
        self._hear_pending()
        question = encode_question(self._board, lock)
        self._assembler.ask(question)
        self._port.write(question)
        deadline = self._clock() + ANSWER_TIMEOUT
        while self._clock() < deadline:
            received = self._port.read(self._assembler.wanted)
            answer = self._hear(
                self._assembler.feed(received) if received else self._assembler.settle()
            )
            if answer is not None:
                return answer
        if self._assembler.heard_noise:
            # Another board may be connected now: its answer is measured again.
            self._assembler.status_bytes = None
            raise ProtocolError(
                Reason.BAD_ANSWER, f"{self._detail}: what came is no answer"
            )
        raise DeviceSilentError(
            Reason.NO_ANSWER, f"{self._detail}: nothing within {ANSWER_TIMEOUT} s"
        )

    def _hear_pending(self) -> None:
        """Process pending bytes: they answer no later query, but pushes count."""
        self._assembler.ask(None)
        self._hear(self._assembler.feed(self._port.drain()))

    def _hear(self, frames: Iterable[Frame]) -> Answered | None:
        answer = None
        for frame in frames:
            if isinstance(frame, Answered):
                answer = frame
            elif isinstance(frame, Pushed) and self._door(frame.state) is Door.OPEN:
                self._seen_open.add(frame.lock)
        return answer
