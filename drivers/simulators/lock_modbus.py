"""The board's side of Modbus, written from the standard, without a library."""

from collections.abc import Callable
from dataclasses import dataclass

_READ_COILS, _READ_INPUTS, _WRITE_COIL = 1, 2, 5
_EXCEPTION = 0x80
_NO_FUNCTION, _NO_ADDRESS, _NO_VALUE = 1, 2, 3
_REQUEST_BODY = 5  # function, address, and count or value, for all three functions
_MBAP = 6  # transaction, protocol, length


@dataclass
class Relays:
    """The board's coils, and its inputs.

    Attributes:
        coils: Whether each coil is on, from cell 1 on.
        inputs: Returns the discrete inputs.
        switched: Called with a cell and its new state when a coil changes.
    """

    coils: list[bool]
    inputs: Callable[[], list[bool]]
    switched: Callable[[int, bool], None]

    def answer(self, body: bytes) -> bytes:
        """Return the body of the answer to a request's body."""
        function = body[0]
        address, value = (int.from_bytes(body[i : i + 2], "big") for i in (1, 3))
        match function:
            case 1 | 2:
                bits = self.coils if function == _READ_COILS else self.inputs()
                if not 1 <= value <= len(bits) - address:
                    return self._refuse(function, _NO_ADDRESS)
                chosen = bits[address : address + value]
                packed = sum(1 << i for i, on in enumerate(chosen) if on)
                size = (value + 7) // 8
                return bytes([function, size]) + packed.to_bytes(size, "little")
            case 5:
                if address >= len(self.coils):
                    return self._refuse(function, _NO_ADDRESS)
                if value not in (0x0000, 0xFF00):
                    return self._refuse(function, _NO_VALUE)
                self._switch(address, on=value == 0xFF00)
                return body
        return self._refuse(function, _NO_FUNCTION)

    def _switch(self, address: int, *, on: bool) -> None:
        if self.coils[address] != on:
            self.coils[address] = on
            self.switched(address + 1, on)

    @staticmethod
    def _refuse(function: int, code: int) -> bytes:
        return bytes([function | _EXCEPTION, code])


@dataclass(frozen=True)
class Request:
    """A received request, and the function that frames its answer."""

    raw: bytes
    body: bytes
    frame: Callable[[bytes], bytes]


def take_rtu(buffer: bytes, unit: int) -> tuple[bytes, Request | None]:
    """Return the rest of the buffer, and the next request on a serial line."""
    size = 1 + _REQUEST_BODY + 2
    while len(buffer) >= size:
        raw = buffer[:size]
        if raw[0] == unit and crc(raw[:-2]) == raw[-2:]:

            def frame(body: bytes) -> bytes:
                covered = bytes([unit]) + body
                return covered + crc(covered)

            return buffer[size:], Request(raw, raw[1:-2], frame)
        buffer = buffer[1:]
    return buffer, None


def take_tcp(buffer: bytes, unit: int) -> tuple[bytes, Request | None]:
    """Return the rest of the buffer, and the next request on a connection."""
    size = _MBAP + 1 + _REQUEST_BODY
    while len(buffer) >= size:
        raw, buffer = buffer[:size], buffer[size:]
        if raw[6] == unit:

            def frame(body: bytes, transaction: bytes = raw[:2]) -> bytes:
                length = (1 + len(body)).to_bytes(2, "big")
                return transaction + b"\0\0" + length + bytes([unit]) + body

            return buffer, Request(raw, raw[7:], frame)
    return buffer, None


def crc(data: bytes) -> bytes:
    """Return the CRC-16/MODBUS, low byte first."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value.to_bytes(2, "little")
