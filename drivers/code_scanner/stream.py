"""Splits a stream of bytes into codes, ended by CR, CR LF, or an idle gap."""

from collections.abc import Callable

from drivers.base import Clock, ScannedCode
from drivers.code_scanner.codes import MAX_BYTES, decode
from drivers.errors import ProtocolError, Reason

IDLE_GAP_S = 0.15
"""Silence that ends a text. At 9600 baud a byte takes 1 ms; USB bridges and keyboards
delay bytes by about 10 ms (D)."""

ENDING_GAP_S = 1.0
"""The same for a scanner that is known to end its texts: a text without an ending is
then truncated, and is refused after this time."""

CODE_S = 5.0
"""From a code's first byte to its end: the longest takes 2.1 s at 9600 baud."""

DROP_S = 2.0
"""Time limit for the line to become silent while its data is discarded."""

_ENDINGS = b"\r\n"
_BETWEEN = _ENDINGS + b"\t"  # a tab ends nothing: it may be part of a code
_NONSENSE = b"\0"  # in no text, so that the rest of a code is not mistaken for a code

Read = Callable[[], bytes]
"""Waits a moment (50 ms) for bytes, and returns the received ones, possibly none."""


class CodeStream:
    """Splits the data of a scanner into codes.

    Between calls it keeps only complete lines that arrived together. A scanner that
    has ended a text with CR once always does so (until `forget`), so a text without CR
    is incomplete, and an incomplete text must never be taken for a code.

    Args:
        read: Source of the bytes.
        clock: Monotonic seconds.
    """

    def __init__(self, read: Read, clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._rest = b""
        self._ends_its_texts = False

    def forget(self) -> None:
        """Reset: another scanner may be connected to the port."""
        self._rest = b""
        self._ends_its_texts = False

    def keep(self, received: bytes) -> None:
        """Put back bytes that were received elsewhere; too many become nonsense."""
        self._rest += received
        if len(self._rest) > MAX_BYTES:  # not being read; memory must stay bounded
            self._rest = _NONSENSE

    def next(self, timeout: float) -> ScannedCode | None:
        """Wait at most `timeout` seconds for a code to begin, and for its end.

        Raises:
            ProtocolError: See `codes.decode`; or the code is truncated or endless.
        """
        try:
            raw = self._line(self._clock() + timeout)
            return None if raw is None else decode(raw)
        except ProtocolError:
            self._rest = b""  # arrived with nonsense and may be the tail of it
            raise

    def drop(self) -> None:
        """Discard all data until the line has been silent for `IDLE_GAP_S`.

        Raises:
            ProtocolError: It does not become silent within `DROP_S`.
        """
        start = last_byte = self._clock()
        self._rest = b""
        while True:
            before = self._clock()
            if self._read():
                last_byte = self._clock()
            elif before - last_byte >= IDLE_GAP_S:
                return
            if before - start > DROP_S:
                raise ProtocolError(Reason.BAD_ANSWER, "the line does not fall silent")

    def _line(self, deadline: float) -> bytes | None:
        """Return one text without its ending; None if none began in time."""
        text = b""
        began = last_byte = self._clock()
        while True:
            # Silence is measured up to the start of a read: if this thread is delayed
            # after it, the code's next bytes may have arrived meanwhile.
            before = self._clock()
            received, self._rest = self._rest or self._read(), b""
            now = self._clock()
            if not text:
                received = received.lstrip(_BETWEEN)
                began = now
            if received:
                last_byte = now
                part, ending, self._rest = _cut(received)
                # One byte more than allowed is kept, to detect a text that is too long.
                text = (text + part)[: MAX_BYTES + 1]
                if ending:
                    self._ends_its_texts = True
                    return text
            elif not text and now >= deadline:
                return None
            elif text and before - last_byte >= self._gap():
                if self._ends_its_texts:
                    raise ProtocolError(Reason.BAD_ANSWER, "a code was cut short")
                return text
            if text and now - began > CODE_S:
                raise ProtocolError(Reason.BAD_ANSWER, "a code without an end")

    def _gap(self) -> float:
        return ENDING_GAP_S if self._ends_its_texts else IDLE_GAP_S


def _cut(received: bytes) -> tuple[bytes, bool, bytes]:
    """Return the text before the first ending, whether there is one, and the rest."""
    ends = [at for sign in _ENDINGS if (at := received.find(sign)) >= 0]
    if not ends:
        return received, False, b""
    return received[: min(ends)], True, received[min(ends) + 1 :]
