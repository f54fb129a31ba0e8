"""Splits an ESC/POS stream into commands, like a printer's receiving end.

The lengths are from Epson's reference. Of a command that is not in the tables only the
two introducing bytes are consumed, and it is reported. Data of images and downloads is
consumed as a whole, so `10 04` inside a picture is not a query. Text is returned as far
as it has arrived, and may end in the middle of a two-byte character.
"""

from dataclasses import dataclass

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D

_CONTROL = {0x09: "HT", 0x0A: "LF", 0x0C: "FF", 0x0D: "CR", 0x18: "CAN"}

# Number of parameter bytes; commands with data are in `_length`.
_ESC = {
    **dict.fromkeys(b"@2iLmSv", 0),
    **dict.fromkeys(b" !-3=EGJMRTUVadrtu{", 1),
    **dict.fromkeys(b"$\\B", 2),
    ord("c"): 2,
    ord("p"): 3,
    ord("W"): 8,
}
_GS = {
    **dict.fromkeys(b":", 0),
    **dict.fromkeys(b"!/BEHITabfhrwx", 1),
    **dict.fromkeys(b"$LPW\\^", 2),
}
_FS = {
    **dict.fromkeys(b"&.", 0),
    **dict.fromkeys(b"!-CW", 1),
    **dict.fromkeys(b"Sp", 2),
}
_FEEDING_CUTS = frozenset((65, 66, 97, 98, 103, 104))  # GS V m n
_EJECTOR_LENGTHS = {3: 2, 32: 3}  # GS e n [m [t]], of printers with a presenter
_DC4_LENGTHS = {1: 2, 2: 2, 3: 5, 7: 1, 8: 7}


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        name: `text`, `ESC @`, `GS v`, `DLE EOT`, … or `unknown`.
        data: Its parameters; a text's bytes.
        size: Number of bytes in the receive buffer.
    """

    name: str
    data: bytes
    size: int

    @property
    def realtime(self) -> bool:
        """Return whether it is executed when received, before queued commands."""
        return self.name.startswith("DLE")


class Parser:
    """Accepts bytes in pieces of any size."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def waiting(self) -> int:
        """Return the number of bytes of an incomplete command."""
        return len(self._buffer)

    def reset(self) -> None:
        """Discard an incomplete command."""
        self._buffer.clear()

    def feed(self, data: bytes) -> list[Command]:
        """Process bytes; return the commands that are complete now."""
        self._buffer += data
        commands = []
        at = 0
        while at < len(self._buffer):
            command = self._next(at)
            if command is None:
                break
            commands.append(command)
            at += command.size
        del self._buffer[:at]
        return commands

    def _next(self, at: int) -> Command | None:
        first = self._buffer[at]
        if first in (DLE, ESC, FS, GS):
            return self._introduced(at, first)
        if first < 0x20 or first == 0x7F:
            return Command(_CONTROL.get(first, "unknown"), bytes([first]), 1)
        end = at
        while end < len(self._buffer) and self._buffer[end] >= 0x20:
            end += 1
        return Command("text", bytes(self._buffer[at:end]), end - at)

    def _introduced(self, at: int, first: int) -> Command | None:
        if len(self._buffer) < at + 2:
            return None
        second = self._buffer[at + 1]
        rest = memoryview(self._buffer)[at + 2 :]
        try:
            if first == DLE:
                length = _dle_length(second, rest)
            elif first == ESC:
                length = _esc_length(second, rest)
            elif first == FS:
                length = _FS.get(second, -1)
            else:
                length = _gs_length(second, rest)
            if length < 0:
                return Command("unknown", bytes(self._buffer[at : at + 2]), 2)
            if len(rest) < length:
                return None
            return Command(_name(first, second), bytes(rest[:length]), 2 + length)
        except _TooShort:
            return None
        finally:
            rest.release()


class _TooShort(Exception):  # noqa: N818 - not an error: more bytes will come
    pass


def _at(rest: memoryview, index: int) -> int:
    if index >= len(rest):
        raise _TooShort
    return rest[index]


def _word(rest: memoryview, index: int) -> int:
    return _at(rest, index) + 256 * _at(rest, index + 1)


def _to_nul(rest: memoryview, start: int = 0) -> int:
    for index in range(start, len(rest)):
        if rest[index] == 0:
            return index + 1
    raise _TooShort


def _dle_length(second: int, rest: memoryview) -> int:
    if second in (0x04, 0x05):
        return 1
    if second == 0x14:
        return 1 + _DC4_LENGTHS.get(_at(rest, 0), 0)
    return -1


def _esc_length(second: int, rest: memoryview) -> int:
    if second == ord("*"):
        return 3 + _word(rest, 1) * (3 if _at(rest, 0) >= 32 else 1)
    if second == ord("D"):
        return _to_nul(rest)
    return _ESC.get(second, -1)


def _gs_length(second: int, rest: memoryview) -> int:
    match chr(second):
        case "v":
            return 6 + _word(rest, 2) * _word(rest, 4)
        case "V":
            return 2 if _at(rest, 0) in _FEEDING_CUTS else 1
        case "e":
            return _EJECTOR_LENGTHS.get(_at(rest, 0), 1)
        case "(":
            return 3 + _word(rest, 1)
        case "*":
            return 2 + _at(rest, 0) * _at(rest, 1) * 8
        case "k":
            return _to_nul(rest, 1) if _at(rest, 0) < 65 else 2 + _at(rest, 1)
        case _:
            return _GS.get(second, -1)


def _name(first: int, second: int) -> str:
    family = {DLE: "DLE", ESC: "ESC", FS: "FS", GS: "GS"}[first]
    spoken = {0x04: "EOT", 0x05: "ENQ", 0x14: "DC4"}
    return f"{family} {spoken.get(second, chr(second))}"
