"""Frames of a cabinet's lock board on RS-485. Pure: no port and no clock.

Every frame ends with the XOR of all bytes before it. Two sources agree on the frames
(A); that bit 0 of the last status byte is lock 1 is in one good source (B); that the
answer for one lock has the form of a push is assumed (D).

| frame | bytes |
|---|---|
| open one | `8A board lock 11 check` |
| its answer, which some boards never send | `8A board lock state check` |
| query one | `80 board lock 33 check` |
| its answer | `80 board lock state check` |
| query all | `80 board 00 33 check` |
| its answer | `80 board s1 … sn 33 check`; sn is locks 1–8, the one before it 9–16 … |
| pushed when a door moves | `81 board lock state check` |

A board answers *query all* with one status byte for each eight locks that it has, wired
or not: 3 for 24 locks, 5 for 40. The answer has no length field, and 33 may be a status
as well as the end, so the first answer is measured when the line has become silent. All
later answers have the same length.

RS-485 has one pair of wires, and many adapters receive their own data. A query's echo
differs from its answer by its length and by 33, which is not a state. Only a board with
one status byte, whose bits are all 0, answers with the bytes of the query: that counts
as an answer if the line is known not to echo. The echo of *open* is identical to an
answer, so frames beginning with 8A are never evaluated.

To open, lock 00 means all of them: no function here creates that frame.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor

STATES = frozenset({0x00, 0x11})
"""States of a door; which of them means closed depends on the wiring."""

LOCKS_IN_A_BYTE = 8
"""Number of locks in each status byte of the answer to *query all*."""

HIGHEST = 255
"""Boards and locks are one byte each; lock 0 would be all of them."""

_OPEN, _ASK, _PUSH = 0x8A, 0x80, 0x81
_DO, _QUESTION, _ALL = 0x11, 0x33, 0x00
_SHORT = 5
_AROUND = 4  # of the answer for all: head, board, 33 and check
_LONGEST = _AROUND + -(-HIGHEST // LOCKS_IN_A_BYTE)
_HEADS = frozenset({_OPEN, _ASK, _PUSH})


@dataclass(frozen=True)
class Pushed:
    """A door's new state, sent by the board without a query."""

    lock: int
    state: int


@dataclass(frozen=True)
class Answered:
    """The answer to a query: the state of each lock, by its number."""

    states: dict[int, int]


@dataclass(frozen=True)
class Opened:
    """A board's answer to *open*, or the command's echo: it proves nothing."""

    lock: int


Frame = Pushed | Answered | Opened


def encode_open(board: int, lock: int) -> bytes:
    """Return the command that opens one lock.

    Raises:
        ValueError: The board or lock does not exist, such as 0, which would open all.
    """
    _require(board, lock)
    return _checked(_OPEN, board, lock, _DO)


def encode_question(board: int, lock: int | None) -> bytes:
    """Return the query for one lock's state, or for all (None).

    Raises:
        ValueError: The board or lock does not exist.
    """
    _require(board, 1 if lock is None else lock)
    return _checked(_ASK, board, _ALL if lock is None else lock, _QUESTION)


class FrameAssembler:
    """Assembles one board's frames from received bytes, skipping noise.

    Anything that is not a complete frame of this board is skipped byte by byte. At
    most the beginning of one frame is kept between calls.

    Args:
        board: Address of the board; frames of others are skipped.

    Attributes:
        asked: The query whose answer is expected; other answers are skipped.
        noise: Bytes skipped since `ask`; neither frames nor echoes.
        status_bytes: Status bytes in the answer for all; None before the first one.
        echoes: Whether the last answered query was echoed.
    """

    def __init__(self, board: int) -> None:
        self._board = board
        self._buffer = bytearray()
        self._echo_came = False
        self.asked: bytes | None = None
        self.noise = 0
        self.status_bytes: int | None = None
        self.echoes = False

    def ask(self, question: bytes | None) -> None:
        """Expect the answer to `question` from now on; None expects none."""
        self.asked = question
        self.noise = 0
        self._echo_came = False

    @property
    def wanted(self) -> int:
        """Return how many bytes to read at least before a frame can be complete."""
        return max(1, self._frame_size() - len(self._buffer))

    @property
    def heard_noise(self) -> bool:
        """Return whether anything but frames and echoes was received since `ask`."""
        return self.noise > 0 or bytes(self._buffer) not in (b"", self.asked)

    @property
    def heard_itself(self) -> bool:
        """Return whether the buffer holds exactly the bytes of the query."""
        return bytes(self._buffer) == self.asked

    def feed(self, received: bytes) -> Iterator[Frame]:
        """Process received bytes, and yield the frames that they complete."""
        self._buffer += received
        while self._buffer:
            taken, frame = self._take()
            if taken == 0:
                return
            del self._buffer[:taken]
            if frame is not None:
                yield frame

    def settle(self) -> Iterator[Frame]:
        """Measure the first answer for all, if one came; the line is silent now.

        An incomplete answer is kept, as the silence may be a pause in it.
        """
        if not self._learns or self.asked is None:
            return
        received = bytes(self._buffer)
        for start in range(len(received)):
            echo = self.asked in received[:start]
            size = self._measured(received[start:], self._echo_came or echo)
            if size:
                self.noise += start - (_SHORT if echo else 0)
                self._echo_came = self._echo_came or echo
                self.status_bytes = size - _AROUND
                del self._buffer[:start]
                yield from self.feed(b"")
                return

    def _measured(self, received: bytes, after_echo: bool) -> int:
        """Return the size of the answer for all that begins here; 0 if there is none.

        It must be followed by nothing or by another frame: otherwise its end was a
        status byte.
        """
        if received[:2] != bytes([_ASK, self._board]):
            return 0
        for size in range(_SHORT, min(len(received), _LONGEST) + 1):
            if not _ends_an_answer(received[:size]):
                continue
            rest = received[size:]
            if received[:size] == self.asked and not after_echo:
                if rest and self._may_begin(rest):
                    return 0  # this is the echo
            elif not rest or self._may_begin(rest):
                return size
        return 0

    @property
    def _learns(self) -> bool:
        return self._asks_all and self.status_bytes is None

    @property
    def _asks_all(self) -> bool:
        return self.asked is not None and self.asked[2] == _ALL

    def _may_begin(self, received: bytes) -> bool:
        return received[0] in _HEADS and received[1:2] in (b"", bytes([self._board]))

    def _frame_size(self) -> int:
        if self._asks_all and self._buffer[:1] == bytes([_ASK]):
            if self.status_bytes is None:
                return _SHORT + _LONGEST  # an echo and the answer: see `settle`
            return _AROUND + self.status_bytes
        return _SHORT

    def _take(self) -> tuple[int, Frame | None]:
        """Return the number of processed bytes, 0 if more are needed, and the frame."""
        buffer = bytes(self._buffer)
        if not self._may_begin(buffer):
            return self._skip()
        size = self._frame_size()
        if len(buffer) < size:
            return 0, None
        frame, short = buffer[:size], buffer[:_SHORT]
        if self._asks_all and frame[0] == _ASK and not self._learns:
            echo_is_due = self.echoes and not self._echo_came
            is_echo = frame == self.asked and echo_is_due
            if _ends_an_answer(frame) and not is_echo:
                self.echoes = self._echo_came
                return size, Answered(_spread(frame[2:-2]))
        if short == self.asked:
            self._echo_came = True
            return _SHORT, None
        if size != _SHORT or not _is_whole(short):
            return self._skip()
        return self._take_short(*short[:4])

    def _take_short(
        self, head: int, _board: int, lock: int, state: int
    ) -> tuple[int, Frame | None]:
        if head == _OPEN:
            return _SHORT, Opened(lock)
        if state not in STATES or lock == _ALL:
            return self._skip()
        if head == _PUSH:
            return _SHORT, Pushed(lock, state)
        if self.asked is not None and self.asked[2] == lock:
            self.echoes = self._echo_came
            return _SHORT, Answered({lock: state})
        return self._skip()

    def _skip(self) -> tuple[int, None]:
        self.noise += 1
        return 1, None


def _spread(states: bytes) -> dict[int, int]:
    bits = int.from_bytes(states, "big")
    locks = min(len(states) * LOCKS_IN_A_BYTE, HIGHEST)
    return {
        lock: 0x11 if bits >> (lock - 1) & 1 else 0x00 for lock in range(1, locks + 1)
    }


def _ends_an_answer(frame: bytes) -> bool:
    return frame[-2] == _QUESTION and _is_whole(frame)


def _require(board: int, lock: int) -> None:
    if not 1 <= board <= HIGHEST or not 1 <= lock <= HIGHEST:
        raise ValueError(f"no lock {lock} of board {board}")


def _checked(*body: int) -> bytes:
    return bytes([*body, reduce(xor, body)])


def _is_whole(frame: bytes) -> bool:
    return reduce(xor, frame) == 0
