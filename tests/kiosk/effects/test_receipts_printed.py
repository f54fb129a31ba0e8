"""Nothing is done that was not written down before, and every end is written down."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog
from support.flow import NAME, NUMBER, answer, item
from support.visits import FakeDevices, Folder, bodies, effects_of

from central.contract.records import (
    Applicant,
    Grade,
    Paper,
    RatingBody,
    RecordKind,
)
from drivers.base import PrintOutcome, PrintResult, QrCode, Receipt, Text
from drivers.errors import Reason
from kiosk.effects import CODE_ALPHABET, ArmedReceipt, Effects, settled
from kiosk.flow.actions import PrintReceipt, QueueRequest, StoreRating
from kiosk.flow.events import Token
from kiosk.view import Trouble
from offline_cache.database import Cache
from offline_cache.errors import CacheError, CacheMisuseError, DiskFullError
from offline_cache.journal import EffectState, Journal, JournalEntry
from offline_cache.outbox import Outbox

WHO = Applicant(number=NUMBER, name=NAME)
TOKEN = Token(7, 3)
PRINTED = PrintResult(PrintOutcome.PRINTED)
NOTHING = PrintResult(PrintOutcome.NOTHING_CAME_OUT, Reason.PAPER_OUT)
UNKNOWN = PrintResult(PrintOutcome.UNKNOWN, Reason.NO_ANSWER)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def cache(folder: Folder) -> Iterator[Cache]:
    with folder.open() as opened:
        yield opened


@pytest.fixture
def printer() -> FakeDevices:
    return FakeDevices()


@pytest.fixture
def effects(cache: Cache, printer: FakeDevices) -> Effects:
    return effects_of(cache, printer)


def statement(**changes: Any) -> PrintReceipt:
    values: dict[str, Any] = {
        "token": TOKEN,
        "item": item(),
        "language": "zh_CN",
        "applicant": WHO,
        "case": None,
        "entered": False,
        "serial": None,
        "slip_code": None,
        "answer": answer(),
    }
    return PrintReceipt(**(values | changes))


REQUEST = QueueRequest(TOKEN, item(), "en", WHO)


def journal(cache: Cache) -> list[JournalEntry]:
    return list(Journal(cache).entries())


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, statement: str) -> Iterator[list[str]]:
    """Every statement that begins so fails, as on a full disk."""
    rows, seen = Cache.rows, []

    def full(self: Cache, sql: str, *values: object) -> Any:
        if sql.startswith(statement):
            seen.append(sql)
            raise DiskFullError("SQLITE_FULL: database or disk is full")
        return rows(self, sql, *values)

    with monkeypatch.context() as patch:
        patch.setattr(Cache, "rows", full)
        yield seen


half_way = pytest.mark.parametrize(
    "statement_that_fails", ["INSERT INTO outbox", "INSERT INTO journal", "COMMIT"]
)
"""Wherever the disk is full first: before the record, the journal entry, or both."""


# -- arming -----------------------------------------------------------------------


def test_the_printer_sees_nothing_before_the_effect_and_its_record_are_committed(
    effects: Effects, printer: FakeDevices, folder: Folder
) -> None:
    """Looked at through another connection, which sees only what is committed."""
    seen: list[Any] = []
    printer.look = lambda: seen.append(
        folder.see(
            lambda cache: (
                [entry.effect for entry in Journal(cache).unsettled()],
                bodies(cache, RecordKind.COMPLETION),
            )
        )
    )
    effects.print_receipt(statement())
    ((ticket, _),) = printer.jobs
    ((armed, completions),) = seen
    assert armed == [ticket.effect]
    ((key, body),) = completions
    assert (key, body.serial, body.applicant) == (ticket.case, ticket.serial, WHO)


def test_the_effect_and_its_record_are_one_commit(
    effects: Effects, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, commits = Cache.rows, []

    def counting(self: Cache, sql: str, *values: object) -> Any:
        if sql == "COMMIT":
            commits.append(sql)
        return rows(self, sql, *values)

    monkeypatch.setattr(Cache, "rows", counting)
    effects.print_receipt(statement())
    assert len(commits) == 1
    effects.queue_request(REQUEST)
    assert len(commits) == 2


@half_way
@pytest.mark.parametrize("do", ["print", "queue"])
def test_what_cannot_be_written_whole_is_not_done(
    do: str,
    statement_that_fails: str,
    effects: Effects,
    printer: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts: dict[str, Callable[[], object]] = {
        "print": lambda: effects.print_receipt(statement()),
        "queue": lambda: effects.queue_request(REQUEST),
    }
    with failing(monkeypatch, statement_that_fails) as tried:
        with pytest.raises(CacheError):
            acts[do]()
        assert tried
    assert printer.jobs == []
    assert journal(cache) == []
    assert Outbox(cache).records() == []


def test_a_receipt_about_nothing_is_a_bug_and_prints_nothing(
    effects: Effects, printer: FakeDevices, cache: Cache
) -> None:
    with pytest.raises(LookupError):
        effects.print_receipt(statement(answer=None))
    assert printer.jobs == []
    assert journal(cache) == []


def test_a_slip_belongs_to_the_request_and_completes_nothing(
    effects: Effects, printer: FakeDevices, cache: Cache
) -> None:
    stored = effects.queue_request(REQUEST)
    effects.print_receipt(
        statement(
            case=stored.case, entered=True, slip_code=stored.slip_code, answer=None
        )
    )
    ((ticket, receipt),) = printer.jobs
    assert ticket.case == stored.case
    assert bodies(cache, RecordKind.COMPLETION) == []
    assert QrCode(str(stored.slip_code)) in receipt.blocks


# -- requests and ratings ---------------------------------------------------------


def test_a_request_is_written_with_its_journal_entry_and_code(
    effects: Effects, cache: Cache
) -> None:
    stored = effects.queue_request(REQUEST)
    ((key, body),) = bodies(cache, RecordKind.REQUEST)
    assert (key, body.slip_code) == (stored.case, stored.slip_code)
    assert (body.applicant, body.language) == (WHO, "en")
    (entry,) = journal(cache)
    assert entry.kind == "request_accepted"
    assert str(entry.visit).endswith("-7")
    assert entry.detail == {"case": str(key)}


def test_visits_of_different_runs_of_the_screen_are_told_apart(cache: Cache) -> None:
    for _ in range(2):  # the seventh visit of a run, and of the next run
        effects_of(cache, FakeDevices()).queue_request(REQUEST)
    first, second = (entry.visit for entry in journal(cache))
    assert first != second


def test_codes_are_of_an_alphabet_that_nobody_misreads(effects: Effects) -> None:
    codes = [effects.queue_request(REQUEST).slip_code or "" for _ in range(200)]
    assert all(
        re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", c) for c in codes
    )
    assert len(set(codes)) == len(codes)
    assert set("".join(codes)) - {"-"} == set(CODE_ALPHABET)


def rating() -> StoreRating:
    return StoreRating(TOKEN, item(), RatingBody(about=uuid4(), grade=Grade.SATISFIED))


def test_a_rating_is_queued_without_the_citizen(effects: Effects, cache: Cache) -> None:
    asked = rating()
    effects.store_rating(asked)
    ((_, body),) = bodies(cache, RecordKind.RATING)
    assert body == asked.rating


# -- serials ----------------------------------------------------------------------


def test_serials_carry_terminal_and_business_day_and_have_no_gap(
    effects: Effects, printer: FakeDevices, monkeypatch: pytest.MonkeyPatch
) -> None:
    effects.print_receipt(statement())
    with failing(monkeypatch, "COMMIT"), pytest.raises(CacheError):
        effects.print_receipt(statement())
    effects.print_receipt(statement())
    assert [ticket.serial for ticket, _ in printer.jobs] == [
        "demo-01-20261123-00001",
        "demo-01-20261123-00002",
    ]


def test_a_further_try_keeps_serial_and_case_and_is_an_effect_of_its_own(
    effects: Effects, printer: FakeDevices, cache: Cache
) -> None:
    effects.print_receipt(statement())
    first: ArmedReceipt = printer.jobs[0][0]
    effects.settle(first, NOTHING)
    effects.print_receipt(statement(case=first.case, entered=True, serial=first.serial))
    second: ArmedReceipt = printer.jobs[1][0]
    effects.settle(second, PRINTED)
    assert (second.case, second.serial) == (first.case, first.serial)
    assert second.effect != first.effect
    assert len(bodies(cache, RecordKind.COMPLETION)) == 1
    assert [body.paper for _, body in bodies(cache, RecordKind.OUTCOME)] == [
        Paper.NOT_PRINTED,
        Paper.PRINTED,
    ]
    effects.print_receipt(statement())
    assert printer.jobs[2][0].serial.endswith("-00002")


# -- outcomes ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "state", "paper", "trouble"),
    [
        (PRINTED, EffectState.CONFIRMED, Paper.PRINTED, None),
        (NOTHING, EffectState.FAILED, Paper.NOT_PRINTED, Trouble.PAPER),
        (UNKNOWN, EffectState.EFFECT_UNKNOWN, Paper.UNCERTAIN, Trouble.PRINTER),
    ],
)
def test_an_outcome_is_written_and_told_to_central(
    result: PrintResult,
    state: EffectState,
    paper: Paper,
    trouble: Trouble | None,
    effects: Effects,
    printer: FakeDevices,
    cache: Cache,
) -> None:
    effects.print_receipt(statement())
    armed: ArmedReceipt = printer.jobs[0][0]
    effects.settle(armed, result)
    entry = journal(cache)[-1]
    assert (entry.effect, entry.state, entry.serial) == (
        armed.effect,
        state,
        armed.serial,
    )
    assert entry.detail == {"reason": result.reason}
    ((_, body),) = bodies(cache, RecordKind.OUTCOME)
    assert (body.about, body.serial, body.paper) == (armed.case, armed.serial, paper)
    told = settled(armed, result)
    assert (told.token, told.case, told.serial) == (TOKEN, armed.case, armed.serial)
    assert (told.paper, told.trouble) == (paper, trouble)


@half_way
def test_an_outcome_and_its_record_are_one_commit(
    statement_that_fails: str,
    effects: Effects,
    printer: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    effects.print_receipt(statement())
    armed = printer.jobs[0][0]
    with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
        effects.settle(armed, PRINTED)
    assert bodies(cache, RecordKind.OUTCOME) == []
    assert [entry.state for entry in journal(cache)] == [EffectState.ARMED]
    effects.settle(armed, PRINTED)
    assert [entry.state for entry in journal(cache)][1:] == [EffectState.CONFIRMED]


def test_an_effect_is_settled_once(effects: Effects, printer: FakeDevices) -> None:
    effects.print_receipt(statement())
    effects.settle(printer.jobs[0][0], PRINTED)
    with pytest.raises(CacheMisuseError):
        effects.settle(printer.jobs[0][0], UNKNOWN)


# -- after a crash ----------------------------------------------------------------


def test_what_a_crash_left_armed_is_closed_once_as_unknown(folder: Folder) -> None:
    printer = FakeDevices()
    with folder.open() as cache:
        before = effects_of(cache, printer)
        for _ in range(3):
            before.print_receipt(statement())
        before.settle(printer.jobs[1][0], PRINTED)
    lost = {printer.jobs[0][0].case, printer.jobs[2][0].case}
    with folder.open() as cache, structlog.testing.capture_logs() as logged:
        after = effects_of(cache, printer)
        assert after.recover() == 2
        assert after.recover() == 0
        closed = [e for e in journal(cache) if e.detail == {"reason": "crash"}]
        assert {e.state for e in closed} == {EffectState.EFFECT_UNKNOWN}
        assert {e.effect for e in closed} == {
            printer.jobs[0][0].effect,
            printer.jobs[2][0].effect,
        }
        told: list[tuple[UUID, Any]] = bodies(cache, RecordKind.OUTCOME)
        uncertain = {b.about for _, b in told if b.paper is Paper.UNCERTAIN}
        assert uncertain == lost
        assert len(told) == 3
        assert Journal(cache).unsettled() == []
    assert [(e["event"], e["count"]) for e in logged] == [
        ("effects_unknown_after_crash", 2)
    ]
    assert len(printer.jobs) == 3, "nothing is repeated by itself"


@half_way
def test_recovering_is_one_commit(
    statement_that_fails: str, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = FakeDevices()
    with folder.open() as cache:
        for _ in range(2):
            effects_of(cache, printer).print_receipt(statement())
        after = effects_of(cache, printer)
        with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
            after.recover()
        assert len(Journal(cache).unsettled()) == 2
        assert bodies(cache, RecordKind.OUTCOME) == []
        assert after.recover() == 2


# -- who it is about --------------------------------------------------------------


def test_journal_tickets_and_logs_do_not_say_who_it_is_about(
    effects: Effects, printer: FakeDevices, cache: Cache
) -> None:
    with structlog.testing.capture_logs() as logged:
        stored = effects.queue_request(REQUEST)
        effects.print_receipt(statement())
        effects.print_receipt(
            statement(
                case=stored.case, entered=True, slip_code=stored.slip_code, answer=None
            )
        )
        effects.settle(printer.jobs[0][0], UNKNOWN)
        effects.recover()
    tickets = [ticket for ticket, _ in printer.jobs]
    lines = "\n".join(entry.line() for entry in journal(cache))
    for told in (lines, str(logged), str([vars(ticket) for ticket in tickets])):
        assert NAME not in told
        assert NUMBER not in told
        assert str(stored.slip_code) not in told


def test_the_paper_does_say_who_it_is_about(
    effects: Effects, printer: FakeDevices
) -> None:
    effects.print_receipt(statement())
    receipt: Receipt = printer.jobs[0][1]
    assert NAME in str(receipt)
    assert NUMBER not in str(receipt)
    assert any(isinstance(b, Text) and "演示" in b.text for b in receipt.blocks)
