"""What all effects have in common: one cache, records for central, serials."""

import hashlib
import hmac
import secrets
import threading
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
from kiosk.service_pin import PinSource
from kiosk.wire.keys import sealing_key
from offline_cache.database import Cache
from offline_cache.entitlements import Entitlements
from offline_cache.journal import Journal
from offline_cache.keyring import Keyring
from offline_cache.lockout import Lockouts
from offline_cache.manifest import Manifest
from offline_cache.outbox import Outbox
from offline_cache.pin_lockout import PinLockout


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
    """The base of every part of the effects.

    Args:
        cache: The connection of the runtime's thread.
        devices: Print and open.
        terminal: The terminal's name, part of every serial.
        place: Where it stands, for the receipt's head.
        demonstration: Whether 演示 stands on the paper.
        clock: The wall clock, for labels alone.
        sealing_key: To which records are sealed until central has published one.
        pin: Knows the service mode's PIN; without it nobody gets in.
    """

    def __init__(
        self,
        cache: Cache,
        devices: Devices,
        *,
        terminal: str,
        place: Bilingual,
        demonstration: bool,
        clock: Callable[[], datetime],
        sealing_key: bytes | None,
        pin: PinSource | None = None,
    ) -> None:
        self._cache = cache
        self._outbox = Outbox(cache)
        self._journal = Journal(cache)
        self._entitlements = Entitlements(cache, clock)
        self._manifest = Manifest(cache)
        self._lockouts = Lockouts(cache, clock)
        self._keyring = Keyring(cache)
        self._devices = devices
        self._terminal = terminal
        self._place = place
        self._demonstration = demonstration
        self._clock = clock
        self._pin = pin
        self._pin_lockout = PinLockout(cache)
        self._first_sealing_key = sealing_key
        # Visits are counted from 1 by each process: this tells their labels apart.
        self._process = secrets.token_hex(4)
        self._door_cancelled = threading.Event()

    def can_seal(self) -> bool:
        """Whether a record can be written: there is a key to seal it to."""
        return self._sealing_key() is not None

    def _sealing_key(self) -> bytes | None:
        return sealing_key(
            self._keyring, self._first_sealing_key, demonstration=self._demonstration
        )

    def _enqueue(self, key: UUID, item: str, kind: RecordKind, body: Message) -> None:
        public = self._sealing_key()
        if public is None:
            raise LookupError("nothing is begun that cannot be written")
        content = sealing.seal(body.model_dump_json().encode(), public)
        named = sealing.key_id(public)
        self._outbox.enqueue(key, item, kind, content, self._clock(), named)

    def _entered(
        self,
        action: PrintReceipt | PrintDocument | ReleaseCell,
        payment: Payment | None = None,
    ) -> tuple[UUID, str]:
        """The case and the receipt's serial, with the completion written if need be.

        In the transaction that arms the effect: nothing is handed out that central
        will not hear of.
        """
        serial = action.serial or self._serial()
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
        self._enqueue(case, action.item.code, RecordKind.COMPLETION, body)
        if payment is not None:
            self._entitlements.receipt_written(payment.payment, serial)
        return case, serial

    def _visit(self, token: Token) -> str:
        return f"{self._process}-{token.visit}"

    def _serial(self) -> str:
        day = f"{business_day(self._clock()):%Y%m%d}"
        number = self._journal.next_serial("receipt")
        return f"{self._terminal}-{day}-{number:05d}"

    def _keyed(self, what: str, value: str) -> bytes:
        """A hash under the terminal's own key, which tells nothing without it."""
        key = self._keyring.local()
        return hmac.new(key, f"{what}\0{value}".encode(), hashlib.sha256).digest()

    def _person(self, applicant: Applicant | None) -> str | None:
        if applicant is None:
            return None
        return self._keyed("person", applicant.number.upper()).hex()
