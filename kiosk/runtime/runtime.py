"""Runs the state machine: sends it events, performs its actions.

One thread and one inbox, for devices, answers, timers and the citizen's taps; it
publishes the View. Only this thread uses the cache and the state.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog

from contract.business_day import business_day
from contract.service_item import ServiceItem
from drivers import supervisor as devices
from drivers.base import CardReading, Role
from drivers.errors import Reason
from kiosk import catalogue, health
from kiosk.effects import (
    ArmedCell,
    ArmedDocument,
    ArmedReceipt,
    ArmedRelease,
    document_result,
    document_settled,
    release_outcome,
    release_settled,
    settled,
)
from kiosk.flow.actions import GuardCard
from kiosk.flow.events import (
    CardFailed,
    CardLifted,
    CardRead,
    CardSeen,
    CatalogueRenewed,
    CodeScanned,
    CodeUnreadable,
    DayBegan,
    Event,
    GuardRead,
    StoreFailed,
    Tapped,
    Token,
    TroublesChanged,
)
from kiosk.flow.machine import Mode, Setting, advance, initial, view
from kiosk.flow.service.events import ClerkSettled
from kiosk.runtime.commands import Commands, TestTicket
from kiosk.runtime.dispatch import Dispatcher, Shown
from kiosk.runtime.orders import PaymentOrders
from kiosk.runtime.queries import Ends, PaymentNews, Queries
from kiosk.runtime.storage import STAGES, ScreenReport, Storage, Write
from kiosk.runtime.timers import Timers
from kiosk.wire import keys as central_keys
from kiosk.wire.client import CentralClient
from offline_cache.errors import CacheError
from view import CardProblem, Tap, Trouble, View

LOOK_EVERY_S = 1.0
"""Seconds between two checks of the cache; a wake causes one sooner."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class Look:
    """Check the cache, which has changed."""


@dataclass(frozen=True)
class Stop:
    """Stop the runtime."""


Incoming = Event | PaymentNews | devices.DeviceEvent | Look | Stop


class Runtime:
    """The thread that runs the state machine.

    Args:
        setting: What does not change.
        make_supervisor: Makes the devices' supervisor, given where to tell its events.
        storage: The cache; used by the runtime's thread alone.
        client: Asks central.
        running: Keys of each configured device's settings, for reports.
        publish: Told each new View, in the runtime's thread; must not block.
        wake_agent: Called when there is something for the agent to send.
        crashed: Called when the runtime cannot go on; the process should end.
        can_print: Whether a font has each character of a name.
        taps: What was said before there was a runtime; answered first of all.
        items_shown: Told, in the runtime's thread, which items the attract screen has.
        clock: Monotonic seconds.
        today: The business day that it is now; without it, by central's time.
    """

    def __init__(
        self,
        setting: Setting,
        *,
        make_supervisor: Callable[[devices.Emit], devices.Supervisor],
        storage: Callable[[devices.Supervisor], Storage],
        client: CentralClient,
        running: dict[Role, dict[str, Any]],
        publish: Callable[[View], None],
        wake_agent: Callable[[], None],
        crashed: Callable[[], None],
        can_print: Callable[[str], bool],
        taps: tuple[Tap, ...] = (),
        items_shown: Callable[[tuple[ServiceItem, ...]], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] | None = None,
    ) -> None:
        self._inbox: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
        self._devices = make_supervisor(self._inbox.put)
        self._storage = storage(self._devices)
        self._client = client
        self._running = running
        self._commands = Commands(self._devices, running, self._storage.mailbox)
        self._publish = publish
        self._wake_agent = wake_agent
        self._crashed = crashed
        self._can_print = can_print
        self._clock = clock
        self._today = today or (lambda: business_day(self._storage.now()))
        self._seed = self._items = setting.catalogue
        self._state = initial(setting)
        self._taps = taps
        self._items_shown = items_shown
        self._view: View | None = None
        self._timers = Timers(clock)
        self._look_due = clock()
        ends = Ends(self._inbox.put, wake_agent)
        self._queries = Queries(client, ends)
        self._payments = PaymentOrders(client, ends)
        self._dispatcher = Dispatcher(
            self._devices,
            self._storage,
            self._queries,
            self._payments,
            self._timers,
            ends,
        )
        self._thread = threading.Thread(target=self._main, name="runtime")

    def start(self) -> None:
        """Start serving."""
        self._devices.start()
        self._thread.start()

    def stop(self) -> None:
        """Stop serving; close the devices and the cache."""
        self._storage.cancel_release()  # otherwise an open door would be waited for
        self._devices.stop()  # first: the outcome of the last print is still recorded
        self._inbox.put(Stop())
        self._thread.join()
        self._payments.stop_following()
        self._queries.close()
        self._client.close()

    def tap(self, tap: Tap) -> None:
        """Take a tap of the citizen. May be called from any thread."""
        self._inbox.put(Tapped(tap))

    def look(self) -> None:
        """Check the cache, which has changed. May be called from any thread."""
        self._inbox.put(Look())

    def _main(self) -> None:
        try:
            for tap in self._taps:
                self._react(Tapped(tap))
            self._show()
            self._tell(DayBegan(self._today()))
            self._look()
            self._items_shown(self._items)
            while not isinstance(incoming := self._next(), Stop):
                self._take(incoming)
                if self._clock() >= self._look_due:
                    self._look()
        except BaseException:
            _log.critical("runtime_crashed", exc_info=True)
            self._crashed()
            raise
        finally:
            self._storage.close()

    def _next(self) -> Incoming:
        while True:
            # The inbox before the timers: a tap made in time counts even if its timer
            # has elapsed in between.
            due = min(self._look_due, self._timers.next_due())
            try:
                return self._inbox.get(timeout=max(0.0, due - self._clock()))
            except queue.Empty:
                if elapsed := self._timers.elapsed():
                    return elapsed
                if self._clock() >= self._look_due:
                    return Look()

    def _take(self, incoming: Incoming) -> None:
        match incoming:
            case Look() | Stop() | devices.StatusChanged():
                self._look()
            case devices.CardRead(Token() as token, reading):
                self._card_read(token, reading)
            case devices.CardRead(GuardCard(visit), reading):
                self._tell(GuardRead(visit, reading.number))
            case devices.CardFailed(GuardCard(), reason):
                _log.info("guard_not_read", reason=reason)
            case devices.CardFailed(Token() as token, reason):
                self._tell(CardFailed(token, health.card_problem(reason)))
            case devices.CardSeen():
                self._tell(CardSeen())
            case devices.CardLifted():
                self._tell(CardLifted())
            case devices.CodeRead(Token() as token, code):
                certificate = central_keys.is_certificate(code.text)
                self._tell(CodeScanned(token, code, certificate))
            case devices.CodeUnreadable(Token() as token):
                self._tell(CodeUnreadable(token))
            case StoreFailed():
                self._tell(incoming)
                self._look()  # troubles should be known at once
            case PaymentNews():
                self._payment_stands(incoming)
            case devices.PrintDone() | devices.JobDone():
                self._job_done(incoming)
            case (
                devices.CardRead()
                | devices.CardFailed()
                | devices.CodeRead()
                | devices.CodeUnreadable()
            ):
                raise _foreign(incoming)
            case _:
                self._tell(incoming)

    def _tell(self, event: Event) -> None:
        self._react(event)
        self._show()

    def _react(self, event: Event) -> None:
        self._state, actions = advance(self._state, event)
        self._commands.give_way(self._free)
        for action in actions:
            self._dispatcher.do(action)

    def _card_read(self, token: Token, reading: CardReading) -> None:
        problem = self._of_no_use(reading)
        if problem is not None:
            self._tell(CardFailed(token, problem))
            self._dispatcher.read_on(token)
        else:
            self._tell(CardRead(token, reading))

    def _of_no_use(self, reading: CardReading) -> CardProblem | None:
        """Return why a readable card cannot be used here, or None."""
        until = reading.valid_to
        if until is not None and until < self._today() and not reading.long_term:
            return CardProblem.EXPIRED
        # Every visit ends with a paper that has the name; without it, no visit begins.
        if not self._can_print(reading.name or reading.english_name or ""):
            return CardProblem.NAME_UNPRINTABLE
        return None

    def _job_done(self, ended: devices.PrintDone | devices.JobDone) -> None:
        """Handle the end of a device's job."""
        match ended:
            case devices.PrintDone(ArmedReceipt() as receipt, result):
                self._settle(
                    settled(receipt, result),
                    lambda effects: effects.papers.settle(receipt, result),
                )
            case devices.JobDone(ArmedDocument() as document):
                came = document_result(ended)
                self._settle(
                    document_settled(document, came),
                    lambda effects: effects.papers.settle_document(document, came),
                )
            case devices.JobDone(ArmedRelease() as release):
                outcome = release_outcome(ended)
                self._settle(
                    release_settled(release, outcome),
                    lambda effects: effects.cells.settle_release(release, outcome),
                )
            case devices.JobDone(ArmedCell() as cell):
                went = release_outcome(ended)
                self._settle(
                    ClerkSettled(cell.token, cell.task, went),
                    lambda effects: effects.clerk.settle_cell(cell, went),
                )
            case devices.JobDone(TestTicket() as ticket):
                self._commands.done(ticket, ended)
            case devices.JobDone(Shown()):
                if ended.reason is not Reason.OK:  # the screen itself shows the amount
                    _log.warning("code_not_shown", reason=ended.reason)
            case _:
                raise _foreign(ended)

    def _payment_stands(self, news: PaymentNews) -> None:
        """Record a payment's state, then go on even if that failed: central has it."""
        token, payment = news.event.token, news.event.payment
        self._dispatcher.write_surely(
            lambda effects: effects.payments.payment_changed(token, news.item, payment)
        )
        self._tell(news.event)

    def _settle(self, event: Event, write: Write) -> None:
        """Record an effect's outcome, then send it to the machine."""
        self._dispatcher.write_surely(write)
        self._tell(event)
        self._look()

    def _look(self) -> None:
        statuses = self._devices.statuses()
        report = ScreenReport(
            stage=STAGES[type(view(self._state).content)],
            devices=[
                {
                    "role": str(role),
                    "backend": self._running.get(role, {}).get("backend", ""),
                    "state": str(status.state),
                    "reason": str(status.reason),
                    "supplies": {k: str(v) for k, v in status.supplies.items()},
                }
                for role, status in statuses.items()
            ],
        )
        troubles = self._storage.look(report) | health.device_troubles(statuses)
        self._look_due = self._clock() + LOOK_EVERY_S
        if Trouble.STORAGE not in troubles:
            self._renew_catalogue()  # before anything on it can be begun
        if troubles != self._state.troubles:
            _log.info("troubles", troubles=sorted(troubles))
            self._tell(TroublesChanged(troubles))
        if (today := self._today()) != self._state.today:
            self._tell(DayBegan(today))
        if Trouble.STORAGE not in troubles:
            self._commands.look(self._free)

    def _renew_catalogue(self) -> None:
        """Report the published catalogue if it has changed."""
        try:
            published = self._storage.published()
        except CacheError:
            _log.exception("not_looked_up")
            return
        items = catalogue.in_use(self._seed, published)
        if items != self._items:
            self._items = items
            _log.info("catalogue", items=len(items))
            self._tell(CatalogueRenewed(items))
            self._items_shown(items)

    def _free(self, role: Role) -> bool:
        """Return whether a technician may test a device: no citizen needs it."""
        mode = self._state.mode
        if mode is Mode.TAKE_CARD:  # the next visit waits for this card to be lifted
            return role is not Role.ID_CARD_READER
        return mode is Mode.ATTRACT

    def _show(self) -> None:
        seen = view(self._state)
        if seen != self._view:
            self._view = seen
            self._publish(seen)


def _foreign(event: object) -> LookupError:
    return LookupError(f"{type(event).__name__} with a foreign ticket")
