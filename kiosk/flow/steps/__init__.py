"""The kinds of steps, a module each, and the table of them."""

from contract.service_item import ServiceItem, StepKind
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
from kiosk.flow.visit import Step

STEPS: dict[StepKind, type[Step]] = {
    StepKind.IDENTIFY: IdentifyStep,
    StepKind.FORM: FormStep,
    StepKind.FETCH: FetchStep,
    StepKind.CHOOSE: ChooseStep,
    StepKind.REVIEW: ReviewStep,
    StepKind.DECLARE: DeclareStep,
    StepKind.PAY: PayStep,
    StepKind.PRINT: PrintStep,
    StepKind.RELEASE: ReleaseStep,
    StepKind.SUBMIT: SubmitStep,
    StepKind.RATE: RateStep,
}

_LAST = (
    StepKind.PAY,
    StepKind.PRINT,
    StepKind.RELEASE,
    StepKind.SUBMIT,
    StepKind.RATE,
)
"""Steps that come after all questions, in the definition's own order."""


def plan(item: ServiceItem) -> tuple[type[Step], ...]:
    """Return an item's steps, including the receipt that ends every item."""
    steps = [_step(item, kind) for kind in item.steps if kind not in _LAST]
    steps += [STEPS[kind] for kind in item.steps if kind in _LAST[:-1]]
    steps.append(ReceiptStep)
    if StepKind.RATE in item.steps:
        steps.append(RateStep)
    return tuple(steps)


def _step(item: ServiceItem, kind: StepKind) -> type[Step]:
    """Return a step's class: items with a cell find the document in the manifest."""
    if kind is StepKind.FETCH and StepKind.RELEASE in item.steps:
        return FindHoldingStep
    return STEPS[kind]
