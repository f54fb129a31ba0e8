"""A simulated SAM security module (GA 450): requests, answers, and a card's stages.

It is written from the standard, independent of the driver, so that errors show up.
"""

from collections.abc import Iterator
from enum import StrEnum

from drivers.simulators.sam_cards import CARDS

_PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
_MAX_REQUEST = 64
"""Longest body of a request; no command of the standard has more than 4 bytes."""

COMMANDS = {
    b"\x10\xff": "reset",
    b"\x11\xff": "status",
    b"\x12\xff": "sam_id",
    b"\x20\x01": "find",
    b"\x20\x02": "select",
    b"\x30\x01": "read",
    b"\x30\x10": "read_with_fingerprint",
    b"\x30\x03": "read_appended_address",
    b"\x61\xff": "set_max_rf_frame",
}
"""Command and parameter to the name on the control socket."""

_OK = 0x90
_NONE_ON_CARD = 0x91
_FOUND = 0x9F
_WRONG_CHECK = 0x10
_WRONG_COMMAND = 0x21
_READ_FAILED = 0x41
_FIND_FAILED = 0x80
_SELECT_FAILED = 0x81

_SAM_ID = (
    (5).to_bytes(2, "little")
    + (3).to_bytes(2, "little")
    + (20200101).to_bytes(4, "little")
    + (1).to_bytes(4, "little")
    + (1).to_bytes(4, "little")
)
_PHOTO = bytes.fromhex("574C66007E003200") + bytes(1016)
"""The head of a `WLf` picture: only the ministry's library makes a complete one."""


class Stage(StrEnum):
    """The progress of a terminal with the card on the reader."""

    NEW = "new"
    FOUND = "found"
    SELECTED = "selected"
    READ = "read"  # not found again until it is lifted
    FAILED = "failed"  # neither found nor readable until it is lifted


def frame(status: int, data: bytes) -> bytes:
    """Return the bytes of an answer."""
    body = bytes([0, 0, status]) + data
    covered = (len(body) + 1).to_bytes(2, "big") + body
    return _PREAMBLE + covered + bytes([_xor(covered)])


def _xor(covered: bytes) -> int:
    check = 0
    for byte in covered:
        check ^= byte
    return check


class RequestBuffer:
    """Finds requests among the received bytes, and skips everything else."""

    def __init__(self) -> None:
        self._bytes = b""

    def clear(self) -> None:
        """Discard an incomplete request."""
        self._bytes = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Process bytes; yield each complete request, valid or not."""
        self._bytes += data
        while (start := self._bytes.find(_PREAMBLE)) >= 0:
            self._bytes = self._bytes[start:]
            if len(self._bytes) < 7:
                return
            length = int.from_bytes(self._bytes[5:7], "big")
            if not 3 <= length <= _MAX_REQUEST:
                self._bytes = self._bytes[5:]
                continue
            if len(self._bytes) < 7 + length:
                return
            request = self._bytes[: 7 + length]
            self._bytes = self._bytes[7 + length :]
            yield request
        self._bytes = self._bytes[-len(_PREAMBLE) :]


class SamModule:
    """Answers requests like a module with the present card."""

    def __init__(self) -> None:
        self.card: str | None = None
        self.stage = Stage.NEW

    def insert(self, card: str) -> None:
        """Put a card on the reader."""
        self.card = card
        self.stage = Stage.NEW

    def lift(self) -> None:
        """Remove the card, if there is one."""
        self.card = None
        self.stage = Stage.NEW

    def reset(self) -> None:
        """Reset the stage; a card on the reader will be found again."""
        self.stage = Stage.NEW

    def fail(self, status: int) -> int:
        """Fail with `status`: the card must be lifted and put back."""
        self.stage = Stage.FAILED
        return status

    def answer(self, request: bytes) -> tuple[int, bytes]:
        """Return the third status byte and the data for one complete request."""
        if _xor(request[5:-1]) != request[-1]:
            return _WRONG_CHECK, b""
        name = COMMANDS.get(request[7:9])
        if name is None:
            return _WRONG_COMMAND, b""
        if name == "reset":
            self.reset()
        if name in ("reset", "status", "set_max_rf_frame"):
            return _OK, b""
        if name == "sam_id":
            return _OK, _SAM_ID
        if name == "find":
            return self._find()
        if name == "select":
            return self._select()
        if name == "read_appended_address":
            return self._appended_address()
        return self._read(fingerprint=name == "read_with_fingerprint")

    def _find(self) -> tuple[int, bytes]:
        if self.card is None or self.stage in (Stage.READ, Stage.FAILED):
            return _FIND_FAILED, b""
        self.stage = Stage.FOUND
        return _FOUND, bytes(4)

    def _select(self) -> tuple[int, bytes]:
        if self.stage is not Stage.FOUND:
            return _SELECT_FAILED, b""
        self.stage = Stage.SELECTED
        return _OK, bytes(8)

    def _read(self, *, fingerprint: bool) -> tuple[int, bytes]:
        if self.card is None or self.stage is not Stage.SELECTED:
            return self.fail(_READ_FAILED), b""
        self.stage = Stage.READ
        text = CARDS[self.card].record
        sizes = len(text).to_bytes(2, "big") + len(_PHOTO).to_bytes(2, "big")
        if fingerprint:
            sizes += bytes(2)  # these cards have no fingerprints
        return _OK, sizes + text + _PHOTO

    def _appended_address(self) -> tuple[int, bytes]:
        if self.card is None or self.stage is not Stage.READ:
            return _READ_FAILED, b""
        slot = CARDS[self.card].appended_address
        return (_OK, slot) if slot else (_NONE_ON_CARD, b"")
