"""A payment provider inside the tests, with every fault of the real ones."""

# ruff: noqa: ARG002 - the protocol of providers asks for the arguments

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from central.departments.base import Deposit, Settled, Settlement
from central.payments.base import (
    LineKind,
    NotGenuineError,
    ProviderError,
    RefundState,
    RefusedError,
    StatementLine,
    Trade,
    TradeState,
)
from contract.model import Bilingual
from contract.queries import Bill, Option, Query, QueryAnswer

BEGAN = datetime(2026, 11, 26, 2, tzinfo=UTC)


class Clock:
    """A clock that moves only when a test sets it."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeProvider:
    """A provider with a true state, and settings for what it reports.

    Attributes:
        silent: Requests are carried out perhaps, but never answered.
        deaf: Requests are neither carried out nor answered.
        ever_paid: References for which money was received, in order.
        lose_race: The next close finds it paid.
        refuse_refunds: They are refused.
        refund_says: The answer to a refund that is not refused.
        raises: What a call of a kind raises instead of answering, once it is done.
    """

    name: str = "sandbox"
    accepts_codes: bool = True
    silent: bool = False
    deaf: bool = False
    lose_race: bool = False
    refuse_refunds: bool = False
    refund_says: RefundState = RefundState.DONE
    raises: dict[str, Exception] = field(default_factory=dict)
    trades: dict[str, Trade] = field(default_factory=dict)
    refunds: dict[str, tuple[str, int]] = field(default_factory=dict)
    ever_paid: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)

    def order(
        self, reference: str, amount: int, title: str, expires_at: datetime
    ) -> str:
        self._ask("order", reference)
        self.trades.setdefault(
            reference, Trade(reference, TradeState.OPEN, None, amount)
        )
        self._answer("order")
        return f"https://pay.test/{reference}"

    def charge(self, reference: str, amount: int, title: str, code: str) -> Trade:
        self._ask("charge", reference)
        if code == "poor":
            raise RefusedError("NOT_ENOUGH")
        state = TradeState.PAYING if code == "asks" else TradeState.OPEN
        self.trades.setdefault(reference, Trade(reference, state, None, amount))
        if code == "plain":
            self.pay(reference)
        self._answer("charge")
        return self.trades[reference]

    def query(self, reference: str) -> Trade:
        self._ask("query", reference)
        self._answer("query")
        return self.trades.get(reference, Trade(reference, TradeState.ABSENT))

    def close(self, reference: str) -> Trade:
        self._ask("close", reference)
        trade = self.trades.get(reference)
        if trade is not None and trade.state in (TradeState.OPEN, TradeState.PAYING):
            if self.lose_race:
                self.lose_race = False
                self.pay(reference)
            else:
                self._set(reference, TradeState.CLOSED)
        self._answer("close")
        return self.trades.get(reference, Trade(reference, TradeState.ABSENT))

    def refund(
        self, reference: str, refund_reference: str, amount: int, total: int
    ) -> RefundState:
        self._ask("refund", reference)
        if self.refuse_refunds:
            raise RefusedError("NO_MONEY")
        if reference not in self.ever_paid:
            raise RefusedError("NOT_PAID")
        came = self._amount(reference)
        if amount > came or total != came:
            raise RefusedError("AMOUNT")
        self.refunds.setdefault(refund_reference, (reference, amount))
        self._answer("refund")
        return self.refund_says

    def notification(self, headers: Mapping[str, str], body: bytes) -> Trade:
        if headers.get("x-signed") != "yes":
            raise NotGenuineError("signature")
        return self.trades[body.decode()]

    def statement(self, day: date) -> tuple[StatementLine, ...]:
        self._ask("statement", "")
        self._answer("statement")
        paid = [
            StatementLine(LineKind.PAID, one, "T", self._amount(one), BEGAN)
            for one in self.ever_paid
        ]
        back = [
            StatementLine(LineKind.REFUNDED, one, "T", amount, BEGAN)
            for one, amount in self.refunds.values()
        ]
        return (*paid, *back)

    def pay(self, reference: str, amount: int | None = None) -> None:
        """Pay as a citizen; perhaps late, or another amount."""
        if reference not in self.ever_paid:
            self.ever_paid.append(reference)
            self._set(reference, TradeState.PAID, amount)

    def decline(self, reference: str) -> None:
        self._set(reference, TradeState.DECLINED)

    def kept(self) -> list[str]:
        """Return references whose money was not refunded."""
        back = {reference for reference, _ in self.refunds.values()}
        return [one for one in self.ever_paid if one not in back]

    def _amount(self, reference: str) -> int:
        return self.trades[reference].amount or 0

    def _set(
        self, reference: str, state: TradeState, amount: int | None = None
    ) -> None:
        paid = state is TradeState.PAID
        self.trades[reference] = Trade(
            reference,
            state,
            f"T-{reference}" if paid else None,
            self.trades[reference].amount if amount is None else amount,
            self.clock() if paid else None,
        )

    def _ask(self, what: str, reference: str) -> None:
        if self.deaf:
            raise ProviderError("timeout")
        self.asked.append((what, reference))

    def _answer(self, what: str) -> None:
        if what in self.raises:
            raise self.raises[what]
        if self.silent:
            raise ProviderError("timeout")


WORDS = Bilingual(zh_CN="账单", en="bill")


@dataclass
class BillDepartment:
    """A department with one bill, and two fines to choose from.

    Attributes:
        amount: Of the bill, in fen.
        says: Its answer to a reported payment.
        away: It does not answer.
        settled: The payments reported to it, in order.
    """

    code: str = "one_stop"
    items: frozenset[str] = frozenset({"one_stop.bill_payment"})
    amount: int = 48_000
    found: bool = True
    away: bool = False
    options: tuple[Option, ...] = ()
    says: Settled = Settled.ENTERED
    settled: list[Settlement] = field(default_factory=list)

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        if self.away:
            raise ConnectionError
        amount = None if self.options else self.amount
        return QueryAnswer(
            time=now,
            found=self.found,
            department=WORDS,
            title=WORDS,
            as_of=now,
            options=self.options if self.found else (),
            bill=Bill(reference="B1", amount=amount) if self.found else None,
        )

    def settle(self, settlement: Settlement, now: datetime) -> Settled:
        if self.away:
            raise ConnectionError
        self.settled.append(settlement)
        return self.says

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:
        return ()

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        raise AssertionError("it has nothing to be loaded")
