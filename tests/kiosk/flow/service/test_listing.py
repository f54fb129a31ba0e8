"""The list of cells that a task is about."""

import pytest
from support.clerk import Counter, OneScreen, document, session

import view as seen
from kiosk.flow.events import StoreFailed
from kiosk.flow.service.actions import ListCells
from kiosk.flow.service.base import To
from kiosk.flow.service.door import Door
from kiosk.flow.service.events import CellsListed
from kiosk.flow.service.listing import Listing
from kiosk.flow.service.notice import Notice
from kiosk.flow.tokens import Token
from kiosk.flow.visit import Face

LOAD, TAKE_BACK, LOOK = seen.Task


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_list_leads_to_its_cell_and_nowhere_else(counter: Counter) -> None:
    counter.enter().tap(seen.ChooseTask(TAKE_BACK)).listed(2, 3)
    shown = counter.shows(seen.ServiceList)
    assert [line.cell for line in shown.lines] == [2, 3]
    counter.tap(seen.PickOption("another")).shows(seen.ServiceList)
    counter.tap(seen.PickOption(shown.lines[1].reference))
    assert counter.shows(seen.ServiceDoor).cell == 3
    counter.tap(seen.Back())
    assert counter.last(ListCells).task is TAKE_BACK
    counter.listed().shows(seen.ServiceMenu)


TWO = (document(2), document(3))


@pytest.mark.parametrize("task", [TAKE_BACK, LOOK])
def test_the_cells_of_the_task_are_asked_for(task: seen.Task) -> None:
    screen = OneScreen(move=Listing.enter(session(), task))
    assert screen.said == (ListCells(Token(1, 5), task),)
    assert (screen.screen, screen.session) == (Listing(task), session(n=5))
    empty = seen.ServiceList(task, ())
    assert screen.face == Face(empty, main=None, back=True, cancel=False)
    screen.tell(CellsListed(Token(1, 4), TWO))
    screen.tell(StoreFailed(Token(1, 4), seen.Trouble.STORAGE))
    assert screen.screen == Listing(task)
    screen.tell(CellsListed(Token(1, 5), TWO))
    assert (screen.screen, screen.to, screen.said) == (Listing(task, TWO), None, ())


def test_a_line_for_each_in_the_clerks_language() -> None:
    screen = OneScreen(Listing(LOOK, TWO))
    screen.session = session(language="en")
    lines = tuple(
        seen.ServiceLine(str(each.holding), "pass (en)", each.label, each.cell)
        for each in TWO
    )
    assert screen.face.content == seen.ServiceList(LOOK, lines)
    assert screen.screen.clock_runs
    assert screen.screen.left(screen.session) == ()


def test_the_second_that_is_picked_is_the_one_that_opens() -> None:
    screen = OneScreen(Listing(LOOK, TWO))
    screen.tap(seen.PickOption("EE3")).tap(seen.Main())
    assert screen.screen == Listing(LOOK, TWO)
    screen.tap(seen.PickOption(str(TWO[1].holding)))
    assert (screen.screen, screen.said) == (Door(LOOK, TWO[1]), ())


def test_the_ways_out() -> None:
    assert OneScreen(Listing(LOOK, TWO)).tap(seen.Back()).to is To.MENU
    none = OneScreen(Listing(LOOK)).tell(CellsListed(Token(1, 4), ()))
    assert none.to is To.MENU
    lost = OneScreen(Listing(LOOK)).tell(StoreFailed(Token(1, 4), seen.Trouble.STORAGE))
    assert lost.screen == Notice(seen.ServiceProblem.CANNOT_STORE)
