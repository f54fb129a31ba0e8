"""Calls that may hang, and nobody that hangs with them."""

import threading

import pytest

from drivers.errors import DeviceSilentError, Reason
from drivers.social_security_card_reader.bounded import BoundedCalls


def test_what_a_call_returns_or_raises_comes_through() -> None:
    calls = BoundedCalls()
    assert calls.run(lambda: 7, 10) == 7
    with pytest.raises(ZeroDivisionError):
        calls.run(lambda: 1 // 0, 10)


def test_a_call_that_hangs_is_left_behind_and_no_second_one_joins_it() -> None:
    calls, release, other = BoundedCalls(), threading.Event(), threading.Event()
    before = threading.active_count()
    with pytest.raises(DeviceSilentError) as caught:
        calls.run(release.wait, 0.05)
    assert caught.value.reason is Reason.NO_ANSWER
    for _ in range(3):
        with pytest.raises(DeviceSilentError):
            calls.run(other.set, 10)
    assert not other.is_set()
    assert threading.active_count() == before + 1
    release.set()
    for thread in threading.enumerate():
        if thread.name == "pcsc":
            thread.join()
    assert calls.run(lambda: 8, 10) == 8
