"""Gates that keep the sweep's lease alive: a long list is many calls, and each of them is a step of the work."""

from collections.abc import Callable

from jobs.plumbing import clock
from jobs.plumbing.budget import AutotaskGate, Permit, XeroGate
from jobs.plumbing.redis import Redis

RENEW_AFTER = 20.0  # seconds; a commit for every call would cost more than the calls


class Watch:
    """Renews the lease before a call, not more often than needed; *alive* raises when it is lost."""

    def __init__(self, alive: Callable[[], None]) -> None:
        self._alive = alive
        self._renewed_at = clock.now()
        self.calls = 0

    def step(self) -> None:
        self.calls += 1
        if (clock.now() - self._renewed_at).total_seconds() >= RENEW_AFTER:
            self._renewed_at = clock.now()
            self._alive()


class WatchedAutotask(AutotaskGate):
    """Autotask's gate of one sweep."""

    def __init__(self, redis: Redis, ci: int, watch: Watch) -> None:
        super().__init__(redis, ci)
        self.watch = watch

    def take(self, endpoint: str, *, lane: str = "work", wait: float = 30.0) -> Permit:
        self.watch.step()
        return super().take(endpoint, lane=lane, wait=wait)


class WatchedXero(XeroGate):
    """Xero's gate of one sweep."""

    def __init__(self, redis: Redis, tenant_id: str, watch: Watch) -> None:
        super().__init__(redis, tenant_id)
        self.watch = watch

    def take(self, *, lane: str = "work", wait: float = 5.0) -> Permit:
        self.watch.step()
        return super().take(lane=lane, wait=wait)
