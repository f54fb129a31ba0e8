"""Driving the pure state machine in tests: people, items, and a small stage."""

from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from central.contract.model import Bilingual
from central.contract.queries import Fact, QueryAnswer
from central.contract.records import Paper
from central.contract.service_item import ServiceItem
from drivers.base import CardReading, CardType
from kiosk import view as seen
from kiosk.flow.actions import Action, PrintReceipt, QueryCentral, ReadCard
from kiosk.flow.events import (
    CardRead,
    Event,
    QueryAnswered,
    ReceiptSettled,
    Tapped,
    Timer,
    TimerElapsed,
    TroublesChanged,
)
from kiosk.flow.machine import Setting, State, advance, initial, view

NAME = "陈𬱖"
NUMBER = "510411198511223175"
CASE = UUID("00000000-0000-4000-8000-000000000001")

A = TypeVar("A", bound=Action)
C = TypeVar("C", bound=seen.Content)


def both(text: str) -> Bilingual:
    """The same text in both languages, told apart."""
    return Bilingual(zh_CN=f"{text}（中）", en=f"{text} (en)")


def item(**changes: Any) -> ServiceItem:
    """A statement that may be queued, or what `changes` makes of it."""
    values: dict[str, Any] = {
        "code": "social_security.contribution_statement",
        "version": 1,
        "name": both("statement"),
        "summary": both("see your contributions"),
        "department": {"code": "social_security", "name": both("social security")},
        "legal_basis": both("law"),
        "fee": 0,
        "time_limit_days": 0,
        "materials": (both("identity card"),),
        "audience": "person",
        "identify": "required",
        "assurance": "card",
        "offline": "queue",
        "hotline": "12333",
        "steps": ("identify", "fetch", "review", "rate"),
    }
    return ServiceItem.model_validate(values | changes)


def reading() -> CardReading:
    """An invented person's card."""
    return CardReading(card_type=CardType.RESIDENT, number=NUMBER, name=NAME)


def answer(*, found: bool = True) -> QueryAnswer:
    """What a department says of that person."""
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return QueryAnswer(
        time=now,
        found=found,
        department=both("social security"),
        title=both("statement"),
        as_of=now,
        facts=(Fact(label=both("months"), value=both("132")),) if found else (),
        note=None if found else both("call 12333"),
    )


class Stage:
    """A terminal in simulated time: events in, the screen and the actions out."""

    def __init__(self, *items: ServiceItem, troubles: frozenset[Any] = frozenset()):
        setting = Setting(
            terminal="demo-01",
            place={"zh_CN": "大厅", "en": "hall"},
            catalogue=items or (item(),),
        )
        self.state: State = initial(setting)
        self.actions: list[Action] = []
        self.serials = count(1)
        self.tell(TroublesChanged(troubles))

    def tell(self, event: Event) -> "Stage":
        self.state, actions = advance(self.state, event)
        self.actions += actions
        return self

    @property
    def view(self) -> seen.View:
        return view(self.state)

    def content(self) -> seen.Content:
        return self.view.content

    def shows(self, kind: type[C]) -> C:
        """The screen, which must be of this kind."""
        content = self.view.content
        assert isinstance(content, kind), f"the screen shows {content}"
        return content

    def last(self, kind: type[A]) -> A:
        """The newest action of a kind."""
        return next(each for each in reversed(self.actions) if isinstance(each, kind))

    def count(self, kind: type[Action]) -> int:
        return sum(isinstance(each, kind) for each in self.actions)

    def tap(self, intent: seen.Intent) -> "Stage":
        return self.tell(Tapped(seen.Tap(self.state.stage, intent)))

    def troubles(self, *troubles: seen.Trouble) -> "Stage":
        return self.tell(TroublesChanged(frozenset(troubles)))

    def choose(self, code: str = "social_security.contribution_statement") -> "Stage":
        return self.tap(seen.Begin("zh_CN")).tap(seen.Choose(code))

    def put_card(self) -> "Stage":
        return self.tell(CardRead(self.last(ReadCard).token, reading()))

    def identify(self) -> "Stage":
        return self.choose().put_card().tap(seen.Main())

    def answered(self, *, found: bool = True) -> "Stage":
        token = self.last(QueryCentral).token
        return self.tell(QueryAnswered(token, answer(found=found)))

    def printed(
        self, paper: Paper = Paper.PRINTED, trouble: seen.Trouble | None = None
    ) -> "Stage":
        action = self.last(PrintReceipt)
        serial = action.serial or f"S{next(self.serials)}"
        case = action.case or CASE
        return self.tell(ReceiptSettled(action.token, case, serial, paper, trouble))

    def reviewed(self) -> "Stage":
        return self.identify().answered().tap(seen.Main())

    def idle(self) -> "Stage":
        return self.tell(TimerElapsed(Timer.IDLE, self.state.idle.n))

    def tick(self) -> "Stage":
        return self.tell(TimerElapsed(Timer.TICK, self.state.idle.n))
