"""`review`: what the main button goes on to is what comes next."""

from support.flow import NAME, NUMBER, Stage, bill, item, shape

import view as seen
from contract.model import Applicant
from kiosk.flow import actions as do


def main(stage: Stage) -> seen.MainAction | None:
    stage.shows(seen.Review)
    return stage.view.main


def test_it_pays_where_something_is_to_be_paid() -> None:
    stage = Stage(shape("contribution")).identify().answered(bill=bill())
    assert main(stage) is seen.MainAction.PAY
    stage.tap(seen.Main())
    assert stage.last(do.RequestPayment).amount == 12_345


def test_it_does_not_pay_where_nothing_is() -> None:
    stage = Stage(shape("contribution")).identify().answered()
    assert main(stage) is seen.MainAction.CONTINUE
    stage.tap(seen.Main())
    assert stage.count(do.RequestPayment) == 0


def test_it_prints_where_a_document_follows() -> None:
    stage = Stage(shape("certificate")).identify().answered()
    assert main(stage) is seen.MainAction.PRINT
    stage.tap(seen.Main())
    assert stage.count(do.IssueDocument) == 1


def test_it_prints_where_the_receipt_is_all() -> None:
    assert main(Stage(item()).identify().answered()) is seen.MainAction.PRINT


def test_it_prints_nothing_where_nothing_is_ready_to_be_collected() -> None:
    stage = Stage(shape("collect")).choose()
    stage.tap(seen.UseCode()).type("7K3M9QXA").tap(seen.Main())
    stage.answered(holder=Applicant(number=NUMBER, name=NAME))
    assert main(stage) is seen.MainAction.CONTINUE


def test_an_item_about_nobody_names_nobody() -> None:
    stage = Stage(item(identify="none", steps=("fetch", "review", "rate"))).choose()
    assert stage.answered().shows(seen.Review).holder == ""
