"""The time that offices go by, whatever zone a machine or an instant has."""

from datetime import UTC, date, datetime, time, timedelta, timezone

# All of China keeps one time, without summer time since 1992.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def utc_now() -> datetime:
    """Now, by this machine's clock."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment in Asia/Shanghai.

    Raises:
        ValueError: `moment` has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(SHANGHAI)


def business_day(moment: datetime) -> date:
    """The day that it is then in Asia/Shanghai; raises as `local` does."""
    return local(moment).date()


def day_begins(day: date) -> datetime:
    """Midnight in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)
