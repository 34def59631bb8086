"""Reads words, days and ids out of an address or a form, whatever was written there."""

from collections.abc import Mapping
from datetime import date

from portal.forms import tidy

LARGEST_ID = 2**63 - 1  # no database has a row beyond
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # no invoice lies outside, and every zone has these days


def words(args: Mapping[str, str], name: str, most: int = 100) -> str:
    """What was written in *name*, on one line and without invisible characters, which PostgreSQL would refuse."""
    return str(tidy(args.get(name, "")))[:most]


def day(args: Mapping[str, str], name: str, wrong: dict[str, str]) -> date | None:
    """The day in *name*; one that cannot be read is reported in *wrong* and left out."""
    text = args.get(name, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        wrong[name] = "Write the day as year-month-day, such as 2026-11-03."
        return None
    if not FIRST_DAY <= found <= LAST_DAY:
        wrong[name] = "Write a day between the years 2000 and 2099."
        return None
    return found


def row_id(text: str) -> int | None:
    """The id of a row that *text* is, None when it is none."""
    return int(text) if text.isdecimal() and len(text) < 20 and int(text) <= LARGEST_ID else None


def position(args: Mapping[str, str], name: str) -> int | None:
    """The id in *name* of the address, None when there is none."""
    return row_id(args.get(name, ""))
