"""A citizen's entitlements: the line on the screen, and the visit each one begins."""

from dataclasses import replace

from contract.business_day import business_day
from contract.entitlements import Entitlement, EntitlementKind
from kiosk.flow.move import Move
from kiosk.flow.steps.print import PrintStep
from kiosk.flow.steps.rate import RateStep
from kiosk.flow.steps.receipt import ReceiptStep
from kiosk.flow.visit import Onto, Step, Visit, VisitMove
from view import ComingLine, Language


def line(coming: Entitlement, language: Language) -> ComingLine:
    """Return an entitlement as a line on the screen."""
    return ComingLine(
        title=coming.title.within(language),
        since=business_day(coming.since).isoformat(),
        receipt=coming.kind is EntitlementKind.RECEIPT,
        unclear=coming.kind is EntitlementKind.UNCLEAR_PAYMENT,
    )


def take(visit: Visit, step: Step, coming: Entitlement) -> VisitMove:
    """Turn the visit into one about the entitlement, with a case of its own.

    A payment that is being confirmed can only be shown; the visit is unchanged.
    """
    items = {item.code: item for item in visit.setting.catalogue}
    taken = replace(visit, item=items.get(coming.item, visit.item))
    end = (ReceiptStep, RateStep)
    if coming.kind is EntitlementKind.DOCUMENT and coming.document is not None:
        taken = replace(taken, collecting=(coming.document,))
        return Move(taken, step, to=Onto((type(step), PrintStep, *end)))
    if coming.kind is EntitlementKind.RECEIPT and coming.payment is not None:
        copied = coming.serial is not None
        taken = replace(
            taken, payment=coming.payment, serial=coming.serial, copied=copied
        )
        return Move(taken, step, to=Onto((type(step), *end)))
    return Move(visit, step)
