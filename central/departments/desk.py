"""Queries departments without being blocked by them."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

import structlog

from central.departments.base import Department, Deposit, Settled, Settlement
from central.departments.breaker import Breaker
from central.departments.errors import (
    BusyError,
    FailedError,
    FormError,
    NotConnectedError,
    SlowError,
    UnavailableError,
    UnknownItemError,
)
from contract import fields
from contract.business_day import business_day
from contract.model import Answers, Bilingual
from contract.queries import Query, QueryAnswer
from contract.service_item import ServiceItem

log = structlog.get_logger()

OPEN_QUESTIONS = 32
"""At one department at a time; also what a hanging one can cost us in threads."""

T = TypeVar("T")


class Desk:
    """Finds the department that handles an item, and queries it in a worker thread.

    Args:
        departments: Those that are connected; no two may handle the same item.
        timeout_s: How long one query may take, in seconds.
        now: Central's clock, in UTC.
        items: The definition in use of an item, by its code; forms are checked by it.
        breaker: Makes a breaker for each department.
    """

    def __init__(
        self,
        departments: Iterable[Department],
        timeout_s: float,
        now: Callable[[], datetime],
        items: Callable[[str], ServiceItem | None] = lambda _: None,
        breaker: Callable[[], Breaker] = Breaker,
    ) -> None:
        self._now = now
        self._definitions = items
        self._counters = [_Counter(d, timeout_s, breaker()) for d in departments]
        self._by_item: dict[str, _Counter] = {}
        for counter in self._counters:
            for item in counter.department.items:
                if item in self._by_item:
                    raise ValueError(f"{item}: two departments answer for it")
                self._by_item[item] = counter
        self._codes = {counter.department.code for counter in self._counters}

    def knows(self, item: str) -> bool:
        """Return False only if the item's department is connected without it."""
        return item in self._by_item or _department_of(item) not in self._codes

    async def ask(self, query: Query) -> QueryAnswer:
        """Query the department that handles the item.

        Raises:
            DepartmentError: It has not answered; see `departments.errors`.
        """
        counter = self._counter(query.item)
        now = self._now()
        query = query.model_copy(update={"form": self.checked(query.item, query.form)})
        answer = await counter.call(
            query.item, partial(counter.department.answer, query, now), QueryAnswer
        )
        return answer.model_copy(update={"time": now})

    def checked(self, item: str, form: Answers) -> Answers:
        """Return a form in its normal form, checked against the item's definition.

        Raises:
            FormError: A field is unknown, missing or wrong.
        """
        definition = self._definitions(item)
        if definition is None:
            return form
        today = business_day(self._now())
        unknown = set(form) - {field.name for field in definition.form}
        if unknown:
            raise FormError(item, "unknown")
        normal: Answers = {}
        for field in definition.form:
            if not form:
                break  # a terminal with an older definition sends no form
            if field.name not in form:
                raise FormError(field.name, "missing")
            try:
                normal[field.name] = fields.check(
                    field, form[field.name], normal, today
                )
            except fields.FieldError as error:
                raise FormError(field.name, str(error.reason)) from None
        return normal

    async def settle(self, settlement: Settlement) -> Settled:
        """Report a payment to the department.

        Raises:
            DepartmentError: It has not answered.
        """
        counter = self._counter(settlement.item)
        return await counter.call(
            settlement.item,
            partial(counter.department.settle, settlement, self._now()),
            Settled,
        )

    async def deposits(self) -> tuple[Deposit, ...]:
        """Return what is ready for pick-up at all departments.

        Raises:
            DepartmentError: One of them has not answered.
        """
        now = self._now()
        asked = [
            counter.call("deposits", partial(counter.department.deposits, now), tuple)
            for counter in self._counters
        ]
        found: list[tuple[Deposit, ...]] = await asyncio.gather(*asked)
        return tuple(deposit for some in found for deposit in some)

    async def loaded(self, holding: UUID, item: str, place: Bilingual) -> None:
        """Report to the department that a deposit is in a cell at `place`.

        Raises:
            DepartmentError: It has not answered.
        """
        counter = self._counter(item)
        await counter.call(
            item,
            partial(counter.department.loaded, holding, place, self._now()),
            type(None),
        )

    def _counter(self, item: str) -> "_Counter":
        counter = self._by_item.get(item)
        if counter is not None:
            return counter
        code = _department_of(item)
        raise UnknownItemError(item) if code in self._codes else NotConnectedError(code)


class _Counter:
    """One department and the number of its open queries."""

    def __init__(
        self, department: Department, timeout_s: float, breaker: Breaker
    ) -> None:
        self.department = department
        self._timeout_s = timeout_s
        self._breaker = breaker
        self._places = threading.BoundedSemaphore(OPEN_QUESTIONS)

    async def call(self, item: str, ask: Callable[[], T], kind: type[T]) -> T:
        """Run a query in a thread of its own, which is abandoned after a time-out.

        Args:
            item: The item of the query, for the log.
            ask: The query.
            kind: The type of a valid answer.
        """
        code = self.department.code
        if not self._breaker.allows():
            raise UnavailableError(code)
        try:
            answer = await self._answered(item, ask, kind)
        except (SlowError, FailedError):
            if self._breaker.failed():
                log.error(  # noqa: TRY400 - why was told before
                    "department given up for a while", department=code
                )
            raise
        except BaseException:  # the caller has given up, or the query was not sent
            self._breaker.unknown()
            raise
        if self._breaker.succeeded():
            log.info("department is back", department=code)
        return answer

    async def _answered(self, item: str, ask: Callable[[], T], kind: type[T]) -> T:
        code = self.department.code
        if not self._places.acquire(blocking=False):
            raise BusyError(code)
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[T] = loop.create_future()

        def tell(answer: T | None, failed: bool) -> None:
            if answered.done():
                return  # abandoned meanwhile
            if failed:
                answered.set_exception(FailedError(code))
            else:
                answered.set_result(answer)  # type: ignore[arg-type] # it is T then

        def work() -> None:
            answer, failed = None, True
            try:
                answer = ask()
                if not isinstance(answer, kind):
                    raise TypeError  # noqa: TRY301 - nonsense is told like a failure
                failed = False
            except Exception as error:  # noqa: BLE001 - whatever it is, it is theirs
                # Not its text, which may name the person of the query.
                log.error(  # noqa: TRY400 - nor a traceback with it
                    "department failed",
                    department=code,
                    item=item,
                    error=type(error).__name__,
                )
            finally:
                self._places.release()
                if not loop.is_closed():
                    loop.call_soon_threadsafe(tell, answer, failed)

        # A daemon thread, not a pool's: one that hangs must not keep central from
        # exiting, and a cancelled wait cannot stop it.
        threading.Thread(target=work, name=code, daemon=True).start()
        try:
            return await asyncio.wait_for(answered, self._timeout_s)
        except TimeoutError as error:
            raise SlowError(code) from error


def _department_of(item: str) -> str:
    return item.partition(".")[0]
