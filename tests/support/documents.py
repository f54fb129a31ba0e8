"""Documents of invented people, and a department that issues papers for them."""

# ruff: noqa: ARG002 - the protocol of departments asks for the arguments

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from central.departments.base import Deposit, Settled, Settlement
from central.documents.certificate import Certificate
from central.documents.keys import Keys, open_keys
from central.documents.render import Renderer
from contract.model import Applicant, Bilingual
from contract.queries import (
    Column,
    DataTable,
    Fact,
    Query,
    QueryAnswer,
)
from contract.service_item import ServiceItem
from contract.verification import sign
from support.central import LI_NA, definitions

NOW = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
AS_OF = datetime(2026, 10, 31, 4, tzinfo=UTC)
PAPER = "paper_office.paper"
PAID_PAPER = "paper_office.paid_paper"
RECEIPT = "paper_office.receipt"
NAME = Bilingual(zh_CN="演示证明局", en="Demonstration paper office")


def both(text: str) -> Bilingual:
    return Bilingual(zh_CN=text, en=text)


def table(rows: int) -> DataTable:
    heads = ("月份", "基数", "养老", "医疗", "失业")
    return DataTable(
        columns=tuple(
            Column(heading=both(head), align="right" if i else "left")
            for i, head in enumerate(heads)
        ),
        rows=tuple(
            tuple(map(both, (f"M{row:04}", "5,430.00", "434.40", "108.60", "21.72")))
            for row in range(rows)
        ),
    )


def answer(rows: int = 0, **changes: object) -> QueryAnswer:
    """Return a department's answer about a person."""
    return QueryAnswer(
        time=NOW,
        found=True,
        department=NAME,
        title=Bilingual(zh_CN="参保证明", en="Certificate of participation"),
        as_of=AS_OF,
        facts=(
            Fact(label=both("参保状态"), value=both("正常参保"), emphasised=True),
            Fact(
                label=Bilingual(zh_CN="累计月数", en="Months in all"),
                value=Bilingual(zh_CN="132 个月", en="132 months"),
            ),
        ),
        table=table(rows) if rows else None,
        note=Bilingual(zh_CN="单位：元。", en="Amounts in yuan."),
    ).model_copy(update=changes)


def certificate(
    name: str = "李娜", said: QueryAnswer | None = None, **changes: object
) -> Certificate:
    return Certificate(
        serial="PO-20261126-000123",
        item=PAPER,
        department=NAME,
        legal_basis=Bilingual(zh_CN="《演示条例》第一条", en="Demonstration rule, 1"),
        hotline="12345",
        holder=Applicant(number=LI_NA["number"], name=name),
        terminal="demo-01",
        issued_at=NOW,
        answer=said or answer(),
        demonstration=True,
    ).model_copy(update=changes)


@cache
def renderer() -> Renderer:
    """Return the renderer, shared by all tests of a process to keep its compiler."""
    return Renderer()


def drawn(one: Certificate, keys: Keys, *, copy: bool = False) -> bytes:
    """Return a certificate as PDF, not signed yet."""
    code = sign(one.claims(), keys.signing_key)
    return renderer().render(one, code, copy=copy)


def text_of(pdf: bytes, *options: str) -> str:
    """Return the text that poppler finds on the pages."""
    command = ["/usr/bin/pdftotext", *options, "-", "-"]
    done = subprocess.run(  # noqa: S603 - Debian's
        command, input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def item(code: str, *steps: str) -> ServiceItem:
    return ServiceItem.model_validate(
        {
            "code": code,
            "version": 1,
            "name": both("证明"),
            "summary": both("证明"),
            "department": {"code": code.partition(".")[0], "name": NAME},
            "legal_basis": both("《演示条例》第一条"),
            "fee": 0,
            "time_limit_days": 0,
            "materials": (),
            "audience": "person",
            "identify": "required",
            "assurance": "card",
            "offline": "queue",
            "hotline": "12345",
            "steps": ("identify", "fetch", "review", *steps),
        }
    )


ITEMS = {
    one.code: one
    for one in (
        item(PAPER, "print"),
        item(PAID_PAPER, "pay", "print"),
        item(RECEIPT),
    )
}


@dataclass
class PaperOffice:
    """A department with one paper for each person; tests set its answer."""

    code: str = "paper_office"
    items: frozenset[str] = frozenset(ITEMS)
    says: QueryAnswer = field(default_factory=answer)
    away: bool = False
    asked: int = 0

    def answer(self, query: Query, now: datetime) -> QueryAnswer:
        self.asked += 1
        if self.away:
            raise ConnectionError
        return self.says

    def settle(self, settlement: Settlement, now: datetime) -> Settled:
        return Settled.REFUSED

    def deposits(self, now: datetime) -> tuple[Deposit, ...]:
        return ()

    def loaded(self, holding: UUID, place: Bilingual, now: datetime) -> None:
        raise AssertionError("it has nothing to be loaded")


def office(folder: Path) -> dict[str, Any]:
    """Return an office for `central_app`: documents of `ITEMS`, with its own keys."""
    return {
        "items": definitions(folder, ITEMS.values()),
        "keys": open_keys(folder / "keys", demonstration=True),
    }
