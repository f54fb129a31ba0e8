"""Codes out of a stream of bytes: ended by CR, CR LF, or an idle gap."""

from collections.abc import Callable

from drivers.base import Clock, ScannedCode
from drivers.code_scanner.codes import MAX_BYTES, decode
from drivers.errors import ProtocolError, Reason

IDLE_GAP_S = 0.15
"""Silence after which a text is over. At 9600 baud a byte takes 1 ms; USB bridges and
keyboards hold bytes back for some 10 ms (D)."""

ENDING_GAP_S = 1.0
"""The same, where the scanner is known to end its texts: what then stops without an
ending was cut short, and is refused after this."""

CODE_S = 5.0
"""From a code's first byte to its end: the longest takes 2.1 s at 9600 baud."""

DROP_S = 2.0
"""How long dropping waits for a line to fall silent."""

_ENDINGS = b"\r\n"
_BETWEEN = _ENDINGS + b"\t"  # a tab ends nothing: it may stand within a code
_NONSENSE = b"\0"  # no text can hold it, so that the rest of a code cannot pass for one

Read = Callable[[], bytes]
"""Waits a moment (50 ms) for bytes, and gives those that came, perhaps none."""


class CodeStream:
    """Cuts what a scanner sends into codes.

    Nothing is carried from one call to the next but whole lines that came together. A
    scanner that ended a text with CR once will always do so (until `forget`), so a
    text without it is a part of one, and a part must never pass for a code.

    Args:
        read: Where the bytes come from.
        clock: Monotonic seconds.
    """

    def __init__(self, read: Read, clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._rest = b""
        self._ends_its_texts = False

    def forget(self) -> None:
        """Begin anew: another scanner may hang on the port."""
        self._rest = b""
        self._ends_its_texts = False

    def keep(self, received: bytes) -> None:
        """Put back bytes that somebody else received; too many become nonsense."""
        self._rest += received
        if len(self._rest) > MAX_BYTES:  # nobody asks, and the heap must not grow
            self._rest = _NONSENSE

    def next(self, timeout: float) -> ScannedCode | None:
        """Wait at most `timeout` seconds for a code to begin, and for its end.

        Raises:
            ProtocolError: As `codes.decode`, or the code was cut short or has no end.
        """
        try:
            raw = self._line(self._clock() + timeout)
            return None if raw is None else decode(raw)
        except ProtocolError:
            self._rest = b""  # came with nonsense: it could be the tail of it
            raise

    def drop(self) -> None:
        """Forget what came, until the line has been silent for `IDLE_GAP_S`.

        Raises:
            ProtocolError: It does not fall silent within `DROP_S`.
        """
        start = heard = self._clock()
        self._rest = b""
        while True:
            before = self._clock()
            if self._read():
                heard = self._clock()
            elif before - heard >= IDLE_GAP_S:
                return
            if before - start > DROP_S:
                raise ProtocolError(Reason.BAD_ANSWER, "the line does not fall silent")

    def _line(self, deadline: float) -> bytes | None:
        """One text without its ending; None if none began before the deadline."""
        text = b""
        began = heard = self._clock()
        while True:
            # Silence is measured up to before a look: if this thread is held up after
            # it, the code's next bytes may have come meanwhile.
            before = self._clock()
            received, self._rest = self._rest or self._read(), b""
            now = self._clock()
            if not text:
                received = received.lstrip(_BETWEEN)
                began = now
            if received:
                heard = now
                part, ending, self._rest = _cut(received)
                # One byte too many is kept of a text that is too long, to tell it.
                text = (text + part)[: MAX_BYTES + 1]
                if ending:
                    self._ends_its_texts = True
                    return text
            elif not text and now >= deadline:
                return None
            elif text and before - heard >= self._gap():
                if self._ends_its_texts:
                    raise ProtocolError(Reason.BAD_ANSWER, "a code was cut short")
                return text
            if text and now - began > CODE_S:
                raise ProtocolError(Reason.BAD_ANSWER, "a code without an end")

    def _gap(self) -> float:
        return ENDING_GAP_S if self._ends_its_texts else IDLE_GAP_S


def _cut(received: bytes) -> tuple[bytes, bool, bytes]:
    """What stands before the first ending, whether there is one, and what follows."""
    ends = [at for sign in _ENDINGS if (at := received.find(sign)) >= 0]
    if not ends:
        return received, False, b""
    return received[: min(ends)], True, received[min(ends) + 1 :]
