"""The screen's use of the cache: opened when possible, monitored, reported to.

A full, damaged or missing disk does not end the process: the screen reports the
trouble, and the cache is tried again.
"""

import math
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

import view
from contract.service_item import ServiceItem
from kiosk.catalogue import readable
from kiosk.effects import Effects
from offline_cache.catalogue import Catalogue, Definition
from offline_cache.clock import boot_time, from_label, to_label, utc_now
from offline_cache.database import Cache
from offline_cache.errors import CacheError, file_errors
from offline_cache.keyring import Keyring
from offline_cache.mailbox import Mailbox
from offline_cache.manifest import Manifest
from offline_cache.outbox import Outbox
from offline_cache.status import Status
from offline_cache.words import Fact, Link, Stage, read, report_unknown
from view import Content, Trouble

FREE_BYTES = 16_000_000
"""Free bytes below which nothing new begins, as what has begun must be stored."""

LINK_STALE_S = 120.0
"""Seconds after which the agent's report on the link is out of date."""

REPORT_EVERY_S = 5.0
"""Seconds after which an unchanged report of the screen is renewed."""

LINK_TROUBLES = {Link.NETWORK: Trouble.NETWORK, Link.CENTRAL: Trouble.CENTRAL}
"""The agent's words for the link's troubles."""

STAGES: dict[type[Content], Stage] = {
    view.Attract: Stage.ATTRACT,
    view.ChooseItem: Stage.CHOOSE_ITEM,
    view.PutCard: Stage.PUT_CARD,
    view.ConfirmPerson: Stage.CONFIRM_PERSON,
    view.StillComing: Stage.STILL_COMING,
    view.AskField: Stage.ASK_FIELD,
    view.Waiting: Stage.WAITING,
    view.ChooseOptions: Stage.CHOOSE_OPTIONS,
    view.Review: Stage.REVIEW,
    view.Declare: Stage.DECLARE,
    view.OfferQueue: Stage.OFFER_QUEUE,
    view.Pay: Stage.PAY,
    view.Printing: Stage.PRINTING,
    view.Release: Stage.RELEASE,
    view.Submitting: Stage.SUBMITTING,
    view.PaperTrouble: Stage.PAPER_TROUBLE,
    view.RateVisit: Stage.RATE_VISIT,
    view.TakeCard: Stage.TAKE_CARD,
    view.Message: Stage.MESSAGE,
    view.OutOfService: Stage.OUT_OF_SERVICE,
    view.ServicePin: Stage.SERVICE_PIN,
    view.ServiceMenu: Stage.SERVICE_MENU,
    view.ServiceScan: Stage.SERVICE_SCAN,
    view.ServiceList: Stage.SERVICE_LIST,
    view.ServiceDoor: Stage.SERVICE_DOOR,
    view.ServiceMessage: Stage.SERVICE_MESSAGE,
}
"""The screen's contents in the words of the cache."""

_log = structlog.get_logger()

Write = Callable[[Effects], object]
"""One commit of the effects."""


@dataclass(frozen=True)
class ScreenReport:
    """The screen's state, for the agent to send in heartbeats.

    Attributes:
        stage: What the screen shows.
        devices: One entry per device: role, backend, state, reason, supplies.
    """

    stage: Stage
    devices: list[dict[str, object]]


class Storage:
    """The cache's connection of the runtime's thread, and its troubles.

    Args:
        open_cache: Opens the cache; raises `CacheError`.
        make_effects: Makes the effects over an open cache.
        queue_limit: Unacknowledged records at which no visit begins.
    """

    def __init__(
        self,
        open_cache: Callable[[], Cache],
        make_effects: Callable[[Cache], Effects],
        *,
        queue_limit: int,
    ) -> None:
        self._open_cache = open_cache
        self._make_effects = make_effects
        self._queue_limit = queue_limit
        self._cache: Cache | None = None
        self._effects: Effects | None = None
        self._unwritten: list[Write] = []
        self._last_error = ""
        self._stage = ""
        self._stage_since = ""
        self._definitions: list[Definition] = []
        self._published: tuple[ServiceItem, ...] = ()
        self._central_time: tuple[datetime, float] | None = None

    def effects(self) -> Effects:
        """Return the effects; open the cache and recover from a crash if needed.

        Raises:
            CacheError: The cache cannot be opened now.
        """
        if self._effects is None:
            cache = self._open_cache()
            effects = self._make_effects(cache)
            try:
                effects.recover()
            except BaseException:
                cache.close()
                raise
            self._cache, self._effects = cache, effects
        return self._effects

    def mailbox(self) -> Mailbox:
        """Return the commands that other processes post for this one.

        Raises:
            CacheError: The cache cannot be opened now.
        """
        return Mailbox(self._opened())

    def verification_keys(self) -> tuple[bytes, ...]:
        """Return central's public keys, newest first; empty until they were received.

        Raises:
            CacheError: The cache cannot be used now.
        """
        return Keyring(self._opened()).verification_keys()

    def published(self) -> tuple[ServiceItem, ...]:
        """Return the published service items that have been received.

        The tuple is the same object as long as nothing has changed.

        Raises:
            CacheError: The cache cannot be used now.
        """
        definitions = Catalogue(self._opened()).definitions()
        if definitions != self._definitions:
            self._definitions, self._published = definitions, readable(definitions)
        return self._published

    def write_later(self, write: Write) -> None:
        """Keep a write that failed, until it succeeds.

        It may outlive its visit, so it must hold no personal data.
        """
        self._unwritten.append(write)

    def cancel_release(self) -> None:
        """Stop following a door.

        May be called from any thread, when the screen ends.
        """
        effects = self._effects
        if effects is not None:
            effects.cancel_release()

    def look(self, report: ScreenReport) -> frozenset[Trouble]:
        """Report the screen's state; return the troubles of disk, queue and link."""
        try:
            found = self._look(report)
        except CacheError as error:
            if str(error) != self._last_error:
                _log.exception("cache_trouble")
            self._last_error = str(error)
            return frozenset({Trouble.STORAGE})
        if self._last_error:
            _log.info("cache_back")
        self._last_error = ""
        return found

    def _opened(self) -> Cache:
        self.effects()
        if self._cache is None:
            raise LookupError("effects without a cache")
        return self._cache

    def _look(self, report: ScreenReport) -> frozenset[Trouble]:
        cache = self._opened()
        while self._unwritten:
            self._unwritten[0](self.effects())
            self._unwritten.pop(0)
        status = Status(cache)
        self._report(status, report)
        troubles = set()
        with file_errors("the database's folder"):
            free = shutil.disk_usage(cache.path.parent).free
        if free < FREE_BYTES:
            troubles.add(Trouble.STORAGE)
        if not Outbox(cache).has_room(self._queue_limit):
            troubles.add(Trouble.QUEUE_FULL)
        if not self.effects().can_seal():
            troubles.add(Trouble.SEALING_KEY)
        if Manifest(cache).key() is None:
            troubles.add(Trouble.MANIFEST)
        self._read_central_time(status)
        link = status.get(Fact.LINK)
        if link is not None and link.age < LINK_STALE_S:
            bad = read(Link, link.field("trouble"))
            troubles |= set() if bad is None else {LINK_TROUBLES[bad]}
        return frozenset(troubles)

    def _read_central_time(self, status: Status) -> None:
        entry = status.get(Fact.CENTRAL_TIME)
        if entry is None or math.isinf(entry.age):
            self._central_time = None  # not received since the machine started
            return
        try:
            time_then = from_label(entry.value) + timedelta(seconds=entry.age)
        except (TypeError, ValueError, OverflowError):
            report_unknown(Fact.CENTRAL_TIME, repr(entry.value)[:80])
            self._central_time = None
            return
        self._central_time = time_then, boot_time().seconds

    def now(self) -> datetime:
        """Return the time by central's clock if it was received, else by our own.

        Used for what is shown and printed and for cards' validity. May be called from
        any thread.
        """
        if self._central_time is None:
            return utc_now()
        then, read_at = self._central_time
        return then + timedelta(seconds=boot_time().seconds - read_at)

    def _report(self, status: Status, report: ScreenReport) -> None:
        entry = status.get(Fact.SCREEN)
        if report.stage != self._stage:
            self._stage, self._stage_since = report.stage, to_label(utc_now())
        value = {
            "stage": report.stage,
            "since": self._stage_since,
            "devices": report.devices,
        }
        if entry is None or entry.value != value or entry.age > REPORT_EVERY_S:
            status.put(Fact.SCREEN, value)

    def close(self) -> None:
        """Close the connection."""
        if self._cache is not None:
            self._cache.close()
            self._cache = self._effects = None
