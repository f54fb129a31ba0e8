"""`submit`: an application is written down whole, or told to be not handed in."""

from support.flow import CASE, Stage, bill, shape
from support.steps import payment

import view as seen
from contract.payment import PaymentState
from kiosk.flow import actions as do
from kiosk.flow import events as on


def submitting() -> Stage:
    stage = Stage(shape("application")).identify()
    stage.tap(seen.PickOption("pension")).tap(seen.Main())
    stage.shows(seen.Declare)
    return stage.tap(seen.Main())


def paid(state: PaymentState = PaymentState.APPROVED) -> Stage:
    """An application whose fee was asked for."""
    stage = Stage(shape("paid_application")).identify().answered(bill=bill())
    stage.tap(seen.Main())
    token = stage.last(do.RequestPayment).token
    return stage.tell(on.PaymentAnswered(token, payment(state)))


def test_an_application_is_written_down_with_what_was_filled_in() -> None:
    stage = submitting()
    assert stage.content() == seen.Submitting("social security（中）")
    request = stage.last(do.QueueRequest)
    assert request.form == {"insurance": "pension"}
    stage.tell(on.RecordStored(request.token, CASE, "7K3M-9QXA"))
    receipt = stage.last(do.PrintReceipt)
    assert (receipt.case, receipt.slip_code) == (CASE, "7K3M-9QXA")
    assert receipt.entered


def test_what_cannot_be_written_down_is_not_handed_in() -> None:
    stage = submitting()
    token = stage.last(do.QueueRequest).token
    stage.tell(on.StoreFailed(token, seen.Trouble.STORAGE))
    assert stage.shows(seen.Message).problem is seen.Problem.CANNOT_STORE
    stage.tap(seen.Main()).shows(seen.TakeCard)
    assert stage.count(do.PrintReceipt) == 0


def test_it_says_what_was_paid_for_it() -> None:
    request = paid().last(do.QueueRequest)
    assert request.payment == payment(PaymentState.APPROVED).payment


def test_what_is_paid_has_its_receipt_whatever_became_of_the_application() -> None:
    stage = paid()
    token = stage.last(do.QueueRequest).token
    stage.tell(on.StoreFailed(token, seen.Trouble.STORAGE))
    assert stage.shows(seen.Message).problem is seen.Problem.PAID_NOT_STORED
    receipt = stage.tap(seen.Main()).last(do.PrintReceipt).paid
    assert receipt is not None
    assert receipt.payment.state is PaymentState.APPROVED


def test_nothing_is_handed_in_while_the_payment_is_unclear() -> None:
    stage = paid(PaymentState.UNKNOWN)
    assert stage.count(do.QueueRequest) == 0
    assert stage.last(do.PrintReceipt).paid is not None
