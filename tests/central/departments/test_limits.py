"""The exact limits of breaker, desk and fulfilment, one step to either side."""

import asyncio
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import pytest
from structlog.testing import capture_logs
from support.money import BillDepartment

from central.cases import fulfilment
from central.cases.fulfilment import (
    AT_ONCE,
    Fulfilment,
)
from central.departments.breaker import FAILURES, OPEN_S, Breaker
from central.departments.desk import OPEN_QUESTIONS, Desk
from central.departments.errors import (
    BusyError,
    FailedError,
    NotConnectedError,
    SlowError,
    UnknownItemError,
)
from central.store.database import Store
from central.store.pending import PendingRequest
from contract.queries import Query, QueryAnswer

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
BILL = "one_stop.bill_payment"
ASKED = Query(item=BILL, form={"bill_code": "51041120260000010018"})


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


# -- the breaker --------------------------------------------------------------------


def opened(clock: Seconds) -> Breaker:
    breaker = Breaker(clock)
    assert [breaker.failed() for _ in range(FAILURES)] == [False] * (FAILURES - 1) + [
        True
    ]
    return breaker


def test_one_failure_less_leaves_it_closed() -> None:
    breaker = Breaker(Seconds())
    for _ in range(FAILURES - 1):
        assert breaker.failed() is False
        assert breaker.allows()
    assert breaker.succeeded() is False, "it was not open"
    assert breaker.failed() is False, "the count begins anew"


def test_it_is_open_for_exactly_its_pause() -> None:
    clock = Seconds()
    breaker = opened(clock)
    assert not breaker.allows()
    clock.now += OPEN_S - 0.001
    assert not breaker.allows()
    clock.now += 0.001
    assert breaker.allows()
    assert not breaker.allows(), "one question tries"
    assert breaker.succeeded() is True
    assert breaker.allows()
    assert breaker.allows()


def test_a_try_that_fails_begins_the_pause_anew_and_says_nothing() -> None:
    clock = Seconds()
    breaker = opened(clock)
    clock.now += OPEN_S + 5
    assert breaker.allows()
    assert breaker.failed() is False, "it was open before"
    clock.now += OPEN_S - 0.001
    assert not breaker.allows()
    clock.now += 0.001
    assert breaker.allows()


def test_a_question_of_which_nothing_is_known_counts_for_nothing() -> None:
    clock = Seconds()
    breaker = opened(clock)
    clock.now += OPEN_S
    assert breaker.allows()
    breaker.unknown()
    assert breaker.allows(), "another one may try"
    assert breaker.succeeded() is True
    for _ in range(FAILURES - 1):
        breaker.failed()
    breaker.unknown()
    assert breaker.allows()
    assert breaker.failed() is True


# -- the desk -----------------------------------------------------------------------


class Hanging(BillDepartment):
    """Answers once it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()
        self.hung = threading.Semaphore(0)

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        self.hung.release()
        assert self.may.wait(60)
        return super().answer(query, now)


def desk_of(*departments: Any, timeout_s: float = 60) -> Desk:
    return Desk(departments, timeout_s, lambda: NOW)


def test_so_many_questions_may_be_open_and_not_one_more() -> None:
    department = Hanging()
    desk = desk_of(department)

    async def asks() -> None:
        waiting = [asyncio.create_task(desk.ask(ASKED)) for _ in range(OPEN_QUESTIONS)]
        for _ in waiting:
            assert await asyncio.to_thread(department.hung.acquire, timeout=60)
        for _ in range(FAILURES + 1):  # to be busy is no failure
            with pytest.raises(BusyError):
                await desk.ask(ASKED)
        department.may.set()
        for answer in await asyncio.gather(*waiting):
            assert answer.found
        assert (await desk.ask(ASKED)).found, "their places are free again"

    asyncio.run(asks())


def test_a_question_that_is_given_up_keeps_its_place_until_it_comes_back() -> None:
    department = Hanging()
    desk = desk_of(department, timeout_s=0.01)

    async def asks() -> None:
        with pytest.raises(SlowError):
            await desk.ask(ASKED)
        (counter,) = desk._counters
        assert counter._places._value == OPEN_QUESTIONS - 1
        department.may.set()
        while counter._places._value < OPEN_QUESTIONS:
            await asyncio.sleep(0)

    asyncio.run(asks())


def test_what_is_cancelled_is_no_failure() -> None:
    department = Hanging()
    desk = desk_of(department)

    async def asks() -> None:
        for _ in range(FAILURES):
            waits = asyncio.create_task(desk.ask(ASKED))
            assert await asyncio.to_thread(department.hung.acquire, timeout=60)
            waits.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waits
        department.may.set()
        assert (await desk.ask(ASKED)).found

    asyncio.run(asks())


def test_it_is_said_once_that_a_department_is_given_up_and_once_that_it_is_back() -> (
    None
):
    department, clock = BillDepartment(away=True), Seconds()
    desk = Desk([department], 60, lambda: NOW, breaker=lambda: Breaker(clock))
    with capture_logs() as logs:
        for _ in range(FAILURES):
            with pytest.raises(FailedError):
                asyncio.run(desk.ask(ASKED))
        clock.now += OPEN_S
        with pytest.raises(FailedError):
            asyncio.run(desk.ask(ASKED))
        clock.now += OPEN_S
        department.away = False
        assert asyncio.run(desk.ask(ASKED)).found
        assert asyncio.run(desk.ask(ASKED)).found
    said = [each["event"] for each in logs]
    assert said.count("department given up for a while") == 1
    assert said.count("department is back") == 1


def test_an_item_is_unknown_only_where_its_department_is_here() -> None:
    desk = desk_of(BillDepartment())
    assert desk.knows(BILL)
    assert desk.knows("elsewhere.item")
    assert not desk.knows("one_stop.another")
    with pytest.raises(UnknownItemError):
        asyncio.run(desk.ask(Query(item="one_stop.another")))
    with pytest.raises(NotConnectedError):
        asyncio.run(desk.ask(Query(item="elsewhere.item")))


# -- fulfilment ---------------------------------------------------------------------


class EnoughError(Exception):
    """Ends a loop that goes on for ever."""


def run(task: Coroutine[Any, Any, None]) -> None:
    with pytest.raises(EnoughError):
        asyncio.run(task)


def test_a_round_asks_for_so_many_and_says_whether_any_was_done(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = Fulfilment(store, desk_of(), lambda: NOW)
    limits: list[int] = []
    outcomes = {UUID(int=1): False, UUID(int=2): True}

    def pending(_: Store, limit: int) -> list[UUID]:
        limits.append(limit)
        return list(outcomes)

    async def fulfil(request: PendingRequest) -> bool:
        return outcomes[cast("UUID", request)]

    monkeypatch.setattr(fulfilment, "pending_requests", pending)
    monkeypatch.setattr(works, "_fulfil", fulfil)
    assert asyncio.run(works._round()) is True
    outcomes[UUID(int=2)] = False
    assert asyncio.run(works._round()) is False
    outcomes.clear()
    assert asyncio.run(works._round()) is False
    assert limits == [AT_ONCE] * 3
