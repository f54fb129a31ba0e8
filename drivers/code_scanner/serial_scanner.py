"""Code scanners on a serial line, 8N1, which send each code as text."""

import time

from drivers.base import Clock, DeviceStatus, ScannedCode, State
from drivers.code_scanner import gm65
from drivers.code_scanner.stream import CodeStream
from drivers.errors import DeviceSilentError, DriverError, ProtocolError, Reason
from drivers.serial_port import SerialPort

ANSWER_S = 0.5
"""Time limit for a command's answer, which has 7 bytes and is sent at once (D)."""

_READ_SIZE = 256
_SPACE = 0x20
_ENDINGS = b"\t\r\n"
_MODE = (0x0000, 1)
"""Start of the settings: light, sound and mode, one byte that every module has."""


class SerialScanner:
    """Scanners that send each code as text, ended by CR, CR LF or an idle gap.

    Some scanners answer commands (GM65 and similar); their status is queried. Most do
    not: of them only the port is known to exist (`PORT_ONLY`), and they count as ready,
    since a citizen can always type instead. A scanner that has answered once and then
    stops answering is at fault. So is one that sends neither an answer nor a code: the
    line has another speed, or belongs to another device.

    `read_code` takes its `timeout` plus the rest of a code that has begun (at most
    `stream.CODE_S`); `open` and `drop_pending` take at most 2.5 s, `status` 1 s.

    Args:
        url: The port: `/dev/ttyS0`, `/dev/serial/by-id/…`.
        baud_rate: In bits per second; the factory setting of scanners is 9600.
        clock: Monotonic seconds.
    """

    def __init__(
        self, url: str, baud_rate: int = 9600, clock: Clock = time.monotonic
    ) -> None:
        self._port = SerialPort(url, baud_rate)
        self._clock = clock
        self._codes = CodeStream(lambda: self._port.read(_READ_SIZE), clock)
        self._answers = False

    def open(self) -> None:
        """Claim the port, detect whether the scanner answers, discard earlier scans."""
        self._port.open()
        self._codes.forget()
        try:
            self._answers = self._learn_whether_it_answers()
            self._codes.drop()
        except DriverError:
            self._port.close()
            raise

    def close(self) -> None:
        """Release the port."""
        self._port.close()

    def status(self) -> DeviceStatus:
        """Query the scanner if it answers commands, else only check its port.

        A code that is scanned meanwhile is kept for `read_code`.
        """
        if self._answers:
            self._ask()
            reason, detail = Reason.OK, "answers commands"
        else:
            self._codes.keep(self._port.read(_READ_SIZE))
            reason = Reason.PORT_ONLY
            detail = "does not answer commands: only its port is known to be there"
        return DeviceStatus(State.READY, reason, detail=f"{self._port.name}, {detail}")

    def read_code(self, timeout: float) -> ScannedCode | None:
        """Wait for the next code, at most `timeout` seconds; None if none came."""
        return self._codes.next(timeout)

    def drop_pending(self) -> None:
        """Discard earlier scans."""
        self._codes.drop()

    def _learn_whether_it_answers(self) -> bool:
        try:
            self._ask()
        except DeviceSilentError:
            return False
        return True

    def _ask(self) -> None:
        self._port.write(gm65.read_settings(*_MODE))
        received = b""
        deadline = self._clock() + ANSWER_S
        while self._clock() < deadline:
            received += self._port.read(_READ_SIZE)
            answer = gm65.find_answer(received)
            if answer is not None:
                self._codes.keep(answer[1])
                return
        self._codes.keep(received)
        if _is_nonsense(received):
            raise ProtocolError(
                Reason.BAD_ANSWER, f"{self._port.name}: neither an answer nor a code"
            )
        raise DeviceSilentError(Reason.NO_ANSWER, f"nothing within {ANSWER_S} s")


def _is_nonsense(received: bytes) -> bool:
    """Return whether the received bytes include characters that are in no code.

    Codes are text, and end with CR or LF. A truncated character proves nothing, as the
    port may have been opened in the middle of it.
    """
    return any(byte < _SPACE and byte not in _ENDINGS for byte in received)
