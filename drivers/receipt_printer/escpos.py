"""Receipts on ESC/POS printers, over TCP (port 9100), a serial line or USB.

No ESC/POS command proves that paper came out. A print is confirmed as follows: the
printer reports that it is well; every band of dots is followed by a query that is
answered in its turn (`GS r`), so an answer means that everything before it was
accepted; afterwards the printer still reports that it is well; with a presenter, the
sensor at its outlet has seen the receipt. Anything else is UNKNOWN.

Receipts are always sent as dots, whatever fonts a printer has: drawing takes some
milliseconds, and a font without a name's rare character prints a wrong name.

Whether an earlier process died in the middle of a receipt is not known. So the first
time that a printer is well, what hangs in it is cut off (2 cm of paper for each start),
and a presenter retracts it. `Leftover` remembers it: paper is moved once for each start
and each print, never because a connection or an answer was lost. Before that the
printer must answer in its turn once, which moves no paper. A printer that does not
answer could confirm no print, and is out of order (`PRINT_UNCONFIRMED`).

Bands are small, and at most `WINDOW` of them are unanswered. So they fit the smallest
buffers (4 kB), and a printer that has stopped still receives `DLE EOT`, which follows
them in its buffer.

Commands, all in Epson's reference and in the manuals of SNBC, Citizen and HPRT (A):
`ESC @` initialise, `GS a 0` no automatic status, `GS v 0` raster, `GS r 1` paper
status in its turn, `DLE EOT n` status at once, `DLE DC4 8 …` discard everything
received and not printed. Differences between models are in `profile`.
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
"""Maximum; 3 mm of paper, 1.7 kB at 576 dots."""

WINDOW = 2
"""Bands under way: one is printed while the next arrives."""

POLL_S = 0.25
"""A printer at work is queried if it sends nothing for this long."""

STALL_S = 8.0
"""Without progress: the slowest printer prints a band in 0.1 s and cuts in 2 s."""

MOUTH_S = 8.0
"""For a presenter to push a receipt out or retract it; it needs about 2 s."""

MOUTH_POLL_S = 0.05
"""Between two queries of the outlet; a receipt cannot be taken faster than it comes."""

_BAND_COMMANDS = 11  # bytes around a band: GS v 0 with its size, and GS r


class _NotInTurnError(DeviceSilentError):
    """The printer reports that it is well, but does not answer in its turn."""


class EscposPrinter:
    """A receipt printer with ESC/POS.

    A call takes at most about 10 s while the printer is silent; printing takes as long
    as the paper needs, and ends `STALL_S` after the last progress. Drawing needs a
    QGuiApplication in the process (`raster.ensure_gui`).

    Args:
        url: `tcp://HOST[:PORT]`, or the path of a serial or USB printer device.
        width_dots: Printable width (576 on 80 mm paper, 384 on 58 mm), if it differs
            from the profile's.
        baud_rate: Speed of a serial line.
        profile: The fields of a `Profile` that differ from its defaults.
        clock: Monotonic seconds.

    Attributes:
        leftover: What may hang in the printer. It may show personal data, so it is cut
            off before the next receipt.
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
        """Connect, clear data of an earlier run, and check that the printer answers."""
        self.close()
        try:
            self._dialogue.connect()
            self._dialogue.ask(1)
        except DriverError:
            self.close()
            raise

    def close(self) -> None:
        """Disconnect; many printers accept only one connection at a time."""
        self._dialogue.close()

    def status(self) -> DeviceStatus:
        """Query the printer; reconnect if the connection was lost.

        If an interrupted receipt hangs in it and it works again, that is cut off,
        once. PRINT_UNCONFIRMED means that it works, but cannot confirm the cut.

        Raises:
            DriverError: It does not answer, or not according to the standard.
        """
        try:
            if self._dialogue.connected:
                # It may have been switched off and on again meanwhile.
                with contextlib.suppress(DeviceGoneError):
                    return self._settled()
                self.close()
            self._dialogue.connect()
            return self._settled()
        except DriverError:
            # A late answer must not be taken for the answer to the next query.
            self.close()
            raise

    def print(self, receipt: Receipt) -> PrintResult:
        """Draw, print and cut one receipt; device faults are returned, not raised.

        Raises:
            ValueError: The receipt itself is wrong; see `layout.lay_out`.
        """
        try:
            raster = draw(receipt, self._width)
            self.leftover.renew()
            before = self.status()
            if before.reason is Reason.PAPER_NOT_TAKEN and self._profile.present:
                # Only an empty outlet can show that the next one has come out.
                self.retract()
                before = self._dialogue.look()
        except DriverError as error:
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, error.reason)
        if not before.can_serve:
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, before.reason)
        if self.leftover.hanging is not Hanging.NOTHING:
            # The connection was lost in the middle of the cut. What hangs there is
            # another citizen's, and must not come out with this receipt.
            reason = Reason.PRINT_UNCONFIRMED
            return PrintResult(PrintOutcome.NOTHING_CAME_OUT, reason)
        self.leftover.begin()
        try:
            self._send(raster)
            # Not `status`: after a new connection it would prove nothing.
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
        """Retract a receipt that was not taken; does nothing if the outlet is empty.

        Raises:
            DeviceFaultError: PAPER_NOT_TAKEN: it still hangs there, because the
                printer cannot retract it or is set not to.
            DriverError: As in `status`.
        """
        if self.status().reason is not Reason.PAPER_NOT_TAKEN:
            return
        if not self._profile.retract:
            raise DeviceFaultError(Reason.PAPER_NOT_TAKEN, "cannot take it back")
        self._dialogue.write(bytes.fromhex(self._profile.retract))
        self._await_mouth(Reason.PAPER_NOT_TAKEN, occupied=False)

    # -- printing ----------------------------------------------------------------

    def _send(self, raster: Raster) -> None:
        """Print and cut; return once the printer has accepted everything."""
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
        """Wait until the sensor at the outlet sees a receipt, or none any more.

        Raises:
            DeviceFaultError: The fault that the printer reports, else `otherwise`.
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
        """Wait until the printer has answered so many queries in turn.

        Raises:
            DeviceFaultError: It has stopped, and reports why.
            DeviceSilentError: It is well, but does not continue.
            ProtocolError: There are more answers than queries.
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
        """Ensure that the rest of an interrupted receipt never comes out."""
        # A new roll can only be inserted after the end of the old one is taken out.
        if reason is Reason.PAPER_OUT and not self._profile.cover_reads_as_paper_out:
            self.leftover.clear()
        # The outcome is UNKNOWN already; an unplugged printer has lost the data.
        with contextlib.suppress(DriverError):
            self._dialogue.clear()
        self.close()

    # -- what hangs in it --------------------------------------------------------

    def _settled(self) -> DeviceStatus:
        """Return the status, once nothing of an interrupted receipt hangs in it.

        The caller that claims the cut moves paper, after the printer has answered in
        its turn; it does not repeat the cut if the answer to it is missing.
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
        """Make the printer do this and then answer; return its status afterwards."""
        self._dialogue.count_anew()
        self._dialogue.write_asking(data)
        self._await_in_turn(1)
        status = self._dialogue.look()
        self._dialogue.check_answers()
        return status

    def _unconfirmed(self, status: DeviceStatus, detail: str) -> DeviceStatus:
        self.close()  # a late answer must not be taken for the next one
        return replace(
            status, state=State.FAULT, reason=Reason.PRINT_UNCONFIRMED, detail=detail
        )
