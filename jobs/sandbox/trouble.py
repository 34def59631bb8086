"""Trouble on request: which call it strikes, and what it does to the call or its reply."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jobs.sandbox import wire
from jobs.sandbox.wire import HangUp, Reply

# What happens to the reply or the connection: one of these at a time strikes a call.
STRIKES = (
    "lost_reply", "drop", "late_commit", "half_batch", "replay_500", "status", "truncated", "html", "empty",
    "missing_element", "reordered", "lost_patch",
)  # fmt: skip
# These go along with any other.
COMPANIONS = ("slow", "lag", "edit", "disconnect", "unordered")
# Answered (or not) without the vendor doing what was asked.
UNDONE = ("drop", "late_commit", "status")
# The vendor's own application does these, told by the request's mark "trouble".
INSIDE = ("half_batch", "replay_500")
MEMBERS = {
    "vendor", "method", "path", "what", "times", "skip", "after", "commits", "status", "headers", "body", "seconds",
    "table", "id", "match", "set", "remove", "when",
}  # fmt: skip
PAGE = b"<!DOCTYPE html><html><head><title>Down for maintenance</title></head><body>Back soon.</body></html>"


@dataclass
class Item:
    """One piece of trouble; *left* None strikes for ever."""

    what: str
    vendor: str | None
    method: str | None
    path: str
    skip: int
    left: int | None
    details: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, vendor: str, method: str, path: str) -> bool:
        if self.what == "lost_patch" and method != "PATCH":
            return False
        return (
            self.vendor in (None, vendor)
            and (self.method is None or self.method.upper() == method)
            and self.path.lower() in path.lower()
        )

    def passes(self) -> bool:
        """True lets this call go unharmed; counts it."""
        if self.skip > 0:
            self.skip -= 1
            return True
        if self.left is None:
            return False
        self.left -= 1
        return self.left < 0


class Troubles:
    """What was asked for and has not struck yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._items: list[Item] = []

    def add(self, asked: Mapping[str, Any]) -> None:
        """Raises ValueError with a sentence when it is no trouble that the sandbox knows."""
        what = asked.get("what")
        if what not in STRIKES + COMPANIONS:
            raise ValueError(f"what must be one of {', '.join(STRIKES + COMPANIONS)}, not {what!r}")
        if unknown := set(asked) - MEMBERS:
            raise ValueError(f"trouble has no {', '.join(sorted(unknown))}")
        item = Item(
            what=what,
            vendor=asked.get("vendor"),
            method=asked.get("method"),
            path=asked.get("path") or "",
            skip=int(asked.get("skip", 0)),
            left=None if asked.get("times", 1) is None else int(asked.get("times", 1)),
            details=dict(asked),
        )
        with self._lock:
            self._items.append(item)

    def clear(self) -> None:
        with self._lock:
            self._items.clear()

    def waiting(self) -> list[dict[str, Any]]:
        with self._lock:
            return [{**each.details, "skip": each.skip, "times": each.left} for each in self._items]

    def strike(self, vendor: str, method: str, path: str) -> "Struck":
        """What strikes this call; counts it."""
        struck: list[Item] = []
        with self._lock:
            for item in self._items:
                taken = item.what in STRIKES and any(each.what in STRIKES for each in struck)
                if not taken and item.fits(vendor, method, path) and not item.passes():
                    struck.append(item)
            self._items = [each for each in self._items if each.left is None or each.left > 0]
        return Struck(tuple(struck))


@dataclass(frozen=True)
class Struck:
    """The trouble of one call."""

    items: tuple[Item, ...] = ()

    @property
    def strike(self) -> Item | None:
        return next((each for each in self.items if each.what in STRIKES), None)

    def marks(self) -> dict[str, Any]:
        """What the vendor's application is told: its own trouble, lag, order of pages, and whether to do nothing."""
        marks: dict[str, Any] = {}
        for item in self.items:
            if item.what in ("slow", "lag"):
                marks[item.what] = marks.get(item.what, 0.0) + float(item.details.get("seconds", 0))
            elif item.what == "unordered":
                marks["unordered"] = True
            elif item.what in INSIDE:
                marks["trouble"] = item.details
            elif item.what in UNDONE:
                marks["hold"] = item.what
        return marks

    def edits(self, when: str) -> list[Mapping[str, Any]]:
        """A person's edits before or after the call (after, when not said)."""
        return [
            each.details for each in self.items if each.what == "edit" and each.details.get("when", "after") == when
        ]

    @property
    def disconnects(self) -> bool:
        return any(each.what == "disconnect" for each in self.items)

    def spoil(self, reply: Reply) -> Reply:
        """The reply as it arrives. Raises HangUp when none does."""
        item = self.strike
        if item is None or item.what in INSIDE:
            return reply
        if item.what in ("lost_reply", "lost_patch", "drop", "late_commit"):
            raise HangUp
        return _spoiled(item, reply)


def _spoiled(item: Item, reply: Reply) -> Reply:
    if item.what == "status":
        return _asked_for(item.details)
    if item.what == "truncated":
        return Reply(reply.status, reply.headers, reply.body, cut=len(reply.body) // 2)
    if item.what == "html":
        return Reply(200, (("Content-Type", "text/html"),), PAGE)
    if item.what == "empty":
        return Reply(200, (("Content-Type", "application/json"),), b"")
    return _rearranged(reply, missing=item.what == "missing_element")


def _asked_for(details: Mapping[str, Any]) -> Reply:
    headers = {name: str(value) for name, value in (details.get("headers") or {}).items()}
    body = details.get("body", "")
    if isinstance(body, str):
        return Reply(int(details["status"]), tuple(headers.items()), body.encode())
    headers.setdefault("Content-Type", "application/json")
    return Reply(int(details["status"]), tuple(headers.items()), wire.encode(body))


def _rearranged(reply: Reply, *, missing: bool) -> Reply:
    """The first list of the reply without its last element, or backwards."""
    try:
        content = wire.decode(reply.body)
    except ValueError:
        return reply
    for name, value in content.items() if isinstance(content, dict) else ():
        if isinstance(value, list):
            changed = {**content, name: value[:-1] if missing else value[::-1]}
            return Reply(reply.status, reply.headers, wire.encode(changed))
    return reply
