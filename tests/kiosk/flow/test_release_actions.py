"""`release`: each thing it asks for, whole; a cell opened again; every screen."""

from dataclasses import replace
from typing import Any

import pytest
from support.flow import item
from support.steps import CASE, HELD, PERSON, OneStep

import view as seen
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.release import MOST_OPENINGS, ReleaseStep
from kiosk.flow.visit import Face, To
from view import DoorStage, MainAction, Problem, Trouble

PICKUP = item(
    steps=("identify", "fetch", "release", "rate"),
    offline="cached",
    assurance="card_and_code",
)
STOP = do.StopTimer(on.Timer.DOOR)
FOLLOWED = {DoorStage.OPENING, DoorStage.TAKE, DoorStage.CLOSE}
ASKING = {DoorStage.TAKEN, DoorStage.ASK_CLOSED}
RETRYING = {DoorStage.STUCK, DoorStage.ANOTHER_OPEN}
OUT = on.ReleaseOutcome


def token(n: int) -> on.Token:
    return on.Token(1, n)


def releasing(**visit: Any) -> OneStep:
    return OneStep(ReleaseStep, PICKUP, **({"held": HELD} | visit))


def release(n: int = 1, **changes: Any) -> do.ReleaseCell:
    values: dict[str, Any] = {
        "token": token(n),
        "item": PICKUP,
        "applicant": PERSON,
        "held": HELD,
        "case": None,
        "entered": False,
        "serial": None,
    }
    return do.ReleaseCell(**(values | changes))


def confirm(n: int, *, taken: bool) -> do.ConfirmRelease:
    return do.ConfirmRelease(token(n), PICKUP, HELD, CASE, taken)


def ended(step: OneStep, outcome: on.ReleaseOutcome) -> OneStep:
    now = token(step.visit.n)
    return step.tell(on.ReleaseSettled(now, CASE, "S1", outcome))


def at(stage: DoorStage, openings: int = 1, **visit: Any) -> OneStep:
    step = releasing(**({"case": CASE, "serial": "S1", "entered": True} | visit))
    step.step = ReleaseStep(stage, openings)
    return step


def test_a_cell_is_opened_for_whom_and_for_which_case() -> None:
    assert releasing().said == (release(),)
    step = releasing(case=CASE, entered=True, serial="S1")
    assert step.said == (release(case=CASE, entered=True, serial="S1"),)
    assert step.step == ReleaseStep(DoorStage.OPENING, 1)


def test_the_door_is_timed_by_the_terminals_own_patience() -> None:
    step = releasing(door_long_s=45).tell(on.DoorSeen(token(1)))
    assert step.said == (do.StartTimer(on.Timer.DOOR, 1, 45),)
    step.tell(on.TimerElapsed(on.Timer.DOOR, 1))
    assert (step.said, step.step) == ((), ReleaseStep(DoorStage.CLOSE, 1))


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [
        (OUT.CLOSED, DoorStage.TAKEN),
        (OUT.STUCK, DoorStage.STUCK),
        (OUT.ANOTHER_OPEN, DoorStage.ANOTHER_OPEN),
        (OUT.UNSEEN, DoorStage.ASK_CLOSED),
        (OUT.LEFT_OPEN, DoorStage.LEFT_OPEN),
        (OUT.UNKNOWN, DoorStage.UNCLEAR),
    ],
)
@pytest.mark.parametrize("phase", sorted(FOLLOWED))
def test_however_the_door_ends_the_visit_knows_its_case(
    phase: DoorStage, outcome: on.ReleaseOutcome, stage: DoorStage
) -> None:
    step = releasing()
    step.step = ReleaseStep(phase, 2)
    ended(step, outcome)
    assert step.said == (STOP,)
    assert step.step == ReleaseStep(stage, 2)
    assert step.to is (To.END if outcome is OUT.LEFT_OPEN else None)
    visit = step.visit
    assert (visit.case, visit.serial, visit.entered) == (CASE, "S1", True)
    assert visit.released == (HELD if outcome is OUT.CLOSED else None)


@pytest.mark.parametrize("stage", sorted(ASKING))
def test_what_was_taken_is_told_and_stands_on_the_receipt(stage: DoorStage) -> None:
    step = at(stage).tap(seen.Main())
    assert (step.said, step.to) == ((confirm(2, taken=True),), To.NEXT)
    assert step.visit.released == HELD


def test_what_was_not_taken_is_opened_again_under_the_same_case() -> None:
    step = ended(releasing(), OUT.CLOSED).tap(seen.Back())
    assert step.said == (release(2, case=CASE, entered=True, serial="S1"),)
    assert step.visit.released is None
    assert step.step == ReleaseStep(DoorStage.OPENING, 2)
    ended(step, OUT.CLOSED)
    assert step.visit.released == HELD


def test_an_opening_that_was_before_says_nothing_of_the_one_that_is() -> None:
    step = ended(releasing(), OUT.CLOSED).tap(seen.Back())
    opening = step.step
    step.tell(on.DoorSeen(token(1)))
    step.tell(on.TimerElapsed(on.Timer.DOOR, 1))
    step.tell(on.ReleaseSettled(token(1), CASE, "S1", OUT.UNKNOWN))
    step.tell(on.StoreFailed(token(1), Trouble.STORAGE))
    assert (step.step, step.said) == (opening, ())


@pytest.mark.parametrize(
    ("stage", "openings"),
    [(DoorStage.TAKEN, MOST_OPENINGS), (DoorStage.ASK_CLOSED, 1)],
)
def test_what_cannot_be_opened_again_is_for_staff(
    stage: DoorStage, openings: int
) -> None:
    step = at(stage, openings, released=HELD).tap(seen.Back())
    assert (step.said, step.to) == ((confirm(2, taken=False),), None)
    assert step.visit.released is None
    assert step.step == ReleaseStep(DoorStage.UNCLEAR, openings)
    assert step.tap(seen.Main()).to is To.END


@pytest.mark.parametrize("stage", sorted(RETRYING))
@pytest.mark.parametrize("openings", range(1, MOST_OPENINGS + 1))
def test_what_did_not_open_is_tried_a_few_times(
    openings: int, stage: DoorStage
) -> None:
    step = at(stage, openings).tap(seen.Main())
    if openings == MOST_OPENINGS:
        assert (step.said, step.to) == ((), To.END)
    else:
        again = release(2, case=CASE, entered=True, serial="S1")
        assert (step.said, step.to) == ((again,), None)
        assert step.step == ReleaseStep(DoorStage.OPENING, openings + 1)


def test_three_openings_are_the_most() -> None:
    assert MOST_OPENINGS == 3


@pytest.mark.parametrize("stage", list(DoorStage))
def test_what_was_not_written_down_was_not_opened(stage: DoorStage) -> None:
    step = at(stage).tell(on.StoreFailed(token(1), Trouble.STORAGE))
    lost = Trouble.STORAGE if stage is DoorStage.OPENING else None
    assert step.step == ReleaseStep(stage, 1, lost)
    if lost:
        assert step.step.clock_runs
        step.tell(on.DoorSeen(token(1)))
        assert step.step == ReleaseStep(stage, 1, lost)
        content = seen.Message(Problem.CANNOT_STORE, Trouble.STORAGE, "12333")
        assert step.face == Face(content, main=MainAction.FINISH, cancel=False)
        assert step.tap(seen.Main()).to is To.END


@pytest.mark.parametrize("stage", list(DoorStage))
def test_no_button_does_more_than_it_says(stage: DoorStage) -> None:
    step = at(stage).tap(seen.Back())
    if stage not in ASKING:
        assert (step.step, step.to, step.said) == (ReleaseStep(stage), None, ())
    step = at(stage).tap(seen.Main())
    if stage in FOLLOWED | {DoorStage.LEFT_OPEN}:
        assert (step.step, step.to, step.said) == (ReleaseStep(stage), None, ())


MAINS = {
    DoorStage.TAKEN: MainAction.GOT_IT,
    DoorStage.ASK_CLOSED: MainAction.GOT_IT,
    DoorStage.UNCLEAR: MainAction.FINISH,
    DoorStage.STUCK: MainAction.RETRY,
    DoorStage.ANOTHER_OPEN: MainAction.RETRY,
}


@pytest.mark.parametrize("serial", [None, "S1"])
@pytest.mark.parametrize("openings", range(1, MOST_OPENINGS + 1))
@pytest.mark.parametrize("stage", list(DoorStage))
def test_every_screen(stage: DoorStage, openings: int, serial: str | None) -> None:
    step = at(stage, openings, cells=36, serial=serial)
    main = MAINS.get(stage)
    if stage in RETRYING and openings == MOST_OPENINGS:
        main = MainAction.FINISH
    assert step.face == Face(
        seen.Release(stage, "护照", 7, 36),
        main=main,
        back=stage in ASKING,
        cancel=False,
        staff_code=serial,
    )
    assert step.step.clock_runs is (stage not in FOLLOWED)


def test_it_applies_where_something_lies_here() -> None:
    visit = releasing().visit
    assert ReleaseStep.applies(visit)
    assert not ReleaseStep.applies(replace(visit, held=None))


def test_nothing_is_opened_or_confirmed_of_nothing() -> None:
    step = at(DoorStage.TAKEN, case=None)
    with pytest.raises(LookupError):
        step.tap(seen.Main())
    step = at(DoorStage.TAKEN)
    step.visit = replace(step.visit, held=None)
    with pytest.raises(LookupError):
        step.shows(seen.Release)
    nowhere = replace(step.visit, held=replace(HELD, cell=None))
    content = ReleaseStep(DoorStage.TAKEN).face(nowhere).content
    assert isinstance(content, seen.Release)
    assert content.cell == 0
