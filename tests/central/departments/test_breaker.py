"""Whoever keeps failing is left alone for a while, and nobody else waits for it."""

# ruff: noqa: ARG002 - the protocol of departments asks for the arguments
import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from support.money import BillDepartment

from central.definitions import Definitions
from central.departments.base import Settlement
from central.departments.breaker import FAILURES, OPEN_S, Breaker
from central.departments.desk import Desk
from central.departments.errors import (
    FailedError,
    FormError,
    SlowError,
    UnavailableError,
)
from config import loader
from contract.queries import Query, QueryAnswer

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
BILL = "one_stop.bill_payment"
ASKED = Query(item=BILL, form={"bill_code": "51041120260000010018"})


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def desk(*departments: Any, clock: Seconds, timeout_s: float = 60) -> Desk:
    return Desk(departments, timeout_s, lambda: NOW, breaker=lambda: Breaker(clock))


def ask(counter: Desk, query: Query = ASKED) -> QueryAnswer:
    return asyncio.run(counter.ask(query))


def fails(counter: Desk, times: int) -> None:
    for _ in range(times):
        with pytest.raises(FailedError):
            ask(counter)


def test_after_some_failures_it_is_asked_no_more_until_a_pause_is_over() -> None:
    clock, department = Seconds(), BillDepartment(away=True)
    counter = desk(department, clock=clock)
    fails(counter, FAILURES)
    department.away = False
    with pytest.raises(UnavailableError):
        ask(counter)
    clock.now = OPEN_S - 1
    with pytest.raises(UnavailableError):
        ask(counter)
    clock.now = OPEN_S
    assert ask(counter).found, "one question tries"
    assert ask(counter).found, "and it is closed again"


def test_a_try_that_fails_opens_it_for_another_pause() -> None:
    clock, department = Seconds(), BillDepartment(away=True)
    counter = desk(department, clock=clock)
    fails(counter, FAILURES)
    clock.now = OPEN_S
    fails(counter, 1)
    with pytest.raises(UnavailableError):
        ask(counter)


def test_an_answer_in_between_begins_the_count_anew() -> None:
    department = BillDepartment(away=True)
    counter = desk(department, clock=Seconds())
    fails(counter, FAILURES - 1)
    department.away = False
    ask(counter)
    department.away = True
    fails(counter, FAILURES - 1)
    department.away = False
    assert ask(counter).found


def test_another_department_is_not_concerned() -> None:
    broken = BillDepartment(away=True)
    well = BillDepartment(code="tax", items=frozenset({"tax.bill"}))
    counter = desk(broken, well, clock=Seconds())
    fails(counter, FAILURES)
    assert ask(counter, Query(item="tax.bill")).found


def test_slow_ones_count_and_settling_goes_through_the_same_guard() -> None:
    release = asyncio.Event()

    class Slow(BillDepartment):
        def answer(self, query: Query, now: datetime) -> QueryAnswer:
            while not release.is_set():
                pass_time.wait(0.01)
            return super().answer(query, now)

    import threading

    pass_time = threading.Event()
    counter = desk(Slow(), clock=Seconds(), timeout_s=0.02)
    try:
        for _ in range(FAILURES):
            with pytest.raises(SlowError):
                ask(counter)
        settlement = Settlement(UUID(int=1), BILL, "B1", (), 1)
        with pytest.raises(UnavailableError):
            asyncio.run(counter.settle(settlement))
    finally:
        release.set()


def test_while_one_question_tries_no_other_is_asked() -> None:
    clock = Seconds()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.allows()
        breaker.failed()
    clock.now = OPEN_S
    assert breaker.allows()
    assert not breaker.allows()
    breaker.unknown()  # nobody has heard its answer
    assert breaker.allows()


def test_nonsense_is_a_failure() -> None:
    class Nonsense(BillDepartment):
        def answer(self, query: Query, now: datetime) -> Any:
            return {"found": True}

    with pytest.raises(FailedError):
        ask(desk(Nonsense(), clock=Seconds()))


def test_two_departments_for_one_item_are_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"one_stop\.bill_payment"):
        desk(BillDepartment(), BillDepartment(), clock=Seconds())


@pytest.mark.parametrize(
    ("form", "field", "why"),
    [
        ({"bill_code": "123"}, "bill_code", "too_short"),
        ({"bill_code": "5104112026000001001X"}, "bill_code", "malformed"),
        ({"colour": "red"}, BILL, "unknown"),
    ],
)
def test_a_form_that_the_definition_does_not_know_is_refused_by_name(
    form: dict[str, str], field: str, why: str
) -> None:
    definitions = Definitions(loader.SERVICES)
    counter = Desk([BillDepartment()], 60, lambda: NOW, definitions.get)
    with pytest.raises(FormError) as caught:
        ask(counter, Query(item=BILL, form=form))
    assert (caught.value.field, caught.value.why) == (field, why)
    assert not any(value in str(caught.value) for value in form.values())
