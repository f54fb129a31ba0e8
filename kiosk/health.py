"""What is wrong at this terminal now, in words that matter to a citizen."""

from drivers.base import DeviceStatus, Role, State
from drivers.errors import Reason
from kiosk.view import CardProblem, Trouble

ABSENT = DeviceStatus(State.GONE, Reason.NOT_CONFIGURED)
"""How a device is that this cabinet does not have."""

_PAPER = (Reason.PAPER_OUT,)

CARD_PROBLEMS: dict[Reason, CardProblem] = {
    Reason.CARD_LIFTED: CardProblem.LIFTED,
    Reason.CARD_NOT_SELECTED: CardProblem.LIFTED,
    Reason.CARD_NOT_AUTHENTIC: CardProblem.NOT_AUTHENTIC,
    Reason.CARD_REFUSES_SAM: CardProblem.NOT_AUTHENTIC,
    Reason.CARD_DATA_INVALID: CardProblem.NOT_AUTHENTIC,
    Reason.CARD_TYPE_UNKNOWN: CardProblem.NOT_ACCEPTED,
}
"""What the reader says of a card, to what the citizen is told; else `unreadable`."""


def device_troubles(statuses: dict[Role, DeviceStatus]) -> frozenset[Trouble]:
    """What the devices' states mean for citizens, of those that every visit needs."""
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
    return frozenset(troubles)


def paper_trouble(reason: Reason) -> Trouble:
    """What a printer's reason means for a citizen."""
    return Trouble.PAPER if reason in _PAPER else Trouble.PRINTER


def card_problem(reason: Reason) -> CardProblem:
    """What a card's reason means for a citizen."""
    return CARD_PROBLEMS.get(reason, CardProblem.UNREADABLE)
