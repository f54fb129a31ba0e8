"""Wrong collection codes are counted once for all of central."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest

from central.store.database import Store, open_store
from central.store.tries import MOST, WITHIN, may_try

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
GUESSES = 4 * MOST


@pytest.mark.parametrize("known", [False, True], ids=["first ever", "counted before"])
def test_several_processes_that_guess_at_once_have_no_more_tries_together(
    store: Store, database_url: str, known: bool
) -> None:
    if known:
        assert may_try(store, "hall-01", "BEFORE", NOW)
    with ExitStack() as stack, ThreadPoolExecutor(GUESSES) as pool:
        processes = [stack.enter_context(open_store(database_url)) for _ in range(2)]
        together = Barrier(GUESSES)

        def guess(number: int) -> bool:
            together.wait(timeout=60)
            process = processes[number % len(processes)]
            return may_try(process, "hall-01", f"GUESS{number:03}", NOW)

        assert sum(pool.map(guess, range(GUESSES))) == MOST - known


def test_a_restart_forgets_none_and_their_time_does(
    store: Store, database_url: str
) -> None:
    guess = partial(may_try, store, "hall-01", now=NOW)
    assert [guess(code=f"GUESS{number}") for number in range(MOST)] == [True] * MOST
    with open_store(database_url) as restarted:
        assert not may_try(restarted, "hall-01", "ANOTHER", NOW + WITHIN)
        assert may_try(restarted, "hall-02", "ANOTHER", NOW)
        later = NOW + WITHIN + timedelta(seconds=1)
        assert may_try(restarted, "hall-01", "ANOTHER", later)
        again = [may_try(restarted, "hall-01", f"AGAIN{n}", later) for n in range(MOST)]
        assert sum(again) == MOST - 1
