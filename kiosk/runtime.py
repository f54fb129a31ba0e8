"""Does what the state machine asks, and tells it what happened.

One thread and one inbox, for devices, answers, timers and the citizen's taps; what it
publishes is the View. It alone touches the cache and the state.
"""

import heapq
import queue
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import structlog

from drivers import supervisor as devices
from drivers.base import PrintResult, Role
from kiosk import health
from kiosk.business_day import local
from kiosk.central_client import CentralClient
from kiosk.effects import ArmedReceipt, Effects, settled
from kiosk.errands import Errand, Errands
from kiosk.errors import CentralError
from kiosk.flow.actions import (
    Action,
    AskEntitlements,
    ClearCode,
    DropVisit,
    PrintReceipt,
    QueryCentral,
    QueueRequest,
    ReadCard,
    StartTimer,
    StopCode,
    StopTimer,
    StoreRating,
)
from kiosk.flow.events import (
    CardFailed,
    CardLifted,
    CardRead,
    CardSeen,
    DayBegan,
    EntitlementsAnswered,
    Event,
    QueryAnswered,
    QueryFailed,
    StoreFailed,
    Tapped,
    Timer,
    TimerElapsed,
    Token,
    TroublesChanged,
)
from kiosk.flow.machine import Mode, Setting, advance, initial, view
from kiosk.storage import ScreenReport, Storage
from kiosk.view import Tap, Trouble, View
from offline_cache.clock import utc_now
from offline_cache.errors import CacheError

LOOK_EVERY_S = 1.0
"""How often the runtime looks at the cache by itself; a wake comes sooner."""

QUERY_THREADS = 4
"""Queries under way at once: one that hangs must not hold up the next citizen's."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class Look:
    """Look at the cache: something there has changed."""


@dataclass(frozen=True)
class Stop:
    """End."""


Incoming = Event | devices.DeviceEvent | Look | Stop


class Runtime:
    """The terminal's one thread of thought.

    Args:
        setting: What does not change.
        make_supervisor: Makes the devices' supervisor, given where to tell its events.
        storage: The cache; used by the runtime's thread alone.
        client: Asks central.
        backends: Name of each configured role's backend, for reports.
        publish: Told each new View, in the runtime's thread; must not block.
        wake_agent: Called when there is something for the agent to send.
        crashed: Called when the runtime cannot go on; the process should end.
        clock: Monotonic seconds.
        now: The wall clock, for the day alone.
    """

    def __init__(
        self,
        setting: Setting,
        *,
        make_supervisor: Callable[[devices.Emit], devices.Supervisor],
        storage: Callable[[devices.Supervisor], Storage],
        client: CentralClient,
        backends: dict[Role, str],
        publish: Callable[[View], None],
        wake_agent: Callable[[], None],
        crashed: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._inbox: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
        self._devices = make_supervisor(self._inbox.put)
        self._storage = storage(self._devices)
        self._client = client
        self._backends = backends
        self._errands = Errands(self._devices, backends, self._storage.mailbox)
        self._publish = publish
        self._wake_agent = wake_agent
        self._crashed = crashed
        self._clock = clock
        self._now = now
        self._state = initial(setting)
        self._view: View | None = None
        self._timers = Timers(clock)
        self._look_due = clock()
        self._queries = ThreadPoolExecutor(QUERY_THREADS, "query")
        self._thread = threading.Thread(target=self._main, name="runtime")

    def start(self) -> None:
        """Begin to serve."""
        self._devices.start()
        self._thread.start()

    def stop(self) -> None:
        """End, with devices and cache closed."""
        self._devices.stop()  # first: how the last print ended is still written down
        self._inbox.put(Stop())
        self._thread.join()
        self._queries.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    def tap(self, tap: Tap) -> None:
        """The citizen said something; from any thread."""
        self._inbox.put(Tapped(tap))

    def look(self) -> None:
        """Something in the cache has changed; from any thread."""
        self._inbox.put(Look())

    def _main(self) -> None:
        try:
            self._show()
            self._look()
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
            # The inbox before the timers: a tap that came in time counts, though its
            # timer has run out meanwhile.
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
                self._tell(CardRead(token, reading))
            case devices.CardFailed(Token() as token, reason):
                self._tell(CardFailed(token, health.card_problem(reason)))
            case devices.CardSeen():
                self._tell(CardSeen())
            case devices.CardLifted():
                self._tell(CardLifted())
            case devices.PrintDone(ArmedReceipt() as armed, result):
                self._printed(armed, result)
            case devices.JobDone(Errand() as errand):
                self._errands.done(errand, incoming)
            case (
                devices.CardRead()
                | devices.CardFailed()
                | devices.PrintDone()
                | devices.JobDone()
                | devices.CodeRead()
            ):
                raise LookupError(f"{type(incoming).__name__} with a foreign ticket")
            case _:
                self._tell(incoming)

    def _tell(self, event: Event) -> None:
        self._state, actions = advance(self._state, event)
        self._errands.give_way(self._free)
        for action in actions:
            self._do(action)
        self._show()

    def _do(self, action: Action) -> None:
        match action:
            case ReadCard(token):
                self._devices.read_card(token)
            case QueryCentral():
                self._queries.submit(self._query, action)
            case QueueRequest(token):
                self._store(token, lambda effects: effects.queue_request(action))
            case StoreRating(token):
                self._store(token, lambda effects: effects.store_rating(action))
            case PrintReceipt(token):
                self._store(token, lambda effects: effects.print_receipt(action))
            case StartTimer(timer, n, seconds):
                self._timers.start(timer, n, seconds)
            case StopTimer(timer):
                self._timers.stop(timer)
            case AskEntitlements():
                self._coming(action)
            case DropVisit():
                self._devices.stop_reading()
            case StopCode() | ClearCode():
                pass  # nothing listens or is shown yet
            case _:
                raise LookupError(f"nobody carries out {type(action).__name__}")

    def _store(self, token: Token, write: Callable[[Effects], Event | None]) -> None:
        try:
            stored = write(self._storage.effects())
        except CacheError:
            _log.exception("not_written")
            self._inbox.put(StoreFailed(token, Trouble.STORAGE))
            self._look_due = self._clock()
            return
        if stored is not None:
            self._inbox.put(stored)
        self._wake_agent()

    def _coming(self, action: AskEntitlements) -> None:
        """What this terminal itself knows to be coming still."""
        who = action.collection.applicant
        try:
            known = () if who is None else self._storage.effects().coming(who)
        except CacheError:
            _log.exception("entitlements_not_read")
            known = ()
        self._inbox.put(EntitlementsAnswered(action.token, known, reached=False))

    def _printed(self, armed: ArmedReceipt, result: PrintResult) -> None:
        try:
            self._storage.effects().settle(armed, result)
        except CacheError:
            _log.exception("outcome_not_written")
            self._storage.settle_later(armed, result)
        self._wake_agent()
        self._tell(settled(armed, result))
        self._look()

    def _query(self, action: QueryCentral) -> None:
        """In a thread of its own; what comes of it goes through the inbox."""
        try:
            answer = self._client.query(action.query)
        except CentralError as error:
            _log.warning("query_failed", trouble=error.trouble, detail=error.detail)
            self._inbox.put(QueryFailed(action.token, error.trouble))
            self._wake_agent()
        except BaseException:
            # A bug of ours: the citizen must not wait for ever, and the bug be seen.
            self._inbox.put(QueryFailed(action.token, Trouble.CENTRAL))
            _log.critical("query_crashed", exc_info=True)
            raise
        else:
            self._inbox.put(QueryAnswered(action.token, answer))

    def _look(self) -> None:
        statuses = self._devices.statuses()
        report = ScreenReport(
            stage=_snake(type(view(self._state).content).__name__),
            devices=[
                {
                    "role": str(role),
                    "backend": self._backends.get(role, ""),
                    "state": str(status.state),
                    "reason": str(status.reason),
                    "supplies": {k: str(v) for k, v in status.supplies.items()},
                }
                for role, status in statuses.items()
            ],
        )
        troubles = self._storage.look(report) | health.device_troubles(statuses)
        self._look_due = self._clock() + LOOK_EVERY_S
        today = local(self._now()).date()
        if today != self._state.today:
            self._tell(DayBegan(today))
        if troubles != self._state.troubles:
            _log.info("troubles", troubles=sorted(troubles))
            self._tell(TroublesChanged(troubles))
        if Trouble.STORAGE not in troubles:
            self._errands.look(self._free)

    def _free(self, role: Role) -> bool:
        """Whether a technician may test the device: no citizen is waiting for it."""
        mode = self._state.mode
        if mode is Mode.TAKE_CARD:  # the next one waits for this card to be lifted
            return role is not Role.ID_CARD_READER
        return mode is Mode.ATTRACT

    def _show(self) -> None:
        seen = view(self._state)
        if seen != self._view:
            self._view = seen
            self._publish(seen)


def _snake(name: str) -> str:
    """`OutOfService` as `out_of_service`."""
    return re.sub("(?<!^)(?=[A-Z])", "_", name).lower()


class Timers:
    """The timers that run, by name; starting one again replaces it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due: list[tuple[float, Timer, int]] = []

    def start(self, timer: Timer, n: int, seconds: float) -> None:
        """Start, or start again."""
        self.stop(timer)
        heapq.heappush(self._due, (self._clock() + seconds, timer, n))

    def stop(self, timer: Timer) -> None:
        """Stop, if it runs."""
        self._due = [each for each in self._due if each[1] is not timer]
        heapq.heapify(self._due)

    def next_due(self) -> float:
        """When the next one runs out; infinite if none runs."""
        return self._due[0][0] if self._due else float("inf")

    def elapsed(self) -> TimerElapsed | None:
        """The first that has run out, which is stopped by that."""
        if self.next_due() > self._clock():
            return None
        _, timer, n = heapq.heappop(self._due)
        return TimerElapsed(timer, n)
