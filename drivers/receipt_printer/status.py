"""Decodes the status answers of an ESC/POS printer. Pure.

There are several kinds of status; fixed bits distinguish those of Epson ("status
identification"; protocols A):

* `DLE EOT n` (10 04 n) is answered at once, also by a printer that has stopped: one
  byte with `byte & 0x93 == 0x12`.
* Automatic status back (`GS a`, 1D 61) sends four bytes: `0x10` under the mask 0x93,
  then three with `byte & 0x90 == 0`. It is not requested, and is ignored.
* `DLE EOT 20` (10 04 14) of Custom's printers is answered by `10 0F p u r e`: paper,
  user, recoverable and unrecoverable errors (A for what is used of p and u, as manuals
  of several models agree; B for r and e).
* `GS r` (1D 72) is answered in its turn among the printed data, and not at all once
  paper has ended: one byte with `byte & 0x90 == 0`.

No answer or an invalid one means *unknown*, and unknown is never good enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drivers.base import DeviceStatus, State
from drivers.errors import Reason

REALTIME_QUESTIONS = (1, 2, 3, 4)
"""The `n` of `DLE EOT n`: printer, offline cause, error cause, paper sensor."""

REALTIME_MASK = 0x93
"""The fixed bits of an answer to `DLE EOT n`; they are 0x12."""

NOT_TAKEN_MASK = 0x13
"""The same for printers whose first answer has "not torn off" in bit 7 (BT-532C)."""

FULL_LENGTH = 6
"""Bytes of an answer to `DLE EOT 20`."""

_FULL_HEADER = b"\x10\x0f"
_P, _U, _R, _E = FULL_PARTS = ("p", "u", "r", "e")

_BLOCK_HEADER = 0x37  # a block answer: 37, identifier, data, and 00 at its end
_ASB_LENGTH = 4

# Position of each fault: (n of DLE EOT, mask, reason), the most important first.
# A cover comes before paper: SNBC reports an open cover as paper end as well.
_Bits = tuple[int | str, int]
_FAULTS: tuple[tuple[int | str, int, Reason], ...] = (
    (2, 0x04, Reason.COVER_OPEN),
    (_U, 0x03, Reason.COVER_OPEN),  # the cover's lever lifts the head
    (_E, 0x02, Reason.COVER_OPEN),  # the cutter's own
    (4, 0x60, Reason.PAPER_OUT),  # "end" before "near end": both are set at the end
    (2, 0x20, Reason.PAPER_OUT),
    (_P, 0x01, Reason.PAPER_OUT),
    (3, 0x08, Reason.CUTTER_ERROR),
    (_E, 0x01, Reason.CUTTER_ERROR),
    (_R, 0x40, Reason.PAPER_JAM),
    (3, 0x04, Reason.PAPER_JAM),  # "recoverable error"; a jam on SNBC (B)
    (3, 0x40, Reason.HEAD_HOT),
    (_R, 0x01, Reason.HEAD_HOT),
    (3, 0x20, Reason.PRINTER_ERROR),
    (_R, 0x08, Reason.PRINTER_ERROR),  # supply voltage
    (_E, 0x0C, Reason.PRINTER_ERROR),  # memory
    (2, 0x40, Reason.PRINTER_ERROR),
    (1, 0x08, Reason.PRINTER_OFFLINE),
)
_NEAR_END: tuple[_Bits, ...] = ((4, 0x0C), (_P, 0x04))
_NOT_TAKEN: tuple[_Bits, ...] = ((1, 0x80), (_P, 0x20))


@dataclass(frozen=True)
class Answers:
    """Bytes from a printer, sorted by kind.

    Attributes:
        realtime: Answers to `DLE EOT n`, in order.
        inline: Answers to `GS r n`, in order.
        stray: Number of bytes that were neither an answer nor automatic status.
        rest: The beginning of an incomplete answer, to be prepended to later bytes.
    """

    realtime: tuple[int, ...] = ()
    inline: tuple[int, ...] = ()
    stray: int = 0
    rest: bytes = b""


def is_realtime(byte: int, mask: int = REALTIME_MASK) -> bool:
    """Return whether a byte can be the answer to `DLE EOT n`."""
    return byte & mask == 0x12


def full(data: bytes) -> tuple[int, ...] | None:
    """Return the four bytes of an answer to `DLE EOT 20`, or None if invalid."""
    if len(data) != FULL_LENGTH or not data.startswith(_FULL_HEADER):
        return None
    return tuple(data[len(_FULL_HEADER) :])


def split(data: bytes, mask: int = REALTIME_MASK) -> Answers:
    """Sort the bytes of a printer; accepts any bytes.

    Args:
        data: The received bytes.
        mask: `REALTIME_MASK`, or `NOT_TAKEN_MASK` for printers that need it.
    """
    realtime: list[int] = []
    inline: list[int] = []
    stray = at = 0
    while at < len(data):
        byte = data[at]
        if is_realtime(byte, mask):
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
                at += _ASB_LENGTH - 1
        elif byte & 0x90 == 0:
            inline.append(byte)
        else:
            stray += 1
        at += 1
    return Answers(tuple(realtime), tuple(inline), stray, data[at:])


def decode(answers: Sequence[int | None], mask: int = REALTIME_MASK) -> DeviceStatus:
    """Return a printer's status from its answers to `DLE EOT` 1 to 4.

    Args:
        answers: One byte for each of `REALTIME_QUESTIONS`, None if missing; then the
            four of `full`, if it was queried.
        mask: As for `split`; applies only to the first answer.

    Returns:
        READY only if all answers are present, valid and report nothing. A reported
        fault counts even if other answers are missing. A receipt in the outlet comes
        before a near end, which is among the supplies anyway: the citizen can do
        something about it.
    """
    names = (*REALTIME_QUESTIONS, *FULL_PARTS)[: len(answers)]
    known = {
        n: byte
        for n, byte in zip(names, answers, strict=True)
        if byte is not None
        and (isinstance(n, str) or is_realtime(byte, mask if n == 1 else REALTIME_MASK))
    }
    needed = max(len(answers), len(REALTIME_QUESTIONS))
    return _judge(known, needed, answers)


def _judge(
    known: Mapping[int | str, int],
    needed: int,
    received: Sequence[int | None],
) -> DeviceStatus:
    found = [reason for n, mask, reason in _FAULTS if known.get(n, 0) & mask]
    paper = Reason.UNKNOWN
    if Reason.PAPER_OUT in found:
        paper = Reason.PAPER_OUT
    elif _NEAR_END[0][0] in known:
        paper = Reason.PAPER_NEAR_END if _any(known, _NEAR_END) else Reason.OK
    if found:
        state, reason = State.FAULT, found[0]
    elif len(known) < needed:
        state, reason = State.UNKNOWN, Reason.UNKNOWN
    elif _any(known, _NOT_TAKEN):
        state, reason = State.WARNING, Reason.PAPER_NOT_TAKEN
    elif paper is Reason.PAPER_NEAR_END:
        state, reason = State.WARNING, Reason.PAPER_NEAR_END
    else:
        state, reason = State.READY, Reason.OK
    detail = " ".join("--" if byte is None else f"{byte:02X}" for byte in received)
    return DeviceStatus(state, reason, {"paper": paper}, f"status {detail}")


def _any(known: Mapping[int | str, int], bits: tuple[_Bits, ...]) -> bool:
    return any(known.get(n, 0) & mask for n, mask in bits)
