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
    if StepKind.IDENTIFY in item.steps:
        needed.append(Trouble.READER)
    for trouble in needed:
        if trouble in troubles:
            return Availability.CLOSED, trouble
    if StepKind.FETCH in item.steps:
        for trouble in (Trouble.NETWORK, Trouble.CENTRAL):
            if trouble in troubles:
                if item.offline is OfflinePolicy.QUEUE:
                    return Availability.QUEUED, trouble
                return Availability.CLOSED, trouble
    return Availability.OPEN, None
