"""Xero's limits per organisation: 60 calls a minute, 5 at once, 1,000 or 5,000 a day; 10,000 a minute per app."""

import math
import threading
from collections import Counter

from jobs.sandbox import clock
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply

MINUTE = 60
DAY = 86_400
AT_ONCE = 5
PER_MINUTE = 60
PER_DAY = 5_000
APP_PER_MINUTE = 10_000


class Limits:
    """Windows are fixed and begin with an organisation's first call, so only Retry-After tells when the next begins."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._now: Counter[str] = Counter()

    def enter(self, tenant: str) -> Reply | None:
        """Count a call that begins; the 429 when it may not. Whoever enters must `leave`."""
        with self._lock, self._world.lock("xero"):
            day, minute, app = self._windows(tenant)
            if day["used"] >= self._most("day_limit", PER_DAY):
                return self._refused("day", self._left(day, DAY))
            if minute["used"] >= self._most("minute_limit", PER_MINUTE):
                return self._refused("minute", self._left(minute, MINUTE))
            if app["used"] >= APP_PER_MINUTE:
                return self._refused("appminute", self._left(app, MINUTE))
            if self._now[tenant] >= AT_ONCE:
                return self._refused("concurrent", None)
            self._now[tenant] += 1
            table = self._world.table("xero.windows")
            for name, row in ((f"day {tenant}", day), (f"minute {tenant}", minute), ("app", app)):
                table[name] = {**row, "used": row["used"] + 1}
            return None

    def leave(self, tenant: str) -> None:
        with self._lock:
            self._now[tenant] -= 1

    def headers(self, tenant: str) -> dict[str, str]:
        """What every answer tells of what is left."""
        with self._world.lock("xero"):
            day, minute, app = self._windows(tenant)
        return {
            "X-DayLimit-Remaining": str(max(0, self._most("day_limit", PER_DAY) - day["used"])),
            "X-MinLimit-Remaining": str(max(0, self._most("minute_limit", PER_MINUTE) - minute["used"])),
            "X-AppMinLimit-Remaining": str(max(0, APP_PER_MINUTE - app["used"])),
        }

    def _windows(self, tenant: str) -> tuple[Row, Row, Row]:
        return (
            self._window(f"day {tenant}", DAY),
            self._window(f"minute {tenant}", MINUTE),
            self._window("app", MINUTE),
        )

    def _window(self, name: str, length: int) -> Row:
        """The window that now lies in; a fresh one where the last is over (or the clock was put back)."""
        now = self._world.now_text()
        row = self._world.table("xero.windows").contents.get(name)
        if row is None or row["begun"] > now:
            return {"begun": now, "used": 0}
        passed = (clock.instant(now) - clock.instant(row["begun"])).total_seconds()
        if passed < length:
            return row
        return {"begun": clock.later(row["begun"], length * (passed // length)), "used": 0}

    def _left(self, window: Row, length: int) -> int:
        end = clock.instant(clock.later(window["begun"], length))
        return max(1, math.ceil((end - self._world.now()).total_seconds()))

    def _most(self, name: str, usual: int) -> int:
        return int(self._world.setting("xero").get(name, usual))

    def _refused(self, problem: str, retry_after: int | None) -> Reply:
        """As recorded: no body. Only minute and day tell when to come back (limits page, read 2026-11)."""
        headers = [("X-Rate-Limit-Problem", problem)]
        if retry_after is not None:
            headers.append(("Retry-After", str(retry_after)))
        return Reply(429, tuple(headers), b"")
