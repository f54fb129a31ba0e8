"""The terminal's current troubles, in terms that matter to a citizen."""

from drivers.base import DeviceStatus, Role, State
from drivers.errors import Reason
from view import CardProblem, Trouble

ABSENT = DeviceStatus(State.GONE, Reason.NOT_CONFIGURED)
"""The status of a device that this cabinet does not have."""

_PAPER = (Reason.PAPER_OUT,)

_OF_SOME_ITEMS = {
    Role.DOCUMENT_PRINTER: Trouble.DOCUMENT_PRINTER,
    Role.LOCKER: Trouble.LOCKER,
}

CARD_PROBLEMS: dict[Reason, CardProblem] = {
    Reason.CARD_LIFTED: CardProblem.LIFTED,
    Reason.CARD_NOT_SELECTED: CardProblem.LIFTED,
    Reason.CARD_NOT_AUTHENTIC: CardProblem.NOT_AUTHENTIC,
    Reason.CARD_REFUSES_SAM: CardProblem.NOT_AUTHENTIC,
    Reason.CARD_DATA_INVALID: CardProblem.NOT_AUTHENTIC,
    Reason.CARD_TYPE_UNKNOWN: CardProblem.NOT_ACCEPTED,
}
"""A card reader's reason, and the problem shown to the citizen; otherwise `unreadable`.
"""


def device_troubles(statuses: dict[Role, DeviceStatus]) -> frozenset[Trouble]:
    """Return what the devices' states mean for citizens.

    If a device that every visit needs is still starting, nothing is served. A device
    that only some items need blocks only those items until it can serve.
    """
    troubles = set()
    for role in (Role.ID_CARD_READER, Role.RECEIPT_PRINTER):
        status = statuses.get(role, ABSENT)
        if status.can_serve:
            continue
        if status.reason is Reason.STARTING:
            troubles.add(Trouble.STARTING)
        elif role is Role.ID_CARD_READER:
            troubles.add(Trouble.READER)
        else:
            troubles.add(paper_trouble(status.reason))
    for role, trouble in _OF_SOME_ITEMS.items():
        if not statuses.get(role, ABSENT).can_serve:
            troubles.add(trouble)
    return frozenset(troubles)


def paper_trouble(reason: Reason) -> Trouble:
    """Return what a printer's reason means for a citizen."""
    return Trouble.PAPER if reason in _PAPER else Trouble.PRINTER


def card_problem(reason: Reason) -> CardProblem:
    """Return what a card reader's reason means for a citizen."""
    return CARD_PROBLEMS.get(reason, CardProblem.UNREADABLE)
