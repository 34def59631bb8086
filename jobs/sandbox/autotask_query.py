"""Autotask's query language, applied strictly: what it does not know or cannot filter it refuses."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from jobs.sandbox.autotask_fields import Entity, Field
from jobs.sandbox.index import where
from jobs.sandbox.store import Row, Table

MOST = 500

Test = Callable[[Row], bool]


class Refused(Exception):
    """Autotask's words for a request it does not take; it answers them with HTTP 500."""


def lower_keys(found: dict[str, Any]) -> dict[str, Any]:
    """Property names ignore case."""
    return {name.lower(): value for name, value in found.items()}


def compile_filter(entity: Entity, filters: Any) -> Test:
    """One test out of a list of filters, all of which must hold. Raises Refused."""
    if not isinstance(filters, list) or not filters:
        raise Refused("A query must have at least one filter.")
    tests = [_compile(entity, each) for each in filters]
    return lambda row: all(test(row) for test in tests)


def _compile(entity: Entity, raw: Any) -> Test:
    if not isinstance(raw, dict):
        raise Refused("A filter must be an object.")
    found = lower_keys(raw)
    op = str(found.get("op", "")).lower()
    if op in ("and", "or"):
        return _group(entity, op, found.get("items"))
    if unknown := set(found) - {"op", "field", "value", "udf", "items"}:
        raise Refused(f"Unknown filter property {sorted(unknown)[0]}.")
    name = str(found.get("field", ""))
    if found.get("udf"):
        return _compare(op, _udf(name), None, found.get("value"))
    field = entity.field(name)
    if field is None:
        raise Refused(f"Unable to find {name} in the {entity.name} Entity.")
    if not field.filterable:
        raise Refused(f"The field {field.name} of {entity.name} cannot be used in a query.")
    return _compare(op, lambda row: row.get(field.name), field, found.get("value"))


def _group(entity: Entity, op: str, items: Any) -> Test:
    if not isinstance(items, list) or not items:
        raise Refused(f"The operator {op} needs items.")
    if op == "or" and len(items) > MOST:
        raise Refused("A query may have at most 500 OR conditions.")
    tests = [_compile(entity, each) for each in items]
    return (
        (lambda row: any(test(row) for test in tests)) if op == "or" else (lambda row: all(test(row) for test in tests))
    )


def _udf(name: str) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        for each in row.get("userDefinedFields") or []:
            if each["name"].lower() == name.lower():
                return each["value"]
        return None

    return read


def _compare(op: str, read: Callable[[Row], Any], field: Field | None, value: Any) -> Test:
    if op == "exist":
        return lambda row: read(row) not in (None, "")
    if op == "notexist":
        return lambda row: read(row) in (None, "")
    if op in ("in", "notin"):
        return _among(op, read, field, value)
    if value is None:
        raise Refused(f"The operator {op or 'missing'} needs a value.")
    wanted = _typed(field, value)
    if op in ("beginswith", "endswith", "contains"):
        return _text_test(op, read, str(value).lower())
    tests: dict[str, Callable[[Any], bool]] = {
        "eq": lambda found: found == wanted,
        "noteq": lambda found: found != wanted,
        "gt": lambda found: found is not None and found > wanted,
        "gte": lambda found: found is not None and found >= wanted,
        "lt": lambda found: found is not None and found < wanted,
        "lte": lambda found: found is not None and found <= wanted,
    }
    if op not in tests:
        raise Refused(f"Unknown operator {op or '(none)'}.")
    test = tests[op]
    return lambda row: test(_typed(field, read(row)))


def _among(op: str, read: Callable[[Row], Any], field: Field | None, value: Any) -> Test:
    if not isinstance(value, list) or not value:
        raise Refused(f"The operator {op} needs a list of values.")
    if len(value) > MOST:
        raise Refused("A query may have at most 500 OR conditions.")
    wanted = {_typed(field, each) for each in value}
    if op == "in":
        return lambda row: _typed(field, read(row)) in wanted
    return lambda row: _typed(field, read(row)) not in wanted


def _text_test(op: str, read: Callable[[Row], Any], wanted: str) -> Test:
    def test(row: Row) -> bool:
        found = str(read(row) or "").lower()
        if op == "contains":
            return wanted in found
        return found.startswith(wanted) if op == "beginswith" else found.endswith(wanted)

    return test


def _typed(field: Field | None, value: Any) -> Any:
    """A value the way its field compares. Raises Refused when it is of another kind."""
    if value is None or field is None:
        return value
    try:
        match field.kind:
            case "int" | "list":
                return int(value)
            case "decimal":
                return Decimal(str(value))
            case "bool":
                if not isinstance(value, bool):
                    raise ValueError(value)
                return value
            case "date":
                return _moment(str(value))
            case _:
                return str(value).lower()
    except (ValueError, ArithmeticError) as error:
        raise Refused(f"The value {value} cannot be used with the field {field.name}.") from error


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def candidates(table: Table, entity: Entity, filters: list[dict[str, Any]]) -> Iterable[Any]:
    """Ids worth testing: an index serves `eq` and `in` on ids, so that large worlds answer quickly."""
    narrowest: set[Any] | None = None
    for each in filters:
        found = lower_keys(each) if isinstance(each, dict) else {}
        field = entity.field(str(found.get("field", "")))
        op = str(found.get("op", "")).lower()
        if field is None or field.kind != "int" or op not in ("eq", "in") or found.get("udf"):
            continue
        values = found["value"] if op == "in" else [found["value"]]
        hits = {each for each in values if each in table} if field.name == "id" else where(table, field.name, values)
        narrowest = hits if narrowest is None or len(hits) < len(narrowest) else narrowest
    return sorted(table if narrowest is None else narrowest)
