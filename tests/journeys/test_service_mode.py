"""A clerk at the real terminal: a finger on its name, a PIN, a label, a door."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from support.journey import Journey
from support.visits import bodies

from central.contract.manifest import HoldingState
from central.contract.records import RecordKind
from config.settings import load_settings
from drivers.simulators.control import ControlClient
from kiosk import demo_system, setup
from kiosk.service_pin import DEMO_PIN
from offline_cache.journal import EffectState
from offline_cache.manifest import Holding, Manifest
from ui.widgets.entry import Entry
from ui.widgets.hold import Hold

CABINET = tuple(
    device
    for device in demo_system.CABINET
    if device in demo_system.NEEDED or device.role in ("locker", "code_scanner")
)
LABEL = "EE2026000199"
HOLDING = uuid4()


def lies(state: HoldingState, cell: int | None, days: int, label: str) -> Holding:
    """A document of an invented person."""
    return Holding(
        holding=HOLDING if label == LABEL else uuid4(),
        item="exit_entry.passport_pickup",
        label=label,
        title_zh="普通护照",
        title_en="Passport",
        person="0" * 64,
        code="0" * 64,
        state=state,
        cell=cell,
        until=datetime.now(UTC) + timedelta(days=days),
    )


class Counter:
    """The journey, and hands on locker and scanner."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.robot = journey.robot
        self.locker = ControlClient(journey.system.controls["lock_board"])
        self.scanner = ControlClient(journey.system.controls["code_scanner"])
        self.settings = load_settings(journey.system.config)

    def close(self) -> None:
        self.locker.close()
        self.scanner.close()

    def has(self, *holdings: Holding) -> None:
        """What central's manifest says; the agent that would fetch it is gone."""
        self.journey.system.agent.terminate()
        self.journey.system.agent.wait(60)
        with setup.open_cache(self.settings) as cache:
            Manifest(cache).merge(b"k" * 32, holdings)

    def press_name(self) -> None:
        """A finger on the terminal's name, until the PIN is asked for."""
        window = self.journey.screen.window
        hold = window.findChild(Hold)
        assert isinstance(hold, Hold)
        spot: QPoint = hold.mapTo(window, hold.rect().center())
        handle, none = window.windowHandle(), Qt.KeyboardModifier.NoModifier
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, none, spot)
        self.journey.sees("service_pin")
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, none, spot)

    def enter(self, pin: str = DEMO_PIN) -> None:
        for number, digit in enumerate(pin, start=1):
            self.robot.click(f"key_{digit}")
            self.journey.until(partial(self.shows, "●" * number))
        self.robot.click("main")

    def shows(self, typed: str) -> bool:
        entry = self.journey.screen.window.findChild(Entry)
        return isinstance(entry, Entry) and entry.text() == typed

    def scan(self, label: str, words: str) -> None:
        """Hold a label to the scanner, as often as it takes until that is read.

        A scanner forgets what it has read before anybody listened.
        """
        for _ in range(20):
            self.scanner.do("scan", text=label)
            try:
                self.robot.wait_until(partial(self.journey.says, words), 3)
            except TimeoutError:
                continue
            return
        raise AssertionError(f"{words!r} did not come")

    def state(self) -> Holding:
        with setup.open_cache(self.settings) as cache:
            found = Manifest(cache).get(HOLDING)
        assert found is not None
        return found

    def told(self) -> list[tuple[HoldingState, int]]:
        with setup.open_cache(self.settings) as cache:
            records = bodies(cache, RecordKind.HOLDING)
        return [(body.state, body.cell) for _, body in records]

    def opened(self, cell: int) -> None:
        """Wait until the door springs open, and the screen has seen it."""

        def is_open() -> bool:
            doors = self.locker.do("state")["state"]["doors"]
            return bool(doors[str(cell)] == "open")

        self.journey.until(is_open, f"door {cell}")


@pytest.fixture
def counter(begin: Callable[..., Journey]) -> Iterator[Counter]:
    made = Counter(begin(cabinet=CABINET))
    yield made
    made.close()


def test_a_clerk_puts_one_document_in_and_takes_another_back(counter: Counter) -> None:
    journey, robot = counter.journey, counter.robot
    counter.has(
        lies(HoldingState.LOADED, 1, -1, "EE2026000102"),
        lies(HoldingState.EXPECTED, None, 7, LABEL),
    )
    journey.sees("attract")
    counter.press_name()
    counter.enter("111222")
    journey.reads("密码不对")
    counter.enter()
    journey.sees("service_menu")

    robot.click("task_load")
    journey.sees("service_scan")
    counter.scan("EE2026000777", "不在本机清单上")
    counter.scan(LABEL, "放入 2 号格口")
    journey.sees("service_door")
    robot.click("main")
    counter.opened(2)
    journey.reads("请放入证件袋")
    assert counter.told() == []
    counter.locker.do("close", cell=2)
    journey.reads("证件袋在格口里吗")
    assert counter.told() == []
    robot.click("main")
    journey.sees("service_scan")
    journey.reads("已放入 2 号格口")
    assert (counter.state().state, counter.state().cell) == ("loaded", 2)
    robot.click("back")
    journey.sees("service_menu")

    journey.until(lambda: robot.find("task_take_back") is not None)
    robot.click("task_take_back")
    journey.sees("service_list")
    journey.until(lambda: robot.find("cell_0") is not None)
    robot.click("cell_0")
    journey.reads("从 1 号格口取出")
    robot.click("main")
    counter.opened(1)
    counter.locker.do("close", cell=1)
    journey.reads("证件袋取出来了吗")
    robot.click("main")
    journey.sees("service_menu")
    robot.click("main")
    journey.sees("attract")

    assert counter.told() == [(HoldingState.LOADED, 2), (HoldingState.RECALLED, 1)]
    assert counter.locker.do("state")["state"]["released"] == [2, 1]
    effects = [(e.kind, e.state) for e in journey.journal() if e.effect]
    armed, confirmed = EffectState.ARMED, EffectState.CONFIRMED
    assert effects == [
        ("load", armed),
        ("load", confirmed),
        ("take_back", armed),
        ("take_back", confirmed),
    ]
    assert DEMO_PIN not in journey.everything()


def test_a_door_that_jams_and_a_clerk_who_puts_nothing_in(counter: Counter) -> None:
    journey, robot = counter.journey, counter.robot
    counter.has(lies(HoldingState.EXPECTED, None, 7, LABEL))
    journey.sees("attract")
    counter.press_name()
    counter.enter()
    journey.sees("service_menu")
    robot.click("task_load")
    journey.sees("service_scan")
    counter.locker.do("stuck", cell=1)
    counter.scan(LABEL, "放入 1 号格口")
    robot.click("main")
    journey.reads("柜门没有打开")
    assert counter.told() == []
    counter.locker.do("stuck", cell=1, on=False)
    robot.click("main")
    counter.opened(1)
    journey.reads("请放入证件袋")
    counter.locker.do("close", cell=1)
    journey.reads("证件袋在格口里吗")
    robot.click("back")
    journey.sees("service_scan")
    assert counter.told() == []
    assert counter.state().state == "expected"
    effects = [(e.kind, e.state) for e in journey.journal() if e.effect]
    assert [state for _, state in effects] == [
        EffectState.ARMED,
        EffectState.FAILED,
        EffectState.ARMED,
        EffectState.CONFIRMED,
    ]
