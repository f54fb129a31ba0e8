"""What all effects share: one cache, records for central, serials."""

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
    """The part of the devices' supervisor that effects use."""

    def print(self, ticket: object, receipt: Receipt) -> None:
        """Print a receipt; its end is reported elsewhere, with this ticket."""

    def submit(
        self,
        role: Role,
        job: Callable[[Any], object],
        ticket: object,
        limit_s: float,
    ) -> None:
        """Run a job on a device; its end is reported elsewhere, with this ticket."""


class Ledger:
    """What all parts of the effects write to: the cache, and records for central.

    Args:
        cache: The connection of the runtime's thread.
        terminal: The terminal's name, part of every serial.
        place: Where the terminal stands, printed at the top of receipts.
        demonstration: Whether 演示 is printed on the paper.
        clock: The wall clock, used for labels only.
        sealing_key: The public key that records are sealed to until central publishes
            one.
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
        # Each process counts visits from 1: this keeps their labels distinct.
        self._process = secrets.token_hex(4)

    def can_seal(self) -> bool:
        """Return whether records can be sealed: there is a sealing key."""
        return self._sealing_key() is not None

    def _sealing_key(self) -> bytes | None:
        return sealing_key(
            self.keyring, self._first_sealing_key, demonstration=self.demonstration
        )

    def enqueue(self, key: UUID, item: str, kind: RecordKind, body: Message) -> None:
        """Seal a record and queue it for central."""
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
        """Return the case and the receipt's serial; queue the completion if necessary.

        Call it in the transaction that arms the effect: central receives a record of
        everything that is handed out.
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
        """Return the visit's name in the journal."""
        return f"{self._process}-{token.visit}"

    def serial(self) -> str:
        """Return the next serial of a receipt, for example `hall-01-20261130-00001`."""
        day = f"{business_day(self.clock()):%Y%m%d}"
        number = self.journal.next_serial("receipt")
        return f"{self.terminal}-{day}-{number:05d}"

    def keyed(self, what: str, value: str) -> bytes:
        """Return a hash under the terminal's own key, useless without that key."""
        key = self.keyring.local()
        return hmac.new(key, f"{what}\0{value}".encode(), hashlib.sha256).digest()

    def person(self, applicant: Applicant | None) -> str | None:
        """Return a keyed hash of the applicant in hexadecimal, or None without one."""
        if applicant is None:
            return None
        return self.keyed("person", applicant.number.upper()).hex()
