"""The traffic police: violations and their fines, and licences to be picked up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from central.departments.base import Deposit, Settled, Settlement
from central.departments.bills import PaidBook
from central.departments.layout import fact, same, text
from central.departments.pickup import Pickup
from contract.business_day import local
from contract.model import Applicant, Bilingual
from contract.names import same_name
from contract.queries import Bill, Option, Query, QueryAnswer

VIOLATIONS = "traffic_police.violations"
LICENCE = "traffic_police.licence_pickup"

NAME = text("公安交管", "Traffic police")
TITLES = {
    VIOLATIONS: text("交通违法处理缴款", "Traffic violations and fines"),
    LICENCE: text("领取驾驶证", "Collect a driving licence"),
}
NOTHING = text(
    "没有查到未处理的交通违法。如有疑问请拨打 12123。",
    "There is no violation waiting under your card. Please call 12123 with any "
    "question.",
)
NAME_DIFFERS = text(
    "您证件上的姓名与机动车登记的姓名不一致。请拨打 12123 咨询，"
    "或持身份证件到交管窗口更正。",
    "The name on your card differs from the one that the vehicle is registered to. "
    "Please call 12123, or have it corrected at a traffic-police counter.",
)
CONTRADICTS = text(
    "这条违法的记录不一致，请到交管窗口核对",
    "The records of this one contradict each other: please go to a counter",
)
FOR_THE_COUNTER = text(
    "部分违法不能自助处理，请到交管窗口办理。",
    "Some of them cannot be dealt with here; please go to a traffic-police counter.",
)


@dataclass(frozen=True)
class Violation:
    """A recorded violation that has not been dealt with.

    Attributes:
        number: Of the record.
        act: The code of the act (违法代码), and what it was.
        fine: In fen.
        points: On the licence.
        counter: Why it cannot be dealt with at a terminal; None if it can.
    """

    number: str
    plate: str
    at: datetime
    place: Bilingual
    act: str
    title: Bilingual
    fine: int
    points: int
    counter: Bilingual | None = None


class Source(Protocol):
    """Where violations come from."""

    def owner(self, number: str) -> str | None:
        """Return the registered name of a vehicle owner with this number."""

    def violations(self, number: str) -> tuple[Violation, ...]:
        """Return the violations of the vehicles of `number`'s holder, in any order."""


class TrafficPolice:
    """Answers from one source of violations.

    Args:
        source: The traffic police's system, or the demonstration's.
        pickup: Of licences.
        book: What was paid here, until the source records it.
    """

    code = "traffic_police"
    items = frozenset(TITLES)

    def __init__(
        self, source: Source, pickup: Pickup, book: PaidBook | None = None
    ) -> None:
        self._source = source
        self._pickup = pickup
        self._book = book or PaidBook()

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Return the open violations, each an option; or a licence's place."""
        if query.item == LICENCE:
            return self._pickup.answer(query, now)
        who = query.applicant
        owner = None if who is None else self._source.owner(who.number)
        if who is None or owner is None:
            return _answer(now, note=NOTHING)
        if not same_name(owner, who.name):
            return _answer(now, note=NAME_DIFFERS)
        return self._open(who, now)

    def settle(self, settlement: Settlement, now: datetime) -> Settled:  # noqa: ARG002
        """Enter the fine for all chosen violations."""
        if settlement.applicant is None:
            return Settled.REFUSED
        known = {v.number for v in self._source.violations(settlement.applicant.number)}
        if not settlement.options or not known.issuperset(settlement.options):
            return Settled.REFUSED
        return self._book.enter(settlement)

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:
        """Return the licences that are ready."""
        return self._pickup.deposits(now)

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        """Send the holder the code."""
        self._pickup.loaded(holding, place, now)

    def _open(self, who: Applicant, now: datetime) -> QueryAnswer:
        waiting = [
            violation
            for violation in _in_order(self._source.violations(who.number))
            if not self._book.is_paid(violation.number)
        ]
        if not waiting:
            return _answer(now, note=NOTHING)
        closed = any(violation.counter for violation in waiting)
        return _answer(
            now,
            note=FOR_THE_COUNTER if closed else None,
            options=tuple(_option(violation) for violation in waiting),
            bill=Bill(reference="violations"),
        )


def _in_order(given: Iterable[Violation]) -> list[Violation]:
    """Return each once, oldest first; contradicting records are for the counter."""
    found: dict[str, Violation] = {}
    for each in given:
        known = found.setdefault(each.number, each)
        if known != each:
            found[each.number] = replace(known, counter=CONTRADICTS)
    return sorted(found.values(), key=lambda one: (one.at, one.number))


def _option(violation: Violation) -> Option:
    at = local(violation.at)
    points = violation.points
    return Option(
        reference=violation.number,
        title=violation.title,
        facts=(
            same("时间", "When", f"{at:%Y-%m-%d %H:%M}"),
            fact("地点", "Where", violation.place.zh_CN, violation.place.en),
            fact(
                "车辆",
                "Vehicle",
                f"{violation.plate}，代码 {violation.act}，记 {points} 分",
                f"{violation.plate}, code {violation.act}, {points} points",
            ),
        ),
        amount=violation.fine,
        closed=violation.counter,
    )


def _answer(
    now: datetime,
    *,
    note: Bilingual | None = None,
    options: tuple[Option, ...] = (),
    bill: Bill | None = None,
) -> QueryAnswer:
    return QueryAnswer(
        time=now,
        found=bool(options),
        department=NAME,
        title=TITLES[VIOLATIONS],
        as_of=now,
        note=note,
        options=options,
        bill=bill,
    )
