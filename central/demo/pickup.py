"""Invented documents for pick-up at the demonstration's terminal.

Those with a cell were loaded before the demonstration began; the others wait for a
clerk. One is overdue.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from central.demo.people import CHEN_YI, HE_YANXIN, LI_NA, ZHANG_WEI
from central.departments.base import Deposit
from central.departments.exit_entry import PASSPORT, PERMIT
from central.departments.layout import text
from central.departments.traffic_police import LICENCE
from contract.model import Bilingual

TERMINAL = "demo-01"

KEPT_DAYS = 60
OVERDUE_DAYS = -1

_NAMESPACE = UUID("7d0a35f2-61c6-4c7e-b6a7-1f6f5b6a2d11")


@dataclass(frozen=True)
class Envelope:
    """One document in its envelope.

    Attributes:
        days: Until it is overdue, from the start of the demonstration.
    """

    label: str
    item: str
    title: Bilingual
    number: str = field(repr=False)
    code: str = field(repr=False)
    cell: int | None = None
    days: int = KEPT_DAYS


_PASSPORT = text("普通护照", "Passport")
_PERMIT = text("往来港澳通行证", "Permit to Hong Kong and Macau")
_LICENCE = text("机动车驾驶证", "Driving licence")

ENVELOPES = (
    Envelope("EE2026000118", PASSPORT, _PASSPORT, LI_NA, "472913", 3),
    Envelope("EE2026000121", PERMIT, _PERMIT, ZHANG_WEI, "618240", 5),
    Envelope("TP2026000045", LICENCE, _LICENCE, CHEN_YI, "305877", 8),
    Envelope(
        "EE2026000102", PASSPORT, _PASSPORT, HE_YANXIN, "740126", 11, OVERDUE_DAYS
    ),
    Envelope("EE2026000123", PASSPORT, _PASSPORT, CHEN_YI, "951406"),
    Envelope("TP2026000047", LICENCE, _LICENCE, HE_YANXIN, "284639"),
)


class DemoRegister:
    """A register of the invented documents of some items.

    Args:
        items: Of one department.
        began: When the demonstration began.
    """

    def __init__(self, items: frozenset[str], began: datetime) -> None:
        self._deposits = tuple(
            Deposit(
                holding=uuid5(_NAMESPACE, each.label),
                terminal=TERMINAL,
                item=each.item,
                label=each.label,
                title=each.title,
                number=each.number,
                code=each.code,
                until=began + timedelta(days=each.days),
                cell=each.cell,
            )
            for each in ENVELOPES
            if each.item in items
        )

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:  # noqa: ARG002
        """Return all of them; central knows their state."""
        return self._deposits
