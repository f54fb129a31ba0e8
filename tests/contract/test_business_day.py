"""Days are those of Shanghai, whatever zone an instant comes in."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from contract.business_day import business_day, day_begins, local

LAST_SECOND = datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)


def test_a_day_ends_at_midnight_in_shanghai() -> None:
    assert business_day(LAST_SECOND) == date(2026, 10, 31)
    assert business_day(LAST_SECOND + timedelta(seconds=1)) == date(2026, 11, 1)


def test_a_day_begins_where_the_one_before_has_ended() -> None:
    assert day_begins(date(2026, 11, 1)) == LAST_SECOND + timedelta(seconds=1)


def test_the_zone_of_an_instant_makes_no_difference() -> None:
    elsewhere = LAST_SECOND.astimezone(timezone(timedelta(hours=-5)))
    assert local(elsewhere).isoformat() == "2026-10-31T23:59:59+08:00"


@pytest.mark.parametrize("asked", [business_day, local])
def test_an_instant_without_a_zone_is_a_bug(asked: object) -> None:
    assert callable(asked)
    with pytest.raises(ValueError, match="zone"):
        asked(LAST_SECOND.replace(tzinfo=None))
