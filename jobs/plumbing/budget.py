"""Call budgets shared by all workers: a gate in Redis per vendor account that waits rather than fails."""

import random
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from jobs.plumbing import call_log, clock
from jobs.plumbing.errors import RateLimited
from jobs.plumbing.permits import Permit, Usage

LEASE_MS = 120_000  # a place held by a killed worker is free again after this
AWAY = timedelta(seconds=15)

# Takes a place: cool-down, then the minute's sliding log, then the places at once, then the day. Redis' own time, moved
# by the tests' offset. Answers {0} or {milliseconds to wait, which limit}.
TAKE = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000) + tonumber(ARGV[1])
local window, minute, places = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local day, lease = tonumber(ARGV[5]), tonumber(ARGV[6])
local epoch = redis.call('GET', KEYS[1])
if not epoch then return {-1, 'epoch', now} end
local closed = redis.call('HMGET', KEYS[2], 'until', 'scope')
if closed[1] and tonumber(closed[1]) > now then return {tonumber(closed[1]) - now, closed[2], now} end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - window)
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
local used = redis.call('ZCARD', KEYS[3])
if used >= minute then
  local first = redis.call('ZRANGE', KEYS[3], used - minute, used - minute, 'WITHSCORES')
  return {tonumber(first[2]) + window - now, 'minute', now}
end
local spent = tonumber(redis.call('HGET', KEYS[5], 'used') or '0')
local began = tonumber(redis.call('HGET', KEYS[5], 'began') or '0')
if now - began >= 86400000 then spent = 0; began = now; redis.call('HSET', KEYS[5], 'began', now) end
if spent >= day then return {began + 86400000 - now, 'day', now} end
if redis.call('ZCARD', KEYS[4]) >= places then return {100, 'concurrent', now} end
redis.call('ZADD', KEYS[3], now, ARGV[7])
redis.call('PEXPIRE', KEYS[3], window * 2)
redis.call('ZADD', KEYS[4], now + lease, ARGV[7])
redis.call('PEXPIRE', KEYS[4], lease * 2)
redis.call('HSET', KEYS[5], 'used', spent + 1)
return {0, tostring(spent + 1), now}
"""


class _Gate:
    """What both vendors' gates share: a place is taken with patience, and given back."""

    vendor = ""

    def __init__(self, redis: Redis, account: str) -> None:
        self._redis, self._account = redis, account
        self._take_script = redis.register_script(TAKE)

    def _key(self, part: str) -> str:
        return f"gate:{self._account}:{part}"

    def _limited(self, wait_ms: float, scope: str) -> RateLimited:
        error = RateLimited(clock.now() + timedelta(milliseconds=wait_ms), scope)
        error.vendor = self.vendor
        return error

    def _away(self) -> RateLimited:
        # Without Redis nothing is sent: who would count?
        return self._limited(AWAY.total_seconds() * 1000, "gate")

    def _wait_for(self, keys: list[str], limits: list[int], wait: float) -> str:
        """Take a place within *wait* seconds; returns its name. Raises RateLimited."""
        until = clock.stopwatch() + wait
        while True:
            name = secrets.token_hex(8)
            try:
                answer = self._take_script(keys=keys, args=[int(clock.offset() * 1000), *limits, LEASE_MS, name])
            except RedisError as error:
                raise self._away() from error
            waiting, scope = int(answer[0]), bytes(answer[1]).decode()
            if waiting == 0:
                self._took()
                return name
            if waiting < 0:
                self._begin_epoch()
                continue
            if clock.stopwatch() + waiting / 1000 > until:
                raise self._limited(waiting, scope)
            clock.pause(waiting / 1000 if scope != "concurrent" else random.uniform(0.02, 0.08))  # noqa: S311 (spread)

    def _took(self) -> None:
        """Called after a place was granted."""

    def _begin_epoch(self) -> None:
        raise NotImplementedError

    def _close(self, milliseconds: float, scope: str) -> None:
        try:
            now = self._now_ms()
            pipe = self._redis.pipeline()
            pipe.hset(self._key("closed"), mapping={"until": int(now + milliseconds), "scope": scope})
            pipe.pexpire(self._key("closed"), int(milliseconds) + 60_000)
            pipe.execute()
        except RedisError:  # nothing is granted without Redis, so nothing is lost
            return

    def _now_ms(self) -> int:
        seconds, micro = self._redis.time()
        return int(seconds * 1000 + micro // 1000 + clock.offset() * 1000)

    def _give_back(self, place: str, name: str) -> None:
        try:
            self._redis.zrem(self._key(place), name)
        except RedisError:  # its lease ends by itself
            return

    def _number(self, key: str, field: str) -> int:
        return int(self._redis.hget(key, field) or 0)


class XeroGate(_Gate):
    """One organisation's budget: calls a minute, at once and a day; a reserve is kept for people who are clicking.

    The window is a second longer than Xero's minute: calls may arrive closer together than they were granted.
    """

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
        kept = 0 if lane == "person" else self.reserve
        places = self.at_once if lane == "person" else max(1, self.at_once - 1)
        day = self._day_limit()
        limits = [self.window_ms, self.per_minute - kept, places, day - (0 if lane == "person" else day // 20)]
        keys = [self._key(part) for part in ("epoch", "closed", "minute", "places", "day")]
        name = self._wait_for(keys, limits, wait)
        return Permit(lambda: self._give_back("places", name))

    def _day_limit(self) -> int:
        try:
            told = self._redis.hget(self._key("day"), "limit")
        except RedisError as error:
            raise self._away() from error
        return int(told) if told else self.day_limit

    def _took(self) -> None:
        # Written before the call: a killed process leaves the count too high, never too low.
        call_log.add(self._account, 1, clock.now())

    def _begin_epoch(self) -> None:
        """Redis was emptied, or is new: shut for a minute, and learn the day's count from the database."""
        spent = call_log.since(self._account, clock.now() - timedelta(days=1))
        try:
            if not self._redis.set(self._key("epoch"), secrets.token_hex(8), nx=True):
                return
            now = self._now_ms()
            self._redis.hset(self._key("day"), mapping={"used": spent, "began": now})
            # Whoever called in the last minute may have used it up; where nobody did, nobody need wait.
            if call_log.since(self._account, clock.now() - timedelta(seconds=120)):
                self._close(self.window_ms, "gate")
        except RedisError as error:
            raise self._away() from error

    def heard(self, headers: Mapping[str, str], status: int) -> None:
        """Learn from a reply: what is left of the day, and how long a 429 shuts the gate."""
        if status == 429:
            # Windows are fixed and begin at another time for each organisation: only Retry-After tells (limits page).
            scope = headers.get("X-Rate-Limit-Problem", "minute").lower()
            self._close(_seconds(headers.get("Retry-After"), 5.0 if scope == "concurrent" else 60.0) * 1000, scope)
        left = headers.get("X-DayLimit-Remaining")
        if left is not None and left.isdecimal():
            self._correct_day(int(left))

    def _correct_day(self, left: int) -> None:
        try:
            key = self._key("day")
            used, limit = self._number(key, "used"), self._day_limit()
            if used + left > limit * 1.2 or left > limit:
                return
            if used + left < limit * 0.5:
                limit = 1000 if used + left <= 1000 else limit
                self._redis.hset(key, "limit", limit)
            if limit - left > used:
                self._redis.hset(key, "used", limit - left)
        except (RedisError, RateLimited):
            return

    def usage(self) -> Usage:
        """How much is used; all zero while Redis is away."""
        try:
            now = self._now_ms()
            minute = int(self._redis.zcount(self._key("minute"), now - self.window_ms, "+inf"))
            day = self._number(self._key("day"), "used")
            until = self._number(self._key("closed"), "until")
            closed = clock.now() + timedelta(milliseconds=until - now) if until > now else None
            return Usage(minute, self.per_minute, day, self._day_limit(), closed)
        except (RedisError, RateLimited):
            return Usage(0, self.per_minute, 0, self.day_limit, clock.now() + AWAY)


class AutotaskGate(_Gate):
    """One Autotask database: three calls at once per endpoint; background work stops at three quarters of the hour."""

    vendor = "Autotask"

    def __init__(self, redis: Redis, ci: int, *, at_once: int = 3, stop_at: float = 0.75) -> None:
        super().__init__(redis, f"autotask:{ci}")
        self.at_once, self.stop_at = at_once, stop_at
        self._narrowed: set[str] = set()

    def take(self, endpoint: str, *, lane: str = "work", wait: float = 30.0) -> Permit:
        """Wait for one of the endpoint's places. Raises RateLimited (hour) for background work once it is full."""
        place = f"places:{endpoint.lower()}"
        at_once = 1 if endpoint.lower() in self._narrowed else self.at_once
        part = "closed" if lane == "work" else "closed-hard"
        keys = [self._key(each) for each in ("epoch", part, f"log:{endpoint.lower()}", place, "calls")]
        name = self._wait_for(keys, [1000, 1_000_000, at_once, 1_000_000_000], wait)
        return Permit(lambda: self._give_back(place, name))

    def _begin_epoch(self) -> None:
        try:
            self._redis.set(self._key("epoch"), secrets.token_hex(8), nx=True)
        except RedisError as error:
            raise self._away() from error

    def heard_threshold(self, used: int, limit: int) -> None:
        """Learn how full the hour is for all integrations of the customer together."""
        try:
            self._redis.hset(self._key("hour"), mapping={"used": used, "limit": limit, "at": self._now_ms()})
        except RedisError:
            return
        if used >= limit * self.stop_at:
            self._close(300_000, "hour")

    def heard(self, status: int, headers: Mapping[str, str]) -> None:
        """A 429 shuts the gate for everybody, people included, as long as Autotask says."""
        if status == 429:
            milliseconds = _seconds(headers.get("Retry-After"), 300.0) * 1000
            self._close(milliseconds, "hour")
            try:
                now = self._now_ms()
                self._redis.hset(self._key("closed-hard"), mapping={"until": int(now + milliseconds), "scope": "hour"})
            except RedisError:
                return

    def narrow(self, endpoint: str) -> None:
        """After Autotask's thread-limit text: one call at once to that endpoint from now on."""
        self._narrowed.add(endpoint.lower())

    def usage(self) -> Usage:
        """The hour's use as last heard, in the day's place."""
        try:
            found: dict[Any, Any] = self._redis.hgetall(self._key("hour"))
            used, limit = int(found.get(b"used", 0)), int(found.get(b"limit", 10_000))
            until, now = self._number(self._key("closed"), "until"), self._now_ms()
            closed: datetime | None = clock.now() + timedelta(milliseconds=until - now) if until > now else None
            return Usage(0, 0, used, limit, closed)
        except RedisError:
            return Usage(0, 0, 0, 10_000, clock.now() + AWAY)


def _seconds(text: str | None, otherwise: float) -> float:
    try:
        return max(1.0, float(text)) if text else otherwise
    except ValueError:
        return otherwise
