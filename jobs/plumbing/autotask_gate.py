"""One Autotask database's budget of calls: few at once to each endpoint, and an hour shared with strangers."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from jobs.plumbing import clock, gate_scripts
from jobs.plumbing.gate import LEASE_MS, Gate
from jobs.plumbing.limits import wait_told
from jobs.plumbing.permits import Permit, Usage
from jobs.plumbing.redis import Redis, RedisError

USUAL_HOUR = 10_000
LOOK_AGAIN = 300.0  # seconds; the hour is a rolling one
NARROW = 600.0


class AutotaskGate(Gate):
    """Three calls at once per endpoint over all workers; background work stops at three quarters of the hour."""

    vendor = "Autotask"

    def __init__(self, redis: Redis, ci: int, *, at_once: int = 3, stop_at: float = 0.75) -> None:
        super().__init__(redis, f"autotask:{ci}")
        self.at_once, self.stop_at = at_once, stop_at
        self._ended: dict[str, deque[str]] = {}  # what a series under way has still to give back, by key

    def take(self, endpoint: str, *, lane: str = "work", wait: float = 30.0) -> Permit:
        """Wait for one of the endpoint's places. Raises RateLimited (hour) for background work once it is full."""
        place = _place(endpoint)
        parts = ["closed", "full", place, f"narrow:{endpoint.lower()}"]

        def attempt(name: str) -> Sequence[Any]:
            limits = (LEASE_MS, self.at_once, int(lane != "person"))
            ended = _next(self._ended.get(place))
            return self.run(gate_scripts.TAKE_AUTOTASK, parts, name, *limits, *ended)  # type: ignore[no-any-return]

        name = self.enter(attempt, wait)
        return Permit(lambda: self._end(place, name))

    @contextmanager
    def series(self, endpoint: str) -> Iterator[None]:
        """For calls one after another: inside, taking a place gives back that of a call that has ended, in one step.

        Until then it counts as taken, so leave the series soon after the last call.
        """
        place = _place(endpoint)
        self._ended.setdefault(place, deque())
        try:
            yield
        finally:
            self._give_back(place, list(self._ended.pop(place, ())))

    def _end(self, place: str, name: str) -> None:
        series = self._ended.get(place)
        if series is None:
            self._give_back(place, [name])
        else:
            series.append(name)

    def _give_back(self, place: str, names: Sequence[str]) -> None:
        try:
            if names:
                self._redis.zrem(self.key(place), *names)
        except RedisError:  # they end by themselves
            return

    def heard_threshold(self, used: int, limit: int) -> None:
        """Learn how full the hour is for all integrations of the customer together."""
        try:
            self._redis.hset(self.key("hour"), mapping={"used": used, "limit": limit})
            if used < limit * self.stop_at:
                self._redis.delete(self.key("full"))
        except RedisError:
            return
        if used >= limit * self.stop_at:
            self.close("full", LOOK_AGAIN, "hour")

    def heard(self, status: int, headers: Mapping[str, str]) -> None:
        """A 429 shuts the gate for everybody, people included, as long as Autotask says."""
        if status == 429:
            self.close("closed", wait_told(headers, clock.now(), LOOK_AGAIN), "hour")

    def narrow(self, endpoint: str, seconds: float = NARROW) -> None:
        """After Autotask's thread-limit text: one call at once to that endpoint, for every worker."""
        self.close(f"narrow:{endpoint.lower()}", seconds, "concurrent")

    def usage(self) -> Usage:
        """The hour's use as last heard, in the day's place."""
        try:
            used, limit = (int(each or 0) for each in self._redis.hmget(self.key("hour"), "used", "limit"))
            return Usage(0, 0, used, limit or USUAL_HOUR, self.closed_until(["closed", "full"], self.now_ms()))
        except RedisError:
            return Usage(0, 0, 0, USUAL_HOUR, self.away().until)


def _place(endpoint: str) -> str:
    return f"places:{endpoint.lower()}"


def _next(ended: deque[str] | None) -> list[str]:
    # One, not all: threads that share a series would wait for places that another's step is about to give back.
    with suppress(IndexError):
        return [ended.popleft()] if ended else []
    return []
