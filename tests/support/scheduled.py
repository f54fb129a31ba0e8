"""What central answers in the seeded world of `schedules`, and its payments."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contract.entitlements import Entitlement, EntitlementKind
from contract.manifest import HoldingState
from contract.model import Applicant
from contract.payment import MOVES, Payment, PaymentState
from contract.queries import QueryAnswer, WaitingDocument
from kiosk.flow import events as on
from support.flow import (
    NAME,
    NUMBER,
    answer,
    bill,
    both,
    entitlement,
    option,
    shapes,
)
from support.steps import document, payment

WAITING = tuple(
    WaitingDocument(
        document=UUID(int=n), item="social_security.certificate", title=both("paper")
    )
    for n in (0xD0D, 0xD0E)
)

ANSWERS: tuple[QueryAnswer, ...] = (
    answer(),
    answer(found=False),
    answer(bill=bill()),
    answer(bill=bill()),
    answer(bill=bill(None), options=(option("V1"), option("V2", closed=True))),
    answer(bill=bill(None), options=(option("V2", closed=True),)),
    answer(documents=WAITING),
    answer(holder=Applicant(number=NUMBER, name=NAME), documents=WAITING[:1]),
)

COMING: tuple[Entitlement, ...] = tuple(map(entitlement, EntitlementKind))

DOCUMENT = document()

HELD = on.Held(UUID(int=1), both("passport"), 7, HoldingState.LOADED)

REQUESTED = payment(PaymentState.REQUESTED)

ITEMS = shapes()


@dataclass
class Order:
    """A payment as it truly stands.

    Attributes:
        own: Whether the citizen's own code was charged for it.
    """

    visit: int
    id: UUID
    state: PaymentState
    own: bool

    def move(self, wish: PaymentState) -> None:
        if wish in MOVES[self.state]:
            self.state = wish

    def told(self) -> Payment:
        changes: dict[str, Any] = {"payment": self.id, "state": self.state}
        if self.own:
            changes["code_url"] = None
        return REQUESTED.model_copy(update=changes)
