"""Autotask's guards: three headers, the lock-out, the hour shared with strangers, three calls at once per endpoint."""

import threading
from collections import Counter, deque
from datetime import datetime, timedelta
from typing import Any

from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request

LOCKED_AFTER = 5  # bad log-ins; the real number is not published
AT_ONCE = 3
HOUR = timedelta(minutes=60)
RETRY_AFTER = "300"
MARK = "sandbox.place"

Place = tuple[str, str]


def unauthorised() -> Reply:
    """The same empty answer whatever was wrong: the cause cannot be told apart."""
    return Reply(401, (("WWW-Authenticate", 'Basic Realm="webservices99.autotask.net"'),), b"")


def logged_in(world: World, request: Request, zone: str) -> bool:
    """Whether the three headers are right, at the right zone; a bad log-in brings the user nearer to being locked."""
    with world.lock("autotask"):
        users = world.table("autotask.users")
        key = request.headers.get("username", "").lower()
        user = users.get(key)
        if user is None or user.get("zone", "") != zone:
            return False  # this zone knows no such user, so there is nobody to lock
        code: str = user.get("integrationCode", "SANDBOX-CODE")
        headers = request.headers
        good = bool(headers.get("secret") == user["secret"] and headers.get("apiintegrationcode") == code)
        if user.get("locked"):
            return False
        if good and user.get("bad"):
            users.change(key, bad=0)
        elif not good:
            bad = user.get("bad", 0) + 1
            users.change(key, bad=bad, locked=bad >= LOCKED_AFTER)
        return good


class Hour:
    """The calls of the last sixty minutes, strangers' (a setting) included: ten thousand for the whole database."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._calls: deque[datetime] = deque()
        self._restores = world.restores
        self._lock = threading.Lock()

    def refusal(self) -> Reply | None:
        """Count this call, or refuse it."""
        with self._lock:
            if self._used() >= self._limit():
                return Reply(429, (("Retry-After", RETRY_AFTER),), b"")
            self._calls.append(self._world.now())
            return None

    def threshold(self) -> Row:
        """What ThresholdInformation tells; the question itself has been counted."""
        with self._lock:
            return {
                "externalRequestThreshold": self._limit(),
                "requestThresholdTimeframe": 60,
                "currentTimeframeRequestCount": self._used(),
            }

    def _used(self) -> int:
        now = self._world.now()
        if self._restores != self._world.restores:  # another world's calls are not this one's
            self._restores = self._world.restores
            self._calls.clear()
        while self._calls and self._calls[0] < now - HOUR:
            self._calls.popleft()
        return len(self._calls) + int(self._world.setting("autotask").get("strangers", 0))

    def _limit(self) -> int:
        return int(self._world.setting("autotask").get("hour_limit", 10_000))


class Places:
    """The calls under way for each integration code and endpoint, of which there may be three."""

    def __init__(self) -> None:
        self._under_way: Counter[Place] = Counter()
        self._lock = threading.Lock()

    def take(self, request: Request, path: str, environ: dict[str, Any]) -> bool:
        """Take a place for the call of *environ*; False when all are taken."""
        place = (request.headers.get("apiintegrationcode", ""), path.split("/")[0].lower())
        with self._lock:
            if self._under_way[place] >= AT_ONCE:
                return False
            self._under_way[place] += 1
        environ[MARK] = place
        return True

    def leave(self, environ: dict[str, Any]) -> None:
        """Give back what the call took, if it took a place."""
        place = environ.pop(MARK, None)
        if place is not None:
            with self._lock:
                self._under_way[place] -= 1
