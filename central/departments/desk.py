"""Asking departments without being held up by them."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from central.contract.queries import Query, QueryAnswer
from central.departments.base import Department
from central.departments.errors import (
    BusyError,
    FailedError,
    NotConnectedError,
    SlowError,
    UnknownItemError,
)

log = structlog.get_logger()

OPEN_QUESTIONS = 32
"""At one department at a time; also what a hanging one can cost us in threads."""


class Desk:
    """Knows which department answers for an item, and asks it in a worker thread.

    Args:
        departments: Those that are connected.
        timeout_s: How long one question may take, in seconds.
        now: Central's clock, in UTC.
    """

    def __init__(
        self,
        departments: Iterable[Department],
        timeout_s: float,
        now: Callable[[], datetime],
    ) -> None:
        self._counters = {d.code: _Counter(d, timeout_s, now) for d in departments}

    def knows(self, item: str) -> bool:
        """False only if the item's department is connected and has no such item."""
        counter = self._counters.get(_department_of(item))
        return counter is None or item in counter.department.items

    async def ask(self, query: Query) -> QueryAnswer:
        """Ask the department that answers for the item.

        Raises:
            DepartmentError: It has not answered; see `departments.errors`.
        """
        counter = self._counters.get(_department_of(query.item))
        if counter is None:
            raise NotConnectedError(_department_of(query.item))
        if query.item not in counter.department.items:
            raise UnknownItemError(query.item)
        return await counter.ask(query)


class _Counter:
    """One department, with the questions that are open there."""

    def __init__(
        self, department: Department, timeout_s: float, now: Callable[[], datetime]
    ) -> None:
        self.department = department
        self._timeout_s = timeout_s
        self._now = now
        self._places = threading.BoundedSemaphore(OPEN_QUESTIONS)

    async def ask(self, query: Query) -> QueryAnswer:
        if not self._places.acquire(blocking=False):
            raise BusyError(self.department.code)
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[QueryAnswer] = loop.create_future()

        def tell(answer: QueryAnswer | None) -> None:
            if answered.done():
                return  # given up meanwhile
            if answer is None:
                answered.set_exception(FailedError(self.department.code))
            else:
                answered.set_result(answer)

        def work() -> None:
            answer = None
            try:
                answer = self._answer(query)
            finally:
                self._places.release()
                if not loop.is_closed():
                    loop.call_soon_threadsafe(tell, answer)

        # A daemon, not a pool's thread: one that hangs must not keep central from
        # ending, and a cancelled wait cannot stop it.
        threading.Thread(target=work, name=self.department.code, daemon=True).start()
        try:
            return await asyncio.wait_for(answered, self._timeout_s)
        except TimeoutError as error:
            raise SlowError(self.department.code) from error

    def _answer(self, query: Query) -> QueryAnswer | None:
        now = self._now()
        try:
            answer = self.department.answer(query, now)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is theirs
            # Not its text, which may say whom the question was about.
            log.error(  # noqa: TRY400 - nor a traceback with it
                "department failed",
                department=self.department.code,
                item=query.item,
                error=type(error).__name__,
            )
            return None
        return answer.model_copy(update={"time": now})


def _department_of(item: str) -> str:
    return item.partition(".")[0]
