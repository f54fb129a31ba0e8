"""A clerk's effects in tests: documents, labels, opened cells and answers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from contract.manifest import HoldingState
from contract.records import RecordKind
from drivers.base import Role
from kiosk.effects import ArmedCell, Effects
from kiosk.flow.events import Held, StoreFailed, Token
from kiosk.flow.service.actions import (
    ClerkAnswer,
    ConfirmClerk,
    ListCells,
    LookUpLabel,
    OpenForClerk,
)
from kiosk.flow.service.events import CellDocument, LabelLooked
from offline_cache.database import Cache
from offline_cache.journal import EffectState
from offline_cache.manifest import Holding, Manifest
from support.effects import (
    journal,
    lies_here,
)
from support.visits import NOW, FakeDevices, bodies
from view import Task

TOKEN = Token(9, 4)

CELLS = 8

LONG_AGO = NOW - timedelta(days=1)

EXPECTED, LOADED = HoldingState.EXPECTED, HoldingState.LOADED

RELEASED, RECALLED = HoldingState.RELEASED, HoldingState.RECALLED

UNCLEAR = HoldingState.UNCLEAR


def holding(cache: Cache, held: Held) -> Holding:
    found = Manifest(cache).get(held.holding)
    assert found is not None
    return found


def expected(cache: Cache, **changes: Any) -> Held:
    return lies_here(cache, cell=None, state=EXPECTED, **changes)


def label(held: Held) -> str:
    return f"L-{held.holding}"


def look(
    effects: Effects, text: str, passed: frozenset[int] = frozenset()
) -> LabelLooked:
    return effects.clerk.look_up_label(LookUpLabel(TOKEN, text, CELLS, passed))


def found(effects: Effects, held: Held) -> CellDocument:
    """The document that the scanner finds, and its free cell."""
    document = look(effects, label(held)).document
    assert document is not None
    return document


def listed(effects: Effects, task: Task) -> tuple[CellDocument, ...]:
    return effects.clerk.list_cells(ListCells(TOKEN, task)).documents


def open_(effects: Effects, task: Task, document: CellDocument) -> StoreFailed | None:
    return effects.clerk.open_for_clerk(OpenForClerk(TOKEN, task, document))


def armed(devices: FakeDevices, number: int = 1) -> ArmedCell:
    role, ticket, _ = devices.submitted[number - 1]
    assert role is Role.LOCKER
    assert isinstance(ticket, ArmedCell)
    return ticket


def answer(
    effects: Effects, task: Task, document: CellDocument, how: ClerkAnswer
) -> None:
    effects.clerk.confirm_clerk(ConfirmClerk(TOKEN, task, document, how))


def told(cache: Cache) -> list[tuple[HoldingState, int, UUID | None, bool]]:
    return [
        (body.state, body.cell, body.about, body.asked)
        for _, body in bodies(cache, RecordKind.HOLDING)
    ]


def outcomes(cache: Cache) -> list[tuple[str, EffectState]]:
    return [(e.kind, e.state) for e in journal(cache) if e.state is not None]


def documents(cache: Cache, effects: Effects, task: Task) -> tuple[Held, CellDocument]:
    """A document that the task concerns."""
    if task is Task.LOAD:
        held = expected(cache)
        return held, found(effects, held)
    if task is Task.TAKE_BACK:
        held = lies_here(cache, until=LONG_AGO)
    else:
        held = lies_here(cache, state=UNCLEAR)
    (document,) = listed(effects, task)
    return held, document


every_task = pytest.mark.parametrize("task", list(Task))
