"""The menu: the counts, and the tasks that there is anything to do for."""

from dataclasses import replace

import pytest
from support.clerk import Counter, OneScreen, session

import view as seen
from kiosk.flow.events import StoreFailed
from kiosk.flow.service.actions import CountCells
from kiosk.flow.service.base import To
from kiosk.flow.service.events import CellsCounted
from kiosk.flow.service.menu import Menu
from kiosk.flow.service.notice import Notice
from kiosk.flow.tokens import Token
from kiosk.flow.visit import Face
from view import MainAction

LOAD, TAKE_BACK, LOOK = seen.Task


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_the_right_pin_leads_to_the_menu(counter: Counter) -> None:
    counter.enter()
    assert counter.shows(seen.ServiceMenu) == seen.ServiceMenu(4, 20, 2, 1)


@pytest.mark.parametrize("task", [TAKE_BACK, LOOK])
def test_a_task_with_nothing_to_do_leads_nowhere(task: seen.Task) -> None:
    counter = Counter()
    counter.knock().enter_pin().counted(overdue=0, unclear=0)
    counter.tap(seen.ChooseTask(task)).shows(seen.ServiceMenu)


COUNTS = seen.ServiceMenu(expected=4, free=20, overdue=2, unclear=1)


def test_the_cells_are_counted_and_shown_once_they_are() -> None:
    screen = OneScreen(move=Menu.enter(session()))
    assert screen.said == (CountCells(Token(1, 5), 24),)
    assert (screen.screen, screen.session) == (Menu(), session(n=5))
    nothing = seen.ServiceMenu(0, 0, 0, 0)
    assert screen.face == Face(nothing, main=MainAction.FINISH, cancel=False)
    screen.tell(CellsCounted(Token(1, 4), 9, 9, 9, 9))
    screen.tell(StoreFailed(Token(1, 4), seen.Trouble.STORAGE))
    assert screen.screen == Menu()
    screen.tell(CellsCounted(Token(1, 5), 4, 20, 2, 1))
    assert (screen.screen, screen.said) == (Menu(COUNTS), ())
    assert screen.face == Face(COUNTS, main=MainAction.FINISH, cancel=False)
    assert screen.screen.clock_runs
    assert screen.screen.left(screen.session) == ()


def test_counts_that_cannot_be_had_are_told() -> None:
    screen = OneScreen(Menu()).tell(StoreFailed(Token(1, 4), seen.Trouble.STORAGE))
    assert screen.screen == Notice(seen.ServiceProblem.CANNOT_STORE)


@pytest.mark.parametrize(
    ("task", "counts", "to"),
    [
        (LOAD, seen.ServiceMenu(0, 0, 0, 0), To.LOAD),
        (TAKE_BACK, replace(COUNTS, overdue=1), To.TAKE_BACK),
        (TAKE_BACK, replace(COUNTS, overdue=0), None),
        (LOOK, replace(COUNTS, unclear=1), To.LOOK),
        (LOOK, replace(COUNTS, unclear=0), None),
    ],
)
def test_a_task_is_offered_where_there_is_one(
    task: seen.Task, counts: seen.ServiceMenu, to: To | None
) -> None:
    screen = OneScreen(Menu(counts)).tap(seen.ChooseTask(task))
    assert (screen.to, screen.said, screen.screen) == (to, (), Menu(counts))


def test_the_main_button_leaves() -> None:
    assert OneScreen(Menu(COUNTS)).tap(seen.Main()).to is To.LEAVE
    assert OneScreen(Menu(COUNTS)).tap(seen.Back()).to is None
