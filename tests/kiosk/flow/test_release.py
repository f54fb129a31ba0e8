"""`release`: nothing is opened twice by itself, and what nobody knows is for staff."""

from typing import Any

import pytest
from support.flow import item
from support.steps import CASE, HELD, OneStep

import view as seen
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.release import MOST_OPENINGS, ReleaseStep
from kiosk.flow.visit import To
from view import DoorStage

PICKUP = item(
    steps=("identify", "fetch", "release", "rate"),
    offline="cached",
    assurance="card_and_code",
)


def releasing(**visit: Any) -> OneStep:
    return OneStep(ReleaseStep, PICKUP, **({"held": HELD} | visit))


def ended(step: OneStep, outcome: on.ReleaseOutcome) -> OneStep:
    token = step.last(do.ReleaseCell).token
    return step.tell(on.ReleaseSettled(token, CASE, "S1", outcome))


def test_the_door_opens_is_closed_and_the_citizen_says_that_it_was_taken() -> None:
    step = releasing()
    assert step.shows(seen.Release).cell == 7
    assert not step.step.clock_runs
    step.tell(on.DoorSeen(step.last(do.ReleaseCell).token))
    assert step.shows(seen.Release).stage is DoorStage.TAKE
    timer = step.last(do.StartTimer)
    step.tell(on.TimerElapsed(timer.timer, timer.n))
    assert step.shows(seen.Release).stage is DoorStage.CLOSE
    ended(step, on.ReleaseOutcome.CLOSED)
    assert step.main is seen.MainAction.GOT_IT
    step.tap(seen.Main())
    assert step.to is To.NEXT
    assert step.last(do.ConfirmRelease).taken
    assert step.visit.released == HELD


def test_not_taken_opens_again_but_not_for_ever() -> None:
    step = releasing()
    for opened in range(1, MOST_OPENINGS):
        ended(step, on.ReleaseOutcome.CLOSED).tap(seen.Back())
        assert step.count(do.ReleaseCell) == opened + 1
    ended(step, on.ReleaseOutcome.CLOSED).tap(seen.Back())
    assert step.shows(seen.Release).stage is DoorStage.UNCLEAR
    assert not step.last(do.ConfirmRelease).taken
    assert step.visit.released is None
    assert step.tap(seen.Main()).to is To.END


@pytest.mark.parametrize(
    "outcome", [on.ReleaseOutcome.STUCK, on.ReleaseOutcome.ANOTHER_OPEN]
)
def test_what_did_not_open_may_be_tried_again(outcome: on.ReleaseOutcome) -> None:
    step = ended(releasing(), outcome)
    assert step.main is seen.MainAction.RETRY
    step.tap(seen.Main())
    assert step.count(do.ReleaseCell) == 2


def test_a_door_left_open_ends_the_visit() -> None:
    assert ended(releasing(), on.ReleaseOutcome.LEFT_OPEN).to is To.END


def test_a_cabinet_that_fails_in_the_middle_is_for_staff_and_not_opened_again() -> None:
    step = ended(releasing(), on.ReleaseOutcome.UNKNOWN)
    assert step.shows(seen.Release).stage is DoorStage.UNCLEAR
    assert step.tap(seen.Main()).to is To.END
    assert step.count(do.ReleaseCell) == 1


def test_where_there_is_no_sensor_a_person_says_it() -> None:
    step = ended(releasing(), on.ReleaseOutcome.UNSEEN)
    assert step.shows(seen.Release).stage is DoorStage.ASK_CLOSED
    step.tap(seen.Back())
    assert not step.last(do.ConfirmRelease).taken
    assert step.count(do.ReleaseCell) == 1


def test_what_could_not_be_written_down_opens_nothing() -> None:
    step = releasing()
    token = step.last(do.ReleaseCell).token
    step.tell(on.StoreFailed(token, seen.Trouble.STORAGE))
    assert step.shows(seen.Message).problem is seen.Problem.CANNOT_STORE
    assert step.tap(seen.Main()).to is To.END
