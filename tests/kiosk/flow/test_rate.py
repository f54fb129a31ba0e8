"""`rate`: five grades, reasons for the poor ones, and that it is written down once."""

from dataclasses import replace
from typing import Any

import pytest
from support.flow import item
from support.steps import CASE, OneStep

import view as seen
from contract.records import Grade, RatingBody, RatingReason
from kiosk.flow import actions as do
from kiosk.flow import events as on
from kiosk.flow.steps.rate import RateStep
from kiosk.flow.visit import Face, To
from view import MainAction

ITEM = item()
POOR = {seen.Grade.DISSATISFIED, seen.Grade.VERY_DISSATISFIED}
SLOW, OTHER = seen.RatingReason.TOO_SLOW, seen.RatingReason.OTHER
TOKEN = on.Token(1, 1)


def rating(**visit: Any) -> OneStep:
    return OneStep(RateStep, ITEM, **({"case": CASE} | visit))


def stored(grade: seen.Grade, *reasons: RatingReason) -> do.StoreRating:
    body = RatingBody(about=CASE, grade=Grade(grade), reasons=reasons)
    return do.StoreRating(TOKEN, ITEM, body)


@pytest.mark.parametrize("grade", list(seen.Grade))
def test_only_a_poor_grade_asks_why(grade: seen.Grade) -> None:
    step = rating().tap(seen.Rate(grade))
    if grade in POOR:
        assert (step.said, step.step) == ((), RateStep(grade))
    else:
        assert step.said == (stored(grade),)
        assert step.step == RateStep(grade, storing=True)


def test_reasons_are_sent_in_one_order_with_the_grade_chosen_last() -> None:
    step = rating().tap(seen.Rate(seen.Grade.DISSATISFIED))
    for reason in (SLOW, OTHER, seen.RatingReason.HARD_TO_USE, OTHER):
        step.tap(seen.ToggleReason(reason))
    step.tap(seen.Rate(seen.Grade.VERY_DISSATISFIED)).tap(seen.Main())
    reasons = (RatingReason.HARD_TO_USE, RatingReason.TOO_SLOW)
    assert step.said == (stored(seen.Grade.VERY_DISSATISFIED, *reasons),)
    assert step.step == RateStep(
        seen.Grade.VERY_DISSATISFIED,
        frozenset({SLOW, seen.RatingReason.HARD_TO_USE}),
        storing=True,
    )


def test_a_better_grade_in_the_end_has_no_reasons() -> None:
    step = rating().tap(seen.Rate(seen.Grade.DISSATISFIED))
    step.tap(seen.ToggleReason(SLOW)).tap(seen.Rate(seen.Grade.SATISFIED))
    assert step.said == (stored(seen.Grade.SATISFIED),)
    assert step.step == RateStep(seen.Grade.SATISFIED, storing=True)


def test_without_a_grade_there_is_no_reason_and_nothing_to_write() -> None:
    step = rating().tap(seen.ToggleReason(SLOW))
    assert step.step == RateStep()
    step.tap(seen.Main())
    assert (step.said, step.to) == ((), To.NEXT)


def test_while_it_is_written_down_no_tap_does_anything() -> None:
    step = rating().tap(seen.Rate(seen.Grade.SATISFIED))
    writing = step.step
    for intent in (
        seen.Rate(seen.Grade.VERY_DISSATISFIED),
        seen.ToggleReason(SLOW),
        seen.Main(),
        seen.Back(),
    ):
        assert step.tap(intent).step == writing
    assert (step.said, step.to, step.count(do.StoreRating)) == ((), None, 1)


def test_written_down_or_not_the_citizen_goes_on() -> None:
    for event in (
        on.RecordStored(TOKEN, CASE, None),
        on.StoreFailed(TOKEN, seen.Trouble.STORAGE),
    ):
        step = rating().tap(seen.Rate(seen.Grade.SATISFIED))
        early = replace(event, token=on.Token(1, 9))
        assert step.tell(early).to is None
        assert step.tell(event).to is To.NEXT


def test_only_what_was_finished_can_be_rated() -> None:
    visit = rating().visit
    assert RateStep.applies(visit)
    assert not RateStep.applies(replace(visit, case=None))
    with pytest.raises(LookupError):
        rating(case=None).tap(seen.Rate(seen.Grade.SATISFIED))


@pytest.mark.parametrize(
    ("step", "main", "clock"),
    [
        (RateStep(), MainAction.SKIP_RATING, True),
        (
            RateStep(seen.Grade.DISSATISFIED, frozenset({SLOW})),
            MainAction.SEND_RATING,
            True,
        ),
        (RateStep(seen.Grade.SATISFIED, storing=True), None, False),
        (RateStep(storing=True), None, False),
    ],
)
@pytest.mark.parametrize(("paper", "slip"), [(True, None), (False, "7K3M-9QXA")])
def test_every_screen(
    paper: bool, slip: str | None, step: RateStep, main: MainAction | None, clock: bool
) -> None:
    at = rating(paper_came=paper, slip_code=slip)
    at.step = step
    content = seen.RateVisit(paper, slip, step.grade, step.reasons)
    assert at.face == Face(content, main=main, cancel=False)
    assert step.clock_runs is clock
