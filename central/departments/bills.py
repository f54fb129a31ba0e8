"""A department's book of what was paid, for those that keep none of their own."""

import threading
from uuid import UUID

from central.departments.base import Settled, Settlement


class PaidBook:
    """Which payment has paid which bill; used from any thread.

    It lives in memory: what central itself knows to be paid is entered at each start.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paid: dict[str, UUID] = {}

    def is_paid(self, reference: str) -> bool:
        """Whether a bill, or one of what can be chosen, is paid."""
        with self._lock:
            return reference in self._paid

    def enter(self, settlement: Settlement) -> Settled:
        """Enter a payment for its bill, or for all that was chosen of it; once."""
        references = settlement.options or (settlement.reference,)
        with self._lock:
            others = {self._paid.get(each) for each in references}
            if others - {None, settlement.payment}:
                return Settled.PAID_BEFORE
            for each in references:
                self._paid[each] = settlement.payment
        return Settled.ENTERED
