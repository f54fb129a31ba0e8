"""Background work goes on, whatever a round of it raises."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from structlog.testing import capture_logs

from central import background
from central.background import LaterError, Loop


class Work:
    """Rounds that end as they are told to."""

    def __init__(self, *ends: bool | Exception) -> None:
        self.ends = iter(ends)
        self.begun = 0

    async def __call__(self) -> bool:
        self.begun += 1
        end = next(self.ends)
        if isinstance(end, Exception):
            raise end
        return end


def pauses(work: Work, rounds: int, **how: Any) -> list[float]:
    """The seconds after each round."""

    async def run() -> list[float]:
        loop = Loop("work", work, pause_s=1.0, **how)
        return [await loop.round() for _ in range(rounds)]

    return asyncio.run(run())


def test_where_there_is_more_to_do_nobody_waits() -> None:
    assert pauses(Work(True, True, False), 3) == [0.0, 0.0, 1.0]


def test_pauses_double_while_nothing_is_done_and_begin_anew_after_work() -> None:
    work = Work(False, False, False, False, True, False)
    found = pauses(work, 6, longest_pause_s=3.0)
    assert found == [1.0, 2.0, 3.0, 3.0, 0.0, 1.0]


def test_a_pause_is_always_the_same_where_no_longer_one_is_named() -> None:
    assert pauses(Work(False, False, False), 3) == [1.0, 1.0, 1.0]


ERRORS = [
    ValueError(),
    KeyError("x"),
    PoolTimeoutError("x"),
    RecursionError(),
    OSError(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_whatever_a_round_raises_the_next_one_is_done(error: Exception) -> None:
    with capture_logs() as logs:
        found = pauses(Work(error, error, error, False, error), 5)
    assert found == [1.0, 2.0, 4.0, 1.0, 1.0]
    said = [(line["event"], line["log_level"]) for line in logs]
    failed = ("background work failed", "error")
    assert said == [failed, ("background work goes on", "info"), failed]
    assert {line["task"] for line in logs} == {"work"}


def test_retries_are_a_minute_apart_at_the_most() -> None:
    found = pauses(Work(*[ValueError()] * 12), 12)
    assert found[5:8] == [32.0, 60.0, 60.0]
    assert found[-1] == background.LONGEST_RETRY_S


def test_what_is_away_is_waited_for_and_is_no_failure() -> None:
    async def run() -> tuple[list[float], int]:
        away = LaterError("department away")
        loop = Loop("work", Work(away, away, False), pause_s=9.0)
        return [await loop.round() for _ in range(3)], loop.failures

    with capture_logs() as logs:
        assert asyncio.run(run()) == ([1.0, 2.0, 9.0], 0)
    said = [(line["log_level"], line.get("reason")) for line in logs]
    assert said == [("warning", "department away"), ("info", None)]


def test_it_is_unwell_after_five_failures_and_well_after_one_good_round() -> None:
    async def run() -> list[bool]:
        fails: list[bool | Exception] = [ValueError()] * background.UNWELL_AFTER
        loop = Loop("work", Work(*fails, False), pause_s=1.0)
        found = []
        for _ in range(background.UNWELL_AFTER + 1):
            await loop.round()
            found.append(loop.unwell)
        return found

    assert asyncio.run(run()) == [False] * 4 + [True, False]


def test_waking_ends_a_pause_also_one_after_a_failure() -> None:
    async def run() -> int:
        work = Work(False, ValueError(), False, False)
        loop = Loop("work", work, pause_s=3600.0)
        task = asyncio.create_task(loop.run())
        for count in (1, 2, 3):
            while work.begun < count:
                await asyncio.sleep(0)
            loop.wake()
        while work.begun < 4:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return work.begun

    assert asyncio.run(run()) == 4


def test_being_woken_makes_the_pauses_short_again() -> None:
    async def run() -> Iterator[float]:
        loop = Loop("work", Work(*[False] * 4), pause_s=1.0, longest_pause_s=8.0)
        loop._loop = asyncio.get_running_loop()
        found = [await loop.round() for _ in range(3)]
        loop.wake()
        await asyncio.sleep(0)
        return iter([*found, await loop.round()])

    assert list(asyncio.run(run())) == [1.0, 2.0, 4.0, 1.0]


def test_it_ends_when_it_is_cancelled_in_the_middle_of_a_round() -> None:
    async def run() -> bool:
        begun = asyncio.Event()

        async def work() -> bool:
            begun.set()
            await asyncio.Event().wait()
            return False

        task = asyncio.create_task(Loop("work", work, pause_s=1.0).run())
        await begun.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return task.cancelled()

    assert asyncio.run(run())


def test_waking_what_does_not_run_does_nothing() -> None:
    Loop("work", Work(), pause_s=1.0).wake()


@pytest.mark.parametrize(("wakes", "slept"), [(0, 0), (1, 1), (3, 3), (1000, 50)])
def test_it_waits_until_it_is_quiet_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, wakes: int, slept: int
) -> None:
    loop, left, now, sleeps = Loop("work", Work(), pause_s=1.0), wakes, 0.0, []

    def wake() -> None:
        nonlocal left
        if left:
            left -= 1
            loop._woken.set()

    async def sleep(seconds: float) -> None:
        nonlocal now
        now = round(now + seconds, 6)
        sleeps.append(seconds)
        wake()

    class Time:
        def time(self) -> float:
            return now

    async def run() -> None:
        with monkeypatch.context() as patched:
            patched.setattr(asyncio, "sleep", sleep)
            patched.setattr(asyncio, "get_running_loop", Time)
            await loop.quiet(0.2, 10.0)

    wake()
    asyncio.run(run())
    assert sleeps == [0.2] * slept
