"""Draws twelve months of what went to Xero: the sizes of an inline SVG, and the same numbers as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, TOP, FLOOR, LEFT = 640, 18, 164, 56
MONTHS = 12
STEPS = 4
NICE = (1, 2, 4, 6, 8, 10)  # each has four round quarters


@dataclass(frozen=True)
class Bar:
    """One month: where its bar stands, and what it says."""

    month: date
    count: int
    value: Decimal
    x: float
    y: float
    width: float
    height: float
    middle: float
    is_now: bool
    every_third: bool


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    lines: tuple[tuple[str, float], ...]  # the words and the height of each grid line
    least: Decimal
    most: Decimal

    @property
    def is_empty(self) -> bool:
        return not any(bar.count for bar in self.bars)


def months_back(today: date, count: int = MONTHS) -> list[date]:
    """The first days of the last *count* months, this one last."""
    last = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(last - count + 1, last + 1)]


def draw(totals: Mapping[date, tuple[int, Decimal]], today: date) -> Chart:
    """Lay out the chart; months without documents stand at nothing."""
    months = months_back(today)
    found = [totals.get(month, (0, Decimal(0))) for month in months]
    most = max(value for _, value in found)
    ceiling = _ceiling(most)
    slot = (WIDTH - LEFT) / MONTHS
    bars = []
    for place, (month, (count, value)) in enumerate(zip(months, found, strict=True)):
        height = round(float(max(value, Decimal(0)) / ceiling) * (FLOOR - TOP), 1)
        x = round(LEFT + slot * place + slot * 0.21, 1)
        bars.append(
            Bar(
                month=month,
                count=count,
                value=value,
                x=x,
                y=round(FLOOR - height, 1),
                width=round(slot * 0.58, 1),
                height=height,
                middle=round(x + slot * 0.29, 1),
                is_now=place == MONTHS - 1,
                every_third=place % 3 == 2,
            )
        )
    lines = tuple(
        (_short(ceiling * step / STEPS), round(FLOOR - (FLOOR - TOP) * step / STEPS, 1)) for step in range(STEPS + 1)
    )
    return Chart(tuple(bars), lines, min(value for _, value in found), most)


def _ceiling(most: Decimal) -> Decimal:
    """The round number just above *most*, so that the grid has round numbers too."""
    if most <= 0:
        return Decimal(STEPS)
    power = Decimal(10) ** (most.adjusted())
    return next(nice for nice in (each * power for each in NICE) if nice >= most)


def _short(value: Decimal) -> str:
    """A grid line's words: 250k, 1.5m; the table beside the chart has every number in full."""
    for size, letter in ((Decimal(1_000_000), "m"), (Decimal(1_000), "k")):
        if value >= size:
            return f"{(value / size).normalize():f}{letter}"
    return f"{value.normalize():f}"
