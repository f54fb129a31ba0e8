"""What stands in an item's way, told before anything is begun."""

from typing import Any

import pytest
from support.flow import item

from kiosk.flow.preflight import availability
from kiosk.view import Availability, Trouble

PICKUP: dict[str, Any] = {
    "steps": ("identify", "fetch", "release", "rate"),
    "offline": "cached",
    "assurance": "card_and_code",
}
PAPER: dict[str, Any] = {"steps": ("identify", "fetch", "review", "print", "rate")}
BILL: dict[str, Any] = {"steps": ("identify", "fetch", "review", "pay", "rate")}


@pytest.mark.parametrize(
    ("shape", "trouble", "how"),
    [
        (PICKUP, Trouble.NETWORK, Availability.OPEN),
        (PICKUP, Trouble.LOCKER, Availability.CLOSED),
        (PICKUP, Trouble.MANIFEST, Availability.CLOSED),
        (PICKUP, Trouble.READER, Availability.CLOSED),
        (PAPER, Trouble.DOCUMENT_PRINTER, Availability.QUEUED),
        (PAPER, Trouble.LOCKER, Availability.OPEN),
        (PAPER, Trouble.NETWORK, Availability.QUEUED),
        (PAPER | {"identify": "optional"}, Trouble.READER, Availability.OPEN),
        (BILL, Trouble.NETWORK, Availability.QUEUED),
        (BILL | {"offline": "refuse"}, Trouble.CENTRAL, Availability.CLOSED),
    ],
)
def test_each_item_is_asked_about_what_it_needs(
    shape: dict[str, Any], trouble: Trouble, how: Availability
) -> None:
    found, why = availability(item(**shape), frozenset({trouble}))
    assert found is how
    assert why is (None if how is Availability.OPEN else trouble)
