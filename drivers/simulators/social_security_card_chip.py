"""The chip of a simulated social-security card (ISO 7816-4, LD/T 32)."""

from drivers.simulators.social_security_card_people import Person, Record

WAYS = ("tag", "number", "select")
"""The ways to read its records: by tag or by number with a short file identifier, or by
number after SELECT of the file."""

REPLIES = ("plain", "more", "length")
"""The ways to answer with data: at once; with `61 xx`, to be fetched (T=0); or with
`6C xx` unless exactly the right length was requested (T=0)."""

ATR = bytes.fromhex("3B680000") + b"ONETRIP1"
"""T=0, and eight historical bytes."""

_APPLICATION = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
_CONTROL_INFORMATION = b"\x6f\x11\x84\x0f" + _APPLICATION
_FILES = {b"\xef\x05": 5, b"\xef\x06": 6}
_NO_INPUT = 5
"""Length of a command without data, including its length byte."""


class Chip:
    """One powered card.

    Args:
        person: The holder.
        version: Version of the card, one of `VERSIONS`.
        way: The only one of `WAYS` that it supports.
        replies: One of `REPLIES`.
    """

    def __init__(self, person: Person, version: str, way: str, replies: str) -> None:
        self._files = {5: person.card_file(version), 6: person.holder_file(version)}
        self._way = way
        self._replies = replies
        self.reset()

    def reset(self) -> None:
        """Reset the selection."""
        self._application = False
        self._file: int | None = None
        self._waiting = b""

    def answer(self, command: bytes) -> bytes:
        """Return the answer to one command, including its status word."""
        if len(command) < _NO_INPUT:
            return b"\x67\x00"
        if command[0] != 0:
            return b"\x6e\x00"
        instruction, parameters = command[1], command[2:4]
        if instruction == 0xC0:
            return self._response(command[4])
        self._waiting = b""
        if instruction == 0xA4:
            return self._select(parameters, command[5 : 5 + command[4]])
        if instruction == 0xB2:
            return self._record(parameters[0], parameters[1], command[4])
        return b"\x6d\x00"

    def _select(self, parameters: bytes, name: bytes) -> bytes:
        if parameters == b"\x04\x00":
            if name != _APPLICATION:
                return b"\x6a\x82"
            self._application = True
            if self._replies == "plain":
                return _CONTROL_INFORMATION + b"\x90\x00"
            # T=0 has no other way to answer a command with data.
            self._waiting = _CONTROL_INFORMATION
            return bytes([0x61, len(self._waiting)])
        if parameters != b"\x02\x00" or self._way != "select":
            return b"\x6a\x86"
        if not self._application or name not in _FILES:
            return b"\x6a\x82"
        self._file = _FILES[name]
        return b"\x90\x00"

    def _record(self, p1: int, p2: int, length: int) -> bytes:
        if not self._application:
            return b"\x69\x85"
        short, kind = p2 >> 3, p2 & 7
        if self._way == "select":
            file = self._file if p2 == 4 else None
        else:
            wanted = 0 if self._way == "tag" else 4
            file = short if kind == wanted else None
        if file not in self._files:
            return b"\x69\x86" if self._way == "select" else b"\x6a\x86"
        records = self._files[file]
        found = self._by_tag(records, p1) if kind == 0 else records[p1 - 1 : p1]
        if not found:
            return b"\x6a\x83"
        tag, value = found[0]
        return self._give(bytes([tag, len(value)]) + value, length)

    @staticmethod
    def _by_tag(records: list[Record], tag: int) -> list[Record]:
        return [record for record in records if record[0] == tag]

    def _give(self, data: bytes, length: int) -> bytes:
        if self._replies == "more":
            self._waiting = data
            return bytes([0x61, len(data)])
        if self._replies == "length" and length != len(data):
            return bytes([0x6C, len(data)])
        return data[: length or None] + b"\x90\x00"

    def _response(self, length: int) -> bytes:
        data = self._waiting
        if not data:
            return b"\x69\x85"
        if length != len(data):
            return bytes([0x6C, len(data)])
        self._waiting = b""
        return data + b"\x90\x00"
