"""One file for each kind of step, and the one table of them."""

from central.contract.service_item import ServiceItem, StepKind
from kiosk.flow.steps.choose import Choose
from kiosk.flow.steps.declare import DeclareStep
from kiosk.flow.steps.fetch import Fetch
from kiosk.flow.steps.form import Form
from kiosk.flow.steps.identify import Identify
from kiosk.flow.steps.pay import PayStep
from kiosk.flow.steps.print import PrintStep
from kiosk.flow.steps.rate import RateStep
from kiosk.flow.steps.receipt import Receipt
from kiosk.flow.steps.release import ReleaseStep
from kiosk.flow.steps.review import Review
from kiosk.flow.steps.submit import Submit
from kiosk.flow.visit import Step

STEPS: dict[StepKind, type[Step]] = {
    StepKind.IDENTIFY: Identify,
    StepKind.FORM: Form,
    StepKind.FETCH: Fetch,
    StepKind.CHOOSE: Choose,
    StepKind.REVIEW: Review,
    StepKind.DECLARE: DeclareStep,
    StepKind.PAY: PayStep,
    StepKind.PRINT: PrintStep,
    StepKind.RELEASE: ReleaseStep,
    StepKind.SUBMIT: Submit,
    StepKind.RATE: RateStep,
}


def plan(item: ServiceItem) -> tuple[type[Step], ...]:
    """The steps of `item`, with the receipt that every item ends with."""
    steps = [STEPS[kind] for kind in item.steps if kind is not StepKind.RATE]
    steps.append(Receipt)
    if StepKind.RATE in item.steps:
        steps.append(RateStep)
    return tuple(steps)
