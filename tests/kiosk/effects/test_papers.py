"""Papers: each is recorded before it is printed, and so is each outcome."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from support.effects import (
    NOTHING,
    PRINTED,
    REQUEST,
    TOKEN,
    UNKNOWN,
    WHO,
    document,
    failing,
    half_way,
    journal,
    paper,
    statement,
)
from support.flow import NAME, NUMBER
from support.steps import payment
from support.visits import FakeDevices, Folder, bodies

from contract.payment import PaymentState
from contract.records import Paper, PaperKind, RecordKind
from drivers.base import PrintOutcome, PrintResult, QrCode, Receipt, Role, Text
from drivers.errors import Reason
from drivers.supervisor import JobDone
from kiosk.effects import (
    ArmedDocument,
    ArmedReceipt,
    Effects,
    document_result,
    document_settled,
    settled,
)
from kiosk.flow.actions import Paid
from offline_cache.database import Cache
from offline_cache.errors import CacheError, CacheMisuseError
from offline_cache.journal import EffectState, Journal
from offline_cache.outbox import Outbox
from view import Trouble

DO: dict[str, Callable[[Effects], object]] = {
    "receipt": lambda effects: effects.papers.print_receipt(statement()),
    "document": lambda effects: effects.papers.print_document(paper()),
}
both_papers = pytest.mark.parametrize("kind", sorted(DO))


def given(devices: FakeDevices) -> list[Any]:
    """The tickets of all print jobs."""
    return [ticket for ticket, _ in devices.jobs] + [
        ticket for _, ticket, _ in devices.submitted
    ]


# -- arming -----------------------------------------------------------------------


@both_papers
def test_the_printer_sees_nothing_before_the_effect_and_its_record_are_committed(
    kind: str, effects: Effects, devices: FakeDevices, folder: Folder
) -> None:
    """Read through another connection, which sees only what is committed."""
    seen: list[Any] = []
    devices.look = lambda: seen.append(
        folder.see(
            lambda cache: (
                [entry.effect for entry in Journal(cache).unsettled()],
                bodies(cache, RecordKind.COMPLETION),
            )
        )
    )
    DO[kind](effects)
    (ticket,) = given(devices)
    ((armed, completions),) = seen
    assert armed == [ticket.effect]
    ((key, body),) = completions
    assert (key, body.serial, body.applicant) == (ticket.case, ticket.serial, WHO)


@both_papers
def test_the_effect_and_its_record_are_one_commit(
    kind: str, effects: Effects, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, commits = Cache.rows, []

    def counting(self: Cache, sql: str, *values: object) -> Any:
        if sql == "COMMIT":
            commits.append(sql)
        return rows(self, sql, *values)

    monkeypatch.setattr(Cache, "rows", counting)
    DO[kind](effects)
    assert len(commits) == 1


@half_way
@both_papers
def test_what_cannot_be_written_whole_is_not_printed(
    kind: str,
    statement_that_fails: str,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with failing(monkeypatch, statement_that_fails) as tried:
        with pytest.raises(CacheError):
            DO[kind](effects)
        assert tried
    assert given(devices) == []
    assert journal(cache) == []
    assert Outbox(cache).records() == []


def test_a_receipt_about_nothing_is_a_bug_and_prints_nothing(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    with pytest.raises(LookupError):
        effects.papers.print_receipt(statement(answer=None))
    assert devices.jobs == []
    assert journal(cache) == []


def test_a_slip_belongs_to_the_request_and_completes_nothing(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    stored = effects.requests.queue_request(REQUEST)
    effects.papers.print_receipt(
        statement(
            case=stored.case, entered=True, slip_code=stored.slip_code, answer=None
        )
    )
    ((ticket, receipt),) = devices.jobs
    assert ticket.case == stored.case
    assert bodies(cache, RecordKind.COMPLETION) == []
    assert QrCode(str(stored.slip_code)) in receipt.blocks


def test_the_printer_of_documents_gets_the_document_whole_and_no_name(
    effects: Effects, devices: FakeDevices
) -> None:
    action = paper()
    effects.papers.print_document(action)
    ((role, ticket, job),) = devices.submitted
    assert role is Role.DOCUMENT_PRINTER
    assert (ticket.document, ticket.document_serial) == (
        action.document.document,
        "SS-1",
    )
    asked: list[tuple[bytes, str]] = []

    class Printer:
        def print(self, pdf: bytes, title: str) -> PrintResult:
            asked.append((pdf, title))
            return PRINTED

    assert job(Printer()) == PRINTED
    assert asked == [(action.document.pdf, "SS-1")]


def test_a_case_is_completed_once_with_its_first_paper(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    """A document, its second page's document, and the receipt that names both."""
    effects.papers.print_document(paper())
    first: ArmedDocument = devices.submitted[0][1]
    said = effects.papers.settle_document(first, PRINTED)
    later = {"case": said.case, "entered": True, "serial": said.serial}
    effects.papers.print_document(paper(document=document(serial="SS-2"), **later))
    effects.papers.print_receipt(statement(documents=(("statement", "SS-1"),), **later))
    assert len(bodies(cache, RecordKind.COMPLETION)) == 1
    receipt: ArmedReceipt = devices.jobs[0][0]
    assert (receipt.case, receipt.serial) == (first.case, first.serial)


def test_a_case_that_payment_began_keeps_its_key(
    effects: Effects, cache: Cache
) -> None:
    approved = payment(PaymentState.APPROVED)
    effects.papers.print_receipt(statement(case=approved.case, paid=Paid(approved)))
    ((key, body),) = bodies(cache, RecordKind.COMPLETION)
    assert key == approved.case
    assert (body.payment, body.amount) == (approved.payment, approved.amount)


def test_a_slip_about_an_unclear_payment_is_no_receipt_of_it(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    unclear = payment(PaymentState.UNKNOWN)
    effects.papers.print_receipt(
        statement(case=unclear.case, paid=Paid(unclear, unclear=True))
    )
    ((_, body),) = bodies(cache, RecordKind.COMPLETION)
    assert (body.payment, body.amount) == (None, None)
    assert devices.jobs[0][0].payment is None


def test_a_record_that_was_written_is_not_forgotten(effects: Effects) -> None:
    with pytest.raises(LookupError):
        effects.papers.print_receipt(statement(entered=True))


# -- serials ----------------------------------------------------------------------


def test_serials_carry_terminal_and_business_day_and_have_no_gap(
    effects: Effects, devices: FakeDevices, monkeypatch: pytest.MonkeyPatch
) -> None:
    effects.papers.print_receipt(statement())
    with failing(monkeypatch, "COMMIT"), pytest.raises(CacheError):
        effects.papers.print_receipt(statement())
    effects.papers.print_document(paper())
    assert [ticket.serial for ticket in given(devices)] == [
        "demo-01-20261123-00001",
        "demo-01-20261123-00002",
    ]


def test_a_further_try_keeps_serial_and_case_and_is_an_effect_of_its_own(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    effects.papers.print_receipt(statement())
    first: ArmedReceipt = devices.jobs[0][0]
    effects.papers.settle(first, NOTHING)
    effects.papers.print_receipt(
        statement(case=first.case, entered=True, serial=first.serial)
    )
    second: ArmedReceipt = devices.jobs[1][0]
    effects.papers.settle(second, PRINTED)
    assert (second.case, second.serial) == (first.case, first.serial)
    assert second.effect != first.effect
    assert len(bodies(cache, RecordKind.COMPLETION)) == 1
    assert [body.paper for _, body in bodies(cache, RecordKind.OUTCOME)] == [
        Paper.NOT_PRINTED,
        Paper.PRINTED,
    ]
    effects.papers.print_receipt(statement())
    assert devices.jobs[2][0].serial.endswith("-00002")


# -- outcomes ---------------------------------------------------------------------

outcomes = pytest.mark.parametrize(
    ("result", "state", "outcome", "trouble"),
    [
        (PRINTED, EffectState.CONFIRMED, Paper.PRINTED, None),
        (NOTHING, EffectState.FAILED, Paper.NOT_PRINTED, Trouble.PAPER),
        (UNKNOWN, EffectState.EFFECT_UNKNOWN, Paper.UNCERTAIN, Trouble.PRINTER),
    ],
)


@outcomes
def test_a_receipts_outcome_is_written_and_told_to_central(
    result: PrintResult,
    state: EffectState,
    outcome: Paper,
    trouble: Trouble | None,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
) -> None:
    effects.papers.print_receipt(statement())
    armed: ArmedReceipt = devices.jobs[0][0]
    told = effects.papers.settle(armed, result)
    entry = journal(cache)[-1]
    assert (entry.effect, entry.state) == (armed.effect, state)
    assert entry.serial == armed.serial
    assert entry.detail == {"reason": result.reason}
    ((_, body),) = bodies(cache, RecordKind.OUTCOME)
    assert (body.about, body.serial, body.paper) == (armed.case, armed.serial, outcome)
    assert (body.kind, body.document) == (PaperKind.RECEIPT, None)
    assert told == settled(armed, result)
    assert (told.token, told.case, told.serial) == (TOKEN, armed.case, armed.serial)
    assert (told.paper, told.trouble) == (outcome, trouble)


@outcomes
def test_a_documents_outcome_is_written_and_told_to_central(
    result: PrintResult,
    state: EffectState,
    outcome: Paper,
    trouble: Trouble | None,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
) -> None:
    action = paper()
    effects.papers.print_document(action)
    armed: ArmedDocument = devices.submitted[0][1]
    told = effects.papers.settle_document(armed, result)
    entry = journal(cache)[-1]
    assert (entry.effect, entry.state, entry.serial) == (armed.effect, state, "SS-1")
    ((_, body),) = bodies(cache, RecordKind.OUTCOME)
    assert (body.about, body.serial, body.paper) == (armed.case, "SS-1", outcome)
    document_id = action.document.document
    assert (body.kind, body.document) == (PaperKind.DOCUMENT, document_id)
    assert told == document_settled(armed, result)
    assert (told.case, told.serial) == (armed.case, armed.serial)
    assert (told.document, told.paper) == (document_id, outcome)
    assert told.trouble == (trouble and Trouble.DOCUMENT_PRINTER)


@pytest.mark.parametrize(
    ("begun", "outcome"),
    [(True, PrintOutcome.UNKNOWN), (False, PrintOutcome.NOTHING_CAME_OUT)],
)
def test_a_job_that_broke_off_is_certain_only_if_it_had_not_begun(
    begun: bool, outcome: PrintOutcome
) -> None:
    ended = JobDone(None, None, Reason.NO_ANSWER, begun=begun)
    assert document_result(ended) == PrintResult(outcome, Reason.NO_ANSWER)
    assert document_result(JobDone(None, PRINTED)) == PRINTED


@half_way
@both_papers
def test_an_outcome_and_its_record_are_one_commit(
    kind: str,
    statement_that_fails: str,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    DO[kind](effects)
    (armed,) = given(devices)
    settle: Any = (
        effects.papers.settle if kind == "receipt" else effects.papers.settle_document
    )
    with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
        settle(armed, PRINTED)
    assert bodies(cache, RecordKind.OUTCOME) == []
    assert [entry.state for entry in journal(cache)] == [EffectState.ARMED]
    settle(armed, PRINTED)
    assert [entry.state for entry in journal(cache)][1:] == [EffectState.CONFIRMED]


def test_what_came_out_is_known_here_until_central_has_heard_of_it(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    action = paper()
    for outcome in (UNKNOWN, PRINTED):
        effects.papers.print_document(replace(action, case=None))
        _role, armed, _job = devices.submitted[-1]
        effects.papers.settle_document(armed, outcome)
        known = {action.document.document} if outcome is PRINTED else set()
        assert effects.papers.handed_out() == known
    records = Outbox(cache).lease("agent", 60)
    Outbox(cache).acknowledge({each.idempotency_key: "recorded" for each in records})
    assert effects.papers.handed_out() == frozenset()


def test_an_effect_is_settled_once(effects: Effects, devices: FakeDevices) -> None:
    effects.papers.print_receipt(statement())
    effects.papers.settle(devices.jobs[0][0], PRINTED)
    with pytest.raises(CacheMisuseError):
        effects.papers.settle(devices.jobs[0][0], UNKNOWN)


# -- who it is about --------------------------------------------------------------


def test_the_paper_does_say_who_it_is_about(
    effects: Effects, devices: FakeDevices
) -> None:
    effects.papers.print_receipt(statement())
    receipt: Receipt = devices.jobs[0][1]
    assert NAME in str(receipt)
    assert NUMBER not in str(receipt)
    assert any(isinstance(b, Text) and "演示" in b.text for b in receipt.blocks)


def test_an_item_that_asks_nobody_completes_without_a_person(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    effects.papers.print_receipt(replace(statement(), applicant=None))
    ((_, body),) = bodies(cache, RecordKind.COMPLETION)
    assert body.applicant is None
    assert NAME not in str(devices.jobs[0][1])
