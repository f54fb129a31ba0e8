"""What is shown while nobody is served, where a visit is, and what a question is."""

from dataclasses import replace

import pytest
from support.flow import Stage, item, shape

import view as seen
from kiosk.flow import events as on
from kiosk.flow.faces import face, question, view
from kiosk.flow.visit import Face
from view import Availability, MainAction, Problem, Trouble

OPEN, QUEUED, CLOSED = Availability.OPEN, Availability.QUEUED, Availability.CLOSED
STATEMENT, PICKUP = item(), shape("pickup")


def tile(
    name: str, code: str, availability: Availability, trouble: Trouble | None = None
) -> seen.Tile:
    return seen.Tile(
        code=f"social_security.{code}",
        name=f"{name}（中）",
        summary="see your contributions（中）",
        department="social security（中）",
        availability=availability,
        trouble=trouble,
        hotline="12333",
    )


def first(availability: Availability, trouble: Trouble | None = None) -> seen.Tile:
    return tile("statement", "contribution_statement", availability, trouble)


def second(availability: Availability, trouble: Trouble | None = None) -> seen.Tile:
    return tile("pickup", "pickup", availability, trouble)


def terminal(*troubles: Trouble) -> Stage:
    return Stage(STATEMENT, PICKUP, troubles=frozenset(troubles))


def test_what_stands_beside_the_content() -> None:
    stage = terminal()
    assert stage.view == seen.View(
        stage=stage.state.stage,
        language="zh_CN",
        place="大厅",
        terminal="demo-01",
        content=seen.Attract((first(OPEN), second(OPEN))),
        progress=None,
        back=False,
        cancel=False,
        main=None,
        idle_left=None,
        staff_code=None,
    )
    english = view(replace(stage.state, language="en"))
    assert english.place == "hall"
    assert isinstance(english.content, seen.Attract)
    assert english.content.tiles[0].name == "statement (en)"
    assert english.content.tiles[0].summary == "see your contributions (en)"
    assert english.content.tiles[0].department == "social security (en)"


def test_a_visit_shows_where_it_is_and_its_own_buttons() -> None:
    stage = Stage().identify().answered()
    shown = stage.view
    assert shown.progress == seen.Progress("statement（中）", 3, 5)
    assert (shown.back, shown.cancel, shown.main) == (True, True, MainAction.PRINT)
    stage.tap(seen.Main()).printed().idle()
    assert stage.view.progress == seen.Progress("statement（中）", 5, 5)
    assert stage.view.idle_left == 30


@pytest.mark.parametrize(
    ("troubles", "tiles"),
    [
        ((), (first(OPEN), second(OPEN))),
        (
            (Trouble.NETWORK,),
            (first(QUEUED, Trouble.NETWORK), second(OPEN)),
        ),
        (
            (Trouble.LOCKER,),
            (first(OPEN), second(CLOSED, Trouble.LOCKER)),
        ),
    ],
)
def test_every_item_says_what_stands_in_its_way(
    troubles: tuple[Trouble, ...], tiles: tuple[seen.Tile, ...]
) -> None:
    stage = terminal(*troubles)
    assert face(stage.state) == Face(seen.Attract(tiles), cancel=False)
    stage.tap(seen.Begin("zh_CN"))
    assert face(stage.state) == Face(seen.ChooseItem(tiles), back=True, cancel=True)


def test_out_of_service_says_all_that_is_in_the_way_once_and_in_one_order() -> None:
    stage = terminal(Trouble.READER, Trouble.LOCKER, Trouble.PAPER)
    paper = seen.OutOfService((Trouble.PAPER,))
    assert face(stage.state) == Face(paper, cancel=False)
    two = Stage(STATEMENT, shape("collect"))
    two.troubles(Trouble.READER, Trouble.DOCUMENT_PRINTER)
    assert two.content() == seen.OutOfService(
        (Trouble.DOCUMENT_PRINTER, Trouble.READER)
    )
    two.troubles(Trouble.READER).shows(seen.Attract)


def test_a_card_and_another_card() -> None:
    stage = Stage(hotline="12345").tell(on.CardSeen())
    assert face(stage.state) == Face(seen.TakeCard(long=False), cancel=False)
    left = replace(stage.state, card_left=True)
    assert face(left) == Face(seen.TakeCard(long=True), cancel=False)
    other = Stage(hotline="0812").identify().answered().tell(on.CardLifted())
    other.put_card("330382195806151095")
    message = seen.Message(Problem.ANOTHER_CARD, None, "0812")
    assert face(other.state) == Face(message, main=MainAction.FINISH, cancel=False)


def test_a_question_is_another_one_by_what_it_asks_and_not_by_what_is_typed() -> None:
    stage = Stage(shape("bill")).choose()
    first_question = question(stage.state)
    assert question(stage.type("12").state) == first_question
    assert question(stage.tap(seen.SwitchLanguage("en")).state) == first_question
    stage.type("34567890123456").tap(seen.Main())
    assert question(stage.state) != first_question
    again = Stage(shape("bill")).choose().tap(seen.Back())
    again.tap(seen.Choose(shape("bill").code))
    assert question(again.state) != first_question  # of the visit after
    review = Stage().identify().answered()
    before = question(review.state)
    later = replace(review.state, visits=7)
    assert question(later) != before
