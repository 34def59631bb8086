"""Values as Autotask's fields take and compare them; anything else is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from jobs.sandbox.autotask_fields import Field


class Refused(Exception):
    """Autotask's words for a request it does not take; it answers them with HTTP 500."""


def typed(field: Field, value: Any) -> Any:
    """A value the way its field compares. Raises Refused when it is of another kind."""
    if value is None:
        return None
    try:
        return KINDS[field.kind](value)
    except (ValueError, ArithmeticError, TypeError) as error:
        raise Refused(f"The value {value} cannot be used with the field {field.name}.") from error


def whole(value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str):
        return int(value)
    raise ValueError(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _exact(value: Any) -> Decimal:
    found = value if type(value) is Decimal else Decimal(str(value))
    if not found.is_finite():
        raise ValueError(value)
    return found


def moment(value: Any) -> datetime:
    """An instant; without a zone it is UTC, as all times of this interface are."""
    if not isinstance(value, str):
        raise ValueError(value)
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


KINDS: dict[str, Callable[[Any], Any]] = {
    "int": whole,
    "list": whole,
    "decimal": _exact,
    "bool": _truth,
    "date": moment,
    "text": lambda value: str(value).lower(),
}
