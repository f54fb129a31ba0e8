"""Deletes once a day what central has no more reason to keep (`store.retention`)."""

from collections.abc import Callable
from datetime import date, datetime

import structlog
from starlette.concurrency import run_in_threadpool

from central.background import LaterError, Loop
from central.settings import RetentionSettings
from central.store.database import Store
from central.store.retention import sweep
from contract.business_day import business_day

log = structlog.get_logger()

LOOK_S = 60.0
"""Between two looks whether a new day has begun, or what failed can be done now."""


class Retention:
    """Deletes at the start, and then once a day in Shanghai.

    Several processes may do it at once.

    Args:
        store: The database.
        days: The days for which each kind is kept.
        now: Central's clock, in UTC.
    """

    def __init__(
        self, store: Store, days: RetentionSettings, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._days = days
        self._now = now
        self._done: date | None = None
        self.loop = Loop("retention", self.round, pause_s=LOOK_S)

    async def round(self) -> bool:
        """Do today's deletion unless it is done; return that no work is left."""
        now = self._now()
        today = business_day(now)
        if today == self._done:
            return False
        counts: dict[str, int] = {}
        batches = sweep(self._store, self._days, now)
        while (step := await run_in_threadpool(next, batches, None)) is not None:
            rule, count = step
            counts[rule] = counts.get(rule, 0) + count
        gone = await run_in_threadpool(self._store.scrub)
        log.info("retention", day=str(today), **counts)
        if not gone:
            raise LaterError("what was deleted still stands in the database's log")
        self._done = today
        return False
