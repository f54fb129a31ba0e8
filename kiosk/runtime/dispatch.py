"""Carries out what the state machine asks for: devices, the cache, central, timers.

What comes of it goes through the runtime's inbox.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from uuid import UUID

import structlog

from contract.entitlements import Entitlement
from drivers.base import QrDisplay, Role
from kiosk.effects import Effects
from kiosk.flow.actions import (
    Action,
    AskEntitlements,
    CheckCode,
    ClearCode,
    ClosePayment,
    CollectDocument,
    ConfirmRelease,
    DropVisit,
    FollowPayment,
    IssueDocument,
    LookUpHoldings,
    PrintDocument,
    PrintReceipt,
    QueryCentral,
    QueueRequest,
    ReadCard,
    ReadCode,
    ReleaseCell,
    RequestPayment,
    ShowCode,
    StartTimer,
    StopCode,
    StopTimer,
    StoreRating,
)
from kiosk.flow.events import DoorSeen, Event, PaymentFailed, StoreFailed, Token
from kiosk.flow.service.actions import (
    AskPin,
    CheckPin,
    ConfirmClerk,
    CountCells,
    ListCells,
    LookUpLabel,
    OpenForClerk,
)
from kiosk.runtime.orders import PaymentOrders
from kiosk.runtime.queries import Ends, Queries
from kiosk.runtime.storage import Storage, Write
from kiosk.runtime.timers import Timers
from offline_cache.errors import CacheError
from view import Trouble

SHOW_S = 30.0
"""For a display to show a code: a line of text takes it a tenth of a second."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class Shown:
    """A code is shown, or taken away again; the ticket of the display's job."""


class Devices(Protocol):
    """The part of the devices' supervisor that is needed here."""

    def read_card(self, ticket: object) -> None:
        """Read the next card."""

    def stop_reading(self) -> None:
        """Nobody waits for a card any more."""

    def read_code(self, ticket: object) -> None:
        """Listen to the scanner."""

    def stop_reading_code(self) -> None:
        """Nobody waits for a code any more."""

    def submit(
        self,
        role: Role,
        job: Callable[[Any], object],
        ticket: object,
        limit_s: float,
    ) -> None:
        """Have something done with a device; the end is told with this ticket."""


class Dispatcher:
    """Does one action after the other; used by the runtime's thread alone.

    Args:
        devices: The terminal's devices.
        storage: The cache.
        queries: Questions to central.
        payments: PaymentOrders at central.
        timers: Run for the machine.
        ends: Where what came of it is told.
    """

    def __init__(
        self,
        devices: Devices,
        storage: Storage,
        queries: Queries,
        payments: PaymentOrders,
        timers: Timers,
        ends: Ends,
    ) -> None:
        self._devices = devices
        self._storage = storage
        self._queries = queries
        self._payments = payments
        self._timers = timers
        self._ends = ends
        self._card_for: Token | None = None
        self._code_shown = False

    def read_on(self, token: Token) -> None:
        """A card was read and is of no use: read the next one for who asked for it."""
        if self._card_for == token:  # else nobody waits for it any more
            self._devices.read_card(token)

    def do(self, action: Action) -> None:
        """Do what the machine asks for."""
        match action:
            case ReadCard(token):
                self._card_for = token
                self._devices.read_card(token)
            case ReadCode(token):
                self._devices.read_code(token)
            case StopCode():
                self._devices.stop_reading_code()
            case ShowCode(code):
                self._code_shown = True
                self._display(lambda display: display.show(code))
            case ClearCode():
                self._clear_code()
            case StartTimer(timer, n, seconds):
                self._timers.start(timer, n, seconds)
            case StopTimer(timer):
                self._timers.stop(timer)
            case DropVisit():
                self._drop()
            case (
                RequestPayment()
                | FollowPayment()
                | ClosePayment()
                | AskEntitlements()
                | QueryCentral()
                | IssueDocument()
                | CollectDocument()
            ):
                self._query(action)
            case _:
                self._write(action)

    def _write(self, action: Action) -> None:
        """What the cache is needed for, and answers at once."""
        match action:
            case LookUpHoldings(token):
                self._store(token, lambda effects: effects.holdings(action))
            case CheckCode(token):
                self._store(token, lambda effects: effects.check_code(action))
            case QueueRequest(token):
                self._store(token, lambda effects: effects.queue_request(action))
            case StoreRating(token):
                self._store(token, lambda effects: effects.store_rating(action))
            case PrintReceipt(token):
                self._store(token, lambda effects: effects.print_receipt(action))
            case PrintDocument(token):
                self._store(token, lambda effects: effects.print_document(action))
            case ReleaseCell(token):
                seen = partial(self._ends.tell, DoorSeen(token))
                self._store(token, lambda effects: effects.release(action, seen))
            case ConfirmRelease():
                self.write_surely(lambda effects: effects.confirm_release(action))
            case _:
                self._serve_clerk(action)

    def _serve_clerk(self, action: Action) -> None:
        """The same for the service mode."""
        match action:
            case AskPin(token):
                self._store(token, lambda effects: effects.pin_stands(action))
            case CheckPin(token):
                self._store(token, lambda effects: effects.check_pin(action))
            case CountCells(token):
                self._store(token, lambda effects: effects.count_cells(action))
            case ListCells(token):
                self._store(token, lambda effects: effects.list_cells(action))
            case LookUpLabel(token):
                self._store(token, lambda effects: effects.look_up_label(action))
            case OpenForClerk(token):
                seen = partial(self._ends.tell, DoorSeen(token))
                self._store(token, lambda effects: effects.open_for_clerk(action, seen))
            case ConfirmClerk():
                self.write_surely(lambda effects: effects.confirm_clerk(action))
            case _:
                raise LookupError(f"nobody does {type(action).__name__}")

    def _query(self, action: Action) -> None:
        """What central is asked for; the answer comes through the inbox."""
        match action:
            case QueryCentral():
                self._queries.query(action)
            case AskEntitlements():
                self._queries.entitlements(
                    action, self._coming(action), self._handed_out()
                )
            case IssueDocument():
                self._queries.issue(action, self._keys())
            case CollectDocument():
                self._queries.collect(action, self._keys())
            case RequestPayment():
                self._request_payment(action)
            case FollowPayment(token, payment, state):
                self._payments.follow(token, payment, state)
            case ClosePayment(token, payment):
                self._payments.close_order(token, payment)
            case _:
                raise LookupError(f"nobody asks for {type(action).__name__}")

    def _request_payment(self, action: RequestPayment) -> None:
        try:
            request = self._storage.effects().intend_payment(action)
        except CacheError:
            _log.exception("not_written")
            self._ends.tell(PaymentFailed(action.token, Trouble.STORAGE))
        else:
            self._payments.request(action.token, request)

    def _coming(self, action: AskEntitlements) -> tuple[Entitlement, ...]:
        applicant = action.collection.applicant
        if applicant is None:
            return ()
        try:
            return self._storage.effects().coming(applicant)
        except CacheError:
            _log.exception("not_looked_up")
            return ()

    def _handed_out(self) -> frozenset[UUID]:
        try:
            return self._storage.effects().handed_out()
        except CacheError:
            _log.exception("not_looked_up")
            return frozenset()

    def _keys(self) -> tuple[bytes, ...]:
        try:
            return self._storage.verification_keys()
        except CacheError:  # central is asked for them instead
            _log.exception("not_looked_up")
            return ()

    def _drop(self) -> None:
        """The visit is over: stop everything that runs for it."""
        self._card_for = None
        self._devices.stop_reading()
        self._devices.stop_reading_code()
        self._payments.stop_following()
        self._queries.drop()
        self._clear_code()

    def _clear_code(self) -> None:
        if self._code_shown:
            self._code_shown = False
            self._display(lambda display: display.clear())

    def _display(self, job: Callable[[QrDisplay], object]) -> None:
        self._devices.submit(Role.QR_DISPLAY, job, Shown(), SHOW_S)

    def _store(self, token: Token, write: Callable[[Effects], Event | None]) -> None:
        try:
            stored = write(self._storage.effects())
        except CacheError:
            _log.exception("not_written")
            self._ends.tell(StoreFailed(token, Trouble.STORAGE))
            return
        if stored is not None:
            self._ends.tell(stored)
        self._ends.wake_agent()

    def write_surely(self, write: Write) -> None:
        """Write what has happened, now or as soon as it can be written."""
        try:
            write(self._storage.effects())
        except CacheError:
            _log.exception("outcome_not_written")
            self._storage.write_later(write)
        self._ends.wake_agent()
