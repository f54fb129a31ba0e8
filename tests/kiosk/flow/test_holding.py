"""What lies in a cell for a citizen, and the code without which nothing opens."""

from dataclasses import replace
from uuid import UUID

import pytest
from support.flow import NAME, NUMBER, Stage, both, item, shape

import view as seen
from contract.manifest import HoldingState
from contract.model import Applicant
from kiosk.flow import actions as do
from kiosk.flow import events as on

HELD = on.Held(UUID(int=1), both("passport"), 7, HoldingState.LOADED)
SECOND = replace(HELD, holding=UUID(int=2), cell=8)


def looking() -> Stage:
    return Stage(shape("pickup"), cells=24).identify()


def looked(*held: on.Held) -> Stage:
    stage = looking()
    return stage.tell(on.HoldingsLooked(stage.last(do.LookUpHoldings).token, held))


def checked(stage: Stage, *, right: bool, left: int = 4) -> Stage:
    token = stage.last(do.CheckCode).token
    return stage.tell(on.CodeChecked(token, right, left))


def test_the_manifest_is_asked_and_not_central() -> None:
    stage = looking()
    asked = stage.last(do.LookUpHoldings)
    assert asked.applicant == Applicant(number=NUMBER, name=NAME)
    assert asked.item == shape("pickup")
    assert stage.count(do.QueryCentral) == 0


def test_it_works_without_network() -> None:
    stage = Stage(shape("pickup"), troubles=frozenset({seen.Trouble.NETWORK}))
    stage.identify()
    assert stage.count(do.LookUpHoldings) == 1


def test_the_right_code_opens_the_cell() -> None:
    stage = looked(HELD)
    ask = stage.shows(seen.AskField)
    assert (ask.what, ask.keys) == (seen.FieldWhat.PICKUP_CODE, seen.Keys.DIGITS)
    assert (ask.hint, ask.longest) == ("passport（中）", 6)
    stage.type("123456").tap(seen.Main())
    check = stage.last(do.CheckCode)
    assert (check.held, check.code) == (HELD, "123456")
    assert stage.count(do.ReleaseCell) == 0
    checked(stage, right=True)
    assert stage.last(do.ReleaseCell).held == HELD


def test_a_wrong_code_opens_nothing_and_says_how_often_it_may_be_tried() -> None:
    stage = checked(looked(HELD).type("000000").tap(seen.Main()), right=False)
    ask = stage.shows(seen.AskField)
    assert (ask.problem, ask.tries_left) == (seen.FieldProblem.WRONG_CODE, 4)
    assert ask.value == ""
    assert stage.visit.held is None
    assert stage.count(do.ReleaseCell) == 0


def test_the_fifth_wrong_code_locks() -> None:
    stage = looked(HELD)
    for left in (4, 3, 2, 1, 0):
        stage.type("000000").tap(seen.Main())
        checked(stage, right=False, left=left)
    assert stage.shows(seen.Message).problem is seen.Problem.CODE_LOCKED
    assert stage.count(do.CheckCode) == 5
    stage.tap(seen.Main()).shows(seen.TakeCard)
    assert stage.count(do.ReleaseCell) == 0


def test_a_locked_one_stays_locked_at_the_next_visit() -> None:
    stage = looked(replace(HELD, tries_left=0))
    assert stage.shows(seen.Message).problem is seen.Problem.CODE_LOCKED


def test_a_code_is_checked_once_however_often_the_button_is_pressed() -> None:
    stage = looked(HELD).type("123456").tap(seen.Main()).tap(seen.Main())
    assert stage.count(do.CheckCode) == 1
    stage.type("9").tap(seen.Back())
    assert stage.shows(seen.AskField).value == "123456"


@pytest.mark.parametrize(
    ("text", "why"),
    [("", seen.FieldProblem.EMPTY), ("12345", seen.FieldProblem.TOO_SHORT)],
)
def test_a_code_that_is_not_whole_is_not_counted(
    text: str, why: seen.FieldProblem
) -> None:
    stage = looked(HELD).type(text).tap(seen.Main())
    assert stage.shows(seen.AskField).problem is why
    assert stage.count(do.CheckCode) == 0


def test_the_keyboard_has_six_digits_and_nothing_else() -> None:
    stage = looked(HELD).type("1a2-3x4567890")
    assert stage.shows(seen.AskField).value == "123456"
    stage.tap(seen.Erase())
    assert stage.shows(seen.AskField).value == "12345"


def test_an_item_that_asks_for_no_code_opens_at_once() -> None:
    stage = Stage(
        item(
            steps=("identify", "fetch", "release", "rate"),
            offline="cached",
            assurance="card",
        )
    ).identify()
    stage.tell(on.HoldingsLooked(stage.last(do.LookUpHoldings).token, (HELD,)))
    assert stage.last(do.ReleaseCell).held == HELD


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ((), seen.Problem.NOTHING_THERE),
        (
            (replace(HELD, state=HoldingState.EXPECTED, cell=None),),
            seen.Problem.NOTHING_THERE,
        ),
        ((replace(HELD, state=HoldingState.RELEASED),), seen.Problem.ALREADY_OUT),
        ((replace(HELD, state=HoldingState.RECALLED),), seen.Problem.TAKEN_BACK),
        ((replace(HELD, overdue=True),), seen.Problem.TAKEN_BACK),
        ((replace(HELD, state=HoldingState.UNCLEAR),), seen.Problem.RELEASE_UNCLEAR),
    ],
)
def test_why_nothing_is_handed_out(
    held: tuple[on.Held, ...], why: seen.Problem
) -> None:
    stage = looked(*held)
    assert stage.content() == seen.Message(why, None, "12333")
    stage.tap(seen.Main()).shows(seen.TakeCard)
    assert stage.count(do.ReleaseCell) == 0


def test_of_several_the_first_that_can_be_had_is_handed_out() -> None:
    stage = looked(
        replace(HELD, overdue=True),
        replace(HELD, holding=UUID(int=3), tries_left=0),
        SECOND,
    )
    stage.type("123456").tap(seen.Main())
    assert stage.last(do.CheckCode).held == SECOND


def test_what_cannot_be_looked_up_or_counted_opens_nothing() -> None:
    stage = looking()
    token = stage.last(do.LookUpHoldings).token
    stage.tell(on.StoreFailed(token, seen.Trouble.STORAGE))
    assert stage.shows(seen.Message).problem is seen.Problem.CANNOT_STORE
    stage = looked(HELD).type("123456").tap(seen.Main())
    token = stage.last(do.CheckCode).token
    stage.tell(on.StoreFailed(token, seen.Trouble.STORAGE))
    assert stage.shows(seen.Message).problem is seen.Problem.CANNOT_STORE
    assert stage.count(do.ReleaseCell) == 0


def test_back_from_the_code_asks_whether_it_is_you() -> None:
    looked(HELD).tap(seen.Back()).shows(seen.ConfirmPerson)
