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


ALWAYS = {
    Trouble.STORAGE,
    Trouble.QUEUE_FULL,
    Trouble.PRINTER,
    Trouble.PAPER,
    Trouble.STARTING,
    Trouble.SEALING_KEY,
}
AWAY = {Trouble.NETWORK, Trouble.CENTRAL}
CARD, PAPER = {Trouble.READER}, {Trouble.DOCUMENT_PRINTER}
CELLS = {Trouble.LOCKER, Trouble.MANIFEST}


@pytest.mark.parametrize(
    ("name", "needed", "wanted"),
    [
        ("statement", CARD, AWAY | PAPER),
        ("certificate", CARD, AWAY | PAPER),
        ("contribution", CARD | AWAY, set()),
        ("fines", CARD | AWAY, set()),
        ("pickup", CARD | CELLS, set()),
        ("bill", set(), AWAY),
        ("collect", AWAY | PAPER, set()),
        ("application", CARD, set()),
        ("paid_application", CARD | AWAY, set()),
        ("paid_print", CARD | AWAY, PAPER),
    ],
)
@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_of_every_shape(
    trouble: Trouble, name: str, needed: set[Trouble], wanted: set[Trouble]
) -> None:
    expected = OPEN
    if trouble in ALWAYS | needed:
        expected = CLOSED
    elif trouble in wanted:
        expected = QUEUED
    why = None if expected is OPEN else trouble
    assert availability(shape(name), frozenset({trouble})) == (expected, why)


def test_of_several_that_close_an_item_the_terminals_own_comes_first() -> None:
    down = frozenset({Trouble.READER, Trouble.NETWORK, Trouble.PAPER})
    assert availability(shape("fines"), down) == (CLOSED, Trouble.PAPER)
    assert availability(shape("fines"), frozenset()) == (OPEN, None)
