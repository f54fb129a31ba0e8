"""Faults: the citizen is shown what to do, nothing is lost, service resumes."""

from collections.abc import Callable

import pytest
from support.journey import Journey

from offline_cache.journal import EffectState

Begin = Callable[..., Journey]


def test_a_card_lifted_too_soon_is_asked_for_again(begin: Begin) -> None:
    journey = begin()
    journey.begin()
    journey.reader.do("fault", kind="lift_mid_read", times=1)
    journey.reader.do("insert", card="li_na")
    journey.reads("没有读到您的身份证")
    assert journey.robot.screen() == "put_card"
    journey.reader.do("lift")
    journey.reader.do("insert", card="li_na")
    journey.sees("confirm_person")


def test_a_card_that_has_expired_begins_nothing_and_the_next_one_does(
    begin: Begin,
) -> None:
    journey = begin()
    journey.begin()
    journey.reader.do("insert", card="expired")
    journey.reads("该证件已过有效期")
    assert journey.robot.screen() == "put_card"
    assert not journey.says("赵旧")
    journey.reader.do("lift")
    journey.reader.do("insert", card="li_na")
    journey.sees("confirm_person")
    assert journey.says("李娜")


def test_an_expired_card_during_anothers_visit_ends_it(begin: Begin) -> None:
    journey = begin()
    journey.identify()
    journey.sees("review")
    journey.lay_down_instead("expired")
    journey.sees("message")
    assert "李娜" not in journey.everything()
    assert "赵旧" not in journey.everything()
    journey.robot.click("main")
    journey.take_card()


def test_a_reply_with_a_wrong_checksum_is_read_again(begin: Begin) -> None:
    journey = begin()
    journey.begin()
    journey.reader.do("fault", kind="checksum", times=1)
    journey.reader.do("insert", card="li_na")
    journey.until(
        lambda: journey.robot.screen() == "confirm_person" or journey.says("再"),
        "the person, or how to go on",
    )


def test_an_unplugged_reader_is_told_and_comes_back(begin: Begin) -> None:
    journey = begin()
    journey.sees("attract")
    journey.reader.do("unplug")
    journey.reads("读卡器故障")  # what needs no card continues
    journey.reader.do("plug")
    journey.until(lambda: not journey.says("读卡器故障"), "the reader")
    journey.begin()
    journey.reader.do("unplug")
    journey.sees("message")
    journey.reader.do("plug")
    journey.sees("put_card")
    journey.reader.do("insert", card="li_na")
    journey.sees("confirm_person")


def test_a_printer_that_is_off_closes_the_tile_and_opens_it_again(
    begin: Begin,
) -> None:
    journey = begin()
    journey.sees("attract")
    journey.printer.do("power", on=False)
    journey.sees("out_of_service")
    journey.printer.do("power", on=True)
    journey.identify()
    journey.sees("review")
    journey.robot.click("main")
    journey.leave()
    assert len(journey.receipts()) == 1


def test_no_paper_is_told_before_anything_is_begun(begin: Begin) -> None:
    journey = begin()
    journey.sees("attract")
    journey.printer.do("paper", state="out")
    journey.sees("out_of_service")
    journey.printer.do("refill")
    journey.sees("attract")


def test_paper_that_ends_in_the_middle_is_known_as_such(begin: Begin) -> None:
    journey = begin()
    journey.identify()
    journey.sees("review")
    journey.printer.do("paper", state="out", after_dots=200)
    journey.robot.click("main")
    journey.sees("paper_trouble")
    outcome = journey.journal()[-1]
    assert outcome.state is EffectState.EFFECT_UNKNOWN
    journey.robot.click("main")  # goes on; nothing is printed a second time
    journey.leave()
    assert journey.robot.screen() == "out_of_service"
    armed = [e for e in journey.journal() if e.state is EffectState.ARMED]
    assert len(armed) == 2, "the document, and one receipt"
    journey.printer.do("refill")
    journey.sees("attract")
    journey.delivered()


def test_paper_that_is_out_when_printing_begins_can_be_tried_again(
    begin: Begin,
) -> None:
    journey = begin()
    journey.identify()
    journey.sees("review")
    journey.printer.do("paper", state="out")
    journey.robot.click("main")
    journey.sees("paper_trouble")
    assert journey.journal()[-1].state is EffectState.FAILED
    journey.printer.do("refill")
    journey.robot.click("main")
    journey.leave()
    armed = [e for e in journey.journal() if e.state is EffectState.ARMED]
    _document, first, second = armed
    assert first.serial == second.serial


@pytest.mark.parametrize("kind", ["error_500", "nonsense", "drop_answer", "silence"])
def test_central_in_trouble_offers_the_queue_and_loses_nothing(
    begin: Begin, kind: str
) -> None:
    journey = begin(
        agent__heartbeat_s=20,  # only the citizen's own query is affected
        central__query_timeout_s=2,
        agent__retry_first_s=0.5,
        agent__retry_max_s=1,
    )
    journey.sees("attract")
    journey.until(lambda: journey.ledger() == [])
    journey.network.do("fault", kind=kind)
    journey.identify()
    journey.sees("offer_queue")
    journey.robot.click("main")
    journey.sees("rate_visit")
    journey.leave()
    journey.network.do("fault", kind="none")
    journey.delivered()
    ledger = journey.ledger()
    assert len({entry["idempotency_key"] for entry in ledger}) == len(ledger) == 3


def test_a_late_answer_offers_a_way_out_and_is_not_shown_to_the_next(
    begin: Begin,
) -> None:
    journey = begin(session__way_out_s=1, central__query_timeout_s=20)
    journey.sees("attract")
    journey.network.do("fault", kind="late", ms=4000)
    journey.identify("chen_rare")
    journey.sees("waiting")
    journey.until(lambda: journey.robot.find("cancel") is not None, "a way out")
    journey.robot.click("cancel")
    journey.take_card()
    journey.network.do("fault", kind="none")
    journey.identify("li_na")
    journey.sees("review")
    assert journey.says("李*")
    assert not journey.says("陈")


def test_a_full_disk_is_told_and_left_by_itself(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = begin()
    journey.sees("attract")
    with monkeypatch.context() as disk:
        disk.setattr("kiosk.runtime.storage.FREE_BYTES", 10**18)
        journey.sees("out_of_service")
    journey.sees("attract")
