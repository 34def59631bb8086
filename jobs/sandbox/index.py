"""Finds rows without reading the whole table; made at the first question, kept while the table stays as it is."""

import weakref
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jobs.sandbox.store import Key, Table


@dataclass
class _Made:
    """What was made of one table, good while its count of changes stands."""

    table: "weakref.ref[Table]"
    changes: int
    ordered: list[Any] | None = None
    by_field: dict[str, dict[Any, list[Key]]] = field(default_factory=dict)


_made: dict[int, _Made] = {}


def ordered(table: Table) -> list[Any]:
    """The table's keys, ascending."""
    made = _of(table)
    if made.ordered is None:
        made.ordered = sorted(table.contents)
    return made.ordered


def where(table: Table, field: str, values: Iterable[Any]) -> set[Key]:
    """Keys of the rows whose *field* has one of *values*."""
    made = _of(table)
    if field not in made.by_field:
        found: dict[Any, list[Key]] = defaultdict(list)
        for key, row in table.contents.items():
            found[row.get(field)].append(key)
        made.by_field[field] = found
    index = made.by_field[field]
    return {key for value in values for key in index.get(value, ())}


def _of(table: Table) -> _Made:
    """A table is found by its identity, checked by a weak reference: another world's may get the same address."""
    made = _made.get(id(table))
    if made is None or made.table() is not table or made.changes != table.changes:
        made = _made[id(table)] = _Made(weakref.ref(table), table.changes)
    return made
