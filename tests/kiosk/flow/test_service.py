"""The service mode: who gets in, what is opened, and that no visit is ever met."""

import random
from collections.abc import Callable

import pytest
from support.clerk import PIN, Counter, document
from support.flow import Stage, both, reading
from support.reachable import texts

import view as seen
from drivers.base import CodeKind, ScannedCode
from kiosk.flow.actions import (
    Action,
    DropVisit,
    ReadCode,
    StartTimer,
    StopCode,
)
from kiosk.flow.events import (
    CardLifted,
    CardRead,
    CardSeen,
    CodeScanned,
    CodeUnreadable,
    DoorSeen,
    Event,
    ReleaseOutcome,
    StoreFailed,
    Tapped,
    Timer,
    TimerElapsed,
    Token,
)
from kiosk.flow.machine import Mode
from kiosk.flow.service.actions import (
    AskPin,
    CheckPin,
    ClerkAnswer,
    ConfirmClerk,
    CountCells,
    ListCells,
    LookUpLabel,
    OpenForClerk,
)
from kiosk.flow.service.events import (
    CellsCounted,
    CellsListed,
    ClerkSettled,
    LabelLooked,
    PinChecked,
    PinStands,
)

LOAD, TAKE_BACK, LOOK = seen.Task
every_task = pytest.mark.parametrize("task", list(seen.Task))

DOWN = frozenset({seen.Trouble.PAPER, seen.Trouble.READER})


@pytest.fixture
def counter() -> Counter:
    return Counter()


# -- who gets in ------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "come",
    [
        lambda stage: stage.tap(seen.Begin("en")),
        lambda stage: stage.choose(),
        lambda stage: stage.identify(),
        lambda stage: stage.reviewed(),
        lambda stage: stage.tell(CardSeen()),
        lambda stage: (
            stage.identify()
            .tell(CardLifted())
            .tell(
                CardRead(Token(stage.visit.number, -1), reading("330382195806151095"))
            )
        ),
    ],
    ids=["choosing", "card", "query", "printing", "card_lies", "another_card"],
)
def test_no_citizens_screen_leads_there(come: Callable[[Stage], Stage]) -> None:
    stage = Stage()
    come(stage)
    before = stage.content()
    stage.tap(seen.OpenService())
    assert stage.content() == before
    assert stage.state.mode is not Mode.SERVICE
    assert stage.count(AskPin) == 0


def test_no_tap_of_a_citizen_is_taken_while_staff_are_there(counter: Counter) -> None:
    counter.enter()
    for intent in (seen.Begin("en"), seen.Choose("x"), seen.Cancel(), seen.Back()):
        counter.tap(intent).shows(seen.ServiceMenu)
    counter.tell(CardSeen()).shows(seen.ServiceMenu)
    assert counter.state.serving is None


def test_the_right_pin_leads_to_the_menu(counter: Counter) -> None:
    counter.enter()
    assert counter.shows(seen.ServiceMenu) == seen.ServiceMenu(4, 20, 2, 1)


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


# -- leaving ----------------------------------------------------------------------


def test_the_clerk_leaves(counter: Counter) -> None:
    counter.enter().tap(seen.Main()).shows(seen.Attract)
    assert counter.last(DropVisit).visit == counter.state.visits
    counter.identify()
    assert counter.visit.number == counter.state.visits


def test_a_clerk_who_has_gone_is_left_after_two_minutes(counter: Counter) -> None:
    counter.enter()
    started = [each for each in counter.actions if isinstance(each, StartTimer)]
    assert started[-1].timer is Timer.IDLE
    assert started[-1].seconds + counter.state.setting.prompt_s == 120
    counter.idle()
    assert counter.view.idle_left == 30
    for _ in range(30):
        counter.tick()
    counter.shows(seen.Attract)
    assert counter.state.service is None


def test_a_card_that_lies_there_is_taken_before_the_next_visit(
    counter: Counter,
) -> None:
    counter.enter().tell(CardSeen()).tap(seen.Main()).shows(seen.TakeCard)
    counter.tell(CardLifted()).shows(seen.Attract)


def test_the_language_can_be_changed(counter: Counter) -> None:
    counter.confirm(LOAD)
    assert counter.shows(seen.ServiceDoor).title == both("pass").zh_CN
    counter.tap(seen.SwitchLanguage("en"))
    assert counter.shows(seen.ServiceDoor).title == both("pass").en
    counter.tap(seen.Back()).tap(seen.Back()).tap(seen.Main())
    assert counter.view.language == "zh_CN"


# -- tasks ------------------------------------------------------------------------


@pytest.mark.parametrize("task", [TAKE_BACK, LOOK])
def test_a_task_with_nothing_to_do_leads_nowhere(task: seen.Task) -> None:
    counter = Counter()
    counter.knock().enter_pin().counted(overdue=0, unclear=0)
    counter.tap(seen.ChooseTask(task)).shows(seen.ServiceMenu)


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


def test_a_label_that_cannot_be_read_while_another_is_looked_up_is_nothing(
    counter: Counter,
) -> None:
    counter.enter().tap(seen.ChooseTask(LOAD))
    token = counter.last(ReadCode).token
    counter.tell(CodeScanned(token, ScannedCode(CodeKind.UNKNOWN, "EE3")))
    counter.tell(CodeUnreadable(token))
    assert counter.shows(seen.ServiceScan).problem is None


def test_what_is_scanned_is_not_shown(counter: Counter) -> None:
    counter.enter().tap(seen.ChooseTask(LOAD))
    code = ScannedCode(CodeKind.PAYMENT_CODE, "134567890123456789")
    counter.tell(CodeScanned(counter.last(ReadCode).token, code))
    assert code.text not in set(texts(counter.view))
    token = counter.last(LookUpLabel).token
    counter.tell(LabelLooked(token, None, seen.LabelProblem.UNKNOWN))
    assert code.text not in set(texts(counter.state))


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


# -- doors ------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("trouble", "problem", "then"),
    [
        (seen.Trouble.MANIFEST, seen.ServiceProblem.CHANGED, seen.ServiceMenu),
        (seen.Trouble.STORAGE, seen.ServiceProblem.CANNOT_STORE, seen.Attract),
    ],
)
def test_what_is_not_opened_is_told(
    trouble: seen.Trouble,
    problem: seen.ServiceProblem,
    then: type[seen.Content],
    counter: Counter,
) -> None:
    counter.confirm(LOAD).tap(seen.Main())
    counter.tell(StoreFailed(counter.last(OpenForClerk).token, trouble))
    assert counter.shows(seen.ServiceMessage).problem is problem
    counter.tap(seen.Main())
    assert isinstance(counter.content(), then)


# -- any order --------------------------------------------------------------------


_ANSWERED = (
    AskPin,
    CheckPin,
    CountCells,
    LookUpLabel,
    ListCells,
    OpenForClerk,
    ReadCode,
)


class Anyone:
    """Somebody who taps anything, and a disk and a door that answer late or twice."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a schedule, no secret
        self.counter = Counter(scanner=self.random.random() < 0.5)
        self.asked: list[Action] = []
        self.opening: OpenForClerk | None = None
        self.told = 0

    def event(self) -> Event:
        chance = self.random.random()
        if chance < 0.8:
            return self.sensible()
        if chance < 0.9 and self.asked:
            return self.answer(self.random.choice(self.asked[-4:]))
        if chance < 0.92:
            timer = self.random.choice(list(Timer))
            return TimerElapsed(timer, self.counter.state.idle.n)
        if chance < 0.95:
            return CardSeen() if chance < 0.93 else CardLifted()
        return self.tapped(self.random.choice(self.intents()))

    def tapped(self, intent: seen.Intent) -> Event:
        stage = self.counter.state.stage - (self.random.random() < 0.1)
        return Tapped(seen.Tap(stage, intent))

    def intents(self) -> list[seen.Intent]:
        return [
            seen.OpenService(),
            seen.Main(),
            seen.Back(),
            seen.Cancel(),
            seen.Begin("en"),
            seen.Choose(self.counter.state.setting.catalogue[0].code),
            seen.ChooseTask(self.random.choice(list(seen.Task))),
            seen.PickOption(str(document(3).holding)),
        ]

    def sensible(self) -> Event:
        """What a clerk would do here, and what the door and the disk say at last."""
        pick = self.random.choice
        match self.counter.content():
            case seen.Attract():
                return self.tapped(seen.OpenService())
            case seen.TakeCard():
                return CardLifted()
            case seen.ServicePin(typed) if typed < 6 and self.known():
                return self.tapped(seen.Key("7"))
            case seen.ServiceMenu() if self.known():
                return self.tapped(seen.ChooseTask(pick(list(seen.Task))))
            case seen.ServiceList() if self.known():
                return self.tapped(seen.PickOption(str(document(3).holding)))
            case seen.ServiceScan("") if self.known():
                return self.tapped(seen.Key("7"))
            case seen.ServiceDoor(_, seen.ClerkStage.ASK):
                yes = self.random.random() < 0.5
                return self.tapped(seen.Main() if yes else seen.Back())
        if self.asked and self.random.random() < 0.5:
            return self.answer(self.asked[-1])
        return self.tapped(seen.Main())

    def known(self) -> bool:
        """Whether it was answered already, by chance."""
        return self.random.random() < 0.6

    def answer(self, action: Action) -> Event:
        pick = self.random.choice
        match action:
            case AskPin(token):
                return PinStands(token, pick([True, True, True, False]), 5, 0)
            case CheckPin(token):
                return PinChecked(token, pick([True, True, False]), 4, 0)
            case CountCells(token):
                return CellsCounted(token, 1, 2, 3, 4)
            case LookUpLabel(token):
                if pick([True, True, False]):
                    return LabelLooked(token, document())
                if pick([True, False]):
                    return LabelLooked(token, None, seen.LabelProblem.UNKNOWN)
                return StoreFailed(token, seen.Trouble.STORAGE)
            case ListCells(token):
                return CellsListed(token, (document(2), document(3)))
            case ReadCode(token):
                return CodeScanned(token, ScannedCode(CodeKind.UNKNOWN, "EE3"))
            case OpenForClerk(token, task):
                if pick([True, False]):
                    return DoorSeen(token)
                self.asked.remove(action)  # a locker settles each opening once
                return ClerkSettled(token, task, pick(list(ReleaseOutcome)))
        return CardLifted()

    def happens(self) -> None:
        before = self.counter.state
        event = self.event()
        self.counter.tell(event)
        after, actions = self.counter.state, list(self.counter.actions)
        del self.counter.actions[:]
        self.asked += [each for each in actions if isinstance(each, _ANSWERED)]
        assert after.serving is None or after.service is None
        assert (after.mode is Mode.SERVICE) == (after.service is not None)
        if before.service is None and after.service is not None:
            assert before.mode is Mode.ATTRACT
        if isinstance(event, ClerkSettled) and (
            self.opening is not None and event.token == self.opening.token
        ):
            asking = event.outcome in (ReleaseOutcome.CLOSED, ReleaseOutcome.UNSEEN)
            self.opening = self.opening if asking else None
        for action in actions:
            if isinstance(action, OpenForClerk):
                assert self.opening is None, "a second cell before the first is told"
                self.opening = action
            if isinstance(action, ConfirmClerk):
                assert self.opening is not None, "told twice, or of nothing"
                assert action.document == self.opening.document
                self.opening = None
                self.told += 1
        if after.service is None:
            assert self.opening is None, "gone, and nobody knows what lies there"


@pytest.mark.parametrize("part", range(20))
def test_any_order_of_taps_answers_and_doors(part: int) -> None:
    told = 0
    for seed in range(part * 20, part * 20 + 20):
        anyone = Anyone(seed)
        for _ in range(300):
            anyone.happens()
        told += anyone.told
    assert told > 20, "hardly a door was opened: the schedule tests nothing"
