"""The thread of a card reader: reads cards on request, and tracks their presence."""

import threading
from collections.abc import Callable
from typing import Self

from drivers.base import CardReader, Role
from drivers.errors import CardError, Reason
from drivers.supervisor.events import CardFailed, CardLifted, CardRead, CardSeen, Emit
from drivers.supervisor.worker import MISS_PAUSE_S, Worker


class CardReaderWorker(Worker[CardReader]):
    """Reads a card on request, and reports when a card is put down or lifted."""

    def __init__(self, role: Role, make: Callable[[], CardReader], emit: Emit) -> None:
        super().__init__(role, make, emit)
        self._asking = threading.Lock()  # protects `_ticket`
        self._ticket: object | None = None
        self._lying = False

    def read_card(self, ticket: object) -> None:
        """Read the next card that is put down; replaces an earlier request."""
        with self._asking:
            self._ticket = ticket
        self._wake.set()

    def stop_reading(self) -> None:
        """Cancel the request for a card."""
        with self._asking:
            self._ticket = None

    def successor(self) -> Self:
        """Return a new worker, which continues to wait for the requested card."""
        new = super().successor()
        new._ticket = self._ticket
        return new

    def _opened(self, device: CardReader) -> None:
        # The card may have been lifted while the device was gone, and after a restart
        # nothing is known: check, and report in any case.
        self._lying = self._call("card_present", device.card_present)
        self._tell(CardSeen() if self._lying else CardLifted())

    def _rest(self, device: CardReader) -> float:
        ticket = self._ticket
        interval: float = getattr(device, "poll_interval", MISS_PAUSE_S)
        if ticket is not None:
            self._read(device, ticket)
            return interval
        if self._lying:
            self._watch(device)
            return interval
        return super()._rest(device)

    def _worked(self, device: CardReader) -> None:
        if self._call("card_present", device.card_present):
            self._see()
        elif self._lying:
            self._lying = False
            self._tell(CardLifted())

    def _read(self, device: CardReader, ticket: object) -> None:
        try:
            reading = self._call("read_card", device.read_card)
        except CardError as error:
            if error.reason is not Reason.CARD_LIFTED:
                self._see()
            self._tell(CardFailed(ticket, error.reason))
            return
        if reading is None:
            self._watch(device)
            return
        # Even if the request was cancelled: its presence matters to the next visit.
        self._see()
        with self._asking:
            wanted = self._ticket is ticket
            if wanted:
                self._ticket = None
        if wanted:
            self._tell(CardRead(ticket, reading))

    def _see(self) -> None:
        if not self._lying:
            self._lying = True
            self._tell(CardSeen())

    def _watch(self, device: CardReader) -> None:
        if self._lying and not self._call("card_present", device.card_present):
            self._lying = False
            self._tell(CardLifted())
