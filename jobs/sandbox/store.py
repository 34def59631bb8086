"""All that the pretended vendors remember: tables in memory, written to one file a moment later."""

import itertools
import sqlite3
import threading
from collections.abc import Callable, ItemsView, Iterator, MutableMapping, ValuesView
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jobs.sandbox import clock, wire
from jobs.sandbox.request_log import RequestLog
from jobs.sandbox.trouble import Troubles

Row = dict[str, Any]
Key = str | int
FLUSH_AFTER = 0.1


class Table(MutableMapping[Key, Row]):
    """Rows by id. A row is replaced, never changed in place: snapshots share rows, and only replacing is noticed."""

    def __init__(self, name: str, changed: Callable[[str, Key], None]) -> None:
        self.name = name
        self.contents: dict[Key, Row] = {}
        self._changed = changed
        self.changes = 0  # what was made from the rows, such as an index, is good while this stands

    def __getitem__(self, key: Key) -> Row:
        return self.contents[key]

    def __setitem__(self, key: Key, row: Row) -> None:
        self.contents[key] = row
        self.changes += 1
        self._changed(self.name, key)

    def __delitem__(self, key: Key) -> None:
        del self.contents[key]
        self.changes += 1
        self._changed(self.name, key)

    def __iter__(self) -> Iterator[Key]:
        return iter(self.contents)

    def __len__(self) -> int:
        return len(self.contents)

    def values(self) -> ValuesView[Row]:
        return self.contents.values()

    def items(self) -> ItemsView[Key, Row]:
        return self.contents.items()

    def change(self, key: Key, **members: Any) -> Row:
        """Replace the row by one with *members* set; returns it."""
        row = {**self.contents[key], **members}
        self[key] = row
        return row


class File:
    """The one file that outlives the process. Not crash-proof against power cuts: it holds pretended data."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS rows (name TEXT, key TEXT, body BLOB, PRIMARY KEY (name, key)) WITHOUT ROWID"
        )

    def read(self) -> Iterator[tuple[str, Key, Row]]:
        for name, key, body in self._connection.execute("SELECT name, key, body FROM rows"):
            yield name, wire.decode(key.encode()), wire.decode(body)

    def write(self, changes: list[tuple[str, Key, Row | None]]) -> None:
        kept = [(name, wire.encode(key).decode(), wire.encode(row)) for name, key, row in changes if row is not None]
        gone = [(name, wire.encode(key).decode()) for name, key, row in changes if row is None]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", kept)
            self._connection.executemany("DELETE FROM rows WHERE name = ? AND key = ?", gone)

    def close(self) -> None:
        self._connection.close()


class World:
    """Both vendors' data, the clock, the trouble that was asked for, and the log of requests.

    Code of one vendor holds `lock(vendor)` while it reads or changes tables. Without a *folder* nothing is written.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.log = RequestLog()
        self.trouble = Troubles()
        self._locks = {"xero": threading.RLock(), "autotask": threading.RLock()}
        self._tables: dict[str, Table] = {}
        self._dirty: set[tuple[str, Key]] = set()
        self._dirty_lock = threading.Lock()
        self._file_lock = threading.Lock()
        self._wake = threading.Event()
        self._closed = threading.Event()
        self._snapshots: dict[str, dict[str, dict[Key, Row]]] = {}
        self.restores = 0
        self._numbers = itertools.count(1)
        self._file: File | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._open(folder / "sandbox.db")

    def _open(self, path: Path) -> None:
        self._file = File(path)
        for name, key, row in self._file.read():
            self.table(name).contents[key] = row
        threading.Thread(target=self._keep_writing, name="sandbox-writer", daemon=True).start()

    def table(self, name: str) -> Table:
        """The table of that name, made when it is first asked for."""
        return self._tables.get(name) or self._tables.setdefault(name, Table(name, self._changed))

    def lock(self, vendor: str) -> threading.RLock:
        return self._locks[vendor]

    def now(self) -> datetime:
        """The sandbox's present instant, aware, in UTC."""
        return clock.real_now() + timedelta(seconds=float(self.setting("clock").get("offset", 0)))

    def now_text(self) -> str:
        return clock.text(self.now())

    def advance(self, seconds: float) -> None:
        self.set("clock", offset=float(self.setting("clock").get("offset", 0)) + seconds)

    def setting(self, name: str) -> Row:
        """What the sandbox keeps of itself under *name*: clock, latency, ports; empty when never set."""
        return self.table("sandbox.settings").contents.get(name, {})

    def set(self, name: str, **members: Any) -> None:
        self.table("sandbox.settings")[name] = {**self.setting(name), **members}

    def snapshot(self) -> str:
        """Remember all tables as they are; returns the name to restore them by."""
        name = f"s{next(self._numbers)}"
        with self._locks["xero"], self._locks["autotask"]:
            self._snapshots[name] = {each.name: dict(each.contents) for each in list(self._tables.values())}
        return name

    def restore(self, name: str) -> None:
        """All tables, and with them the clock, as they were; trouble that was asked for since is forgotten."""
        kept = self._snapshots[name]
        with self._locks["xero"], self._locks["autotask"]:
            for table in list(self._tables.values()):
                self._put_back(table, kept.get(table.name, {}))
            self.trouble.clear()
            self.restores += 1

    def _put_back(self, table: Table, rows: dict[Key, Row]) -> None:
        now = table.contents
        different = {key for key, row in rows.items() if now.get(key) is not row} | (now.keys() - rows.keys())
        table.contents = dict(rows)
        table.changes += 1
        for key in different:
            self._changed(table.name, key)

    def _changed(self, name: str, key: Key) -> None:
        if self._file is not None:
            with self._dirty_lock:
                self._dirty.add((name, key))
            self._wake.set()

    def _keep_writing(self) -> None:
        while not self._closed.is_set():
            self._wake.wait()
            self._closed.wait(FLUSH_AFTER)
            self.flush()

    def flush(self) -> None:
        """Write what changed since the last time."""
        with self._file_lock:
            if self._file is None:
                return
            with self._dirty_lock:
                dirty, self._dirty = self._dirty, set()
                self._wake.clear()
            self._file.write([(name, key, self.table(name).contents.get(key)) for name, key in dirty])

    def close(self) -> None:
        """Write the rest and let the file go."""
        self._closed.set()
        self._wake.set()
        self.flush()
        with self._file_lock:
            if self._file is not None:
                self._file.close()
                self._file = None
