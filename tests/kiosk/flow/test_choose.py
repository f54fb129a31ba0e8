"""`choose` and `declare`: which of several things, and what is accepted with it."""

from support.flow import Stage, bill, option, shape

import view as seen
from kiosk.flow import actions as do

OPTIONS = (option("V1", 20_000), option("V2", 5_000), option("V3", closed=True))


def choosing(*options: object) -> Stage:
    stage = Stage(shape("fines")).identify()
    return stage.answered(options=options or OPTIONS, bill=bill(None))


def test_the_things_are_shown_with_what_they_cost() -> None:
    content = choosing().shows(seen.ChooseOptions)
    assert (content.title, content.holder, content.total) == (
        "statement（中）",
        "陈*",
        0,
    )
    first, _, third = content.lines
    assert first == seen.OptionLine(
        "V1", "V1（中）", (seen.FactLine("where（中）", "bridge（中）"),), 20_000
    )
    assert third.closed == "at a counter（中）"


def test_what_is_chosen_is_summed_and_may_be_taken_back() -> None:
    stage = choosing().tap(seen.ToggleOption("V2")).tap(seen.ToggleOption("V1"))
    assert stage.shows(seen.ChooseOptions).total == 25_000
    assert stage.visit.chosen == ("V1", "V2")  # in the department's order
    stage.tap(seen.ToggleOption("V2"))
    content = stage.shows(seen.ChooseOptions)
    assert content.total == 20_000
    assert [line.chosen for line in content.lines] == [True, False, False]


def test_what_is_closed_or_unknown_cannot_be_chosen() -> None:
    stage = choosing().tap(seen.ToggleOption("V3")).tap(seen.ToggleOption("V9"))
    assert stage.visit.chosen == ()


def test_nobody_goes_on_with_nothing() -> None:
    stage = choosing()
    assert stage.view.main is None
    stage.tap(seen.Main()).shows(seen.ChooseOptions)
    stage.tap(seen.ToggleOption("V1"))
    assert stage.view.main is seen.MainAction.NEXT


def test_where_all_of_it_needs_a_counter_reading_so_is_the_end() -> None:
    stage = choosing(option("V1", closed=True))
    assert stage.view.main is seen.MainAction.FINISH
    stage.tap(seen.Main()).shows(seen.TakeCard)
    assert stage.count(do.RequestPayment) == 0


def test_nothing_is_paid_before_it_is_declared() -> None:
    stage = choosing().tap(seen.ToggleOption("V1")).tap(seen.Main())
    assert stage.content() == seen.Declare("declare（中）", "I accept（中）", "陈*")
    assert stage.view.main is seen.MainAction.DECLARE
    assert stage.count(do.RequestPayment) == 0
    stage.tap(seen.Main())
    request = stage.last(do.RequestPayment)
    assert (request.options, request.amount) == (("V1",), 20_000)


def test_back_from_the_declaration_keeps_what_was_chosen() -> None:
    stage = choosing().tap(seen.ToggleOption("V1")).tap(seen.Main()).tap(seen.Back())
    assert stage.shows(seen.ChooseOptions).total == 20_000


def test_back_from_choosing_asks_whether_it_is_you() -> None:
    choosing().tap(seen.Back()).shows(seen.ConfirmPerson)
