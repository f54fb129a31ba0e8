"""The protocol that central uses for every payment provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class ProviderError(Exception):
    """The provider gave no usable answer; it is unknown what it has done."""


class RefusedError(Exception):
    """The provider refused, and has done nothing.

    Args:
        code: Its own code, of letters, digits and underscores.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotGenuineError(Exception):
    """The notification is not from the provider, or too old."""


class TradeState(StrEnum):
    """A provider's state of an order."""

    PAID = "paid"
    OPEN = "open"  # can still be paid
    PAYING = "paying"  # the citizen is being asked for a password
    ABSENT = "absent"  # not known: nobody has scanned it yet, or it never arrived
    CLOSED = "closed"  # can no longer be paid; nothing was
    DECLINED = "declined"  # the charge was refused; nothing was paid
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Trade:
    """An order as the provider reports it.

    Attributes:
        reference: Our number of it.
        transaction: The provider's own number, once there is one.
        amount: In fen; None where the provider does not report it.
        paid_at: When the money was received.
    """

    reference: str
    state: TradeState
    transaction: str | None = None
    amount: int | None = None
    paid_at: datetime | None = None


class RefundState(StrEnum):
    """A provider's state of a refund."""

    DONE = "done"
    PENDING = "pending"
    ABSENT = "absent"
    FAILED = "failed"


class LineKind(StrEnum):
    """The kind of a statement's line."""

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
    """One provider. Calls block, each for a limited time; they run in threads.

    Every call raises `ProviderError` where there is no usable answer, and
    `RefusedError` where the provider refuses.
    """

    @property
    def name(self) -> str:
        """Return the word used in URLs and rows: `wechat`."""

    @property
    def accepts_codes(self) -> bool:
        """Return whether `charge` works."""

    def order(
        self, reference: str, amount: int, title: str, expires_at: datetime
    ) -> str:
        """Open an order, idempotently, and return the text of its QR code."""

    def charge(self, reference: str, amount: int, title: str, code: str) -> Trade:
        """Charge the citizen's own payment code."""

    def query(self, reference: str) -> Trade:
        """Query the state of an order or a charge."""

    def close(self, reference: str) -> Trade:
        """Close an order; PAID if the payment arrived first."""

    def refund(
        self, reference: str, refund_reference: str, amount: int, total: int
    ) -> RefundState:
        """Refund once for each refund reference, and return the refund's state."""

    def notification(self, headers: Mapping[str, str], body: bytes) -> Trade:
        """Read a notification.

        Raises:
            NotGenuineError: Its signature, age or addressee is wrong.
        """

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        """Return all movements of a day in Shanghai."""
