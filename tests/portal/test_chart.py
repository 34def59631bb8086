"""The sizes of the month chart."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.chart import FLOOR, TOP, draw, months_back


def test_twelve_months_end_with_this_one() -> None:
    months = months_back(date(2026, 2, 28))
    assert months[0] == date(2025, 3, 1)
    assert months[-1] == date(2026, 2, 1)


@given(st.lists(st.decimals("-99999999", "99999999", places=2), min_size=12, max_size=12))
def test_no_bar_leaves_the_frame(values: list[Decimal]) -> None:
    today = date(2026, 11, 3)
    chart = draw({month: (1, value) for month, value in zip(months_back(today), values, strict=True)}, today)
    for bar in chart.bars:
        assert TOP - 0.1 <= bar.y <= FLOOR
        assert bar.height >= 0


@pytest.mark.parametrize(
    ("most", "words"),
    [
        ("0", ["0", "1", "2", "3", "4"]),
        ("35200", ["0", "10k", "20k", "30k", "40k"]),
        ("312480.15", ["0", "100k", "200k", "300k", "400k"]),
        ("1500000", ["0", "500k", "1m", "1.5m", "2m"]),
    ],
)
def test_grid_lines_are_round(most: str, words: list[str]) -> None:
    today = date(2026, 11, 3)
    assert [word for word, _ in draw({date(2026, 11, 1): (1, Decimal(most))}, today).lines] == words


def test_a_year_without_documents_is_empty() -> None:
    assert draw({}, date(2026, 11, 3)).is_empty
