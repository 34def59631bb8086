"""How money and moments are written, in the reader's zone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login import current_user
from wtforms import Field, Form

from jobs.plumbing import clock


def register(app: Flask) -> None:
    """Give the templates their filters, and the macros to every template and fragment."""
    written: dict[str, Callable[..., Any]] = {
        "money": money,
        "day": day,
        "long_day": long_day,
        "clock_time": clock_time,
        "seconds": seconds,
        "long_time": long_time,
        "ago": ago,
        "wrong_fields": wrong_fields,
    }
    for name, write in written.items():
        app.add_template_filter(write, name)
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("_macros.html").module


def zone() -> ZoneInfo:
    """The signed-in person's zone, UTC for others."""
    return ZoneInfo(current_user.zone if current_user and current_user.is_authenticated else "UTC")


def money(amount: Decimal | None) -> str:
    """Two decimals (more only where more were sent), grouped, with a true minus."""
    if amount is None:
        return ""
    exact = amount.normalize()
    decimals = max(2, -int(exact.as_tuple().exponent))
    return f"{amount:,.{decimals}f}".replace("-", "−")


def day(moment: datetime | date | None) -> str:
    """3 Nov, with its year when it is not this one."""
    if moment is None:
        return ""
    local = _local(moment)
    year = "" if local.year == clock.now().astimezone(zone()).year else f" {local.year}"
    return f"{local.day} {local:%b}{year}"


def long_day(moment: datetime | date | None) -> str:
    """3 November 2026."""
    return "" if moment is None else f"{_local(moment).day} {_local(moment):%B %Y}"


def clock_time(moment: datetime | None) -> str:
    """11:03 am."""
    return "" if moment is None else _hours(moment.astimezone(zone()), "%M")


def seconds(moment: datetime | None) -> str:
    """11:03:25 am, for logs and histories."""
    return "" if moment is None else _hours(moment.astimezone(zone()), "%M:%S")


def long_time(moment: datetime | None) -> str:
    """3 November 2026, 11:03:25 am, with the zone's name."""
    return "" if moment is None else f"{long_day(moment)}, {seconds(moment)} {moment.astimezone(zone()):%Z}"


def ago(moment: datetime | None) -> str:
    """How long ago, within a day; the day and time otherwise."""
    if moment is None:
        return ""
    gone = clock.now() - moment
    if gone < timedelta(seconds=-5):
        return f"{day(moment)}, {clock_time(moment)}"
    if gone < timedelta(seconds=10):
        return "just now"
    if gone < timedelta(minutes=1):
        return f"{int(gone.total_seconds())} s ago"
    if gone < timedelta(hours=1):
        return f"{int(gone.total_seconds() // 60)} min ago"
    if gone < timedelta(days=1):
        return f"{int(gone.total_seconds() // 3600)} h ago"
    return f"{day(moment)}, {clock_time(moment)}"


def wrong_fields(form: Form) -> list[Field]:
    """The fields of a refused form that carry a message."""
    return [field for field in form if field.errors and field.name != "csrf_token"]


def _local(moment: datetime | date) -> Any:
    return moment.astimezone(zone()) if isinstance(moment, datetime) else moment


def _hours(local: datetime, rest: str) -> str:
    return f"{local.hour % 12 or 12}:{local:{rest}} {'am' if local.hour < 12 else 'pm'}"
