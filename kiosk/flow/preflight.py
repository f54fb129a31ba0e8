"""What stands in an item's way, known before a citizen starts.

`troubles` is everything that is wrong at this terminal now; an item is asked only
about what it needs.
"""

from central.contract.service_item import OfflinePolicy, ServiceItem, StepKind
from kiosk.view import Availability, Trouble

# Every item ends with a receipt, and every item is written down before it is done.
_ALWAYS_NEEDED = (
    Trouble.STORAGE,
    Trouble.QUEUE_FULL,
    Trouble.PRINTER,
    Trouble.PAPER,
    Trouble.STARTING,
)


def availability(
    item: ServiceItem, troubles: frozenset[Trouble]
) -> tuple[Availability, Trouble | None]:
    """Whether `item` can be done now, and what prevents or delays it."""
    needed = list(_ALWAYS_NEEDED)
    if item.identify == "required":  # else a code serves as well
        needed.append(Trouble.READER)
    if StepKind.RELEASE in item.steps:
        needed += [Trouble.LOCKER, Trouble.MANIFEST]
    for trouble in needed:
        if trouble in troubles:
            return Availability.CLOSED, trouble
    # What lies in the cells is known here, and needs no network.
    if StepKind.FETCH in item.steps and item.offline is not OfflinePolicy.CACHED:
        for trouble in (Trouble.NETWORK, Trouble.CENTRAL):
            if trouble in troubles:
                if item.offline is OfflinePolicy.QUEUE:
                    return Availability.QUEUED, trouble
                return Availability.CLOSED, trouble
    if StepKind.PRINT in item.steps and Trouble.DOCUMENT_PRINTER in troubles:
        # Made all the same, and collected at another terminal by its code.
        return Availability.QUEUED, Trouble.DOCUMENT_PRINTER
    return Availability.OPEN, None
