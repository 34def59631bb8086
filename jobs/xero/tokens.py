"""Hands out an access token that is good for a minute at least; one worker refreshes, the others wait for its pair."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from jobs.plumbing import clock
from jobs.plumbing.errors import AuthRefused, Unreachable
from jobs.xero.grants import TokenSet

LEEWAY = timedelta(seconds=60)
GRACE = timedelta(minutes=30)  # Xero keeps the previous refresh token so long, for a reply that got lost
LOOK_EVERY = 0.2
PATIENCE = 45.0


@dataclass(frozen=True)
class StoredTokens:
    """The pair as it rests; *rotated_at* is when the previous refresh token was replaced."""

    access_token: str
    refresh_token: str
    expires_at: datetime
    previous_refresh_token: str | None
    rotated_at: datetime | None
    state: str


class TokenStore(Protocol):
    """Where the pair rests. Each method is one short commit of its own."""

    def read(self) -> StoredTokens: ...
    def take_lease(self, seconds: float = 30) -> str | None: ...
    def save(self, lease: str, new: TokenSet) -> bool: ...
    def release(self, lease: str) -> None: ...
    def refuse(self, said: str) -> None: ...


class Tokens:
    """One grant's tokens, shared by every worker through the store."""

    def __init__(self, store: TokenStore, refresh: Callable[[str], TokenSet]) -> None:
        self._store, self._refresh = store, refresh

    def fresh(self, *, not_this: str | None = None, wait: float = PATIENCE) -> str:
        """An access token good for a minute; *not_this* was just refused as expired.

        Raises AuthRefused when a person must consent again, Rejected when our own Xero app is set up wrongly, and
        Unreachable when Xero does not answer or another worker takes longer than *wait* seconds.
        """
        until = clock.stopwatch() + wait
        while True:
            stored = self._store.read()
            if _is_good(stored, not_this):
                return stored.access_token
            lease = self._store.take_lease()
            if lease is not None and (renewed := self._renew(lease, not_this)) is not None:
                return renewed
            if clock.stopwatch() > until:
                raise Unreachable("another worker is still refreshing the token")
            clock.pause(LOOK_EVERY)

    def _renew(self, lease: str, not_this: str | None) -> str | None:
        """Refresh under the lease; None when it was lost meanwhile, so that the store must be read again."""
        try:
            # Whoever held the lease before may have stored a new pair.
            stored = self._store.read()
            if _is_good(stored, not_this):
                return stored.access_token
            try:
                new = self._ask(stored)
            except AuthRefused as error:
                if self._store.read().refresh_token != stored.refresh_token:
                    return None  # frozen for longer than the lease: another has a newer pair, which is not refused
                self._store.refuse(error.said)
                raise
            return new.access_token if self._store.save(lease, new) else None
        finally:
            self._store.release(lease)

    def _ask(self, stored: StoredTokens) -> TokenSet:
        try:
            return self._refresh(stored.refresh_token)
        except AuthRefused:
            # The reply to an earlier refresh may have been lost: then the previous token still works for a while.
            previous, since = stored.previous_refresh_token, stored.rotated_at
            if previous is None or since is None or clock.now() > since + GRACE:
                raise
            return self._refresh(previous)


def _is_good(stored: StoredTokens, not_this: str | None) -> bool:
    """Whether the stored access token may be used. Raises AuthRefused when the consent is no longer accepted."""
    if stored.state != "live":
        raise AuthRefused("the consent is no longer accepted")
    return stored.access_token != not_this and stored.expires_at > clock.now() + LEEWAY
