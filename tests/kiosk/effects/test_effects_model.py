"""Any order of papers, cells, outcomes, stale manifests, full disks and crashes.

Whatever happens, after a recovery nothing is armed, no effect has two outcomes, no case
is completed twice, no record is lost, and a document is handed out to one case only,
unless every earlier attempt certainly opened nothing.
"""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from support.effects import (
    MANIFEST_KEY,
    NOTHING,
    PRINTED,
    UNKNOWN,
    failing,
    lies_here,
    opening,
    paper,
    said,
    state_of,
    statement,
)
from support.visits import FakeDevices, Folder, effects_of

from contract.manifest import HoldingState
from contract.records import RecordKind
from kiosk.effects import ArmedDocument, ArmedReceipt, ArmedRelease, Effects
from kiosk.flow.events import Held, ReleaseOutcome
from offline_cache.errors import CacheError
from offline_cache.journal import EffectState, Journal
from offline_cache.manifest import Holding, Manifest
from offline_cache.outbox import Outbox

NUMBER = st.integers(0, 50)
RESULT = st.sampled_from([PRINTED, NOTHING, UNKNOWN])
OUTCOME = st.sampled_from(ReleaseOutcome)
FULL_AT = st.sampled_from(
    [None, "INSERT INTO outbox", "INSERT INTO journal", "UPDATE manifest", "COMMIT"]
)
OPENED_NOTHING = {ReleaseOutcome.STUCK, ReleaseOutcome.ANOTHER_OPEN}


@dataclass
class Case:
    """A visit's case that has been recorded."""

    key: UUID
    serial: str


@dataclass
class Cell:
    """A document in a cell, and what has happened to it.

    Attributes:
        cases: The cases whose attempts may have opened the cell.
    """

    held: Held
    cases: set[UUID] = field(default_factory=set)


class EffectsMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Folder(Path(self.temporary.name))
        self.cases: list[Case] = []
        self.cells: list[Cell] = []
        self.old_manifest: list[Holding] = []
        self.settled = 0
        self.start()

    def start(self) -> None:
        self.cache = self.folder.open()
        self.devices = FakeDevices()
        self.effects: Effects = effects_of(self.cache, self.devices)
        self.armed: list[Any] = []

    def teardown(self) -> None:
        self.cache.close()
        self.temporary.cleanup()

    def attempt(self, full_at: str | None, do: Callable[[], object]) -> bool:
        """Do it on a disk that may be full; return whether it was done."""
        before = len(list(Journal(self.cache).entries())), self.records()
        if full_at is None:
            do()
            return True
        with pytest.MonkeyPatch.context() as patch, failing(patch, full_at) as tried:
            try:
                do()
            except CacheError:
                assert tried
            else:
                return True
        assert before == (len(list(Journal(self.cache).entries())), self.records())
        return False

    def records(self) -> int:
        return sum(1 for _ in self.all_records())

    def all_records(self) -> Any:
        after = 0
        while page := Outbox(self.cache).records(after=after):
            yield from page
            after = page[-1].seq

    def picked_case(self, number: int) -> dict[str, Any]:
        """A recorded case, or none yet."""
        if not self.cases or number % 2:
            return {}
        case = self.cases[number % len(self.cases)]
        return {"case": case.key, "entered": True, "serial": case.serial}

    def arming(self, given: dict[str, Any]) -> None:
        """Take the jobs that the devices received, and the case begun with them."""
        tickets = [ticket for ticket, _ in self.devices.jobs]
        tickets += [ticket for _, ticket, _ in self.devices.submitted]
        self.devices.jobs.clear()
        self.devices.submitted.clear()
        (ticket,) = tickets
        self.armed.append(ticket)
        if not given:
            self.cases.append(Case(ticket.case, ticket.serial))
        else:
            assert (ticket.case, ticket.serial) == (given["case"], given["serial"])

    # -- what a visit does ---------------------------------------------------------

    @rule(number=NUMBER, full_at=FULL_AT, document=st.booleans())
    def print_paper(self, number: int, full_at: str | None, document: bool) -> None:
        given = self.picked_case(number)
        if document:
            done = self.attempt(
                full_at, lambda: self.effects.papers.print_document(paper(**given))
            )
        else:
            done = self.attempt(
                full_at, lambda: self.effects.papers.print_receipt(statement(**given))
            )
        if done:
            self.arming(given)
        else:
            assert not self.devices.jobs
            assert not self.devices.submitted

    @rule(full=st.booleans())
    def load_a_cell(self, full: bool) -> None:
        if len(self.cells) < 4 and not full:
            cell = len(self.cells) + 1
            self.cells.append(Cell(lies_here(self.cache, cell=cell)))
            self.old_manifest = Manifest(self.cache).all()

    @rule(number=NUMBER, case=NUMBER, full_at=FULL_AT)
    def release(self, number: int, case: int, full_at: str | None) -> None:
        if not self.cells:
            return
        cell = self.cells[number % len(self.cells)]
        given = self.picked_case(case)
        action = opening(cell.held, **given)
        refusals: list[object] = []
        done = self.attempt(
            full_at, lambda: refusals.append(self.effects.cells.release(action))
        )
        if not done:
            assert not self.devices.submitted
            return
        mine = {given["case"]} if given else set()
        if refusals == [None]:
            assert not any(isinstance(each, ArmedRelease) for each in self.armed)
            assert cell.cases <= mine, "another case has it, or may have it"
            self.arming(given)
            cell.cases.add(self.armed[-1].case)
        else:
            assert not self.devices.submitted

    # -- how it ends ---------------------------------------------------------------

    @rule(number=NUMBER, result=RESULT, outcome=OUTCOME, full_at=FULL_AT)
    def settle(
        self,
        number: int,
        result: Any,
        outcome: ReleaseOutcome,
        full_at: str | None,
    ) -> None:
        if not self.armed:
            return
        ticket = self.armed[number % len(self.armed)]
        acts: dict[type, Callable[[], object]] = {
            ArmedReceipt: lambda: self.effects.papers.settle(ticket, result),
            ArmedDocument: lambda: self.effects.papers.settle_document(ticket, result),
            ArmedRelease: lambda: self.effects.cells.settle_release(ticket, outcome),
        }
        if not self.attempt(full_at, acts[type(ticket)]):
            return
        self.armed.remove(ticket)
        if isinstance(ticket, ArmedRelease):
            self.released(ticket, outcome)

    def released(self, ticket: ArmedRelease, outcome: ReleaseOutcome) -> None:
        cell = next(c for c in self.cells if c.held.holding == ticket.holding)
        if outcome in OPENED_NOTHING:
            if state_of(self.cache, cell.held) == HoldingState.LOADED:
                cell.cases.clear()
        else:
            wanted = HoldingState.UNCLEAR
            if outcome is ReleaseOutcome.CLOSED:
                wanted = HoldingState.RELEASED
            assert state_of(self.cache, cell.held) == wanted

    @rule(number=NUMBER, taken=st.booleans())
    def say(self, number: int, taken: bool) -> None:
        if not self.cells:
            return
        cell = self.cells[number % len(self.cells)]
        opened = Manifest(self.cache).get(cell.held.holding)
        assert opened is not None
        if opened.opened_for and opened.state in ("released", "unclear"):
            action = said(cell.held, opened.opened_for, taken=taken)
            self.effects.cells.confirm_release(action)

    @rule()
    def central_sends_what_it_knew_before(self) -> None:
        known = {each.holding for each in self.old_manifest}
        now = {each.holding for each in Manifest(self.cache).all()}
        if known == now:
            Manifest(self.cache).merge(MANIFEST_KEY, self.old_manifest)

    @rule(full_at=FULL_AT)
    def crash(self, full_at: str | None) -> None:
        self.cache.close()
        lost = len(self.armed)
        self.start()
        recovered: list[int] = []
        if not self.attempt(full_at, lambda: recovered.append(self.effects.recover())):
            recovered.append(self.effects.recover())
        assert recovered == [lost]
        assert Journal(self.cache).unsettled() == []
        assert self.effects.recover() == 0

    # -- what always holds ---------------------------------------------------------

    @invariant()
    def no_effect_has_two_outcomes_and_none_is_forgotten(self) -> None:
        entries = list(Journal(self.cache).entries())
        armed = Counter(e.effect for e in entries if e.state is EffectState.ARMED)
        ended = Counter(
            e.effect for e in entries if e.effect and e.state is not EffectState.ARMED
        )
        assert set(armed.values()) | set(ended.values()) <= {1}
        assert set(armed) - set(ended) == {ticket.effect for ticket in self.armed}

    @invariant()
    def no_case_is_completed_twice(self) -> None:
        completions = [
            record.idempotency_key
            for record in self.all_records()
            if record.kind == RecordKind.COMPLETION
        ]
        assert sorted(completions) == sorted(case.key for case in self.cases)

    @invariant()
    def every_paper_that_ended_was_told_to_central(self) -> None:
        ended = sum(
            entry.kind in ("receipt", "document")
            and entry.state not in (None, EffectState.ARMED)
            for entry in Journal(self.cache).entries()
        )
        outcomes = sum(r.kind == RecordKind.OUTCOME for r in self.all_records())
        assert outcomes == ended

    @invariant()
    def serials_belong_to_one_case(self) -> None:
        assert len({case.serial for case in self.cases}) == len(self.cases)


EffectsMachine.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, database=None
)
TestEffects = EffectsMachine.TestCase
