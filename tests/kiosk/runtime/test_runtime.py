"""Whole visits through the runtime: every action is performed."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
import structlog
from support.flow import NAME, NUMBER, answer, item, reading
from support.visits import Kiosk, bodies

from contract.queries import Query, QueryAnswer
from contract.records import Paper, RecordKind
from drivers.base import DeviceStatus, PrintOutcome, PrintResult, Role, State
from drivers.errors import Reason
from drivers.supervisor import (
    CardFailed,
    CardRead,
    CodeUnreadable,
    PrintDone,
    StatusChanged,
)
from kiosk.errors import CentralError
from kiosk.flow.events import StoreFailed, Tapped, Timer, TimerElapsed, Token
from kiosk.runtime import runtime as runtime_module
from kiosk.runtime.timers import Timers
from offline_cache.database import Cache
from offline_cache.errors import CacheMisuseError, DiskFullError
from offline_cache.journal import EffectState, Journal
from offline_cache.outbox import Outbox
from offline_cache.status import Status
from view import (
    Attract,
    Availability,
    Begin,
    Cancel,
    CardProblem,
    Choose,
    ChooseItem,
    ConfirmPerson,
    Grade,
    Leaving,
    Main,
    Message,
    OfferQueue,
    OutOfService,
    PaperTrouble,
    Printing,
    Problem,
    PutCard,
    Rate,
    RateVisit,
    Review,
    Tap,
    Trouble,
    Waiting,
)

PRINTED = PrintResult(PrintOutcome.PRINTED)
NOTHING = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.PAPER_OUT)

crashing = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnhandledThreadExceptionWarning"
)


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path)


def no_network(_query: Query) -> NoReturn:
    raise CentralError(Trouble.NETWORK, "ConnectionRefusedError")


def states(kiosk: Kiosk) -> list[EffectState | None]:
    found: list[EffectState | None] = kiosk.folder.see(
        lambda cache: [e.state for e in Journal(cache).entries() if e.effect]
    )
    return found


def outcomes(kiosk: Kiosk) -> list[Paper]:
    told = kiosk.folder.see(lambda cache: bodies(cache, RecordKind.OUTCOME))
    return [body.paper for _, body in told]


def commits_fail(patch: pytest.MonkeyPatch, *, when: Callable[[], bool]) -> None:
    rows = Cache.rows

    def failing(self: Cache, sql: str, *values: object) -> Any:
        if sql.startswith("INSERT") and when():
            raise DiskFullError("SQLITE_FULL: database or disk is full")
        return rows(self, sql, *values)

    patch.setattr(Cache, "rows", failing)


# -- whole visits -----------------------------------------------------------------


def test_a_visit_from_the_card_to_the_paper_and_the_rating(kiosk: Kiosk) -> None:
    with structlog.testing.capture_logs() as logged, kiosk:
        kiosk.identify()
        kiosk.shows(Review)
        applicant = kiosk.client.asked[0].applicant
        assert applicant is not None
        assert applicant.number == NUMBER
        kiosk.tap(Main())
        kiosk.shows(Printing)
        armed = kiosk.print_done(PRINTED)
        kiosk.shows(RateVisit)
        kiosk.tap(Rate(Grade.VERY_SATISFIED))
        kiosk.lift_card()
        kiosk.shows(Attract)
        assert kiosk.devices.wanted is None
    assert states(kiosk) == [EffectState.ARMED, EffectState.CONFIRMED]
    see = kiosk.folder.see
    ((case, completion),) = see(lambda c: bodies(c, RecordKind.COMPLETION))
    ((_, rating),) = see(lambda c: bodies(c, RecordKind.RATING))
    assert (case, completion.serial) == (armed.case, armed.serial)
    assert rating.about == case
    assert outcomes(kiosk) == [Paper.PRINTED]
    assert kiosk.woken >= 3, "one for each commit that central should hear of"
    assert kiosk.devices.stopped
    assert kiosk.client.closed
    assert NAME not in str(logged)
    assert NUMBER not in str(logged)


def test_a_visit_without_network_ends_with_a_slip(kiosk: Kiosk) -> None:
    kiosk.client.reply = no_network
    with kiosk:
        kiosk.identify()
        assert kiosk.shows(OfferQueue).trouble is Trouble.NETWORK
        woken = kiosk.woken
        kiosk.tap(Main())
        assert kiosk.shows(Printing).paper is Leaving.SLIP
        kiosk.print_done(PRINTED)
        rating = kiosk.shows(RateVisit)
    assert woken, "the agent should look at the link"
    ((case, request),) = kiosk.folder.see(lambda c: bodies(c, RecordKind.REQUEST))
    assert request.slip_code == rating.slip_code
    assert str(request.slip_code) in str(kiosk.job()[1])
    assert kiosk.job()[0].case == case


def test_paper_that_did_not_come_can_be_printed_again(kiosk: Kiosk) -> None:
    with kiosk:
        kiosk.identify()
        kiosk.shows(Review)
        kiosk.tap(Main())
        first = kiosk.print_done(NOTHING)
        trouble = kiosk.shows(PaperTrouble)
        assert (trouble.trouble, trouble.can_retry) == (Trouble.PAPER, True)
        kiosk.tap(Main())
        kiosk.shows(Printing)
        second = kiosk.print_done(PRINTED, number=2)
        kiosk.shows(RateVisit)
    assert (second.serial, second.case) == (first.serial, first.case)
    assert outcomes(kiosk) == [Paper.NOT_PRINTED, Paper.PRINTED]


def test_a_card_that_cannot_be_read_is_told(kiosk: Kiosk) -> None:
    with kiosk:
        kiosk.shows(Attract)
        kiosk.tap(Begin("zh_CN"))
        kiosk.shows(ChooseItem)
        kiosk.tap(Choose(item().code))
        kiosk.shows(PutCard)
        kiosk.until(lambda: kiosk.devices.wanted)
        ticket = kiosk.devices.wanted
        kiosk.devices.tell(CardFailed(ticket, Reason.CARD_NOT_AUTHENTIC))
        kiosk.sees(PutCard(CardProblem.NOT_AUTHENTIC))
        kiosk.put_card()
        kiosk.shows(ConfirmPerson)


def test_a_visit_that_ends_asks_for_no_card_any_more(kiosk: Kiosk) -> None:
    with kiosk:
        kiosk.shows(Attract)
        kiosk.tap(Begin("zh_CN"))
        kiosk.shows(ChooseItem)
        kiosk.tap(Choose(item().code))
        kiosk.shows(PutCard)
        kiosk.until(lambda: kiosk.devices.wanted)
        kiosk.tap(Cancel())
        kiosk.until(lambda: kiosk.devices.wanted is None)
        kiosk.shows(Attract)


def test_a_card_without_a_name_does_not_end_the_terminal(kiosk: Kiosk) -> None:
    kiosk.client.reply = no_network
    with kiosk:
        kiosk.shows(Attract)
        kiosk.tap(Begin("zh_CN"))
        kiosk.shows(ChooseItem)
        kiosk.tap(Choose(item().code))
        kiosk.until(lambda: kiosk.devices.wanted)
        nameless = replace(reading(), name=None)
        kiosk.devices.tell(CardRead(kiosk.devices.wanted, nameless))
        kiosk.shows(ConfirmPerson)
        kiosk.tap(Main())
        kiosk.shows(OfferQueue)
    assert not kiosk.crashed.is_set()


def test_the_screen_and_the_paper_name_the_same_day(kiosk: Kiosk) -> None:
    """A day ends in Shanghai eight hours before it does in UTC."""
    late = answer().as_of + timedelta(hours=20)
    kiosk.client.reply = lambda _: answer().model_copy(update={"as_of": late})
    with kiosk:
        kiosk.identify()
        assert kiosk.shows(Review).as_of == "2026-11-23"
        kiosk.tap(Main())
        assert "2026-11-23" in str(kiosk.job()[1])


# -- queries ----------------------------------------------------------------------


def test_a_query_that_crashes_leaves_nobody_waiting(kiosk: Kiosk) -> None:
    def bug(_query: Query) -> QueryAnswer:
        raise ZeroDivisionError

    kiosk.client.reply = bug
    with structlog.testing.capture_logs() as logged, kiosk:
        kiosk.identify()
        assert kiosk.shows(OfferQueue).trouble is Trouble.CENTRAL
    assert ("query_crashed", "critical") in {
        (each["event"], each["log_level"]) for each in logged
    }
    assert not kiosk.crashed.is_set()


def test_a_query_that_hangs_holds_up_neither_the_citizen_nor_the_next(
    tmp_path: Path,
) -> None:
    kiosk = Kiosk(tmp_path, way_out_s=0.01)
    hanging, over = threading.Event(), threading.Event()

    def hang(_query: Query) -> QueryAnswer:
        hanging.set()
        assert over.wait(60)
        return answer()

    kiosk.client.reply = hang
    with kiosk:
        kiosk.identify()
        kiosk.shows(Waiting, lambda view: view.cancel)
        assert hanging.wait(60)
        kiosk.tap(Cancel())
        kiosk.lift_card()
        kiosk.client.reply = lambda _: answer(found=False)
        kiosk.identify()
        assert not kiosk.shows(Review).found
        over.set()
        kiosk.tap(Cancel())
        kiosk.lift_card()
        kiosk.shows(Attract)
        found = [view for view in kiosk.views if getattr(view.content, "found", False)]
        assert not found, "the late answer of the first was shown to nobody"


# -- timers -----------------------------------------------------------------------


def test_a_citizen_who_has_left_is_asked_and_then_forgotten(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, idle_s=0.05, prompt_s=1)
    with kiosk:
        kiosk.identify()
        kiosk.shows(Review, lambda view: view.idle_left == 1)
        kiosk.lift_card()
        kiosk.shows(Attract)
        assert NAME not in str(kiosk.runtime._state)


def test_a_tap_that_came_in_time_counts_though_its_timer_has_run_out(
    kiosk: Kiosk,
) -> None:
    """For example while the disk was slow: events are handled in order."""
    runtime = kiosk.runtime
    runtime._timers.start(Timer.IDLE, 1, 0)
    tap = Tap(0, Main())
    runtime.tap(tap)
    assert runtime._next() == Tapped(tap)
    assert runtime._next() == TimerElapsed(Timer.IDLE, 1)
    runtime._queries.close()


def test_timers_run_out_in_order_and_once() -> None:
    now = 0.0
    timers = Timers(lambda: now)
    timers.start(Timer.IDLE, 1, 5)
    timers.start(Timer.SLOW, 2, 3)
    timers.start(Timer.TICK, 3, 4)
    timers.start(Timer.IDLE, 4, 2)  # instead of the first
    timers.stop(Timer.TICK)
    assert timers.next_due() == 2
    assert timers.elapsed() is None
    now = 10.0
    elapsed = [timers.elapsed() for _ in range(3)]
    assert elapsed == [TimerElapsed(Timer.IDLE, 4), TimerElapsed(Timer.SLOW, 2), None]
    assert timers.next_due() == float("inf")


# -- devices and cache ------------------------------------------------------------


def test_a_device_that_goes_closes_the_terminal_and_opens_it_again(
    kiosk: Kiosk,
) -> None:
    gone = DeviceStatus(State.GONE, Reason.NOT_CONNECTED)
    role = Role.RECEIPT_PRINTER
    with kiosk:
        kiosk.shows(Attract)
        well = kiosk.devices.how[role]
        kiosk.devices.how[role] = gone
        kiosk.devices.tell(StatusChanged(role, gone))
        kiosk.sees(OutOfService((Trouble.PRINTER,)))
        kiosk.devices.how[role] = well
        kiosk.devices.tell(StatusChanged(role, well))
        kiosk.shows(Attract)


def test_a_wake_has_the_link_looked_at_at_once(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime_module, "LOOK_EVERY_S", 3600.0)
    with kiosk:
        (tile,) = kiosk.shows(Attract).tiles
        assert tile.availability is Availability.OPEN
        kiosk.folder.see(lambda c: Status(c).put("link", {"trouble": "network"}))
        kiosk.runtime.look()
        queued = replace(
            tile, availability=Availability.QUEUED, trouble=Trouble.NETWORK
        )
        kiosk.sees(Attract((queued,)))


def test_the_agent_can_read_what_the_screen_shows(kiosk: Kiosk) -> None:
    def said() -> Any:
        entry = kiosk.folder.see(lambda cache: Status(cache).get("screen"))
        return entry.value if entry else {"stage": ""}

    with kiosk:
        kiosk.shows(Attract)
        kiosk.until(lambda: said()["stage"] == "attract")
        devices = said()["devices"]
    assert devices[0] == {
        "role": "id_card_reader",
        "backend": "sam_serial",
        "state": "ready",
        "reason": "ok",
        "supplies": {},
    }
    assert NAME not in str(said())


def test_the_screen_is_told_only_what_is_new(kiosk: Kiosk) -> None:
    with kiosk:
        kiosk.shows(Attract)
        for _ in range(5):
            kiosk.runtime.look()
        kiosk.tap(Begin("en"))
        kiosk.shows(ChooseItem)
    pairs = zip(kiosk.views, kiosk.views[1:], strict=False)
    assert all(before != after for before, after in pairs)


def test_a_full_queue_closes_the_terminal_before_anything_is_asked(
    tmp_path: Path,
) -> None:
    with Kiosk(tmp_path, queue_limit=0) as kiosk:
        kiosk.sees(OutOfService((Trouble.QUEUE_FULL,)))


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
