"""Dates and times in Asia/Shanghai, whatever the time zone of the machine."""

from datetime import UTC, date, datetime, time, timedelta, timezone

# All of China keeps one time, without summer time since 1992.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def utc_now() -> datetime:
    """Return the machine's current time in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """Return the same moment in Asia/Shanghai.

    Raises:
        ValueError: `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(SHANGHAI)


def business_day(moment: datetime) -> date:
    """Return the date of a moment in Asia/Shanghai; raises as `local` does."""
    return local(moment).date()


def day_begins(day: date) -> datetime:
    """Return midnight in Shanghai at the start of a day."""
    return datetime.combine(day, time(), SHANGHAI)
