"""Which troubles prevent an item, checked before a citizen starts it.

`troubles` holds everything that is wrong at this terminal now; only those that an item
needs matter to it.
"""

from contract.service_item import OfflinePolicy, ServiceItem, StepKind
from view import Availability, Trouble

# Every item ends with a receipt, and is recorded before it is done.
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
    """Return whether `item` can be done now, and what prevents or delays it."""
    for trouble in _needed(item):
        if trouble in troubles:
            return Availability.CLOSED, trouble
    for trouble in _wanted(item):
        if trouble in troubles:
            return Availability.QUEUED, trouble
    return Availability.OPEN, None


def _needed(item: ServiceItem) -> tuple[Trouble, ...]:
    """Return the troubles that prevent the item here altogether."""
    needed = _ALWAYS_NEEDED
    if item.identify == "required":  # otherwise a code is enough, and it can be typed
        needed += (Trouble.READER,)
    if StepKind.RELEASE in item.steps:
        needed += (Trouble.LOCKER, Trouble.MANIFEST)
    if _asks_central(item) and item.offline is not OfflinePolicy.QUEUE:
        needed += _AWAY
    if StepKind.PRINT in item.steps and _only_collects(item):
        needed += (Trouble.DOCUMENT_PRINTER,)
    return needed


def _wanted(item: ServiceItem) -> tuple[Trouble, ...]:
    """Return the troubles with which the item is accepted here and finished later."""
    wanted: tuple[Trouble, ...] = ()
    if _asks_central(item) and item.offline is OfflinePolicy.QUEUE:
        wanted += _AWAY
    if StepKind.PRINT in item.steps and not _only_collects(item):
        wanted += (Trouble.DOCUMENT_PRINTER,)
    return wanted


def _asks_central(item: ServiceItem) -> bool:
    """Return whether the department answers during the visit, not the manifest."""
    return StepKind.FETCH in item.steps and StepKind.RELEASE not in item.steps


def _only_collects(item: ServiceItem) -> bool:
    """Return whether the item only prints existing documents, without a new code."""
    return item.identify == "optional"
