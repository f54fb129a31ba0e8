"""Actions with effects, their outcomes, and disks that fill up halfway."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contract.documents import IssuedDocument
from contract.manifest import HoldingState, code_hash, person_hash
from contract.model import Applicant
from drivers.base import PrintOutcome, PrintResult
from drivers.errors import Reason
from kiosk.flow.actions import (
    CheckCode,
    ConfirmRelease,
    LookUpHoldings,
    PrintDocument,
    PrintReceipt,
    QueueRequest,
    ReleaseCell,
    RequestPayment,
)
from kiosk.flow.events import Held, Token
from offline_cache.database import Cache
from offline_cache.errors import DiskFullError
from offline_cache.journal import Journal, JournalEntry
from offline_cache.manifest import Holding, Manifest
from support.flow import NAME, NUMBER, answer, both, item

WHO = Applicant(number=NUMBER, name=NAME)
OTHER = Applicant(number="330382195806151095", name="张伟")
TOKEN = Token(7, 3)
PRINTED = PrintResult(PrintOutcome.PRINTED)
NOTHING = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.PAPER_OUT)
UNKNOWN = PrintResult(PrintOutcome.UNKNOWN, Reason.NO_ANSWER)

REQUEST = QueueRequest(TOKEN, item(), "en", WHO)

MANIFEST_KEY = b"k" * 32
CODE = "483920"
WRONG = "000000"

half_way = pytest.mark.parametrize(
    "statement_that_fails", ["INSERT INTO outbox", "INSERT INTO journal", "COMMIT"]
)
"""Wherever the disk is full first: before the record, the journal entry, or both."""


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, statement: str) -> Iterator[list[str]]:
    """Make every statement with this prefix fail, as on a full disk."""
    rows, seen = Cache.rows, []

    def full(self: Cache, sql: str, *values: object) -> Any:
        if sql.startswith(statement):
            seen.append(sql)
            raise DiskFullError("SQLITE_FULL: database or disk is full")
        return rows(self, sql, *values)

    with monkeypatch.context() as patch:
        patch.setattr(Cache, "rows", full)
        yield seen


def journal(cache: Cache) -> list[JournalEntry]:
    return list(Journal(cache).entries())


def statement(**changes: Any) -> PrintReceipt:
    """Return a receipt about a department's answer."""
    values: dict[str, Any] = {
        "token": TOKEN,
        "item": item(),
        "language": "zh_CN",
        "applicant": WHO,
        "case": None,
        "entered": False,
        "serial": None,
        "answer": answer(),
    }
    return PrintReceipt(**(values | changes))


def document(**changes: Any) -> IssuedDocument:
    """Return a document that central has made."""
    values: dict[str, Any] = {
        "time": "2026-11-22T00:00:00Z",
        "document": uuid4(),
        "item": item().code,
        "title": both("statement"),
        "serial": "SS-1",
        "pages": 1,
        "copy_of": False,
        "sha256": "0" * 64,
        "pdf": "JVBERi0=",
        "verification": "OT1:X",
        "code": "7KQ2-M9XD",
    }
    return IssuedDocument.model_validate(values | changes)


def paper(**changes: Any) -> PrintDocument:
    """Return a document to be printed."""
    values: dict[str, Any] = {
        "token": TOKEN,
        "item": item(),
        "applicant": WHO,
        "document": document(),
        "case": None,
        "entered": False,
        "serial": None,
    }
    return PrintDocument(**(values | changes))


def intent(**changes: Any) -> RequestPayment:
    """Return an intent to pay, with the citizen's own code."""
    values: dict[str, Any] = {
        "token": TOKEN,
        "item": item(),
        "applicant": WHO,
        "form": {"months": "12"},
        "options": (),
        "amount": 12_345,
        "provider": "sandbox",
        "payment_code": "134567890123456789",
    }
    return RequestPayment(**(values | changes))


def lies_here(
    cache: Cache,
    *,
    cell: int | None = 7,
    state: HoldingState = HoldingState.LOADED,
    who: Applicant = WHO,
    code: str = CODE,
    until: datetime | None = None,
) -> Held:
    """Add a document to central's manifest; return it as `identify` would."""
    holding = uuid4()
    entry = Holding(
        holding=holding,
        item=item().code,
        label=f"L-{holding}",
        title_zh="护照",
        title_en="passport",
        person=person_hash(MANIFEST_KEY, who.number),
        code=code_hash(MANIFEST_KEY, holding, code),
        state=state,
        cell=cell,
        until=until or datetime.fromisoformat("2026-12-31T00:00:00Z"),
    )
    manifest = Manifest(cache)
    manifest.merge(MANIFEST_KEY, [*manifest.all(), entry])
    return Held(holding, both("passport"), cell, state)


def state_of(cache: Cache, held: Held) -> str:
    """Return the state of a document in the manifest."""
    found = Manifest(cache).get(held.holding)
    assert found is not None
    return found.state


def look_up(who: Applicant = WHO) -> LookUpHoldings:
    return LookUpHoldings(TOKEN, item(), who)


def check(held: Held, code: str = CODE) -> CheckCode:
    return CheckCode(TOKEN, held, code)


def opening(held: Held, **changes: Any) -> ReleaseCell:
    """Return a cell to be opened."""
    values: dict[str, Any] = {
        "token": TOKEN,
        "item": item(),
        "applicant": WHO,
        "held": held,
        "case": None,
        "entered": False,
        "serial": None,
    }
    return ReleaseCell(**(values | changes))


def said(held: Held, case: UUID, *, taken: bool) -> ConfirmRelease:
    """Return the citizen's answer about it."""
    return ConfirmRelease(TOKEN, item(), held, case, taken)


class SteppedClock:
    """A wall clock that moves only when a test sets it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)
