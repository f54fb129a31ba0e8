"""`fetch`: what central is asked, and what there is where it does not answer."""

import pytest
from support.flow import CASE, Stage, bill, option, shape

import view as seen
from kiosk.flow import actions as do
from kiosk.flow import events as on


def offline(name: str) -> Stage:
    """At the offer to queue, where the item asks nothing before."""
    stage = Stage(shape(name)).identify()
    token = stage.last(do.QueryCentral).token
    return stage.tell(on.QueryFailed(token, seen.Trouble.NETWORK))


def stored(stage: Stage, *, again: bool = False) -> Stage:
    token = stage.tap(seen.Main()).last(do.QueueRequest).token
    return stage.tell(on.RecordStored(token, CASE, "7K3M-9QXA", again))


def test_a_queued_request_is_printed_as_a_slip_and_nothing_more_is_asked() -> None:
    stage = stored(offline("certificate"))
    slip = stage.last(do.PrintReceipt)
    assert (slip.case, slip.slip_code, slip.entered) == (CASE, "7K3M-9QXA", True)
    assert not slip.copied
    assert stage.count(do.IssueDocument) == 0


def test_who_asks_the_same_again_gets_the_first_case_and_a_copy_of_its_slip() -> None:
    slip = stored(offline("certificate"), again=True).last(do.PrintReceipt)
    assert (slip.case, slip.copied) == (CASE, True)


def test_nothing_is_queued_twice_however_often_the_button_is_pressed() -> None:
    stage = offline("certificate").tap(seen.Main()).tap(seen.Main())
    assert stage.count(do.QueueRequest) == 1


@pytest.mark.parametrize("name", ["contribution", "fines"])
def test_an_item_that_cannot_be_queued_says_so(name: str) -> None:
    stage = offline(name)
    assert stage.content() == seen.Message(
        seen.Problem.NO_ANSWER, seen.Trouble.NETWORK, "12333"
    )
    assert stage.count(do.QueueRequest) == 0


def test_where_nothing_is_found_it_says_so_in_any_item_and_the_visit_ends() -> None:
    stage = Stage(shape("fines")).identify().answered(found=False)
    review = stage.shows(seen.Review)
    assert (review.found, review.note) == (False, "call 12333（中）")
    stage.tap(seen.Main()).shows(seen.TakeCard)
    assert stage.count(do.PrintReceipt) == 0


def test_what_was_chosen_before_is_not_chosen_of_another_answer() -> None:
    stage = Stage(shape("fines")).identify()
    stage.answered(options=(option("V1"), option("V2")), bill=bill(None))
    stage.tap(seen.ToggleOption("V1")).tap(seen.Back()).tap(seen.Main())
    stage.answered(options=(option("V2"),), bill=bill(None))
    assert stage.shows(seen.ChooseOptions).total == 0
    assert stage.visit.chosen == ()
