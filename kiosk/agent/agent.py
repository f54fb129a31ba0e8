"""`python -m kiosk agent`: the terminal's process without a screen.

Drains the outbox, sends heartbeats, stores central's manifest and catalogue in the
cache, and records there the state of the link to central. It keeps running when the
screen is dead, and reports that as well.
"""

import logging
import math
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from pydantic import ValidationError

from config.settings import Settings
from contract.heartbeat import DeviceReport, Heartbeat, QueueReport
from contract.model import nearest_instant
from kiosk import VERSION, setup
from kiosk.agent.checkpoints import Checkpoints
from kiosk.agent.drain import Drain
from kiosk.agent.link import Link
from kiosk.agent.loop import Loop
from kiosk.agent.refresh import Refresh
from kiosk.errors import CentralError
from kiosk.wire.client import CentralClient
from offline_cache import words
from offline_cache.clock import from_label, to_label, utc_now
from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.outbox import Outbox
from offline_cache.retention import Retention
from offline_cache.status import Status, StatusEntry
from offline_cache.wake import Waker
from view import Trouble

SCREEN_DEAD_S = 20.0
"""Seconds after which a silent screen counts as dead; it reports every 5 s."""

REOPEN_S = 2.0
"""Seconds until a cache that failed or could not be opened is tried again."""

PRUNINGS = 20
"""Commits after each refresh that delete records central has acknowledged."""

TIME_OUT = 3
"""The exit status if records were left when the time was up."""

_LINK_WORDS = {
    Trouble.NETWORK: words.Link.NETWORK,
    Trouble.CENTRAL: words.Link.CENTRAL,
}
"""`CentralError`'s troubles in the words of the cache."""

_log = structlog.get_logger()


class Agent:
    """Runs heartbeat, records and other work in turn, and sleeps until woken.

    Args:
        open_cache: Opens the cache; raises `CacheError`.
        waker: The waker bound as `agent`.
        client: The client for central's API.
        make_drain: Makes the drain over an open cache.
        make_checkpoints: Makes the part that has the journal countersigned.
        heartbeat_s: Seconds between heartbeats.
        refresh_s: Seconds between two refreshes of manifest and catalogue.
        clock: Returns monotonic seconds.
    """

    def __init__(
        self,
        open_cache: Callable[[], Cache],
        waker: Waker,
        client: CentralClient,
        make_drain: Callable[[Cache], Drain],
        make_checkpoints: Callable[[Cache], Checkpoints],
        *,
        heartbeat_s: float,
        refresh_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_cache = open_cache
        self._waker = waker
        self._client = client
        self._link = Link(client)
        self._make_drain = make_drain
        self._make_checkpoints = make_checkpoints
        self._heartbeat_s = heartbeat_s
        self._refresh_s = refresh_s
        self._clock = clock
        self._stopping = threading.Event()
        self._trouble: Trouble | None = None
        self._failing: list[str] | None = None
        self._told = ""

    def stop(self) -> None:
        """Stop after the current batch. May be called from a signal handler."""
        self._stopping.set()
        self._waker.wake("agent")

    def run(self) -> None:
        """Serve until stopped."""
        while not self._stopping.is_set():
            try:
                with self._open_cache() as cache:
                    self._serve(cache)
            except CacheError as error:
                if str(error) != self._told:  # logged once, not every two seconds
                    _log.exception("cache_trouble")
                self._told = str(error)
                self._stopping.wait(REOPEN_S)

    def drain(
        self, timeout_s: float, told: Callable[[int], object] = lambda _: None
    ) -> bool:
        """Send until no record is left outside quarantine.

        Args:
            timeout_s: Seconds after which the drain gives up.
            told: Called after each batch with the number of records left.

        Returns:
            False if records were left when the time was up.
        """
        deadline = self._clock() + timeout_s
        with self._open_cache() as cache:
            drain, outbox = self._make_drain(cache), Outbox(cache)
            while not self._stopping.is_set():
                sent = drain.batch()
                counts = outbox.counts()
                told(counts.queued + counts.leased)
                if not counts.queued and not counts.leased:
                    return True
                left_s = deadline - self._clock()
                if left_s <= 0:
                    return False
                if not sent.settled:
                    self._waker.wait(min(0.2, left_s))
        return False

    def _serve(self, cache: Cache) -> None:
        Outbox(cache).release()  # leases of an agent that was killed
        status = Status(cache)
        beat = Loop("heartbeat", lambda: self._beat(cache, status), self._clock)
        records = Loop("records", self._records(cache, beat), self._clock)
        # After the records: the terminal's own reports about cells come first.
        rest = self._rest(cache)
        loops = (beat, records, *rest)
        while not self._stopping.is_set():
            beat.turn()
            # An unreachable central takes no records either. Any other trouble may
            # concern the heartbeat only, and must not delay citizens' records.
            if self._trouble is not Trouble.NETWORK:
                records.turn()
                if records.due <= self._clock():
                    continue
                for loop in rest:
                    loop.turn()
            self._report(status, loops)
            reachable = loops if self._trouble is not Trouble.NETWORK else (beat,)
            due = min(loop.due for loop in reachable) - self._clock()
            if self._waker.wait(max(0.0, due)):
                # A wake means that there is something to send, or that the link failed.
                beat.wake()
                records.wake()

    def _records(self, cache: Cache, beat: Loop) -> Callable[[], float]:
        drain = self._make_drain(cache)

        def work() -> float:
            sent = drain.batch()
            if sent.trouble is not None:
                # Check whether the link or these records are at fault before reporting
                # it.
                beat.wake()
                beat.turn()
            elif sent.settled:
                return 0.0
            again_s = math.inf if sent.again_in_s is None else sent.again_in_s
            return min(again_s, self._heartbeat_s)

        return work

    def _rest(self, cache: Cache) -> tuple[Loop, ...]:
        """Return the occasional work; its loops start again with each opened cache."""
        refresh = Refresh(cache, self._client)
        checkpoints = self._make_checkpoints(cache)
        retention = Retention(cache)

        def look() -> float:
            if refresh.look():
                self._waker.wake("screen")
            return self._refresh_s

        def countersign() -> float:
            checkpoints.countersign()
            return self._refresh_s

        def forget() -> float:
            # A little each time, so that the agent is never busy for long.
            for _ in range(PRUNINGS):
                if not retention.prune():
                    break
            return self._refresh_s

        works = {"refresh": look, "journal": countersign, "retention": forget}
        return tuple(Loop(name, work, self._clock) for name, work in works.items())

    def _report(self, status: Status, loops: tuple[Loop, ...]) -> None:
        """Record the names of failing loops for `doctor`."""
        failing = [loop.name for loop in loops if loop.failures]
        if failing != self._failing:
            status.put(words.Fact.AGENT, {"failing": failing})
            self._failing = failing

    def _beat(self, cache: Cache, status: Status) -> float:
        trouble, detail = None, ""
        try:
            now = self._link.beat(self._heartbeat(cache, status))
        except CentralError as error:
            trouble, detail = error.trouble, error.reason or error.detail
        else:
            status.put(words.Fact.CENTRAL_TIME, to_label(now))
        self._trouble = trouble
        self._say_link(status, trouble, detail)
        return self._heartbeat_s

    def _heartbeat(self, cache: Cache, status: Status) -> Heartbeat:
        counts = Outbox(cache).counts()
        screen = status.get(words.Fact.SCREEN)
        alive = screen is not None and screen.age < SCREEN_DEAD_S
        return Heartbeat(
            install=cache.install,
            version=VERSION,
            time=nearest_instant(utc_now()),
            screen=_stage(screen) if screen and alive else "dead",
            screen_since=_since(screen, alive=alive),
            devices=_devices(screen) if screen else (),
            queue=QueueReport(
                queued=counts.queued,
                leased=counts.leased,
                quarantined=counts.quarantined,
                oldest=counts.oldest and nearest_instant(counts.oldest),
            ),
            link=self._link.report(),
        )

    def _say_link(self, status: Status, trouble: Trouble | None, detail: str) -> None:
        before = status.get(words.Fact.LINK)
        report = self._link.report()
        said = {} if report is None else report.model_dump()
        word = None if trouble is None else _LINK_WORDS[trouble]
        status.put(words.Fact.LINK, {"trouble": word} | said)
        if before is None or before.field("trouble") != word:
            level = logging.INFO if trouble is None else logging.WARNING
            _log.log(level, "link", trouble=trouble, detail=detail)
            self._waker.wake("screen")


def _since(screen: StatusEntry | None, *, alive: bool) -> datetime | None:
    """Return when the screen entered its stage.

    For a dead one, when it last reported.
    """
    if screen is None:
        return None
    try:
        since = from_label(screen.field("since")) if alive else screen.updated_at
    except (TypeError, ValueError):
        words.report_unknown("since", repr(screen.field("since"))[:80])
        since = screen.updated_at
    return nearest_instant(since)


def _stage(screen: StatusEntry) -> str:
    """Return the screen's stage, or `unknown` for another version's word."""
    return words.read(words.Stage, screen.field("stage")) or "unknown"


def _devices(screen: StatusEntry) -> tuple[DeviceReport, ...]:
    """Return the devices that the screen reports in words central understands."""
    found, said = [], screen.field("devices")
    for each in said if isinstance(said, list) else ():
        try:
            found.append(DeviceReport.model_validate(each))
        except ValidationError:
            words.report_unknown("device", repr(each)[:80])
    return tuple(found)


def _drain_by_hand(agent: Agent, timeout_s: float) -> bool:
    """Drain with a progress bar, if standard error is a terminal."""
    from tqdm import tqdm  # not needed by the agent that serves

    with tqdm(desc="outbox", unit=" records", disable=None) as bar:

        def told(left: int) -> None:
            bar.total = max(bar.total or 0, bar.n + left)
            bar.update(bar.total - left - bar.n)

        return agent.drain(timeout_s, told)


def drain_of(settings: Settings, cache: Cache, client: CentralClient) -> Drain:
    """Return the drain that sends the outbox."""
    return Drain(
        cache,
        client,
        settings.terminal.name,
        batch_size=settings.agent.batch_size,
        retry_first_s=settings.agent.retry_first_s,
        retry_max_s=settings.agent.retry_max_s,
    )


def run(settings: Settings, *, until_drained: bool, timeout_s: float) -> int:
    """Serve until stopped or until the outbox is empty; return the exit status.

    Raises:
        ConfigError: The terminal has no key.
        AlreadyRunningError: Another agent uses this cache.
    """
    with Waker(settings.cache.path) as waker:
        if not until_drained:  # draining is allowed beside the agent that serves
            waker.bind("agent")
        client, signer = setup.central_client(settings), setup.signer(settings)
        agent = Agent(
            partial(setup.open_cache, settings),
            waker,
            client,
            lambda cache: drain_of(settings, cache, client),
            lambda cache: Checkpoints(cache, client, signer),
            heartbeat_s=settings.agent.heartbeat_s,
            refresh_s=settings.agent.refresh_s,
        )
        setup.on_signals(agent.stop)
        try:
            if until_drained:
                return 0 if _drain_by_hand(agent, timeout_s) else TIME_OUT
            agent.run()
        finally:
            client.close()
    return 0
