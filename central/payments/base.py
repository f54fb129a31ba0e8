"""What central asks of a payment provider: one small protocol for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class ProviderError(Exception):
    """The provider gave no answer that can be used; nobody knows what it has done."""


class RefusedError(Exception):
    """The provider said no, and has done nothing.

    Args:
        code: Its own word, of letters, digits and underscores.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotGenuineError(Exception):
    """A notification that does not come from the provider, or not now."""


class TradeState(StrEnum):
    """What a provider says of an order."""

    PAID = "paid"
    OPEN = "open"  # can still be paid
    PAYING = "paying"  # the citizen is being asked for a password
    ABSENT = "absent"  # not known: nobody has scanned it yet, or it never arrived
    CLOSED = "closed"  # can no longer be paid; nothing was
    DECLINED = "declined"  # the charge was refused; nothing was paid
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Trade:
    """An order as the provider sees it.

    Attributes:
        reference: Our number of it.
        transaction: The provider's own number, once there is one.
        amount: In fen; None where the provider does not say.
        paid_at: When the money came.
    """

    reference: str
    state: TradeState
    transaction: str | None = None
    amount: int | None = None
    paid_at: datetime | None = None


class RefundState(StrEnum):
    """What a provider says of a refund."""

    DONE = "done"
    PENDING = "pending"
    ABSENT = "absent"
    FAILED = "failed"


class LineKind(StrEnum):
    """What a line of a statement is about."""

    PAID = "paid"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class StatementLine:
    """One movement of money on the provider's bill of a day.

    Attributes:
        reference: Of the order.
        amount: In fen, of the payment or of the refund.
    """

    kind: LineKind
    reference: str
    transaction: str
    amount: int
    at: datetime


class Provider(Protocol):
    """One provider. Calls block, each within a bounded time; they run in threads.

    Every call raises `ProviderError` where there is no answer that can be used, and
    `RefusedError` where the provider says no.
    """

    @property
    def name(self) -> str:
        """The word in addresses and rows: `wechat`."""

    @property
    def accepts_codes(self) -> bool:
        """Whether `charge` works."""

    def order(
        self, reference: str, amount: int, title: str, expires_at: datetime
    ) -> str:
        """Open an order; the same one again gives the same. Returns the QR's text."""

    def charge(self, reference: str, amount: int, title: str, code: str) -> Trade:
        """Charge the citizen's own payment code."""

    def query(self, reference: str) -> Trade:
        """Ask what became of an order or a charge."""

    def close(self, reference: str) -> Trade:
        """Close an order; PAID if the money was quicker."""

    def refund(
        self, reference: str, refund_reference: str, amount: int, total: int
    ) -> RefundState:
        """Pay back; the same refund reference pays back once. Also asks how it is."""

    def notification(self, headers: Mapping[str, str], body: bytes) -> Trade:
        """Read a callback.

        Raises:
            NotGenuineError: Its signature, age or addressee is wrong.
        """

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """All that moved on a day in Shanghai."""
