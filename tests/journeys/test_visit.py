"""A visit from the first touch to the card in the hand, online and offline."""

from collections.abc import Callable

import pytest
from support.journey import ITEM, Journey

from offline_cache.journal import EffectState
from view import Language, RateVisit

Begin = Callable[..., Journey]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_statement_online(begin: Begin, language: Language) -> None:
    journey = begin()
    journey.identify("chen_rare", language)
    journey.sees("review")
    assert journey.says("陈*")
    assert not journey.says("陈𬱖")
    journey.robot.click("main")
    journey.leave()
    assert len(journey.receipts()) == 1
    states = [entry.state for entry in journey.journal()]
    # The document, then the receipt.
    assert states == [EffectState.ARMED, EffectState.CONFIRMED] * 2
    assert len(journey.documents()) == 1
    journey.delivered()
    entries = journey.ledger()
    assert [entry["state"] for entry in entries] == ["completed", *["recorded"] * 3]
    assert {entry["item"] for entry in entries} == {ITEM}
    assert [entry["seq"] for entry in entries] == [1, 2, 3, 4]


def test_a_statement_without_network_arrives_once_when_it_is_back(
    begin: Begin,
) -> None:
    journey = begin()
    journey.sees("attract")
    journey.network.do("cut")
    journey.reads("联网后办理")  # before anything is begun
    journey.identify()
    journey.sees("offer_queue")
    journey.robot.click("main")
    journey.sees("rate_visit")
    assert len(journey.receipts()) == 1
    assert journey.ledger() == []
    journey.leave()
    assert journey.counts().queued + journey.counts().leased == 3
    journey.network.do("restore")
    journey.delivered()
    journey.until(
        lambda: "pending" not in [entry["state"] for entry in journey.ledger()]
    )
    ledger = journey.ledger()
    assert [entry["state"] for entry in ledger].count("ready") == 1
    assert len({entry["idempotency_key"] for entry in ledger}) == len(ledger) == 3
    journey.until(lambda: not journey.says("联网后办理"), "the network on the tile")


def test_who_asks_the_same_twice_without_a_network_has_one_case(begin: Begin) -> None:
    journey = begin()
    journey.ready(ITEM)
    journey.offline()
    codes = []
    for _ in range(2):
        journey.identify()
        journey.sees("offer_queue")
        journey.robot.click("main")
        journey.sees("rate_visit")
        content = journey.robot.content()
        assert isinstance(content, RateVisit)
        codes.append(content.slip_code)
        journey.leave()
    assert codes[0] is not None
    assert codes[0] == codes[1]
    journey.network.do("restore")
    journey.delivered()
    states = [entry["state"] for entry in journey.ledger()]
    assert states.count("pending") + states.count("ready") == 1


def test_nothing_of_the_citizen_is_left_and_the_card_must_be_lifted(
    begin: Begin,
) -> None:
    journey = begin()
    journey.identify("chen_rare")
    journey.sees("review")
    journey.robot.click("cancel")
    journey.sees("take_card")
    journey.robot.press_at(540, 1500)  # where the attract screen's buttons are
    journey.robot.settle()
    assert journey.robot.screen() == "take_card"
    journey.reader.do("lift")
    journey.sees("attract")
    left = journey.everything()
    for canary in ("陈", "𬱖", "5104", "3175"):
        assert canary not in left


def test_a_citizen_who_walks_away_is_asked_and_then_forgotten(begin: Begin) -> None:
    journey = begin(session__idle_s=1, session__idle_prompt_s=2)
    journey.identify()
    journey.sees("review")
    journey.until(journey.robot.asked_for_time, "the question")
    journey.robot.click("more_time")
    journey.until(lambda: not journey.robot.asked_for_time(), "more time")
    assert journey.robot.screen() == "review"
    journey.sees("take_card")
    journey.take_card()


def test_no_card_ends_by_itself(begin: Begin) -> None:
    journey = begin(session__idle_s=1, session__idle_prompt_s=1)
    journey.begin()
    journey.sees("attract")


def test_back_and_cancel_lead_out_at_every_question(begin: Begin) -> None:
    journey = begin()
    journey.begin()
    journey.robot.click("back")
    journey.sees("choose_item")
    journey.robot.click("cancel")
    journey.sees("attract")
    journey.identify()
    journey.sees("review")
    for question in ("截止月份", "起始月份", "险种"):
        journey.robot.click("back")
        journey.reads(question)
    journey.robot.click("back")
    journey.sees("confirm_person")
    journey.robot.click("back")
    journey.sees("put_card")
    journey.robot.click("cancel")
    journey.take_card()
