"""What a visit knows of itself, and the order of an item's steps."""

from dataclasses import replace

import pytest
from support.flow import item, shape
from support.steps import PERSON, OneStep, payment

from contract.payment import PaymentState
from kiosk.flow.events import Token
from kiosk.flow.steps import STEPS, plan
from kiosk.flow.steps.choose import ChooseStep
from kiosk.flow.steps.declare import DeclareStep
from kiosk.flow.steps.fetch import FetchStep
from kiosk.flow.steps.form import FormStep
from kiosk.flow.steps.holding import FindHoldingStep
from kiosk.flow.steps.identify import IdentifyStep
from kiosk.flow.steps.pay import PayStep
from kiosk.flow.steps.print import PrintStep
from kiosk.flow.steps.rate import RateStep
from kiosk.flow.steps.receipt import ReceiptStep
from kiosk.flow.steps.release import ReleaseStep
from kiosk.flow.steps.review import ReviewStep
from kiosk.flow.steps.submit import SubmitStep
from kiosk.flow.visit import Step, Visit

Kinds = tuple[type[Step], ...]


@pytest.fixture
def visit() -> Visit:
    return OneStep(FetchStep, item()).visit


def test_each_action_has_a_number_of_its_own(visit: Visit) -> None:
    asking, token = visit.asking()
    assert (asking, token) == (replace(visit, n=2), Token(1, 2))
    other = replace(visit, number=7, n=0)
    assert other.asking()[1] == Token(7, 1)


def test_whom_it_is_about(visit: Visit) -> None:
    assert (visit.person, visit.holder) == (PERSON, "陈*")
    nobody = replace(visit, applicant=None)
    assert nobody.holder == ""
    with pytest.raises(LookupError):
        _ = nobody.person


@pytest.mark.parametrize("state", list(PaymentState))
def test_only_what_was_approved_is_paid(visit: Visit, state: PaymentState) -> None:
    assert not visit.paid
    paying = replace(visit, payment=payment(state))
    assert paying.paid is (state is PaymentState.APPROVED)


ASK: Kinds = (IdentifyStep, FetchStep, ReviewStep)
END: Kinds = (ReceiptStep, RateStep)


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("statement", (IdentifyStep, FormStep, FetchStep, ReviewStep, PrintStep, *END)),
        ("certificate", (*ASK, PrintStep, *END)),
        ("contribution", (*ASK, PayStep, *END)),
        ("fines", (IdentifyStep, FetchStep, ChooseStep, DeclareStep, PayStep, *END)),
        ("pickup", (IdentifyStep, FindHoldingStep, ReleaseStep, *END)),
        ("bill", (FormStep, FetchStep, ReviewStep, PayStep, *END)),
        ("application", (IdentifyStep, FormStep, DeclareStep, SubmitStep, *END)),
        (
            "paid_application",
            (IdentifyStep, FetchStep, DeclareStep, PayStep, SubmitStep, *END),
        ),
        ("paid_print", (*ASK, PayStep, PrintStep, *END)),
    ],
)
def test_every_shape_goes_through_its_steps(name: str, steps: Kinds) -> None:
    assert plan(shape(name)) == steps


def test_every_kind_has_its_step() -> None:
    assert {kind.value: step.__name__ for kind, step in STEPS.items()} == {
        "identify": "IdentifyStep",
        "form": "FormStep",
        "fetch": "FetchStep",
        "choose": "ChooseStep",
        "review": "ReviewStep",
        "declare": "DeclareStep",
        "pay": "PayStep",
        "print": "PrintStep",
        "release": "ReleaseStep",
        "submit": "SubmitStep",
        "rate": "RateStep",
    }
