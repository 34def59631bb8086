"""Calendar days and instants as the vendors write them, never converted between zones."""

from datetime import UTC, date, datetime, timedelta

# .NET writes its "no date" like this.
_NO_DATE = "0001-01-01"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def calendar_day(text: str | None) -> date | None:
    """Take the day out of a vendor's date: its first ten characters, whatever time or zone follows.

    Autotask writes days as midnights; converting them would move them across a border. None when there is no day.
    """
    day = (text or "").strip()[:10]
    if day == _NO_DATE:
        return None
    try:
        return date.fromisoformat(day) if len(day) == 10 else None
    except ValueError:
        return None


def instant(text: str | None) -> datetime | None:
    """Read a point in time; a missing zone means UTC. None when there is none."""
    if not text or text.startswith(_NO_DATE):
        return None
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def add_days(day: date, days: int) -> date:
    """Go *days* on, not past the calendar's last day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def end_of_month(day: date) -> date:
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def day_of_month(month: date, day: int) -> date:
    """Take that day of the month, or the month's last when it is shorter."""
    last = end_of_month(month)
    return last.replace(day=min(day, last.day))


def spell(day: date, country: str | None) -> str:
    """Write a day as a customer there reads it, the month in letters so that nobody takes it for the day."""
    month = _MONTHS[day.month - 1]
    return f"{month} {day.day}, {day.year}" if country == "US" else f"{day.day} {month} {day.year}"
