"""A single step in simulated time: its visit, its actions, its next step."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

import view as seen
from contract.documents import IssuedDocument
from contract.manifest import HoldingState
from contract.model import Applicant, Bilingual
from contract.payment import Payment, PaymentState
from contract.queries import Bill, Option, PaymentMethod, QueryAnswer
from contract.service_item import ServiceItem
from kiosk.flow.actions import Action
from kiosk.flow.events import Event, Held, Tapped
from kiosk.flow.visit import Face, Onto, Step, To, Visit, VisitMove
from support.flow import NAME, NUMBER, answer, both, setting_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CASE = UUID(int=0xCA5E)
PAYMENT = UUID(int=0xFEE)
DOCUMENT = UUID(int=0xD0C)
HOLDING = UUID(int=0x401D)
PERSON = Applicant(number=NUMBER, name=NAME)
HELD = Held(HOLDING, Bilingual(zh_CN="护照", en="passport"), 7, HoldingState.LOADED)

_CABINET = {"cells", "scanner", "qr_beside", "way_out_s", "door_long_s", "catalogue"}

A = TypeVar("A", bound=Action)
C = TypeVar("C", bound=seen.Content)


def pay_answer(
    amount: int | None = 12_345,
    *,
    methods: tuple[str, ...] = ("sandbox",),
    options: tuple[Option, ...] = (),
) -> QueryAnswer:
    ways = tuple(PaymentMethod(provider=each, name=both(each)) for each in methods)
    bill = Bill(reference="B-1", amount=amount, methods=ways)
    return answer().model_copy(update={"bill": bill, "options": options})


def payment(state: PaymentState, *, amount: int = 12_345, **changes: Any) -> Payment:
    values: dict[str, Any] = {
        "time": NOW,
        "payment": PAYMENT,
        "case": CASE,
        "state": state,
        "amount": amount,
        "provider": "sandbox",
        "reference": "R-1",
    }
    if state is PaymentState.REQUESTED:
        values |= {"code_url": "http://pay/1", "seconds_left": 120}
    return Payment.model_validate(values | changes)


def document(*, copy_of: bool = False) -> IssuedDocument:
    return IssuedDocument.model_validate(
        {
            "time": NOW,
            "document": DOCUMENT,
            "item": "social_security.contribution_statement",
            "title": both("statement"),
            "serial": "SS-1",
            "pages": 1,
            "copy_of": copy_of,
            "sha256": "0" * 64,
            "pdf": "JVBERi0=",
            "verification": "OT1:X",
            "code": "7KQ2-M9XD",
        }
    )


class OneStep:
    """A step that was just entered, and everything that follows."""

    def __init__(self, kind: type[Step], item: ServiceItem, **visit: Any) -> None:
        values: dict[str, Any] = {
            "number": 1,
            "item": item,
            "language": "zh_CN",
            "troubles": frozenset(),
            "card_lying": True,
            "today": date(2026, 11, 22),
            "applicant": PERSON,
        }
        self.actions: list[Action] = []
        self.said: Any = ()
        """The actions that the last event led to."""
        self.to: To | Onto | None = None
        cabinet = {name: visit.pop(name) for name in _CABINET & visit.keys()}
        values["setting"] = setting_of(item, **({"cells": 24} | cabinet))
        self._took(kind.enter(Visit(**(values | visit))))

    def _took(self, move: VisitMove) -> None:
        self.visit, self.step, self.to = move.subject, move.part, move.to
        self.said = move.actions
        self.actions += move.actions

    def tell(self, event: Event) -> "OneStep":
        assert self.to is None, "the step is over"
        self._took(self.step.advance(self.visit, event))
        return self

    def tap(self, intent: seen.Intent) -> "OneStep":
        return self.tell(Tapped(seen.Tap(0, intent)))

    def troubled(self, *troubles: seen.Trouble) -> "OneStep":
        self.visit = replace(self.visit, troubles=frozenset(troubles))
        return self

    def last(self, kind: type[A]) -> A:
        """Return the newest action of a kind."""
        return next(each for each in reversed(self.actions) if isinstance(each, kind))

    def count(self, kind: type[Action]) -> int:
        return sum(isinstance(each, kind) for each in self.actions)

    def shows(self, kind: type[C]) -> C:
        content = self.step.face(self.visit).content
        assert isinstance(content, kind), f"the screen shows {content}"
        return content

    @property
    def face(self) -> Face:
        return self.step.face(self.visit)

    @property
    def main(self) -> seen.MainAction | None:
        return self.step.face(self.visit).main
