"""Turns a page's rows into records at full speed, whatever the case of their names. No I/O."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Raw, Struct

from jobs.autotask.names import camel, letters


class Reader:
    """Reads records of one kind in one spelling: decoded by msgspec in one go, amounts straight into Decimal."""

    def __init__(self, kind: type[Struct], spelling: Sequence[str]) -> None:
        sent = {letters(name): name for name in spelling}
        # Every field may be null or absent: both mean that Autotask holds no value, or was not asked for it.
        fields = [(field.name, field.type | None, None) for field in msgspec.structs.fields(kind)]
        renamed = {name: sent.get(letters(name), camel(name)) for name, *_ in fields}
        wire = msgspec.defstruct(f"{kind.__name__}AsSent", fields, rename=renamed, gc=False)
        self.kind = kind
        self.decode = msgspec.json.Decoder(list[wire]).decode  # type: ignore[valid-type]
        self.defaults = [
            (place, field.default)
            for place, field in enumerate(msgspec.structs.fields(kind))
            if field.default not in (None, msgspec.NODEFAULT)
        ]

    @staticmethod
    @lru_cache(maxsize=64)
    def of(kind: type[Struct], spelling: tuple[str, ...]) -> "Reader":
        return Reader(kind, spelling)

    def read(self, items: Raw) -> list[Any]:
        kind, rows = self.kind, [msgspec.structs.astuple(row) for row in self.decode(items)]
        if self.defaults:
            rows = [self._filled(row) for row in rows]
        found = [kind(*row) for row in rows]
        if any(record.id is None for record in found):  # type: ignore[attr-defined]
            raise ValueError(f"{kind.__name__} without an id")
        return found

    def _filled(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, default in self.defaults:
            if values[place] is None:
                values[place] = default
        return tuple(values)
