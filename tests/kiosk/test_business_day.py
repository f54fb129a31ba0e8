"""Days are those of Shanghai, whatever zone an instant comes in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kiosk import business_day

LAST_SECOND = datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)


def test_a_day_ends_at_midnight_in_shanghai() -> None:
    assert business_day.day(LAST_SECOND) == "2026-10-31"
    assert business_day.day(LAST_SECOND + timedelta(seconds=1)) == "2026-11-01"


def test_the_zone_of_an_instant_makes_no_difference() -> None:
    elsewhere = LAST_SECOND.astimezone(timezone(timedelta(hours=-5)))
    assert business_day.local(elsewhere).isoformat() == "2026-10-31T23:59:59+08:00"


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        business_day.day(LAST_SECOND.replace(tzinfo=None))
