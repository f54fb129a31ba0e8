"""What all effects have in common: one cache, records for central, serials."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from contract import sealing
from contract.business_day import business_day
from contract.model import Applicant, Bilingual, Message
from contract.payment import Payment
from contract.records import CompletionBody, RecordKind
from drivers.base import Receipt, Role
from kiosk.flow.actions import PrintDocument, PrintReceipt, ReleaseCell
from kiosk.flow.events import Token
from kiosk.wire.keys import sealing_key
from offline_cache.database import Cache
from offline_cache.entitlements import Entitlements
from offline_cache.journal import Journal
from offline_cache.keyring import Keyring
from offline_cache.lockout import Lockouts
from offline_cache.manifest import Manifest
from offline_cache.outbox import Outbox


class Devices(Protocol):
    """The part of the devices' supervisor that is needed here."""

    def print(self, ticket: object, receipt: Receipt) -> None:
        """Print a receipt; the end is told elsewhere, with this ticket."""

    def submit(
        self,
        role: Role,
        job: Callable[[Any], object],
        ticket: object,
        limit_s: float,
    ) -> None:
        """Have something done with a device; the end is told with this ticket."""


class Ledger:
    """What every part of the effects writes to: the cache, and records for central.

    Args:
        cache: The connection of the runtime's thread.
        terminal: The terminal's name, part of every serial.
        place: Where it stands, for the receipt's head.
        demonstration: Whether 演示 stands on the paper.
        clock: The wall clock, for labels alone.
        sealing_key: To which records are sealed until central has published one.
    """

    def __init__(
        self,
        cache: Cache,
        *,
        terminal: str,
        place: Bilingual,
        demonstration: bool,
        clock: Callable[[], datetime],
        sealing_key: bytes | None,
    ) -> None:
        self.cache = cache
        self.outbox = Outbox(cache)
        self.journal = Journal(cache)
        self.entitlements = Entitlements(cache, clock)
        self.manifest = Manifest(cache)
        self.lockouts = Lockouts(cache, clock)
        self.keyring = Keyring(cache)
        self.terminal = terminal
        self.place = place
        self.demonstration = demonstration
        self.clock = clock
        self._first_sealing_key = sealing_key
        # Visits are counted from 1 by each process: this tells their labels apart.
        self._process = secrets.token_hex(4)

    def can_seal(self) -> bool:
        """Whether a record can be written: there is a key to seal it to."""
        return self._sealing_key() is not None

    def _sealing_key(self) -> bytes | None:
        return sealing_key(
            self.keyring, self._first_sealing_key, demonstration=self.demonstration
        )

    def enqueue(self, key: UUID, item: str, kind: RecordKind, body: Message) -> None:
        """Queue a record for central, sealed."""
        public = self._sealing_key()
        if public is None:
            raise LookupError("nothing is begun that cannot be written")
        content = sealing.seal(body.model_dump_json().encode(), public)
        named = sealing.key_id(public)
        self.outbox.enqueue(key, item, kind, content, self.clock(), named)

    def entered(
        self,
        action: PrintReceipt | PrintDocument | ReleaseCell,
        payment: Payment | None = None,
    ) -> tuple[UUID, str]:
        """The case and the receipt's serial, with the completion written if need be.

        In the transaction that arms the effect: nothing is handed out that central
        will not hear of.
        """
        serial = action.serial or self.serial()
        if action.entered:
            if action.case is None:
                raise LookupError("a record was written, and nobody knows which")
            return action.case, serial
        case = action.case or uuid4()
        body = CompletionBody(
            applicant=action.applicant,
            serial=serial,
            payment=payment.payment if payment else None,
            amount=payment.amount if payment else None,
        )
        self.enqueue(case, action.item.code, RecordKind.COMPLETION, body)
        if payment is not None:
            self.entitlements.receipt_written(payment.payment, serial)
        return case, serial

    def visit_label(self, token: Token) -> str:
        """The visit's name in the journal."""
        return f"{self._process}-{token.visit}"

    def serial(self) -> str:
        """The next serial of a receipt: `hall-01-20261130-00001`."""
        day = f"{business_day(self.clock()):%Y%m%d}"
        number = self.journal.next_serial("receipt")
        return f"{self.terminal}-{day}-{number:05d}"

    def keyed(self, what: str, value: str) -> bytes:
        """A hash under the terminal's own key, which tells nothing without it."""
        key = self.keyring.local()
        return hmac.new(key, f"{what}\0{value}".encode(), hashlib.sha256).digest()

    def person(self, applicant: Applicant | None) -> str | None:
        """A keyed hash of who it is, in hexadecimal; None for nobody."""
        if applicant is None:
            return None
        return self.keyed("person", applicant.number.upper()).hex()
