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
MARK = "sandbox.place"

_calls: deque[datetime] = deque()
_lock = threading.Lock()


def refusal(world: World, request: Request) -> Reply | None:
    """A 401 or 429 for this request, or None."""
    if not _logged_in(world, request):
        return Reply(401, (("WWW-Authenticate", 'Basic Realm="webservices99.autotask.net"'),), b"")
    if _count(world) > _limit(world):
        return Reply(429, (("Retry-After", "300"),), b"")
    return None


def _logged_in(world: World, request: Request) -> bool:
    """Whether the three headers are right; a wrong secret brings the user nearer to being locked."""
    with world.lock("autotask"):
        users = world.table("autotask.users")
        key = request.headers.get("username", "").lower()
        user = users.get(key)
        if user is None:
            return False
        good = (
            not user.get("locked")
            and request.headers.get("secret") == user["secret"]
            and request.headers.get("apiintegrationcode") == user.get("integrationCode", "SANDBOX-CODE")
            and not user.get("zoneUrl")  # moved to another zone: this one no longer knows the user
        )
        if good and user.get("bad"):
            users.change(key, bad=0)
        elif not good:
            bad = user.get("bad", 0) + 1
            users.change(key, bad=bad, locked=bool(user.get("locked")) or bad >= LOCKED_AFTER)
        return good


def _count(world: World) -> int:
    """Count this call; returns the calls of the last hour, strangers' (a setting) included."""
    now = world.now()
    with _lock:
        _calls.append(now)
        while _calls and (_calls[0] < now - HOUR or _calls[0] > now):  # a restored clock stands earlier
            _calls.popleft()
        return len(_calls) + _strangers(world)


def _strangers(world: World) -> int:
    return int(world.setting("autotask").get("strangers", 0))


def _limit(world: World) -> int:
    return int(world.setting("autotask").get("hour_limit", 10_000))


def threshold(world: World) -> Row:
    """What ThresholdInformation tells."""
    return {
        "externalRequestThreshold": _limit(world),
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": len(_calls) + _strangers(world),
    }


class Places:
    """The calls under way at each endpoint, of which there may be three."""

    def __init__(self) -> None:
        self._under_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, path: str, environ: dict[str, Any]) -> bool:
        """Take a place for the call of *environ*; False when all are taken."""
        endpoint = path.split("/")[0].lower()
        with self._lock:
            if self._under_way[endpoint] >= AT_ONCE:
                return False
            self._under_way[endpoint] += 1
        environ[MARK] = endpoint
        return True

    def leave(self, environ: dict[str, Any]) -> None:
        """Give back what the call took, if it took a place."""
        endpoint = environ.pop(MARK, None)
        if endpoint is not None:
            with self._lock:
                self._under_way[endpoint] -= 1
