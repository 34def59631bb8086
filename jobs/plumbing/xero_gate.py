"""One Xero organisation's budget of calls, shared by all workers: by the minute, at once, and by the day."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from jobs.plumbing import call_log, clock, gate_scripts, limits
from jobs.plumbing.gate import LEASE_MS, Gate
from jobs.plumbing.permits import Permit, Usage
from jobs.plumbing.redis import Redis, RedisError

TIERS = (1000, 5000)  # calls a day: starter, and core and above (Xero limits page, read 2026-11)
DAY_MS = 86_400_000
PARTS = ("epoch", "closed", "minute", "places", "day")


class XeroGate(Gate):
    """Waits rather than fails, and keeps a reserve for people who are clicking."""

    vendor = "Xero"

    def __init__(
        self,
        redis: Redis,
        tenant_id: str,
        *,
        day_limit: int = 5000,
        per_minute: int = 60,
        at_once: int = 5,
        reserve: int = 5,
        window: float = 61.0,
    ) -> None:
        super().__init__(redis, f"xero:{tenant_id}")
        self.day_limit, self.per_minute, self.at_once, self.reserve = day_limit, per_minute, at_once, reserve
        self.window_ms = int(window * 1000)

    def take(self, *, lane: str = "work", wait: float = 5.0) -> Permit:
        """Wait for a place, at most *wait* seconds. Raises RateLimited at once when it would take longer."""
        work = lane != "person"
        per_minute = self.per_minute - (self.reserve if work else 0)
        at_once = max(1, self.at_once - 1) if work else self.at_once

        def attempt(name: str) -> Sequence[Any]:
            most = (self.window_ms, per_minute, at_once, self.day_limit, int(work))
            while (answer := self.run(gate_scripts.TAKE_XERO, PARTS, name, LEASE_MS, *most))[0] < 0:
                self._begin()
            return answer  # type: ignore[no-any-return]

        name = self.enter(attempt, wait)
        permit = Permit(lambda: self.tell(gate_scripts.END_XERO, ["minute", "places"], name, self.window_ms))
        try:
            # Written before the call: a killed process leaves the count too high, never too low.
            call_log.add(self._account, 1, clock.now())
        except BaseException:
            permit.release()
            raise
        return permit

    def _begin(self) -> None:
        """Redis was emptied, or is new: shut for a window, and learn the day's count from the database."""
        # Where nobody has called for a day there is no minute that could be used up: no need to wait.
        spent = call_log.since(self._account, clock.now() - timedelta(days=1))
        told = (secrets.token_hex(8), self.window_ms, LEASE_MS, self.at_once, spent)
        self.run(gate_scripts.BEGIN_XERO, ["epoch", "closed", "minute", "day"], *told)

    def heard(self, headers: Mapping[str, str], status: int) -> None:
        """Learn from a reply: what is left of the day, and how long a 429 shuts the gate."""
        if status == 429:
            scope, seconds = limits.xero_limit(headers, clock.now())
            self.close("closed", seconds, scope)
        left = headers.get("X-DayLimit-Remaining", "")
        if left.isdecimal():
            tiers = sorted({*TIERS, self.day_limit})
            self.tell(gate_scripts.HEAR_DAY, ["day", "places"], left, *tiers)

    def usage(self) -> Usage:
        """How much is used; zeros, and closed, while Redis is away."""
        try:
            now = self.now_ms()
            minute = int(self._redis.zcount(self.key("minute"), now, "+inf"))
            used, began, limit = (
                int(each or 0) for each in self._redis.hmget(self.key("day"), "used", "began", "limit")
            )
            spent = used if now - began < DAY_MS else 0
            return Usage(minute, self.per_minute, spent, limit or self.day_limit, self.closed_until(["closed"], now))
        except RedisError:
            return Usage(0, self.per_minute, 0, self.day_limit, self.away().until)
