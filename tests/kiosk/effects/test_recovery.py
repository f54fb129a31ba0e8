"""After a crash, unsettled effects are closed as unknown, once, and reported."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import structlog
from support.effects import (
    PRINTED,
    REQUEST,
    UNKNOWN,
    failing,
    half_way,
    journal,
    lies_here,
    opening,
    paper,
    state_of,
    statement,
)
from support.flow import NAME, NUMBER
from support.visits import FakeDevices, Folder, bodies, effects_of

from contract.manifest import HoldingState
from contract.records import Paper, PaperKind, RecordKind
from kiosk.effects import Effects
from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.journal import EffectState, Journal
from offline_cache.outbox import Outbox


def test_what_a_crash_left_armed_is_closed_once_as_unknown(folder: Folder) -> None:
    devices = FakeDevices()
    with folder.open() as cache:
        before = effects_of(cache, devices)
        for _ in range(3):
            before.papers.print_receipt(statement())
        before.papers.settle(devices.jobs[1][0], PRINTED)
    lost = {devices.jobs[0][0].case, devices.jobs[2][0].case}
    with folder.open() as cache, structlog.testing.capture_logs() as logged:
        after = effects_of(cache, devices)
        assert after.recover() == 2
        assert after.recover() == 0
        closed = [e for e in journal(cache) if e.detail == {"reason": "crash"}]
        assert {e.state for e in closed} == {EffectState.EFFECT_UNKNOWN}
        assert {e.effect for e in closed} == {
            devices.jobs[0][0].effect,
            devices.jobs[2][0].effect,
        }
        told: list[tuple[UUID, Any]] = bodies(cache, RecordKind.OUTCOME)
        uncertain = {b.about for _, b in told if b.paper is Paper.UNCERTAIN}
        assert uncertain == lost
        assert len(told) == 3
        assert Journal(cache).unsettled() == []
    assert [(e["event"], e["count"]) for e in logged] == [
        ("effects_unknown_after_crash", 2)
    ]
    assert len(devices.jobs) == 3, "nothing is repeated by itself"


def test_a_document_that_may_have_come_out_is_told_so(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    action = paper()
    effects.papers.print_document(action)
    ticket = devices.submitted[0][1]
    assert effects.recover() == 1
    ((_, body),) = bodies(cache, RecordKind.OUTCOME)
    assert (body.about, body.serial) == (ticket.case, action.document.serial)
    assert (body.kind, body.document) == (
        PaperKind.DOCUMENT,
        action.document.document,
    )
    assert body.paper is Paper.UNCERTAIN


def test_a_cell_that_may_have_opened_is_unclear(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held = lies_here(cache)
    effects.cells.release(opening(held))
    assert effects.recover() == 1
    assert state_of(cache, held) == HoldingState.UNCLEAR
    ((_, body),) = bodies(cache, RecordKind.HOLDING)
    assert (body.holding, body.cell) == (held.holding, 7)
    assert (body.state, body.asked) == (HoldingState.UNCLEAR, False)
    assert body.about == devices.submitted[0][1].case
    assert len(devices.submitted) == 1, "nothing is repeated by itself"


def test_an_effect_of_an_unknown_kind_is_closed_as_unknown(
    effects: Effects, cache: Cache
) -> None:
    with cache.transaction():
        Journal(cache).arm(uuid4(), "fireworks", item="x.y", detail={})
    assert effects.recover() == 1
    assert Journal(cache).unsettled() == []
    assert Outbox(cache).records() == []


@half_way
def test_recovering_is_one_commit(
    statement_that_fails: str, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices = FakeDevices()
    with folder.open() as cache:
        before = effects_of(cache, devices)
        before.papers.print_receipt(statement())
        held = lies_here(cache)
        before.cells.release(opening(held))
        after = effects_of(cache, devices)
        with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
            after.recover()
        assert len(Journal(cache).unsettled()) == 2
        assert bodies(cache, RecordKind.OUTCOME) == []
        assert state_of(cache, held) == HoldingState.LOADED
        assert after.recover() == 2


def test_journal_tickets_and_logs_do_not_say_who_it_is_about(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    with structlog.testing.capture_logs() as logged:
        stored = effects.requests.queue_request(REQUEST)
        effects.papers.print_receipt(statement())
        effects.papers.print_receipt(
            statement(
                case=stored.case, entered=True, slip_code=stored.slip_code, answer=None
            )
        )
        effects.papers.print_document(paper())
        effects.papers.settle(devices.jobs[0][0], UNKNOWN)
        effects.recover()
    tickets = [ticket for ticket, _ in devices.jobs]
    tickets += [ticket for _, ticket, _ in devices.submitted]
    lines = "\n".join(entry.line() for entry in journal(cache))
    for told in (lines, str(logged), str([vars(ticket) for ticket in tickets])):
        assert NAME not in told
        assert NUMBER not in told
        assert str(stored.slip_code) not in told
