"""The protocol that central uses for every department."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from contract.model import Answers, Applicant, Bilingual, ItemCode
from contract.queries import Query, QueryAnswer


@dataclass(frozen=True)
class Settlement:
    """A received payment, reported to the department that issued the bill.

    Attributes:
        payment: The idempotency key: a payment reported twice is entered once.
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
    """A department's answer to a reported payment."""

    ENTERED = "entered"  # this payment pays the bill
    PAID_BEFORE = "paid_before"  # another one pays it: this one must be refunded
    REFUSED = "refused"  # the bill no longer exists: must be refunded too


@dataclass(frozen=True)
class Deposit:
    """A document that is to be picked up at a terminal.

    Attributes:
        holding: Its id, the department's own.
        terminal: Where it is to be loaded.
        label: The bar code on its envelope.
        number: Of the holder's card.
        code: The department sends it to the holder once the document has been loaded.
        until: After that it is overdue, and goes back to the counter.
        cell: Where it was loaded before central recorded it; demonstrations only.
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
    """One department's systems, as central uses them.

    Every method is called in a thread of its own, several at a time; it may block, and
    is abandoned after `department_timeout_s`. It may raise anything: only the
    exception's type is logged.
    """

    @property
    def code(self) -> str:
        """Return the first part of its items' codes: `social_security`."""

    @property
    def items(self) -> frozenset[str]:
        """Return the codes of the items that it handles."""

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Answer one query about one person.

        A terminal gets 502 where this raises.

        Args:
            query: For one of `items`; the form's values are checked against the
                item's definition.
            now: Central's time, which is also the answer's `time`.
        """

    def settle(self, settlement: Settlement, now: datetime) -> Settled:
        """Enter a payment, once for each `settlement.payment`; retried on errors.

        Departments without bills refuse.
        """

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:
        """Return documents that are ready for pick-up; empty where there are none."""

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        """Take the report that a deposit is in a cell at `place` and notify the holder.

        Idempotent, retried until it returns.
        """


class QueriesOnly:
    """Methods of a department that neither takes money nor hands anything out."""

    def settle(self, settlement: Settlement, now: datetime) -> Settled:  # noqa: ARG002
        """Refuse: there are no bills, so the payment is refunded."""
        return Settled.REFUSED

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:  # noqa: ARG002
        """Return none."""
        return ()

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        """Do nothing: this department loads no documents."""
