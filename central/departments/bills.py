"""A record of paid bills, for departments that keep none of their own."""

import threading
from collections.abc import Mapping
from uuid import UUID

from central.departments.base import Settled, Settlement


class PaidBook:
    """Which payment has paid which bill; thread-safe.

    It is in memory, so the creator passes in what is known to be paid.

    Args:
        paid: The payment of each paid bill.
    """

    def __init__(self, paid: Mapping[str, UUID] | None = None) -> None:
        self._lock = threading.Lock()
        self._paid: dict[str, UUID] = dict(paid or {})

    def is_paid(self, reference: str) -> bool:
        """Return whether a bill, or one of its options, is paid."""
        with self._lock:
            return reference in self._paid

    def enter(self, settlement: Settlement) -> Settled:
        """Enter a payment for its bill, or for all chosen options of it; once."""
        references = settlement.options or (settlement.reference,)
        with self._lock:
            others = {self._paid.get(each) for each in references}
            if others - {None, settlement.payment}:
                return Settled.PAID_BEFORE
            for each in references:
                self._paid[each] = settlement.payment
        return Settled.ENTERED
