"""The service mode through the runtime: PIN, label, door and records."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from support.effects import lies_here, state_of
from support.flow import item
from support.visits import NOW, Kiosk, bodies

from contract.manifest import HoldingState
from contract.records import RecordKind
from drivers.base import CodeKind, Role, ScannedCode
from drivers.errors import Reason
from drivers.supervisor import CodeRead, JobDone
from kiosk import service_pin
from kiosk.effects import ArmedCell
from kiosk.flow.events import Held, ReleaseOutcome
from kiosk.service_pin import DEMO_PIN, PinFile
from offline_cache.journal import EffectState, Journal
from view import (
    Attract,
    Begin,
    Cancel,
    ChooseItem,
    ChooseTask,
    ClerkStage,
    Key,
    Main,
    OpenService,
    OutOfService,
    PickOption,
    PinProblem,
    ServiceDoor,
    ServiceList,
    ServiceMenu,
    ServiceMessage,
    ServicePin,
    ServiceProblem,
    ServiceScan,
    Task,
    View,
)

PIN = "730185"


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    service_pin.write(tmp_path / "pin", PIN)
    pin = PinFile(tmp_path / "pin", demonstration=False)
    made = Kiosk(tmp_path, pin=pin, cells=8, scanner=True)
    with made:
        made.shows(Attract)
        yield made


def knock(kiosk: Kiosk) -> None:
    kiosk.tap(OpenService())
    kiosk.shows(ServicePin)


def enter(kiosk: Kiosk, pin: str = PIN) -> None:
    for number, digit in enumerate(pin, start=1):
        kiosk.tap(Key(digit))
        kiosk.shows(ServicePin, having(typed=number))
    kiosk.tap(Main())


def get_in(kiosk: Kiosk) -> None:
    knock(kiosk)
    enter(kiosk)
    kiosk.shows(ServiceMenu)


def holding(kiosk: Kiosk, **how: Any) -> Held:
    held: Held = kiosk.folder.see(lambda cache: lies_here(cache, **how))
    return held


def state(kiosk: Kiosk, held: Held) -> str:
    found: str = kiosk.folder.see(lambda cache: state_of(cache, held))
    return found


def told(kiosk: Kiosk) -> list[tuple[HoldingState, int]]:
    records = kiosk.folder.see(lambda cache: bodies(cache, RecordKind.HOLDING))
    return [(body.state, body.cell) for _, body in records]


def having(**fields: object) -> Callable[[View], bool]:
    """Return whether the content shown has these values."""
    return lambda view: all(
        getattr(view.content, name) == value for name, value in fields.items()
    )


def at(stage: ClerkStage) -> Callable[[View], bool]:
    return having(stage=stage)


def door(kiosk: Kiosk, outcome: ReleaseOutcome, number: int = 1) -> ArmedCell:
    """Open the lock of this number, counted from 1.

    Its door goes through these states.
    """
    kiosk.until(lambda: len(kiosk.devices.submitted) >= number)
    job: Any
    role, armed, job = kiosk.devices.submitted[number - 1]
    assert role is Role.LOCKER
    assert isinstance(armed, ArmedCell)
    job.keywords["seen_open"]()
    kiosk.shows(ServiceDoor, at(ClerkStage.OPEN))
    kiosk.devices.tell(JobDone(armed, outcome))
    return armed


def scan(kiosk: Kiosk, text: str) -> None:
    kiosk.until(lambda: kiosk.devices.listening)
    code = ScannedCode(CodeKind.UNKNOWN, text)
    kiosk.devices.tell(CodeRead(kiosk.devices.listening, code))


def test_a_document_is_put_in_from_the_pressed_name_to_the_record(
    kiosk: Kiosk,
) -> None:
    held = holding(kiosk, cell=None, state=HoldingState.EXPECTED)
    holding(kiosk, cell=1)
    get_in(kiosk)
    kiosk.shows(ServiceMenu, having(expected=1))
    kiosk.tap(ChooseTask(Task.LOAD))
    kiosk.shows(ServiceScan)
    scan(kiosk, f"L-{held.holding}")
    assert kiosk.shows(ServiceDoor, at(ClerkStage.CONFIRM)).cell == 2
    assert kiosk.devices.submitted == []
    kiosk.tap(Main())
    kiosk.shows(ServiceDoor, at(ClerkStage.OPENING))
    woken = kiosk.woken
    door(kiosk, ReleaseOutcome.CLOSED)
    kiosk.shows(ServiceDoor, at(ClerkStage.ASK))
    assert told(kiosk) == []
    kiosk.tap(Main())
    stored = kiosk.shows(ServiceScan).stored
    assert stored is not None
    assert stored.cell == 2
    assert told(kiosk) == [(HoldingState.LOADED, 2)]
    assert state(kiosk, held) == HoldingState.LOADED
    assert kiosk.woken > woken, "the agent sends it at once"


def test_an_overdue_one_is_taken_back(kiosk: Kiosk) -> None:
    held = holding(kiosk, cell=5, until=NOW)
    get_in(kiosk)
    kiosk.shows(ServiceMenu, having(overdue=1))
    kiosk.tap(ChooseTask(Task.TAKE_BACK))
    kiosk.until(lambda: kiosk.shows(ServiceList).lines)
    (line,) = kiosk.shows(ServiceList).lines
    kiosk.tap(PickOption(line.reference))
    kiosk.shows(ServiceDoor)
    kiosk.tap(Main())
    kiosk.shows(ServiceDoor, at(ClerkStage.OPENING))
    door(kiosk, ReleaseOutcome.CLOSED)
    kiosk.shows(ServiceDoor, at(ClerkStage.ASK))
    kiosk.tap(Main())
    kiosk.shows(ServiceMenu, having(overdue=0))
    assert told(kiosk) == [(HoldingState.RECALLED, 5)]
    assert state(kiosk, held) == HoldingState.RECALLED


def open_to_load(kiosk: Kiosk) -> Held:
    held = holding(kiosk, cell=None, state=HoldingState.EXPECTED)
    get_in(kiosk)
    kiosk.tap(ChooseTask(Task.LOAD))
    kiosk.shows(ServiceScan)
    scan(kiosk, f"L-{held.holding}")
    kiosk.shows(ServiceDoor)
    kiosk.tap(Main())
    kiosk.shows(ServiceDoor, at(ClerkStage.OPENING))
    return held


def test_a_door_that_is_left_open_ends_the_session_with_an_alarm(kiosk: Kiosk) -> None:
    held = open_to_load(kiosk)
    with structlog.testing.capture_logs() as logged:
        door(kiosk, ReleaseOutcome.LEFT_OPEN)
        kiosk.shows(Attract)
    assert {"cell": 1, "event": "cell_left_open", "log_level": "error"} in logged
    assert told(kiosk) == [(HoldingState.UNCLEAR, 1)]
    assert state(kiosk, held) == HoldingState.UNCLEAR


@pytest.mark.parametrize(
    ("begun", "stage", "news"),
    [(False, ClerkStage.STUCK, []), (True, ClerkStage.UNCLEAR, [HoldingState.UNCLEAR])],
)
def test_a_locker_that_fails_is_told_as_what_it_has_done(
    begun: bool, stage: ClerkStage, news: list[HoldingState], kiosk: Kiosk
) -> None:
    open_to_load(kiosk)
    kiosk.until(lambda: kiosk.devices.submitted)
    armed = kiosk.devices.submitted[0][1]
    kiosk.devices.tell(JobDone(armed, None, Reason.NO_ANSWER, begun))
    kiosk.shows(ServiceDoor, at(stage))
    assert [state for state, _ in told(kiosk)] == news


def test_a_screen_that_ends_at_the_open_door_leaves_a_cell_to_be_looked_into(
    tmp_path: Path,
) -> None:
    first = Kiosk(tmp_path, pin=PinFile(tmp_path / "pin", demonstration=True), cells=8)
    with first:
        held = holding(first, cell=None, state=HoldingState.EXPECTED)
        first.folder.see(lambda cache: cache.rows("UPDATE manifest SET label = 'EE1'"))
        first.shows(Attract)
        knock(first)
        enter(first, DEMO_PIN)
        first.shows(ServiceMenu)
        first.tap(ChooseTask(Task.LOAD))
        first.shows(ServiceScan)
        for key in "EE1":
            first.tap(Key(key))
        first.shows(ServiceScan, having(value="EE1"))
        first.tap(Main())
        first.shows(ServiceDoor)
        first.tap(Main())
        first.shows(ServiceDoor, at(ClerkStage.OPENING))
        first.until(lambda: first.devices.submitted)
    job: Any = first.devices.submitted[0][2]
    assert job.keywords["cancelled"].is_set(), "else an open door would be waited for"
    with Kiosk(tmp_path, cells=8) as second:
        second.shows(Attract)
        assert state(second, held) == HoldingState.UNCLEAR
        assert told(second) == [(HoldingState.UNCLEAR, 1)]


def test_five_wrong_pins_lock_also_after_a_restart(tmp_path: Path) -> None:
    service_pin.write(tmp_path / "pin", PIN)
    pin = PinFile(tmp_path / "pin", demonstration=False)
    with Kiosk(tmp_path, pin=pin, cells=8) as first:
        first.shows(Attract)
        knock(first)
        for left in (4, 3, 2, 1):
            enter(first, "111222")
            first.shows(ServicePin, having(tries_left=left))
        enter(first, "111222")
        first.shows(ServicePin, having(problem=PinProblem.LOCKED))
    with Kiosk(tmp_path, pin=pin, cells=8) as second:
        second.shows(Attract)
        second.tap(OpenService())
        second.sees(ServicePin(problem=PinProblem.LOCKED, minutes=5))
        second.tap(Cancel())
        second.shows(Attract)


def test_without_a_pin_it_is_told_how_one_is_made(tmp_path: Path) -> None:
    pin = PinFile(tmp_path / "pin", demonstration=False)
    with Kiosk(tmp_path, pin=pin, cells=8) as kiosk:
        kiosk.shows(Attract)
        kiosk.tap(OpenService())
        assert kiosk.shows(ServiceMessage).problem is ServiceProblem.NO_PIN


def test_staff_get_in_where_citizens_cannot(tmp_path: Path) -> None:
    pin = PinFile(tmp_path / "pin", demonstration=True)
    refusing = item(offline="refuse")
    kiosk = Kiosk(tmp_path, pin=pin, cells=8, catalogue=(refusing,))
    kiosk.devices.how = {}
    with kiosk:
        kiosk.shows(OutOfService)
        knock(kiosk)
        enter(kiosk, DEMO_PIN)
        kiosk.shows(ServiceMenu)


def test_the_pin_is_in_no_log_no_view_and_no_journal(kiosk: Kiosk) -> None:
    with structlog.testing.capture_logs() as logged:
        knock(kiosk)
        enter(kiosk, "918273")
        kiosk.shows(ServicePin, having(tries_left=4))
        enter(kiosk)
        kiosk.shows(ServiceMenu)
    lines = kiosk.folder.see(
        lambda cache: "\n".join(entry.line() for entry in Journal(cache).entries())
    )
    for pin in (PIN, "918273"):
        assert pin not in repr(kiosk.views)
        assert pin not in str(logged)
        assert pin not in lines
    assert "service_refused" in lines
    assert "service_opened" in lines


def test_nobody_is_served_before_staff_have_left(kiosk: Kiosk) -> None:
    get_in(kiosk)
    kiosk.tap(Begin("zh_CN"))
    kiosk.tap(Main())
    kiosk.shows(Attract)
    assert not any(isinstance(view.content, ChooseItem) for view in kiosk.views)
    kiosk.tap(Begin("zh_CN"))
    kiosk.shows(ChooseItem)


def test_every_effect_of_a_clerk_is_settled_once(kiosk: Kiosk) -> None:
    open_to_load(kiosk)
    door(kiosk, ReleaseOutcome.UNSEEN)
    kiosk.shows(ServiceDoor, at(ClerkStage.ASK_CLOSED))
    kiosk.tap(Main())
    kiosk.shows(ServiceScan)
    states = kiosk.folder.see(
        lambda cache: [e.state for e in Journal(cache).entries() if e.effect]
    )
    assert states == [EffectState.ARMED, EffectState.CONFIRMED]
