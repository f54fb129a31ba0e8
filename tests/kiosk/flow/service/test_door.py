"""A cell that is opened for a clerk, from the question to the answer."""

import pytest
from support.clerk import Counter, OneScreen, document, session
from support.flow import both

import view as seen
from kiosk.flow.actions import (
    DropVisit,
    StartTimer,
    StopTimer,
)
from kiosk.flow.events import DoorSeen, ReleaseOutcome, StoreFailed, Timer, TimerElapsed
from kiosk.flow.service.actions import ClerkAnswer, ConfirmClerk, OpenForClerk
from kiosk.flow.service.base import To
from kiosk.flow.service.door import Door
from kiosk.flow.service.events import ClerkSettled
from kiosk.flow.service.notice import Notice
from kiosk.flow.tokens import Token
from kiosk.flow.visit import Face
from view import ClerkStage, MainAction

LOAD, TAKE_BACK, LOOK = seen.Task
every_task = pytest.mark.parametrize("task", list(seen.Task))


@pytest.fixture
def counter() -> Counter:
    return Counter()


@every_task
def test_a_cell_opens_when_the_clerk_says_so_and_once(
    task: seen.Task, counter: Counter
) -> None:
    counter.confirm(task).tap(seen.Main()).tap(seen.Main())
    assert counter.count(OpenForClerk) == 1
    assert counter.last(OpenForClerk).document == document()
    assert counter.shows(seen.ServiceDoor).stage is seen.ClerkStage.OPENING


@every_task
def test_the_clock_stands_still_while_a_door_may_be_open(
    task: seen.Task, counter: Counter
) -> None:
    counter.open_door(task)
    assert counter.shows(seen.ServiceDoor).stage is seen.ClerkStage.OPEN
    assert not counter.state.idle.running
    for intent in (seen.Main(), seen.Back(), seen.Cancel()):
        counter.tap(intent)
    assert counter.shows(seen.ServiceDoor).stage is seen.ClerkStage.OPEN
    started = counter.last(StartTimer)
    counter.tell(TimerElapsed(Timer.DOOR, started.n))
    assert counter.shows(seen.ServiceDoor).stage is seen.ClerkStage.CLOSE
    counter.settle()
    assert counter.shows(seen.ServiceDoor).stage is seen.ClerkStage.ASK
    assert counter.state.idle.running


@every_task
@pytest.mark.parametrize("yes", [True, False])
@pytest.mark.parametrize("outcome", [ReleaseOutcome.CLOSED, ReleaseOutcome.UNSEEN])
def test_nothing_is_recorded_before_the_door_is_closed_and_the_clerk_answers(
    outcome: ReleaseOutcome, yes: bool, task: seen.Task, counter: Counter
) -> None:
    counter.open_door(task)
    assert counter.count(ConfirmClerk) == 0
    counter.settle(outcome)
    assert counter.count(ConfirmClerk) == 0
    counter.tap(seen.Main() if yes else seen.Back())
    assert counter.count(ConfirmClerk) == 1
    told = counter.last(ConfirmClerk)
    assert (told.task, told.document) == (task, document())
    assert told.answer is (ClerkAnswer.YES if yes else ClerkAnswer.NO)
    next_one = seen.ServiceScan if task is LOAD else seen.ServiceList
    assert isinstance(counter.content(), next_one)


@every_task
@pytest.mark.parametrize(
    ("outcome", "stage"),
    [
        (ReleaseOutcome.STUCK, seen.ClerkStage.STUCK),
        (ReleaseOutcome.ANOTHER_OPEN, seen.ClerkStage.DOOR_OPEN),
    ],
)
def test_a_door_that_did_not_open_may_be_tried_again(
    outcome: ReleaseOutcome,
    stage: seen.ClerkStage,
    task: seen.Task,
    counter: Counter,
) -> None:
    counter.confirm(task).tap(seen.Main()).settle(outcome)
    assert counter.shows(seen.ServiceDoor).stage is stage
    counter.tap(seen.Main())
    assert counter.count(OpenForClerk) == 2
    counter.settle(outcome).tap(seen.Back())
    assert counter.count(ConfirmClerk) == 0


def test_a_cell_that_was_lost_from_sight_leads_back_to_the_menu(
    counter: Counter,
) -> None:
    counter.open_door(LOAD).settle(ReleaseOutcome.UNKNOWN)
    assert counter.shows(seen.ServiceDoor).stage is seen.ClerkStage.UNCLEAR
    counter.tap(seen.Main()).shows(seen.ServiceMenu)
    assert counter.count(ConfirmClerk) == 0


@every_task
def test_a_door_left_open_ends_the_session(task: seen.Task, counter: Counter) -> None:
    counter.open_door(task).settle(ReleaseOutcome.LEFT_OPEN).shows(seen.Attract)
    assert counter.count(ConfirmClerk) == 0, "the alarm has told it already"


@every_task
def test_a_clerk_who_goes_without_an_answer_leaves_a_cell_to_be_looked_into(
    task: seen.Task, counter: Counter
) -> None:
    counter.open_door(task).settle().idle()
    for _ in range(30):
        counter.tick()
    counter.shows(seen.Attract)
    assert counter.last(ConfirmClerk).answer is ClerkAnswer.UNSURE
    kinds = [type(each) for each in counter.actions]
    assert kinds.index(ConfirmClerk) < len(kinds) - 1 - kinds[::-1].index(DropVisit)


# -- each action and each screen, whole ---------------------------------------------

DOCUMENT = document()
FOLLOWED = {ClerkStage.OPENING, ClerkStage.OPEN, ClerkStage.CLOSE}
TO_OPEN = {ClerkStage.CONFIRM, ClerkStage.STUCK, ClerkStage.DOOR_OPEN}
ASKED = {ClerkStage.ASK, ClerkStage.ASK_CLOSED}
MAINS = {
    ClerkStage.CONFIRM: MainAction.OPEN_CELL,
    ClerkStage.STUCK: MainAction.RETRY,
    ClerkStage.DOOR_OPEN: MainAction.RETRY,
    ClerkStage.ASK: MainAction.GOT_IT,
    ClerkStage.ASK_CLOSED: MainAction.GOT_IT,
    ClerkStage.UNCLEAR: MainAction.CONTINUE,
}
every_stage = pytest.mark.parametrize("stage", list(ClerkStage))


def at(stage: ClerkStage, task: seen.Task = LOAD) -> OneScreen:
    return OneScreen(Door(task, DOCUMENT, stage))


def confirmed(task: seen.Task, answer: ClerkAnswer, n: int = 5) -> ConfirmClerk:
    return ConfirmClerk(Token(1, n), task, DOCUMENT, answer)


@every_task
@every_stage
def test_every_screen(stage: ClerkStage, task: seen.Task) -> None:
    content = seen.ServiceDoor(task, stage, both("pass").zh_CN, "EE3", 3, 24)
    screen = at(stage, task)
    assert screen.face == Face(
        content,
        main=MAINS.get(stage),
        back=stage in TO_OPEN | ASKED,
        cancel=False,
        question=[*ClerkStage].index(stage),
    )
    assert screen.screen.clock_runs is (stage not in FOLLOWED)
    unsure = confirmed(task, ClerkAnswer.UNSURE)
    assert screen.screen.left(screen.session) == ((unsure,) if stage in ASKED else ())


@every_task
@every_stage
def test_the_main_button(stage: ClerkStage, task: seen.Task) -> None:
    screen = at(stage, task).tap(seen.Main())
    if stage in TO_OPEN:
        assert screen.said == (OpenForClerk(Token(1, 5), task, DOCUMENT),)
        assert screen.screen == Door(task, DOCUMENT, ClerkStage.OPENING)
        assert screen.to is None
    elif stage in ASKED:
        assert screen.said == (confirmed(task, ClerkAnswer.YES),)
        assert screen.to is To(task)
        assert screen.session == session(n=5, stored=DOCUMENT if task is LOAD else None)
    else:
        to = To.MENU if stage is ClerkStage.UNCLEAR else None
        assert (screen.said, screen.to) == ((), to)


@every_task
@every_stage
def test_the_back_button(stage: ClerkStage, task: seen.Task) -> None:
    screen = at(stage, task).tap(seen.Back())
    if stage in TO_OPEN:
        assert (screen.said, screen.to) == ((), To(task))
        assert screen.session == session()
    elif stage in ASKED:
        assert screen.said == (confirmed(task, ClerkAnswer.NO),)
        assert screen.to is To(task)
        passed = frozenset({3} if task is LOAD else ())
        assert screen.session == session(n=5, passed=passed)
    else:
        assert (screen.said, screen.to) == ((), None)


def test_a_second_cell_that_was_not_used_is_passed_beside_the_first() -> None:
    screen = OneScreen(Door(LOAD, document(7), ClerkStage.ASK))
    screen.session = session(passed=frozenset({3}))
    assert screen.tap(seen.Back()).session.passed == {3, 7}


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [
        (ReleaseOutcome.CLOSED, ClerkStage.ASK),
        (ReleaseOutcome.UNSEEN, ClerkStage.ASK_CLOSED),
        (ReleaseOutcome.STUCK, ClerkStage.STUCK),
        (ReleaseOutcome.ANOTHER_OPEN, ClerkStage.DOOR_OPEN),
        (ReleaseOutcome.UNKNOWN, ClerkStage.UNCLEAR),
        (ReleaseOutcome.LEFT_OPEN, ClerkStage.UNCLEAR),
    ],
)
@pytest.mark.parametrize("phase", sorted(FOLLOWED))
def test_however_a_door_ends(
    phase: ClerkStage, outcome: ReleaseOutcome, stage: ClerkStage
) -> None:
    screen = at(phase).tell(ClerkSettled(Token(1, 4), LOAD, outcome))
    assert screen.said == (StopTimer(Timer.DOOR),)
    assert screen.screen == Door(LOAD, DOCUMENT, stage)
    left = outcome is ReleaseOutcome.LEFT_OPEN
    assert screen.to is (To.LEAVE if left else None)


def test_an_open_door_is_timed_and_becomes_long_open() -> None:
    screen = at(ClerkStage.OPENING).tell(DoorSeen(Token(1, 4)))
    assert screen.said == (StartTimer(Timer.DOOR, 4, 45),)
    assert screen.screen == Door(LOAD, DOCUMENT, ClerkStage.OPEN)
    screen.tell(TimerElapsed(Timer.DOOR, 4))
    assert (screen.said, screen.screen) == ((), Door(LOAD, DOCUMENT, ClerkStage.CLOSE))


@every_stage
def test_only_an_opening_that_was_not_written_down_fails(stage: ClerkStage) -> None:
    screen = at(stage)
    screen.tell(StoreFailed(Token(1, 3), seen.Trouble.STORAGE))
    assert screen.screen == Door(LOAD, DOCUMENT, stage)
    screen.tell(StoreFailed(Token(1, 4), seen.Trouble.STORAGE))
    lost = Notice(seen.ServiceProblem.CANNOT_STORE)
    opening = stage is ClerkStage.OPENING
    assert screen.screen == (lost if opening else Door(LOAD, DOCUMENT, stage))


def test_what_is_settled_is_not_followed_any_more() -> None:
    screen = at(ClerkStage.ASK)
    screen.tell(DoorSeen(Token(1, 4)))
    screen.tell(ClerkSettled(Token(1, 4), LOAD, ReleaseOutcome.UNKNOWN))
    screen.tap(seen.Touch())
    assert (screen.screen, screen.said) == (Door(LOAD, DOCUMENT, ClerkStage.ASK), ())
