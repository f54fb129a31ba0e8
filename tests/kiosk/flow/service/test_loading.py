"""A label: scanned or typed, looked up, and told what it is."""

from dataclasses import replace

import pytest
from support.clerk import Counter, OneScreen, document, session
from support.flow import both
from support.reachable import texts

import view as seen
from drivers.base import CodeKind, ScannedCode
from kiosk.flow.actions import ReadCode, StopCode
from kiosk.flow.events import CodeScanned, CodeUnreadable, StoreFailed
from kiosk.flow.service.actions import (
    CountCells,
    LookUpLabel,
    OpenForClerk,
)
from kiosk.flow.service.base import To
from kiosk.flow.service.door import Door
from kiosk.flow.service.events import CellDocument, LabelLooked
from kiosk.flow.service.loading import LONGEST, Loading
from kiosk.flow.service.notice import Notice
from kiosk.flow.tokens import Token
from kiosk.flow.visit import Face
from view import LabelProblem, MainAction

LOAD, TAKE_BACK, LOOK = seen.Task


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_the_scanner_is_listened_to_for_labels_alone(counter: Counter) -> None:
    counter.enter()
    assert counter.count(ReadCode) == 0
    counter.tap(seen.ChooseTask(LOAD))
    assert counter.count(ReadCode) == 1
    assert counter.shows(seen.ServiceScan).scan
    counter.tap(seen.Back()).shows(seen.ServiceMenu)
    assert counter.count(CountCells) == 2
    assert counter.count(StopCode) == 1
    Counter(scanner=False).enter().tap(seen.ChooseTask(LOAD)).shows(seen.ServiceScan)


def test_a_label_is_looked_up_in_the_manifest(counter: Counter) -> None:
    counter.enter().tap(seen.ChooseTask(LOAD)).scanned(document(5))
    looked = counter.last(LookUpLabel)
    assert (looked.label, looked.cells, looked.passed) == ("EE3", 24, frozenset())
    shown = counter.shows(seen.ServiceDoor)
    assert shown == seen.ServiceDoor(
        LOAD, seen.ClerkStage.CONFIRM, both("pass").zh_CN, "EE5", 5, 24
    )
    assert counter.count(OpenForClerk) == 0, "not before the clerk says so"


def test_a_label_may_be_typed() -> None:
    counter = Counter(scanner=False)
    counter.enter().tap(seen.ChooseTask(LOAD))
    counter.tap(seen.Main())
    assert counter.shows(seen.ServiceScan).problem is seen.LabelProblem.EMPTY
    counter.type("ee5")
    assert counter.shows(seen.ServiceScan).value == "EE5"
    counter.tap(seen.Main())
    assert counter.last(LookUpLabel).label == "EE5"


@pytest.mark.parametrize("problem", list(seen.LabelProblem))
def test_what_is_not_put_in_is_told_and_the_next_one_can_be(
    problem: seen.LabelProblem, counter: Counter
) -> None:
    counter.enter().tap(seen.ChooseTask(LOAD)).scanned(None, problem)
    shown = counter.shows(seen.ServiceScan)
    assert (shown.problem, shown.cell) == (problem, 7)
    counter.scanned(document()).shows(seen.ServiceDoor)


def test_a_label_that_could_not_be_read_is_told(counter: Counter) -> None:
    counter.enter().tap(seen.ChooseTask(LOAD))
    token = counter.last(ReadCode).token
    shown = counter.tell(CodeUnreadable(token)).shows(seen.ServiceScan)
    assert (shown.problem, shown.cell) == (seen.LabelProblem.UNREADABLE, None)
    counter.scanned(document()).shows(seen.ServiceDoor)


def test_what_is_scanned_is_not_shown(counter: Counter) -> None:
    counter.enter().tap(seen.ChooseTask(LOAD))
    code = ScannedCode(CodeKind.PAYMENT_CODE, "134567890123456789")
    counter.tell(CodeScanned(counter.last(ReadCode).token, code))
    assert code.text not in set(texts(counter.view))
    token = counter.last(LookUpLabel).token
    counter.tell(LabelLooked(token, None, seen.LabelProblem.UNKNOWN))
    assert code.text not in set(texts(counter.state))


def test_what_was_put_in_is_told_until_the_next_one(counter: Counter) -> None:
    counter.open_door(LOAD).settle().tap(seen.Main())
    stored = counter.shows(seen.ServiceScan).stored
    assert stored is not None
    assert stored.cell == 3
    counter.scanned(None, seen.LabelProblem.UNKNOWN)
    assert counter.shows(seen.ServiceScan).stored is None


def test_a_cell_that_was_not_used_is_not_offered_again(counter: Counter) -> None:
    counter.open_door(LOAD).settle().tap(seen.Back())
    assert counter.shows(seen.ServiceScan).stored is None
    counter.scanned(document(4))
    assert counter.last(LookUpLabel).passed == {3}


# -- each action and each screen, whole ---------------------------------------------

STORED = document(9)
SCANNING = Loading(scanning=3)


def looked(label: str, n: int = 5, passed: frozenset[int] = frozenset()) -> LookUpLabel:
    return LookUpLabel(Token(1, n), label, 24, passed)


def scan(text: str, n: int = 3) -> CodeScanned:
    return CodeScanned(Token(1, n), ScannedCode(CodeKind.UNKNOWN, text))


def test_the_scanner_is_listened_to_where_there_is_one() -> None:
    screen = OneScreen(move=Loading.enter(session()))
    assert screen.said == (ReadCode(Token(1, 5)),)
    assert (screen.screen, screen.session) == (Loading(scanning=5), session(n=5))
    setting = replace(session().setting, scanner=False)
    without = OneScreen(move=Loading.enter(session(setting=setting)))
    assert (without.said, without.screen) == ((), Loading())
    assert without.screen.left(without.session) == ()
    assert screen.screen.left(screen.session) == (StopCode(),)


@pytest.mark.parametrize(
    ("screen", "content"),
    [
        (Loading(), seen.ServiceScan("", scan=False)),
        (SCANNING, seen.ServiceScan("", scan=True)),
        (Loading("EE", scanning=3), seen.ServiceScan("EE", scan=True)),
        (
            Loading(problem=LabelProblem.ALREADY_LOADED, cell=7),
            seen.ServiceScan(
                "", scan=False, problem=LabelProblem.ALREADY_LOADED, cell=7
            ),
        ),
    ],
)
@pytest.mark.parametrize("stored", [None, STORED])
def test_every_screen(
    stored: CellDocument | None, screen: Loading, content: seen.ServiceScan
) -> None:
    at = OneScreen(screen)
    at.session = session(stored=stored)
    line = seen.ServiceLine(str(STORED.holding), both("pass").zh_CN, "EE9", 9)
    shown = replace(content, stored=line if stored else None)
    assert at.face == Face(shown, main=MainAction.NEXT, back=True, cancel=False)
    assert screen.clock_runs


def test_a_label_is_looked_up_among_the_cells_that_were_not_passed() -> None:
    screen = OneScreen(replace(SCANNING, problem=LabelProblem.UNKNOWN))
    screen.session = session(passed=frozenset({3}), stored=STORED)
    screen.tell(scan("EE3"))
    assert screen.said == (looked("EE3", passed=frozenset({3})),)
    assert screen.screen == Loading(scanning=3, looking=5)
    assert screen.session == session(n=5, passed=frozenset({3}))
    before = screen.screen
    screen.tell(scan("EE4")).tap(seen.Main()).tap(seen.Back()).type("E")
    screen.tell(LabelLooked(Token(1, 4), document()))
    screen.tell(StoreFailed(Token(1, 4), seen.Trouble.STORAGE))
    assert (screen.screen, screen.said, screen.to) == (before, (), None)
    screen.tell(LabelLooked(Token(1, 5), document(8)))
    assert (screen.screen, screen.said) == (Door(LOAD, document(8)), (StopCode(),))


def test_a_label_of_an_earlier_listening_is_not_taken() -> None:
    screen = OneScreen(SCANNING).tell(scan("EE3", 2))
    assert (screen.screen, screen.said) == (SCANNING, ())


def test_what_is_not_put_in_leaves_the_scanner_on() -> None:
    screen = OneScreen(Loading("EE3", scanning=3)).tap(seen.Main())
    assert screen.said == (looked("EE3"),)
    found = LabelLooked(Token(1, 5), None, LabelProblem.ALREADY_LOADED, 7)
    screen.tell(found)
    told = Loading(scanning=3, problem=LabelProblem.ALREADY_LOADED, cell=7)
    assert (screen.screen, screen.said) == (told, ())
    screen.tell(scan("EE5"))
    assert screen.said == (looked("EE5", 6),)


def test_the_manifest_that_cannot_be_read_ends_it() -> None:
    screen = OneScreen(replace(SCANNING, looking=4))
    screen.tell(StoreFailed(Token(1, 4), seen.Trouble.STORAGE))
    assert screen.screen == Notice(seen.ServiceProblem.CANNOT_STORE)
    assert screen.said == (StopCode(),)


def test_the_keys() -> None:
    screen = OneScreen(replace(SCANNING, problem=LabelProblem.UNKNOWN))
    screen.session = session(stored=STORED)
    screen.tap(seen.Touch())
    assert screen.session.stored == STORED
    screen.type("ee-3")
    assert screen.screen == Loading("EE3", scanning=3)
    assert screen.session.stored is None
    assert screen.tap(seen.Erase()).screen == Loading("EE", scanning=3)
    screen.type("A" * 40)
    assert screen.screen == Loading("EE" + "A" * 30, scanning=3)
    assert LONGEST == 32


def test_the_buttons() -> None:
    empty = OneScreen(SCANNING).tap(seen.Main())
    assert (empty.screen, empty.said) == (
        replace(SCANNING, problem=LabelProblem.EMPTY),
        (),
    )
    out = OneScreen(SCANNING).tap(seen.Back())
    assert (out.said, out.to) == ((StopCode(),), To.MENU)
    plain = OneScreen(Loading()).tap(seen.Back())
    assert (plain.said, plain.to) == ((), To.MENU)


def test_a_label_that_cannot_be_read_is_told_unless_one_is_looked_up() -> None:
    before = Loading("EE", scanning=3, problem=LabelProblem.ALREADY_LOADED, cell=7)
    screen = OneScreen(before)
    screen.session = session(stored=STORED)
    screen.tell(CodeUnreadable(Token(1, 2)))
    assert (screen.screen, screen.session.stored) == (before, STORED)
    screen.tell(CodeUnreadable(Token(1, 3)))
    told = Loading("EE", scanning=3, problem=LabelProblem.UNREADABLE)
    assert (screen.screen, screen.session.stored, screen.said) == (told, None, ())
    looking = OneScreen(Loading(scanning=3, looking=4))
    looking.tell(CodeUnreadable(Token(1, 3)))
    assert looking.screen == Loading(scanning=3, looking=4)
