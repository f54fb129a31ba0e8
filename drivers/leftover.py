"""What may hang in a receipt printer; the state outlives its drivers."""

import threading
from enum import Enum, auto


class Hanging(Enum):
    """The paper that may hang in a receipt printer, uncut."""

    NOTHING = auto()  # everything printed is cut off
    SOMETHING = auto()  # part of a receipt, or not known
    CUT_SENT = auto()  # the same, and a cut was sent, with unknown result
    CUT_UNANSWERED = auto()  # the same, but the printer, though well, did not answer


class Leftover:
    """Part of a receipt that may hang in a printer; it holds personal data.

    It is a state of the paper, not of a connection: it outlives each driver of the
    printer and is passed on by the supervisor. So what hangs there is cut off once for
    each start of the program and each print, however often the printer reconnects. The
    state at the start of the program is not known. It may be used from any thread: a
    hung driver is replaced while it still holds this.
    """

    def __init__(self) -> None:
        self._hanging = Hanging.SOMETHING
        self._lock = threading.Lock()

    @property
    def hanging(self) -> Hanging:
        """Return the present state."""
        return self._hanging

    def begin(self) -> None:
        """Record, before the first dot of a receipt, that it will hang there."""
        with self._lock:
            self._hanging = Hanging.SOMETHING

    def renew(self) -> None:
        """Allow one more cut, as a receipt is to be printed."""
        with self._lock:
            if self._hanging is not Hanging.NOTHING:
                self._hanging = Hanging.SOMETHING

    def claim_cut(self) -> bool:
        """Return whether the caller may send a cut now; later callers may not."""
        with self._lock:
            may = self._hanging is Hanging.SOMETHING
            if may:
                self._hanging = Hanging.CUT_SENT
            return may

    def unanswered(self) -> None:
        """Record that the printer, though well, did not answer the claimed cut."""
        with self._lock:
            if self._hanging is Hanging.CUT_SENT:
                self._hanging = Hanging.CUT_UNANSWERED

    def clear(self) -> None:
        """Record that the paper was cut, confirmed by the printer, or taken out."""
        with self._lock:
            self._hanging = Hanging.NOTHING
