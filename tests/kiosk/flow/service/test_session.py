"""A clerk's session: its language, and its end."""

from dataclasses import replace

import pytest
from support.clerk import Counter, document, session
from support.flow import both

import view as seen
from kiosk.flow.actions import (
    DropVisit,
    ReadCode,
    StopCode,
)
from kiosk.flow.events import Tapped
from kiosk.flow.service.actions import AskPin, CountCells, ListCells
from kiosk.flow.service.listing import Listing
from kiosk.flow.service.loading import Loading
from kiosk.flow.service.menu import Menu
from kiosk.flow.service.pin import Pin
from kiosk.flow.service.session import ServiceMode, advance, begin
from kiosk.flow.tokens import Token

LOAD, TAKE_BACK, LOOK = seen.Task


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_the_clerk_leaves(counter: Counter) -> None:
    counter.enter().tap(seen.Main()).shows(seen.Attract)
    assert counter.last(DropVisit).visit == counter.state.visits
    counter.identify()
    assert counter.visit.number == counter.state.visits


def test_the_language_can_be_changed(counter: Counter) -> None:
    counter.confirm(LOAD)
    assert counter.shows(seen.ServiceDoor).title == both("pass").zh_CN
    counter.tap(seen.SwitchLanguage("en"))
    assert counter.shows(seen.ServiceDoor).title == both("pass").en
    counter.tap(seen.Back()).tap(seen.Back()).tap(seen.Main())
    assert counter.view.language == "zh_CN"


COUNTS = seen.ServiceMenu(1, 1, 1, 1)


def tap(intent: seen.Intent) -> Tapped:
    return Tapped(seen.Tap(0, intent))


def test_a_session_begins_with_the_pin() -> None:
    service, actions = begin(session(n=0))
    assert service == ServiceMode(session(n=1), Pin())
    assert actions == (AskPin(Token(1, 1)),)
    assert service.clock_runs
    assert service.face() == Pin().face(service.session)
    assert service.left() == ()


@pytest.mark.parametrize(
    ("task", "screen", "action"),
    [
        (LOAD, Loading(scanning=5), ReadCode(Token(1, 5))),
        (TAKE_BACK, Listing(TAKE_BACK), ListCells(Token(1, 5), TAKE_BACK)),
        (LOOK, Listing(LOOK), ListCells(Token(1, 5), LOOK)),
    ],
)
def test_a_task_leads_to_its_screen(
    task: seen.Task, screen: Loading | Listing, action: ReadCode | ListCells
) -> None:
    service = ServiceMode(session(), Menu(COUNTS))
    after, actions = advance(service, tap(seen.ChooseTask(task)))
    assert after == ServiceMode(session(n=5), screen)
    assert actions == (action,)


def test_back_at_the_menu_nothing_is_said_of_what_was_put_in() -> None:
    service = ServiceMode(session(stored=document()), Loading(scanning=3))
    assert service.left() == (StopCode(),)
    after, actions = advance(service, tap(seen.Back()))
    assert after == ServiceMode(session(n=5), Menu())
    assert actions == (StopCode(), CountCells(Token(1, 5), 24))


def test_leaving_is_the_end() -> None:
    assert advance(ServiceMode(session(), Menu()), tap(seen.Main())) == (None, ())


def test_another_language_changes_nothing_else() -> None:
    service = ServiceMode(session(), Menu(COUNTS))
    english = replace(service, session=session(language="en"))
    assert service.speaking("en") == english


def test_a_line_and_a_number_of_a_session() -> None:
    now = session(number=7, language="en")
    assert now.asking() == (replace(now, n=5), Token(7, 5))
    line = seen.ServiceLine(str(document().holding), "pass (en)", "EE3", 3)
    assert now.line(document()) == line
