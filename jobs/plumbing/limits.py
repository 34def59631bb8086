"""What a vendor's 429 tells: which of its limits was met, and how long to stay away. No I/O."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime


def wait_told(headers: Mapping[str, str], now: datetime, otherwise: float) -> float:
    """Seconds that Retry-After asks for, as a number or as a date; *otherwise* when it says neither."""
    told = headers.get("Retry-After", "").strip()
    try:
        seconds = float(told) if told.isdecimal() else (parsedate_to_datetime(told) - now).total_seconds()
    except (TypeError, ValueError):
        return otherwise
    return max(1.0, seconds)


def xero_limit(headers: Mapping[str, str], now: datetime) -> tuple[str, float]:
    """Which limit (minute, day, concurrent or appminute), and for how many seconds."""
    # Windows are fixed and begin at another time for each organisation: only Retry-After tells
    # (limits page, read 2026-11).
    scope = headers.get("X-Rate-Limit-Problem", "minute").lower()
    return scope, wait_told(headers, now, 5.0 if scope == "concurrent" else 60.0)
