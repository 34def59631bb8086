"""The work behind billing items, as far as a line's text may tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Stint:
    """A time entry: who worked when and for how long. *notes* are empty where they are not for the customer."""

    who: str
    worked_on: str | None
    hours: Decimal | None
    notes: str = ""


@dataclass(frozen=True)
class Ticket:
    number: str | None
    title: str | None
    opened_on: str | None


@dataclass(frozen=True)
class Work:
    """Both by Autotask's ids; what the lines' template does not show was not read."""

    stints: Mapping[int, Stint] = field(default_factory=dict)
    tickets: Mapping[int, Ticket] = field(default_factory=dict)
