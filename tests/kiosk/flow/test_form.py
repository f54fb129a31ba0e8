"""`form`: one question a screen; what was answered stays, what is wrong is told."""

from typing import Any

import pytest
from support.flow import (
    CASE,
    CHOICE_FIELD,
    CODE_FIELD,
    Stage,
    bill,
    both,
    item,
    shape,
)

import view as seen
from drivers.base import CodeKind, ScannedCode
from kiosk.flow import actions as do
from kiosk.flow import events as on

BILL = "1234567890123456"
AMOUNT = {"name": "amount", "kind": "amount", "label": both("how much"), "most": 10_000}
PLATE = {"name": "plate", "kind": "plate", "label": both("plate")}
NUMBER = {"name": "number", "kind": "citizen_number", "label": both("number")}


def asking(*fields: dict[str, Any], scanner: bool = False) -> Stage:
    """At the first question of an item that asks nothing else before."""
    steps = ("form", "fetch", "review", "rate")
    asks = item(identify="none", steps=steps, form=fields, offline="queue")
    return Stage(asks, scanner=scanner).choose()


def ask(stage: Stage) -> seen.AskField:
    return stage.shows(seen.AskField)


def test_each_question_has_a_screen_and_the_answers_go_to_central() -> None:
    stage = Stage(shape("statement")).identify()
    assert ask(stage).label == "which insurance（中）"
    assert ask(stage).options == (
        seen.FieldChoice("pension", "pension（中）"),
        seen.FieldChoice("medical", "medical（中）"),
    )
    stage.tap(seen.PickOption("medical"))
    assert ask(stage).value == "medical"
    stage.tap(seen.Main())
    assert ask(stage).label == "from（中）"
    assert ask(stage).value == "2025-11"  # twelve months ago
    stage.tap(seen.PickOption("2026-01")).tap(seen.Main())
    assert ask(stage).value == "2026-10"  # the last whole month
    first, last = ask(stage).options
    assert (first.value, last.value) == ("2026-01", "2026-10")
    stage.tap(seen.Main())
    assert stage.last(do.QueryCentral).query.form == {
        "insurance": "medical",
        "from": "2026-01",
        "to": "2026-10",
    }


def test_a_document_is_made_of_what_was_filled_in() -> None:
    stage = Stage(shape("statement")).identify().tap(seen.PickOption("medical"))
    stage.tap(seen.Main()).tap(seen.Main()).tap(seen.Main()).answered()
    stage.tap(seen.Main())
    assert stage.last(do.IssueDocument).form["insurance"] == "medical"


def test_nothing_that_is_not_offered_can_be_picked() -> None:
    stage = asking(CHOICE_FIELD).tap(seen.PickOption("life"))
    assert ask(stage).value == ""


def test_back_goes_to_the_question_before_and_keeps_its_answer() -> None:
    stage = asking(CHOICE_FIELD, AMOUNT).tap(seen.PickOption("pension"))
    stage.tap(seen.Main()).type("12.5").tap(seen.Main()).answered().tap(seen.Back())
    assert ask(stage).value == "12.50"
    stage.tap(seen.Back())
    assert ask(stage).value == "pension"
    stage.tap(seen.Main())
    assert ask(stage).value == "12.50"
    stage.tap(seen.Back()).tap(seen.Back()).shows(seen.ChooseItem)


def test_what_one_has_filled_in_is_not_anothers() -> None:
    stage = Stage(shape("statement")).identify().tap(seen.PickOption("medical"))
    stage.tap(seen.Main()).tap(seen.Back()).tap(seen.Back()).tap(seen.Back())
    stage.shows(seen.PutCard)
    stage.put_card().tap(seen.Main()).coming()
    assert ask(stage).value == ""


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        (CODE_FIELD, "", "empty"),
        (CODE_FIELD, "12345", "too_short"),
        (AMOUNT, "0", "too_little"),
        (AMOUNT, "100.01", "too_much"),
        (AMOUNT, "1.2.3", "malformed"),
        (PLATE, "川D1", "too_short"),
        (PLATE, "川D12I45", "malformed"),
        (NUMBER, "51041119851122317", "too_short"),
        (NUMBER, "510411198511223174", "wrong_check"),
        (NUMBER, "510411198513323175", "no_such_date"),
    ],
)
def test_a_wrong_answer_is_told_and_kept(
    field: dict[str, Any], text: str, why: str
) -> None:
    stage = asking(field).type(text).tap(seen.Main())
    assert ask(stage).problem == why
    assert ask(stage).value == text
    assert stage.count(do.QueryCentral) == 0
    stage.tap(seen.Erase())
    assert ask(stage).problem is None


def test_an_amount_over_the_limit_tells_the_limit() -> None:
    stage = asking(AMOUNT).type("100.01").tap(seen.Main())
    assert ask(stage).limit == 10_000


def test_months_keep_their_order() -> None:
    stage = Stage(shape("statement")).identify().tap(seen.PickOption("pension"))
    stage.tap(seen.Main()).tap(seen.Main()).tap(seen.PickOption("2020-01"))
    assert ask(stage.tap(seen.Main())).problem is seen.FieldProblem.TOO_EARLY
    stage.tap(seen.PickOption("2026-11")).tap(seen.Main())
    assert ask(stage).problem is seen.FieldProblem.TOO_LATE


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (CODE_FIELD, "12ab34", "1234"),
        (NUMBER, "51x9", "51X9"),
        (AMOUNT, "1a2.5-", "12.5"),
        (PLATE, "川d1 2", "川D12"),
        (CODE_FIELD, "1" * 30, "1" * 20),
        (CHOICE_FIELD, "pension", ""),
    ],
)
def test_a_keyboard_has_only_its_own_keys(
    field: dict[str, Any], typed: str, value: str
) -> None:
    assert ask(asking(field).type(typed)).value == value


def test_the_sign_of_fire_and_rescue_is_one_key() -> None:
    stage = asking(PLATE).type("京X1234")
    assert ask(stage.tap(seen.Key("应急"))).value == "京X1234应急"
    assert ask(stage.tap(seen.Erase())).value == "京X1234"
    assert ask(stage.type("5").tap(seen.Key("应急"))).value == "京X12345", "too long"
    assert ask(stage.tap(seen.Key("应试"))).value == "京X12345", "no key"


def test_keys_are_taken_back_one_by_one_or_all_at_once() -> None:
    stage = asking(CODE_FIELD).type("1234").tap(seen.Erase())
    assert ask(stage).value == "123"
    assert ask(stage.tap(seen.Erase(everything=True))).value == ""
    assert ask(stage.tap(seen.Erase())).value == ""


def test_a_code_may_be_scanned() -> None:
    stage = asking(CODE_FIELD, scanner=True)
    assert ask(stage).scan
    stage.scan(BILL)
    assert stage.last(do.QueryCentral).query.form == {"bill_code": BILL}
    assert stage.count(do.StopCode) == 1


def test_a_scanned_code_that_is_none_is_told() -> None:
    stage = asking(CODE_FIELD, scanner=True).type("12").scan("http://x/" * 9)
    assert ask(stage).problem is seen.FieldProblem.MALFORMED
    assert ask(stage).value == "12"


def test_a_certificates_code_pays_nothing() -> None:
    stage = asking(CODE_FIELD, scanner=True).scan(BILL, certificate=True)
    assert ask(stage).problem is seen.FieldProblem.A_CERTIFICATE
    assert stage.count(do.QueryCentral) == 0


def test_a_code_that_could_not_be_read_is_said() -> None:
    stage = asking(CODE_FIELD, scanner=True).type("12")
    stage.tell(on.CodeUnreadable(stage.last(do.ReadCode).token))
    assert ask(stage).problem is seen.FieldProblem.UNREADABLE
    assert ask(stage).value == "12", "what is typed stays"
    assert ask(stage.type("3")).problem is None
    assert stage.count(do.StopCode) == 0


def test_nobody_listens_where_nothing_may_be_scanned() -> None:
    assert asking(CODE_FIELD).count(do.ReadCode) == 0
    assert asking(CHOICE_FIELD, scanner=True).count(do.ReadCode) == 0


def test_a_code_scanned_for_an_earlier_question_answers_no_later_one() -> None:
    second = {**CODE_FIELD, "name": "second"}
    stage = asking(CODE_FIELD, second, scanner=True)
    late = stage.last(do.ReadCode).token
    stage.scan(BILL).tell(on.CodeScanned(late, ScannedCode(CodeKind.UNKNOWN, BILL)))
    assert ask(stage).problem is None
    assert stage.count(do.QueryCentral) == 0


def test_a_second_tap_on_a_question_does_not_answer_the_next() -> None:
    stage = asking(CODE_FIELD, {**CODE_FIELD, "name": "second"}).type(BILL)
    tap = seen.Tap(stage.state.stage, seen.Main())
    stage.tell(on.Tapped(tap)).tell(on.Tapped(tap))
    assert ask(stage).problem is None


def test_without_network_a_bill_is_taken_down_to_be_paid_later() -> None:
    stage = Stage(shape("bill")).troubles(seen.Trouble.NETWORK).choose()
    stage.type(BILL).tap(seen.Main())
    offer = stage.shows(seen.OfferQueue)
    assert (offer.holder, offer.pay_later) == (None, True)
    request = stage.tap(seen.Main()).last(do.QueueRequest)
    assert (request.applicant, request.form) == (None, {"bill_code": BILL})
    stage.tell(on.RecordStored(request.token, CASE, "7K3M-9QXA"))
    assert stage.last(do.PrintReceipt).slip_code == "7K3M-9QXA"
    assert stage.count(do.RequestPayment) == 0


def test_a_bill_is_paid_without_a_person() -> None:
    stage = Stage(shape("bill")).choose().type(BILL).tap(seen.Main())
    stage.answered(bill=bill()).tap(seen.Main())
    request = stage.last(do.RequestPayment)
    assert (request.applicant, request.form) == (None, {"bill_code": BILL})
