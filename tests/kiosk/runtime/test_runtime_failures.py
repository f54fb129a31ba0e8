"""The runtime on a disk that fails, with bugs, and when it is stopped."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
import structlog
from support.flow import NAME, reading
from support.runtime import PRINTED, outcomes, states
from support.visits import Kiosk

from contract.records import Paper
from drivers.errors import Reason
from drivers.supervisor import (
    CardFailed,
    CardRead,
    CodeUnreadable,
    PrintDone,
)
from kiosk.flow.events import StoreFailed, Token
from offline_cache.database import Cache
from offline_cache.errors import CacheMisuseError, DiskFullError
from offline_cache.journal import EffectState
from offline_cache.outbox import Outbox
from view import (
    Attract,
    Begin,
    Main,
    Message,
    OutOfService,
    Printing,
    Problem,
    RateVisit,
    Review,
    Trouble,
)

crashing = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnhandledThreadExceptionWarning"
)


def commits_fail(patch: pytest.MonkeyPatch, *, when: Callable[[], bool]) -> None:
    rows = Cache.rows

    def failing(self: Cache, sql: str, *values: object) -> Any:
        if sql.startswith("INSERT") and when():
            raise DiskFullError("SQLITE_FULL: database or disk is full")
        return rows(self, sql, *values)

    patch.setattr(Cache, "rows", failing)


# -- a disk that fails in the middle ----------------------------------------------


def test_what_cannot_be_written_is_neither_accepted_nor_printed(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = False
    commits_fail(monkeypatch, when=lambda: full)
    with kiosk:
        kiosk.identify()
        kiosk.shows(Review)
        full = True
        kiosk.tap(Main())
        message = kiosk.shows(Message)
        assert message.problem is Problem.CANNOT_STORE
        assert message.trouble is Trouble.STORAGE
        kiosk.tap(Main())
        kiosk.lift_card()
        kiosk.sees(OutOfService((Trouble.STORAGE,)))
        full = False
        kiosk.shows(Attract)
    assert kiosk.devices.jobs == []
    assert kiosk.folder.see(lambda cache: Outbox(cache).records()) == []


def test_an_outcome_that_cannot_be_written_is_written_later(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = False
    commits_fail(monkeypatch, when=lambda: full)
    with kiosk:
        kiosk.identify()
        kiosk.shows(Review)
        kiosk.tap(Main())
        kiosk.job()
        full = True
        kiosk.print_done(PRINTED)
        kiosk.shows(RateVisit)
        assert states(kiosk) == [EffectState.ARMED]
        full = False
        kiosk.until(lambda: len(states(kiosk)) == 2)
    assert states(kiosk) == [EffectState.ARMED, EffectState.CONFIRMED]
    assert outcomes(kiosk) == [Paper.PRINTED]


def test_an_outcome_that_comes_after_the_visit_is_written_and_shown_to_nobody(
    kiosk: Kiosk,
) -> None:
    with kiosk:
        kiosk.identify()
        kiosk.shows(Review)
        kiosk.tap(Main())
        late, _ = kiosk.job()
        kiosk.runtime._inbox.put(StoreFailed(late.token, Trouble.STORAGE))
        kiosk.shows(Message)
        kiosk.tap(Main())
        kiosk.lift_card()
        kiosk.identify()
        kiosk.shows(Review)
        before = len(kiosk.views)
        kiosk.devices.tell(PrintDone(late, PRINTED))
        kiosk.until(lambda: len(states(kiosk)) == 2)
        kiosk.runtime.look()
        kiosk.tap(Main())
        kiosk.shows(Printing)
        assert len(kiosk.views) == before + 1
    assert states(kiosk)[:2] == [EffectState.ARMED, EffectState.CONFIRMED]


# -- stopping, and bugs -----------------------------------------------------------


def test_how_the_last_print_ended_is_written_before_the_end(kiosk: Kiosk) -> None:
    stop = kiosk.devices.stop

    def finish_first() -> None:
        kiosk.print_done(PRINTED)
        stop()

    kiosk.devices.stop = finish_first  # type: ignore[method-assign]
    with kiosk:
        kiosk.identify()
        kiosk.shows(Review)
        kiosk.tap(Main())
        kiosk.job()
    assert states(kiosk) == [EffectState.ARMED, EffectState.CONFIRMED]


def foreign_card(kiosk: Kiosk) -> None:
    kiosk.devices.tell(CardRead("someone else's", reading()))


def foreign_failure(kiosk: Kiosk) -> None:
    kiosk.devices.tell(CardFailed("someone else's", Reason.CARD_LIFTED))


def foreign_code(kiosk: Kiosk) -> None:
    kiosk.devices.tell(CodeUnreadable("someone else's"))


def foreign_print(kiosk: Kiosk) -> None:
    kiosk.devices.tell(PrintDone(Token(1, 1), PRINTED))


def broken_screen(kiosk: Kiosk) -> None:
    def broken(_view: object) -> NoReturn:
        raise RuntimeError("the window is gone")

    kiosk.runtime._publish = broken
    kiosk.tap(Begin("en"))


def our_own_misuse(kiosk: Kiosk) -> None:
    def misuse(_report: object) -> NoReturn:
        raise CacheMisuseError("no such column")

    kiosk.runtime._storage = SimpleNamespace(  # type: ignore[assignment]
        look=misuse,
        close=kiosk.runtime._storage.close,
        cancel_release=lambda: None,
    )
    kiosk.runtime.look()


@crashing
@pytest.mark.parametrize(
    "bug",
    [
        foreign_card,
        foreign_failure,
        foreign_code,
        foreign_print,
        broken_screen,
        our_own_misuse,
    ],
)
def test_a_bug_ends_the_process_is_logged_and_tells_nothing(
    bug: Callable[[Kiosk], None], kiosk: Kiosk
) -> None:
    storage = kiosk.runtime._storage
    with structlog.testing.capture_logs() as logged, kiosk:
        kiosk.shows(Attract)
        bug(kiosk)
        assert kiosk.crashed.wait(60)
    assert [e["log_level"] for e in logged if e["event"] == "runtime_crashed"] == [
        "critical"
    ]
    assert NAME not in str(logged)
    assert storage._cache is None, "closed"
