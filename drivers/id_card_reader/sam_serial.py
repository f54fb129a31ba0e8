"""Identity-card readers with a SAM security module (GA 450) on a serial port."""

import time
from contextlib import suppress
from dataclasses import dataclass, field, replace

from drivers.base import CardReading, Clock, DeviceStatus, State
from drivers.errors import (
    CardError,
    DeviceFaultError,
    DeviceSilentError,
    DriverError,
    ProtocolError,
    Reason,
)
from drivers.id_card_reader import status_words
from drivers.id_card_reader.frames import Reply, ReplyAssembler, encode_request
from drivers.id_card_reader.text_record import parse_appended_address, parse_payload
from drivers.serial_port import SerialPort

BAUD_RATES = (115200, 57600, 38400, 19200, 9600)
"""Speeds that the standard allows; the first is the factory setting."""

ANSWER_TIMEOUT = 2.0
"""Seconds for a short command's reply. Modules answer within about 100 ms, so this is
ample even for a loaded computer (D: no source gives a limit)."""

READ_TIMEOUT = 4.0
"""Seconds for reading a card, in addition to the reply's transmission time:
authentication and 1.3 kB by radio take about one (D)."""

ADDRESS_TIMEOUT = 1.0
"""Seconds for the appended address of a card that was just read. The citizen waits for
it, but can be served without it, so it is half of `ANSWER_TIMEOUT`. It is still ten
times what modules need, as a later reply would disturb the next command (D)."""

_LONGEST_REPLY = 1295
"""Bytes of the reply to `read text and photo`."""

_BITS_PER_BYTE = 10
"""8N1: a start bit, eight of data, a stop bit."""

_SAM_ID_SIZE = 16


@dataclass(frozen=True)
class _Command:
    """One command of the module.

    Attributes:
        good: The values of SW3 that mean success.
        data_size: Bytes of data in a successful reply; None if it varies. A reply of
            another size is a late one, to another command.
    """

    name: str
    code: bytes
    good: frozenset[int] = field(default=frozenset({status_words.DONE}))
    data_size: int | None = None
    timeout: float = ANSWER_TIMEOUT


_STATUS = _Command("status", b"\x11\xff", data_size=0)
_SAM_ID = _Command("SAM id", b"\x12\xff", data_size=_SAM_ID_SIZE)
_FIND = _Command("find", b"\x20\x01", frozenset({status_words.FOUND}), data_size=4)
_SELECT = _Command("select", b"\x20\x02", data_size=8)
_READ = _Command("read", b"\x30\x01", timeout=READ_TIMEOUT)
_READ_APPENDED = _Command(
    "read appended address",
    b"\x30\x03",
    frozenset({status_words.DONE, status_words.NO_SUCH_ITEM}),
)
_READ_CURRENT_ADDRESS = replace(_READ_APPENDED, timeout=ADDRESS_TIMEOUT)


class SamSerialReader:
    """Reads resident identity cards and the three cards with the same design.

    Every call is bounded: a short command by `ANSWER_TIMEOUT`, reading by
    `READ_TIMEOUT`, each plus the transmission time of the longest reply (0.11 s at
    115200 baud, 1.35 s at 9600). `read_card` tries twice, and requests the appended
    address once, bounded by `ADDRESS_TIMEOUT`: 18 s at worst, 27 s at 9600.

    A card takes 1380 bytes on the wire, both ways: 1359 to find, select and read it,
    and 21 for the reply that no address was appended (1.8 ms at 115200 baud, 22 ms at
    9600). A reply with all four slots has 280 more (24 ms, 292 ms).

    Args:
        url: The port: `/dev/ttyS0`, `/dev/serial/by-id/…`, `/dev/pts/5`.
        baud_rate: One of `BAUD_RATES`.
        clock: Monotonic seconds.

    Raises:
        ValueError: The module cannot be set to this baud rate.
    """

    poll_interval = 0.3
    """Seconds between two searches for a card, so that the module's radio can rest
    (one good source says 300 ms)."""

    def __init__(
        self, url: str, baud_rate: int = BAUD_RATES[0], clock: Clock = time.monotonic
    ) -> None:
        if baud_rate not in BAUD_RATES:
            raise ValueError(f"baud rate {baud_rate} is none of {BAUD_RATES}")
        self._port = SerialPort(url, baud_rate)
        self._clock = clock
        self._wire_time = _LONGEST_REPLY * _BITS_PER_BYTE / baud_rate
        self._detail = self._port.name
        self._unread = False  # a card was found, but not read successfully

    def open(self) -> None:
        """Claim the port, check that the module works, and read its number."""
        self._port.open()
        self._unread = False
        try:
            self._ask(_STATUS)
            self._detail = f"{self._port.name}, SAM {self._module()}"
        except DriverError:
            self._port.close()
            raise

    def close(self) -> None:
        """Release the port."""
        self._port.close()

    def status(self) -> DeviceStatus:
        """Query the module's status."""
        try:
            self._ask(_STATUS)
        except DeviceFaultError as fault:
            return DeviceStatus(
                State.FAULT, fault.reason, detail=f"{self._detail}: {fault.detail}"
            )
        return DeviceStatus(State.READY, Reason.OK, detail=self._detail)

    def read_card(self) -> CardReading | None:
        """Check once for a card and read it: find, select, read, every time.

        After a damaged reply the sequence is repeated once. If the module then reports
        that it has already read this card, the card must be lifted: a module finds a
        card only once.

        The reading's address is the one last appended to the chip, or the printed one
        if there is none or the module does not report it. It is requested once, and a
        failure of that does not affect the reading.
        """
        try:
            return self._find_and_read()
        except ProtocolError:
            return self._find_and_read()

    def card_present(self) -> bool:
        """Return whether a card is on the reader.

        A card that was read is not found again, but its appended address can be
        requested as long as it stays there (one good source). After a failed read a
        module may report neither, and the card then counts as lifted.
        """
        return self._read_card_lies_there() or self._find()

    def _module(self) -> str:
        try:
            return _sam_id(self._ask(_SAM_ID).data)
        except (ProtocolError, DeviceSilentError):
            # Only one source has this command, and it only serves technicians.
            return "without a number"

    def _find_and_read(self) -> CardReading | None:
        if not self._find():
            if self._unread and self._read_card_lies_there():
                raise CardError(
                    Reason.CARD_UNREADABLE,
                    "the module has read this card, but what it said did not arrive "
                    "whole or made no sense",
                )
            self._unread = False
            return None
        self._unread = True
        self._ask(_SELECT)
        reading = parse_payload(self._ask(_READ).data)
        self._unread = False
        address = self._appended_address()
        return replace(reading, address=address) if address else reading

    def _appended_address(self) -> str | None:
        # The reading is complete: a fault here, such as a lifted card or a pulled
        # cable, is reported by the next call if it persists.
        with suppress(DriverError):
            reply = self._exchange(_READ_CURRENT_ADDRESS)
            if reply.status == status_words.DONE:
                return parse_appended_address(reply.data)
        return None

    def _find(self) -> bool:
        reply = self._exchange(_FIND)
        if reply.status == status_words.FIND_FAILED:
            return False
        self._require_good(_FIND, reply)
        return True

    def _read_card_lies_there(self) -> bool:
        return self._exchange(_READ_APPENDED).status in _READ_APPENDED.good

    def _ask(self, command: _Command) -> Reply:
        reply = self._exchange(command)
        self._require_good(command, reply)
        return reply

    @staticmethod
    def _require_good(command: _Command, reply: Reply) -> None:
        if reply.status not in command.good:
            raise status_words.error_for(reply.status, command.name)
        if command.data_size not in (None, len(reply.data)):
            raise ProtocolError(
                Reason.BAD_ANSWER,
                f"{command.name}: {len(reply.data)} bytes of data, "
                f"and {command.data_size} are due",
            )

    def _exchange(self, command: _Command) -> Reply:
        self._port.drain()
        self._port.write(encode_request(command.code))
        deadline = self._clock() + command.timeout + self._wire_time
        assembler = ReplyAssembler()
        while self._clock() < deadline:
            received = self._port.read(assembler.wanted)
            try:
                reply = assembler.feed(received)
            except ProtocolError as error:
                detail = f"{command.name}: {error.detail}"
                raise ProtocolError(error.reason, detail) from error
            if reply is not None:
                return reply
        if assembler.heard:
            raise ProtocolError(
                Reason.BAD_ANSWER, f"{command.name}: the reply did not come to its end"
            )
        raise DeviceSilentError(
            Reason.NO_ANSWER, f"{command.name}: nothing within {command.timeout} s"
        )


def _sam_id(data: bytes) -> str:
    """Return the module's printed number; fields are little-endian (one source)."""
    kind, maker = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2))
    made, serial, rest = (int.from_bytes(data[i : i + 4], "little") for i in (4, 8, 12))
    return f"{kind:02d}.{maker:02d}-{made}-{serial:010d}-{rest:010d}"
