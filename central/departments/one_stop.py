"""Bills of all departments, found by the number on the payment notice (缴费单)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from central.departments.base import QueriesOnly, Settled, Settlement
from central.departments.bills import PaidBook
from central.departments.layout import emphasised, same, text
from contract.model import Bilingual
from contract.money import yuan
from contract.queries import Bill, Fact, Query, QueryAnswer

BILL_PAYMENT = "one_stop.bill_payment"

NAME = text("综合服务", "All departments")
TITLE = text("缴费单缴费", "Pay a bill")
NOT_FOUND = text(
    "没有查到这个缴费单号。请核对后再试，或拨打 12345 咨询。",
    "No notice has this number. Please compare it and try again, or call 12345.",
)
PAID = text(
    "这张缴费单已经缴清，无需再缴。",
    "This notice is paid already; there is nothing to pay.",
)


@dataclass(frozen=True)
class Notice:
    """A payment notice.

    Attributes:
        code: Its number, 20 digits.
        title: What is to be paid.
        payee: Who receives the payment.
        payer: As the notice writes it, masked.
        amount: In fen, as the payee states it, unchecked.
        paid: Whether it was paid elsewhere.
    """

    code: str
    title: Bilingual
    payee: Bilingual
    payer: Bilingual
    amount: int
    paid: bool = False


class Source(Protocol):
    """Where notices come from."""

    def notice(self, code: str) -> Notice | None:
        """Return the notice of a number."""


class Bills(QueriesOnly):
    """Answers for payment notices.

    Args:
        source: The finance department's system, or the demonstration's.
        book: What was paid here, until the source records it.
    """

    code = "one_stop"
    items = frozenset({BILL_PAYMENT})

    def __init__(self, source: Source, book: PaidBook | None = None) -> None:
        self._source = source
        self._book = book or PaidBook()

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        """Return the notice's facts and its bill."""
        notice = self._source.notice(query.form.get("bill_code", ""))
        if notice is None:
            return _answer(now, note=NOT_FOUND)
        if notice.paid or self._book.is_paid(notice.code):
            return _answer(now, note=PAID)
        return _answer(
            now,
            facts=(
                Fact(label=text("缴费项目", "For"), value=notice.title),
                Fact(label=text("收款单位", "Payee"), value=notice.payee),
                Fact(label=text("缴款人", "Payer"), value=notice.payer),
                same("缴费单号", "Number", _grouped(notice.code)),
                emphasised(
                    same("应缴金额（元）", "To be paid (yuan)", yuan(notice.amount))
                ),
            ),
            bill=Bill(reference=notice.code, amount=notice.amount),
        )

    def settle(self, settlement: Settlement, now: datetime) -> Settled:  # noqa: ARG002
        """Enter the payment of an existing notice."""
        notice = self._source.notice(settlement.reference)
        if notice is None:
            return Settled.REFUSED
        if notice.paid:
            return Settled.PAID_BEFORE
        return self._book.enter(settlement)


def _grouped(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _answer(
    now: datetime,
    *,
    facts: tuple[Fact, ...] = (),
    note: Bilingual | None = None,
    bill: Bill | None = None,
) -> QueryAnswer:
    return QueryAnswer(
        time=now,
        found=bill is not None,
        department=NAME,
        title=TITLE,
        as_of=now,
        facts=facts,
        note=note,
        bill=bill,
    )
