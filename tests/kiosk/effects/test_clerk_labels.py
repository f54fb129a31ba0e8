"""What a clerk has to do, and the labels of documents."""

import dataclasses
from datetime import timedelta

import pytest
from support.clerk_cells import (
    CELLS,
    LOADED,
    LONG_AGO,
    RECALLED,
    RELEASED,
    TOKEN,
    UNCLEAR,
    expected,
    found,
    holding,
    label,
    listed,
    look,
)
from support.effects import (
    lies_here,
)
from support.visits import NOW

from contract.manifest import HoldingState
from kiosk.effects import Effects
from kiosk.flow.service.actions import (
    CountCells,
)
from kiosk.flow.service.events import CellsCounted, LabelLooked
from offline_cache.database import Cache
from offline_cache.manifest import Manifest
from view import LabelProblem, Task

# -- what there is to do ----------------------------------------------------------


def test_what_there_is_to_do_is_counted(effects: Effects, cache: Cache) -> None:
    expected(cache)
    expected(cache, until=LONG_AGO)  # no longer worth a cell
    lies_here(cache, cell=1)
    lies_here(cache, cell=2, until=LONG_AGO)
    lies_here(cache, cell=3, state=UNCLEAR)
    lies_here(cache, cell=4, state=RELEASED)
    counted = effects.clerk.count_cells(CountCells(TOKEN, CELLS))
    assert counted == CellsCounted(TOKEN, expected=1, free=5, overdue=1, unclear=1)


def test_overdue_is_what_nobody_came_for_until_the_moment_itself(
    effects: Effects, cache: Cache
) -> None:
    lies_here(cache, cell=5, until=NOW)
    lies_here(cache, cell=2, until=LONG_AGO)
    lies_here(cache, cell=3, until=NOW + timedelta(seconds=1))
    lies_here(cache, cell=4, until=LONG_AGO, state=RELEASED)
    assert [each.cell for each in listed(effects, Task.TAKE_BACK)] == [2, 5]


# -- labels -----------------------------------------------------------------------


def test_a_label_finds_its_document_and_the_smallest_free_cell(
    effects: Effects, cache: Cache
) -> None:
    lies_here(cache, cell=1)
    lies_here(cache, cell=2, state=UNCLEAR)
    lies_here(cache, cell=3, state=RELEASED)
    held = expected(cache)
    document = found(effects, held)
    assert (document.holding, document.cell) == (held.holding, 3)
    assert (document.title.zh_CN, document.label) == ("护照", label(held))


def test_a_cell_that_was_opened_and_not_used_is_passed(
    effects: Effects, cache: Cache
) -> None:
    held = expected(cache)
    passed = look(effects, label(held), frozenset({1, 2})).document
    assert passed is not None
    assert passed.cell == 3


def test_a_label_is_read_as_it_is_typed_and_as_it_is_scanned(
    effects: Effects, cache: Cache
) -> None:
    held = expected(cache)
    upper = dataclasses.replace(holding(cache, held), label="EE2026000123")
    Manifest(cache).merge(b"k" * 32, [upper])
    for text in ("EE2026000123", "ee2026000123", " EE2026000123\r"):
        assert look(effects, text).document is not None


@pytest.mark.parametrize(
    ("state", "cell", "problem", "lies"),
    [
        (LOADED, 7, LabelProblem.ALREADY_LOADED, 7),
        (UNCLEAR, 7, LabelProblem.MUST_LOOK, 7),
        (RELEASED, 7, LabelProblem.HANDED_OUT, None),
    ],
)
def test_what_is_not_to_be_put_in_is_told(
    state: HoldingState,
    cell: int,
    problem: LabelProblem,
    lies: int | None,
    effects: Effects,
    cache: Cache,
) -> None:
    held = lies_here(cache, cell=cell, state=state)
    assert look(effects, label(held)) == LabelLooked(TOKEN, None, problem, lies)


def test_what_belongs_elsewhere_is_told(effects: Effects) -> None:
    for text in ("EE1", "", "x" * 5000, "' OR 1 --"):
        assert look(effects, text).problem is LabelProblem.UNKNOWN


def test_what_is_overdue_already_goes_back(effects: Effects, cache: Cache) -> None:
    held = expected(cache, until=LONG_AGO)
    assert look(effects, label(held)).problem is LabelProblem.OVERDUE


def test_what_was_taken_back_may_be_put_in_again(
    effects: Effects, cache: Cache
) -> None:
    held = lies_here(cache, state=RECALLED)
    assert found(effects, held).cell == 1


def test_a_full_locker_is_told(effects: Effects, cache: Cache) -> None:
    for cell in range(1, CELLS + 1):
        lies_here(cache, cell=cell)
    held = expected(cache)
    assert look(effects, label(held)).problem is LabelProblem.NO_FREE_CELL
