"""Thousands of visits through every order of events, from a seed.

Whatever happens in whatever order: no visit sees another's answer, nothing of a
citizen is left when a visit is over, no receipt is printed twice, and the screen
always has something to say and a way on. A failing seed is in the test's name.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from support.flow import NAME, NUMBER, Stage, answer, item, reading

from central.contract.model import Applicant
from central.contract.records import Paper
from kiosk import view as seen
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.machine import Mode

CI_SCHEDULES = range(20)
LONG_SCHEDULES = range(20, 2_000)
STEPS = 400
AWAY = (seen.Trouble.NETWORK, seen.Trouble.CENTRAL)


class Schedule:
    """One seeded world: its devices and central answer late, wrongly, or never."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a schedule, not a secret
        self.stage = Stage(item(), item(code="social_security.other", offline="refuse"))
        self.pending: list[do.Action] = []
        self.people: dict[int, str] = {}
        self.printed: dict[str, int] = {}

    def run(self) -> None:
        moves: list[Callable[[], on.Event | None]] = [
            self.tap,
            self.tap,
            self.tap,
            self.answer,
            self.answer,
            self.world,
            self.timer,
        ]
        for _ in range(STEPS):
            event = self.random.choice(moves)()
            if event is None:
                continue
            seen_actions = len(self.stage.actions)
            self.stage.tell(event)
            self.pending += self.stage.actions[seen_actions:]
            self.check()

    def tap(self) -> on.Event:
        codes = [each.code for each in self.stage.state.setting.catalogue]
        intents: list[seen.Intent] = [
            seen.Begin("zh_CN"),
            seen.Begin("en"),
            seen.Choose(self.random.choice(codes)),
            seen.Main(),
            seen.Main(),
            seen.Main(),
            seen.Back(),
            seen.Cancel(),
            seen.Rate(self.random.choice(list(seen.Grade))),
            seen.ToggleReason(self.random.choice(list(seen.RatingReason))),
            seen.SwitchLanguage("en"),
            seen.Touch(),
        ]
        stage = self.stage.state.stage - (self.random.random() < 0.1)
        return on.Tapped(seen.Tap(stage, self.random.choice(intents)))

    def answer(self) -> on.Event | None:
        """Answer some action, perhaps an old one, perhaps one answered before."""
        asked = [each for each in self.pending if hasattr(each, "token")]
        if not asked:
            return None
        action = self.random.choice([*asked[-3:], self.random.choice(asked)])
        match action:
            case do.ReadCard(token):
                if self.random.random() < 0.3:
                    problem = self.random.choice(list(seen.CardProblem))
                    return on.CardFailed(token, problem)
                number = f"{NUMBER[:-4]}{token.visit % 10_000:04d}"
                return on.CardRead(token, replace(reading(), number=number))
            case do.AskEntitlements(token):
                return on.EntitlementsAnswered(token, (), reached=False)
            case do.QueryCentral(token):
                if self.random.random() < 0.4:
                    away = self.random.choice(
                        [seen.Trouble.NETWORK, seen.Trouble.CENTRAL]
                    )
                    return on.QueryFailed(token, away)
                return on.QueryAnswered(token, answer(found=self.random.random() < 0.9))
            case do.QueueRequest(token) | do.StoreRating(token):
                if self.random.random() < 0.2:
                    return on.StoreFailed(token, seen.Trouble.STORAGE)
                slip = "CODE" if isinstance(action, do.QueueRequest) else None
                return on.RecordStored(token, uuid4(), slip)
            case do.PrintReceipt(token):
                return self.paper(action, token)
        return None

    def paper(self, action: do.PrintReceipt, token: on.Token) -> on.Event:
        self.pending.remove(action)  # a printer settles each attempt once
        paper = self.random.choice(list(Paper))
        serial = action.serial or f"S{token.visit}-{token.n}"
        if paper is not Paper.NOT_PRINTED:
            self.printed[serial] = self.printed.get(serial, 0) + 1
        trouble = None if paper is Paper.PRINTED else seen.Trouble.PAPER
        case = action.case or uuid4()
        return on.ReceiptSettled(token, case, serial, paper, trouble)

    def world(self) -> on.Event:
        troubles = self.random.sample(
            list(seen.Trouble), self.random.choice([0, 0, 0, 1])
        )
        events: list[on.Event] = [
            on.CardSeen(),
            on.CardLifted(),
            on.TroublesChanged(frozenset(troubles)),
        ]
        return self.random.choice(events)

    def timer(self) -> on.Event:
        n = self.stage.state.idle.n - (self.random.random() < 0.2)
        return on.TimerElapsed(self.random.choice(list(on.Timer)), n)

    def check(self) -> None:
        state, view = self.stage.state, self.stage.view
        if state.mode is not Mode.SERVING:
            assert state.serving is None
        if state.serving is None:
            assert NAME not in str(state)
            assert "5104111985" not in str(state)
        else:
            self.check_person(state.serving.visit.applicant, state.visits)
        if state.mode is Mode.TAKE_CARD:
            assert state.card_lying
        if state.mode is Mode.ATTRACT:
            assert not state.card_lying
        waiting = (
            seen.Waiting
            | seen.Printing
            | seen.TakeCard
            | seen.OutOfService
            | seen.ConfirmPerson  # while it is asked what is still coming
        )
        ways = view.main or view.back or view.cancel
        if not isinstance(view.content, waiting | seen.Attract | seen.RateVisit):
            assert ways, f"no way on from {view.content}"
        assert all(times == 1 for times in self.printed.values()), "printed twice"

    def check_person(self, applicant: Applicant | None, visit: int) -> None:
        if applicant is not None:
            mine = f"{visit % 10_000:04d}"
            assert applicant.number.endswith(mine), "another visit's card"


@pytest.mark.parametrize("seed", CI_SCHEDULES)
def test_every_order_of_events_keeps_the_promises(seed: int) -> None:
    for part in range(8):
        Schedule(seed * 1_000 + part).run()


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG_SCHEDULES)
def test_every_order_of_events_keeps_the_promises_at_length(seed: int) -> None:
    for part in range(25):
        Schedule(seed * 1_000 + part).run()
