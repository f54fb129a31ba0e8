"""Payments through the real screens: nothing twice, nothing lost, no wrong word."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.journey import Journey
from support.signing import Signing

from kiosk.demo import system as demo_system
from kiosk.demo.citizen import Visit
from kiosk.demo.processes import ROOT
from view import (
    Attract,
    Content,
    Pay,
    PayStage,
    Review,
    StillComing,
)

Begin = Callable[..., Journey]

BILL = Visit("one_stop.bill_payment", False, "li_na", "51041120260000010018")
FINES = Visit("traffic_police.violations", False, "li_na")
CABINET = tuple(
    each
    for each in demo_system.CABINET
    if each in demo_system.NEEDED or each.role == "code_scanner"
)


def at(stage: PayStage) -> Callable[[Content | None], bool]:
    return lambda content: isinstance(content, Pay) and content.stage is stage


def orders(journey: Journey) -> list[dict[str, Any]]:
    """Return the provider's own books."""
    found: list[dict[str, Any]] = journey.provider.do("state")["state"]["orders"]
    return found


def central(journey: Journey, *arguments: str) -> tuple[int, Any]:
    """Run a command on central's books."""
    done = subprocess.run(  # noqa: S603 - our own module
        [
            *(sys.executable, "-m", "central", *arguments, "--json"),
            *("--database", journey.system.database),
            *("--config", str(journey.system.config)),
        ],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    return done.returncode, json.loads(done.stdout)


def states(journey: Journey) -> list[str]:
    return [each["state"] for each in central(journey, "payments")[1]]


def balanced(journey: Journey) -> None:
    """Check that provider, central and terminal agree, once all was delivered."""
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    journey.delivered()
    journey.until(
        lambda: central(journey, "reconcile", "--day", str(today)) == (0, []),
        "books that agree",
    )


def scans(journey: Journey, code: str, there: Callable[[], bool]) -> None:
    """Hold a code to the scanner, repeatedly as people do, until it was read."""

    for _ in range(20):
        journey.controls["code_scanner"].do("scan", text=code)
        if waited(journey, there):
            return
    raise AssertionError("the code was never read")


def ends(journey: Journey, visit: Visit) -> None:
    journey.until(lambda: not at(PayStage.SCAN)(journey.robot.content()), "the money")
    journey.goes(visit, lambda content: isinstance(content, Attract))


def test_paid_by_phone_and_the_books_agree(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(FINES, at(PayStage.SCAN))
    journey.reads("350.00")
    journey.provider.do("pay")
    ends(journey, FINES)
    assert [each["state"] for each in orders(journey)] == ["paid"]
    assert states(journey) == ["approved"]
    balanced(journey)
    # Paid ones are gone; the disputed one is left, and cannot be chosen here.
    journey.goes(FINES, "choose_options")
    assert journey.says("信号灯")
    assert not journey.says("禁令标志")


def test_a_notice_may_be_scanned_instead_of_typed(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(BILL, "ask_field")
    scans(journey, BILL.code, lambda: journey.says("5104 1120 2600 0001 0018"))
    if journey.robot.screen() == "ask_field":
        journey.robot.click("main")
    journey.sees("review")
    journey.reads("4,800.00")


def test_the_citizens_own_code_is_charged_and_the_screens_code_closed(
    begin: Begin,
) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(BILL, at(PayStage.SCAN))
    codes = journey.provider.do("codes")["codes"]
    scans(journey, codes["asks"], lambda: len(orders(journey)) == 2)
    journey.provider.do("pay")
    ends(journey, BILL)
    assert sorted(each["state"] for each in orders(journey)) == ["closed", "paid"]
    assert sorted(states(journey)) == ["approved", "closed"]
    balanced(journey)


def test_a_charge_that_is_unclear_is_waited_for_and_paid_without_a_slip(
    begin: Begin,
) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(BILL, at(PayStage.SCAN))
    unsure = journey.provider.do("codes")["codes"]["unsure"]
    scans(journey, unsure, lambda: len(orders(journey)) == 2)
    journey.until(lambda: at(PayStage.CHARGING)(journey.robot.content()), "the wait")
    journey.provider.do("pay")
    ends(journey, BILL)
    assert sorted(states(journey)) == ["approved", "closed"]
    balanced(journey)


def test_a_code_without_money_is_told_and_can_be_tried_again(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(BILL, at(PayStage.SCAN))
    poor = journey.provider.do("codes")["codes"]["poor"]
    scans(journey, poor, lambda: not at(PayStage.SCAN)(journey.robot.content()))
    journey.until(lambda: at(PayStage.DECLINED)(journey.robot.content()), "the word")
    journey.robot.click("main")
    journey.until(lambda: at(PayStage.SCAN)(journey.robot.content()))
    journey.provider.do("pay")
    ends(journey, BILL)
    assert [each["state"] for each in orders(journey)].count("paid") == 1
    balanced(journey)


def test_when_time_is_up_it_is_closed_first_and_late_money_goes_back(
    begin: Begin,
) -> None:
    journey = begin(cabinet=CABINET, central_service__payments__deadline_s=3)
    journey.provider.do("pay_late")
    journey.goes(BILL, at(PayStage.SCAN))
    journey.until(lambda: at(PayStage.CLOSED)(journey.robot.content()), "the end")
    ends(journey, BILL)
    journey.until(lambda: states(journey) == ["refunded"], "the money back")
    assert [each["state"] for each in orders(journey)] == ["refunded"]
    balanced(journey)


def test_a_close_that_loses_its_race_is_paid(begin: Begin) -> None:
    journey = begin(cabinet=CABINET, central_service__payments__deadline_s=3)
    journey.provider.do("lose_race")
    journey.goes(BILL, at(PayStage.SCAN))
    journey.sees("rate_visit", "printing")
    ends(journey, BILL)
    assert states(journey) == ["approved"]
    balanced(journey)


def test_who_does_not_want_to_pay_can_go_back_and_pay_later(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(BILL, at(PayStage.SCAN))
    journey.robot.click("back")
    journey.sees("review")
    assert [each["state"] for each in orders(journey)] == ["closed"]
    journey.goes(BILL, at(PayStage.SCAN))
    journey.provider.do("pay")
    ends(journey, BILL)
    assert [each["state"] for each in orders(journey)] == ["closed", "paid"]
    balanced(journey)


def test_what_nobody_knows_is_a_slip_and_ends_by_itself(begin: Begin) -> None:
    journey = begin(cabinet=CABINET, central_service__payments__deadline_s=3)
    journey.goes(FINES, at(PayStage.SCAN))
    journey.provider.do("silence", on=True)
    journey.sees("rate_visit", "printing")
    ends(journey, FINES)
    assert len(journey.receipts()) == 1
    assert states(journey) == ["unknown"]
    # It cannot be paid again meanwhile, and the same card is shown its state.
    journey.goes(FINES, lambda content: isinstance(content, StillComing))
    assert journey.says("请勿重复支付")
    journey.goes(FINES, at(PayStage.UNCLEAR))
    ends(journey, FINES)
    journey.provider.do("pay")
    journey.provider.do("silence", on=False)
    journey.until(lambda: states(journey) == ["approved"], "the end of it")
    # Its receipt comes at the next visit, without another payment.
    journey.goes(FINES, lambda content: isinstance(content, StillComing))
    journey.robot.click("collect_0")
    journey.sees("rate_visit")
    ends(journey, FINES)
    assert len(journey.receipts()) == 2
    assert len(orders(journey)) == 1
    balanced(journey)


def test_a_second_callback_changes_nothing(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(BILL, at(PayStage.SCAN))
    journey.provider.do("pay")
    journey.provider.do("duplicate")
    ends(journey, BILL)
    assert states(journey) == ["approved"]
    balanced(journey)


@pytest.mark.parametrize(
    ("code", "stage"),
    [
        ("51041120260000050056", PayStage.REFUSED),  # 0
        ("51041120260000060063", PayStage.REFUSED),  # negative
        ("51041120260000070070", PayStage.REFUSED),  # over the limit
    ],
)
def test_an_amount_that_cannot_be_paid_is_refused(
    begin: Begin, code: str, stage: PayStage
) -> None:
    journey = begin(cabinet=CABINET)
    visit = Visit(BILL.service, False, "li_na", code)
    journey.goes(visit, at(stage))
    ends(journey, visit)
    assert orders(journey) == []


def test_a_bill_paid_elsewhere_meanwhile_is_not_paid_again(begin: Begin) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(BILL, lambda content: isinstance(content, Review))
    pay_elsewhere(journey)
    journey.robot.click("main")
    journey.until(lambda: at(PayStage.PAID_BEFORE)(journey.robot.content()))
    ends(journey, BILL)
    assert len(orders(journey)) == 1


def pay_elsewhere(journey: Journey) -> None:
    """Pay the same bill at another terminal, in the name of this one."""
    import httpx

    key = "6f0a2f9e-3f43-4d0e-8b1c-6b1f0e2a9d77"
    wish = {
        "idempotency_key": key,
        "case": key,
        "item": BILL.service,
        "form": {"bill_code": BILL.code},
        "amount": 480_000,
        "provider": "sandbox",
    }
    with httpx.Client(
        base_url=journey.system.central,
        auth=Signing(),
        trust_env=False,
        timeout=60,
    ) as terminal:
        assert terminal.post("/v1/payments", json=wish).status_code == 200
        journey.provider.do("pay")
        path = f"/v1/payments/{key}"
        journey.until(lambda: terminal.get(path).json()["state"] == "approved")


def test_a_receipt_that_cannot_be_printed_is_a_code_on_the_screen_and_comes_later(
    begin: Begin,
) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(FINES, at(PayStage.SCAN))
    journey.printer.do("paper", state="out")
    journey.provider.do("pay")
    journey.sees("paper_trouble")
    content = journey.robot.content()
    url = getattr(content, "receipt_url", None)
    assert url, "the receipt as a code for the phone"
    journey.robot.click("main")
    journey.until(lambda: journey.robot.screen() != "paper_trouble" or True)
    journey.again()  # as after a power cut, with paper put in meanwhile
    journey.reader.do("lift")
    journey.printer.do("refill")
    journey.delivered()
    journey.goes(FINES, lambda content: isinstance(content, StillComing))
    journey.robot.click("collect_0")
    journey.sees("rate_visit")
    ends(journey, FINES)
    assert len(orders(journey)) == 1
    balanced(journey)


def test_another_card_during_a_visit_ends_it_and_shows_nothing_of_it(
    begin: Begin,
) -> None:
    journey = begin(cabinet=CABINET)
    journey.goes(FINES, "choose_options")
    journey.lay_down_instead("zhang_wei")
    journey.sees("message")
    assert not journey.says("3E518")
    assert "3E518" not in journey.everything()
    journey.robot.click("main")
    journey.take_card()


def waited(journey: Journey, holds: Callable[[], bool]) -> bool:
    """Return whether a condition holds within a moment."""
    try:
        journey.robot.wait_until(holds, 2)
    except TimeoutError:
        return False
    return True
