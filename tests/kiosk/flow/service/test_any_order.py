"""Any order of taps, answers and doors: no cell is lost from sight."""

import random

import pytest
from support.clerk import Counter, document

import view as seen
from drivers.base import CodeKind, ScannedCode
from kiosk.flow.actions import (
    Action,
    ReadCode,
)
from kiosk.flow.events import (
    CardLifted,
    CardSeen,
    CodeScanned,
    DoorSeen,
    Event,
    ReleaseOutcome,
    StoreFailed,
    Tapped,
    Timer,
    TimerElapsed,
)
from kiosk.flow.machine import Mode
from kiosk.flow.service.actions import (
    AskPin,
    CheckPin,
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
                return PinStands(token, pick([True, True, True, False]), 0)
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
