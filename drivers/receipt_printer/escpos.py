"""Receipts on ESC/POS printers, over TCP (port 9100), a serial line or USB.

No ESC/POS command proves that paper came out. What can be known is known so: the
printer says that it is well; every band of dots is followed by a question that it
answers in its turn (`GS r`), so that an answer means all before it was taken; and
afterwards it still says that it is well; with a presenter, the sensor at its mouth
has seen the receipt. Anything else is UNKNOWN.

Receipts always go as dots, whatever fonts a printer has: drawing takes some
milliseconds, and a font without a name's rare character prints a wrong name.

Nothing tells whether an earlier process died in the middle of a receipt. So the first
time that a printer is found well, what hangs in it is cut off (2 cm of paper for each
start), and a presenter takes it back.

Bands are small, and at most `WINDOW` of them are unanswered. So they fit the smallest
buffers (4 kB), and a printer that has stopped still hears `DLE EOT`, which stands
behind them in its buffer.

Commands, all in Epson's reference and in the manuals of SNBC, Citizen and HPRT (A):
`ESC @` initialise, `GS a 0` no automatic status, `GS v 0` raster, `GS r 1` paper
status in its turn, `DLE EOT n` status at once, `DLE DC4 8 …` forget all that was
received and not printed. Where models differ, `profile` knows.
"""

import contextlib
import time
from collections.abc import Mapping
from typing import Any

from drivers.base import Clock, DeviceStatus, PrintOutcome, PrintResult, Receipt
from drivers.errors import (
    DeviceFaultError,
    DeviceGoneError,
    DeviceSilentError,
    DriverError,
    ProtocolError,
    Reason,
)
from drivers.receipt_printer.connection import Connection
from drivers.receipt_printer.profile import Profile
from drivers.receipt_printer.raster import Raster, draw
from drivers.receipt_printer.status import (
    FULL_LENGTH,
    NOT_TAKEN_MASK,
    REALTIME_MASK,
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

BAND_ROWS = 24
"""At most; 3 mm of paper, 1.7 kB at 576 dots."""

WINDOW = 2
"""Bands under way: one is printed while the next arrives."""

ANSWER_S = 1.0
"""`DLE EOT` is answered within milliseconds; Wi-Fi bridges need some tenths."""

CLEARED_S = 0.3
"""For the answer to `CLEAR`; not every model gives one, so silence is accepted."""

POLL_S = 0.25
"""Without news for so long, a printer at work is asked how it is."""

STALL_S = 8.0
"""No band was taken: the slowest printer prints one in 0.1 s and cuts in 2 s."""

MOUTH_S = 8.0
"""For a presenter to push a receipt out or take it back; it needs about 2 s."""

MOUTH_POLL_S = 0.05
"""Between two looks at the mouth: nobody takes a receipt faster than it comes."""

_BAND_COMMANDS = 11  # bytes around a band: GS v 0 with its size, and GS r
_ROUNDS = 4  # of questions, until two in a row agree
_DRAIN_READS = 256  # of 16 bytes; a line that brings more before a question babbles


class EscposPrinter:
    """A receipt printer that speaks ESC/POS.

    A call takes at most about 10 s while the printer is silent; printing takes as
    long as the paper needs, and ends `STALL_S` after the last sign of progress.
    Drawing needs a QGuiApplication in the process (`raster.ensure_gui`).

    Args:
        url: `tcp://HOST[:PORT]`, or the path of a serial or USB printer device.
        width_dots: Printable width (576 on 80 mm paper, 384 on 58 mm) where it is not
            the profile's.
        baud_rate: Speed of a serial line.
        profile: The fields of a `Profile` that are not its defaults.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        url: str,
        width_dots: int | None = None,
        baud_rate: int = 115200,
        profile: Mapping[str, Any] | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._url = url
        self._profile = Profile(**(profile or {}))
        self._width = width_dots or self._profile.width_dots
        self._cut = bytes.fromhex(self._profile.cut)
        self._mask = NOT_TAKEN_MASK if self._profile.not_taken_bit else REALTIME_MASK
        fitting = self._profile.buffer_bytes // WINDOW - _BAND_COMMANDS
        self._band_rows = max(1, min(BAND_ROWS, fitting // (self._width // 8)))
        self._baud = baud_rate
        self._clock = clock
        self._connection: Connection | None = None
        self._rest = b""
        self._last = Answers()
        self._in_turn = 0  # answers to GS r since it was last set to 0
        # Whether part of a receipt may hang in the printer. It names a person, so it
        # is cut off before the next one's receipt. What was before us is not known.
        self._leftover = True

    def open(self) -> None:
        """Connect, clear what an earlier run left half sent, and ask for a sign."""
        self.close()
        try:
            self._connect()
            self._ask(1)
        except DriverError:
            self.close()
            raise

    def close(self) -> None:
        """Hang up; many printers serve one connection at a time."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def status(self) -> DeviceStatus:
        """Ask the printer, connecting again if the connection was lost.

        If an interrupted receipt hangs in it and it can work again, that is cut off.

        Raises:
            DriverError: It does not answer, or not as the standard says.
        """
        try:
            if self._connection is not None:
                # It may have been switched off and on again since.
                with contextlib.suppress(DeviceGoneError):
                    return self._settled()
                self.close()
            self._connect()
            return self._settled()
        except DriverError:
            # A late answer must not meet the next question.
            self.close()
            raise

    def print(self, receipt: Receipt) -> PrintResult:
        """Draw, print and cut one receipt; device trouble is told, not raised.

        Raises:
            ValueError: The receipt itself is wrong, as `layout.lay_out` says.
        """
        try:
            raster = draw(receipt, self._width)
            before = self.status()
            if before.reason is Reason.PAPER_NOT_TAKEN and self._profile.present:
                # Only an empty mouth can show that the next one has come out.
                self.retract()
                before = self._look()
        except DriverError as error:
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, error.reason)
        if not before.can_serve:
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, before.reason)
        try:
            self._send(raster)
            # Not `status`: after a new connection nothing would be proved.
            after = self._look()
        except DriverError as error:
            self._abandon(error.reason)
            return PrintResult(PrintOutcome.UNKNOWN, error.reason)
        if not after.can_serve:
            return PrintResult(PrintOutcome.UNKNOWN, after.reason)
        return PrintResult(PrintOutcome.PRINTED)

    def retract(self) -> None:
        """Take back a receipt that nobody took; at once if the mouth is empty.

        Raises:
            DeviceFaultError: PAPER_NOT_TAKEN: it hangs there still, because the
                printer cannot take it back or is set not to.
            DriverError: As `status` says.
        """
        if self.status().reason is not Reason.PAPER_NOT_TAKEN:
            return
        if not self._profile.retract:
            raise DeviceFaultError(Reason.PAPER_NOT_TAKEN, "cannot take it back")
        self._write(bytes.fromhex(self._profile.retract))
        self._await_mouth(Reason.PAPER_NOT_TAKEN, occupied=False)

    # -- printing ----------------------------------------------------------------

    def _send(self, raster: Raster) -> None:
        """Print and cut; returns once the printer has taken all of it."""
        self._in_turn = 0
        sent = 0
        self._write(INITIALISE)
        for rows, data in raster.bands(self._band_rows):
            self._await_in_turn(sent - WINDOW + 1)
            size = (raster.width // 8).to_bytes(2, "little") + rows.to_bytes(
                2, "little"
            )
            self._write(b"\x1dv0\x00" + size + data + PAPER_STATUS_IN_TURN)
            sent += 1
        self._write(self._cut + PAPER_STATUS_IN_TURN)
        self._await_in_turn(sent + 1)
        if self._in_turn != sent + 1:
            raise ProtocolError(Reason.BAD_ANSWER, "more answers than questions")
        if self._profile.present:
            self._write(bytes.fromhex(self._profile.present))
            self._await_mouth(Reason.PAPER_JAM, occupied=True)

    def _await_mouth(self, otherwise: Reason, *, occupied: bool) -> None:
        """Wait until the sensor at the mouth sees a receipt, or none any more.

        Raises:
            DeviceFaultError: The printer says why it cannot, else `otherwise`.
        """
        deadline = self._clock() + MOUTH_S
        while True:
            status = self._look()
            if not status.can_serve:
                raise DeviceFaultError(status.reason, status.detail)
            if (status.reason is Reason.PAPER_NOT_TAKEN) is occupied:
                return
            if self._clock() > deadline:
                raise DeviceFaultError(otherwise, "the mouth's sensor does not change")
            self._receive(MOUTH_POLL_S)

    def _await_in_turn(self, answers: int) -> None:
        """Wait until the printer has come so far, or says why it does not.

        Raises:
            DeviceFaultError: It has stopped, and said why.
            DeviceSilentError: It is well, and yet does not go on.
        """
        deadline = self._clock() + STALL_S
        while (had := self._in_turn) < answers:
            self._receive(POLL_S)
            if self._in_turn > had:
                deadline = self._clock() + STALL_S
                continue
            status = decode([self._ask(n) for n in REALTIME_QUESTIONS], self._mask)
            if not status.can_serve:
                raise DeviceFaultError(status.reason, status.detail)
            if self._in_turn == had and self._clock() > deadline:
                raise DeviceSilentError(Reason.NO_ANSWER, "does not go on printing")

    def _abandon(self, reason: Reason) -> None:
        """After an interrupted receipt: the rest of it must never come out."""
        # A new roll cannot be put in before the end of the old one is taken out.
        self._leftover = (
            reason is not Reason.PAPER_OUT or self._profile.cover_reads_as_paper_out
        )
        if self._connection is not None:
            # The outcome is UNKNOWN already; a printer that is gone has forgotten.
            with contextlib.suppress(DriverError):
                self._connection.write(CLEAR)
        self.close()

    # -- asking ------------------------------------------------------------------

    def _connect(self) -> None:
        self._connection = Connection(self._url, self._baud)
        self._rest = b""
        self._write(CLEAR)
        self._receive(CLEARED_S)
        self._write(INITIALISE)

    def _settled(self) -> DeviceStatus:
        """Its status, once nothing of an interrupted receipt hangs in it."""
        status = self._look()
        if self._leftover and status.can_serve:
            self._in_turn = 0
            away = bytes.fromhex(self._profile.retract or self._profile.present)
            self._write(self._cut + away + PAPER_STATUS_IN_TURN)
            self._await_in_turn(1)
            self._leftover = False
            status = self._look()
        return status

    def _look(self) -> DeviceStatus:
        """Ask all questions until two rounds agree.

        The second round shows an answer that was one too late in the first, and a
        bit that was disturbed on the line.
        """
        last: list[int] = []
        for _ in range(_ROUNDS):
            answers = [self._ask(n) for n in REALTIME_QUESTIONS]
            if self._profile.full_status:
                answers += self._ask_full()
            if answers == last:
                return decode(answers, self._mask)
            last = answers
        raise ProtocolError(Reason.BAD_ANSWER, "answers differ every time")

    def _ask(self, n: int) -> int:
        """Ask `DLE EOT n`, with nothing left from before.

        Raises:
            DeviceSilentError: No byte came in time.
            ProtocolError: Something else came.
        """
        self._drain()
        self._write(bytes((0x10, 0x04, n)))
        deadline = self._clock() + self._answer_s()
        heard = False
        while (left := deadline - self._clock()) > 0:
            data = self._receive(left)
            heard = heard or bool(data)
            if self._last.stray:
                break
            if self._last.realtime:
                return self._last.realtime[-1]
        if heard:
            raise ProtocolError(Reason.BAD_ANSWER, f"{self._url}: not a status")
        raise DeviceSilentError(Reason.NO_ANSWER, f"{self._url}: DLE EOT {n}")

    def _ask_full(self) -> tuple[int, ...]:
        """Ask `DLE EOT 20` while nothing else is under way; raises as `_ask`."""
        self._drain()
        self._write(FULL_STATUS)
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
        """Throw away what came before, which would be taken for the answer."""
        for _ in range(_DRAIN_READS):
            if not self._receive(0):
                break
        else:
            raise ProtocolError(Reason.BAD_ANSWER, "sends without being asked")
        self._rest = b""

    def _answer_s(self) -> float:
        """A question on a serial line travels behind the bands under way."""
        in_flight = WINDOW * self._band_rows * self._width // 8
        return ANSWER_S + in_flight * self._opened().byte_s

    def _receive(self, timeout: float) -> bytes:
        """Take what comes first, sort it, and count the answers in turn."""
        data = self._opened().read(timeout)
        answers = split(self._rest + data, self._mask)
        self._rest = answers.rest
        self._in_turn += len(answers.inline)
        self._last = answers
        return data

    def _write(self, data: bytes) -> None:
        self._opened().write(data)

    def _opened(self) -> Connection:
        if self._connection is None:
            raise DeviceGoneError(Reason.NOT_CONNECTED, self._url)
        return self._connection
