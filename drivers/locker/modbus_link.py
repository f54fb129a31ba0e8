"""Requests and answers of Modbus, RTU or TCP, over our own ports.

Frames and checksums are pymodbus'. Its clients are not used: they time out by the wall
clock, hide why a port cannot be opened, discard a damaged reply with everything that
follows it, and lose replies either on a line with an echo or on one without. So ports
are opened here, and only a frame that answers the request is evaluated.
"""

import time
from typing import Protocol

from pymodbus.framer import FramerRTU, FramerSocket
from pymodbus.pdu import DecodePDU, ModbusPDU

from drivers.base import Clock
from drivers.errors import (
    DeviceFaultError,
    DeviceSilentError,
    DriverError,
    ProtocolError,
    Reason,
)
from drivers.locker.tcp_port import TcpPort
from drivers.serial_port import SerialPort

ANSWER_TIMEOUT = 1.0
"""Seconds for an answer: boards take about 50 ms (D: no source gives a limit)."""

TRIES = 2
"""How often a request is sent if its answer was damaged on the wire."""

MAX_HEARD = 1024
"""Bytes without an answer after which receiving is aborted; an answer, an echo before
it and a burst of noise are fewer."""

_EXCEPTION = 0x80
_WRONG_QUESTION = frozenset({1, 2, 3})
"""Exception codes: no such function, address, value. The board is not the one in the
settings, or has fewer outputs or inputs."""

_HEADER_SIZE = 6  # of TCP: transaction, protocol, length
_NEWEST = 0xFFFF


class Port(Protocol):
    """The interface that serial ports and connections share."""

    @property
    def name(self) -> str:
        """Name of the port, for technicians."""

    def open(self) -> None:
        """Open the port."""

    def close(self) -> None:
        """Release the port."""

    def drain(self) -> bytes:
        """Return pending bytes without waiting."""

    def write(self, data: bytes) -> None:
        """Send all of `data`."""

    def read(self, size: int) -> bytes:
        """Wait a moment for bytes, and return them."""


class ModbusLink:
    """One board at the other end of a line or a connection.

    Args:
        url: A serial port's path, or `tcp://HOST[:PORT]`.
        unit: The board's address.
        baud_rate: Speed of a serial line.
        clock: Monotonic seconds.
    """

    def __init__(
        self, url: str, unit: int, baud_rate: int, clock: Clock = time.monotonic
    ) -> None:
        self._decoder = DecodePDU(False)
        self._port: Port
        self._framer: FramerRTU | FramerSocket
        if url.startswith("tcp://"):
            self._port, self._framer = TcpPort(url), FramerSocket(self._decoder)
        else:
            self._port = SerialPort(url, baud_rate)
            self._framer = FramerRTU(self._decoder)
        self._unit = unit
        self._clock = clock
        self._transaction = 0
        self.name = f"{self._port.name}, unit {unit}"

    def open(self) -> None:
        """Claim the port; raises `DriverError`."""
        self._port.open()

    def close(self) -> None:
        """Release the port; never raises, and may be called twice."""
        self._port.close()

    def ask(self, request: ModbusPDU) -> ModbusPDU:
        """Send a request that may be done twice, and return the answer to it.

        After a damaged answer the request is sent once more: reading a state, or
        switching a coil off.

        Raises:
            DriverError: `NOT_CONFIGURED` if the board lacks the requested item;
                `LOCK_FAULT` if it reports that it cannot do it.
            ProtocolError: The received data was twice not an answer.
            DeviceSilentError: Nothing was received.
        """
        for _ in range(TRIES - 1):
            try:
                return self._exchange(request)
            except ProtocolError:
                continue
        return self._exchange(request)

    def order(self, request: ModbusPDU) -> None:
        """Send a request once, whatever comes back: a relay may pulse at each one.

        Raises:
            DriverError: As `ask` does; the request may have been carried out.
        """
        self._exchange(request)

    def _exchange(self, request: ModbusPDU) -> ModbusPDU:
        self._transaction = self._transaction % _NEWEST + 1
        request.dev_id = self._unit
        request.transaction_id = self._transaction
        question = self._framer.buildFrame(request)
        self._port.drain()
        self._port.write(question)
        deadline = self._clock() + ANSWER_TIMEOUT
        received = b""
        while self._clock() < deadline and len(received) < MAX_HEARD:
            received += self._port.read(1) + self._port.drain()
            answer = self._find_answer(received, request)
            if answer is not None:
                return self._judge(answer)
        if received in (b"", question):  # nothing, or only the echo
            raise DeviceSilentError(
                Reason.NO_ANSWER, f"{self.name}: nothing within {ANSWER_TIMEOUT} s"
            )
        raise ProtocolError(Reason.BAD_ANSWER, f"{self.name}: what came is no answer")

    def _find_answer(self, received: bytes, request: ModbusPDU) -> ModbusPDU | None:
        """Find the answer at any position, after noise and the request's echo.

        On RS-485 the echo of a read request has 0, its address, where an answer has
        its size, so its checksum does not fit. For a write request echo and answer are
        identical: its effect must be read afterwards.
        """
        for start in range(len(received)):
            body = self._frame_at(received[start:], request.transaction_id)
            if body and body[0] & ~_EXCEPTION == request.function_code:
                answer = self._decoder.decode(body)
                if answer is not None and _answers(answer, request):
                    return answer
        return None

    def _frame_at(self, received: bytes, transaction: int) -> bytes:
        """Return the body of the frame that begins here; empty if there is none."""
        if isinstance(self._framer, FramerSocket):
            if received[:4] != transaction.to_bytes(2, "big") + b"\0\0":
                return b""
            if received[_HEADER_SIZE : _HEADER_SIZE + 1] != bytes([self._unit]):
                return b""
        elif received[:1] != bytes([self._unit]):
            return b""
        _, unit, _, body = self._framer.decode(received)
        return body if unit == self._unit else b""

    def _judge(self, answer: ModbusPDU) -> ModbusPDU:
        if not answer.isError():
            return answer
        code = answer.exception_code
        detail = f"{self.name}: exception {code}"
        if code in _WRONG_QUESTION:
            raise DriverError(Reason.NOT_CONFIGURED, f"{detail}, it has no such thing")
        raise DeviceFaultError(Reason.LOCK_FAULT, detail)


def _answers(answer: ModbusPDU, request: ModbusPDU) -> bool:
    if answer.isError():
        return True
    if request.count:  # reading: exactly as many bytes of bits as requested
        return len(answer.bits) == -(-request.count // 8) * 8
    return answer.address == request.address and answer.bits == request.bits
