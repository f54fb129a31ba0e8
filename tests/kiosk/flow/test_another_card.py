"""Somebody else's card in the middle of a visit ends it, and shows nothing of it."""

import pytest
from support.flow import NAME, NUMBER, Stage, item
from support.reachable import texts

import view as seen
from contract.records import Paper
from kiosk.flow import actions as do
from kiosk.flow import events as on

OTHER = "330382195806151095"


def lifted() -> Stage:
    """At the review, the card in the citizen's hand."""
    return Stage().identify().answered().tell(on.CardLifted())


def test_the_next_card_is_read_once_the_citizens_own_is_lifted() -> None:
    stage = Stage().identify().answered()
    assert stage.count(do.GuardCard) == 0
    stage.tell(on.CardLifted())
    assert stage.count(do.GuardCard) == 1
    stage.shows(seen.Review)


def test_another_card_ends_the_visit_and_the_screen_tells_nothing_of_it() -> None:
    stage = lifted().put_card(OTHER)
    assert stage.content() == seen.Message(seen.Problem.ANOTHER_CARD, None, "12345")
    assert stage.count(do.DropVisit) == 1
    assert stage.state.serving is None
    assert NUMBER not in {*texts(stage.state)}
    assert NAME not in {*texts(stage.view)}
    assert stage.view.progress is None
    stage.tap(seen.Main()).shows(seen.TakeCard)
    stage.tell(on.CardLifted()).shows(seen.Attract)


def test_nothing_of_either_is_left_when_nobody_answers() -> None:
    stage = lifted().put_card(OTHER).idle()
    for _ in range(30):
        stage.tick()
    stage.shows(seen.TakeCard)


def test_the_same_card_again_changes_nothing_and_the_next_one_is_read() -> None:
    stage = lifted().put_card()
    stage.shows(seen.Review)
    stage.tell(on.CardLifted())
    assert stage.count(do.GuardCard) == 2
    stage.put_card(OTHER).shows(seen.Message)


def test_a_device_that_works_is_let_to_end_first() -> None:
    stage = lifted().tap(seen.Main())
    stage.shows(seen.Printing)
    stage.put_card(OTHER).shows(seen.Printing)
    stage.printed()
    assert stage.shows(seen.Message).problem is seen.Problem.ANOTHER_CARD


def test_what_the_device_says_then_is_not_shown_to_the_other() -> None:
    stage = lifted().tap(seen.Main()).put_card(OTHER)
    stage.printed(Paper.NOT_PRINTED, seen.Trouble.PAPER)
    assert stage.shows(seen.Message).problem is seen.Problem.ANOTHER_CARD


def test_a_card_put_down_by_mistake_and_changed_back_does_no_harm() -> None:
    stage = lifted().tap(seen.Main()).put_card(OTHER)
    stage.tell(on.CardLifted()).put_card().printed()
    stage.shows(seen.RateVisit)


def test_before_anybody_is_known_a_lifted_card_is_nobodys() -> None:
    stage = Stage().choose().tell(on.CardLifted())
    assert stage.count(do.GuardCard) == 0
    stage.put_card().tap(seen.Back()).tell(on.CardLifted()).put_card(OTHER)
    stage.shows(seen.ConfirmPerson)


def test_a_guards_answer_of_an_earlier_visit_is_dropped() -> None:
    stage = lifted()
    late = stage.last(do.GuardCard).visit
    stage.tap(seen.Cancel()).choose().put_card(OTHER)
    stage.tell(on.GuardRead(late, NUMBER))
    stage.shows(seen.ConfirmPerson)


@pytest.mark.parametrize("identify", ["none", "optional"])
def test_who_came_without_a_card_is_guarded_by_none(identify: str) -> None:
    first = ("identify",) if identify == "optional" else ()
    steps = (*first, "fetch", "review", "rate")
    stage = Stage(item(identify=identify, steps=steps)).choose()
    if identify == "optional":
        stage.tap(seen.UseCode()).type("7K3M9QXA").tap(seen.Main())
    stage.answered().tell(on.CardSeen()).tell(on.CardLifted())
    assert stage.count(do.GuardCard) == 0
