"""Cabinets whose locks hang on a lock board on RS-485."""

import time

from drivers.base import Clock, DeviceStatus, Door, State
from drivers.errors import DeviceSilentError, DriverError, ProtocolError, Reason
from drivers.locker.lock_frames import (
    HIGHEST,
    LOCKS_IN_ONE_ANSWER,
    STATES,
    Answered,
    FrameAssembler,
    encode_open,
    encode_question,
)
from drivers.serial_port import SerialPort

ANSWER_TIMEOUT = 1.0
"""Seconds to the answer to a question. 12 bytes take 13 ms at 9600 baud and boards
answer within some 50 ms (D: no source gives a limit)."""

LISTEN_AFTER_OPEN = 0.3
"""Seconds to leave the line to the board after *open*: both would speak at once if a
question followed while it answers, and whether it answers is not known (D)."""

TRIES = 2
"""How often a question is asked whose answer was damaged on the wire."""


class LockBoardLocker:
    """Opens cells through a lock board, and asks it for the doors.

    A board's answer to *open* is never believed: some never give it, and with one
    wiring a failed one is byte-identical to the command, and so to its echo. Whether
    a door opened is known from `doors` alone, which hears questions' answers and
    what the board says by itself.

    Every call is bounded: a question by `TRIES` times `ANSWER_TIMEOUT`, `unlock` by a
    second more. With more than 24 cells, of which one answer cannot tell, each is
    asked for by itself: some 20 ms each at 9600 baud, and the first one that does
    not answer ends it.

    Args:
        url: The port: `/dev/ttyUSB2`, `/dev/serial/by-id/…`.
        cells: How many locks are wired, from lock 1 on; 1 to 255.
        board: The board's address, 1 to 255.
        closed_state: What it says of a closed door, 0x00 or 0x11, as its locks are
            wired. In the answer for all a set bit stands for 0x11 (D).
        baud_rate: In bits a second.
        clock: Monotonic seconds.

    Raises:
        ValueError: A number that the protocol has no room for.
    """

    poll_interval = 0.1
    """Seconds between two calls of `doors`: soon enough for a person to feel that
    the terminal saw the door, and the line is idle most of the time."""

    def __init__(
        self,
        url: str,
        cells: int = LOCKS_IN_ONE_ANSWER,
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
        self._questions: tuple[int | None, ...] = (None,)  # one for all
        if cells > LOCKS_IN_ONE_ANSWER:
            self._questions = tuple(range(1, cells + 1))
        self._assembler = FrameAssembler(board)
        self._seen_open: set[int] = set()

    def open(self) -> None:
        """Claim the port, and check that the board answers."""
        self._port.open()
        self._assembler = FrameAssembler(self._board)
        self._seen_open.clear()
        try:
            self._ask(self._questions[0])
        except DriverError:
            self._port.close()
            raise

    def close(self) -> None:
        """Give the port back."""
        self._port.close()

    def status(self) -> DeviceStatus:
        """Ask the board for its doors; that it answers is all that it can tell."""
        self._ask(self._questions[0])
        return DeviceStatus(State.READY, Reason.OK, detail=self._detail)

    def unlock(self, cell: int) -> None:
        """Release one cell's lock; whether the door opened, `doors` tells.

        What the doors did before is forgotten: an opening that `doors` reports from
        now on came after the command.

        Raises:
            ValueError: There is no such cell; nothing was sent.
            DriverError: The port is at fault. The lock may have been released:
                only `doors` can tell.
        """
        if not 1 <= cell <= self.cells:
            raise ValueError(f"no cell {cell}: there are {self.cells}")
        self._assembler.ask(None)
        self._hear(self._port.drain())
        self._seen_open.clear()
        self._port.write(encode_open(self._board, cell))
        until = self._clock() + LISTEN_AFTER_OPEN
        while self._clock() < until:
            self._hear(self._port.read(self._assembler.wanted))

    def doors(self) -> dict[int, Door]:
        """How each door is, asked from the board.

        A door that the board said to have opened since the last call is told as open
        once, even where it is shut again: a quick hand is faster than
        `poll_interval`, and its opening must not go unseen.
        """
        states: dict[int, int] = {}
        for question in self._questions:
            states |= self._ask(question).states
        opened, self._seen_open = self._seen_open, set()
        return {
            cell: Door.OPEN if cell in opened else self._door(states[cell])
            for cell in range(1, self.cells + 1)
        }

    def _door(self, state: int) -> Door:
        return Door.CLOSED if state == self._closed_state else Door.OPEN

    def _ask(self, lock: int | None) -> Answered:
        for _ in range(TRIES - 1):
            try:
                return self._exchange(lock)
            except ProtocolError:
                continue  # damaged on the wire: a question may be repeated
        return self._exchange(lock)

    def _exchange(self, lock: int | None) -> Answered:
        # What is already there cannot be the answer; pushes in it are kept.
        self._assembler.ask(None)
        self._hear(self._port.drain())
        question = encode_question(self._board, lock)
        self._assembler.ask(question)
        self._port.write(question)
        deadline = self._clock() + ANSWER_TIMEOUT
        while self._clock() < deadline:
            answer = self._hear(self._port.read(self._assembler.wanted))
            if answer is not None:
                return answer
        if self._assembler.heard_noise:
            raise ProtocolError(
                Reason.BAD_ANSWER, f"{self._detail}: what came is no answer"
            )
        raise DeviceSilentError(
            Reason.NO_ANSWER, f"{self._detail}: nothing within {ANSWER_TIMEOUT} s"
        )

    def _hear(self, received: bytes) -> Answered | None:
        answer = None
        for frame in self._assembler.feed(received):
            if isinstance(frame, Answered):
                answer = frame
            elif self._door(frame.state) is Door.OPEN:
                self._seen_open.add(frame.lock)
        return answer
