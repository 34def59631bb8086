"""Every request that reached a pretended vendor, and the counts that tests judge call budgets by."""

import threading
from collections import Counter, deque
from datetime import datetime
from typing import Any

from jobs.sandbox import clock
from jobs.sandbox.wire import Request

KEPT = 20_000
# Values of these never enter the log.
SECRET = ("authorization", "secret", "cookie", "password")


class RequestLog:
    """The latest requests, oldest first; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._now: Counter[str] = Counter()
        self._most: Counter[str] = Counter()

    def begin(self, request: Request, at: datetime) -> dict[str, Any]:
        """Note that *request* came; the entry gets its status when it is answered (None: never)."""
        entry = {
            "vendor": request.vendor,
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "headers": {name: "•••" if _secret(name) else value for name, value in request.headers.items()},
            "body": "•••" if "/connect/" in request.path else _body(request),
            "status": None,
            "at": clock.text(at),
        }
        with self._lock:
            self._entries.append(entry)
            self._now[request.vendor] += 1
            self._most[request.vendor] = max(self._most[request.vendor], self._now[request.vendor])
        return entry

    def end(self, entry: dict[str, Any], status: int | None) -> None:
        with self._lock:
            entry["status"] = status
            self._now[entry["vendor"]] -= 1

    def entries(self) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(each) for each in self._entries]

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._most.clear()

    def counts(self) -> dict[str, Any]:
        """For each vendor: calls by method, most in any 60 seconds, most at once, how many were answered 429."""
        entries = self.entries()
        return {vendor: self._count(vendor, entries) for vendor in ("xero", "autotask")}

    def _count(self, vendor: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
        mine = [each for each in entries if each["vendor"] == vendor]
        api = [each for each in mine if vendor != "xero" or each["path"].startswith("/api.xro/")]
        return {
            "calls": len(api),
            "all_calls": len(mine),
            "methods": dict(Counter(each["method"] for each in api)),
            "paths": dict(Counter(f"{each['method']} {each['path']}" for each in mine)),
            "most_in_60_seconds": _most_within([clock.instant(each["at"]) for each in api], 60.0),
            "most_at_once": self._most[vendor],
            "answered_429": sum(1 for each in mine if each["status"] == 429),
        }


def _body(request: Request) -> str:
    """The body; of a file only its size."""
    kind = request.headers.get("content-type", "json").lower()
    if "json" in kind or "form" in kind:
        return request.body.decode(errors="replace")
    return f"{len(request.body)} bytes of {kind}" if request.body else ""


def _secret(name: str) -> bool:
    return any(part in name for part in SECRET)


def _most_within(times: list[datetime], seconds: float) -> int:
    """The most calls in any span of that length, wherever it starts: no fixed window can hold more."""
    most, start = 0, 0
    times = sorted(times)
    for end, at in enumerate(times):
        while (at - times[start]).total_seconds() >= seconds:
            start += 1
        most = max(most, end - start + 1)
    return most
