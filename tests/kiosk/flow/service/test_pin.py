"""The PIN: dots, never digits; wrong, locked or none, and who does not get in."""

from dataclasses import replace

import pytest
from support.clerk import PIN, Counter, OneScreen, session
from support.reachable import texts

import view as seen
from kiosk.flow.events import StoreFailed
from kiosk.flow.machine import Mode
from kiosk.flow.service.actions import AskPin, CheckPin
from kiosk.flow.service.base import To
from kiosk.flow.service.events import PinChecked, PinStands
from kiosk.flow.service.notice import Notice
from kiosk.flow.service.pin import Pin
from kiosk.flow.tokens import Token
from kiosk.flow.visit import Face
from view import MainAction, PinProblem

DOWN = frozenset({seen.Trouble.PAPER, seen.Trouble.READER})


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_pressed_name_asks_for_the_pin(counter: Counter) -> None:
    counter.knock()
    assert counter.shows(seen.ServicePin) == seen.ServicePin()
    assert counter.state.mode is Mode.SERVICE
    assert counter.view.cancel
    assert counter.view.main is seen.MainAction.NEXT


def test_a_terminal_out_of_service_lets_its_staff_in() -> None:
    counter = Counter()
    counter.troubles(*DOWN)
    counter.shows(seen.OutOfService)
    counter.knock().shows(seen.ServicePin)


def test_what_is_typed_is_dots(counter: Counter) -> None:
    counter.knock().type("12345")
    assert counter.shows(seen.ServicePin).typed == 5
    counter.tap(seen.Erase()).type("7890123456")
    assert counter.shows(seen.ServicePin).typed == 12, "and no more than that"
    counter.type("X").tap(seen.Erase(everything=True))
    assert counter.shows(seen.ServicePin).typed == 0


def test_a_short_pin_is_not_sent(counter: Counter) -> None:
    counter.knock().type("12345").tap(seen.Main())
    assert counter.shows(seen.ServicePin).problem is seen.PinProblem.TOO_SHORT
    assert counter.count(CheckPin) == 0


def test_a_wrong_pin_is_told_and_typed_anew(counter: Counter) -> None:
    counter.knock().enter_pin(right=False, left=4)
    shown = counter.shows(seen.ServicePin)
    assert (shown.typed, shown.tries_left) == (0, 4)
    assert shown.problem is seen.PinProblem.WRONG
    counter.enter_pin()
    counter.shows(seen.ServiceMenu)


@pytest.mark.parametrize("later", [False, True])
def test_while_it_is_locked_nothing_can_be_typed(later: bool, counter: Counter) -> None:
    if later:
        counter.knock(locked_s=241)
    else:
        counter.knock().enter_pin(right=False, left=0, locked_s=300)
    shown = counter.shows(seen.ServicePin)
    assert (shown.problem, shown.minutes) == (seen.PinProblem.LOCKED, 5)
    assert counter.view.main is None
    checked = counter.count(CheckPin)
    counter.type(PIN).tap(seen.Main())
    assert counter.shows(seen.ServicePin).typed == 0
    assert counter.count(CheckPin) == checked
    counter.tap(seen.Cancel()).shows(seen.Attract)


def test_nothing_is_typed_before_it_is_known_how_the_pin_stands(
    counter: Counter,
) -> None:
    counter.tap(seen.OpenService()).type(PIN).tap(seen.Main())
    assert counter.count(CheckPin) == 0


def test_one_pin_is_checked_once(counter: Counter) -> None:
    counter.knock().type(PIN).tap(seen.Main()).tap(seen.Main())
    counter.type(PIN).tap(seen.Main())
    assert counter.count(CheckPin) == 1


def test_an_answer_to_an_earlier_try_opens_nothing(counter: Counter) -> None:
    counter.knock()
    asked = counter.last(AskPin).token
    counter.tell(PinChecked(asked, True, 5, 0)).tap(seen.Cancel())
    counter.shows(seen.Attract)
    counter.knock().type(PIN).tap(seen.Main())
    old = counter.last(CheckPin).token
    counter.tap(seen.Cancel()).tap(seen.OpenService())
    counter.tell(PinChecked(old, True, 5, 0))
    counter.shows(seen.ServicePin)


@pytest.mark.parametrize(
    ("cells", "usable", "problem"),
    [
        (24, False, seen.ServiceProblem.NO_PIN),
        (0, True, seen.ServiceProblem.NO_CELLS),
    ],
)
def test_what_is_missing_is_told(
    cells: int, usable: bool, problem: seen.ServiceProblem
) -> None:
    counter = Counter(cells=cells)
    counter.knock(usable=usable)
    if usable:
        counter.enter_pin()
    assert counter.shows(seen.ServiceMessage).problem is problem
    counter.tap(seen.Main()).shows(seen.Attract)


def test_a_pin_that_cannot_be_checked_opens_nothing(counter: Counter) -> None:
    counter.knock().type(PIN).tap(seen.Main())
    counter.tell(StoreFailed(counter.last(CheckPin).token, seen.Trouble.STORAGE))
    shown = counter.shows(seen.ServiceMessage)
    assert shown.problem is seen.ServiceProblem.CANNOT_STORE


def test_the_pin_is_in_no_view_and_no_repr_and_gone_when_it_is_checked(
    counter: Counter,
) -> None:
    counter.knock().type(PIN)
    assert PIN not in repr(counter.state)
    assert PIN not in repr(counter.view)
    assert PIN not in set(texts(counter.view))
    counter.tap(seen.Main())
    assert PIN not in repr(counter.actions)
    assert PIN not in set(texts(counter.state))
    counter.tap(seen.Cancel()).knock().type(PIN).tap(seen.Cancel())
    assert PIN not in set(texts(counter.state))


# -- each action and each screen, whole ---------------------------------------------

ASKS = Pin(waiting=False)
LOCKED = Pin(waiting=False, problem=PinProblem.LOCKED, locked_s=61)
NOW, BEFORE = Token(1, 4), Token(1, 3)


def test_whether_there_is_a_pin_is_asked_first() -> None:
    screen = OneScreen(move=Pin.enter(session()))
    assert screen.said == (AskPin(Token(1, 5)),)
    assert (screen.screen, screen.session) == (Pin(), session(n=5))
    screen.tell(PinStands(NOW, True, 0)).type("1").tap(seen.Main())
    assert (screen.screen, screen.said) == (Pin(), ())
    assert screen.tell(PinStands(Token(1, 5), True, 0)).screen == ASKS


@pytest.mark.parametrize(
    ("screen", "content", "main"),
    [
        (Pin(), seen.ServicePin(0), MainAction.NEXT),
        (Pin("7301", waiting=False), seen.ServicePin(4), MainAction.NEXT),
        (
            replace(ASKS, problem=PinProblem.WRONG, tries_left=3),
            seen.ServicePin(0, PinProblem.WRONG, 3),
            MainAction.NEXT,
        ),
        (LOCKED, seen.ServicePin(0, PinProblem.LOCKED, None, 2), None),
        (
            replace(LOCKED, locked_s=60),
            seen.ServicePin(0, PinProblem.LOCKED, None, 1),
            None,
        ),
        (
            replace(LOCKED, locked_s=0.5),
            seen.ServicePin(0, PinProblem.LOCKED, None, 1),
            None,
        ),
    ],
)
def test_every_screen(
    screen: Pin, content: seen.ServicePin, main: MainAction | None
) -> None:
    at = OneScreen(screen)
    assert at.face == Face(content, main=main, back=False, cancel=True)
    assert screen.clock_runs
    assert screen.left(at.session) == ()


@pytest.mark.parametrize(
    ("stands", "screen"),
    [
        (PinStands(NOW, False, 0), Notice(seen.ServiceProblem.NO_PIN)),
        (PinStands(NOW, True, 61), LOCKED),
        (PinStands(NOW, True, 0), ASKS),
        (PinStands(BEFORE, False, 0), Pin()),
    ],
)
def test_how_the_pin_stands(stands: PinStands, screen: Pin | Notice) -> None:
    assert OneScreen(Pin()).tell(stands).screen == screen


@pytest.mark.parametrize(
    ("checked", "screen", "to"),
    [
        (PinChecked(NOW, True, 5, 0), Pin(), To.MENU),
        (PinChecked(NOW, False, 3, 61), LOCKED, None),
        (
            PinChecked(NOW, False, 3, 0),
            replace(ASKS, problem=PinProblem.WRONG, tries_left=3),
            None,
        ),
        (PinChecked(BEFORE, True, 5, 0), Pin(), None),
    ],
)
def test_what_a_check_comes_to(checked: PinChecked, screen: Pin, to: To | None) -> None:
    at = OneScreen(Pin()).tell(checked)
    assert (at.screen, at.to, at.said) == (screen, to, ())


def test_a_cabinet_without_cells_has_nothing_to_do_at() -> None:
    at = OneScreen(Pin())
    at.session = session(setting=replace(session().setting, cells=0))
    at.tell(PinChecked(NOW, True, 5, 0))
    assert (at.screen, at.to) == (Notice(seen.ServiceProblem.NO_CELLS), None)
    one = OneScreen(Pin())
    one.session = session(setting=replace(session().setting, cells=1))
    assert one.tell(PinChecked(NOW, True, 5, 0)).to is To.MENU


@pytest.mark.parametrize("digits", [5, 6, 12])
def test_six_digits_are_the_fewest(digits: int) -> None:
    at = OneScreen(ASKS).type("1" * digits)
    assert at.screen == Pin("1" * digits, waiting=False)
    at.tap(seen.Main())
    if digits < 6:
        short = Pin("1" * digits, waiting=False, problem=PinProblem.TOO_SHORT)
        assert (at.screen, at.said) == (short, ())
        assert at.type("1").screen == Pin("1" * 6, waiting=False)
    else:
        assert at.said == (CheckPin(Token(1, 5), "1" * digits),)
        assert (at.screen, at.session) == (Pin(), session(n=5))


def test_an_answer_that_nobody_waits_for_changes_nothing() -> None:
    typed = Pin("73", waiting=False)
    at = OneScreen(typed)
    at.tell(PinStands(NOW, False, 0)).tell(PinChecked(NOW, True, 5, 0))
    at.tap(seen.Back()).tap(seen.Touch())
    assert (at.screen, at.to) == (typed, None)
    at = OneScreen(Pin()).tell(StoreFailed(BEFORE, seen.Trouble.STORAGE))
    assert at.screen == Pin()
    at.tell(StoreFailed(NOW, seen.Trouble.STORAGE))
    assert at.screen == Notice(seen.ServiceProblem.CANNOT_STORE)


def test_what_is_locked_takes_no_key() -> None:
    assert OneScreen(LOCKED).type("123456").tap(seen.Main()).screen == LOCKED
