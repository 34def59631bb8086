"""What both vendors' gates share: a place is taken with patience, and without Redis nothing is sent."""

import random
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from jobs.plumbing import clock, gate_scripts
from jobs.plumbing.errors import RateLimited
from jobs.plumbing.redis import Redis, RedisError, Script

LEASE_MS = 120_000  # a place held by a killed worker is free again after this
AWAY_MS = 15_000


class Gate:
    """One vendor account's keys in Redis, and the scripts that work on them."""

    vendor: ClassVar[str]

    def __init__(self, redis: Redis, account: str) -> None:
        self._redis, self._account = redis, account

    def key(self, part: str) -> str:
        """The name of one of the account's keys."""
        return f"gate:{self._account}:{part}"

    def run(self, script: str, parts: Sequence[str], *arguments: str | float) -> Any:
        """One atomic step. Raises RedisError."""
        keys = [self.key(part) for part in parts]
        return Script(self._redis, script)(keys=keys, args=[int(clock.offset() * 1000), *arguments])

    def limited(self, milliseconds: float, scope: str) -> RateLimited:
        """The error that says when to come back."""
        error = RateLimited(clock.now() + timedelta(milliseconds=milliseconds), scope)
        error.vendor = self.vendor
        return error

    def away(self) -> RateLimited:
        """Redis cannot be asked: who would count?"""
        return self.limited(AWAY_MS, "gate")

    def enter(self, attempt: Callable[[str], Sequence[Any]], wait: float) -> str:
        """Take a place within *wait* seconds and return its name. Raises RateLimited as soon as it would take longer.

        *attempt* runs the vendor's script and answers with its {milliseconds, scope}.
        """
        until = clock.stopwatch() + wait
        name = secrets.token_hex(8)
        while True:
            try:
                answer = attempt(name)
            except RedisError as error:
                raise self.away() from error
            milliseconds, scope = int(answer[0]), bytes(answer[1]).decode()
            if milliseconds == 0:
                return name
            if clock.stopwatch() + milliseconds / 1000 > until:
                raise self.limited(milliseconds, scope)
            # The spread keeps waiters from knocking all at once for the same place.
            clock.pause(milliseconds / 1000 * (random.uniform(0.4, 1.6) if scope == "concurrent" else 1))  # noqa: S311

    def close(self, part: str, seconds: float, scope: str) -> None:
        """Shut the gate *part* for everybody."""
        self.tell(gate_scripts.CLOSE, [part], int(seconds * 1000), scope)

    def tell(self, script: str, parts: Sequence[str], *arguments: str | float) -> None:
        """A step that may be lost with Redis: without it nothing is granted either, and places end by themselves."""
        try:
            self.run(script, parts, *arguments)
        except RedisError:
            return

    def now_ms(self) -> int:
        """Redis' time, moved by the tests' offset. Raises RedisError."""
        seconds, micro = self._redis.time()
        return int(seconds * 1000 + micro // 1000 + clock.offset() * 1000)

    def closed_until(self, parts: Sequence[str], now: int) -> datetime | None:
        """When the last of the gates named opens again. Raises RedisError."""
        until = max(int(self._redis.hget(self.key(part), "until") or 0) for part in parts)
        return clock.now() + timedelta(milliseconds=until - now) if until > now else None
