"""Whole visits through the runtime: every action is performed."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
import structlog
from support.flow import NAME, NUMBER, answer, item, reading
from support.runtime import PRINTED, outcomes, states
from support.visits import Kiosk, bodies

from contract.queries import Query, QueryAnswer
from contract.records import Paper, RecordKind
from drivers.base import DeviceStatus, PrintOutcome, PrintResult, Role, State
from drivers.errors import Reason
from drivers.supervisor import (
    CardFailed,
    CardRead,
    StatusChanged,
)
from kiosk.errors import CentralError
from kiosk.flow.events import Tapped, Timer, TimerElapsed
from kiosk.runtime import runtime as runtime_module
from kiosk.runtime.timers import Timers
from offline_cache.journal import EffectState
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
    OfferQueue,
    OutOfService,
    PaperTrouble,
    Printing,
    PutCard,
    Rate,
    RateVisit,
    Review,
    Tap,
    Trouble,
    Waiting,
)

NOTHING = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.PAPER_OUT)


def no_network(_query: Query) -> NoReturn:
    raise CentralError(Trouble.NETWORK, "ConnectionRefusedError")


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


def test_what_was_said_before_there_was_a_runtime_is_answered_first(
    tmp_path: Path,
) -> None:
    said = (Tap(0, Begin("en")), Tap(1, Cancel()), Tap(2, Begin("zh_CN")))
    with Kiosk(tmp_path, taps=said) as kiosk:
        kiosk.shows(ChooseItem)
        first = kiosk.views[0]
    assert isinstance(first.content, ChooseItem)  # and never what was shown before
    assert (first.stage, first.language) == (3, "zh_CN")
    assert kiosk.items_shown == [(item(),)]
