"""Papers of every kind, as the machine asks for them, and what stands on them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from contract.manifest import HoldingState
from contract.model import Applicant, Bilingual
from contract.payment import Payment, PaymentState
from contract.queries import (
    Column,
    DataTable,
    Fact,
    QueryAnswer,
)
from contract.service_item import (
    FieldKind,
    FieldOption,
    FormField,
    ServiceItem,
)
from drivers.base import Block, Pair, QrCode, Receipt, Rule, Table, Text
from kiosk.flow.actions import Paid, PrintReceipt
from kiosk.flow.events import Held, Token
from kiosk.receipts import receipt as receipts
from kiosk.receipts import words as words
from kiosk.receipts.receipt import Heading
from support.flow import NAME, NUMBER, both, item
from view import Language

WHO = Applicant(number=NUMBER, name=NAME)
CODE = "7KX2-9QMC"
HEADING = Heading(
    terminal="demo-01",
    place=both("hall"),
    at=datetime(2026, 11, 22, 16, 5, 9, tzinfo=UTC),
    serial="demo-01-20261123-00042",
    demonstration=True,
)
ANSWER = QueryAnswer(
    time=HEADING.at,
    found=True,
    department=both("social security"),
    title=both("title"),
    as_of=datetime(2026, 10, 31, 16, 0, tzinfo=UTC),
    facts=(
        Fact(label=both("insurance"), value=both("pension")),
        Fact(label=both("months"), value=both("132"), emphasised=True),
    ),
    table=DataTable(
        columns=(
            Column(heading=both("month")),
            Column(heading=both("amount"), align="right"),
        ),
        rows=((both("2026-09"), both("400.00")), (both("2026-10"), both("410.00"))),
    ),
    note=both("ask at the office"),
)
Make = Callable[..., Receipt]
LANGUAGES: tuple[Language, Language] = ("zh_CN", "en")
WORDS = {
    name: value for name, value in vars(words).items() if isinstance(value, Bilingual)
}
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")

both_languages = pytest.mark.parametrize("language", LANGUAGES)

PAYMENT = Payment(
    time=HEADING.at,
    payment=UUID(int=1),
    case=UUID(int=2),
    state=PaymentState.APPROVED,
    amount=123_450,
    provider="wechat",
    reference="OT20261123000501",
    transaction="4200002026112300001234567890",
    approved_at=datetime(2026, 11, 22, 16, 4, 50, tzinfo=UTC),
)
UNCLEAR = PAYMENT.model_copy(
    update={"state": PaymentState.UNKNOWN, "approved_at": None, "transaction": None}
)
BILL = "51040020261100000187"
PAY_ITEM: dict[str, Any] = {
    "identify": "none",
    "steps": ("form", "fetch", "review", "pay", "rate"),
    "form": (
        FormField(
            name="months",
            kind=FieldKind.CHOICE,
            label=both("months"),
            options=(FieldOption(value="1", label=both("one")),),
        ),
        FormField(name="bill", kind=FieldKind.CODE, label=both("bill"), scan=True),
    ),
}
SUBMIT_ITEM: dict[str, Any] = {"steps": ("identify", "submit", "rate")}
HELD = Held(UUID(int=3), both("passport"), 7, HoldingState.RELEASED)


def make(
    language: Language = "zh_CN",
    *,
    heading: Heading = HEADING,
    about: ServiceItem | None = None,
    who: Applicant | None = WHO,
    **says: Any,
) -> Receipt:
    action = PrintReceipt(
        token=Token(1, 1),
        item=about or item(),
        language=language,
        applicant=who,
        case=None,
        entered=False,
        serial=None,
        **says,
    )
    return receipts.receipt(heading, action)


def statement(
    language: Language = "zh_CN", *, answer: QueryAnswer = ANSWER, **changes: Any
) -> Receipt:
    return make(language, answer=answer, **changes)


def slip(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return make(language, slip_code=CODE, **changes)


def pay_later(language: Language = "zh_CN", **changes: Any) -> Receipt:
    given: dict[str, Any] = {
        "about": item(**PAY_ITEM),
        "form": {"months": "1", "bill": BILL},
        "who": None,
    }
    return slip(language, **(given | changes))


def submitted(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return slip(language, **({"about": item(**SUBMIT_ITEM)} | changes))


def to_collect(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return slip(language, issued=True, **changes)


def paid(language: Language = "zh_CN", **changes: Any) -> Receipt:
    given: dict[str, Any] = {
        "answer": ANSWER,
        "paid": Paid(PAYMENT),
        "about": item(**PAY_ITEM),
    }
    return make(language, **(given | changes))


def unclear(language: Language = "zh_CN", **changes: Any) -> Receipt:
    given: dict[str, Any] = {
        "paid": Paid(UNCLEAR, unclear=True),
        "about": item(**PAY_ITEM),
    }
    return make(language, **(given | changes))


def printed(language: Language = "zh_CN", **changes: Any) -> Receipt:
    documents = ((both("certificate").within(language), "SS-1"),)
    return make(language, documents=documents, answer=ANSWER, **changes)


def released(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return make(language, **({"released": HELD} | changes))


def copied(language: Language = "zh_CN", **changes: Any) -> Receipt:
    return make(language, paid=Paid(PAYMENT), copied=True, **changes)


PAPERS: dict[str, Make] = {
    each.__name__: each
    for each in (
        statement,
        slip,
        pay_later,
        submitted,
        to_collect,
        paid,
        unclear,
        printed,
        released,
        copied,
    )
}
every_paper = pytest.mark.parametrize("make", PAPERS.values(), ids=list(PAPERS))


def told(block: Block) -> tuple[str, ...]:
    match block:
        case Text(text):
            return (text,)
        case Pair(label, value):
            return (label, value)
        case Table(header, rows):
            return (*header, *(cell for row in rows for cell in row))
        case QrCode(data):
            return (data,)
        case Rule():
            return ()


def said(receipt: Receipt) -> list[str]:
    """Every text on the paper, from top to bottom."""
    return [text for block in receipt.blocks for text in told(block)]


def pairs(receipt: Receipt) -> dict[str, str]:
    return {b.label: b.value for b in receipt.blocks if isinstance(b, Pair)}
