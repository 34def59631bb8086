"""Autotask's query language, applied strictly: what it does not know or cannot filter it refuses."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from operator import ge, gt, le, lt
from typing import Any

from jobs.sandbox.autotask_fields import Entity, Field
from jobs.sandbox.autotask_values import Refused, typed, whole
from jobs.sandbox.index import ordered, where
from jobs.sandbox.store import Row, Table

MOST = 500
MEMBERS = {"op", "field", "value", "udf", "items"}
COMPARISONS = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
TEXT: dict[str, Callable[[str, str], bool]] = {
    "beginswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}

Test = Callable[[Row], bool]
Read = Callable[[Row], Any]


def lower_keys(found: dict[str, Any]) -> dict[str, Any]:
    """Property names ignore case."""
    return {name.lower(): value for name, value in found.items()}


class Filter:
    """One query's filters, all of which must hold. Raises Refused. *udfs*: the names of user-defined fields."""

    def __init__(self, entity: Entity, filters: Any, udfs: Iterable[str] = ()) -> None:
        if not isinstance(filters, list) or not filters:
            raise Refused("A query must have at least one filter.")
        self._entity = entity
        self._udfs = {name.lower() for name in udfs}
        self._udfs_used: set[str] = set()
        self._conditions = 0
        self._tests = [self._compile(each) for each in filters]

    def __call__(self, row: Row) -> bool:
        return all(test(row) for test in self._tests)

    def _compile(self, raw: Any) -> Test:
        if not isinstance(raw, dict):
            raise Refused("A filter must be an object.")
        found = lower_keys(raw)
        if unknown := sorted(set(found) - MEMBERS):
            raise Refused(f"A filter has no property {unknown[0]}.")
        op = str(found.get("op", "")).lower()
        if op in ("and", "or"):
            return self._group(op, found.get("items"))
        name = str(found.get("field", ""))
        field = None if found.get("udf") else self._field(name)
        read = self._udf(name) if field is None else _member(field.name)
        return _condition(op, read, field or UDF, found.get("value"))

    def _group(self, op: str, items: Any) -> Test:
        if not isinstance(items, list) or not items:
            raise Refused(f"The operator {op} needs items.")
        self._conditions += len(items) if op == "or" else 0
        if self._conditions > MOST:
            raise Refused("A query may have at most 500 OR conditions.")
        tests = [self._compile(each) for each in items]
        quantifier = any if op == "or" else all
        return lambda row: quantifier(test(row) for test in tests)

    def _field(self, name: str) -> Field:
        field = self._entity.field(name)
        if field is None:
            raise Refused(f"Unable to find {name} in the {self._entity.name} Entity.")
        if not field.filterable:
            raise Refused(f"The field {field.name} of {self._entity.name} cannot be used in a query.")
        return field

    def _udf(self, name: str) -> Read:
        wanted = name.lower()
        if wanted not in self._udfs:
            raise Refused(f"Unable to find the user-defined field {name} in the {self._entity.name} Entity.")
        self._udfs_used.add(wanted)
        if len(self._udfs_used) > 1:
            raise Refused("A query may use only one user-defined field.")
        return lambda row: next(
            (each["value"] for each in row.get("userDefinedFields") or () if each["name"].lower() == wanted), None
        )


UDF = Field("user-defined field", "text")  # its value is text always


def _member(name: str) -> Read:
    return lambda row: row.get(name)


def _condition(op: str, read: Read, field: Field, value: Any) -> Test:
    if op == "exist":
        return lambda row: read(row) not in (None, "")
    if op == "notexist":
        return lambda row: read(row) in (None, "")
    if op in ("in", "notin"):
        return _among(op, read, field, value)
    if op not in ("eq", "noteq", *COMPARISONS, *TEXT):
        raise Refused(f"Unknown operator {op or '(none)'}.")
    if value is None or isinstance(value, list | dict):
        raise Refused(f"The operator {op} needs one value.")
    wanted = typed(field, value)
    if op in TEXT:
        return _text_test(op, read, field, wanted)
    if op in ("eq", "noteq"):
        return lambda row: (typed(field, read(row)) == wanted) is (op == "eq")
    compare = COMPARISONS[op]
    return lambda row: (found := typed(field, read(row))) is not None and bool(compare(found, wanted))


def _among(op: str, read: Read, field: Field, value: Any) -> Test:
    if not isinstance(value, list) or not value:
        raise Refused(f"The operator {op} needs a list of values.")
    if len(value) > MOST:
        raise Refused("A query may have at most 500 OR conditions.")
    wanted = {typed(field, each) for each in value}
    if None in wanted:
        raise Refused(f"The operator {op} takes no null.")
    return lambda row: (typed(field, read(row)) in wanted) is (op == "in")


def _text_test(op: str, read: Read, field: Field, wanted: str) -> Test:
    if field.kind != "text":
        raise Refused(f"The operator {op} cannot be used with the field {field.name}.")
    test = TEXT[op]
    return lambda row: test(str(read(row) or "").lower(), wanted)


def candidates(table: Table, entity: Entity, filters: list[dict[str, Any]]) -> Iterable[Any]:
    """Ids worth testing, ascending: indexes serve ids, so that large worlds answer quickly."""
    narrowest: set[Any] | None = None
    above = 0
    for each in map(lower_keys, filters):
        field = entity.field(str(each.get("field", "")))
        op = str(each.get("op", "")).lower()
        if field is None or field.kind != "int" or each.get("udf"):
            continue
        if field.name == "id" and op in ("gt", "gte"):
            above = max(above, whole(each["value"]) + (op == "gt"))
        if op in ("eq", "in"):
            values = [whole(value) for value in (each["value"] if op == "in" else [each["value"]])]
            hits = set(values) & table.contents.keys() if field.name == "id" else where(table, field.name, values)
            narrowest = hits if narrowest is None or len(hits) < len(narrowest) else narrowest
    if narrowest is not None:
        return sorted(key for key in narrowest if key >= above)
    keys = ordered(table)
    return keys[bisect_left(keys, above) :] if above else keys
