"""Picking a document up: card and code, one door, and never handed out twice."""

from collections.abc import Callable

import pytest
from support.journey import Journey

from config.settings import load_settings
from contract.manifest import HoldingState
from kiosk import setup
from kiosk.demo import system as demo_system
from kiosk.demo.citizen import Visit
from offline_cache.manifest import Holding, Manifest
from view import AskField, Attract, Content, DoorStage, FieldProblem, Release

Begin = Callable[..., Journey]

PASSPORT = Visit("exit_entry.passport_pickup", False, "li_na")
CELL = 3
CABINET = tuple(
    each
    for each in demo_system.CABINET
    if each in demo_system.NEEDED or each.role == "locker"
)


def holding(journey: Journey) -> Holding:
    with setup.open_cache(load_settings(journey.system.config)) as cache:
        (found,) = [each for each in Manifest(cache).all() if each.cell == CELL]
        return found


def at(stage: DoorStage) -> Callable[[Content | None], bool]:
    return lambda content: isinstance(content, Release) and content.stage is stage


def stands(journey: Journey, stage: DoorStage) -> None:
    journey.until(lambda: at(stage)(journey.robot.content()), stage)


def ends(journey: Journey) -> None:
    journey.goes(PASSPORT, lambda content: isinstance(content, Attract))


def types(journey: Journey, code: str) -> None:
    for character in code:
        journey.robot.click(f"key_{character}")
    journey.robot.click("main")


def test_five_wrong_codes_lock_it_and_the_right_one_comes_too_late(
    begin: Begin,
) -> None:
    journey = begin(cabinet=CABINET)
    journey.ready(PASSPORT.service)
    journey.goes(PASSPORT, "ask_field")
    for left in (4, 3, 2, 1):
        types(journey, "000000")

        def told(left: int = left) -> bool:
            content = journey.robot.content()
            return isinstance(content, AskField) and (
                content.problem is FieldProblem.WRONG_CODE
                and content.tries_left == left
            )

        journey.until(told, f"{left} tries left")
    types(journey, "000000")
    journey.sees("message")
    ends(journey)
    journey.goes(PASSPORT, "message")  # locked before anything is typed
    ends(journey)
    assert journey.controls["lock_board"].do("state")["state"]["released"] == []


def test_what_was_taken_is_not_handed_out_again(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.ready(PASSPORT.service)
    journey.citizen.go(PASSPORT)
    assert holding(journey).state == HoldingState.RELEASED
    journey.delivered()
    journey.goes(PASSPORT, "message")
    assert journey.says("取走") or journey.says("领取")
    ends(journey)
    assert journey.controls["lock_board"].do("state")["state"]["released"] == [CELL]


def test_what_still_lies_there_can_be_taken_after_all(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.ready(PASSPORT.service)
    journey.goes(PASSPORT, at(DoorStage.TAKEN))
    journey.robot.click("back")  # open it again
    stands(journey, DoorStage.TAKE)
    ends(journey)
    assert holding(journey).state == HoldingState.RELEASED
    released = journey.controls["lock_board"].do("state")["state"]["released"]
    assert released == [CELL, CELL]


def test_a_door_that_sticks_is_told_and_nothing_is_handed_out(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.ready(PASSPORT.service)
    journey.controls["lock_board"].do("stuck", cell=CELL)
    journey.goes(PASSPORT, at(DoorStage.STUCK))
    assert holding(journey).state == HoldingState.LOADED


def test_a_door_left_open_is_an_alarm_and_closes_the_locker_until_it_is_shut(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.effects.door_follower.LEFT_OPEN_S", 2.0)
    journey = begin(cabinet=CABINET)
    journey.ready(PASSPORT.service)
    journey.goes(PASSPORT, at(DoorStage.TAKE))
    journey.sees("take_card")  # the visit is over, even if the person is still there
    assert "李" not in journey.everything()
    journey.reader.do("lift")
    journey.sees("attract")
    assert holding(journey).state == HoldingState.UNCLEAR
    journey.reads("取证柜")  # the tiles say so
    journey.controls["lock_board"].do("close", cell=CELL)
    journey.ready(PASSPORT.service)
