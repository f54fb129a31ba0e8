"""One label on several envelopes: a clerk's scan never means the wrong document."""

from datetime import timedelta
from typing import Any

import pytest
from support.effects import lies_here
from support.visits import NOW

from contract.manifest import HoldingState
from kiosk.effects import Effects
from kiosk.flow.events import Held, Token
from kiosk.flow.service.actions import LookUpLabel
from kiosk.flow.service.events import LabelLooked
from offline_cache.database import Cache
from view import LabelProblem

LOADED, RELEASED = HoldingState.LOADED, HoldingState.RELEASED
UNCLEAR = HoldingState.UNCLEAR
LONG_AGO = NOW - timedelta(days=1)


def ready(cache: Cache, **changes: Any) -> Held:
    return lies_here(cache, cell=None, state=HoldingState.EXPECTED, **changes)


def look(effects: Effects, text: str) -> LabelLooked:
    return effects.clerk.look_up_label(LookUpLabel(Token(9, 4), text, 8, frozenset()))


def same_label(cache: Cache, *held: Held) -> str:
    with cache.transaction():
        for each in held:
            cache.rows(
                "UPDATE manifest SET label = 'L-1' WHERE holding = ?", str(each.holding)
            )
    return "L-1"


@pytest.mark.parametrize("over", [RELEASED, LOADED, UNCLEAR])
@pytest.mark.parametrize("first", [True, False])
def test_the_one_that_may_be_put_in_is_meant(
    effects: Effects, cache: Cache, over: HoldingState, first: bool
) -> None:
    until = NOW + timedelta(days=90 if first else 1)
    other = lies_here(cache, state=over, until=until)
    wanted = ready(cache, until=NOW + timedelta(days=9))
    text = same_label(cache, other, wanted)
    document = look(effects, text).document
    assert document is not None
    assert document.holding == wanted.holding


def test_one_whose_time_is_over_hides_no_other(effects: Effects, cache: Cache) -> None:
    gone, wanted = ready(cache, until=LONG_AGO), ready(cache)
    document = look(effects, same_label(cache, gone, wanted)).document
    assert document is not None
    assert document.holding == wanted.holding


def test_two_that_may_be_put_in_are_confused_with_nobody(
    effects: Effects, cache: Cache
) -> None:
    text = same_label(cache, ready(cache), ready(cache))
    assert look(effects, text).problem is LabelProblem.UNKNOWN
