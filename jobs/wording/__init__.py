"""Every sentence a code stands for: faults with cause and remedy, reasons beside a disposition, lines of the log."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from jobs.wording.faults import FAULTS
from jobs.wording.log import LOG
from jobs.wording.reasons import REASONS

# Values that are money. They are kept as the exact text that was worked out, and read as people write amounts.
MONEY = {"amount", "difference", "lines", "net", "sent", "total", "xero_net", "xero_total"}
EXACT = re.compile(r"-?\d+\.\d+")


class Words(NamedTuple):
    """What happened (a heading), why, what to do, and the name of the one button that does it (None: only a person can)."""

    title: str
    why: str
    what_to_do: str
    remedy: str | None


class _Blank(dict[str, Any]):
    """Values for a sentence; one that is missing reads as unknown instead of failing the page that tells of it."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if key in MONEY and isinstance(value, str) and EXACT.fullmatch(value):
            return f"{Decimal(value):,}".replace("-", "−")
        return value

    def __missing__(self, key: str) -> str:
        return "unknown"


def words(code: str, detail: Mapping[str, Any] | None = None) -> Words:
    """The fault's or warning's words. Raises KeyError for a code nobody has written words for."""
    title, why, what_to_do, remedy = FAULTS[code]
    values = _Blank(detail or {})
    return Words(title.format_map(values), why.format_map(values), what_to_do.format_map(values), remedy)


def sentence(code: str, detail: Mapping[str, Any] | None = None) -> str:
    """The one line of the log, or of a reason beside a disposition, for *code*."""
    values = _Blank(detail or {})
    for table in (LOG, REASONS):
        if code in table:
            return table[code].format_map(values)
    if code in FAULTS:
        return FAULTS[code][0].format_map(values)
    return code.replace("_", " ").capitalize()  # a line of an older version, whose words are gone


def known_codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(FAULTS) | frozenset(LOG) | frozenset(REASONS)
