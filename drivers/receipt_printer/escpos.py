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
start), and a presenter takes it back. `Leftover` remembers it: paper is moved once for
each start and each print, never because a connection or an answer was lost. Before
that the printer has to answer in its turn once, for which no paper moves; one that
does not could confirm no print, and is out of order (`PRINT_UNCONFIRMED`).

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
from dataclasses import replace
from typing import Any

from drivers.base import (
    Clock,
    DeviceStatus,
    PrintOutcome,
    PrintResult,
    Receipt,
    State,
)
from drivers.errors import (
    DeviceFaultError,
    DeviceGoneError,
    DeviceSilentError,
    DriverError,
    Reason,
)
from drivers.leftover import Hanging, Leftover
from drivers.receipt_printer.dialogue import INITIALISE, Dialogue
from drivers.receipt_printer.profile import Profile
from drivers.receipt_printer.raster import Raster, draw
from drivers.receipt_printer.status import NOT_TAKEN_MASK, REALTIME_MASK

BAND_ROWS = 24
"""At most; 3 mm of paper, 1.7 kB at 576 dots."""

WINDOW = 2
"""Bands under way: one is printed while the next arrives."""

POLL_S = 0.25
"""Without news for so long, a printer at work is asked how it is."""

STALL_S = 8.0
"""No band was taken: the slowest printer prints one in 0.1 s and cuts in 2 s."""

MOUTH_S = 8.0
"""For a presenter to push a receipt out or take it back; it needs about 2 s."""

MOUTH_POLL_S = 0.05
"""Between two looks at the mouth: nobody takes a receipt faster than it comes."""

_BAND_COMMANDS = 11  # bytes around a band: GS v 0 with its size, and GS r


class _NotInTurnError(DeviceSilentError):
    """The printer says that it is well, and yet does not answer in its turn."""


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

    Attributes:
        leftover: What may hang in the printer. It names a person, so it is cut off
            before the next one's receipt.
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
        fitting = self._profile.buffer_bytes // WINDOW - _BAND_COMMANDS
        self._band_rows = max(1, min(BAND_ROWS, fitting // (self._width // 8)))
        self._clock = clock
        self._dialogue = Dialogue(
            url,
            baud_rate,
            NOT_TAKEN_MASK if self._profile.not_taken_bit else REALTIME_MASK,
            self._profile.full_status,
            WINDOW * self._band_rows * self._width // 8,
            clock,
        )
        self.leftover = Leftover()

    def open(self) -> None:
        """Connect, clear what an earlier run left half sent, and ask for a sign."""
        self.close()
        try:
            self._dialogue.connect()
            self._dialogue.ask(1)
        except DriverError:
            self.close()
            raise

    def close(self) -> None:
        """Hang up; many printers serve one connection at a time."""
        self._dialogue.close()

    def status(self) -> DeviceStatus:
        """Ask the printer, connecting again if the connection was lost.

        If an interrupted receipt hangs in it and it can work again, that is cut off,
        once. PRINT_UNCONFIRMED is a printer that is well, and cannot confirm that.

        Raises:
            DriverError: It does not answer, or not as the standard says.
        """
        try:
            if self._dialogue.connected:
                # It may have been switched off and on again since.
                with contextlib.suppress(DeviceGoneError):
                    return self._settled()
                self.close()
            self._dialogue.connect()
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
            self.leftover.renew()
            before = self.status()
            if before.reason is Reason.PAPER_NOT_TAKEN and self._profile.present:
                # Only an empty mouth can show that the next one has come out.
                self.retract()
                before = self._dialogue.look()
        except DriverError as error:
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, error.reason)
        if not before.can_serve:
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, before.reason)
        if self.leftover.hanging is not Hanging.NOTHING:
            # The connection was lost in the middle of the cut. Whatever hangs there
            # is another's, and must not come out with this one.
            reason = Reason.PRINT_UNCONFIRMED
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, reason)
        self.leftover.begin()
        try:
            self._send(raster)
            # Not `status`: after a new connection nothing would be proved.
            after = self._dialogue.look()
            self._dialogue.check_answers()
        except DriverError as error:
            self._abandon(error.reason)
            return PrintResult(PrintOutcome.UNKNOWN, error.reason)
        self.leftover.clear()
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
        self._dialogue.write(bytes.fromhex(self._profile.retract))
        self._await_mouth(Reason.PAPER_NOT_TAKEN, occupied=False)

    # -- printing ----------------------------------------------------------------

    def _send(self, raster: Raster) -> None:
        """Print and cut; returns once the printer has taken all of it."""
        self._dialogue.count_anew()
        self._dialogue.write(INITIALISE)
        for rows, data in raster.bands(self._band_rows):
            self._await_in_turn(self._dialogue.asked - WINDOW + 1)
            size = (raster.width // 8).to_bytes(2, "little") + rows.to_bytes(
                2, "little"
            )
            self._dialogue.write_asking(b"\x1dv0\x00" + size + data)
        self._dialogue.write_asking(self._cut)
        self._await_in_turn(self._dialogue.asked)
        if self._profile.present:
            self._dialogue.write(bytes.fromhex(self._profile.present))
            self._await_mouth(Reason.PAPER_JAM, occupied=True)

    def _await_mouth(self, otherwise: Reason, *, occupied: bool) -> None:
        """Wait until the sensor at the mouth sees a receipt, or none any more.

        Raises:
            DeviceFaultError: The printer says why it cannot, else `otherwise`.
        """
        deadline = self._clock() + MOUTH_S
        while True:
            status = self._dialogue.look()
            if not status.can_serve:
                raise DeviceFaultError(status.reason, status.detail)
            if (status.reason is Reason.PAPER_NOT_TAKEN) is occupied:
                return
            if self._clock() > deadline:
                raise DeviceFaultError(otherwise, "the mouth's sensor does not change")
            self._dialogue.receive(MOUTH_POLL_S)

    def _await_in_turn(self, answers: int) -> None:
        """Wait until the printer has come so far, or says why it does not.

        Raises:
            DeviceFaultError: It has stopped, and said why.
            DeviceSilentError: It is well, and yet does not go on.
            ProtocolError: It gave more answers than it was asked for.
        """
        deadline = self._clock() + STALL_S
        while (had := self._dialogue.in_turn) < answers:
            self._dialogue.receive(POLL_S)
            if self._dialogue.in_turn > had:
                deadline = self._clock() + STALL_S
                continue
            status = self._dialogue.glance()
            if not status.can_serve:
                raise DeviceFaultError(status.reason, status.detail)
            if self._dialogue.in_turn == had and self._clock() > deadline:
                raise _NotInTurnError(Reason.NO_ANSWER, "does not go on printing")
        self._dialogue.check_answers()

    def _abandon(self, reason: Reason) -> None:
        """After an interrupted receipt: the rest of it must never come out."""
        # A new roll cannot be put in before the end of the old one is taken out.
        if reason is Reason.PAPER_OUT and not self._profile.cover_reads_as_paper_out:
            self.leftover.clear()
        # The outcome is UNKNOWN already; a printer that is gone has forgotten.
        with contextlib.suppress(DriverError):
            self._dialogue.clear()
        self.close()

    # -- what hangs in it --------------------------------------------------------

    def _settled(self) -> DeviceStatus:
        """Its status, once nothing of an interrupted receipt hangs in it.

        Paper is moved by whoever claims the cut, after the printer has shown that it
        answers in its turn; not again when its answer to the cut stays away.
        """
        status = self._dialogue.look()
        if self.leftover.hanging is Hanging.NOTHING or not status.can_serve:
            return status
        try:
            status = self._in_its_turn(b"")
        except _NotInTurnError as error:
            return self._unconfirmed(status, error.detail)
        if self.leftover.claim_cut():
            away = bytes.fromhex(self._profile.retract or self._profile.present)
            try:
                status = self._in_its_turn(self._cut + away)
                self.leftover.clear()
            except _NotInTurnError:
                self.leftover.unanswered()
        if self.leftover.hanging is Hanging.CUT_UNANSWERED:
            return self._unconfirmed(status, "no answer after the cut")
        return status

    def _in_its_turn(self, data: bytes) -> DeviceStatus:
        """Have the printer do this and then answer; returns how it is afterwards."""
        self._dialogue.count_anew()
        self._dialogue.write_asking(data)
        self._await_in_turn(1)
        status = self._dialogue.look()
        self._dialogue.check_answers()
        return status

    def _unconfirmed(self, status: DeviceStatus, detail: str) -> DeviceStatus:
        self.close()  # a late answer must not meet the next question
        return replace(
            status, state=State.FAULT, reason=Reason.PRINT_UNCONFIRMED, detail=detail
        )
