"""The frames of a cabinet's lock board on RS-485, pure: no port and no clock.

Every frame ends with the XOR of all bytes before it. Two sources agree on the frames
(A); that bit 0 of `s3` is lock 1 stands in one good source (B); that the answer for
one lock has the form of a push is believed (D).

| frame | bytes |
|---|---|
| open one | `8A board lock 11 check` |
| its answer, which some boards never give | `8A board lock state check` |
| ask for one | `80 board lock 33 check` |
| its answer | `80 board lock state check` |
| ask for all | `80 board 00 33 check` |
| its answer | `80 board s1 s2 s3 33 check`, locks 17–24, 9–16, 1–8 |
| pushed when a door moves | `81 board lock state check` |

RS-485 has one pair of wires, and many adapters hear themselves. A question's echo is
told from its answer by its length and by 33, which is no state. The echo of *open*
cannot be told from an answer, so that nothing beginning with 8A is ever believed.

To open, lock 00 means all of them: no function here makes that frame.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import xor

STATES = frozenset({0x00, 0x11})
"""What a board says of a door; which of them means closed depends on the wiring."""

LOCKS_IN_ONE_ANSWER = 24
"""How many locks the answer to *ask for all* tells of."""

HIGHEST = 255
"""Boards and locks are a byte each; lock 0 would be all of them."""

_OPEN, _ASK, _PUSH = 0x8A, 0x80, 0x81
_DO, _QUESTION, _ALL = 0x11, 0x33, 0x00
_SHORT, _LONG = 5, 7
_HEADS = frozenset({_OPEN, _ASK, _PUSH})


@dataclass(frozen=True)
class Pushed:
    """A door moved, and the board said so by itself."""

    lock: int
    state: int


@dataclass(frozen=True)
class Answered:
    """What was asked for: the state of each lock, by its number."""

    states: dict[int, int]


Frame = Pushed | Answered


def encode_open(board: int, lock: int) -> bytes:
    """The command that releases one lock.

    Raises:
        ValueError: No such board or lock; 0, which would open all, least of all.
    """
    _require(board, lock)
    return _checked(_OPEN, board, lock, _DO)


def encode_question(board: int, lock: int | None) -> bytes:
    """Ask for one lock's state, or for all (None).

    Raises:
        ValueError: No such board or lock.
    """
    _require(board, 1 if lock is None else lock)
    return _checked(_ASK, board, _ALL if lock is None else lock, _QUESTION)


class FrameAssembler:
    """Puts one board's frames together from bytes as they come, past noise.

    What is not a whole frame of this board is skipped byte by byte. No more than
    the beginning of one frame is kept from one call to the next.

    Args:
        board: Whose frames; those of others are skipped.

    Attributes:
        asked: The question whose answer is due; answers to others are skipped.
        noise: Bytes skipped since `ask`; neither frames nor echoes.
    """

    def __init__(self, board: int) -> None:
        self._board = board
        self._buffer = bytearray()
        self.asked: bytes | None = None
        self.noise = 0

    def ask(self, question: bytes | None) -> None:
        """Expect the answer to `question` from now on; None: to nothing."""
        self.asked = question
        self.noise = 0

    @property
    def wanted(self) -> int:
        """How many bytes to read at least until a frame can be whole."""
        return max(1, self._frame_size() - len(self._buffer))

    @property
    def heard_noise(self) -> bool:
        """Whether what came since `ask` was more than frames and echoes."""
        return self.noise > 0 or bytes(self._buffer) not in (b"", self.asked)

    def feed(self, received: bytes) -> Iterator[Frame]:
        """Take in bytes, and give the frames that they complete."""
        self._buffer += received
        while self._buffer:
            taken, frame = self._take()
            if taken == 0:
                return
            del self._buffer[:taken]
            if frame is not None:
                yield frame

    def _frame_size(self) -> int:
        asking_all = self.asked is not None and self.asked[2] == _ALL
        if asking_all and self._buffer[:1] == bytes([_ASK]):
            return _LONG
        return _SHORT

    def _take(self) -> tuple[int, Frame | None]:
        """Give how many bytes are done with, 0 if more are needed, and their frame."""
        buffer = self._buffer
        if buffer[0] not in _HEADS or (len(buffer) > 1 and buffer[1] != self._board):
            return self._skip()
        size = self._frame_size()
        if len(buffer) < size:
            return 0, None
        frame = bytes(buffer[:size])
        if size == _LONG and frame[5] == _QUESTION and _is_whole(frame):
            return size, Answered(_spread(frame[2:5]))
        short = frame[:_SHORT]
        if short == self.asked:
            return _SHORT, None  # the echo of our own question
        if size == _LONG or not _is_whole(short):
            return self._skip()
        return self._take_short(*short[:4])

    def _take_short(
        self, head: int, _board: int, lock: int, state: int
    ) -> tuple[int, Frame | None]:
        if head == _OPEN:
            return _SHORT, None
        if state not in STATES or lock == _ALL:
            return self._skip()
        if head == _PUSH:
            return _SHORT, Pushed(lock, state)
        if self.asked is not None and self.asked[2] == lock:
            return _SHORT, Answered({lock: state})
        return self._skip()

    def _skip(self) -> tuple[int, None]:
        self.noise += 1
        return 1, None


def _spread(states: bytes) -> dict[int, int]:
    bits = int.from_bytes(states, "big")
    return {
        lock: 0x11 if bits >> (lock - 1) & 1 else 0x00
        for lock in range(1, LOCKS_IN_ONE_ANSWER + 1)
    }


def _require(board: int, lock: int) -> None:
    if not 1 <= board <= HIGHEST or not 1 <= lock <= HIGHEST:
        raise ValueError(f"no lock {lock} of board {board}")


def _checked(*body: int) -> bytes:
    return bytes([*body, reduce(xor, body)])


def _is_whole(frame: bytes) -> bool:
    return reduce(xor, frame) == 0
