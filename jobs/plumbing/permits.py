"""A permit to make one call, and how much of a budget is used."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType


@dataclass(frozen=True)
class Usage:
    """What people see of a budget; *closed_until* when the vendor or a lost Redis has shut it."""

    minute_used: int
    minute_limit: int
    day_used: int
    day_limit: int
    closed_until: datetime | None = None


class Permit:
    """One place among the calls under way; given back once."""

    def __init__(self, give_back: Callable[[], None]) -> None:
        self._give_back: Callable[[], None] | None = give_back

    def release(self) -> None:
        """Give the place back; further times do nothing."""
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            give_back()

    def __enter__(self) -> "Permit":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
