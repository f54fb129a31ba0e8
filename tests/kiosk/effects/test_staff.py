"""Access to the service mode: five wrong PINs lock it for a while."""

import pytest
from support.effects import failing, journal
from support.visits import NOW, PLACE, FakeDevices, Folder

from config.settings import DEMO_SEALING_KEY
from kiosk.effects import Effects, Ledger
from kiosk.flow.events import Token
from kiosk.flow.service.actions import AskPin, CheckPin
from kiosk.flow.service.events import PinChecked, PinStands
from offline_cache.clock import BootTime
from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.pin_lockout import PinLockout

PIN = "730185"
WRONG = "111222"
TOKEN = Token(4, 2)


class Pin:
    """A PIN; `asked` counts the comparisons."""

    def __init__(self) -> None:
        self.asked = 0

    def usable(self) -> bool:
        return True

    def check(self, pin: str) -> bool:
        self.asked += 1
        return pin == PIN


class Terminal:
    """Effects with a PIN, over a cache and a machine's clock."""

    def __init__(self, cache: Cache) -> None:
        self.pin = Pin()
        self.now = BootTime("boot", 0.0)
        self.effects = Effects(
            Ledger(
                cache,
                terminal="demo-01",
                place=PLACE,
                demonstration=True,
                clock=lambda: NOW,
                sealing_key=DEMO_SEALING_KEY,
            ),
            FakeDevices(),
            pin=self.pin,
        )
        self.effects.staff._pin_lockout = PinLockout(cache, lambda: self.now)

    def try_(self, pin: str) -> PinChecked:
        return self.effects.staff.check_pin(CheckPin(TOKEN, pin))

    def stands(self) -> PinStands:
        return self.effects.staff.pin_stands(AskPin(TOKEN))

    def go(self, seconds: float) -> None:
        self.now = self.now.later(seconds)


@pytest.fixture
def terminal(cache: Cache) -> Terminal:
    return Terminal(cache)


def test_the_right_pin_opens_and_is_in_the_journal(
    terminal: Terminal, cache: Cache
) -> None:
    assert terminal.stands() == PinStands(TOKEN, True, 0)
    assert terminal.try_(PIN) == PinChecked(TOKEN, True, 5, 0)
    (entry,) = journal(cache)
    assert (entry.kind, entry.detail) == ("service_opened", {})


def test_without_a_pin_nobody_gets_in(effects: Effects) -> None:
    assert not effects.staff.pin_stands(AskPin(TOKEN)).usable
    assert not effects.staff.check_pin(CheckPin(TOKEN, "")).right
    assert not effects.staff.check_pin(CheckPin(TOKEN, PIN)).right


def test_each_wrong_one_costs_a_try_and_is_in_the_journal(
    terminal: Terminal, cache: Cache
) -> None:
    left = [terminal.try_(WRONG).tries_left for _ in range(4)]
    assert left == [4, 3, 2, 1]
    assert [e.kind for e in journal(cache)] == ["service_refused"] * 4
    assert terminal.try_(PIN).right
    assert terminal.try_(WRONG).tries_left == 4, "the right one forgives them"


def test_five_wrong_ones_lock_and_then_even_the_right_one_is_not_looked_at(
    terminal: Terminal,
) -> None:
    told = [terminal.try_(WRONG) for _ in range(5)]
    assert told[-1] == PinChecked(TOKEN, False, 0, 300.0)
    asked = terminal.pin.asked
    assert terminal.try_(PIN) == PinChecked(TOKEN, False, 0, 300.0)
    assert terminal.pin.asked == asked
    assert terminal.stands() == PinStands(TOKEN, True, 300.0)
    terminal.go(300)
    assert terminal.try_(PIN).right


def test_the_lock_doubles_up_to_an_hour(terminal: Terminal) -> None:
    locked = []
    for _ in range(7):
        for _ in range(5):
            told = terminal.try_(WRONG)
        locked.append(told.locked_s)
        terminal.go(told.locked_s)
    assert locked == [300, 600, 1200, 2400, 3600, 3600, 3600]


def test_a_restart_forgives_nothing(folder: Folder) -> None:
    with folder.open() as cache:
        before = Terminal(cache)
        for _ in range(4):
            before.try_(WRONG)
    with folder.open() as cache:
        after = Terminal(cache)
        assert after.try_(WRONG).tries_left == 0
    with folder.open() as cache:
        assert Terminal(cache).stands().locked_s == 300


def test_a_try_is_on_the_disk_before_it_is_compared(
    terminal: Terminal, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def look(cache: Cache) -> int:
        return PinLockout(cache).get().failures

    def check(_pin: str) -> bool:
        seen.append(folder.see(look))
        return False

    monkeypatch.setattr(terminal.pin, "check", check)
    terminal.try_(WRONG)
    assert seen == [1], "else whoever pulls the plug in time tries for ever"


def test_a_try_that_cannot_be_counted_is_not_compared(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        failing(monkeypatch, "INSERT INTO pin_lockout"),
        pytest.raises(CacheError),
    ):
        terminal.try_(PIN)
    assert terminal.pin.asked == 0


def test_no_pin_is_in_journal_file_or_repr(terminal: Terminal, cache: Cache) -> None:
    terminal.try_(WRONG)
    terminal.try_(PIN)
    lines = "\n".join(entry.line() for entry in journal(cache))
    for pin in (PIN, WRONG):
        assert pin not in lines
        assert pin not in repr(CheckPin(TOKEN, pin))
