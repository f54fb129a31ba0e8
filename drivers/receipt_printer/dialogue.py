"""Queries to an ESC/POS printer and its answers, over one connection at a time.

There are two kinds on the same line: `DLE EOT n` is answered at once, `GS r` in its
turn among the printed data. Answers to the latter are counted, since each means that
everything before it was accepted.
"""

from drivers.base import Clock, DeviceStatus
from drivers.errors import DeviceGoneError, DeviceSilentError, ProtocolError, Reason
from drivers.receipt_printer.connection import Connection
from drivers.receipt_printer.status import (
    FULL_LENGTH,
    REALTIME_QUESTIONS,
    Answers,
    decode,
    full,
    split,
)

INITIALISE = b"\x1b@\x1da\x00"
PAPER_STATUS_IN_TURN = b"\x1dr\x01"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
FULL_STATUS = b"\x10\x04\x14"

ANSWER_S = 1.0
"""`DLE EOT` is answered within milliseconds; Wi-Fi bridges need some tenths."""

CLEARED_S = 0.3
"""For the answer to `CLEAR`; some models send none, so silence is accepted."""

_ROUNDS = 4  # of queries, until two in a row agree
_DRAIN_READS = 256  # of 16 bytes; a line with more than that sends without being asked


class Dialogue:
    """Sends queries to a printer, and evaluates its answers.

    Args:
        url: Address for `Connection`.
        baud: Speed of a serial line.
        mask: Fixed bits of the answer to `DLE EOT 1`; see `status.split`.
        full_status: Whether `DLE EOT 20` is queried as well.
        in_flight: Maximum number of bytes ahead of a query on the line.
        clock: Monotonic seconds.

    Attributes:
        asked: Number of `GS r` queries since `count_anew`.
        in_turn: Number of their answers.
    """

    def __init__(
        self,
        url: str,
        baud: int,
        mask: int,
        full_status: bool,
        in_flight: int,
        clock: Clock,
    ) -> None:
        self._url = url
        self._baud = baud
        self._mask = mask
        self._full_status = full_status
        self._in_flight = in_flight
        self._clock = clock
        self._connection: Connection | None = None
        self._rest = b""
        self._last = Answers()
        self.asked = self.in_turn = 0

    @property
    def connected(self) -> bool:
        """Return whether there is a connection; it may have been lost meanwhile."""
        return self._connection is not None

    def connect(self) -> None:
        """Connect, and clear data that an earlier run sent incompletely."""
        self._connection = Connection(self._url, self._baud)
        self._rest = b""
        self.write(CLEAR)
        self.receive(CLEARED_S)
        self.write(INITIALISE)

    def clear(self) -> None:
        """Make the printer discard received data that it has not printed."""
        if self._connection is not None:
            self._connection.write(CLEAR)

    def close(self) -> None:
        """Disconnect."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def look(self) -> DeviceStatus:
        """Send all queries until two rounds agree, and return the status.

        The second round reveals an answer that was late in the first, or a bit that
        was disturbed on the line.
        """
        last: list[int] = []
        for _ in range(_ROUNDS):
            answers = [self.ask(n) for n in REALTIME_QUESTIONS]
            if self._full_status:
                answers += self._ask_full()
            if answers == last:
                return decode(answers, self._mask)
            last = answers
        raise ProtocolError(Reason.BAD_ANSWER, "answers differ every time")

    def glance(self) -> DeviceStatus:
        """Query `DLE EOT` 1 to 4 once, while the printer is at work."""
        return decode([self.ask(n) for n in REALTIME_QUESTIONS], self._mask)

    def ask(self, n: int) -> int:
        """Send `DLE EOT n` after discarding pending bytes, and return the answer.

        Raises:
            DeviceSilentError: Nothing was received in time.
            ProtocolError: Something else was received.
        """
        self._drain()
        self.write(bytes((0x10, 0x04, n)))
        deadline = self._clock() + self._answer_s()
        heard = False
        while (left := deadline - self._clock()) > 0:
            data = self.receive(left)
            heard = heard or bool(data)
            if self._last.stray:
                break
            if self._last.realtime:
                return self._last.realtime[-1]
        if heard:
            raise ProtocolError(Reason.BAD_ANSWER, f"{self._url}: not a status")
        raise DeviceSilentError(Reason.NO_ANSWER, f"{self._url}: DLE EOT {n}")

    def _ask_full(self) -> tuple[int, ...]:
        """Query `DLE EOT 20` while nothing else is under way; raises as `ask`."""
        self._drain()
        self.write(FULL_STATUS)
        deadline = self._clock() + self._answer_s()
        received = b""
        while len(received) < FULL_LENGTH and (left := deadline - self._clock()) > 0:
            received += self._opened().read(left)
        answer = full(received)
        if answer is not None:
            return answer
        if received:
            raise ProtocolError(Reason.BAD_ANSWER, f"{self._url}: not a full status")
        raise DeviceSilentError(Reason.NO_ANSWER, f"{self._url}: DLE EOT 20")

    def _drain(self) -> None:
        """Discard earlier bytes, which would be taken for the answer."""
        for _ in range(_DRAIN_READS):
            if not self.receive(0):
                break
        else:
            raise ProtocolError(Reason.BAD_ANSWER, "sends without being asked")
        self._rest = b""

    def _answer_s(self) -> float:
        """Return the time limit: on a serial line a query waits behind bands."""
        return ANSWER_S + self._in_flight * self._opened().byte_s

    def receive(self, timeout: float) -> bytes:
        """Receive the next bytes, sort them, and count the answers in turn."""
        data = self._opened().read(timeout)
        answers = split(self._rest + data, self._mask)
        self._rest = answers.rest
        self.in_turn += len(answers.inline)
        self._last = answers
        return data

    def write_asking(self, data: bytes) -> None:
        """Send data to print, and the query whose answer confirms it."""
        self.write(data + PAPER_STATUS_IN_TURN)
        self.asked += 1

    def count_anew(self) -> None:
        """Reset the counters of `GS r` queries and answers."""
        self.asked = self.in_turn = 0

    def check_answers(self) -> None:
        """Raise if there are more answers in turn than queries; they prove nothing.

        A superfluous answer immediately follows the right one. So after `look`, whose
        queries were sent later and are answered in order, it has arrived.

        Raises:
            ProtocolError: BAD_ANSWER.
        """
        if self.in_turn > self.asked:
            raise ProtocolError(Reason.BAD_ANSWER, "more answers than questions")

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        self._opened().write(data)

    def _opened(self) -> Connection:
        if self._connection is None:
            raise DeviceGoneError(Reason.NOT_CONNECTED, self._url)
        return self._connection
