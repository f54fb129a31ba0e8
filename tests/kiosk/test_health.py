"""What a device's state means for a citizen; an unknown one closes."""

import pytest

from drivers.base import DeviceStatus, Role, State
from drivers.errors import Reason
from kiosk import health
from view import CardProblem, Trouble

WELL = dict.fromkeys(Role, DeviceStatus(State.READY, Reason.OK))


def test_devices_that_can_serve_are_no_trouble() -> None:
    near_end = DeviceStatus(State.WARNING, Reason.PAPER_NEAR_END)
    statuses = WELL | {Role.RECEIPT_PRINTER: near_end}
    assert health.device_troubles(statuses) == frozenset()


@pytest.mark.parametrize(
    ("role", "state", "reason", "trouble"),
    [
        (Role.ID_CARD_READER, State.GONE, Reason.NOT_CONNECTED, Trouble.READER),
        (Role.ID_CARD_READER, State.FAULT, Reason.SAM_FAULT, Trouble.READER),
        (Role.ID_CARD_READER, State.GONE, Reason.NOT_CONFIGURED, Trouble.READER),
        (Role.ID_CARD_READER, State.UNKNOWN, Reason.STARTING, Trouble.STARTING),
        (Role.RECEIPT_PRINTER, State.FAULT, Reason.PAPER_OUT, Trouble.PAPER),
        (Role.RECEIPT_PRINTER, State.FAULT, Reason.COVER_OPEN, Trouble.PRINTER),
        (Role.RECEIPT_PRINTER, State.UNKNOWN, Reason.UNKNOWN, Trouble.PRINTER),
        (Role.RECEIPT_PRINTER, State.GONE, Reason.DRIVER_CRASHED, Trouble.PRINTER),
        (Role.DOCUMENT_PRINTER, State.GONE, Reason.HUNG, Trouble.DOCUMENT_PRINTER),
        (
            Role.DOCUMENT_PRINTER,
            State.FAULT,
            Reason.PAPER_OUT,
            Trouble.DOCUMENT_PRINTER,
        ),
        (Role.LOCKER, State.FAULT, Reason.DOOR_OPEN, Trouble.LOCKER),
        (Role.LOCKER, State.GONE, Reason.NO_ANSWER, Trouble.LOCKER),
        # What only some items need must not close the whole terminal while it starts.
        (
            Role.DOCUMENT_PRINTER,
            State.UNKNOWN,
            Reason.STARTING,
            Trouble.DOCUMENT_PRINTER,
        ),
        (Role.LOCKER, State.UNKNOWN, Reason.STARTING, Trouble.LOCKER),
    ],
)
def test_a_device_that_cannot_serve_is_a_trouble_of_its_own(
    role: Role, state: State, reason: Reason, trouble: Trouble
) -> None:
    statuses = WELL | {role: DeviceStatus(state, reason)}
    assert health.device_troubles(statuses) == {trouble}


def test_what_this_cabinet_does_not_have_is_a_trouble_of_the_items_that_need_it() -> (
    None
):
    bare = {role: WELL[role] for role in (Role.ID_CARD_READER, Role.RECEIPT_PRINTER)}
    missing = {Trouble.DOCUMENT_PRINTER, Trouble.LOCKER}
    assert health.device_troubles(bare) == missing
    assert health.device_troubles({}) == missing | {Trouble.READER, Trouble.PRINTER}


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        (Reason.CARD_LIFTED, CardProblem.LIFTED),
        (Reason.CARD_NOT_AUTHENTIC, CardProblem.NOT_AUTHENTIC),
        (Reason.CARD_TYPE_UNKNOWN, CardProblem.NOT_ACCEPTED),
        (Reason.CARD_UNREADABLE, CardProblem.UNREADABLE),
        (Reason.UNKNOWN, CardProblem.UNREADABLE),
    ],
)
def test_what_a_reader_says_of_a_card_is_told_as_something_to_do(
    reason: Reason, problem: CardProblem
) -> None:
    assert health.card_problem(reason) is problem
