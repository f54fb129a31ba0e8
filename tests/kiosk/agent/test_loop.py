"""The agent's work continues, whatever a round raises."""

from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from kiosk.agent import loop as module
from kiosk.agent.loop import Loop
from offline_cache.errors import CacheError, DiskError


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Work:
    """Rounds with prescribed results."""

    def __init__(self, *ends: float | Exception) -> None:
        self.ends = list(ends)

    def __call__(self) -> float:
        end = self.ends.pop(0)
        if isinstance(end, Exception):
            raise end
        return end


def loop_of(work: Callable[[], float]) -> tuple[Loop, Clock]:
    clock = Clock()
    return Loop("work", work, clock), clock


def test_a_round_is_done_when_it_is_due_and_not_before() -> None:
    work = Work(30.0, 30.0)
    loop, clock = loop_of(work)
    loop.turn()
    assert (len(work.ends), loop.due) == (1, 130.0)
    clock.now = 129.9
    loop.turn()
    assert len(work.ends) == 1
    clock.now = 130.0
    loop.turn()
    assert not work.ends


def test_a_pause_begins_when_the_round_has_ended() -> None:
    clock = Clock()

    def slow() -> float:
        clock.now += 7.0
        return 30.0

    loop = Loop("work", slow, clock)
    loop.turn()
    assert loop.due == 137.0


def test_waking_makes_it_due_at_once() -> None:
    work = Work(30.0, 30.0)
    loop, _ = loop_of(work)
    loop.turn()
    loop.wake()
    loop.turn()
    assert not work.ends


@pytest.mark.parametrize("error", [ValueError(), KeyError("x"), OSError()])
def test_whatever_a_round_raises_the_next_one_is_done(error: Exception) -> None:
    loop, clock = loop_of(Work(error, error, error, 5.0, error))
    found, failures = [], []
    with capture_logs() as logs:
        for _ in range(5):
            loop.turn()
            found.append(loop.due - clock.now)
            failures.append(loop.failures)
            clock.now = loop.due
    assert found == [1.0, 2.0, 4.0, 5.0, 1.0]
    assert failures == [1, 2, 3, 0, 1]
    failed = ("background_work_failed", "work")
    goes_on = ("background_work_goes_on", "work")
    assert [(each["event"], each["task"]) for each in logs] == [failed, goes_on, failed]


def test_retries_are_a_minute_apart_at_the_most() -> None:
    loop, clock = loop_of(Work(*[ValueError()] * 9))
    for _ in range(9):
        loop.turn()
        longest = loop.due - clock.now
        clock.now = loop.due
    assert longest == module.LONGEST_RETRY_S


def test_a_cache_that_fails_is_for_whoever_opened_it() -> None:
    loop, _ = loop_of(Work(DiskError("disk I/O error")))
    with pytest.raises(CacheError):
        loop.turn()
    assert loop.failures == 0
