"""What lies in a cell: each question asked whole, every screen, and every limit."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from support.flow import item
from support.steps import HELD, PERSON, OneStep

import view as seen
from contract.manifest import HoldingState
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.holding import CODE_LENGTH, FindHoldingStep
from kiosk.flow.visit import Face, To
from view import FieldProblem, MainAction, Problem, Trouble

STEPS = ("identify", "fetch", "release", "rate")
PICKUP = item(steps=STEPS, offline="cached", assurance="card_and_code")
NO_CODE = item(steps=STEPS, offline="cached", assurance="card")
SECOND = replace(HELD, holding=UUID(int=2), cell=8)
State = HoldingState


def token(n: int) -> on.Token:
    return on.Token(1, n)


def looking(about: Any = PICKUP, **visit: Any) -> OneStep:
    return OneStep(FindHoldingStep, about, **visit)


def looked(*held: on.Held, about: Any = PICKUP) -> OneStep:
    return looking(about).tell(on.HoldingsLooked(token(1), held))


def typed(step: OneStep, text: str) -> OneStep:
    for each in text:
        step.tap(seen.Key(each))
    return step


def checked(step: OneStep, *, right: bool = False, left: int = 4) -> OneStep:
    return step.tell(on.CodeChecked(token(step.visit.n), right, left))


def test_the_manifest_is_asked_for_this_person_and_item() -> None:
    step = looking(held=SECOND)
    assert step.said == (do.LookUpHoldings(token(1), PICKUP, PERSON),)
    assert step.visit.held is None
    assert step.step == FindHoldingStep()
    assert FindHoldingStep.applies(step.visit)
    assert not FindHoldingStep.asks


def test_its_code_is_checked_against_it_alone() -> None:
    step = typed(looked(HELD, SECOND), "123456").tap(seen.Main())
    assert step.said == (do.CheckCode(token(2), HELD, "123456"),)
    assert step.step == FindHoldingStep(HELD, "123456", checking=True)
    assert not step.visit.held
    checked(step, right=True)
    assert (step.to, step.said) == (To.NEXT, ())
    released: on.Held | None = step.visit.held
    assert released == HELD


def test_a_second_try_is_another_question() -> None:
    step = checked(typed(looked(HELD), "000000").tap(seen.Main()))
    wrong = FindHoldingStep(HELD, problem=FieldProblem.WRONG_CODE, tries_left=4)
    assert step.step == wrong
    typed(step, "1")
    assert step.step == replace(wrong, value="1", problem=None)
    typed(step, "23456").tap(seen.Main())
    assert step.said == (do.CheckCode(token(3), HELD, "123456"),)
    step.tell(on.CodeChecked(token(2), True, 4))  # of the first try, again
    assert step.to is None
    checked(step, left=1)
    assert step.step == replace(wrong, tries_left=1)
    checked(typed(step, "111111").tap(seen.Main()), left=0)
    assert step.step == FindHoldingStep(refused=Problem.CODE_LOCKED)
    assert (step.said, step.to) == ((), None)


def test_nothing_is_taken_as_checked_that_was_not() -> None:
    step = typed(looked(HELD), "123456")
    step.tell(on.CodeChecked(token(1), True, 4))
    assert step.to is None
    step.tap(seen.Main())
    checking = step.step
    typed(step, "7").tap(seen.Back()).tap(seen.Main())
    assert (step.step, step.said, step.to) == (checking, (), None)


def test_without_a_code_it_is_handed_out_at_once() -> None:
    step = looked(HELD, about=NO_CODE)
    assert (step.to, step.visit.held, step.said) == (To.NEXT, HELD, ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", FieldProblem.EMPTY),
        ("1", FieldProblem.TOO_SHORT),
        ("12345", FieldProblem.TOO_SHORT),
    ],
)
def test_a_code_that_is_not_whole_is_told(text: str, problem: FieldProblem) -> None:
    step = typed(looked(HELD), text).tap(seen.Main())
    assert step.step == FindHoldingStep(HELD, text, problem=problem)
    assert step.said == ()


def test_the_code_has_six_digits() -> None:
    assert CODE_LENGTH == 6
    assert typed(looked(HELD), "1a23456x7").step == FindHoldingStep(HELD, "123456")
    step = typed(looked(HELD), "12").tap(seen.Erase())
    assert step.step == FindHoldingStep(HELD, "1")
    assert step.tap(seen.Touch()).step == FindHoldingStep(HELD, "1")
    assert step.tap(seen.Back()).to is To.BACK


@pytest.mark.parametrize("left", [0, 1])
def test_one_try_that_is_left_may_be_used(left: int) -> None:
    step = looked(replace(HELD, tries_left=left))
    if left:
        assert step.step == FindHoldingStep(replace(HELD, tries_left=left))
    else:
        assert step.step == FindHoldingStep(refused=Problem.CODE_LOCKED)


def lies(state: State, **changes: Any) -> on.Held:
    return replace(HELD, state=state, **changes)


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ((), Problem.NOTHING_THERE),
        ((lies(State.LOADED, cell=None),), Problem.NOTHING_THERE),
        ((lies(State.EXPECTED),), Problem.NOTHING_THERE),
        ((lies(State.EXPECTED, overdue=True),), Problem.NOTHING_THERE),
        ((lies(State.RELEASED),), Problem.ALREADY_OUT),
        ((lies(State.RELEASED, overdue=True),), Problem.ALREADY_OUT),
        ((lies(State.RELEASED), lies(State.RELEASED)), Problem.ALREADY_OUT),
        ((lies(State.RELEASED), lies(State.EXPECTED)), Problem.NOTHING_THERE),
        ((lies(State.LOADED, overdue=True),), Problem.TAKEN_BACK),
        ((lies(State.RECALLED), lies(State.RELEASED)), Problem.TAKEN_BACK),
        (
            (lies(State.RELEASED), lies(State.LOADED, overdue=True)),
            Problem.TAKEN_BACK,
        ),
        ((lies(State.UNCLEAR), lies(State.RECALLED)), Problem.RELEASE_UNCLEAR),
        (
            (lies(State.UNCLEAR), lies(State.LOADED, tries_left=0)),
            Problem.CODE_LOCKED,
        ),
    ],
)
def test_what_matters_most_is_told(held: tuple[on.Held, ...], why: Problem) -> None:
    step = looked(*held)
    assert step.step == FindHoldingStep(refused=why)
    assert step.tap(seen.Back()).to is None
    assert step.tap(seen.Main()).to is To.END


def test_what_cannot_be_looked_up_or_counted_is_told_with_its_trouble() -> None:
    step = looking().tell(on.QueryFailed(token(1), Trouble.MANIFEST))
    told = FindHoldingStep(refused=Problem.NO_ANSWER, trouble=Trouble.MANIFEST)
    assert step.step == told
    step.tell(on.HoldingsLooked(token(1), (HELD,)))
    step.tell(on.QueryFailed(token(1), Trouble.STORAGE))
    assert step.step == told
    step = typed(looked(HELD), "123456").tap(seen.Main())
    step.tell(on.StoreFailed(token(1), Trouble.STORAGE))
    assert step.step == FindHoldingStep(HELD, "123456", checking=True)
    step.tell(on.StoreFailed(token(2), Trouble.STORAGE))
    assert step.step == FindHoldingStep(
        refused=Problem.CANNOT_STORE, trouble=Trouble.STORAGE
    )


def test_what_was_found_is_not_looked_up_again() -> None:
    step = looked(HELD)
    found = step.step
    step.tell(on.HoldingsLooked(token(1), (SECOND,)))
    step.tell(on.QueryFailed(token(1), Trouble.MANIFEST))
    assert step.step == found
    other = looking().tell(on.HoldingsLooked(token(2), (HELD,)))
    other.tell(on.QueryFailed(token(2), Trouble.MANIFEST)).tap(seen.Main())
    assert (other.step, other.to) == (FindHoldingStep(), None)


def ask(**changes: Any) -> seen.AskField:
    values: dict[str, Any] = {
        "label": "",
        "keys": seen.Keys.DIGITS,
        "what": seen.FieldWhat.PICKUP_CODE,
        "hint": "护照",
        "longest": 6,
    }
    return seen.AskField(**(values | changes))


@pytest.mark.parametrize(
    ("step", "face", "clock"),
    [
        (
            FindHoldingStep(),
            Face(seen.Waiting("social security（中）", slow=False), cancel=False),
            False,
        ),
        (
            FindHoldingStep(HELD, "12"),
            Face(ask(value="12"), main=MainAction.NEXT, back=True),
            True,
        ),
        (
            FindHoldingStep(HELD, "", FieldProblem.WRONG_CODE, 3),
            Face(
                ask(problem=FieldProblem.WRONG_CODE, tries_left=3),
                main=MainAction.NEXT,
                back=True,
            ),
            True,
        ),
        (
            FindHoldingStep(HELD, "123456", checking=True),
            Face(ask(value="123456"), main=None, back=False),
            False,
        ),
        (
            FindHoldingStep(refused=Problem.NO_ANSWER, trouble=Trouble.MANIFEST),
            Face(
                seen.Message(Problem.NO_ANSWER, Trouble.MANIFEST, "12333"),
                main=MainAction.FINISH,
                cancel=False,
            ),
            True,
        ),
    ],
)
def test_every_screen(step: FindHoldingStep, face: Face, clock: bool) -> None:
    at = looking()
    at.step = step
    assert at.face == face
    assert step.clock_runs is clock
