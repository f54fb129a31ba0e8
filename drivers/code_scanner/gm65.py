"""Commands of GM65 scan modules (also GM805, GM812 and similar). Pure.

Read `n` bytes of the settings from an address:
`7E 00 | 07 01 | address (2) | n | CRC`. Answer: `02 00 | 00 | length | data | CRC`.
The CRC is CRC-16 with polynomial 1021, initial value 0, over everything between the two
leading bytes and the CRC (A: recomputed from the maker's examples); `AB CD` means no
CRC. A module does not answer a command with a wrong CRC.

No scanned text contains the bytes 02 00, so an answer can be distinguished from a code
that is scanned at the same time.
"""

import binascii

from drivers.errors import ProtocolError, Reason

NO_CRC = b"\xab\xcd"

_LEAD = b"\x02\x00"
_HEADER_SIZE = 4
_CRC_SIZE = 2


def read_settings(address: int, size: int) -> bytes:
    """Return the command that reads `size` bytes from `address`."""
    body = b"\x07\x01" + address.to_bytes(2, "big") + bytes([size])
    return b"\x7e\x00" + body + _crc(body)


def find_answer(received: bytes) -> tuple[bytes, bytes] | None:
    """Find a complete answer in the received bytes.

    Returns:
        Its data, and the bytes around it; None if it is not complete yet.

    Raises:
        ProtocolError: Its CRC is wrong, or it reports that the command failed.
    """
    start = received.find(_LEAD)
    header = received[start : start + _HEADER_SIZE]
    if start < 0 or len(header) < _HEADER_SIZE:
        return None
    end = start + _HEADER_SIZE + header[3] + _CRC_SIZE
    if len(received) < end:
        return None
    covered = received[start + len(_LEAD) : end - _CRC_SIZE]
    found = received[end - _CRC_SIZE : end]
    if found not in (NO_CRC, _crc(covered)):
        raise ProtocolError(Reason.BAD_ANSWER, f"CRC {found.hex()} is wrong")
    if header[2]:
        raise ProtocolError(Reason.BAD_ANSWER, f"command failed: {header[2]:02X}")
    return covered[2:], received[:start] + received[end:]


def _crc(covered: bytes) -> bytes:
    return binascii.crc_hqx(covered, 0).to_bytes(_CRC_SIZE, "big")
