"""Finds rows by a field's value without reading the whole table; made at the first question, kept while rows stay."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from jobs.sandbox.store import Key, Table

Index = dict[Any, list[Key]]

_made: dict[tuple[int, str], tuple[int, Index]] = {}


def where(table: Table, field: str, values: Iterable[Any]) -> set[Key]:
    """Ids of the rows whose *field* has one of *values*."""
    name = (id(table), field)
    if name not in _made or _made[name][0] != table.changes:
        found: Index = defaultdict(list)
        for key, row in table.contents.items():
            found[row.get(field)].append(key)
        _made[name] = (table.changes, found)
    index = _made[name][1]
    return {key for value in values for key in index.get(value, ())}
