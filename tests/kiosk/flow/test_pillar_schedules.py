"""Visits with forms, choices, money and documents, through every order of events.

Whatever happens in whatever order: money is asked for only while no earlier order can
still be paid, a document that may have come out is not printed again by itself, and the
machine always has something to show. A failing seed is in the test's name.
"""

import random
from uuid import uuid4

import pytest
from support.flow import Stage, both, item, reading
from support.steps import document, pay_answer, payment

import view as seen
from contract.payment import MOVES, PaymentState
from contract.queries import Option
from contract.records import Paper
from kiosk.flow import actions as do
from kiosk.flow import events as on

SEEDS = range(20)
PARTS = 8
STEPS = 400
OVER = frozenset(
    {
        PaymentState.CLOSED,
        PaymentState.DECLINED,
        PaymentState.REFUNDED,
    }
)
"""After these it is not asked for twice: what comes all the same goes back by itself,
or by a clerk's hand."""
FORM = (
    {"name": "first", "kind": "month", "label": both("from"), "months_ago": 12},
    {"name": "code", "kind": "code", "label": both("code"), "shortest": 2},
)
OPTIONS = (
    Option(reference="a", title=both("a"), amount=12_345),
    Option(reference="b", title=both("b"), amount=100, closed=both("counter")),
)
ITEMS = (
    item(
        code="social_security.paper",
        steps=("identify", "form", "fetch", "review", "print", "rate"),
        form=FORM,
    ),
    item(
        code="social_security.fine",
        offline="refuse",
        steps=("identify", "fetch", "choose", "declare", "pay", "rate"),
        declaration={"title": both("title"), "text": both("text")},
    ),
    item(
        code="social_security.bill",
        steps=("identify", "fetch", "review", "pay", "print", "submit", "rate"),
    ),
)


class World:
    """One seeded world around the machine."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a schedule, not a secret
        self.stage = Stage(*ITEMS)
        self.pending: list[do.Action] = []
        self.payments: dict[on.Token, PaymentState] = {}
        self.over: set[on.Token] = set()
        self.current: on.Token | None = None
        self.uncertain: set[int] = set()

    def run(self) -> None:
        moves = [self.tap, self.tap, self.tap, self.answer, self.answer, self.other]
        for _ in range(STEPS):
            event = self.random.choice(moves)()
            if event is None:
                continue
            before = len(self.stage.actions)
            self.stage.tell(event)
            new = self.stage.actions[before:]
            self.pending += new
            for action in new:
                self.asked(action)
            assert self.stage.view.content is not None

    def asked(self, action: do.Action) -> None:
        if isinstance(action, do.RequestPayment):
            same = self.current is not None and self.current.visit == action.token.visit
            if same and self.current is not None:
                state = self.payments.get(self.current)
                over = self.current in self.over
                assert over, f"asked for money again while {state}"
            self.current = action.token
        if isinstance(action, do.PrintDocument):
            assert action.token.visit not in self.uncertain, "printed again by itself"

    def tap(self) -> on.Event:
        intents: list[seen.Intent] = [
            seen.Begin("zh_CN"),
            seen.Choose(self.random.choice(ITEMS).code),
            seen.Key("7"),
            seen.Erase(),
            seen.PickOption("2026-03"),
            seen.PickOption("sandbox"),
            seen.ToggleOption("a"),
            seen.ToggleOption("b"),
            seen.Main(),
            seen.Main(),
            seen.Main(),
            seen.Main(),
            seen.Back(),
            seen.Cancel(),
            seen.Rate(seen.Grade.SATISFIED),
            seen.SwitchLanguage("en"),
        ]
        stage = self.stage.state.stage
        return on.Tapped(seen.Tap(stage, self.random.choice(intents)))

    def other(self) -> on.Event:
        timers = [a for a in self.pending if isinstance(a, do.StartTimer)]
        if timers and self.random.random() < 0.5:
            timer = self.random.choice(timers[-4:])
            return on.TimerElapsed(timer.timer, timer.n)
        away = self.random.sample(list(seen.Trouble), self.random.choice([0, 0, 1]))
        events: list[on.Event] = [
            on.CardLifted(),
            on.CardLifted(),
            on.TroublesChanged(frozenset(away)),
        ]
        return self.random.choice(events)

    def answer(self) -> on.Event | None:
        asked = [each for each in self.pending if hasattr(each, "token")]
        if not asked:
            return None
        action = self.random.choice([*asked[-3:], self.random.choice(asked)])
        failing = self.random.random() < 0.2
        match action:
            case do.ReadCard(token):
                return on.CardRead(token, reading())
            case do.AskEntitlements(token):
                return on.EntitlementsAnswered(token, ())
            case do.QueryCentral(token):
                if failing:
                    return on.QueryFailed(token, seen.Trouble.NETWORK)
                chosen = self.stage.state.serving
                fine = chosen is not None and chosen.visit.item.declaration
                answered = pay_answer(None, options=OPTIONS) if fine else pay_answer()
                return on.QueryAnswered(token, answered)
            case do.QueueRequest(token) | do.StoreRating(token):
                if failing:
                    return on.StoreFailed(token, seen.Trouble.STORAGE)
                slip = "CODE" if isinstance(action, do.QueueRequest) else None
                return on.RecordStored(token, uuid4(), slip)
            case do.IssueDocument(token):
                if failing:
                    return on.DocumentFailed(token, seen.Trouble.CENTRAL)
                return on.DocumentIssued(token, uuid4(), document())
            case do.PrintDocument(token):
                self.pending.remove(action)
                paper = self.random.choice(list(Paper))
                if paper is Paper.UNCERTAIN:
                    self.uncertain.add(token.visit)
                return on.DocumentSettled(
                    token, uuid4(), "S", document().document, paper, None
                )
            case do.PrintReceipt(token):
                self.pending.remove(action)
                paper = self.random.choice(list(Paper))
                return on.ReceiptSettled(token, uuid4(), "S", paper, None)
            case do.RequestPayment() | do.FollowPayment() | do.ClosePayment():
                return self.money(action.token, failing)
        return None

    def money(self, token: on.Token, failing: bool) -> on.Event | None:
        if self.current is None or token.visit != self.current.visit:
            return on.PaymentAnswered(token, payment(PaymentState.APPROVED))
        if failing and self.current in self.payments:
            return on.PaymentFailed(token, seen.Trouble.NETWORK)
        state = self.payments.get(self.current, PaymentState.REQUESTED)
        wish = self.random.choice(list(PaymentState))
        if wish in MOVES[state]:
            state = wish
        if token.n < self.current.n:
            return None  # central never answers an old order with a new one's state
        self.payments[self.current] = state
        if state in OVER:
            self.over.add(self.current)
        return on.PaymentAnswered(token, payment(state))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_order_of_events_keeps_money_and_paper_safe(seed: int) -> None:
    for part in range(PARTS):
        World(seed * 1_000 + part).run()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20, 1_000))
def test_every_order_of_events_keeps_them_safe_at_length(seed: int) -> None:
    for part in range(25):
        World(seed * 1_000 + part).run()
