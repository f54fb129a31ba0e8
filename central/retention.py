"""Deletes once a day what central has no more reason to know (`store.retention`)."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.concurrency import run_in_threadpool

from central.contract.business_day import business_day
from central.settings import RetentionSettings
from central.store.database import Store
from central.store.errors import ConflictError
from central.store.retention import sweep

log = structlog.get_logger()

LOOK_S = 60.0
"""Between two looks whether a new day has begun, or what failed can be done now."""


class Retention:
    """The background task; several processes may do it at once.

    Args:
        store: The database.
        days: That each kind is kept.
        now: Central's clock, in UTC.
    """

    def __init__(
        self, store: Store, days: RetentionSettings, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._days = days
        self._now = now
        self._done: date | None = None

    async def run(self) -> None:
        """At the start, and then each day in Shanghai, until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(LOOK_S)

    async def round(self) -> None:
        """Do what is to be done today, unless it was."""
        now = self._now()
        today = business_day(now)
        if today == self._done:
            return
        counts: dict[str, int] = {}
        batches = sweep(self._store, self._days, now)
        try:
            while (step := await run_in_threadpool(next, batches, None)) is not None:
                rule, count = step
                counts[rule] = counts.get(rule, 0) + count
            gone = await run_in_threadpool(self._store.scrub)
        except (OperationalError, PoolTimeoutError, ConflictError) as error:
            log.warning("database away", error=type(error).__name__)
            return
        log.info("retention", day=str(today), **counts)
        if gone:
            self._done = today
        else:
            log.warning("what was deleted still stands in the database's log")
