"""What stands in an item's way, said before anybody has typed or paid anything."""

import pytest
from support.flow import shape

from kiosk.flow.preflight import availability
from view import Availability, Trouble

OPEN, QUEUED, CLOSED = Availability.OPEN, Availability.QUEUED, Availability.CLOSED


@pytest.mark.parametrize(
    ("name", "trouble", "expected"),
    [
        ("certificate", Trouble.NETWORK, QUEUED),
        ("certificate", Trouble.CENTRAL, QUEUED),
        ("certificate", Trouble.DOCUMENT_PRINTER, QUEUED),
        ("certificate", Trouble.LOCKER, OPEN),
        ("certificate", Trouble.READER, CLOSED),
        ("certificate", Trouble.PAPER, CLOSED),
        ("certificate", Trouble.QUEUE_FULL, CLOSED),
        ("contribution", Trouble.NETWORK, CLOSED),
        ("contribution", Trouble.CENTRAL, CLOSED),
        ("contribution", Trouble.DOCUMENT_PRINTER, OPEN),
        ("fines", Trouble.NETWORK, CLOSED),
        ("pickup", Trouble.NETWORK, OPEN),
        ("pickup", Trouble.CENTRAL, OPEN),
        ("pickup", Trouble.LOCKER, CLOSED),
        ("pickup", Trouble.MANIFEST, CLOSED),
        ("pickup", Trouble.READER, CLOSED),
        ("bill", Trouble.READER, OPEN),
        ("bill", Trouble.NETWORK, QUEUED),
        ("bill", Trouble.MANIFEST, OPEN),
        ("collect", Trouble.READER, OPEN),
        ("collect", Trouble.NETWORK, CLOSED),
        ("collect", Trouble.DOCUMENT_PRINTER, CLOSED),
        ("application", Trouble.NETWORK, OPEN),
        ("application", Trouble.STORAGE, CLOSED),
    ],
)
def test_an_item_is_asked_only_about_what_it_needs(
    name: str, trouble: Trouble, expected: Availability
) -> None:
    found, why = availability(shape(name), frozenset({trouble}))
    assert found is expected
    assert why is (None if expected is OPEN else trouble)


def test_what_closes_an_item_is_told_before_what_delays_it() -> None:
    both = frozenset({Trouble.NETWORK, Trouble.READER})
    assert availability(shape("certificate"), both) == (CLOSED, Trouble.READER)
