"""What may hang in a receipt printer, known for longer than any driver of it."""

import threading
from enum import Enum, auto


class Hanging(Enum):
    """What may hang in a receipt printer, uncut."""

    NOTHING = auto()  # all that was printed is cut off
    SOMETHING = auto()  # part of a receipt, or it is not known
    CUT_SENT = auto()  # the same, and a cut was sent; whether it was done is not known
    CUT_UNANSWERED = auto()  # the same, and the printer, though well, did not answer


class Leftover:
    """Part of a receipt that may hang in a printer; it names a person.

    It is known of the paper and not of a connection: it outlives each driver of the
    printer, whose supervisor hands it on. So what hangs there is cut off once for each
    start of the program and each print, however often the printer is found again.
    What was before the program is not known. May be used from any thread: a driver
    that hangs is replaced while it still has this.
    """

    def __init__(self) -> None:
        self._hanging = Hanging.SOMETHING
        self._lock = threading.Lock()

    @property
    def hanging(self) -> Hanging:
        """What is known now."""
        return self._hanging

    def begin(self) -> None:
        """Say, before the first dot of a receipt, that it will hang there."""
        with self._lock:
            self._hanging = Hanging.SOMETHING

    def renew(self) -> None:
        """A receipt is to be printed: what hangs there may be cut once more."""
        with self._lock:
            if self._hanging is not Hanging.NOTHING:
                self._hanging = Hanging.SOMETHING

    def claim_cut(self) -> bool:
        """Whether the caller may send a cut now; nobody may once more."""
        with self._lock:
            may = self._hanging is Hanging.SOMETHING
            if may:
                self._hanging = Hanging.CUT_SENT
            return may

    def unanswered(self) -> None:
        """The printer is well, and did not answer to the cut that was claimed."""
        with self._lock:
            if self._hanging is Hanging.CUT_SENT:
                self._hanging = Hanging.CUT_UNANSWERED

    def clear(self) -> None:
        """The paper is cut, as the printer itself confirmed, or is taken out."""
        with self._lock:
            self._hanging = Hanging.NOTHING
