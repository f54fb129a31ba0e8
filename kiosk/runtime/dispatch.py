"""Performs the state machine's actions: devices, the cache, central, timers.

Results are returned through the runtime's inbox.
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
    GuardCard,
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
"""Seconds for a display to show a code; a line of text takes a tenth of a second."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class Shown:
    """The ticket of a display's job: show a code or clear it."""


class Devices(Protocol):
    """The part of the devices' supervisor that actions use."""

    def read_card(self, ticket: object) -> None:
        """Read the next card."""

    def stop_reading(self) -> None:
        """Stop reading cards."""

    def read_code(self, ticket: object) -> None:
        """Start reading codes with the scanner."""

    def stop_reading_code(self) -> None:
        """Stop reading codes."""

    def submit(
        self,
        role: Role,
        job: Callable[[Any], object],
        ticket: object,
        limit_s: float,
    ) -> None:
        """Run a job on a device; its end is reported with this ticket."""


class Dispatcher:
    """Performs one action after another; used by the runtime's thread only.

    Args:
        devices: The terminal's devices.
        storage: The cache.
        queries: Sends queries to central.
        payments: Requests and follows payments at central.
        timers: The state machine's timers.
        ends: Receives the results.
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
        self._card_for: Token | GuardCard | None = None
        self._code_shown = False
        self._handlers = self._table()

    def _table(self) -> dict[type[Action], Callable[[Any], None]]:
        """Return the handler of each kind of action."""
        return {
            ReadCard: lambda action: self._read_card(action.token),
            GuardCard: self._read_card,
            ReadCode: lambda action: self._devices.read_code(action.token),
            StopCode: lambda _: self._devices.stop_reading_code(),
            ShowCode: self._show_code,
            ClearCode: lambda _: self._clear_code(),
            StartTimer: lambda act: self._timers.start(act.timer, act.n, act.seconds),
            StopTimer: lambda action: self._timers.stop(action.timer),
            DropVisit: lambda _: self._drop(),
            # Central is called; its answer arrives through the inbox.
            QueryCentral: self._queries.query,
            AskEntitlements: self._ask_entitlements,
            IssueDocument: lambda act: self._queries.issue(act, self._keys()),
            CollectDocument: lambda act: self._queries.collect(act, self._keys()),
            RequestPayment: self._request_payment,
            FollowPayment: lambda act: self._payments.follow(
                act.token, act.payment, act.state
            ),
            ClosePayment: lambda act: self._payments.close_order(
                act.token, act.payment
            ),
            # The cache answers at once.
            LookUpHoldings: self._stored(lambda effects: effects.cells.holdings),
            CheckCode: self._stored(lambda effects: effects.cells.check_code),
            QueueRequest: self._stored(lambda effects: effects.requests.queue_request),
            StoreRating: self._stored(lambda effects: effects.requests.store_rating),
            PrintReceipt: self._stored(lambda effects: effects.papers.print_receipt),
            PrintDocument: self._stored(lambda effects: effects.papers.print_document),
            ReleaseCell: self._opened(lambda effects: effects.cells.release),
            ConfirmRelease: self._surely(lambda effects: effects.cells.confirm_release),
            # The service mode.
            AskPin: self._stored(lambda effects: effects.staff.pin_stands),
            CheckPin: self._stored(lambda effects: effects.staff.check_pin),
            CountCells: self._stored(lambda effects: effects.clerk.count_cells),
            ListCells: self._stored(lambda effects: effects.clerk.list_cells),
            LookUpLabel: self._stored(lambda effects: effects.clerk.look_up_label),
            OpenForClerk: self._opened(lambda effects: effects.clerk.open_for_clerk),
            ConfirmClerk: self._surely(lambda effects: effects.clerk.confirm_clerk),
        }

    def _stored(
        self, part: Callable[[Effects], Callable[[Any], Event | None]]
    ) -> Callable[[Any], None]:
        return lambda action: self._store(
            action.token, lambda effects: part(effects)(action)
        )

    def _opened(
        self,
        part: Callable[[Effects], Callable[[Any, Callable[[], object]], Event | None]],
    ) -> Callable[[Any], None]:
        def opened(action: Any) -> None:
            seen = partial(self._ends.tell, DoorSeen(action.token))
            self._store(action.token, lambda effects: part(effects)(action, seen))

        return opened

    def _surely(
        self, part: Callable[[Effects], Callable[[Any], object]]
    ) -> Callable[[Any], None]:
        return lambda action: self.write_surely(lambda effects: part(effects)(action))

    def _read_card(self, ticket: Token | GuardCard) -> None:
        self._card_for = ticket
        self._devices.read_card(ticket)

    def _show_code(self, action: ShowCode) -> None:
        self._code_shown = True
        self._display(lambda display: display.show(action.code))

    def read_on(self, token: Token) -> None:
        """Read the next card for the same token, as the last one is not usable."""
        if self._card_for == token:  # otherwise the card is no longer awaited
            self._devices.read_card(token)

    def do(self, action: Action) -> None:
        """Perform an action."""
        self._handlers[type(action)](action)

    def _request_payment(self, action: RequestPayment) -> None:
        try:
            request = self._storage.effects().payments.intend_payment(action)
        except CacheError:
            _log.exception("not_written")
            self._ends.tell(PaymentFailed(action.token, Trouble.STORAGE))
        else:
            self._payments.request(action.token, request)

    def _ask_entitlements(self, action: AskEntitlements) -> None:
        self._queries.entitlements(action, self._coming(action), self._handed_out())

    def _coming(self, action: AskEntitlements) -> tuple[Entitlement, ...]:
        applicant = action.collection.applicant
        if applicant is None:
            return ()
        try:
            return self._storage.effects().payments.coming(applicant)
        except CacheError:
            _log.exception("not_looked_up")
            return ()

    def _handed_out(self) -> frozenset[UUID]:
        try:
            return self._storage.effects().papers.handed_out()
        except CacheError:
            _log.exception("not_looked_up")
            return frozenset()

    def _keys(self) -> tuple[bytes, ...]:
        try:
            return self._storage.verification_keys()
        except CacheError:  # then they are fetched from central
            _log.exception("not_looked_up")
            return ()

    def _drop(self) -> None:
        """End the visit: stop everything that runs for it."""
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
        """Record what has happened, now or as soon as the cache can be written."""
        try:
            write(self._storage.effects())
        except CacheError:
            _log.exception("outcome_not_written")
            self._storage.write_later(write)
        self._ends.wake_agent()
