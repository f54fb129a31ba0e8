"""Frames of a SAM security module (GA 450). Pure: no port and no clock.

Request: `AA AA AA 96 69 | length (2, big-endian) | command | parameter | data | check`.
Reply: `AA AA AA 96 69 | length (2) | SW1 SW2 SW3 | data | check`.
The length counts everything that follows it; the check is the XOR of all bytes after
the preamble, including the length. Two independent sources agree on all of this.
"""

from dataclasses import dataclass
from functools import reduce
from operator import xor

from drivers.errors import ProtocolError, Reason

PREAMBLE = bytes.fromhex("AAAAAA9669")

_LENGTH_SIZE = 2
_HEADER_SIZE = len(PREAMBLE) + _LENGTH_SIZE
_STATUS_SIZE = 3
_CHECK_SIZE = 1

MAX_LENGTH = 2314
"""Largest length of a reply: text, photo and two fingerprints, 2321 bytes in all."""

MAX_NOISE = 4096
"""Bytes without a preamble after which receiving is aborted. It is more than the
longest reply, so one truncated reply cannot reach it."""


@dataclass(frozen=True, repr=False)
class Reply:
    """A reply of the module; its data may be personal, so it is never shown."""

    status: int
    data: bytes

    def __repr__(self) -> str:
        return f"<Reply SW3={self.status:02X} with {len(self.data)} bytes>"


def encode_request(code: bytes, data: bytes = b"") -> bytes:
    """Return a framed request; `code` is the command and its parameter, 2 bytes."""
    body = code + data
    length = (len(body) + _CHECK_SIZE).to_bytes(_LENGTH_SIZE, "big")
    return PREAMBLE + length + body + bytes([_check(length + body)])


class ReplyAssembler:
    """Assembles one reply from received bytes, skipping noise before it.

    Work and memory are bounded: `MAX_NOISE` and `MAX_LENGTH` cause an error.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._noise = 0

    @property
    def heard(self) -> bool:
        """Return whether any byte was received, including noise."""
        return bool(self._buffer) or self._noise > 0

    @property
    def wanted(self) -> int:
        """Return how many bytes can be read without exceeding the reply; at least 1."""
        if len(self._buffer) < _HEADER_SIZE:
            return _HEADER_SIZE - len(self._buffer)
        return _HEADER_SIZE + self._length() - len(self._buffer)

    def feed(self, received: bytes) -> Reply | None:
        """Process received bytes; return the reply once it is complete.

        Raises:
            ProtocolError: The bytes are not the beginning of a valid reply.
        """
        self._buffer += received
        self._skip_noise()
        if len(self._buffer) < _HEADER_SIZE:
            return None
        length = self._length()
        if not _STATUS_SIZE + _CHECK_SIZE <= length <= MAX_LENGTH:
            raise ProtocolError(Reason.BAD_ANSWER, f"impossible length {length}")
        end = _HEADER_SIZE + length
        if len(self._buffer) < end:
            return None
        del self._buffer[end:]
        return self._decode()

    def _skip_noise(self) -> None:
        start = self._buffer.find(PREAMBLE)
        if start < 0:
            # The end may be the beginning of an incomplete preamble.
            start = max(0, len(self._buffer) - len(PREAMBLE) + 1)
            while not PREAMBLE.startswith(self._buffer[start : start + len(PREAMBLE)]):
                start += 1
        self._noise += start
        del self._buffer[:start]
        if self._noise > MAX_NOISE:
            raise ProtocolError(
                Reason.BAD_ANSWER, f"{self._noise} bytes without a preamble"
            )

    def _length(self) -> int:
        return int.from_bytes(self._buffer[len(PREAMBLE) : _HEADER_SIZE], "big")

    def _decode(self) -> Reply:
        covered = bytes(self._buffer[len(PREAMBLE) : -_CHECK_SIZE])
        expected, found = _check(covered), self._buffer[-1]
        if expected != found:
            raise ProtocolError(
                Reason.BAD_ANSWER,
                f"check byte {found:02X}, and {expected:02X} was computed",
            )
        status = covered[_LENGTH_SIZE : _LENGTH_SIZE + _STATUS_SIZE]
        if status[:2] != b"\0\0":
            raise ProtocolError(Reason.BAD_ANSWER, f"SW1 SW2 are {status[:2].hex()}")
        return Reply(status[2], covered[_LENGTH_SIZE + _STATUS_SIZE :])


def _check(covered: bytes) -> int:
    return reduce(xor, covered, 0)
