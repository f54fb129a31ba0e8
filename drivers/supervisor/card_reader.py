"""The thread of a card reader: reads for whoever asks, and watches what lies there."""

import threading
from collections.abc import Callable
from typing import Self

from drivers.base import CardReader, Role
from drivers.errors import CardError, Reason
from drivers.supervisor.events import CardFailed, CardLifted, CardRead, CardSeen, Emit
from drivers.supervisor.worker import MISS_PAUSE_S, Worker


class CardReaderWorker(Worker[CardReader]):
    """Reads a card for whoever asks, and watches the one that lies there."""

    def __init__(self, role: Role, make: Callable[[], CardReader], emit: Emit) -> None:
        super().__init__(role, make, emit)
        self._asking = threading.Lock()  # around whoever asks for a card
        self._ticket: object | None = None
        self._lying = False

    def read_card(self, ticket: object) -> None:
        """Read the next card that is put down; replaces an earlier request."""
        with self._asking:
            self._ticket = ticket
        self._wake.set()

    def stop_reading(self) -> None:
        """Nobody waits for a card any more."""
        with self._asking:
            self._ticket = None

    def successor(self) -> Self:
        """A fresh worker, which goes on to look for the card that is waited for."""
        new = super().successor()
        new._ticket = self._ticket
        return new

    def _opened(self, device: CardReader) -> None:
        # What lay there when the device went away may have been lifted meanwhile,
        # and after a restart nothing is known: look, and say so in any case.
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
        # Also where nobody waits any more: its presence matters to the next visit.
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
