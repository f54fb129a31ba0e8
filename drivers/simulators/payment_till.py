"""The simulated provider's data: orders, charges, refunds, and armed faults."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

CODES = {
    "plain": "134650918273645018",
    "asks": "134650918273645026",
    "poor": "134650918273645034",
    "unsure": "134650918273645042",
}
"""The citizen's own payment codes: one that is charged at once, one that needs the
citizen's password first, one without money, and one whose charge begins while the
provider answers that its system has failed."""


class RefusedError(Exception):
    """The request is refused; the message is the provider's error word."""


class UnsureError(Exception):
    """The result of a charge is not known; the message is the provider's error word.

    Args:
        word: The error word, of letters and underscores.
        order: The charge, which may still be paid.
    """

    def __init__(self, word: str, order: "Order") -> None:
        super().__init__(word)
        self.order = order


@dataclass
class Order:
    """One order or charge.

    Attributes:
        token: Token of the page that a phone opens.
        refunds: Refund number, assigned by central, to amount and time.
    """

    reference: str
    amount: int
    title: str
    notify_url: str
    token: str
    state: str = "open"
    transaction: str | None = None
    paid_at: datetime | None = None
    refunds: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def trade(self) -> dict[str, Any]:
        """Return the order as in the provider's answers."""
        return {
            "reference": self.reference,
            "state": self.state,
            "transaction": self.transaction,
            "amount": self.amount,
            "paid_at": self.paid_at and self.paid_at.isoformat(),
        }


class Till:
    """All orders, by central's reference; the newest is the last.

    Attributes:
        armed: The fault of the next close: `pay_late` or `lose_race`.
    """

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self.armed: set[str] = set()

    def order(self, wish: dict[str, Any], *, state: str = "open") -> Order:
        """Open an order; the same request returns the same order.

        Raises:
            RefusedError: The reference was used for something else.
        """
        known = self.orders.get(wish["reference"])
        if known is not None:
            if (known.amount, known.title) != (wish["amount"], wish["title"]):
                raise RefusedError("OUT_TRADE_NO_USED")
            return known
        made = Order(
            reference=str(wish["reference"]),
            amount=int(wish["amount"]),
            title=str(wish["title"]),
            notify_url=str(wish["notify_url"]),
            token=secrets.token_urlsafe(8),
            state=state,
        )
        self.orders[made.reference] = made
        return made

    def charge(self, wish: dict[str, Any]) -> Order:
        """Charge a payment code; the same request charges once.

        Raises:
            RefusedError: The code is unknown, or has no money.
            UnsureError: The charge has begun, and its result is not known.
        """
        if wish["reference"] in self.orders:
            return self.order(wish)
        code = wish["payment_code"]
        if code == CODES["poor"]:
            raise RefusedError("NOT_ENOUGH")
        if code not in CODES.values():
            raise RefusedError("INVALID_CODE")
        made = self.order(wish, state="paying")
        if code == CODES["plain"]:
            self.paid(made)
        if code == CODES["unsure"]:
            raise UnsureError("SYSTEM_ERROR", made)
        return made

    def paid(self, order: Order) -> None:
        """Mark an order as paid."""
        order.state = "paid"
        order.transaction = f"DEMO{secrets.randbelow(10**12):012}"
        order.paid_at = datetime.now(UTC)

    def close(self, order: Order) -> bool:
        """Close an order; return whether it is to be paid after the answer."""
        if order.state not in ("open", "paying"):
            return False
        if "lose_race" in self.armed:
            self.armed.discard("lose_race")
            self.paid(order)
            return False
        order.state = "closed"
        late = "pay_late" in self.armed
        self.armed.discard("pay_late")
        return late

    def refund(self, wish: dict[str, Any]) -> Order:
        """Refund an amount; the same refund number refunds once.

        Raises:
            RefusedError: The order does not exist, or less was paid.
        """
        order = self.orders.get(wish["reference"])
        if order is None:
            raise RefusedError("ORDER_NOT_EXIST")
        number, amount = str(wish["refund_reference"]), int(wish["amount"])
        if number in order.refunds:
            return order
        back = sum(before for before, _ in order.refunds.values())
        if order.paid_at is None or back + amount > order.amount:
            raise RefusedError("TOO_MUCH")
        order.refunds[number] = (amount, datetime.now(UTC))
        order.state = "refunded"
        return order

    def statement(self, day: date) -> list[dict[str, Any]]:
        """Return all payments and refunds of a day in Shanghai."""
        lines = []
        for order in self.orders.values():
            moved = (
                [] if order.paid_at is None else [("paid", order.amount, order.paid_at)]
            )
            moved += [("refunded", *each) for each in order.refunds.values()]
            lines += [
                {
                    "kind": kind,
                    "reference": order.reference,
                    "transaction": order.transaction,
                    "amount": amount,
                    "at": at.isoformat(),
                }
                for kind, amount, at in moved
                if at.astimezone(SHANGHAI).date() == day
            ]
        return lines

    def newest(self, *states: str) -> Order | None:
        """Return the newest order in one of these states."""
        found = [each for each in self.orders.values() if each.state in states]
        return found[-1] if found else None

    def of_token(self, token: str) -> Order | None:
        """Return the order of a page that a phone opened."""
        for order in self.orders.values():
            if secrets.compare_digest(order.token, token):
                return order
        return None
