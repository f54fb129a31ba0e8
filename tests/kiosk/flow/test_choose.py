"""`choose` and `declare`: only what is open, and only what was accepted."""

from support.flow import both, item
from support.steps import OneStep, pay_answer

from central.contract.queries import Option
from kiosk import view as seen
from kiosk.flow import actions as do
from kiosk.flow.steps.choose import Choose
from kiosk.flow.steps.declare import DeclareStep
from kiosk.flow.steps.submit import Submit
from kiosk.flow.visit import To

OPTIONS = (
    Option(reference="a", title=both("a"), amount=100),
    Option(reference="b", title=both("b"), amount=200, closed=both("counter")),
    Option(reference="c", title=both("c"), amount=400),
)
DECLARATION = {"title": both("title"), "text": both("text")}


def choosing(*chosen: str) -> OneStep:
    answered = pay_answer(None, options=OPTIONS)
    return OneStep(Choose, item(), answer=answered, chosen=chosen)


def test_what_is_chosen_is_added_up_in_the_departments_order() -> None:
    step = choosing().tap(seen.ToggleOption("c")).tap(seen.ToggleOption("a"))
    assert step.shows(seen.ChooseOptions).total == 500
    assert step.visit.chosen == ("a", "c")
    step.tap(seen.ToggleOption("c"))
    assert step.shows(seen.ChooseOptions).total == 100
    assert step.tap(seen.Main()).to is To.NEXT


def test_what_is_closed_or_unknown_cannot_be_chosen() -> None:
    step = choosing("b", "gone")
    assert step.visit.chosen == ()
    step.tap(seen.ToggleOption("b")).tap(seen.ToggleOption("nonsense"))
    assert step.visit.chosen == ()


def test_without_a_choice_there_is_no_way_on_but_back() -> None:
    step = choosing()
    assert step.main is None
    assert step.tap(seen.Main()).to is To.STAY
    assert step.tap(seen.Back()).to is To.BACK


def test_a_declaration_is_accepted_or_left() -> None:
    steps = ("identify", "fetch", "review", "declare", "rate")
    about = item(steps=steps, declaration=DECLARATION)
    step = OneStep(DeclareStep, about)
    assert step.main is seen.MainAction.DECLARE
    assert step.tap(seen.Main()).to is To.NEXT
    assert OneStep(DeclareStep, about).tap(seen.Back()).to is To.BACK


def test_an_application_is_handed_in_once_with_all_that_was_said() -> None:
    step = OneStep(Submit, item(), form={"f": "1"}, chosen=("a",))
    queued = step.last(do.QueueRequest)
    assert (queued.form, queued.options) == ({"f": "1"}, ("a",))
    step.tap(seen.Main())
    assert step.count(do.QueueRequest) == 1
