"""What stands in an item's way, known before a citizen starts.

`troubles` is everything that is wrong at this terminal now; an item is asked only
about what it needs.
"""

from contract.service_item import OfflinePolicy, ServiceItem, StepKind
from view import Availability, Trouble

# Every item ends with a receipt, and every item is written down before it is done.
_ALWAYS_NEEDED: tuple[Trouble, ...] = (
    Trouble.STORAGE,
    Trouble.QUEUE_FULL,
    Trouble.PRINTER,
    Trouble.PAPER,
    Trouble.STARTING,
    Trouble.SEALING_KEY,
)
_AWAY = (Trouble.NETWORK, Trouble.CENTRAL)


def availability(
    item: ServiceItem, troubles: frozenset[Trouble]
) -> tuple[Availability, Trouble | None]:
    """Whether `item` can be done now, and what prevents or delays it."""
    for trouble in _needed(item):
        if trouble in troubles:
            return Availability.CLOSED, trouble
    for trouble in _wanted(item):
        if trouble in troubles:
            return Availability.QUEUED, trouble
    return Availability.OPEN, None


def _needed(item: ServiceItem) -> tuple[Trouble, ...]:
    """Without which nothing of it can be done here."""
    needed = _ALWAYS_NEEDED
    if item.identify == "required":  # else a code serves, which can be typed
        needed += (Trouble.READER,)
    if StepKind.RELEASE in item.steps:
        needed += (Trouble.LOCKER, Trouble.MANIFEST)
    if _asks_central(item) and item.offline is not OfflinePolicy.QUEUE:
        needed += _AWAY
    if StepKind.PRINT in item.steps and _only_collects(item):
        needed += (Trouble.DOCUMENT_PRINTER,)
    return needed


def _wanted(item: ServiceItem) -> tuple[Trouble, ...]:
    """Without which it is accepted here and finished later, or elsewhere."""
    wanted: tuple[Trouble, ...] = ()
    if _asks_central(item) and item.offline is OfflinePolicy.QUEUE:
        wanted += _AWAY
    if StepKind.PRINT in item.steps and not _only_collects(item):
        wanted += (Trouble.DOCUMENT_PRINTER,)
    return wanted


def _asks_central(item: ServiceItem) -> bool:
    """Whether the department answers while the citizen waits, not the manifest."""
    return StepKind.FETCH in item.steps and StepKind.RELEASE not in item.steps


def _only_collects(item: ServiceItem) -> bool:
    """Whether what it prints was made before: a code for it is of no use here."""
    return item.identify == "optional"
