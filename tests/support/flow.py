"""Drives the pure state machine in tests: people, items, and a simulated terminal."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import view as seen
from contract.entitlements import Entitlement, EntitlementKind
from contract.model import Applicant, Bilingual
from contract.payment import Payment, PaymentState
from contract.queries import (
    Bill,
    Fact,
    Option,
    PaymentMethod,
    QueryAnswer,
    WaitingDocument,
)
from contract.records import Paper
from contract.service_item import ServiceItem
from drivers.base import CardReading, CardType, CodeKind, ScannedCode
from kiosk.flow.actions import (
    Action,
    AskEntitlements,
    GuardCard,
    PrintReceipt,
    QueryCentral,
    ReadCard,
    ReadCode,
)
from kiosk.flow.events import (
    CardRead,
    CodeScanned,
    DayBegan,
    EntitlementsAnswered,
    Event,
    GuardRead,
    QueryAnswered,
    ReceiptSettled,
    Tapped,
    Timer,
    TimerElapsed,
    TroublesChanged,
)
from kiosk.flow.machine import Setting, State, advance, initial, view
from kiosk.flow.visit import Visit

NAME = "陈𬱖"
NUMBER = "510411198511223175"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
TODAY = date(2026, 11, 22)
CASE = UUID("00000000-0000-4000-8000-000000000001")

A = TypeVar("A", bound=Action)
C = TypeVar("C", bound=seen.Content)


def both(text: str) -> Bilingual:
    """Return the same text for both languages, marked with the language."""
    return Bilingual(zh_CN=f"{text}（中）", en=f"{text} (en)")


def item(**changes: Any) -> ServiceItem:
    """Return a statement that may be queued, with `changes` applied."""
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


def shapes() -> tuple[ServiceItem, ...]:
    """Return items of every shape in the catalogue, under invented codes."""
    refuse = {"offline": "refuse"}
    pickup = ("identify", "fetch", "release", "rate")
    declared = {"declaration": {"title": both("declare"), "text": both("I accept")}}
    steps: dict[str, dict[str, Any]] = {
        "statement": {
            "steps": ("identify", "form", "fetch", "review", "print", "rate"),
            "form": MONTHS,
        },
        "certificate": {"steps": ("identify", "fetch", "review", "print", "rate")},
        "contribution": {
            "steps": ("identify", "fetch", "review", "pay", "rate"),
            **refuse,
        },
        "fines": {
            "steps": ("identify", "fetch", "choose", "declare", "pay", "rate"),
            **declared,
            **refuse,
        },
        "pickup": {
            "steps": pickup,
            "offline": "cached",
            "assurance": "card_and_code",
        },
        "bill": {
            "identify": "none",
            "steps": ("form", "fetch", "review", "pay", "rate"),
            "form": (CODE_FIELD,),
        },
        "collect": {
            "identify": "optional",
            "steps": ("identify", "fetch", "review", "print", "rate"),
            **refuse,
        },
        "application": {
            "steps": ("identify", "form", "declare", "submit", "rate"),
            "form": (CHOICE_FIELD,),
            **declared,
        },
        "paid_application": {
            "steps": ("identify", "fetch", "declare", "pay", "submit", "rate"),
            **declared,
            **refuse,
        },
        "paid_print": {
            "steps": ("identify", "fetch", "review", "pay", "print", "rate"),
            **refuse,
        },
    }
    return tuple(
        item(code=f"social_security.{name}", name=both(name), **changes)
        for name, changes in steps.items()
    )


def shape(name: str) -> ServiceItem:
    """Return one of `shapes`."""
    return next(each for each in shapes() if each.code.endswith(f".{name}"))


CODE_FIELD = {
    "name": "bill_code",
    "kind": "code",
    "label": both("bill code"),
    "hint": both("on the bill"),
    "digits_only": True,
    "shortest": 16,
    "longest": 20,
    "scan": True,
}
CHOICE_FIELD = {
    "name": "insurance",
    "kind": "choice",
    "label": both("which insurance"),
    "options": (
        {"value": "pension", "label": both("pension")},
        {"value": "medical", "label": both("medical")},
    ),
}
MONTHS = (
    CHOICE_FIELD,
    {"name": "from", "kind": "month", "label": both("from"), "months_ago": 12},
    {"name": "to", "kind": "month", "label": both("to"), "not_before": "from"},
)


def reading(number: str = NUMBER) -> CardReading:
    """Return the reading of an invented person's card."""
    return CardReading(card_type=CardType.RESIDENT, number=number, name=NAME)


def answer(*, found: bool = True, **changes: Any) -> QueryAnswer:
    """Return a department's answer about that person."""
    plain = QueryAnswer(
        time=NOW,
        found=found,
        department=both("social security"),
        title=both("statement"),
        as_of=NOW,
        facts=(Fact(label=both("months"), value=both("132")),) if found else (),
        note=None if found else both("call 12333"),
    )
    return plain.model_copy(update=changes)


def option(reference: str, amount: int = 20_000, *, closed: bool = False) -> Option:
    """Return an option to choose."""
    return Option(
        reference=reference,
        title=both(reference),
        facts=(Fact(label=both("where"), value=both("bridge")),),
        amount=amount,
        closed=both("at a counter") if closed else None,
    )


def bill(amount: int | None = 12_345) -> Bill:
    """Return a bill."""
    ways = (PaymentMethod(provider="sandbox", name=both("sandbox")),)
    return Bill(reference="B-1", amount=amount, methods=ways)


def entitlement(kind: EntitlementKind, **changes: Any) -> Entitlement:
    """Return an entitlement of that person."""
    values: dict[str, Any] = {
        "kind": kind,
        "case": CASE,
        "item": "social_security.certificate",
        "title": both(kind),
        "since": NOW,
    }
    if kind is EntitlementKind.DOCUMENT:
        values["document"] = WaitingDocument(
            document=UUID(int=0xD0C), item=values["item"], title=both("certificate")
        )
    else:
        approved = kind is EntitlementKind.RECEIPT
        values["payment"] = Payment(
            time=NOW,
            payment=UUID(int=0xFEE),
            case=CASE,
            state=PaymentState.APPROVED if approved else PaymentState.UNKNOWN,
            amount=12_345,
            provider="sandbox",
            reference="R-1",
        )
    return Entitlement.model_validate(values | changes)


def setting_of(*items: ServiceItem, **setting: Any) -> Setting:
    values: dict[str, Any] = {
        "terminal": "demo-01",
        "place": {"zh_CN": "大厅", "en": "hall"},
        "catalogue": items or (item(),),
        "language": "zh_CN",
        "idle_s": 60,
        "prompt_s": 30,
        "way_out_s": 5,
    }
    return Setting(**(values | setting))


class Stage:
    """A terminal in simulated time: events go in, screen and actions come out."""

    def __init__(
        self,
        *items: ServiceItem,
        troubles: frozenset[Any] = frozenset(),
        **setting: Any,
    ) -> None:
        self.state: State = initial(setting_of(*items, **setting))
        self.actions: list[Action] = []
        self.serials = count(1)
        self.tell(DayBegan(TODAY)).tell(TroublesChanged(troubles))

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
        """Return the screen, which must be of this kind."""
        content = self.view.content
        assert isinstance(content, kind), f"the screen shows {content}"
        return content

    def last(self, kind: type[A]) -> A:
        """Return the newest action of a kind."""
        return next(each for each in reversed(self.actions) if isinstance(each, kind))

    def count(self, kind: type[Action]) -> int:
        return sum(isinstance(each, kind) for each in self.actions)

    def tap(self, intent: seen.Intent) -> "Stage":
        return self.tell(Tapped(seen.Tap(self.state.stage, intent)))

    def troubles(self, *troubles: seen.Trouble) -> "Stage":
        return self.tell(TroublesChanged(frozenset(troubles)))

    @property
    def visit(self) -> Visit:
        assert self.state.serving is not None, "nobody is served"
        return self.state.serving.visit

    def choose(self) -> "Stage":
        """Choose the first item."""
        code = self.state.setting.catalogue[0].code
        return self.tap(seen.Begin("zh_CN")).tap(seen.Choose(code))

    def put_card(self, number: str = NUMBER) -> "Stage":
        asked = next(
            each
            for each in reversed(self.actions)
            if isinstance(each, ReadCard | GuardCard)
        )
        if isinstance(asked, GuardCard):
            return self.tell(GuardRead(asked.visit, number))
        return self.tell(CardRead(asked.token, reading(number)))

    def scan(self, text: str, *, certificate: bool = False) -> "Stage":
        code = ScannedCode(CodeKind.UNKNOWN, text)
        return self.tell(CodeScanned(self.last(ReadCode).token, code, certificate))

    def type(self, text: str) -> "Stage":
        for character in text:
            self.tap(seen.Key(character))
        return self

    def coming(self, *coming: Entitlement) -> "Stage":
        token = self.last(AskEntitlements).token
        return self.tell(EntitlementsAnswered(token, coming))

    def identify(self, *coming: Entitlement) -> "Stage":
        """Choose the first item, read a card, and confirm the person."""
        return self.choose().put_card().tap(seen.Main()).coming(*coming)

    def answered(
        self,
        *,
        found: bool = True,
        holder: Applicant | None = None,
        **changes: Any,
    ) -> "Stage":
        token = self.last(QueryCentral).token
        told = answer(found=found, holder=holder, **changes)
        return self.tell(QueryAnswered(token, told))

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
