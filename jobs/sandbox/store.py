"""The imitated world: plain tables in memory, written through to one file of its own, with snapshots for tests."""

import copy
import json
import pickle
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, MutableMapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from jobs.sandbox.clock import Clock

Row = dict[str, Any]
FLUSH_EVERY = 0.2  # seconds; a killed sandbox forgets no more than this


def dump(value: Any) -> str:
    """JSON with exact numbers."""
    return json.dumps(value, default=lambda each: {"$decimal": str(each)} if isinstance(each, Decimal) else str(each))


def load(text: str) -> Any:
    return json.loads(text, object_hook=_read_decimal)


def _read_decimal(found: dict[str, Any]) -> Any:
    return Decimal(found["$decimal"]) if set(found) == {"$decimal"} else found


class Table(MutableMapping[Any, Row]):
    """Rows by id; assigning or deleting marks the id as to be written. Indexes are kept for the fields asked for."""

    def __init__(self, name: str, world: "World") -> None:
        self.name, self._world = name, world
        self.rows: dict[Any, Row] = {}
        self._indexes: dict[str, dict[Any, set[Any]]] = {}

    def __getitem__(self, key: Any) -> Row:
        return self.rows[key]

    def __setitem__(self, key: Any, row: Row) -> None:
        self._unindex(key)
        self.rows[key] = row
        for field, index in self._indexes.items():
            index[row.get(field)].add(key)
        self._world.touched(self.name, key)

    def __delitem__(self, key: Any) -> None:
        self._unindex(key)
        del self.rows[key]
        self._world.touched(self.name, key)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def change(self, key: Any, **values: Any) -> Row:
        """Replace some values of a row."""
        self[key] = {**self.rows[key], **values}
        return self.rows[key]

    def where(self, field: str, values: Iterable[Any]) -> set[Any]:
        """Ids of the rows whose *field* is one of *values*, by an index that is made at the first question."""
        index = self._indexes.get(field)
        if index is None:
            index = self._indexes[field] = defaultdict(set)
            for key, row in self.rows.items():
                index[row.get(field)].add(key)
        return set().union(*(index.get(value, set()) for value in values)) if values else set()

    def _unindex(self, key: Any) -> None:
        row = self.rows.get(key)
        if row is not None:
            for field, index in self._indexes.items():
                index[row.get(field)].discard(key)

    def replace(self, rows: dict[Any, Row]) -> None:
        self.rows, self._indexes = rows, {}


class World:
    """Both vendors' tables, the clock, the troubles set, and the record of every request."""

    def __init__(self, folder: Path | None = None) -> None:
        self.lock = threading.RLock()
        self._tables: dict[str, Table] = {}
        self._dirty: set[tuple[str, Any]] = set()
        self._snapshots: dict[str, bytes] = {}
        self.requests: list[Row] = []
        self.settings: Row = {"xero_latency": 0.0, "autotask_latency": 0.0, "xero_day_limit": 5000}
        self.clock = Clock()
        self.troubles: list[Row] = []
        self._file: sqlite3.Connection | None = None
        self._flushing = threading.Event()
        if folder is not None:
            self._open(folder)

    def table(self, name: str) -> Table:
        """A table by name, such as xero.invoices or autotask.Companies; made when first asked for."""
        with self.lock:
            if name not in self._tables:
                self._tables[name] = Table(name, self)
            return self._tables[name]

    def names(self) -> list[str]:
        return sorted(self._tables)

    def touched(self, name: str, key: Any) -> None:
        if self._file is not None:
            self._dirty.add((name, key))

    # The file

    def _open(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(folder / "sandbox.db", check_same_thread=False, isolation_level=None)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute("CREATE TABLE IF NOT EXISTS rows (name TEXT, id TEXT, row TEXT, PRIMARY KEY (name, id))")
        for name, key, text in self._file.execute("SELECT name, id, row FROM rows"):
            self.table(name).rows[load(key)] = load(text)
        kept = self.table("sandbox.state").rows.get("clock")
        if kept:
            self.clock = Clock(kept["offset"])
        threading.Thread(target=self._flush_for_ever, name="flush", daemon=True).start()

    def _flush_for_ever(self) -> None:
        while not self._flushing.wait(FLUSH_EVERY):
            self.flush()

    def flush(self) -> None:
        """Write what changed to the file."""
        if self._file is None:
            return
        with self.lock:
            dirty, self._dirty = self._dirty, set()
            texts = [(name, dump(key), self._tables[name].rows.get(key)) for name, key in dirty]
            written = [(name, key, dump(row)) for name, key, row in texts if row is not None]
            gone = [(name, key) for name, key, row in texts if row is None]
        if dirty:
            self._file.execute("BEGIN")
            self._file.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", written)
            self._file.executemany("DELETE FROM rows WHERE name = ? AND id = ?", gone)
            self._file.execute("COMMIT")

    def close(self) -> None:
        self._flushing.set()
        self.flush()

    def keep_clock(self) -> None:
        self.table("sandbox.state")["clock"] = {"offset": self.clock.offset}

    # Snapshots

    def snapshot(self) -> str:
        """Remember everything as it is; returns a name for it."""
        with self.lock:
            name = f"s{len(self._snapshots) + 1}"
            rows = {table: dict(found.rows) for table, found in self._tables.items()}
            self._snapshots[name] = pickle.dumps((rows, self.settings, self.clock.offset), protocol=5)
            return name

    def restore(self, name: str) -> None:
        """Put everything back; the request log and the troubles are emptied."""
        with self.lock:
            rows, settings, offset = pickle.loads(self._snapshots[name])  # noqa: S301 (made by ourselves)
            for table in set(self._tables) | set(rows):
                self.table(table).replace(rows.get(table, {}))
            self.settings = copy.deepcopy(settings)
            self.clock.advance(offset - self.clock.offset)
            self.requests.clear()
            self.troubles.clear()
