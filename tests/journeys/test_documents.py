"""Papers whose printer fails: nothing is lost, a code or the card collects them."""

from collections.abc import Callable

from support.journey import Journey

from kiosk.demo.citizen import Visit
from view import Attract, PaperTrouble, Review

Begin = Callable[..., Journey]

CERTIFICATE = Visit("social_security.participation_certificate", False, "zhang_wei")
COLLECT = Visit("one_stop.collect_result", False, "zhang_wei")


def ends(journey: Journey, visit: Visit) -> None:
    journey.goes(visit, lambda content: isinstance(content, Attract))


def stuck(journey: Journey) -> str:
    """Make a certificate whose printer fails; return the code for it."""
    journey.ready(CERTIFICATE.service)
    journey.goes(CERTIFICATE, lambda content: isinstance(content, Review))
    journey.controls["ipp_printer"].do("paper", state="out")
    journey.robot.click("main")
    journey.sees("paper_trouble")
    content = journey.robot.content()
    assert isinstance(content, PaperTrouble)
    assert content.slip_code is not None
    return content.slip_code


def test_what_could_not_be_printed_is_collected_by_its_code(begin: Begin) -> None:
    journey = begin()
    code = stuck(journey)
    ends(journey, CERTIFICATE)
    journey.controls["ipp_printer"].do("clear")
    journey.delivered()
    journey.ready(COLLECT.service)
    journey.goes(COLLECT, "put_card")
    journey.robot.click("use_code")
    journey.sees("ask_field")
    for character in code.replace("-", ""):
        journey.robot.click(f"key_{character}")
    journey.robot.click("main")
    journey.sees("review")
    ends(journey, COLLECT)
    assert len(journey.documents()) == 1
    journey.delivered()
    # It is printed: nothing is left to collect.
    journey.goes(COLLECT, lambda content: isinstance(content, Review))
    assert journey.says("没有待领取的办理结果")


def test_the_same_card_is_offered_what_could_not_be_printed(begin: Begin) -> None:
    journey = begin()
    stuck(journey)
    ends(journey, CERTIFICATE)
    journey.controls["ipp_printer"].do("clear")
    journey.delivered()
    journey.ready(CERTIFICATE.service)
    journey.goes(CERTIFICATE, "still_coming")
    journey.robot.click("collect_0")
    journey.sees("rate_visit")
    ends(journey, CERTIFICATE)
    assert len(journey.documents()) == 1
    journey.delivered()
    serials = {entry.serial for entry in journey.journal() if entry.kind == "document"}
    assert len(serials) <= 1


def test_a_printer_that_is_away_is_told_before_and_a_code_is_given(
    begin: Begin,
) -> None:
    journey = begin()
    journey.ready(CERTIFICATE.service)
    journey.controls["ipp_printer"].do("paper", state="out")
    journey.reads("文件打印机")
    journey.goes(CERTIFICATE, "paper_trouble")
    ends(journey, CERTIFICATE)
    assert journey.documents() == []
