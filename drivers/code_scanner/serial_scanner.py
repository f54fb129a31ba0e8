"""Code scanners on a serial line, 8N1: what they read comes as text."""

import time

from drivers.base import Clock, DeviceStatus, ScannedCode, State
from drivers.code_scanner import gm65
from drivers.code_scanner.stream import CodeStream
from drivers.errors import DeviceSilentError, DriverError, ProtocolError, Reason
from drivers.serial_port import SerialPort

ANSWER_S = 0.5
"""To a command's answer, which has 7 bytes and is sent at once (D)."""

_READ_SIZE = 256
_SPACE = 0x20
_ENDINGS = b"\t\r\n"
_MODE = (0x0000, 1)
"""Where the settings begin: light, sound and mode, one byte that each module has."""


class SerialScanner:
    """Scanners that send each code as text, ended by CR, CR LF or an idle gap.

    Some answer commands (GM65 and its kin), and are then asked how they are. Most do
    not: of those it is known that the port is there, and no more (`PORT_ONLY`); they
    count as ready, since a citizen who scans in vain can always type. A scanner that
    has answered once and then falls silent is at fault, and so is one that answers with
    what is neither an answer nor a code: its line has another speed, or is another's.

    `read_code` takes its `timeout` and the rest of a code that has begun (at most
    `stream.CODE_S`); `open` and `drop_pending` 2.5 s at worst, `status` 1 s.

    Args:
        url: The port: `/dev/ttyS0`, `/dev/serial/by-id/…`.
        baud_rate: In bits a second; scanners come with 9600.
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
        """Claim the port, learn whether the scanner answers, drop what was scanned."""
        self._port.open()
        self._codes.forget()
        try:
            self._answers = self._learn_whether_it_answers()
            self._codes.drop()
        except DriverError:
            self._port.close()
            raise

    def close(self) -> None:
        """Give the port back."""
        self._port.close()

    def status(self) -> DeviceStatus:
        """Ask the scanner if it answers commands, else only whether its port is there.

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
        """Forget what was scanned before anybody asked."""
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
    """Whether what came holds signs that stand in no code.

    Codes are text, and end with CR or LF; characters that are cut in two are no sign of
    anything, as the port may have been opened in the middle of one.
    """
    return any(byte < _SPACE and byte not in _ENDINGS for byte in received)
