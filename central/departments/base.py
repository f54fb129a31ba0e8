"""What central asks of a department: one small protocol for all of them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from contract.model import Answers, Applicant, Bilingual, ItemCode
from contract.queries import Query, QueryAnswer


@dataclass(frozen=True)
class Settlement:
    """A payment that came, told to the department whose bill it was.

    Attributes:
        payment: The idempotency key: told twice, it is entered once.
        reference: Of the bill, as in the answer's `Bill`.
        options: References of what was chosen.
        amount: In fen.
    """

    payment: UUID
    item: ItemCode
    reference: str
    options: tuple[str, ...]
    amount: int
    applicant: Applicant | None = field(default=None, repr=False)
    form: Answers = field(default_factory=dict, repr=False)


class Settled(StrEnum):
    """What a department says of a payment."""

    ENTERED = "entered"  # the bill is paid by it
    PAID_BEFORE = "paid_before"  # by another payment: this one must be refunded
    REFUSED = "refused"  # there is no such bill any more: must be refunded as well


@dataclass(frozen=True)
class Deposit:
    """A document that is to be picked up at a terminal.

    Attributes:
        holding: Its id, the department's own.
        terminal: Where it is to be loaded.
        label: The bar code on its envelope.
        number: Of the holder's card.
        code: Which the department sends to the holder, once it has been loaded.
        until: After that it is overdue, and goes back to the counter.
        cell: Where it was loaded before central knew of it; demonstrations alone.
    """

    holding: UUID
    terminal: str
    item: ItemCode
    label: str
    title: Bilingual
    number: str = field(repr=False)
    code: str = field(repr=False)
    until: datetime
    cell: int | None = None


class Department(Protocol):
    """One department's systems, as central sees them.

    Every method is called in a thread of its own, several at a time; it may block, and
    is given up after `department_timeout_s`. It may raise anything: only the
    exception's type is logged.
    """

    @property
    def code(self) -> str:
        """The first part of its items' codes: `social_security`."""

    @property
    def items(self) -> frozenset[str]:
        """Codes of the items that it answers for."""

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Answer one question about one person.

        A terminal gets 502 where this raises.

        Args:
            query: For one of `items`; the form's values are checked against the
                item's definition.
            now: Central's time, which is also the answer's `time`.
        """

    def settle(self, settlement: Settlement, now: datetime) -> Settled:
        """Enter a payment: idempotent by `settlement.payment`, tried until it returns.

        Departments without bills refuse.
        """

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:
        """Documents that lie ready for pick-up; departments without any have none."""

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        """Told that a deposit lies in a cell at `place`: the holder may be told.

        Idempotent, tried until it returns.
        """


class QueriesOnly:
    """What a department does that neither takes money nor hands anything out."""

    def settle(self, settlement: Settlement, now: datetime) -> Settled:  # noqa: ARG002
        """There are no bills: refused, so that it is paid back."""
        return Settled.REFUSED

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:  # noqa: ARG002
        """None."""
        return ()

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        """Nothing of this department's lies anywhere."""
