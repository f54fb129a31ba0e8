"""The time that offices go by, whatever zone the machine or an instant has."""

from datetime import datetime, timedelta, timezone

# All of China keeps one time, without summer time since 1992.
_SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def local(moment: datetime) -> datetime:
    """The same moment in Asia/Shanghai; `moment` has a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(_SHANGHAI)


def day(moment: datetime) -> str:
    """The day that it is then in Asia/Shanghai, `YYYY-MM-DD`."""
    return local(moment).date().isoformat()
