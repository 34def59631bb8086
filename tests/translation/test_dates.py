from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.translation import dates


@pytest.mark.parametrize(
    "text",
    ["2026-11-03", "2026-11-03T00:00:00Z", "2026-11-03T00:00:00.000", "2026-11-03T23:59:59+13:00", " 2026-11-03T12"],
)
def test_a_day_is_the_first_ten_characters_and_never_converted(text):
    assert dates.calendar_day(text) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "text", [None, "", "0001-01-01T00:00:00", "03/11/2026", "2026-13-01", "20261103", "2026-02-30"]
)
def test_no_day_is_none(text):
    assert dates.calendar_day(text) is None


def test_an_instant_without_a_zone_is_utc():
    assert dates.instant("2026-11-03T01:02:03") == datetime(2026, 11, 3, 1, 2, 3, tzinfo=UTC)
    assert dates.instant("2026-11-03T01:02:03.5Z") == datetime(2026, 11, 3, 1, 2, 3, 500_000, tzinfo=UTC)
    assert dates.instant("2026-11-03T13:00:00+13:00") == datetime(2026, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize("text", [None, "", "0001-01-01T00:00:00", "yesterday"])
def test_no_instant_is_none(text):
    assert dates.instant(text) is None


def test_days_past_the_calendar_stop_at_its_end():
    assert dates.add_days(date(2026, 12, 30), 3) == date(2027, 1, 2)
    assert dates.add_days(date(2026, 1, 1), 10**9) == date.max
    assert dates.add_days(date(2026, 1, 1), -(10**9)) == date.min


def test_a_short_month_ends_on_its_last_day():
    assert dates.day_of_month(date(2027, 2, 1), 31) == date(2027, 2, 28)
    assert dates.day_of_month(date(2028, 2, 9), 31) == date(2028, 2, 29)


@given(st.dates(max_value=date(9999, 12, 1)))
def test_the_day_after_a_months_end_is_a_first(day):
    assert dates.add_days(dates.end_of_month(day), 1).day == 1
    assert dates.end_of_month(day).month == day.month
