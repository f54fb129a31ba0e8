"""A clerk at the real terminal: presses its name, enters a PIN, scans a label."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from support.journey import Journey

from config.settings import load_settings
from contract.records import RecordKind
from drivers.simulators.control import ControlClient
from kiosk import setup
from kiosk.demo import system as demo_system
from kiosk.service_pin import DEMO_PIN
from offline_cache.journal import EffectState
from offline_cache.manifest import Holding, Manifest
from offline_cache.outbox import Outbox
from ui.widgets.entry import Entry
from ui.widgets.hold import Hold

CABINET = tuple(
    device
    for device in demo_system.CABINET
    if device in demo_system.NEEDED or device.role in ("locker", "code_scanner")
)
HERE = "EE2026000123"
"""A passport that central's demonstration expects to be put in here."""

ELSEWHERE = "EE2026000777"
OVERDUE = "EE2026000102"
OVERDUE_CELL = 11
FREE_CELL = 1


class Counter:
    """The journey, and access to locker and scanner."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.robot = journey.robot
        self.locker = ControlClient(journey.system.controls["lock_board"])
        self.scanner = ControlClient(journey.system.controls["code_scanner"])
        self.settings = load_settings(journey.system.config)

    def close(self) -> None:
        self.locker.close()
        self.scanner.close()

    def press_name(self) -> None:
        """Press the terminal's name until the PIN is asked for."""
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
        """Hold a label to the scanner, as often as needed until it is read.

        A scanner discards what it has read before a listener was set.
        """
        for _ in range(20):
            self.scanner.do("scan", text=label)
            try:
                self.robot.wait_until(partial(self.journey.says, words), 3)
            except TimeoutError:
                continue
            return
        raise AssertionError(f"{words!r} did not come")

    def known(self, label: str) -> Holding:
        with setup.open_cache(self.settings) as cache:
            (found,) = Manifest(cache).labelled(label)
        assert found is not None
        return found

    def state(self) -> tuple[str, int | None]:
        found = self.known(HERE)
        return found.state, found.cell

    def agreed(self) -> bool:
        """Return whether central has confirmed this terminal's report."""
        return not any(self.known(label).ahead for label in (HERE, OVERDUE))

    def get_in(self) -> None:
        """Go as far as the menu, with central's manifest in the cache."""
        self.journey.sees("attract")
        self.press_name()
        self.enter()
        self.journey.sees("service_menu")
        while self.robot.find("task_take_back") is None:
            self.robot.click("main")
            self.journey.sees("attract")
            self.press_name()
            self.enter()
            self.journey.sees("service_menu")

    def told(self) -> int:
        """Return how often central gets, or got, a report about a cell."""
        with setup.open_cache(self.settings) as cache:
            records = list(Outbox(cache).records())
        return sum(each.kind == RecordKind.HOLDING for each in records)

    def opened(self, cell: int) -> None:
        """Wait until the door springs open, and the screen has noticed."""

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
    journey.sees("attract")
    counter.press_name()
    counter.enter("111222")
    journey.reads("密码不对")
    robot.click("cancel")
    counter.get_in()

    robot.click("task_load")
    journey.sees("service_scan")
    counter.scan(ELSEWHERE, "不在本机清单上")
    counter.scan(HERE, f"放入 {FREE_CELL} 号格口")
    robot.click("main")
    counter.opened(FREE_CELL)
    journey.reads("请放入证件袋")
    assert counter.told() == 0
    counter.locker.do("close", cell=FREE_CELL)
    journey.reads("证件袋在格口里吗")
    assert counter.told() == 0
    robot.click("main")
    journey.sees("service_scan")
    journey.reads(f"已放入 {FREE_CELL} 号格口")
    assert counter.state() == ("loaded", FREE_CELL)
    robot.click("back")
    journey.sees("service_menu")

    journey.until(lambda: robot.find("task_take_back") is not None)
    robot.click("task_take_back")
    journey.sees("service_list")
    journey.until(lambda: robot.find("cell_0") is not None)
    robot.click("cell_0")
    journey.reads(f"从 {OVERDUE_CELL} 号格口取出")
    robot.click("main")
    counter.opened(OVERDUE_CELL)
    counter.locker.do("close", cell=OVERDUE_CELL)
    journey.reads("证件袋取出来了吗")
    robot.click("main")
    journey.sees("service_menu")
    robot.click("main")
    journey.sees("attract")

    assert counter.told() == 2
    released = counter.locker.do("state")["state"]["released"]
    assert released == [FREE_CELL, OVERDUE_CELL]
    effects = [(e.kind, e.state) for e in journey.journal() if e.effect]
    armed, confirmed = EffectState.ARMED, EffectState.CONFIRMED
    assert effects == [
        ("load", armed),
        ("load", confirmed),
        ("take_back", armed),
        ("take_back", confirmed),
    ]
    assert DEMO_PIN not in journey.everything()
    journey.delivered()
    assert [entry["state"] for entry in journey.ledger()] == ["recorded"] * 2
    journey.until(counter.agreed, "central's word")
    assert counter.state() == ("loaded", FREE_CELL)
    assert counter.known(OVERDUE).state == "recalled"


def test_a_door_that_jams_and_a_clerk_who_puts_nothing_in(counter: Counter) -> None:
    journey, robot = counter.journey, counter.robot
    counter.get_in()
    robot.click("task_load")
    journey.sees("service_scan")
    counter.locker.do("stuck", cell=FREE_CELL)
    counter.scan(HERE, f"放入 {FREE_CELL} 号格口")
    robot.click("main")
    journey.reads("柜门没有打开")
    counter.locker.do("stuck", cell=FREE_CELL, on=False)
    robot.click("main")
    counter.opened(FREE_CELL)
    journey.reads("请放入证件袋")
    counter.locker.do("close", cell=FREE_CELL)
    journey.reads("证件袋在格口里吗")
    robot.click("back")
    journey.sees("service_scan")
    assert counter.told() == 0
    assert counter.state() == ("expected", None)
    effects = [e.state for e in journey.journal() if e.effect]
    assert effects == [
        EffectState.ARMED,
        EffectState.FAILED,
        EffectState.ARMED,
        EffectState.CONFIRMED,
    ]
