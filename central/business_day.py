"""Central's clock, and the day that offices go by, whatever zone either has."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """Central's clock."""
    return datetime.now(UTC)


def business_day(moment: datetime) -> date:
    """The day by the calendar in Shanghai; `moment` has a zone."""
    return moment.astimezone(SHANGHAI).date()


def day_begins(day: date) -> datetime:
    """Midnight in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)
