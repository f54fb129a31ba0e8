"""A clerk's cells: a document counts as loaded only once a clerk has confirmed it."""

import dataclasses
from datetime import datetime
from typing import Any

import pytest
from support.clerk_cells import (
    LOADED,
    LONG_AGO,
    RECALLED,
    RELEASED,
    TOKEN,
    UNCLEAR,
    answer,
    armed,
    documents,
    every_task,
    expected,
    found,
    holding,
    listed,
    open_,
    outcomes,
    told,
)
from support.effects import (
    CODE,
    WRONG,
    check,
    failing,
    half_way,
    lies_here,
    look_up,
    opening,
    said,
    state_of,
)
from support.visits import NOW, FakeDevices, Folder, effects_of

from contract.manifest import HoldingState
from kiosk.effects import Effects, door_follower
from kiosk.flow.events import ReleaseOutcome, StoreFailed
from kiosk.flow.service.actions import (
    ClerkAnswer,
)
from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.journal import EffectState, Journal
from offline_cache.manifest import Manifest
from view import Task, Trouble

# -- arming -----------------------------------------------------------------------


@every_task
def test_a_cell_is_armed_on_the_disk_before_the_lock_acts(
    task: Task, effects: Effects, devices: FakeDevices, cache: Cache, folder: Folder
) -> None:
    held, document = documents(cache, effects, task)
    seen: list[Any] = []

    def on_the_disk() -> None:
        seen.extend(folder.see(lambda other: Journal(other).unsettled()))

    devices.look = on_the_disk
    assert open_(effects, task, document) is None
    (entry,) = seen
    assert (entry.kind, entry.state) == (task, EffectState.ARMED)
    assert entry.detail == {"holding": str(held.holding), "cell": document.cell}
    assert entry.effect == armed(devices).effect


@pytest.mark.parametrize(
    "statement_that_fails", ["UPDATE manifest", "INSERT INTO journal", "COMMIT"]
)
@every_task
def test_what_cannot_be_written_down_is_not_opened(
    statement_that_fails: str,
    task: Task,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, document = documents(cache, effects, task)
    with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
        open_(effects, task, document)
    assert devices.submitted == []
    assert not Manifest(cache).opening()


def test_never_two_cells_are_opened_at_once(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    _, document = documents(cache, effects, Task.LOAD)
    lies_here(cache, cell=5, until=LONG_AGO)
    (overdue,) = listed(effects, Task.TAKE_BACK)
    open_(effects, Task.LOAD, document)
    refused = open_(effects, Task.TAKE_BACK, overdue)
    assert refused == StoreFailed(TOKEN, Trouble.MANIFEST)
    citizen = effects.cells.release(opening(lies_here(cache, cell=6)))
    assert isinstance(citizen, StoreFailed)
    assert len(devices.submitted) == 1


def test_a_cell_that_was_filled_meanwhile_is_not_opened(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    _, document = documents(cache, effects, Task.LOAD)
    lies_here(cache, cell=document.cell)
    assert isinstance(open_(effects, Task.LOAD, document), StoreFailed)
    assert devices.submitted == []


@pytest.mark.parametrize("task", [Task.TAKE_BACK, Task.LOOK])
def test_a_cell_is_opened_for_what_the_list_says_alone(
    task: Task, effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held, document = documents(cache, effects, task)
    elsewhere = dataclasses.replace(document, cell=8)
    assert isinstance(open_(effects, task, elsewhere), StoreFailed)
    other = lies_here(cache, cell=4)  # in its cell until it is collected
    changed = dataclasses.replace(document, holding=other.holding, cell=4)
    assert isinstance(open_(effects, task, changed), StoreFailed)
    Manifest(cache).merge(b"k" * 32, [])
    assert isinstance(open_(effects, task, document), StoreFailed)
    assert devices.submitted == []
    assert held.cell == document.cell


def test_a_document_lies_in_no_cell_that_a_door_follows_twice(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    _, document = documents(cache, effects, Task.LOAD)
    open_(effects, Task.LOAD, document)
    effects.cancel_release()
    job: Any = devices.submitted[0][2]
    assert job.func is door_follower.release
    assert job.keywords["cell"] == document.cell
    assert job.keywords["cancelled"].is_set()


# -- the door, and the answer -----------------------------------------------------


@every_task
@pytest.mark.parametrize("outcome", [ReleaseOutcome.CLOSED, ReleaseOutcome.UNSEEN])
def test_a_door_that_has_closed_says_nothing_of_what_lies_inside(
    task: Task,
    outcome: ReleaseOutcome,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
) -> None:
    held, document = documents(cache, effects, task)
    before = state_of(cache, held)
    open_(effects, task, document)
    assert told(cache) == [], "nothing is told before the door is closed"
    effects.clerk.settle_cell(armed(devices), outcome)
    assert told(cache) == [], "nor before the clerk has answered"
    assert state_of(cache, held) == before
    assert outcomes(cache) == [(task, EffectState.ARMED)]


YES, NO, UNSURE = ClerkAnswer.YES, ClerkAnswer.NO, ClerkAnswer.UNSURE


@pytest.mark.parametrize(
    ("task", "how", "state", "asked"),
    [
        (Task.LOAD, YES, LOADED, True),
        (Task.LOAD, NO, None, True),
        (Task.LOAD, UNSURE, UNCLEAR, False),
        (Task.TAKE_BACK, YES, RECALLED, True),
        (Task.TAKE_BACK, NO, None, True),
        (Task.TAKE_BACK, UNSURE, UNCLEAR, False),
        (Task.LOOK, YES, LOADED, True),
        (Task.LOOK, NO, RECALLED, True),
        (Task.LOOK, UNSURE, UNCLEAR, False),
    ],
)
def test_what_the_clerk_says_is_known_here_and_at_central(
    task: Task,
    how: ClerkAnswer,
    state: HoldingState | None,
    asked: bool,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
) -> None:
    held, document = documents(cache, effects, task)
    before = state_of(cache, held)
    open_(effects, task, document)
    effects.clerk.settle_cell(armed(devices), ReleaseOutcome.CLOSED)
    answer(effects, task, document, how)
    assert state_of(cache, held) == (state or before)
    news = [] if state is None else [(state, document.cell, None, asked)]
    assert told(cache) == news
    settled = EffectState.EFFECT_UNKNOWN if how is UNSURE else EffectState.CONFIRMED
    assert outcomes(cache) == [(task, EffectState.ARMED), (task, settled)]
    assert not Manifest(cache).opening()
    answer(effects, task, document, YES)  # sent twice, recorded once
    assert told(cache) == news


def test_a_cell_that_a_citizen_has_emptied_is_told_as_handed_out(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held = lies_here(cache)
    effects.cells.release(opening(held))
    case = devices.submitted[0][1].case
    effects.cells.settle_release(devices.submitted[0][1], ReleaseOutcome.UNSEEN)
    effects.cells.confirm_release(said(held, case, taken=False))
    (document,) = listed(effects, Task.LOOK)
    open_(effects, Task.LOOK, document)
    effects.clerk.settle_cell(armed(devices, 2), ReleaseOutcome.CLOSED)
    answer(effects, Task.LOOK, document, NO)
    assert state_of(cache, held) == RELEASED
    assert told(cache)[-1] == (RELEASED, 7, None, True)


def test_what_a_clerk_has_had_in_hand_was_not_handed_out(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held = lies_here(cache, until=LONG_AGO)
    effects.cells.release(opening(held))
    effects.cells.settle_release(devices.submitted[0][1], ReleaseOutcome.STUCK)
    assert holding(cache, held).opened_for is not None
    (document,) = listed(effects, Task.TAKE_BACK)
    open_(effects, Task.TAKE_BACK, document)
    effects.clerk.settle_cell(armed(devices, 2), ReleaseOutcome.UNKNOWN)
    (document,) = listed(effects, Task.LOOK)
    open_(effects, Task.LOOK, document)
    effects.clerk.settle_cell(armed(devices, 3), ReleaseOutcome.CLOSED)
    answer(effects, Task.LOOK, document, NO)
    assert state_of(cache, held) == RECALLED


@every_task
@pytest.mark.parametrize("outcome", [ReleaseOutcome.STUCK, ReleaseOutcome.ANOTHER_OPEN])
def test_a_door_that_did_not_open_has_changed_nothing(
    task: Task,
    outcome: ReleaseOutcome,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
) -> None:
    held, document = documents(cache, effects, task)
    before = state_of(cache, held)
    open_(effects, task, document)
    effects.clerk.settle_cell(armed(devices), outcome)
    assert state_of(cache, held) == before
    assert told(cache) == []
    assert outcomes(cache)[-1] == (task, EffectState.FAILED)
    assert open_(effects, task, document) is None, "it may be tried again"
    assert len(devices.submitted) == 2


@every_task
@pytest.mark.parametrize("outcome", [ReleaseOutcome.LEFT_OPEN, ReleaseOutcome.UNKNOWN])
def test_a_door_that_nobody_saw_closing_leaves_a_cell_to_be_looked_into(
    task: Task,
    outcome: ReleaseOutcome,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
) -> None:
    held, document = documents(cache, effects, task)
    open_(effects, task, document)
    effects.clerk.settle_cell(armed(devices), outcome)
    assert state_of(cache, held) == UNCLEAR
    assert told(cache) == [(UNCLEAR, document.cell, None, False)]
    assert outcomes(cache)[-1] == (task, EffectState.EFFECT_UNKNOWN)
    (to_look,) = listed(effects, Task.LOOK)
    assert to_look.cell == document.cell
    another = expected(cache)
    assert found(effects, another).cell != document.cell


@half_way
@every_task
def test_an_answer_is_one_commit(
    statement_that_fails: str,
    task: Task,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held, document = documents(cache, effects, task)
    before = state_of(cache, held)
    open_(effects, task, document)
    effects.clerk.settle_cell(armed(devices), ReleaseOutcome.CLOSED)
    with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
        answer(effects, task, document, YES)
    assert state_of(cache, held) == before
    assert told(cache) == []
    assert outcomes(cache) == [(task, EffectState.ARMED)]
    answer(effects, task, document, YES)
    assert len(told(cache)) == 1


def test_a_document_that_is_put_in_can_be_picked_up(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held, document = documents(cache, effects, Task.LOAD)
    assert effects.cells.holdings(look_up()).held == ()
    open_(effects, Task.LOAD, document)
    effects.clerk.settle_cell(armed(devices), ReleaseOutcome.CLOSED)
    answer(effects, Task.LOAD, document, YES)
    (mine,) = effects.cells.holdings(look_up()).held
    assert (mine.holding, mine.cell, mine.state) == (held.holding, 1, LOADED)
    assert effects.cells.check_code(check(mine, CODE)).right
    assert effects.cells.release(opening(mine)) is None


def test_putting_it_in_forgives_the_codes_that_were_wrong_before(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held = lies_here(cache, state=UNCLEAR)
    while effects.cells.check_code(check(held, WRONG)).tries_left:
        pass
    (document,) = listed(effects, Task.LOOK)
    open_(effects, Task.LOOK, document)
    effects.clerk.settle_cell(armed(devices), ReleaseOutcome.CLOSED)
    answer(effects, Task.LOOK, document, YES)
    assert effects.cells.check_code(check(held, CODE)).right


# -- crashes ----------------------------------------------------------------------


@every_task
@pytest.mark.parametrize("closed", [False, True])
def test_a_kill_before_the_answer_leaves_a_cell_to_be_looked_into(
    task: Task, closed: bool, folder: Folder
) -> None:
    devices = FakeDevices()
    with folder.open() as cache:
        before = effects_of(cache, devices)
        held, document = documents(cache, before, task)
        open_(before, task, document)
        if closed:
            before.clerk.settle_cell(armed(devices), ReleaseOutcome.CLOSED)
    with folder.open() as cache:
        after = effects_of(cache, devices)
        assert after.recover() == 1
        assert after.recover() == 0
        assert state_of(cache, held) == UNCLEAR
        assert told(cache) == [(UNCLEAR, document.cell, None, False)]
        assert outcomes(cache)[-1] == (task, EffectState.EFFECT_UNKNOWN)
        (to_look,) = listed(after, Task.LOOK)
        assert to_look.holding == held.holding
        answer(after, task, document, YES)  # of the clerk before the crash
        assert state_of(cache, held) == UNCLEAR
        assert open_(after, Task.LOOK, to_look) is None
    assert len(devices.submitted) == 2, "nothing is repeated by itself"


def test_a_manifest_that_comes_meanwhile_does_not_take_the_cell_away(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held, document = documents(cache, effects, Task.LOAD)
    central_says = holding(cache, held)
    open_(effects, Task.LOAD, document)
    Manifest(cache).merge(b"k" * 32, [])
    Manifest(cache).merge(b"k" * 32, [central_says])
    effects.clerk.settle_cell(armed(devices), ReleaseOutcome.CLOSED)
    answer(effects, Task.LOAD, document, YES)
    Manifest(cache).merge(b"k" * 32, [central_says])  # made before central received it
    assert state_of(cache, held) == LOADED
    assert datetime.fromisoformat(str(holding(cache, held).until)) > NOW
