"""This version's service items, sorted by rank."""

from kiosk import setup


def test_the_items_of_this_version_are_nine_with_the_most_asked_for_first() -> None:
    items = setup.catalogue()
    assert len(items) == 9
    assert [item.rank for item in items] == sorted({item.rank for item in items})
    assert items[0].code == "social_security.contribution_statement"
