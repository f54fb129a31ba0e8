"""What an ESC/POS printer says about itself: a pure codec of its answers.

Three kinds of status exist, and their fixed bits tell them apart (Epson's "status
identification"; protocols A):

* `DLE EOT n` (10 04 n) is answered at once, also by a printer that has stopped: one
  byte with `byte & 0x93 == 0x12`.
* Automatic status back (`GS a`, 1D 61) sends four bytes: `0x10` under the mask 0x93,
  then three with `byte & 0x90 == 0`.
* `GS r` (1D 72) is answered in its turn among the printed data, and not at all once
  paper has ended: one byte with `byte & 0x90 == 0`.

Silence and nonsense are *unknown*, and unknown is never adequate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.base import DeviceStatus, State
from drivers.errors import Reason

REALTIME_QUESTIONS = (1, 2, 3, 4)
"""The `n` of `DLE EOT n`: printer, offline cause, error cause, paper sensor."""

_BLOCK_HEADER = 0x37  # a block answer: 37, identifier, data, and 00 at its end
_ASB_LENGTH = 4

# Where each fault stands: (n of DLE EOT, mask, reason), the one to name first at the
# top. A cover comes before paper: SNBC reports an open cover as paper end as well.
_FAULTS = (
    (2, 0x04, Reason.COVER_OPEN),
    (4, 0x60, Reason.PAPER_OUT),  # "end" before "near end": both are set at the end
    (2, 0x20, Reason.PAPER_OUT),
    (3, 0x08, Reason.CUTTER_ERROR),
    (3, 0x04, Reason.PAPER_JAM),  # "recoverable error"; a jam on SNBC (B)
    (3, 0x40, Reason.HEAD_HOT),
    (3, 0x20, Reason.PRINTER_ERROR),
    (2, 0x40, Reason.PRINTER_ERROR),
    (1, 0x08, Reason.PRINTER_OFFLINE),
)
_NEAR_END = (4, 0x0C)

# The same for the four bytes of automatic status back, counted from 0.
_ASB_FAULTS = (
    (0, 0x20, Reason.COVER_OPEN),
    (2, 0x0C, Reason.PAPER_OUT),
    (1, 0x08, Reason.CUTTER_ERROR),
    (1, 0x04, Reason.PAPER_JAM),
    (1, 0x40, Reason.HEAD_HOT),
    (1, 0x20, Reason.PRINTER_ERROR),
    (0, 0x08, Reason.PRINTER_OFFLINE),
)
_ASB_NEAR_END = (2, 0x03)


@dataclass(frozen=True)
class Answers:
    """Bytes from a printer, sorted by what they are.

    Attributes:
        realtime: Answers to `DLE EOT n`, in their order.
        inline: Answers to `GS r n`, in their order.
        asb: The last four bytes of automatic status, if any came.
        stray: How many bytes were none of these.
        rest: The beginning of something not yet complete; put it before what comes
            next.
    """

    realtime: tuple[int, ...] = ()
    inline: tuple[int, ...] = ()
    asb: bytes | None = None
    stray: int = 0
    rest: bytes = b""


def is_realtime(byte: int) -> bool:
    """Whether a byte can be the answer to `DLE EOT n`."""
    return byte & 0x93 == 0x12


def split(data: bytes) -> Answers:
    """Sort what a printer sent; takes any bytes."""
    realtime: list[int] = []
    inline: list[int] = []
    asb: bytes | None = None
    stray = at = 0
    while at < len(data):
        byte = data[at]
        if is_realtime(byte):
            realtime.append(byte)
        elif byte == _BLOCK_HEADER:
            end = data.find(0, at)
            if end < 0:
                break
            at = end
        elif byte & 0x93 == 0x10:
            frame = data[at : at + _ASB_LENGTH]
            if any(other & 0x90 for other in frame[1:]):
                stray += 1
            elif len(frame) < _ASB_LENGTH:
                break
            else:
                asb = frame
                at += _ASB_LENGTH - 1
        elif byte & 0x90 == 0:
            inline.append(byte)
        else:
            stray += 1
        at += 1
    return Answers(tuple(realtime), tuple(inline), asb, stray, data[at:])


def decode(answers: Sequence[int | None]) -> DeviceStatus:
    """Say how a printer is, from its answers to `DLE EOT` 1 to 4.

    Args:
        answers: One byte for each of `REALTIME_QUESTIONS`; None where none came.

    Returns:
        READY only if all four are there, are answers, and report nothing. A fault
        that is reported counts even where other answers are missing.
    """
    known = {
        n: byte
        for n, byte in zip(REALTIME_QUESTIONS, answers, strict=True)
        if byte is not None and is_realtime(byte)
    }
    return _judge(known, _FAULTS, _NEAR_END, len(REALTIME_QUESTIONS), answers)


def decode_asb(frame: bytes) -> DeviceStatus:
    """Say how a printer is, from four bytes of automatic status back."""
    good = (
        len(frame) == _ASB_LENGTH
        and frame[0] & 0x93 == 0x10
        and not any(byte & 0x90 for byte in frame[1:])
    )
    known = dict(enumerate(frame)) if good else {}
    return _judge(known, _ASB_FAULTS, _ASB_NEAR_END, _ASB_LENGTH, tuple(frame))


def _judge(
    known: dict[int, int],
    faults: tuple[tuple[int, int, Reason], ...],
    near_end: tuple[int, int],
    needed: int,
    received: Sequence[int | None],
) -> DeviceStatus:
    found = [reason for n, mask, reason in faults if known.get(n, 0) & mask]
    paper = Reason.UNKNOWN
    if Reason.PAPER_OUT in found:
        paper = Reason.PAPER_OUT
    elif near_end[0] in known:
        sensed = known[near_end[0]] & near_end[1]
        paper = Reason.PAPER_NEAR_END if sensed else Reason.OK
    if found:
        state, reason = State.FAULT, found[0]
    elif len(known) < needed:
        state, reason = State.UNKNOWN, Reason.UNKNOWN
    elif paper is Reason.PAPER_NEAR_END:
        state, reason = State.WARNING, Reason.PAPER_NEAR_END
    else:
        state, reason = State.READY, Reason.OK
    detail = " ".join("--" if byte is None else f"{byte:02X}" for byte in received)
    return DeviceStatus(state, reason, {"paper": paper}, f"status {detail}")
