"""A cell opens for its person, once, and its outcome is recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from support.effects import (
    CODE,
    MANIFEST_KEY,
    TOKEN,
    WHO,
    WRONG,
    check,
    failing,
    half_way,
    journal,
    lies_here,
    opening,
    said,
    state_of,
)
from support.flow import item
from support.visits import FakeDevices, Folder, bodies

from contract.manifest import HoldingState
from contract.records import RecordKind
from drivers.base import Role
from drivers.errors import Reason
from drivers.supervisor import JobDone
from kiosk.effects import ArmedRelease, Effects, door_follower, release_outcome
from kiosk.flow.events import ReleaseOutcome, StoreFailed
from offline_cache.database import Cache
from offline_cache.errors import CacheError
from offline_cache.journal import EffectState, Journal
from offline_cache.manifest import Manifest
from offline_cache.outbox import Outbox
from view import Trouble


def armed(devices: FakeDevices, number: int = 1) -> ArmedRelease:
    """The release of this number, counted from 1."""
    _, ticket, _ = devices.submitted[number - 1]
    assert isinstance(ticket, ArmedRelease)
    return ticket


def told(cache: Cache) -> list[tuple[HoldingState, bool]]:
    """The records about cells for central, and whether a person confirmed them."""
    return [(body.state, body.asked) for _, body in bodies(cache, RecordKind.HOLDING)]


# -- arming -----------------------------------------------------------------------


def test_the_lock_sees_nothing_before_the_effect_and_its_record_are_committed(
    effects: Effects, devices: FakeDevices, cache: Cache, folder: Folder
) -> None:
    held = lies_here(cache)
    seen: list[Any] = []
    devices.look = lambda: seen.append(
        folder.see(
            lambda other: (
                [(e.effect, e.detail) for e in Journal(other).unsettled()],
                bodies(other, RecordKind.COMPLETION),
            )
        )
    )
    assert effects.cells.release(opening(held)) is None
    ((effects_seen, completions),) = seen
    ticket = armed(devices)
    assert effects_seen == [
        (
            ticket.effect,
            {"case": str(ticket.case), "holding": str(held.holding), "cell": 7},
        )
    ]
    ((key, body),) = completions
    assert (key, body.serial, body.applicant) == (ticket.case, ticket.serial, WHO)


@half_way
def test_what_cannot_be_written_whole_is_not_opened(
    statement_that_fails: str,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = lies_here(cache)
    with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
        effects.cells.release(opening(held))
    assert devices.submitted == []
    assert journal(cache) == []
    assert Outbox(cache).records() == []


def test_the_job_opens_that_cell_and_says_when_it_is_seen_open(
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, Any] = {}

    def release(locker: object, **how: Any) -> ReleaseOutcome:
        asked.update(how, locker=locker)
        return ReleaseOutcome.CLOSED

    monkeypatch.setattr(door_follower, "release", release)
    seen: list[str] = []
    effects.cells.release(opening(lies_here(cache)), lambda: seen.append("open"))
    ((role, _, job),) = devices.submitted
    assert role is Role.LOCKER
    assert job("the locker") is ReleaseOutcome.CLOSED
    assert (asked["locker"], asked["cell"]) == ("the locker", 7)
    asked["seen_open"]()
    assert seen == ["open"]
    assert not asked["cancelled"].is_set()
    effects.cancel_release()
    assert asked["cancelled"].is_set()


# -- what may not be opened -------------------------------------------------------

Spoil = Callable[[Effects, FakeDevices, Cache, Any], object]


def handed_out(effects: Effects, devices: FakeDevices, _: Cache, held: Any) -> None:
    effects.cells.release(opening(held))
    effects.cells.settle_release(armed(devices), ReleaseOutcome.CLOSED)


def lost_sight_of(effects: Effects, devices: FakeDevices, _: Cache, held: Any) -> None:
    effects.cells.release(opening(held))
    effects.cells.settle_release(armed(devices), ReleaseOutcome.UNKNOWN)


def opening_now(effects: Effects, _: FakeDevices, __: Cache, held: Any) -> None:
    effects.cells.release(opening(held))


def opening_another(effects: Effects, _: FakeDevices, cache: Cache, __: Any) -> None:
    effects.cells.release(opening(lies_here(cache, cell=8)))


def moved(_: Effects, __: FakeDevices, cache: Cache, held: Any) -> None:
    with cache.transaction():
        Manifest(cache).move(held.holding, "loaded", 9)


def recalled(_: Effects, __: FakeDevices, cache: Cache, held: Any) -> None:
    with cache.transaction():
        Manifest(cache).move(held.holding, "recalled", 7)


def forgotten(_: Effects, __: FakeDevices, cache: Cache, ___: Any) -> None:
    Manifest(cache).merge(MANIFEST_KEY, [])


@pytest.mark.parametrize(
    "spoil",
    [
        handed_out,
        lost_sight_of,
        opening_now,
        opening_another,
        moved,
        recalled,
        forgotten,
    ],
)
def test_what_does_not_lie_there_is_not_opened(
    spoil: Spoil, effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held = lies_here(cache)
    spoil(effects, devices, cache, held)
    before = len(devices.submitted), len(journal(cache)), len(Outbox(cache).records())
    refused = effects.cells.release(opening(held))
    assert refused == StoreFailed(TOKEN, Trouble.MANIFEST)
    assert before == (
        len(devices.submitted),
        len(journal(cache)),
        len(Outbox(cache).records()),
    )


def test_the_same_case_may_open_it_again_where_it_was_not_taken(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held = lies_here(cache)
    handed_out(effects, devices, cache, held)
    first = armed(devices)
    again = opening(held, case=first.case, entered=True, serial=first.serial)
    assert effects.cells.release(again) is None
    second = armed(devices, 2)
    assert (second.case, second.serial) == (first.case, first.serial)
    assert second.effect != first.effect
    assert len(bodies(cache, RecordKind.COMPLETION)) == 1
    # The citizen reported it still inside: if this fails, its place is unknown.
    effects.cells.settle_release(second, ReleaseOutcome.STUCK)
    assert state_of(cache, held) == HoldingState.UNCLEAR
    effects.cells.release(again)
    effects.cells.settle_release(armed(devices, 3), ReleaseOutcome.CLOSED)
    assert state_of(cache, held) == HoldingState.RELEASED
    assert told(cache) == [
        (HoldingState.RELEASED, False),
        (HoldingState.UNCLEAR, True),
        (HoldingState.RELEASED, False),
    ]


# -- how it ended -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "state", "holding"),
    [
        (ReleaseOutcome.CLOSED, EffectState.CONFIRMED, HoldingState.RELEASED),
        (ReleaseOutcome.STUCK, EffectState.FAILED, HoldingState.LOADED),
        (ReleaseOutcome.ANOTHER_OPEN, EffectState.FAILED, HoldingState.LOADED),
        (ReleaseOutcome.UNSEEN, EffectState.EFFECT_UNKNOWN, HoldingState.UNCLEAR),
        (ReleaseOutcome.LEFT_OPEN, EffectState.EFFECT_UNKNOWN, HoldingState.UNCLEAR),
        (ReleaseOutcome.UNKNOWN, EffectState.EFFECT_UNKNOWN, HoldingState.UNCLEAR),
    ],
)
def test_what_the_sensors_say_is_written_here_and_told_to_central(
    outcome: ReleaseOutcome,
    state: EffectState,
    holding: HoldingState,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
) -> None:
    held = lies_here(cache)
    effects.cells.release(opening(held))
    ticket = armed(devices)
    settled = effects.cells.settle_release(ticket, outcome)
    assert (settled.token, settled.case) == (TOKEN, ticket.case)
    assert (settled.serial, settled.outcome) == (ticket.serial, outcome)
    entry = journal(cache)[-1]
    assert (entry.effect, entry.state) == (ticket.effect, state)
    assert entry.detail == {"reason": outcome}
    assert state_of(cache, held) == holding
    records = bodies(cache, RecordKind.HOLDING)
    if holding is HoldingState.LOADED:
        assert records == []
        return
    ((_, body),) = records
    assert (body.holding, body.cell, body.state) == (held.holding, 7, holding)
    assert (body.about, body.asked) == (ticket.case, False)


def test_what_stuck_may_be_tried_again(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held = lies_here(cache)
    effects.cells.release(opening(held))
    first = armed(devices)
    effects.cells.settle_release(first, ReleaseOutcome.STUCK)
    again = opening(held, case=first.case, entered=True, serial=first.serial)
    assert effects.cells.release(again) is None
    assert len(devices.submitted) == 2


@half_way
def test_an_outcome_and_its_record_are_one_commit(
    statement_that_fails: str,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = lies_here(cache)
    effects.cells.release(opening(held))
    ticket = armed(devices)
    with failing(monkeypatch, statement_that_fails), pytest.raises(CacheError):
        effects.cells.settle_release(ticket, ReleaseOutcome.CLOSED)
    assert told(cache) == []
    assert state_of(cache, held) == HoldingState.LOADED
    assert len(Journal(cache).unsettled()) == 1


@pytest.mark.parametrize(
    ("taken", "state"),
    [(True, HoldingState.RELEASED), (False, HoldingState.UNCLEAR)],
)
@pytest.mark.parametrize("outcome", [ReleaseOutcome.CLOSED, ReleaseOutcome.UNSEEN])
def test_what_the_citizen_says_is_written_here_and_told_to_central(
    outcome: ReleaseOutcome,
    taken: bool,
    state: HoldingState,
    effects: Effects,
    devices: FakeDevices,
    cache: Cache,
) -> None:
    held = lies_here(cache)
    effects.cells.release(opening(held))
    case = armed(devices).case
    effects.cells.settle_release(armed(devices), outcome)
    effects.cells.confirm_release(said(held, case, taken=taken))
    assert state_of(cache, held) == state
    assert told(cache)[-1] == (state, True)
    assert bodies(cache, RecordKind.HOLDING)[-1][1].about == case
    entry = journal(cache)[-1]
    assert (entry.kind, entry.effect) == ("release_confirmed", None)
    assert entry.detail["taken"] is taken


def test_a_job_that_broke_off_is_certain_only_if_it_had_not_begun() -> None:
    broken = JobDone(None, None, Reason.HUNG)
    assert release_outcome(broken) is ReleaseOutcome.UNKNOWN
    refused = JobDone(None, None, Reason.NOT_CONNECTED, begun=False)
    assert release_outcome(refused) is ReleaseOutcome.STUCK
    done = JobDone(None, ReleaseOutcome.CLOSED)
    assert release_outcome(done) is ReleaseOutcome.CLOSED


def test_a_fresh_manifest_does_not_give_back_what_was_handed_out(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    """Central made it before it received the release."""
    held = lies_here(cache)
    before = Manifest(cache).all()
    handed_out(effects, devices, cache, held)
    Manifest(cache).merge(MANIFEST_KEY, before)
    assert state_of(cache, held) == HoldingState.RELEASED
    assert effects.cells.release(opening(held)) == StoreFailed(TOKEN, Trouble.MANIFEST)


def test_journal_and_ticket_do_not_say_who_it_is(
    effects: Effects, devices: FakeDevices, cache: Cache
) -> None:
    held = lies_here(cache)
    effects.cells.check_code(check(held, WRONG))
    effects.cells.release(opening(held))
    effects.cells.settle_release(armed(devices), ReleaseOutcome.UNSEEN)
    effects.cells.confirm_release(said(held, armed(devices).case, taken=True))
    lines = "\n".join(entry.line() for entry in journal(cache))
    for secret in (WHO.name, WHO.number, CODE, WRONG):
        assert secret not in lines + str(vars(armed(devices)))
    assert item().code in lines
