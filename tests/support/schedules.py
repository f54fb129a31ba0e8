"""A seeded world around the state machine: devices and central that answer late,
wrongly, twice or never, and a citizen who taps anything.

What is true in this world (which payment took money, what lies in a cell) is kept
here, so that the promises can be checked against it and not against the machine.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import view as seen
from contract.manifest import HoldingState
from contract.payment import PaymentState
from contract.records import Paper
from drivers.base import CodeKind, ScannedCode
from kiosk.flow import actions as do
from kiosk.flow import events as on
from support.flow import (
    NUMBER,
    Stage,
    reading,
)
from support.scheduled import (
    ANSWERS,
    COMING,
    DOCUMENT,
    HELD,
    ITEMS,
    Order,
)

AWAY = (seen.Trouble.NETWORK, seen.Trouble.CENTRAL)
OWN_CODE = ScannedCode(CodeKind.PAYMENT_CODE, "134567890123456789")
BILL_CODE = ScannedCode(CodeKind.BILL_CODE, "1234567890123456")
SLIP_CODE = ScannedCode(CodeKind.DOCUMENT_CODE, "7K3M-9QXA")


@dataclass
class World:
    """Everything outside the machine."""

    seed: int
    timers: dict[on.Timer, int] = field(default_factory=dict)
    pending: list[do.Action] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    right: set[tuple[int, UUID]] = field(default_factory=set)
    uncertain: set[tuple[int, UUID]] = field(default_factory=set)
    printed: dict[str, int] = field(default_factory=dict)
    releasing: set[on.Token] = field(default_factory=set)
    opened: set[on.Token] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - a schedule, no secret
        few = self.random.sample(ITEMS, 4)
        self.stage = Stage(
            *few,
            scanner=self.random.random() < 0.7,
            qr_beside=self.random.random() < 0.5,
            cells=24,
        )
        self.take_on()

    def chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def moves(self) -> Iterator[on.Event]:
        """What happens next: mostly what a citizen would do here."""
        choices: list[Callable[[], list[on.Event]]] = [
            *([self.sensible_tap] * 5),
            self.any_tap,
            *([self.any_answer] * 5),
            self.surroundings,
            self.any_timer,
        ]
        yield from self.random.choice(choices)()

    def tell(self, event: on.Event) -> list[do.Action]:
        """Let the machine react; what it asks for now."""
        self.stage.tell(event)
        return self.take_on()

    def take_on(self) -> list[do.Action]:
        """Remember what was asked for, to be answered some time."""
        asked = list(self.stage.actions)
        del self.stage.actions[:]
        for action in asked:
            match action:
                case do.StartTimer(timer, n):
                    self.timers[timer] = n
                case do.StopTimer(timer):
                    self.timers.pop(timer, None)
                case do.DropVisit() | do.StopCode() | do.ClearCode() | do.ShowCode():
                    pass
                case do.ConfirmRelease():
                    pass
                case _:
                    if isinstance(action, do.ReleaseCell):
                        self.releasing.add(action.token)
                    self.pending.append(action)
        return asked

    # -- the citizen ---------------------------------------------------------------

    def tap(self, intent: seen.Intent) -> on.Event:
        return on.Tapped(seen.Tap(self.stage.state.stage, intent))

    def sensible_tap(self) -> list[on.Event]:
        content = self.stage.content()
        pick = self.random.choice
        match content:
            case seen.Attract():
                return [self.tap(seen.Begin(pick(["zh_CN", "en"])))]
            case seen.TakeCard():
                return [on.CardLifted()]
            case seen.OutOfService():
                return [on.TroublesChanged(frozenset())]
            case seen.ChooseItem(tiles):
                return [self.tap(seen.Choose(pick(tiles).code))]
            case seen.PutCard(_, True) if self.chance(0.3):
                return [self.tap(seen.UseCode())]
            case seen.Waiting() | seen.Printing() | seen.PutCard() | seen.Release():
                if self.pending and self.chance(0.7):
                    return self.answer(self.pending[-1])
            case seen.StillComing(_, lines) if self.chance(0.6):
                return [self.tap(seen.Collect(self.random.randrange(len(lines))))]
            case seen.AskField():
                return [*map(self.tap, self.filled(content))]
            case seen.ChooseOptions(_, _, lines):
                return [
                    self.tap(seen.ToggleOption(pick(lines).reference)),
                    self.tap(seen.Main()),
                ]
            case seen.Pay(seen.PayStage.CHOOSE_METHOD, methods=methods):
                return [self.tap(seen.PickOption(pick(methods).value))]
            case seen.RateVisit():
                return [self.tap(seen.Rate(pick(list(seen.Grade))))]
        return [self.tap(seen.Main())]

    def filled(self, ask: seen.AskField) -> list[seen.Intent]:
        if ask.keys is seen.Keys.CHOICE:
            return [seen.PickOption(ask.options[0].value), seen.Main()]
        if ask.keys is seen.Keys.MONTH:
            return [seen.Main()]
        keys = [seen.Key("1")] * (ask.longest - ask.longest // 5)
        return [*keys, seen.Main()]

    def any_tap(self) -> list[on.Event]:
        pick = self.random.choice
        intents: list[seen.Intent] = [
            seen.Begin("en"),
            seen.Main(),
            seen.Back(),
            seen.Back(),
            seen.Cancel(),
            seen.Key("7"),
            seen.Erase(everything=True),
            seen.PickOption("sandbox"),
            seen.ToggleOption("V1"),
            seen.UseCode(),
            seen.Collect(0),
            seen.Rate(pick(list(seen.Grade))),
            seen.ToggleReason(pick(list(seen.RatingReason))),
            seen.SwitchLanguage("en"),
            seen.Touch(),
        ]
        stage = self.stage.state.stage - self.chance(0.1)
        return [on.Tapped(seen.Tap(stage, pick(intents)))]

    def number(self, visit: int) -> str:
        """The card of the citizen of this visit."""
        return f"{NUMBER[:-4]}{visit % 10_000:04d}"

    # -- devices and central -------------------------------------------------------

    def any_answer(self) -> list[on.Event]:
        """To some action, perhaps an old one, perhaps one that was answered before."""
        if not self.pending:
            return []
        old, *some = self.random.choice(self.pending), *self.pending[-2:]
        return self.answer(self.random.choice([old, *some, *self.pending[-1:] * 3]))

    def answer(self, action: do.Action) -> list[on.Event]:
        pick = self.random.choice
        match action:
            case do.ReadCard(token):
                return [self.card(token)]
            case do.GuardCard(visit):
                return [on.GuardRead(visit, self.number(visit + self.chance(0.5)))]
            case do.ReadCode(token):
                if self.chance(0.1):
                    return [on.CodeUnreadable(token)]
                code = pick([OWN_CODE, BILL_CODE, SLIP_CODE])
                return [on.CodeScanned(token, code, self.chance(0.1))]
            case do.AskEntitlements(token):
                if self.chance(0.2):
                    return [on.QueryFailed(token, pick(AWAY))]
                coming = self.random.sample(COMING, self.random.randrange(3))
                return [on.EntitlementsAnswered(token, tuple(coming))]
            case do.QueryCentral(token):
                if self.chance(0.2):
                    return [on.QueryFailed(token, pick(AWAY))]
                return [on.QueryAnswered(token, pick(ANSWERS))]
            case do.LookUpHoldings(token):
                return [on.HoldingsLooked(token, self.held())]
            case do.CheckCode(token, held):
                self.pending.remove(action)  # each is counted once
                right = self.chance(0.5)
                if right:
                    self.right.add((token.visit, held.holding))
                return [on.CodeChecked(token, right, self.random.randrange(5))]
            case do.QueueRequest(token):
                if self.chance(0.2):
                    return [on.StoreFailed(token, seen.Trouble.STORAGE)]
                return [on.RecordStored(token, uuid4(), "CODE", self.chance(0.2))]
            case do.StoreRating(token):
                return [on.RecordStored(token, uuid4(), None)]
            case do.IssueDocument(token, case=case):
                if self.chance(0.2):
                    return [on.DocumentFailed(token, pick(AWAY))]
                return [on.DocumentIssued(token, case or uuid4(), DOCUMENT)]
            case do.CollectDocument(token, document=waiting):
                if self.chance(0.2):
                    return [on.DocumentFailed(token, pick(AWAY))]
                here = DOCUMENT.model_copy(update={"document": waiting})
                return [on.DocumentIssued(token, uuid4(), here)]
            case do.PrintReceipt() | do.PrintDocument():
                return [self.paper(action)]
            case do.ReleaseCell():
                return self.door(action)
            case do.RequestPayment() | do.FollowPayment() | do.ClosePayment():
                return self.pay(action)
        return []

    def card(self, token: on.Token) -> on.Event:
        if self.chance(0.1):
            return on.CardFailed(token, self.random.choice(list(seen.CardProblem)))
        return on.CardRead(token, reading(self.number(token.visit)))

    def held(self) -> tuple[on.Held, ...]:
        states = [HoldingState.LOADED] * 8 + list(HoldingState)
        held = replace(HELD, state=self.random.choice(states))
        return self.random.choice([(held,), (held, HELD), (held,), ()])

    def paper(self, action: do.PrintReceipt | do.PrintDocument) -> on.Event:
        self.pending.remove(action)  # a printer settles each attempt once
        token = action.token
        if self.chance(0.1):
            return on.StoreFailed(token, seen.Trouble.STORAGE)
        paper = self.random.choice([Paper.PRINTED, *Paper])
        trouble = None if paper is Paper.PRINTED else seen.Trouble.PAPER
        serial = action.serial or f"S{token.visit}-{token.n}"
        case = action.case or uuid4()
        if isinstance(action, do.PrintDocument):
            printed = action.document.document
            if paper is Paper.UNCERTAIN:
                self.uncertain.add((token.visit, printed))
            return on.DocumentSettled(token, case, serial, printed, paper, trouble)
        if paper is not Paper.NOT_PRINTED:
            self.printed[serial] = self.printed.get(serial, 0) + 1
        return on.ReceiptSettled(token, case, serial, paper, trouble)

    def door(self, action: do.ReleaseCell) -> list[on.Event]:
        if self.chance(0.4):
            self.opened.add(action.token)
            return [on.DoorSeen(action.token)]
        self.pending.remove(action)
        self.releasing.discard(action.token)
        if action.token not in self.opened and self.chance(0.1):
            return [on.StoreFailed(action.token, seen.Trouble.STORAGE)]
        outcome = self.random.choice(list(on.ReleaseOutcome))
        token = action.token
        serial, case = (
            action.serial or f"S{token.visit}-{token.n}",
            action.case or uuid4(),
        )
        return [on.ReleaseSettled(action.token, case, serial, outcome)]

    def pay(
        self, action: do.RequestPayment | do.FollowPayment | do.ClosePayment
    ) -> list[on.Event]:
        token = action.token
        if isinstance(action, do.RequestPayment):
            self.pending.remove(action)  # the same key is the same payment
            return [self.open(action)]
        order = next(each for each in self.orders if each.id == action.payment)
        if isinstance(action, do.FollowPayment):
            order.move(self.random.choice(list(PaymentState)))
            if order.state is action.state:
                return []
        elif self.chance(0.2):
            order.move(self.random.choice(list(PaymentState)))  # and nobody hears it
            return [on.PaymentFailed(token, self.random.choice(AWAY))]
        else:
            lost = self.chance(0.3)  # the race against the citizen's phone
            order.move(PaymentState.APPROVED if lost else PaymentState.CLOSED)
        return [on.PaymentAnswered(token, order.told())]

    def open(self, action: do.RequestPayment) -> on.Event:
        token, own = action.token, action.payment_code is not None
        if self.chance(0.15):
            why = self.random.choice(list(on.PayRefusal))
            return on.PaymentRefused(token, why)
        state = PaymentState.REQUESTED
        if own:
            ends = [PaymentState.APPROVED, PaymentState.DECLINED, PaymentState.UNKNOWN]
            state = self.random.choice(ends)
        order = Order(token.visit, uuid4(), state, own)
        if self.chance(0.15):
            if own:  # it may have been charged, and nobody heard of it
                self.orders.append(order)
            return on.PaymentFailed(token, self.random.choice(AWAY))
        self.orders.append(order)
        return on.PaymentAnswered(token, order.told())

    # -- nobody there any more -------------------------------------------------------

    def alone(self) -> Iterator[on.Event]:
        """What happens by itself when everybody has gone: every answer, every timer."""
        visit = self.stage.state.visits
        for action in reversed(self.pending):
            waits = isinstance(
                action, do.ReadCard | do.GuardCard | do.ReadCode | do.FollowPayment
            )
            if not waits and action.token.visit == visit:  # type: ignore[union-attr]
                events = self.answer(action)
                if action in self.pending and not isinstance(action, do.ReleaseCell):
                    self.pending.remove(action)
                yield from events
                return
        if self.timers:
            timer = self.random.choice(list(self.timers))
            yield on.TimerElapsed(timer, self.timers.pop(timer))

    # -- the rest ------------------------------------------------------------------

    def surroundings(self) -> list[on.Event]:
        some = self.random.choice([0, 0, 0, 0, 0, 0, 0, 1])
        troubles = self.random.sample(list(seen.Trouble), some)
        for order in self.orders:  # somebody's phone pays, and nobody here hears it
            if order.state is PaymentState.REQUESTED and self.chance(0.3):
                order.move(PaymentState.APPROVED)
        events: list[on.Event] = [
            on.CardSeen(),
            on.CardLifted(),
            on.CardLifted(),
            on.CardLifted(),
            on.TroublesChanged(frozenset(troubles)),
        ]
        return [self.random.choice(events)]

    def any_timer(self) -> list[on.Event]:
        if self.timers and self.chance(0.8):
            timer = self.random.choice(list(self.timers))
            return [on.TimerElapsed(timer, self.timers.pop(timer))]
        n = self.random.randrange(20)
        return [on.TimerElapsed(self.random.choice(list(on.Timer)), n)]
