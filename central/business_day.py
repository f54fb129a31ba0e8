"""The day that offices go by, whatever zone the machine or an instant has."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def business_day(moment: datetime) -> date:
    """The day by the calendar in Shanghai; `moment` has a zone."""
    return moment.astimezone(SHANGHAI).date()


def day_begins(day: date) -> datetime:
    """Midnight in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)
